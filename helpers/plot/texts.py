"""Draw shares text by text: a panel, a column or a line of marks each.

In: shares by article, or by another column of a few groups (its name is `by`). Out: Axes, for `finish`.
"""

import textwrap

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from helpers.plot.corpus import spread
from helpers.style import BLUE, GREY, INK, PALE, RULE, VERMILION, WIDTH

ABREAST = 5  # panels that fit side by side
MOST_MARKS = 18  # marks that fit in a cell of `marks`


def dots_by_text(
    shares: pd.DataFrame, by: str, names: pd.Series, rows: pd.Series, readers: pd.DataFrame | None = None
) -> np.ndarray:
    """Draw one panel a text and one row a key: a dot at the share, its wording whisker, n/total beside it.

    shares: `by`, key, n, total, share, low, high. names: panel title of each value of `by`, in order.
    rows: label of each key, in order. readers: the same columns, drawn as a hollow diamond. Returns
    the Axes, one a text.
    """
    axes = panels(len(names), 0.9 + 0.29 * len(rows), sharex=True)
    place = {key: y for y, key in enumerate(rows.index)}
    for ax, (group, name) in zip(axes.flat, names.items(), strict=False):
        own = shares[shares[by] == group]
        for s in own[own["key"].isin(place)].itertuples():
            y, colour = place[s.key], INK if s.n else GREY
            ax.plot([s.low, s.high], [y, y], color=RULE, lw=2.2, solid_capstyle="butt", zorder=1)
            ax.plot(s.share, y, "o", ms=5, color=colour, mfc=colour if s.n else "white", zorder=3)
            ax.text(1.62, y, f"{s.n}/{s.total}", size=7, color=colour, ha="right", va="center")
        if readers is not None:
            read = readers[(readers[by] == group) & readers["key"].isin(place)]
            ax.plot(read["share"], read["key"].map(place), "D", ms=7, mfc="none", mec=BLUE, mew=0.9, zorder=4, ls="")
        ax.set_title(narrow(name), size=7.5, loc="left", weight="bold", linespacing=1.25)
        ax.set(xlim=(-0.14, 1.64), ylim=(len(rows) - 0.5, -0.6))
        ax.set_xticks([0, 0.5, 1], ["0", "50", "100%"])
        ax.hlines(range(len(rows)), 0, 1, color=PALE, lw=0.8, zorder=0)
        ax.vlines([0, 0.5, 1], -0.6, len(rows) - 0.5, color=PALE, lw=0.8, zorder=0)
        ax.spines["left"].set_visible(False)
        ax.spines["bottom"].set_visible(False)
    for ax in axes[:, 0]:
        ax.set_yticks(range(len(rows)), rows)
    return used(axes, len(names))


def presence(
    shares: pd.DataFrame, by: str, names: pd.Series, rows: pd.Series, ax: Axes | None = None
) -> Axes:
    """Draw a table of counts: one row a key, one column a text, darker where the share is larger; a dash for none.

    shares: `by`, key, n, total, share. names and rows as in `dots_by_text`.
    """
    import seaborn as sns  # here: it takes seconds to import, and only this chart needs it

    ax = ax or plt.subplots(figsize=(WIDTH, 0.6 + 0.27 * len(rows)))[1]
    wide = shares.pivot(index="key", columns=by).loc[rows.index]
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


