"""Say where the dictionary's hits stand: in which sentence, beside which name, how long after what was named.

In: coded, mentions (article_id, segment_no, scheme, key, start, end; scheme and key may be categorical). Out:
Articles and Hits, arrays by row of coded; masks and distances over them.
"""

from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

_SCHEMES = ("actor", "relation", "frame")
_WIDE = 32  # row << _WIDE | offset orders hits by sentence, then place


class Articles(NamedTuple):
    """The rows of coded, put together by article in their own order."""

    number: np.ndarray  # of each row's article
    ids: pd.Index  # of the articles by number
    order: np.ndarray  # the rows
    first: np.ndarray  # place in order where the row's article begins


class Hits(NamedTuple):
    """Hits of the dictionary in order of place: key, row of coded, begin and end as places over all rows."""

    key: np.ndarray  # a value of names
    row: np.ndarray
    at: np.ndarray
    until: np.ndarray
    names: dict[tuple[str, str], int]  # (scheme, key)

    def where(self, which: np.ndarray) -> "Hits":
        """Return those that a mask or places choose."""
        return self._replace(**{name: getattr(self, name)[which] for name in ("key", "row", "at", "until")})


def articles(coded: pd.DataFrame) -> Articles:
    """Put the rows together by article; they need not stand together."""
    number, ids = pd.factorize(coded["article_id"])
    return grouped(number, pd.Index(ids))


def grouped(number: np.ndarray, ids: pd.Index) -> Articles:
    """Put rows together by the number of their article, which is its place in ids."""
    order = np.argsort(number, kind="stable")
    edges = np.flatnonzero(np.diff(number[order], prepend=-1, append=len(ids)))
    return Articles(number, ids, order, np.repeat(edges[:-1], np.diff(edges)))


def hits(coded: pd.DataFrame, mentions: pd.DataFrame, articles: Articles) -> Hits:
    """Keep the hits of _SCHEMES in the rows of coded."""
    scheme, schemes = pd.factorize(mentions["scheme"])
    mine = np.isin(scheme, [i for i, name in enumerate(schemes) if name in _SCHEMES])
    used = mentions.loc[mine, ["article_id", "segment_no", "key", "start", "end"]]
    key, keys = pd.factorize(used["key"])
    key = scheme[mine] * len(keys) + key
    names = {pair: n for n, pair in enumerate(product(schemes, keys))}
    number, ids = pd.factorize(used["article_id"])
    article = articles.ids.get_indexer(ids)[number] if len(ids) else number
    row = _place((articles.number, coded["segment_no"].to_numpy()), (article, used["segment_no"].to_numpy()))
    found = placed(key, row, used["start"].to_numpy(), used["end"].to_numpy(), names)
    return found.where(found.row >= 0)


def placed(key: np.ndarray, row: np.ndarray, start: np.ndarray, end: np.ndarray, names: dict) -> Hits:
    """Put hits in order of place, given their offsets in the articles."""
    at, until = ((row << _WIDE) + offset for offset in (start, end))
    order = np.argsort(at, kind="stable")
    return Hits(key[order], row[order], at[order], until[order], names)


def _place(known: tuple[np.ndarray, np.ndarray], wanted: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Return where each wanted pair (article, segment) stands among those known, -1 where it does not."""
    known, wanted = ((article.astype(np.int64) << _WIDE) + segment for article, segment in (known, wanted))
    if not len(known):
        return np.full(len(wanted), -1)
    order = np.argsort(known, kind="stable")
    found = order[np.searchsorted(known, wanted, sorter=order).clip(max=len(known) - 1)]
    return np.where(known[found] == wanted, found, -1)


def of(hits: Hits, scheme: str, *keys: str) -> Hits:
    """Return the hits of these keys of one scheme, of all its keys where none is given."""
    numbers = [n for (its, key), n in hits.names.items() if its == scheme and (not keys or key in keys)]
    return hits.where(np.flatnonzero(hits.key == numbers[0] if len(numbers) == 1 else np.isin(hits.key, numbers)))


def joined(*parts: Hits) -> Hits:
    """Put hits one after the other, not in order of place."""
    return Hits(*(np.concatenate(columns) for columns in list(zip(*parts, strict=True))[:-1]), parts[0].names)


def starts(row: np.ndarray, names: dict[tuple[str, str], int]) -> Hits:
    """Return a hit of no key at the beginning of each of these rows."""
    return Hits(np.full(len(row), -1), row, row << _WIDE, row << _WIDE, names)


def between(words: Hits, one: Hits, two: Hits) -> np.ndarray:
    """Tell which words stand between a name of the one and a name of the two, in either order."""
    before, after = ([np.isfinite(distance(words, names, side)) for names in (one, two)] for side in (False, True))
    return (before[0] & after[1]) | (before[1] & after[0])


def nearest(words: Hits, names: Hits) -> np.ndarray:
    """Count the characters from each word to the nearest name in its sentence; inf if none."""
    return np.minimum(distance(words, names, after=True), distance(words, names, after=False))


def distance(words: Hits, names: Hits, after: bool) -> np.ndarray:
    """Count the characters from each word to the next (or last) name in its sentence; inf if none."""
    if not len(names.at):
        return np.full(len(words.at), np.inf)
    which = np.searchsorted(names.at, words.at, side="left" if after else "right") - (not after)
    found = which.clip(0, len(names.at) - 1)
    inside = (which >= 0) & (which < len(names.at)) & (names.row[found] == words.row)
    gap = names.at[found] - words.until if after else words.at - names.until[found]
    return np.where(inside, np.maximum(gap, 0), np.inf)


def last(articles: Articles, flag: np.ndarray) -> np.ndarray:
    """Return, for each place in the order of articles, the place of the last row so far that has the flag.

    That row may be of an earlier article; -1 where there is none.
    """
    places = np.arange(len(flag))
    return np.maximum.accumulate(np.where(flag[articles.order], places, -1))


def within(articles: Articles, flag: np.ndarray, reach: int, since: int = 0) -> np.ndarray:
    """Tell which rows have the flag in one of the rows of their article from `reach` to `since` before them."""
    latest = np.concatenate([np.full(since, -1), last(articles, flag)])[: len(flag)]
    is_within = np.empty(len(flag), dtype=bool)
    is_within[articles.order] = latest >= np.maximum(articles.first, np.arange(len(flag)) - reach)
    return is_within


def rows(row: np.ndarray, size: int) -> np.ndarray:
    """Return one boolean for each of `size` rows: True in those listed."""
    flag = np.zeros(size, dtype=bool)
    flag[row] = True
    return flag


def flag(coded: pd.DataFrame, column: str) -> np.ndarray:
    """Return a boolean column of coded, all False where it lacks the column."""
    return coded[column].to_numpy(dtype=bool) if column in coded else np.zeros(len(coded), dtype=bool)
