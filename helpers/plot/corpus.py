"""Draw what a corpus holds: outlets by year, what is set apart in its texts, the events around them.

In: articles, segments, timeline. Out: Axes, for `finish`.
"""

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from helpers import text
from helpers.design import TEXTS
from helpers.plot.names import day
from helpers.style import BLUE, GREY, INK, PALE, PURPLE, RULE, VERMILION, WIDTH

LETTER = 80  # of so many parts of the longest text one has room for a letter
CROWDED = 15_000  # characters of a text from which its sentences are too narrow to be told apart
OUTLETS = 12  # that have a row of their own in the grid
ABOUT = {"iran": (BLUE, "o"), "russia": (VERMILION, "s"), "both": (PURPLE, "D")}


def coverage(cells: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the outlet x year grid: a square where there are articles, with their number and their sentences.

    cells: outlet, year, n_articles, total (sentences). The 12 outlets with most articles have a row each, the
    others share the last. Years without an article are shaded. Where no article has a date, a line says so.
    """
    if cells.empty:
        ax = ax or plt.subplots(figsize=(WIDTH, 0.6))[1]
        ax.text(0.5, 0.5, "No article has a date: there is no year to draw it in.", ha="center", va="center")
        ax.set_axis_off()
        return ax
    largest = cells.groupby("outlet", sort=False)["n_articles"].sum().nlargest(OUTLETS).index
    rest = f"{cells['outlet'].nunique() - len(largest)} other outlets"
    outlet = cells["outlet"].where(cells["outlet"].isin(largest), rest)
    cells = cells.assign(outlet=outlet, year=cells["year"].astype(int))
    cells = cells.groupby(["outlet", "year"], sort=False)[["n_articles", "total"]].sum().reset_index()
    outlets = sorted(cells["outlet"].unique(), key=lambda name: name == rest)
    years = list(range(cells["year"].min(), cells["year"].max() + 1))
    ax = ax or plt.subplots(figsize=(WIDTH, 0.7 + 0.46 * len(outlets)))[1]
    for x in set(years) - set(cells["year"]):
        ax.axvspan(x - 0.5, x + 0.5, color="#f3f3f3", lw=0)
        ax.text(x, len(outlets) - 0.55, "no article", size=6.5, color=GREY, ha="center", va="center")
    for cell in cells.itertuples():
        y = outlets.index(cell.outlet)
        ax.plot(cell.year, y - 0.1, "s", ms=17, color=BLUE)
        ax.text(cell.year, y - 0.1, f"{cell.n_articles:,}", color="white", weight="bold", ha="center", va="center",
                size=8 if cell.n_articles < 1000 else 6)  # fmt: skip
        ax.text(cell.year, y + 0.36, f"{cell.total:,}", size=7, va="center", ha="center")
    ax.set(xlim=(years[0] - 0.6, years[-1] + 0.6), ylim=(len(outlets) - 0.3, -0.6), xticks=years)
    ax.set_yticks(range(len(outlets)), [text.short(o, 30) for o in outlets])
    ax.xaxis.tick_top()
    ax.spines[:].set_visible(False)
    return ax


def strips(segments: pd.DataFrame, names: pd.Series, ax: Axes | None = None) -> Axes:
    """Draw each article as a strip of its text in reading order; what is not counted stands out.

    segments: article_id, start, end, kind; names: label of each article_id, in the order drawn.
    """
    letters = {"headline": "H", "summary": "S", "caption": "C", "credit": "C", "byline": "B", "dateline": "D",
               "heading": "h", "boilerplate": "x"}  # fmt: skip
    ax = ax or plt.subplots(figsize=(WIDTH, 0.5 + 0.52 * len(names)))[1]
    longest = segments.loc[segments["article_id"].isin(names.index), "end"].max()
    least, gap = longest / LETTER, 0.7 if longest < CROWDED else 0.0  # white between blocks, but not over them
    for y, article_id in enumerate(names.index):
        for s in segments[segments["article_id"] == article_id].itertuples():
            body = s.kind == "body"
            ax.barh(y, s.end - s.start, left=s.start, height=0.5, color=PALE if body else VERMILION,
                    edgecolor="white", lw=gap)  # fmt: skip
            if not body and s.end - s.start > least:
                ax.text((s.start + s.end) / 2, y, letters[s.kind], color="white", size=7, weight="bold",
                        ha="center", va="center")  # fmt: skip
    ax.set_yticks(range(len(names)), names)
    ax.set(ylim=(len(names) - 0.5, -0.5), xlabel="characters from the start of the article")
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    ax.spines["left"].set_visible(False)
    return ax


def events(timeline: pd.DataFrame, articles: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the dated public events down a time axis, Iran to the left, Russia to the right, the articles across.

    timeline: date, label, about. Up to 8 articles are named stars, more are pale strokes. Labels are moved apart along
    the axis, with a thin line to their date.
    """
    ax = ax or plt.subplots(figsize=(WIDTH, 9.2))[1]
    first = min(timeline["date"].min(), articles["published"].min()).year
    last = max(timeline["date"].max(), articles["published"].max()).year + 1
    dated = articles.dropna(subset="published")
    texts = dated.groupby("published")["outlet"].agg(_outlets) if len(dated) <= TEXTS else pd.Series(dtype=object)
    if not len(texts):  # too many to name: each is a short stroke across the axis
        ax.plot([0] * len(dated), [_decimal(d) for d in dated["published"]], "_", color=RULE, ms=14, mew=0.6, zorder=1)
    for side, about in ((-1, ["iran"]), (1, ["russia", "both"])):
        own = timeline[timeline["about"].isin(about)]
        marks = own.assign(article=False)
        if side < 0:  # the articles are named on the left, among the events
            named = pd.DataFrame({"date": texts.index, "label": texts, "about": "article", "article": True})
            marks = pd.concat([marks, named] if len(named) else [marks]).sort_values("date", kind="stable")
        true = [_decimal(d) for d in marks["date"]]
        for y, at, m in zip(spread(true, 0.295, first + 0.1, last), true, marks.itertuples(), strict=True):
            ax.plot(
                [0, 0.12 * side, 0.2 * side], [at, y, y], color=INK if m.article else RULE, lw=1.4 if m.article else 0.7
            )
            colour, marker = (INK, "*") if m.article else ABOUT[m.about]
            ax.plot(0, at, marker, ms=10 if m.article else 4.5, color=colour, zorder=4 if m.article else 3)
            words = f"{day(m.date)}  {m.label}" if side > 0 else f"{m.label}  {day(m.date)}"
            ax.text(0.22 * side, y, words, size=7.5, va="center", ha="left" if side > 0 else "right", color=colour,
                    weight="bold" if m.article else "normal")  # fmt: skip
    ax.axvline(0, color=GREY, lw=1, zorder=2)
    for year in range(first, last + 1):
        ax.plot([-0.03, 0.03], [year, year], color=GREY, lw=1)
        ax.text(-1.75, year, str(year), size=7.5, color=GREY, va="center")
    ax.set(xlim=(-1.75, 1.75), ylim=(last + 0.1, first - 0.3), yticks=[], xticks=[])
    for side, about, words in ((-1, "iran", "Iran"), (1, "russia", "Russia (squares), both (diamonds)")):
        ax.text(0.22 * side, first - 0.25, words, size=8.5, weight="bold", color=ABOUT[about][0],
                ha="left" if side > 0 else "right")  # fmt: skip
    ax.spines[:].set_visible(False)
    return ax


def spread(places: list[float], gap: float, low: float, high: float) -> list[float]:
    """Move sorted places apart so that none is nearer than `gap` to the next, within low and high."""
    moved = np.maximum(np.array(places, dtype=float), low)
    steps = np.arange(len(moved)) * gap
    for _ in range(200):  # average what a push down and a push up would give, until both agree
        down = np.maximum.accumulate(moved - steps) + steps
        up = np.minimum.accumulate((moved - steps)[::-1])[::-1] + steps
        moved = np.clip((down + up) / 2, low + steps, high - steps[::-1])
        if np.allclose(down, up, atol=1e-6):
            break
    return list(np.maximum.accumulate(moved - steps) + steps)


def _outlets(names: pd.Series) -> str:
    return text.short(", ".join(names), 60)


def _decimal(when: pd.Timestamp) -> float:
    return when.year + (when.day_of_year - 1) / (366 if when.is_leap_year else 365)
