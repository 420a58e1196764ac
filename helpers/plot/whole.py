"""Draw whole texts at a glance: a mark a sentence in reading order, and under it the topics that lead the text.

In: coded, shares by article. Out: Axes, for `finish`.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers import measure
from helpers.plot.texts import narrow, panels, used
from helpers.style import BLUE, GREY, INK, PALE, PURPLE, VERMILION

LOOKS = [("o", BLUE, 5.0), ("^", VERMILION, 5.5), ("D", PURPLE, 4.8), (".", GREY, 3.0)]  # the last: no kind
AT = [(0, 0), (2.2, 0), (4.5, 0), (6.4, 0)]  # where the count of each stands, in marks from the left and down
PAIRED, LONG = [(0, 0), (4.2, 0), (0, 2.2), (4.2, 2.2)], 100  # the same if a text has so many sentences or more
ACROSS = 8  # marks a line, and sentences a line of which ten lines hold; a longer text has smaller marks
LEADING = 0.25  # of the sentences of a text: the topics that are named under it


def sentences(
    coded: pd.DataFrame, shares: pd.DataFrame, names: pd.Series, kinds: pd.Series, topics: pd.Series
) -> np.ndarray:
    """Draw one panel a text: its body sentences, marked by kind, and its topics of a quarter of them or more.

    shares: article_id, key, n, total, share of every kind and topic. names: label of each text, in order. kinds: three
    keys, of which a sentence carries one at most, with their labels. topics: label of each topic. A text without any
    body sentence has counts of 0 and nothing else. Returns the Axes, one a text.
    """
    body = measure.body(coded)
    own = {group: body[body["article_id"] == group].sort_values("segment_no") for group in names.index}
    leading = {group: _leading(shares[shares["article_id"] == group], topics) for group in names.index}
    longest = max(len(rows) for rows in own.values())
    finer = max(1, int(np.ceil(np.sqrt(longest / (10 * ACROSS)))))
    lines = -(-longest // (ACROSS * finer)) / finer
    at = PAIRED if longest >= LONG else AT
    below = lines + at[-1][1]
    depth = below + 2.2 + 2.1 * max(len(rows) for rows in leading.values())
    axes = panels(len(names), 0.45 + 0.165 * depth)
    for ax, (group, name) in zip(axes.flat, names.items(), strict=False):
        kind = _kind(own[group], kinds)
        _marks(ax, kind, finer)
        _tally(ax, kind, [*kinds, "neither"], at, lines)
        _bars(ax, leading[group], topics, below + 2.6)
        ax.set_title(narrow(name), size=7.5, loc="left", weight="bold", linespacing=1.25)
        ax.set(xlim=(-0.6, ACROSS + 0.4), ylim=(depth, -0.6), xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
    return used(axes, len(names))


def _kind(body: pd.DataFrame, kinds: pd.Series) -> np.ndarray:
    """Return the place of each sentence's kind in `kinds`, that after the last where it has none."""
    return np.select([measure.holds(body, key) for key in kinds.index], range(len(kinds)), len(kinds))


def _leading(own: pd.DataFrame, topics: pd.Series) -> pd.DataFrame:
    """Return the topics of a quarter of the sentences or more, the largest first."""
    own = own[own["key"].isin(topics.index) & own["share"].ge(LEADING)]
    return own.sort_values("n", ascending=False, kind="stable")


def _marks(ax: Axes, kind: np.ndarray, finer: int) -> None:
    """Draw one mark a sentence, line after line."""
    at = np.arange(len(kind))
    x, y = at % (ACROSS * finer) / finer, at // (ACROSS * finer) / finer
    for i, (marker, colour, size) in enumerate(LOOKS):
        ax.plot(x[kind == i], y[kind == i], marker, color=colour, ms=size / finer, ls="")


def _tally(ax: Axes, kind: np.ndarray, labels: list[str], at: list[tuple[float, float]], top: float) -> None:
    """Write under the marks how many there are of each kind."""
    for i, ((x, down), label, (marker, colour, size)) in enumerate(zip(at, labels, LOOKS, strict=True)):
        y = top + down
        ax.plot(x, y + 0.5, marker, color=colour, ms=0.8 * size)
        n = f"{(kind == i).sum():,}"
        ax.text(x + 0.55, y + 0.5, n, size=7.5, color=colour, weight="bold", va="center_baseline")
        ax.text(x - 0.3, y + 1.35, label, size=6.5, color=colour, va="center_baseline")


def _bars(ax: Axes, leading: pd.DataFrame, topics: pd.Series, y: float) -> None:
    """Draw a bar a topic, as long as its share, under its name; n/total at the end of the line."""
    for row in leading.itertuples():
        ax.text(-0.3, y, topics[row.key], size=7, color=INK, va="center_baseline")
        ax.plot([-0.3, 5.0], [y + 0.95] * 2, color=PALE, lw=4, solid_capstyle="butt")
        ax.plot([-0.3, -0.3 + 5.3 * row.share], [y + 0.95] * 2, color=INK, lw=4, solid_capstyle="butt")
        ax.text(ACROSS + 0.3, y + 0.95, f"{row.n}/{row.total}", size=7 if row.total < 1000 else 5.5, color=INK,
                ha="right", va="center_baseline")  # fmt: skip
        y += 2.1
