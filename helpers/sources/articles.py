"""Turn raw rows of whatever format into articles, or say why a row is refused.

In: raw rows with the file they come from. Out: articles, rejects.
"""

import hashlib
from collections.abc import Iterable, Iterator
from math import inf
from typing import NamedTuple

import pandas as pd

from helpers import dates, text
from helpers.sources.rows import DETAILS, LONGEST, Raw, Refused

ARTICLES = ["article_id", *DETAILS, "published_precision", "flags", "text", "sha256", "n_words"]
REJECTS = ["path", "row", "reason", "detail"]
OPENING, HEAD = 5, 2_000  # lines and characters in which an article's own headline is looked for
SURE = 4  # words: a line that begins with so long a headline and goes on is the headline, too
ID_LENGTH = 16  # of the 64 hexadecimal digits of a sha256: no two of a billion articles will share them by chance
SAME_TEXT = "same text under another date"


class Found(NamedTuple):
    """A raw row and where it was found: path and name of the file, its sha256, the id that its name gives, '' in a
    table, and how the dates of its column are to be read."""

    raw: Raw
    path: str
    name: str
    sha256: str
    stem: str
    order: str


class Reject(NamedTuple):
    """What was not read, and why: one row of rejects."""

    path: str
    row: int | None
    reason: str
    detail: str


def gathered(found: Iterable[Found | Reject], size: float = inf) -> Iterator[tuple[pd.DataFrame, list[Reject]]]:
    """Turn found rows into articles (sorted by id) and rejects, in parts of `size` characters or a little more; each
    row becomes one of either.

    Of rows with the same text and date the first is kept, of other rows with the same id as well. A text
    under several dates is kept each time; each time but the first is flagged. The column `body` is a digest of the
    text, which is all that is kept of the parts before.
    """
    articles, rejects, held = [], [], 0
    texts: dict[bytes, str] = {}  # where the text of a date, and where an id, was found first
    ids: dict[bytes, str] = {}
    bodies: set[bytes] = set()
    for row in found:
        if isinstance(row, Reject):
            rejects.append(row)
            continue
        try:
            article = _article(row)
            place = row.name if row.stem else f"{article['article_id']} (row {row.raw.number} of {row.name})"
            text_and_date = _digest(article["body"] + str(article["published"]).encode())
            article_id = _digest(article["article_id"].encode())
            if twin := texts.get(text_and_date):
                detail = f"the same text and date as {twin}, so a duplicate of it; remove one of them"
                raise Refused("duplicate", detail)
            if twin := ids.get(article_id):
                detail = f"{twin} has the id {article['article_id']!r} already; give each article its own"
                raise Refused("duplicate id", detail)
        except Refused as refused:
            rejects.append(Reject(row.path, row.raw.number, *refused.args))
        else:
            texts[text_and_date] = ids[article_id] = place
            if article["body"] in bodies:
                article["flags"] = f"{article['flags']};{SAME_TEXT}".strip(";")
            bodies.add(article["body"])
            articles.append(article)
            held += len(article["text"])
        if held >= size:
            yield _table(articles), rejects
            articles, rejects, held = [], [], 0
    if articles or rejects:
        yield _table(articles), rejects


def _table(articles: list[dict]) -> pd.DataFrame:
    table = pd.DataFrame(articles, columns=[*ARTICLES, "body"])
    table["published"] = pd.to_datetime(table["published"])
    types = dict.fromkeys(ARTICLES, "str") | {"published": "datetime64[us]", "n_words": "int64"}
    table = table.astype(types)  # of no articles, too
    return table.sort_values("article_id", ignore_index=True)


def _digest(data: bytes) -> bytes:
    """Return 16 bytes that stand for these, so that little memory knows much again."""
    return hashlib.blake2b(data, digest_size=16).digest()


def _article(row: Found) -> dict:
    """Return the article in a raw row with `body`, a digest of its text without the headline; raise Refused."""
    if row.raw.refused:
        raise row.raw.refused
    flags = list(row.raw.flags)
    details = {name: _detail(name, row.raw.fields.get(name), flags) for name in (*DETAILS, "article_id", "file")}
    body = _body(row, flags)
    date = dates.parse(details["published"], row.order)
    if not details["outlet"]:
        flags.append("outlet unknown")
    if date.flag:
        flags.append(date.flag)
    if not text.is_english(body):
        flags.append("perhaps not English")
    whole = _headed(details["headline"], body, flags)
    article_id = details["article_id"] or _stem(details["file"]) or row.stem
    if not article_id:
        known = "\n".join((details["outlet"], str(date.when), whole))
        article_id = hashlib.sha256(known.encode()).hexdigest()[:ID_LENGTH]
        flags.append("no id: made from the content")
    said = dict.fromkeys(text.visible(flag).replace(";", ",") for flag in flags)
    return {**details, "article_id": article_id, "outlet": details["outlet"] or "unknown", "published": date.when,
            "published_precision": date.precision, "flags": ";".join(said), "text": whole, "sha256": row.sha256,
            "n_words": len(whole.split()), "body": _digest(_bare(details["headline"], body).encode())}  # fmt: skip


def _body(row: Found, flags: list[str]) -> str:
    """Return the clean text of a row, adding to flags what was repaired; raise Refused if there is none."""
    value = row.raw.fields.get("text")
    if isinstance(value, bytes):
        try:
            value, guessed = text.decoded(value)
        except text.Undecodable as error:
            raise Refused("undecodable", str(error)) from None
        flags += guessed
    if value is None or (value == "" and not row.stem):
        raise Refused("no text", "the text is missing; fill it or drop the row")
    if not isinstance(value, str):
        raise Refused("text is no string", f"the text is of type {type(value).__name__}; put it in quotes")
    if len(value) > LONGEST:
        raise Refused("too long", f"{len(value):,} characters where {LONGEST:,} are allowed; split it into articles")
    body, repaired = text.clean(value)
    flags += repaired
    if text.is_blank(body):
        raise Refused("empty", "there is no text, only spaces or nothing; remove it or fill it")
    return body


def _detail(name: str, value: object, flags: list[str]) -> str:
    """Return what a row says of its article as one line of clean text, adding to flags what was repaired."""
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = ", ".join(value)  # authors
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a year or an id in a column with gaps
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str | int | float):
        flags.append(f"{name} is no text and left out")
        return ""
    clean, repaired = text.clean(str(value))
    flags += [f"{name}: {flag}" for flag in repaired]
    return " ".join(clean.split())


def _stem(file: str) -> str:
    return file.rsplit(".", 1)[0] if "." in file else file


def _headed(headline: str, body: str, flags: list[str]) -> str:
    """Return the text with its headline on top, as it was published, whether or not the source keeps them apart."""
    if not headline:
        return body
    opening, wanted = body[: HEAD + OPENING * len(headline)].split("\n"), _plain(headline)
    lines = [_plain(line) for line in [line for line in opening if line.strip()][:OPENING]]
    if wanted in lines or (len(wanted.split()) >= SURE and any(line.startswith(wanted) for line in lines)):
        return body
    flags.append("headline set above the text")
    return f"{headline}\n\n{body}"


def _bare(headline: str, body: str) -> str:
    """Return the text without the headline on top, so that one text is one text wherever its headline stands."""
    first, _, rest = body.strip().partition("\n")
    return rest.strip() if headline and rest.strip() and _plain(first) == _plain(headline) else body.strip()


def _plain(line: str) -> str:
    """Return a line as it is compared: plain characters, lower case, no Markdown in front."""
    return " ".join(text.lower(text.fold(line)[0]).split()).lstrip("#* ")
