"""Hold the prose to the data: every number in it, and in the titles and descriptions of its figures, is one that the
data gives."""

import re
from pathlib import Path

import nbformat
import pandas as pd
from PIL import Image

from helpers import measure, paths

_NOT_PROSE = re.compile(
    r"`[^`]*`|^    [^\n]*$|\[(?:notebook )?\d\d[^\]]*\]\([^)]*\)|\]\([^)]*\)|<!--.*?-->|^\d+\. ",
    re.DOTALL | re.MULTILINE,
)  # code, links (with their text where it is a notebook's number), comments, the numbers of a list
# 'one' and 'two' are mostly pronouns: 'one of them', 'the two capitals'
_SPELT = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty""".split() + ["thirty", "forty", "fifty", "sixty", "hundred", "thousand"]
_NUMBER = re.compile(rf"(?i)(?<![\w.])(?:\d(?:[\d,]*\d)?(?:\.\d+)?|(?:{'|'.join(_SPELT[3:])})\b)")


def check(name: str, said: list[str], *dated: pd.DataFrame) -> None:
    """Check the prose of a notebook (or of a Markdown file) against what the data says, and list its numbers.

    `said` holds pieces of the prose, put together from the data; each must stand in the prose as
    it is, and every number of the prose, spelt out or not, must lie in one of them, or be a date of
    the `dated` tables (columns published, event_date, date). Prints the pieces that hold the
    numbers, in their order. Raises AssertionError naming the pieces that are not in the prose and
    the numbers that nothing covers.
    """
    prose = text_of(name)
    found, lost = [], []
    for piece in dict.fromkeys([*said, *_dates(dated)]):
        words = r"\s+".join(re.escape(word) for word in piece.split())
        spans = [m.span() for m in re.finditer(rf"(?i)(?<![\w.,]){words}(?!\w|[.,]\d)", prose)]
        found += [(*span, piece) for span in spans]
        if not spans and piece in said:
            lost.append(piece)
    held, loose = [], []
    for number in _NUMBER.finditer(prose):
        around = [f for f in found if f[0] <= number.start() and number.end() <= f[1]]
        if around:
            held.append(max(around, key=lambda f: f[1] - f[0]))
        else:
            loose.append(prose[max(0, number.start() - 40) : number.end() + 20].replace("\n", " "))
    faults = [f"not in the prose of {name}: {piece!r}" for piece in lost]
    faults += [f"a number of {name} that nothing checks: …{words}…" for words in loose]
    assert not faults, "\n".join(faults)
    inorder = [piece for *_, piece in dict.fromkeys(held)]
    print(f"{len(held)} numbers of the text, the titles and the descriptions are as the data has them, in this order:")
    print("; ".join(inorder))


def pieces(coded: pd.DataFrame, keys: dict[str, list[str]]) -> list[str]:
    """Return '3 of 11' for each outlet and key: how many of its body sentences carry it. Keys as in measure.shares."""
    wanted = list(dict.fromkeys(key for own in keys.values() for key in own))
    shares = measure.shares(coded, "outlet", wanted).set_index(["outlet", "key"])
    rows = [shares.loc[(outlet, key)] for outlet, own in keys.items() for key in own]
    return [f"{row['n']} of {row['total']}" for row in rows]


def spelt(number: int, noun: str = "") -> str:
    """Return a number as a word, with a noun behind it: 'eleven', 'five texts'; KeyError for a rarer number."""
    word = {**dict(enumerate(_SPELT[:21])), **dict(zip(range(30, 70, 10), _SPELT[21:], strict=False))}[number]
    return f"{word} {noun}".strip()


def text_of(name: str) -> str:
    """Return the prose of notebooks/<name>.ipynb with what its figures say, or of a Markdown file.

    Without code, links and comments. The titles, measures and descriptions of the figures are those
    that plot.finish left in the PNG files of $FIGURES or figures/.
    """
    if name.endswith(".md"):
        prose = Path(paths.ROOT / name).read_text(encoding="utf-8")
    else:
        cells = nbformat.read(paths.NOTEBOOKS / f"{name}.ipynb", as_version=4).cells
        prose = "\n\n".join([cell.source for cell in cells if cell.cell_type == "markdown"] + _of_figures(name))
    return _NOT_PROSE.sub(lambda m: "]" if m[0].startswith("]") else " ", prose)


def _of_figures(name: str) -> list[str]:
    """Return what stands around and for each figure of a notebook; the figures begin with its number."""
    words = []
    for file in sorted(paths.figures().glob(f"{name.split('-')[0]}-*.png")):
        with Image.open(file) as picture:
            words += [picture.info.get(field, "") for field in ("Title", "Comment", "Description")]
    return words


def _dates(tables: tuple[pd.DataFrame, ...]) -> list[str]:
    """Return the ways in which the dates of the tables may be written."""
    columns = [table[c] for table in tables for c in ("published", "event_date", "date") if c in table]
    dates = {when for column in columns for when in pd.to_datetime(column, errors="coerce").dropna()}
    forms = {f for d in dates for f in (f"{d.day} {d:%B %Y}", f"{d.day} {d:%B}", f"{d:%B %Y}", f"{d.year}")}
    return sorted(forms, key=len, reverse=True)
