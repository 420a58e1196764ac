"""Draw shares over periods, one small panel a key, with no more than the corpus allows.

In: shares by month, quarter or year, a Design. Out: Axes, for `finish`.
"""

import textwrap

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib import ticker
from matplotlib.axes import Axes

from helpers.design import Design
from helpers.style import BLUE, GREY, INK, RULE, WIDTH

COLUMNS = 3  # panels a row
FEW = 4  # periods up to which each has its counts above it
HEADROOM = 1.4  # of the highest value: room for the counts or the test above it
BARE = 1.08  # of the highest value, where nothing stands above it
MANY = 16  # periods from which a line stands without dots
YEARS = 6  # year labels that a panel has room for


def over_time(shares: pd.DataFrame, design: Design, rows: pd.Series, tests: pd.DataFrame | None = None) -> np.ndarray:
    """Draw one panel a key: its share in each period, in per cent, each panel on its own scale from zero.

    shares: as measure.shares gives them by design.by, with every period from the first to the last; rows: label of
    each key, in order. Mode 'read' has dots with their wording whiskers; 'describe' whiskers of drawn articles, and a
    line only if all articles are of one outlet; 'estimate' a line with a band and, with `tests` (as measure.tests
    gives them), what changed from the first to the last period and its p. Periods without an article are shaded.
    Raises ValueError for tests in another mode. Returns the Axes, one a key.
    """
    if tests is not None and design.mode != "estimate":
        raise ValueError(f"a corpus that can only be {design.mode} carries no tests; leave `tests` out")
    columns = min(COLUMNS, len(rows))
    lines = -(-len(rows) // columns)
    fig, grid = plt.subplots(lines, columns, figsize=(WIDTH, 0.35 + 1.3 * lines), sharex=True, squeeze=False)
    periods = sorted(shares[design.by].unique())
    for ax, (key, label) in zip(grid.flat, rows.items(), strict=False):
        own = shares[shares["key"] == key].set_index(design.by).reindex(periods)
        _panel(ax, own, design)
        ax.set_title(textwrap.shorten(label.replace("\n", " "), 32, placeholder="…"), size=8, loc="left", weight="bold")
        if tests is not None:
            ax.text(0.99, 1.0, _tested(tests.set_index("key").loc[key]), size=6.5, color=INK, ha="right", va="top",
                    transform=ax.transAxes)  # fmt: skip
    for ax in grid.flat[len(rows) :]:
        ax.remove()
    for column in range(columns):  # the lowest panel of each column carries the years
        grid[(len(rows) - 1 - column) // columns, column].tick_params(labelbottom=True)
    return grid.flat[: len(rows)]


def _panel(ax: Axes, own: pd.DataFrame, design: Design) -> None:
    """Draw one key: line or dots, band or whiskers, shaded gaps, as the design allows."""
    x = np.arange(len(own))
    for gap in x[own["total"].eq(0).to_numpy()]:
        ax.axvspan(gap - 0.5, gap + 0.5, color="#ececec", lw=0)
    known = "low" in own
    if known and design.lines and design.mode == "estimate":
        ax.fill_between(x, own["low"], own["high"], color=BLUE, alpha=0.2, lw=0)
    elif known:
        ax.vlines(x, own["low"], own["high"], color=RULE, lw=2.2 if len(own) <= MANY else 1.1, zorder=1)
    if design.lines:
        ax.plot(x, own["share"], color=BLUE, lw=1.4, zorder=2)
    if not design.lines or len(own) <= MANY:
        small = own["n_articles"] < 6
        ax.plot(x[~small], own["share"][~small], "o", ms=4, color=BLUE, zorder=3)
        ax.plot(x[small], own["share"][small], "o", ms=4, color=BLUE, mfc="white", zorder=3)  # hollow: few articles
    top = float(np.nanmax([*own["share"], *(own["high"] if known else [])], initial=0.01))
    top *= HEADROOM if len(own) <= FEW or design.mode == "estimate" else BARE
    ax.set(xlim=(-0.6, len(own) - 0.4), ylim=(0, top))
    if len(own) <= FEW:
        counts = own[["n", "total"]] if "words" not in own else own[["words", "total_words"]]
        for at, (n, total) in zip(x, counts.itertuples(index=False), strict=True):
            words = f"{n:,}/{total:,}" if total else "none"
            ax.text(at, top * 0.88, words, size=6, color=GREY, ha="center", va="top")
    ax.yaxis.set_major_locator(ticker.MaxNLocator(3, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g}%")
    _years(ax, list(own.index))


def _years(ax: Axes, periods: list[str]) -> None:
    """Label the first period of each year, or of every second, third… where there is no room for all."""
    first = [i for i, period in enumerate(periods) if i == 0 or period[:4] != periods[i - 1][:4]]
    step = -(-len(first) // YEARS)
    ax.set_xticks(first[::step], [periods[i][:4] for i in first[::step]])
    ax.tick_params(axis="x", length=2)


def _tested(row: pd.Series) -> str:
    """Say how far a share moved and how surprising that is: '+12 points, p = 0.003'."""
    p = "p < 0.001" if row["p_holm"] < 0.001 else f"p = {row['p_holm']:.3f}"
    return f"{100 * row['difference']:+.1f} points, {p}"
