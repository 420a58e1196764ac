"""Draw words with their weight, the noise floor and what they are counted from; called as plot.keyness.

In: rows of keyness.against_noise. Out: Axes, for `finish`.
"""

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

from helpers import text
from helpers.style import GREY, INK, PALE, RULE, WIDTH, counted

COLUMNS = 2  # panels side by side
LONG_WORD, LONG_TITLE = 30, 66  # characters that fit beside a panel, and over one of full width


def keyness(rows: pd.DataFrame, by: str, names: pd.Series) -> np.ndarray:
    """Draw one panel a comparison and one line a word: a dot at its z, hollow and grey below the noise floor.

    rows: `by`, feature, n_target, n_reference, z, n_docs, floor, shuffled, in the order drawn. names: what stands
    over the panel of each value of `by`, in order. Without rows a line says why. Returns the Axes, one a panel.
    """
    if rows.empty:
        return _nothing()
    wide = min(COLUMNS, len(names))
    lines = [len(rows[rows[by] == value]) for value in names.index]
    deep = -(-len(names) // wide)
    size = (WIDTH, deep * (0.95 + 0.19 * max(lines)))
    fig, axes = plt.subplots(deep, wide, figsize=size, squeeze=False, sharex=True, layout="constrained")
    fig.get_layout_engine().set(wspace=0.05)
    reach = 1.08 * max(rows["z"].abs().max(), rows["floor"].max())
    for ax, (value, name) in zip(axes.flat, names.items(), strict=False):
        _panel(ax, rows[rows[by] == value], (-reach if (rows["z"] < 0).any() else 0, reach))
        ax.set_title(text.short(name, LONG_TITLE // wide), size=8, loc="left", weight="bold", pad=26)
        ax.set_xlabel("z", size=7.5)
    for ax in axes.flat[len(names) :]:
        ax.set_visible(False)
    return axes.flat[: len(names)]


def _nothing() -> np.ndarray:
    """Say that there is no second group."""
    ax = plt.subplots(figsize=(WIDTH, 0.6))[1]
    why = "All sentences are of one group: there is nothing to compare them with."
    ax.text(0.5, 0.5, why, ha="center", va="center")
    ax.set_axis_off()
    return np.array([ax])


def _panel(ax: plt.Axes, own: pd.DataFrame, limits: tuple[float, float]) -> None:
    low, high = limits
    for y, word in enumerate(own.itertuples()):
        stands_out = abs(word.z) > word.floor
        colour = INK if stands_out else GREY
        ax.plot([0, word.z], [y, y], color=RULE if stands_out else PALE, lw=1.6, zorder=1)
        ax.plot(word.z, y, "o", ms=5.5, color=colour, mfc=colour if stands_out else "white", zorder=3)
        words = f"{word.n_target:,} against {word.n_reference:,}, {counted(word.n_docs, 'text')}"
        ax.text(1.03, y, words, size=7, color=colour, va="center", transform=ax.get_yaxis_transform())
    floor = own["floor"].iloc[0]
    for x in (floor, -floor) if low < 0 else (floor,):
        ax.axvline(x, color=GREY, lw=0.7, zorder=0)
    named = f"largest |z| in shuffled\n{own['shuffled'].iloc[0]}, not a test: {floor:.2f}"
    ax.annotate(named, (floor, 1), (0, 2), xycoords=ax.get_xaxis_transform(), textcoords="offset points", size=6.5,
                color=GREY, ha="right" if low == 0 else "center", va="bottom", linespacing=1.1)  # fmt: skip
    ax.axvline(0, color=RULE, lw=0.8, zorder=0)
    ax.set_yticks(range(len(own)), [text.short(word, LONG_WORD) for word in own["feature"]], size=7.5)
    for label, z in zip(ax.get_yticklabels(), own["z"], strict=True):
        label.set(color=INK if abs(z) > floor else GREY, weight="bold" if abs(z) > floor else "normal")
    ax.set(xlim=limits, ylim=(len(own) - 0.5, -0.5))
    ax.spines["left"].set_visible(False)