def together(pairs: pd.DataFrame, by: str, names: pd.Series, rows: pd.Series) -> np.ndarray:
    """Draw one small matrix a text: in how many sentences two states are named together; the same layout in each.

    pairs: `by`, first, second (keys of `rows`), n, total. names and rows as in `dots_by_text`.
    The diagonal counts the sentences that name the state at all. The darkest cell is that of the largest share.
    Returns the Axes, one a text.
    """
    axes = panels(len(names), WIDTH / _columns(len(names)) + 0.5)
    place = {key: i for i, key in enumerate(rows.index)}
    tint = mpl.colors.LinearSegmentedColormap.from_list("tint", ["#e3edf4", "#7fb0d0"])
    apart = pairs[(pairs["first"] != pairs["second"]) & (pairs["n"] > 0)]
    largest = (apart["n"] / apart["total"]).max()
    for ax, (group, name) in zip(axes.flat, names.items(), strict=False):
        for p in pairs[pairs[by] == group].itertuples():
            y, x = sorted((place[p.first], place[p.second]), reverse=True)
            colour = "white" if not p.n else "#ececec" if x == y else tint(p.n / p.total / largest)
            ax.add_patch(mpl.patches.Rectangle((x - 0.47, y - 0.47), 0.94, 0.94, color=colour, lw=0))
            words = f"{p.n:,}" if p.n < 10_000 else f"{p.n / 1000:.0f}k"  # what fits a cell
            ax.text(x, y, words if p.n else "–", ha="center", va="center", size=7.5 if p.n < 100 else 5.5,
                    color=GREY if x == y else INK, weight="bold" if x != y and p.n else "normal")  # fmt: skip
        ax.set_title(narrow(name), size=7.5, loc="left", weight="bold", linespacing=1.25)
        ax.set(xlim=(-0.5, len(rows) - 0.5), ylim=(len(rows) - 0.5, -0.5), aspect="equal")
        ax.set_xticks(range(len(rows)), range(1, len(rows) + 1))
        ax.spines[:].set_visible(False)
    numbered = [f"{label}  {number}" for number, label in enumerate(rows, start=1)]
    for ax in axes[:, 0]:
        ax.set_yticks(range(len(rows)), numbered)
    return used(axes, len(names))


def manners(words: pd.DataFrame, by: str, names: pd.Series, rows: pd.Series, ax: Axes | None = None) -> Axes:
    """Draw for each text how large a part of its words each manner has, one line of marks a text.

    words: `by`, key, words, share; names and rows as in `dots_by_text`, at most three rows.
    """
    ax = ax or plt.subplots(figsize=(WIDTH, 1.0 + 0.46 * len(names)))[1]
    looks = [(BLUE, "o"), (VERMILION, "s"), (GREY, "D")]
    for y, group in enumerate(names.index):
        own = words[words[by] == group].set_index("key")
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


def marks(found: pd.DataFrame, by: str, names: pd.Series, rows: pd.Series, ax: Axes | None = None) -> Axes:
    """Draw one mark a sentence: a filled triangle up where two sides converge, a hollow one down where they part.

    found: `by`, about (key of `rows`), stance (converge or diverge), n. names: label of each
    text; rows: label of each subject.
    """
    ax = ax or plt.subplots(figsize=(WIDTH, 0.7 + 0.6 * len(rows)))[1]
    looks = {"converge": ("^", BLUE, BLUE, -0.22), "diverge": ("v", VERMILION, "white", 0.24)}
    for m in found[found["n"] > 0].itertuples():
        x, y = names.index.get_loc(getattr(m, by)), rows.index.get_loc(m.about)
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
    empty = found.groupby([by, "about"])["n"].sum().loc[lambda n: n == 0]
    for group, about in empty.index:
        ax.text(names.index.get_loc(group), rows.index.get_loc(about), "–", ha="center", va="center", color=GREY)
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


def narrow(label: str) -> str:
    """Break a label 'date, newline, outlet' so that it fits one of five panels; always three lines."""
    date, _, outlet = label.partition("\n")
    lines = textwrap.wrap(outlet, 15) or [""]
    return "\n".join([date, *lines, ""][: max(3, len(lines) + 1)])


def _columns(count: int) -> int:
    """Return how many panels stand side by side: all of up to 5, else the rows are as full as one another."""
    return -(-count // -(-count // ABREAST))


def panels(count: int, height: float, **shared: bool) -> np.ndarray:
    """Make a grid of at least `count` panels, each `height` inches, with one vertical scale."""
    columns = _columns(count)
    lines = -(-count // columns)
    return plt.subplots(lines, columns, figsize=(WIDTH, height * lines), sharey=True, squeeze=False, **shared)[1]


def used(axes: np.ndarray, count: int) -> np.ndarray:
    """Take away the panels of the last row that nothing was drawn in; return the others."""
    for ax in axes.flat[count:]:
        ax.remove()
    return axes.flat[:count]
