"""Draw how far other codings, units and choices of articles move each finding.

In: what robustness.variants returns. Out: Axes, for plot.finish.
"""

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from helpers import robustness
from helpers.style import BLUE, GREY, INK, PALE, RULE, VERMILION, WIDTH

FEWEST = 4  # rows of a chart without a finding
ROW = 0.172  # inches a finding takes
NEXT = 0.25  # of the width of the differences: from the counts to the worst variant
ROOM = 1.28  # of the width of the differences: what stands beside them, in words


def variants(variants: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw one row a finding, by notebook: a dot as coded, a tick a variant that matters, a cross where it breaks.

    variants: what robustness.variants returns. A thin bar spans the differences; beside it stand the number of
    variants that keep the finding, of those that matter, and the worst one by name.
    """
    found = robustness.summary(variants)
    found["y"] = found.index + found["notebook"].ne(found["notebook"].shift()).cumsum()  # a line above each notebook
    size = int(found["y"].max()) + 1 if len(found) else FEWEST
    ax = ax or plt.subplots(figsize=(WIDTH, 0.5 + ROW * size))[1]
    marks = variants[variants["changed"].eq(True) & variants["kept"].notna() & variants["variant"].ne(robustness.MAIN)]
    marks = marks.merge(found[["no", "y"]], on="no")
    kept = marks["kept"].astype(bool)
    low, high = (min(0.0, found["lowest"].min()), max(0.0, found["highest"].max())) if len(found) else (0.0, 1.0)
    beside = high + 0.04 * (high - low)
    ax.axvline(0, color=GREY, lw=0.9, zorder=0)
    ax.hlines(found["y"], found["lowest"], found["highest"], color=RULE, lw=1.2, zorder=1)
    ax.plot(marks.loc[kept, "difference"], marks.loc[kept, "y"], "|", ms=6, color=BLUE, mew=0.8, zorder=2)
    ax.plot(found["difference"], found["y"], "o", ms=5, color=INK, zorder=3)
    ax.plot(marks.loc[~kept, "difference"], marks.loc[~kept, "y"], "x", ms=5.5, color=VERMILION, mew=1.5, zorder=4)
    for step, words in ((0, "kept in"), (NEXT, "worst variant")):
        ax.text(beside + step * (high - low), -0.4, words, size=6.8, color=GREY, style="italic", va="center")
    for row in found.itertuples():
        breaks = row.n_kept < row.n_variants
        looks = {"size": 6.8, "va": "center", "color": INK if breaks else GREY}
        ax.text(beside, row.y, f"{row.n_kept} of {row.n_variants}", weight="bold" if breaks else "normal", **looks)
        ax.text(beside + NEXT * (high - low), row.y, row.worst.partition(" = ")[0], **looks)
    for notebook, own in found.groupby("notebook", sort=False):
        ax.text(-0.02, own["y"].iloc[0] - 1, notebook, size=7.2, weight="bold", ha="right", va="center",
                transform=ax.get_yaxis_transform())  # fmt: skip
        ax.axhline(own["y"].iloc[0] - 1, color=PALE, lw=0.8, zorder=0)
    ax.set_yticks(found["y"], found["label"], size=7)
    ax.set(xlim=(low - 0.03 * (high - low), high + ROOM * (high - low)), ylim=(size - 0.4, -0.6))
    ax.text(0, size + 1.1, "difference of shares, percentage points", size=7, color=GREY, va="center", ha="left")
    ax.set_xticks([tick / 4 for tick in range(-4, 5) if low <= tick / 4 <= high])
    ax.xaxis.set_major_formatter(lambda value, _: f"{100 * value:+.0f}" if value else "0")
    ax.spines[:].set_visible(False)
    return ax
