"""Read a date as it was written, and say how much of it was there."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

FIRST_YEAR, LAST_YEAR = 2014, 2024  # the decade under study; other years are kept and flagged
PLAUSIBLE = range(1800, 2101)  # a year outside is a slip or a filler, not a date
LONGEST = 40  # characters of a date that cannot be read are quoted
_MONTHS = {
    name: number
    for number, names in enumerate(
        ["jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"], start=1)
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d{1,2}:\d{2}.*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_DAY_MONTH = re.compile(r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]+)\.?,? (\d{4})")
_MONTH_DAY = re.compile(r"(?:[a-z]+,? )?([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_NAMED_MONTH = re.compile(r"([a-z]+)\.?,? (\d{4})")
_TIME = re.compile(r"(?:,| at)? \d{1,2}:\d{2}.*")
BOTH = "both"  # a column that holds 13/02/2018 and 02/13/2018 has no order


class Date(NamedTuple):
    """A date, its precision ('day', 'month', 'year' or 'none') and what had to be said of it."""

    when: pd.Timestamp | None
    precision: str
    flag: str


def order(written: Iterable[str]) -> str:
    """Return BOTH if some dates of a column can only be day first and others only month first, else ''."""
    first = second = False  # whether the day has stood there, beyond doubt
    for found in filter(None, map(_SLASHED.match, written)):
        first, second = first or int(found[1]) > 12, second or int(found[2]) > 12
    return BOTH if first and second else ""


def parse(written: str, order: str = "") -> Date:
    """Read one written date; never guess the order of day and month.

    `order` is 'day first' or 'month first' where the reader has said so, BOTH where a column
    contradicts itself: then 23/08/2018 counts as ambiguous too. A month stands for its first day,
    a year for its first of January; `precision` says which parts were there. A zone is kept out:
    the local date as written is the date.
    """
    text = " ".join(str(written).lower().split()).removesuffix(".0")  # 2014.0: a year that passed through a float
    shown = repr(written[:LONGEST]).replace(";", ",")  # `flags` has ; between its parts
    if text in ("", "nan", "nat", "none", "null"):
        return Date(None, "none", "no date")
    year, month, day, precision = _parts(_TIME.sub("", text), order)
    if precision == "ambiguous":
        return Date(None, "none", f"ambiguous date {shown}")
    if year is None or year not in PLAUSIBLE:
        return Date(None, "none", f"date not understood {shown}")
    try:
        when = pd.Timestamp(year=year, month=month, day=day)
    except ValueError:
        return Date(None, "none", f"no such date {shown}")
    outside = not FIRST_YEAR <= year <= LAST_YEAR
    return Date(when, precision, f"outside {FIRST_YEAR} to {LAST_YEAR}" if outside else "")


def _parts(text: str, order: str) -> tuple[int | None, int, int, str]:
    """Split a written date into year, month, day and precision."""
    for pattern in (_ISO, _COMPACT, _YEAR_FIRST):
        if found := pattern.fullmatch(text):
            year, month, day = map(int, found.groups())
            return year, month, day, "day"
    if found := _SLASHED.fullmatch(text):
        return _slashed(*map(int, found.groups()), order)
    if (found := _DAY_MONTH.fullmatch(text)) and found[2] in _MONTHS:
        return int(found[3]), _MONTHS[found[2]], int(found[1]), "day"
    if (found := _MONTH_DAY.fullmatch(text)) and found[1] in _MONTHS:
        return int(found[3]), _MONTHS[found[1]], int(found[2]), "day"
    if found := _MONTH.fullmatch(text):
        return int(found[1]), int(found[2]), 1, "month"
    if (found := _NAMED_MONTH.fullmatch(text)) and found[1] in _MONTHS:
        return int(found[2]), _MONTHS[found[1]], 1, "month"
    if re.fullmatch(r"\d{4}", text):
        return int(text), 1, 1, "year"
    return None, 1, 1, "none"


def _slashed(first: int, second: int, year: int, order: str) -> tuple[int | None, int, int, str]:
    """Read 02/01/2018 by the order that was stated, or by the numbers where only one order is possible."""
    if order == BOTH:
        return None, 1, 1, "ambiguous"
    if order == "day first" or (not order and (first > 12 or first == second)):
        return year, second, first, "day"
    if order == "month first" or (not order and second > 12):
        return year, first, second, "day"
    return None, 1, 1, "ambiguous"
