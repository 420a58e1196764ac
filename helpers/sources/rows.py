"""What the readers of all formats share: a raw row, a refusal, and the names that columns go by.

Out of every reader: raw rows, each with its number, its fields under the names of articles, and its flags.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

LONGEST = 20_000_000  # characters of one article; a longer one is a whole corpus in one field
DETAILS = ["outlet", "outlet_country", "ownership", "provenance", "author", "published", "published_basis",
           "event_date", "headline", "url", "note"]  # fmt: skip
# the column of articles, and what else it is called; case, spaces and signs between words are ignored
NAMES = {
    "article_id": ["id", "articleid"],
    "file": ["filename", "filepath"],
    "text": ["body", "content", "fulltext", "articletext", "articlebody", "article"],
    "headline": ["title"],
    "published": ["date", "publishedat", "publisheddate", "publicationdate", "pubdate", "datetime", "timestamp"],
    "outlet": ["source", "publication", "publisher", "newspaper", "sitename", "site"],
    "outlet_country": ["country"],
    "author": ["byline", "authors"],
    "url": ["link"],
    "sha256": [],
    **{name: [] for name in ("ownership", "provenance", "published_basis", "event_date", "note")},
}


class Refused(Exception):
    """A file or row cannot be read; args are reason and detail (what is wrong and what to do)."""


def why(error: Exception) -> tuple[str, str]:
    """Return reason and detail of a Refused, of a file that cannot be read, or of text that cannot be decoded."""
    if isinstance(error, OSError):
        return "unreadable", f"{error.strerror}; check the file and its permissions"
    return error.args if isinstance(error, Refused) else ("undecodable", str(error))


class Raw(NamedTuple):
    """One row as it was found, or why it was refused: number (of line or row; None for a whole file), fields, flags."""

    number: int | None
    fields: dict[str, object]
    flags: tuple[str, ...] = ()
    refused: Refused | None = None


@lru_cache(maxsize=256)  # the lines of a JSON file mostly have the same keys
def columns(found: tuple[str, ...]) -> dict[str, int]:
    """Return the place of each known column among the names found; where two names mean one, the first of NAMES.

    Raises Refused if two columns have one name. Columns of other names are left aside.
    """
    plain = [_plain(name) for name in found]
    twice = sorted({repr(name) for name, key in zip(found, plain, strict=True) if key and plain.count(key) > 1})
    if twice:
        raise Refused("two columns of one name", f"{', '.join(twice)}; rename one of them")
    places = {}
    for name, others in NAMES.items():
        if known := next((other for other in (_plain(name), *others) if other in plain), None):
            places[name] = plain.index(known)
    return places


def known(found: Sequence[str]) -> int:
    """Return how many of these column names are known."""
    ours = {other for name, others in NAMES.items() for other in (_plain(name), *others)}
    return len(ours & {_plain(name) for name in found})


def need(name: str, places: dict[str, int], found: Sequence[str]) -> None:
    """Raise Refused, naming the columns found, if the column `name` is not among them."""
    if name not in places:
        listed = ", ".join(str(column)[:40] for column in found[:30]) or "none"
        raise Refused(f"no {name} column", f"the columns found are {listed}; name the right one {name!r}")


def _plain(name: str) -> str:
    return "".join(c for c in str(name).casefold() if c.isalnum())
