"""Hold the prose to the data: every number in it must be one that the data gives."""

import re
from pathlib import Path

import nbformat
import pandas as pd

from helpers import measure, paths

_NOT_PROSE = re.compile(
    r"`[^`]*`|^    [^\n]*$|\[(?:notebook )?\d\d[^\]]*\]\([^)]*\)|\]\([^)]*\)|<!--.*?-->|^\d+\. ",
    re.DOTALL | re.MULTILINE,
)  # code, links (with their text where it is a notebook's number), comments, the numbers of a list
_NUMBER = re.compile(r"(?<![\w.])\d(?:[\d,]*\d)?(?:\.\d+)?")


def check(name: str, said: list[str], *dated: pd.DataFrame) -> pd.DataFrame:
    """Check the prose of a notebook (or of README.md) against what the data says.

    `said` holds pieces of the prose, put together from the data; each must stand in the prose as
    it is, and every number of the prose must lie in one of them, or be a date of the `dated`
    tables (columns published, event_date, date). Returns the pieces, a row each. Raises
    AssertionError naming the pieces that are not in the prose and the numbers that nothing covers.
    """
    prose = text_of(name)
    spans, lost = [], []
    for piece in [*said, *_dates(dated)]:
        words = r"\s+".join(re.escape(word) for word in piece.split())
        found = [m.span() for m in re.finditer(rf"(?<![\w.,]){words}(?!\w|[.,]\d)", prose)]
        spans += found
        if not found and piece in said:
            lost.append(piece)
    loose = [
        prose[max(0, m.start() - 40) : m.end() + 20].replace("\n", " ")
        for m in _NUMBER.finditer(prose)
        if not any(start <= m.start() and m.end() <= end for start, end in spans)
    ]
    faults = [f"not in the prose of {name}: {piece!r}" for piece in lost]
    faults += [f"a number of {name} that nothing checks: …{words}…" for words in loose]
    assert not faults, "\n".join(faults)
    return pd.DataFrame({"in the text, as the data has it": said})


def pieces(coded: pd.DataFrame, keys: dict[str, list[str]]) -> list[str]:
    """Return '3 of 11' for each outlet and key: how many of its body sentences carry it. Keys as in measure.shares."""
    wanted = list(dict.fromkeys(key for own in keys.values() for key in own))
    shares = measure.shares(coded, "outlet", wanted).set_index(["outlet", "key"])
    rows = [shares.loc[(outlet, key)] for outlet, own in keys.items() for key in own]
    return [f"{row['n']} of {row['total']}" for row in rows]


def text_of(name: str) -> str:
    """Return the prose of notebooks/<name>.ipynb, or of a Markdown file, without code, links and comments."""
    if name.endswith(".md"):
        prose = Path(paths.ROOT / name).read_text(encoding="utf-8")
    else:
        cells = nbformat.read(paths.NOTEBOOKS / f"{name}.ipynb", as_version=4).cells
        prose = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return _NOT_PROSE.sub(lambda m: "]" if m[0].startswith("]") else " ", prose)


def _dates(tables: tuple[pd.DataFrame, ...]) -> list[str]:
    """Return the ways in which the dates of the tables may be written."""
    columns = [table[c] for table in tables for c in ("published", "event_date", "date") if c in table]
    dates = {when for column in columns for when in pd.to_datetime(column, errors="coerce").dropna()}
    forms = {f for d in dates for f in (f"{d.day} {d:%B %Y}", f"{d.day} {d:%B}", f"{d:%B %Y}", f"{d.year}")}
    return sorted(forms, key=len, reverse=True)
