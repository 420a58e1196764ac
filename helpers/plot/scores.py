"""Draw how a coding fares against a reading of the same sentences, or of a sample of them.

In: what validity.validate or validity.corrected returns. Out: Axes, for `finish`.
"""

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from helpers.style import BLUE, GREY, INK, PALE, RULE, VERMILION, WIDTH


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


def corrected(table: pd.DataFrame, rows: pd.Series, ax: Axes | None = None) -> Axes:
    """Draw for each topic the dictionary's share (circle), the corrected one (diamond, with its bar) and the reading's.

    table: one group of what validity.corrected returns, with n_read, how many of its sentences the readers gave the
    key (cross); rows: label of each key, in order. A bar that is missing stays so.
    """
    ax = ax or plt.subplots(figsize=(WIDTH, 0.7 + 0.36 * len(rows)))[1]
    own = table.set_index("key").loc[rows.index]
    for y, row in enumerate(own.itertuples()):
        ax.plot([row.low, row.high], [y, y], color=RULE, lw=2.2, solid_capstyle="butt", zorder=1)
        ax.plot(row.naive, y - 0.22, "o", ms=4.8, color=INK, zorder=3)
        ax.plot(row.share, y, "D", ms=4.8, color=BLUE, mfc="white", zorder=3)
        ax.plot(row.n_read / row.total, y + 0.22, "x", ms=4.8, mew=1.5, color=VERMILION, zorder=3)
        words = f"{row.n} of {row.total:,}; {100 * row.share:.0f}%; {row.n_read} of {row.total:,}"
        ax.text(1.04, y, words, size=7, va="center")
    ax.text(1.04, -0.75, "dictionary; corrected; all read", size=7, color=GREY, style="italic", va="center")
    ax.hlines(range(len(rows)), 0, 1, color=PALE, lw=0.8, zorder=0)
    ax.set_yticks(range(len(rows)), rows)
    ax.set(xlim=(-0.02, 1.6), ylim=(len(rows) - 0.5, -0.9), xticks=[0, 0.25, 0.5, 0.75, 1])
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.spines[:].set_visible(False)
    return ax
