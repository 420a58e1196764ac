"""Draw the charts, one function a chart.

In: articles, segments, shares and the like; ax None makes a figure. Out: Axes, for `finish`.
"""

import textwrap

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from helpers import load, text
from helpers.style import (  # noqa: F401 (notebooks call these as plot.finish and so on)
    BLUE,
    GREY,
    INK,
    PALE,
    PURPLE,
    RULE,
    VERMILION,
    WIDTH,
    WORDING,
    counted,
    csv_text,
    finish,
    keep,
    source,
    use_style,
)  # fmt: skip

ABOUT = {"iran": (BLUE, "o"), "russia": (VERMILION, "s"), "both": (PURPLE, "D")}


def labels(articles: pd.DataFrame) -> pd.Series:
    """Return for each article_id the label under which it is drawn: date over outlet."""
    date = [_day(when) if pd.notna(when) else "no date" for when in articles["published"]]
    outlet = [text.short(o, 26) for o in articles["outlet"]]
    return pd.Series([f"{d}\n{o}" for d, o in zip(date, outlet, strict=True)], index=articles["article_id"])


def coverage(cells: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the outlet x year grid: a square where there are articles, with their number and their sentences.

    cells: outlet, year, n_articles, total (sentences). Years without an article are hatched.
    """
    outlets = list(dict.fromkeys(cells["outlet"]))
    years = list(range(int(cells["year"].min()), int(cells["year"].max()) + 1))
    ax = ax or plt.subplots(figsize=(WIDTH, 0.7 + 0.38 * len(outlets)))[1]
    for x in set(years) - set(cells["year"].astype(int)):
        ax.axvspan(x - 0.5, x + 0.5, color="#f3f3f3", lw=0)
        ax.text(x, len(outlets) - 0.55, "no article", size=6.5, color=GREY, ha="center", va="center", rotation=0)
    for cell in cells.itertuples():
        y = outlets.index(cell.outlet)
        ax.plot(int(cell.year), y, "s", ms=19, color=BLUE)
        ax.text(int(cell.year), y, str(cell.n_articles), color="white", weight="bold", ha="center", va="center")
        side = 1 if int(cell.year) < years[-1] - 1 else -1
        ax.text(int(cell.year) + 0.42 * side, y, counted(cell.total, "sentence"), size=7.5, va="center",
                ha="left" if side > 0 else "right")  # fmt: skip
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
    for y, article_id in enumerate(names.index):
        for s in segments[segments["article_id"] == article_id].itertuples():
            body = s.kind == "body"
            ax.barh(y, s.end - s.start, left=s.start, height=0.5, color=PALE if body else VERMILION,
                    edgecolor="white", lw=0.7)  # fmt: skip
            if not body and s.end - s.start > 60:
                ax.text((s.start + s.end) / 2, y, letters[s.kind], color="white", size=7, weight="bold",
                        ha="center", va="center")  # fmt: skip
    ax.set_yticks(range(len(names)), names)
    ax.set(ylim=(len(names) - 0.5, -0.5), xlabel="characters from the start of the article")
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    ax.spines["left"].set_visible(False)
    return ax


def dots_by_text(
    shares: pd.DataFrame, names: pd.Series, rows: pd.Series, readers: pd.DataFrame | None = None
) -> np.ndarray:
    """Draw one panel a text and one row a key: a dot at the share, its wording whisker, n/total beside it.

    shares: article_id, key, n, total, share, low, high. names: panel title of each article_id, in order.
    rows: label of each key, in order. readers: the same columns, drawn as a hollow diamond. Returns
    the Axes, one a text.
    """
    fig, axes = plt.subplots(1, len(names), figsize=(WIDTH, 0.9 + 0.29 * len(rows)), sharey=True, sharex=True)
    place = {key: y for y, key in enumerate(rows.index)}
    for ax, (article_id, name) in zip(np.atleast_1d(axes), names.items(), strict=True):
        own = shares[shares["article_id"] == article_id]
        for s in own[own["key"].isin(place)].itertuples():
            y, colour = place[s.key], INK if s.n else GREY
            ax.plot([s.low, s.high], [y, y], color=RULE, lw=2.2, solid_capstyle="butt", zorder=1)
            ax.plot(s.share, y, "o", ms=5, color=colour, mfc=colour if s.n else "white", zorder=3)
            ax.text(1.62, y, f"{s.n}/{s.total}", size=7, color=colour, ha="right", va="center")
        if readers is not None:
            read = readers[(readers["article_id"] == article_id) & readers["key"].isin(place)]
            ax.plot(read["share"], read["key"].map(place), "D", ms=7, mfc="none", mec=BLUE, mew=0.9, zorder=4, ls="")
        ax.set_title(_narrow(name), size=7.5, loc="left", weight="bold", linespacing=1.25)
        ax.set(xlim=(-0.1, 1.64), ylim=(len(rows) - 0.5, -0.6))
        ax.set_xticks([0, 0.5, 1], ["0", "50", "100%"])
        ax.hlines(range(len(rows)), 0, 1, color=PALE, lw=0.8, zorder=0)
        ax.vlines([0, 0.5, 1], -0.6, len(rows) - 0.5, color=PALE, lw=0.8, zorder=0)
        ax.spines["left"].set_visible(False)
        ax.spines["bottom"].set_visible(False)
    np.atleast_1d(axes)[0].set_yticks(range(len(rows)), rows)
    return np.atleast_1d(axes)


def presence(shares: pd.DataFrame, names: pd.Series, rows: pd.Series, ax: Axes | None = None) -> Axes:
    """Draw a table of counts: one row a key, one column a text, darker where the share is larger; a dash for none.

    shares: article_id, key, n, total, share. names and rows as in `dots_by_text`.
    """
    import seaborn as sns  # here: it takes seconds to import, and only this chart needs it

    ax = ax or plt.subplots(figsize=(WIDTH, 0.6 + 0.27 * len(rows)))[1]
    wide = shares.pivot(index="key", columns="article_id").loc[rows.index]
    n, total, share = (wide[column][names.index].to_numpy() for column in ("n", "total", "share"))
    words = [[f"{k} of {of}" if k else "–" for k, of in zip(*pair, strict=True)] for pair in zip(n, total, strict=True)]
    shades = [(0, "white"), (1e-9, "#e3edf4"), (1, "#7fb0d0")]  # none is white, and ink is legible on the darkest
    tint = mpl.colors.LinearSegmentedColormap.from_list("tint", shades)
    looks = {"linewidths": 2, "annot_kws": {"size": 7.5, "color": INK}}
    sns.heatmap(share, vmin=0, vmax=1, cmap=tint, cbar=False, annot=np.array(words), fmt="", ax=ax, **looks)
    ax.set_xticks(np.arange(len(names)) + 0.5, names, color=INK)
    ax.set_yticks(np.arange(len(rows)) + 0.5, rows, rotation=0)
    ax.set(xlabel="", ylabel="")
    ax.xaxis.tick_top()
    ax.spines[:].set_visible(False)
    return ax


def together(pairs: pd.DataFrame, names: pd.Series, rows: pd.Series) -> np.ndarray:
    """Draw one small matrix a text: in how many sentences two states are named together; the same layout in each.

    pairs: article_id, first, second (keys of `rows`), n, total. names and rows as in `dots_by_text`.
    The diagonal counts the sentences that name the state at all. Returns the Axes, one a text.
    """
    fig, axes = plt.subplots(1, len(names), figsize=(WIDTH, WIDTH / len(names) + 0.5), sharey=True)
    place = {key: i for i, key in enumerate(rows.index)}
    tint = mpl.colors.LinearSegmentedColormap.from_list("tint", ["#e3edf4", "#7fb0d0"])
    for ax, (article_id, name) in zip(np.atleast_1d(axes), names.items(), strict=True):
        for p in pairs[pairs["article_id"] == article_id].itertuples():
            y, x = sorted((place[p.first], place[p.second]), reverse=True)
            colour = "white" if not p.n else "#ececec" if x == y else tint(min(1.0, 2 * p.n / p.total))
            ax.add_patch(mpl.patches.Rectangle((x - 0.47, y - 0.47), 0.94, 0.94, color=colour, lw=0))
            ax.text(x, y, str(p.n) if p.n else "–", ha="center", va="center", size=7.5, color=GREY if x == y else INK,
                    weight="bold" if x != y and p.n else "normal")  # fmt: skip
        ax.set_title(_narrow(name), size=7.5, loc="left", weight="bold", linespacing=1.25)
        ax.set(xlim=(-0.5, len(rows) - 0.5), ylim=(len(rows) - 0.5, -0.5), aspect="equal")
        ax.set_xticks(range(len(rows)), range(1, len(rows) + 1))
        ax.spines[:].set_visible(False)
    numbered = [f"{label}  {number}" for number, label in enumerate(rows, start=1)]
    np.atleast_1d(axes)[0].set_yticks(range(len(rows)), numbered)
    return np.atleast_1d(axes)


def manners(words: pd.DataFrame, names: pd.Series, rows: pd.Series, ax: Axes | None = None) -> Axes:
    """Draw for each text how large a part of its words each manner has, one line of marks a text.

    words: article_id, key, words, share; names and rows as in `dots_by_text`, at most three rows.
    """
    ax = ax or plt.subplots(figsize=(WIDTH, 1.0 + 0.46 * len(names)))[1]
    looks = [(BLUE, "o"), (VERMILION, "s"), (GREY, "D")]
    for y, article_id in enumerate(names.index):
        own = words[words["article_id"] == article_id].set_index("key")
        ax.plot([0, 1], [y, y], color=PALE, lw=1, zorder=0)
        for i, ((colour, marker), key) in enumerate(zip(looks, rows.index, strict=False)):
            # a little above one another, so that equal shares do not hide each other
            ax.plot(own.loc[key, "share"], y + 0.13 * (i - 1), marker, ms=6, color=colour, clip_on=False)
        at = spread(sorted(own.loc[list(rows.index), "share"]), 0.055, 0.0, 1.0)
        order = own.loc[list(rows.index)].sort_values("share").index
        for x, key in zip(at, order, strict=True):
            colour = looks[list(rows.index).index(key)][0]
            ax.text(x, y - 0.36, f"{own.loc[key, 'words']:,}", size=7, color=colour, ha="center", va="center")
    for x, (colour, marker), label in zip((0.0, 0.33, 0.7), looks, rows, strict=False):
        ax.plot(x, -0.95, marker, ms=6, color=colour, clip_on=False)
        ax.text(x + 0.02, -0.95, label, size=8, color=colour, va="center", weight="bold")
    ax.set_yticks(range(len(names)), names)
    ax.set(xlim=(-0.02, 1.02), ylim=(len(names) - 0.6, -1.2), xticks=[0, 0.25, 0.5, 0.75, 1])
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.spines[:].set_visible(False)
    return ax


def marks(found: pd.DataFrame, names: pd.Series, rows: pd.Series, ax: Axes | None = None) -> Axes:
    """Draw one mark a sentence: a filled triangle up where two sides converge, a hollow one down where they part.

    found: article_id, about (key of `rows`), stance (converge or diverge), n. names: label of each
    text; rows: label of each subject.
    """
    ax = ax or plt.subplots(figsize=(WIDTH, 0.7 + 0.6 * len(rows)))[1]
    looks = {"converge": ("^", BLUE, BLUE, -0.22), "diverge": ("v", VERMILION, "white", 0.24)}
    for m in found[found["n"] > 0].itertuples():
        x, y = names.index.get_loc(m.article_id), rows.index.get_loc(m.about)
        marker, colour, fill, down = looks[m.stance]
        at = np.arange(m.n)
        ax.plot(
            x - 0.38 + 0.105 * (at % 6),
            y + down + 0.16 * (at // 6),
            marker,
            ms=6,
            color=colour,
            mfc=fill,
            mew=1.1,
            ls="",
        )
        ax.text(x + 0.44, y + down, str(m.n), size=7.5, color=colour, ha="right", va="center", weight="bold")
    empty = found.groupby(["article_id", "about"])["n"].sum().loc[lambda n: n == 0]
    for article_id, about in empty.index:
        ax.text(names.index.get_loc(article_id), rows.index.get_loc(about), "–", ha="center", va="center", color=GREY)
    for x in range(len(names) - 1):
        ax.axvline(x + 0.5, color=PALE, lw=0.8)
    for y in range(len(rows) - 1):
        ax.axhline(y + 0.5, color=PALE, lw=0.8)
    ax.set_xticks(range(len(names)), names, color=INK)
    ax.set_yticks(range(len(rows)), rows)
    ax.set(xlim=(-0.5, len(names) - 0.5), ylim=(len(rows) - 0.5, -0.5))
    ax.xaxis.tick_top()
    ax.spines[:].set_visible(False)
    return ax


def events(timeline: pd.DataFrame, articles: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the dated public events down a time axis, Iran to the left, Russia to the right, the articles across.

    timeline: date, label, about. Labels are moved apart along the axis, with a thin line to their date.
    """
    ax = ax or plt.subplots(figsize=(WIDTH, 9.2))[1]
    first = min(timeline["date"].min(), articles["published"].min()).year
    last = max(timeline["date"].max(), articles["published"].max()).year + 1
    outlets = articles.dropna(subset="published").groupby("published")["outlet"]
    texts = outlets.agg(lambda names: text.short(", ".join(names), 60))
    for side, about in ((-1, ["iran"]), (1, ["russia", "both"])):
        own = timeline[timeline["about"].isin(about)]
        marks = own.assign(article=False)
        if side < 0:  # the articles are named on the left, among the events
            named = pd.DataFrame({"date": texts.index, "label": texts, "about": "article", "article": True})
            marks = pd.concat([marks, named]).sort_values("date", kind="stable")
        true = [_decimal(d) for d in marks["date"]]
        for y, at, m in zip(spread(true, 0.295, first + 0.1, last), true, marks.itertuples(), strict=True):
            ax.plot(
                [0, 0.12 * side, 0.2 * side], [at, y, y], color=INK if m.article else RULE, lw=1.4 if m.article else 0.7
            )
            colour, marker = (INK, "*") if m.article else ABOUT[m.about]
            ax.plot(0, at, marker, ms=10 if m.article else 4.5, color=colour, zorder=4 if m.article else 3)
            words = f"{_day(m.date)}  {m.label}" if side > 0 else f"{m.label}  {_day(m.date)}"
            ax.text(0.22 * side, y, words, size=7.5, va="center", ha="left" if side > 0 else "right", color=colour,
                    weight="bold" if m.article else "normal")  # fmt: skip
    ax.axvline(0, color=GREY, lw=1, zorder=0)
    for year in range(first, last + 1):
        ax.plot([-0.03, 0.03], [year, year], color=GREY, lw=1)
    ax.set(xlim=(-1.75, 1.75), ylim=(last + 0.1, first - 0.3), yticks=[], xticks=[])
    for side, about, words in ((-1, "iran", "Iran"), (1, "russia", "Russia (squares), both (diamonds)")):
        ax.text(0.22 * side, first - 0.25, words, size=8.5, weight="bold", color=ABOUT[about][0],
                ha="left" if side > 0 else "right")  # fmt: skip
    ax.spines[:].set_visible(False)
    return ax


def scores(validation: pd.DataFrame, rows: pd.Series, ax: Axes | None = None) -> Axes:
    """Draw precision (circle) and recall (diamond) of each topic with their 95% Wilson bars, counts beside them.

    validation: what validity.validate returns; rows: label of each key, in order. Topics with too few
    cases for a score show their counts only.
    """
    ax = ax or plt.subplots(figsize=(WIDTH, 0.7 + 0.36 * len(rows)))[1]
    table = validation.set_index("key").loc[rows.index]
    for y, row in enumerate(table.itertuples()):
        for mark, colour, at, share, low, high in (
            ("o", INK, y - 0.14, row.precision, row.precision_low, row.precision_high),
            ("D", BLUE, y + 0.16, row.recall, row.recall_low, row.recall_high),
        ):
            if pd.notna(share):
                ax.plot([low, high], [at, at], color=RULE, lw=2.2, solid_capstyle="butt", zorder=1)
                ax.plot(share, at, mark, ms=4.8, color=colour, mfc=colour if mark == "o" else "white", zorder=3)
        few = "" if pd.notna(row.f1) else "  (too few to score)"
        words = f"{row.n_both} of {row.n_coded} coded are right; {row.n_both} of {row.n_read} are found{few}"
        ax.text(1.04, y, words, size=7, va="center")
    ax.hlines(range(len(rows)), 0, 1, color=PALE, lw=0.8, zorder=0)
    ax.set_yticks(range(len(rows)), rows)
    ax.set(xlim=(0, 2.0), ylim=(len(rows) - 0.5, -0.5), xticks=[0, 0.25, 0.5, 0.75, 1])
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
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


def in_words(topics: pd.DataFrame | None = None) -> pd.Series:
    """Return the label of each topic column, in the order of topics.csv."""
    topics = load.topics() if topics is None else topics
    return pd.Series(topics["label"].to_numpy(), index="topic_" + topics["key"])


def labelled(labels: dict[str, str]) -> pd.Series:
    """Return key -> label as the Series that the charts take for their rows."""
    return pd.Series(labels)


def actor_names(keys: list[str]) -> pd.Series:
    """Return the name under which each actor column is drawn."""
    short = {"us", "uk", "eu", "un", "uae", "isis", "iaea", "nato", "g7", "opcw", "p5_1"}
    names = [k.removeprefix("actor_") for k in keys]
    shown = [n.upper().replace("P5_1", "P5+1") if n in short else n.replace("_", " ").title() for n in names]
    return pd.Series(shown, index=keys)


def _narrow(label: str) -> str:
    """Break a label 'date, newline, outlet' so that it fits one of five panels; always three lines."""
    date, _, outlet = label.partition("\n")
    lines = textwrap.wrap(outlet, 15) or [""]
    return "\n".join([date, *lines, ""][: max(3, len(lines) + 1)])


def _day(when: pd.Timestamp) -> str:
    return f"{when.day} {when:%b %Y}"


def _decimal(when: pd.Timestamp) -> float:
    return when.year + (when.dayofyear - 1) / (366 if when.is_leap_year else 365)
