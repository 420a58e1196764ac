"""Put each article together again from its segments, as one text in which every segment is at its own offset.

In: coded (segments), mentions. Out: Article, one at a time, with the places of its rows in coded.
"""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.voice.pairs import Span

_USED = ["start", "end", "paragraph_no", "kind", "text"]
Actors = tuple[list[int], list[int], list[str]]  # mentions: their starts in order, their ends, their keys


class Article(NamedTuple):
    """The segments of one article in the order of the text, one list a column."""

    start: list[int]
    end: list[int]
    kind: list[str]
    goes_on: list[bool]  # the paragraph of the segment before
    pieces: list[str]  # what stands between the segments, and the segments, in turn
    actors: Actors
    country: str | None


def articles(coded: pd.DataFrame, mentions: pd.DataFrame) -> Iterator[tuple[np.ndarray, Article]]:
    """Yield each article with the places of its rows in coded."""
    number, ids = pd.factorize(coded["article_id"])
    order = _in_order(number, coded["start"].to_numpy())
    edges = np.flatnonzero(np.diff(number[order], prepend=-1, append=len(ids))).tolist()
    columns = _columns(coded[_USED].iloc[order], edges[:-1])
    actors, places = _actors(mentions, ids)
    known = coded["outlet_country"].to_numpy(dtype=object)[order[edges[:-1]]] if "outlet_country" in coded else None
    for n, (left, right) in enumerate(zip(edges[:-1], edges[1:], strict=True)):
        start, end, kind, goes_on = (column[left:right] for column in columns[:4])
        country = None if known is None else known[n]
        own = tuple(column[places[n] : places[n + 1]] for column in actors)
        yield order[left:right], Article(start, end, kind, goes_on, columns[4][2 * left : 2 * right], own, country)


def paragraphs(article: Article) -> list[Span]:
    """Return the spans of the paragraphs of an article."""
    heads = [i for i, goes_on in enumerate(article.goes_on) if not goes_on]
    lasts = [*(i - 1 for i in heads[1:]), len(article.end) - 1]
    return [(article.start[i], article.end[k]) for i, k in zip(heads, lasts, strict=True)]


def _columns(rows: pd.DataFrame, heads: list[int]) -> tuple[list, ...]:
    """Return the first five columns of Article for all rows in order; `heads` are the first rows of the articles."""
    start, end, paragraph = (rows[column].to_numpy() for column in ("start", "end", "paragraph_no"))
    kind, kinds = pd.factorize(rows["kind"])
    first = np.zeros(len(rows), dtype=bool)
    first[heads] = True
    # a caption glued to a sentence is no part of its paragraph
    goes_on = ~first & (paragraph == np.roll(paragraph, 1)) & (kind == np.roll(kind, 1))
    gaps = np.where(first, start, start - np.roll(end, 1))
    pieces = chain.from_iterable(zip(_between(gaps, goes_on), rows["text"].to_numpy(dtype=object), strict=True))
    kinds = np.array(kinds, dtype=object)[kind]
    return start.tolist(), end.tolist(), kinds.tolist(), goes_on.tolist(), list(pieces)


def _between(gaps: np.ndarray, goes_on: np.ndarray) -> list[str]:
    """Return what stands before each segment: spaces within a paragraph, else line ends."""
    made = {(size, same): (" " if same else "\n") * size for size in set(gaps.tolist()) for same in (True, False)}
    return [made[key] for key in zip(gaps.tolist(), goes_on.tolist(), strict=True)]


def _actors(mentions: pd.DataFrame, ids: pd.Index) -> tuple[Actors, list[int]]:
    """Return the mentions of actors by article and place, and where each article's begin in that list."""
    used = mentions.loc[(mentions["scheme"] == "actor").to_numpy(), ["article_id", "start", "end", "key"]]
    number, theirs = pd.factorize(used["article_id"])
    number = ids.get_indexer(theirs)[number] if len(theirs) else number
    start = used["start"].to_numpy()
    order = _in_order(number, start)
    places = np.searchsorted(number[order], np.arange(len(ids) + 1)).tolist()
    key, keys = pd.factorize(used["key"])  # there are few, so each is made a string once
    columns = (start[order], used["end"].to_numpy()[order], np.array(keys, dtype=object)[key[order]])
    return tuple(column.tolist() for column in columns), places


def _in_order(number: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return the places of the rows by article and start, without those of no article."""
    key = (number << 32) + start
    order = np.arange(len(key)) if (np.diff(key) >= 0).all() else np.argsort(key, kind="stable")
    return order[number[order] >= 0]
