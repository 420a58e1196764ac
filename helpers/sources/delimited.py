"""Read tables of delimited text: comma, semicolon, tab or bar, found out from the header.

In: a .csv or .tsv file. Out: raw rows, numbered by the line they start on.
"""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from helpers import text
from helpers.sources.rows import Raw, Refused, columns, known, need

DELIMITERS = ",;\t|"
_DATE = r"(?:\d{4}-\d\d-\d\d(?:[T ][\d:.+Z-]+)?|\d{8}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2} [A-Z][a-z]+ \d{4})"


class Record(NamedTuple):
    """The cells of a row and its first and last line; `problem` instead of cells where its quotes are wrong."""

    first: int
    last: int
    cells: list[str]
    problem: str = ""


def rows(file: Path, needed: str = "text") -> Iterator[Raw]:
    """Read a table that has a column `needed`, a row at a time.

    Raises Refused where the whole table cannot be used; of the number of rows and fields it is known at the end.
    """
    found, delimiter, flags = _opened(file)
    header = next(found, None)
    if header is None or header.problem:
        raise Refused("no header", "line 1 names no columns, or its double quotes are wrong; name the columns there")
    places = columns(tuple(header.cells))
    need(needed, places, header.cells)
    fits = Counter()
    for row in found:
        fits["wrong" if row.problem else "long" if len(row.cells) > len(header.cells) else "other"] += 1
        yield _raw(row, header.cells, places, delimiter, flags)
    if not fits:
        raise Refused("no rows", "the table has a header and no rows; fill it or remove it")
    if fits["long"] and not fits["other"]:
        raise Refused("extra field", f"every row has more fields than the {len(header.cells)} of the header; "
                                     "name each column there")  # fmt: skip


def describes_files(file: Path) -> bool:
    """Tell whether a table is no table of articles but one that describes files: a column 'file' and no text."""
    header = next(_opened(file)[0], None)
    places = columns(tuple(header.cells)) if header else {}
    return "file" in places and "text" not in places


def _opened(file: Path) -> tuple[Iterator[Record], str, list[str]]:
    """Return the rows of a table, header included, what stands between its fields, and what was guessed of it."""
    lines, flags = text.lines(file)
    opening = []
    for line in lines:
        opening.append(line)
        if line.strip():
            break
    delimiter = sniffed("".join(opening))
    return records(itertools.chain(opening, lines), delimiter), delimiter, flags


def sniffed(content: str) -> str:
    """Return the delimiter that finds most columns of known names in the header, then most columns."""
    first = re.match(r"\s*([^\r\n]*)", content)[1]

    def worth(delimiter: str) -> tuple[int, int]:
        header = next(csv.reader([first], delimiter=delimiter), [])
        return known(header), len(header)

    return max(DELIMITERS, key=worth)


def records(lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    """Cut lines of delimited text into rows, header included; blank lines are left out.

    Where quotes are wrong every line of the row becomes one with a problem, and reading goes on behind it:
    behind a quote that is never closed nothing can be told apart, and that row reaches to the end.
    """
    csv.field_size_limit(max(csv.field_size_limit(), 2**31 - 1))  # of its own accord csv stops at 131,072 characters
    held: list[str] = []  # the lines of the row that is being read
    reader = csv.reader((held.append(line) or line for line in lines), delimiter=delimiter, strict=True)
    while True:
        held.clear()
        first = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            unclosed = "unexpected end" in str(error)
            problem = "is never closed" if unclosed else f"is wrong ({error})"
            for number, line in enumerate(held, start=first):
                if line.strip():
                    yield Record(number, number, [], f"a double quote that opens in line {first} {problem}")
            continue
        if cells is None:
            return
        if cells:
            yield Record(first, reader.line_num, cells)


def _raw(row: Record, header: list[str], places: dict[str, int], delimiter: str, flags: list[str]) -> Raw:
    """Turn a row into a raw row, refused if its fields are not those of the header."""
    if row.problem:
        return Raw(row.first, {}, (), Refused("quotes", f"{row.problem}; write a quote within a field twice"))
    if len(row.cells) != len(header):
        kind = "extra field" if len(row.cells) > len(header) else "missing field"
        remedy = "put a field that holds a delimiter in double quotes"
        detail = f"{len(row.cells)} fields where the header has {len(header)}; {remedy}"
        return Raw(row.first, {}, (), Refused(kind, detail))
    fields = {name: row.cells[place] for name, place in places.items()}
    found = [swallowed(name, cell, delimiter) for name, cell in fields.items() if row.last > row.first]
    return Raw(row.first, fields, (*flags, *filter(None, found)))


def swallowed(name: str, cell: str, delimiter: str) -> str:
    """Say so if a field seems to hold whole rows, as it does behind a stray quote; '' if not.

    The mark is a line break and, on the new line, a field that is a date.
    """
    if "\n" not in cell:
        return ""
    between = re.escape(delimiter)
    dated = re.findall(rf'\n(?:[^\n]*{between})?"?{_DATE}"?(?={between}|\r|\n|$)', cell)
    lines = cell.count("\n") + 1
    return f"{name} holds {len(dated)} lines with a date: {lines} lines were read as one field" if dated else ""
