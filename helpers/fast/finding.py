"""The hits of a dictionary, found as coding.mentions finds them, many times faster.

In: segments, dictionary, articles. Out: mentions, the same table row for row.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import coding, load, patterns, places
from helpers.fast import characters, matching, strings

_ROOM = 2**63


class Rules(NamedTuple):
    """A dictionary made ready for `find`: by row the numbers that tell which hits compete, and the rows."""

    matcher: matching.Matcher
    pairs: list[tuple[str, str]]  # each scheme and key once
    pair: np.ndarray  # index of the row's own
    rank: np.ndarray  # place of the row in the order of scheme, key, pattern
    rivals: np.ndarray  # number of the group in which only the longest hit counts, -1 for a row that blocks
    first: np.ndarray  # of a row that blocks, its first place in `blocked`
    count: np.ndarray  # how many places it has there
    blocked: np.ndarray  # numbers of groups
    rows: pd.DataFrame | None = None  # scheme, key, pattern, valid_from, valid_to


def mentions(
    segments: pd.DataFrame, dictionary: pd.DataFrame | None = None, articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Find every hit of the dictionary in the segments; returns what coding.mentions returns."""
    ready = rules(load.dictionary() if dictionary is None else dictionary)
    if articles is None or "published" not in articles:
        return find(segments, ready)[0]
    return find(segments, ready, segments["article_id"].map(dates(articles.set_index("article_id"))).to_numpy())[0]


def rules(dictionary: pd.DataFrame) -> Rules:
    """Make a dictionary ready for `find`, which is remembered by what it holds."""
    rows = dictionary[dictionary["scheme"] != "furniture"].reset_index(drop=True)
    named = zip(*(rows[column].tolist() for column in ("scheme", "key", "pattern")), strict=True)
    return _rules(tuple(named))._replace(rows=rows[["scheme", "key", "pattern", "valid_from", "valid_to"]])


@lru_cache(maxsize=4)
def _rules(named: tuple[tuple[str, str, str], ...]) -> Rules:
    """Make rows (scheme, key, pattern) ready for `find`."""
    pairs = list(dict.fromkeys(row[:2] for row in named))
    number = {pair: i for i, pair in enumerate(pairs)}
    pair = np.array([number[row[:2]] for row in named], dtype=np.int64)
    rank = np.empty(len(named), dtype=np.int64)
    rank[sorted(range(len(named)), key=named.__getitem__)] = np.arange(len(named))
    blocking = [key.endswith(patterns.BLOCK) for _, key, _ in named]
    group_of = [(scheme, key if scheme in patterns.OWN_RIVALS else "") for scheme, key, _ in named]
    rival = dict.fromkeys(group for group, blocks in zip(group_of, blocking, strict=True) if not blocks)
    groups = {group: number for number, group in enumerate(rival)}
    rivals = np.array([-1 if b else groups[g] for g, b in zip(group_of, blocking, strict=True)], dtype=np.int64)
    blocks = [[number for group, number in groups.items() if blocking[i] and _blocks(row[:2], group)]
              for i, row in enumerate(named)]  # fmt: skip
    count = np.array([len(numbers) for numbers in blocks], dtype=np.int64)
    blocked = np.array([number for numbers in blocks for number in numbers], dtype=np.int64)
    ready = matching.matcher(tuple(pattern for _, _, pattern in named))
    return Rules(ready, pairs, pair, rank, rivals, np.cumsum(count) - count, count, blocked)


def dates(articles: pd.DataFrame) -> pd.Series:
    """Return the dates of articles as `find` compares them with those of a dictionary."""
    return pd.to_datetime(articles["published"]).dt.tz_localize(None)


