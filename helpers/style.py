"""Set the look of the charts, and finish each with title, measure, source, its table and its files.

In: a Figure and the numbers that it draws. Out: PNG, SVG and CSV in $FIGURES or figures/, and the picture.
"""

import hashlib
import io
import os
import re
import textwrap
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from IPython.display import Image, display
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from helpers import paths
from helpers.design import Design

INK, GREY, PALE, RULE = "#1a1a1a", "#595959", "#e4e4e4", "#bdbdbd"
BLUE, VERMILION, GREEN, PURPLE = "#005a8f", "#b34700", "#00664b", "#8c3d75"  # Okabe & Ito's, darkened for text
WIDTH, DPI, SHOWN = 7.0, 200, 700  # inches; dots an inch; pixels at which a figure is shown and must be legible
LONG_TITLE = 90
WRAP, SMALL_WRAP = 116, 134  # characters of subtitle and of small print that fit the width
WILSON = (
    "Bars: 95% Wilson interval, how far a share could move if the same articles were worded a little differently; "
    "other articles might differ far more."
)
BOOTSTRAP = (
    "95% bootstrap interval, how far a share could move if other articles of the same outlets had been caught; "
    "it says nothing of outlets that are not here."
)
SCALE = "Each panel has its own scale; shaded: no article."
TESTED = "p: articles shuffled between the first and the last period within outlets, corrected after Holm."
LINE = 0.155  # inches a line of small print takes


def use_style() -> None:
    """Set the look of every chart: one font, no frame, pale rules, sizes that are legible at 700 pixels."""
    mpl.rcdefaults()
    plt.rcParams.update({
        "font.family": "DejaVu Sans", "font.size": 8, "axes.labelsize": 8, "xtick.labelsize": 7.5, "ytick.labelsize": 8,
        "text.color": INK, "axes.labelcolor": INK, "xtick.color": GREY, "ytick.color": INK, "axes.edgecolor": RULE,
        "axes.spines.top": False, "axes.spines.right": False, "axes.linewidth": 0.8, "axes.axisbelow": True,
        "grid.color": PALE, "grid.linewidth": 0.8, "xtick.major.size": 0, "ytick.major.size": 0,
        "text.parse_math": False, "svg.hashsalt": "diplomacy", "savefig.dpi": DPI, "figure.dpi": 100,
        "figure.constrained_layout.use": True,
    })  # fmt: skip


def finish(
    fig: Figure, name: str, title: str, subtitle: str, source: str, data: pd.DataFrame, alt: str = "",
    quiet: bool = False,
) -> None:  # fmt: skip
    """Give a figure its title, measure and source, write <name>.png, .svg and .csv, and show it.

    `title` is the finding, 90 characters at most (ValueError above), `subtitle` the measure, `source`
    the articles and what the interval means, `data` the plotted numbers, `alt` what the chart shows
    in one or two sentences (title and measure, if there is none). `name` becomes a safe file name. Nothing comes back.
    """
    if len(title) > LONG_TITLE:
        raise ValueError(f"title of {len(title)} characters; {LONG_TITLE} at most: {title!r}")
    alt = alt or f"{title}. {subtitle}."
    above = textwrap.wrap(subtitle, WRAP)
    below = textwrap.wrap(source, SMALL_WRAP)
    width, height = fig.get_size_inches()
    top, bottom = 0.34 + (LINE + 0.02) * len(above), 0.12 + LINE * len(below)
    height += top + bottom
    fig.set_size_inches(width, height)
    fig.get_layout_engine().set(rect=(0, bottom / height, 1, 1 - (top + bottom) / height))
    edge = 0.06 / width
    headline = fig.text(edge, 1 - 0.06 / height, title, size=10.5, weight="bold", va="top")
    room = (1 - 2 * edge) * fig.bbox.width / headline.get_window_extent().width
    headline.set_size(10.5 * min(1.0, room))  # a long title is set smaller, never cut
    fig.text(edge, 1 - 0.29 / height, "\n".join(above), size=8, color=GREY, va="top", linespacing=1.3)
    fig.text(edge, 0.04 / height, "\n".join(below), size=7, color=GREY, va="bottom", linespacing=1.3)
    folder = paths.figures()
    folder.mkdir(parents=True, exist_ok=True)
    picture = _rendered(fig, "png", {"Software": None, "Title": title, "Comment": subtitle, "Description": alt})
    file = paths.slug(name)
    _write(folder / f"{file}.png", picture)
    _write(folder / f"{file}.svg", _rendered(fig, "svg", {"Date": None, "Creator": None, "Title": title}))
    _write(folder / f"{file}.csv", csv_text(data).encode())
    plt.close(fig)
    if not quiet:
        display(Image(picture, width=SHOWN, alt=alt))


