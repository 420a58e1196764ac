"""Read one file of whatever format: each format has its reader, from bytes to raw rows.

In: a path. Out: found rows in the order of the file, or a reject where the whole file cannot be used.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from helpers import dates, text
from helpers.sources import delimited, jsonl, pages, parquet
from helpers.sources.articles import Found, Reject
from helpers.sources.rows import LONGEST, Raw, Refused, why


def one_text(data: bytes) -> Iterator[Raw]:
    """Read one article of plain text."""
    content, flags = text.decoded(data)
    if content[:200].lstrip().lower().startswith(("<!doctype html", "<html")):
        raise Refused("markup", "this is a web page; name it .html")
    yield Raw(None, {"text": content}, tuple(flags))


ONE_ARTICLE = {".txt": one_text, ".html": pages.rows, ".htm": pages.rows}  # from bytes
TABLES = {".csv": delimited.rows, ".tsv": delimited.rows, ".jsonl": jsonl.rows, ".ndjson": jsonl.rows,
          ".json": jsonl.rows, ".parquet": parquet.rows}  # fmt: skip # from a path: they can be longer than memory
READERS = {**ONE_ARTICLE, **TABLES}


def of_file(file: Path, stem: str, order: str = "", described: Raw | None = None) -> Iterator[Found | Reject]:
    """Read one file. `stem` is the id of an article that has the file to itself.

    `order` says how its dates are to be read (see dates.parse); '' lets its column of dates speak.
    `described` is what a manifest says of the file; it goes before what the file itself says.
    A table is read twice, a row at a time: to see that it can be used and how its dates are written, then for its rows.
    """
    try:
        sha256, read = _opened(file)

        def raws() -> Iterator[Raw]:
            return (_described(raw, described, sha256) for raw in read())

        if file.suffix.lower() in TABLES:
            order, stem = order_of(raws(), order), ""
        for raw in raws():
            yield Found(raw, text.visible(str(file)), text.visible(file.name), sha256, text.visible(stem), order)
    except (Refused, text.Undecodable, OSError) as error:
        yield Reject(text.visible(str(file)), described.number if described else None, *why(error))


def bytes_of(file: Path) -> bytes:
    """Return the bytes of a file; raise Refused if there is none, or if it is too long to be an article."""
    about = _regular(file)
    if file.suffix.lower() in ONE_ARTICLE and about.st_size > 4 * LONGEST:  # a character takes 4 bytes at most
        raise Refused("too long", f"{about.st_size:,} bytes are no single article; split it into articles")
    return file.read_bytes()


def order_of(raws: Iterable[Raw], order: str = "") -> str:
    """Return `order` or else what dates.order finds in the dates of these rows, all of which are looked at."""
    found = dates.order(str(raw.fields.get("published") or "") for raw in raws)
    return order or found


def _opened(file: Path) -> tuple[str, Callable[[], Iterator[Raw]]]:
    """Return the sha256 of a file and what reads its rows, as often as it is called."""
    suffix = file.suffix.lower()
    if suffix not in READERS:
        raise Refused("unknown format", f"it is none of {', '.join(READERS)}; save it as one of them")
    if suffix in ONE_ARTICLE:
        data = bytes_of(file)
        return hashlib.sha256(data).hexdigest(), partial(ONE_ARTICLE[suffix], data)
    _regular(file)
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest(), partial(TABLES[suffix], file)


def _regular(file: Path) -> os.stat_result:
    """Return what the system says of a file; raise Refused if it is none."""
    about = file.stat()
    if not stat.S_ISREG(about.st_mode):
        raise Refused("no file", "this is a folder or a device, not a file; leave it out")
    return about


def _described(raw: Raw, described: Raw | None, sha256: str) -> Raw:
    """Add to a raw row what a manifest says of its file; raise Refused if the file is not the one described."""
    if described is None:
        return raw
    stated = str(described.fields.get("sha256") or sha256).lower()
    if stated != sha256:
        raise Refused("changed", f"its sha256 is {sha256[:12]}…, not the {stated[:12]}… of its description; "
                                 "restore the file, or correct the sha256 if the change is meant")  # fmt: skip
    said = {name: value for name, value in described.fields.items() if value and name != "file"}
    number = raw.number or described.number
    return Raw(number, {**raw.fields, **said}, (*described.flags, *raw.flags), raw.refused)