def find(
    segments: pd.DataFrame, ready: Rules, published: np.ndarray | None = None
) -> tuple[pd.DataFrame, places.Hits]:
    """Find every hit of a dictionary made ready; `published` are the dates of the segments.

    Returns what coding.mentions returns and, by mention, where it stands: key is an index of the pairs.
    """
    whole, starts = strings.join(segments["text"], coding.BETWEEN)
    known = characters.read(whole)
    rule, start, end = matching.hits(whole, ready.matcher, known)
    if published is not None:
        valid = _valid(published, ready.rows, starts, start, rule)
        rule, start, end = rule[valid], start[valid], end[valid]
    kept = _longest(rule, start, end, ready)
    kept = kept[_order(start[kept], end[kept] - start[kept], ready.rank[rule[kept]])]
    rule, start, end = rule[kept], start[kept], end[kept]
    segment = np.searchsorted(starts, start, side="right") - 1
    names = {pair: number for number, pair in enumerate(ready.pairs)}
    if not len(kept):
        return coding.mentions(segments, ready.rows.iloc[:0]), places.placed(rule, segment, start, end, names)
    offset = segments["start"].to_numpy()[segment] - starts[segment]
    start_in, end_in = start + offset, end + offset
    columns = {column: segments[column].array.take(segment) for column in ("article_id", "segment_no")}
    columns |= {column: ready.rows[column].array.take(rule) for column in ("scheme", "key", "pattern")}
    columns |= {"match": strings.copies(whole, known, start, end), "start": start_in, "end": end_in}
    return pd.DataFrame(columns), places.placed(ready.pair[rule], segment, start_in, end_in, names)


def _blocks(row: tuple[str, str], group: tuple[str, str]) -> bool:
    """Tell whether a row (scheme, key) that blocks removes hits of a group."""
    scheme, key = row
    own = key in (patterns.BLOCK, f"{group[1].split(':')[0]}:{patterns.BLOCK}")
    return scheme == group[0] and (own or scheme not in patterns.OWN_RIVALS)


def _valid(
    published: np.ndarray, rows: pd.DataFrame, starts: np.ndarray, start: np.ndarray, rule: np.ndarray
) -> np.ndarray:
    """Tell which hits are of articles published within the dates of their row; `starts` are those of the segments."""
    since, until = (rows[column].to_numpy() for column in ("valid_from", "valid_to"))
    dated = np.flatnonzero((~np.isnat(since) | ~np.isnat(until))[rule])
    when = published[np.searchsorted(starts, start[dated], side="right") - 1]
    valid = np.ones(len(rule), dtype=bool)
    valid[dated] = ~((when < since[rule[dated]]) | (when > until[rule[dated]]))
    return valid


def _longest(rule: np.ndarray, start: np.ndarray, end: np.ndarray, ready: Rules) -> np.ndarray:
    """Return which hits lie neither in a blocking hit nor in a longer hit of their rivals."""
    group, size = ready.rivals[rule], int(end.max(initial=0)) + 1  # a group's places begin at group * size
    free = np.flatnonzero(group >= 0)
    begin, until = (group * size + place for place in (start, end))
    blocking = np.flatnonzero(group < 0)
    each = ready.count[rule[blocking]]
    at = np.arange(each.sum()) + np.repeat(ready.first[rule[blocking]] - np.cumsum(each) + each, each)
    opens, closes = (ready.blocked[at] * size + np.repeat(place[blocking], each) for place in (start, end))
    order = np.argsort(opens, kind="stable")
    reach = np.append(np.maximum.accumulate(closes[order]), -1)  # -1: no block begins before
    free = free[_order(begin[free], end.max(initial=0) - (end - start)[free])]  # now places are quickly looked up
    free = free[reach[np.searchsorted(opens[order], begin[free], side="right") - 1] < until[free]]
    begin, until = begin[free], until[free]
    first = np.append(True, (begin[1:] != begin[:-1]) | (until[1:] != until[:-1]))[: len(free)]
    spans = np.flatnonzero(first)
    reach = np.maximum.accumulate(until[spans])
    outer = np.append(True, until[spans][1:] > reach[:-1])[: len(spans)]
    return free[np.repeat(outer, np.diff(np.append(spans, len(free))))]


def _order(*columns: np.ndarray) -> np.ndarray:
    """Return the order of rows by columns of numbers from 0, the first column first; equal rows in any order."""
    sizes = [int(column.max(initial=0)) + 1 for column in columns]
    if np.prod([float(size) for size in sizes]) >= _ROOM:
        return np.lexsort(columns[::-1])
    packed = np.zeros(len(columns[0]), dtype=np.int64)
    for column, size in zip(columns, sizes, strict=True):
        packed = packed * size + column
    return np.argsort(packed)