def keep(table: pd.DataFrame, name: str) -> None:
    """Write a table that is not a figure's beside the figures, as <name>.csv."""
    folder = paths.figures()
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / f"{paths.slug(name)}.csv", csv_text(table).encode())


def put(folder: str | Path, files: dict[str, bytes]) -> None:
    """Write files, {name: content}, into a folder; it, and folders that the names tell, are made where they are not."""
    for name, content in files.items():
        file = Path(folder, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, content)


def csv_text(data: pd.DataFrame) -> str:
    """Return a table as CSV that is the same everywhere and that no spreadsheet runs as a formula."""
    shown = data.copy()
    for column in shown.columns:
        if pd.api.types.is_datetime64_any_dtype(shown[column]):
            shown[column] = shown[column].dt.strftime("%Y-%m-%d")
        elif not pd.api.types.is_numeric_dtype(shown[column]) and not pd.api.types.is_bool_dtype(shown[column]):
            shown[column] = [_no_formula(value) for value in shown[column]]
    shown.columns = [_no_formula(name) for name in shown.columns]
    return shown.to_csv(index=False, float_format="%.6g", lineterminator="\n")


def _no_formula(value: object) -> object:
    return re.sub(r"^(?=[=+\-@\t\r])", "'", value) if isinstance(value, str) else value


def source(articles: pd.DataFrame, design: Design | None = None, marks: str = "") -> str:
    """Return the line under a chart: the articles, the dictionary's version, what intervals and marks mean.

    `design` is given where the chart draws the intervals of shares.
    """
    years = articles["published"].dropna().dt.year
    span = f", {years.min()} to {years.max()}" if len(years) else ""
    line = f"{counted(len(articles), 'article')} of {counted(articles['outlet'].nunique(), 'outlet')}{span}"
    words = " ".join(part for part in (intervals(design) if design else "", marks) if part)
    return f"Source: {line}; dictionary {dictionary_version()}. {words}".strip()


def intervals(design: Design) -> str:
    """Return what the bars or bands of a chart of shares mean, and what a gap means."""
    if design.interval == "wilson":
        return f"{WILSON} {SCALE}" if design.dated else WILSON
    words = f"Band: {BOOTSTRAP} {TESTED}" if design.mode == "estimate" else f"Bars: {BOOTSTRAP}"
    return f"{words} {SCALE}" if design.dated else words


def dictionary_version() -> str:
    """Return the first eight characters of the dictionary file's sha256."""
    return hashlib.sha256((paths.SEEDS / "dictionary.csv").read_bytes()).hexdigest()[:8]


def counted(number: int, noun: str) -> str:
    """Return '1 article' or '5 articles'."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _rendered(fig: Figure, kind: str, metadata: dict) -> bytes:
    out = io.BytesIO()
    fig.savefig(out, format=kind, dpi=DPI, metadata=metadata)
    return out.getvalue()


def _write(file: Path, content: bytes) -> None:
    """Write aside and rename, so that an interrupted run leaves the old file whole."""
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        aside.write_bytes(content)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
