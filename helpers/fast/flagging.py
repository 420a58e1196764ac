"""One boolean column a topic and actor, as coding.coded makes them, many times faster.

In: segments, mentions, articles. Out: coded, the same table row for row.
"""

from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import coding, load, patterns, places, stance

_TOP = ["headline", "summary"]
_CAPITALS = [("actor", "us"), ("actor", "uk")]
_OPENING = ('"', "“", "‘", "'")  # begin a quotation


class Rules(NamedTuple):
    """The columns of the project."""

    topics: list[str]
    actors: list[str]


def rules() -> Rules:
    """Read the columns of the project, which saves time when `flag` is called for many parts of a corpus."""
    return Rules(load.topics()["key"].tolist(), coding.actors(pd.DataFrame({"scheme": [], "key": []})))


def coded(segments: pd.DataFrame, mentions: pd.DataFrame, articles: pd.DataFrame, context: bool = True) -> pd.DataFrame:
    """Turn mentions into boolean columns beside the segments; returns what coding.coded returns."""
    (scheme, schemes), (key, keys) = (pd.factorize(mentions[column]) for column in ("scheme", "key"))
    names = {pair: number for number, pair in enumerate(product(schemes, keys))}
    offsets = (mentions[side].to_numpy() for side in ("start", "end"))
    hits = places.placed(scheme * len(keys) + key, _rows(segments, mentions), *offsets, names)
    number, _ = pd.factorize(segments["article_id"])
    return flag(segments, number, _about(segments, articles), mentions, hits, rules(), context)


def flag(
    segments: pd.DataFrame, article: np.ndarray, about: pd.DataFrame, mentions: pd.DataFrame, hits: places.Hits,
    ready: Rules, context: bool = True,
) -> pd.DataFrame:  # fmt: skip
    """Turn mentions into columns, given the number of each segment's article, what is known of that, and where the
    mentions stand; returns what coding.coded returns."""
    flags, size = _flags(hits, len(segments)), len(segments)

    def has(scheme: str, keys: list[str]) -> np.ndarray:
        return np.column_stack([flags.get((scheme, key), np.zeros(size, dtype=bool)) for key in keys])

    names = ready.actors
    if any(scheme == "actor" and key not in names for scheme, key in flags):
        names = list(dict.fromkeys([*names, *mentions.loc[mentions["scheme"] == "actor", "key"]]))
    actors = pd.DataFrame(has("actor", names), columns=[f"actor_{name}" for name in names], index=segments.index)
    named = has("topic", ready.topics) | np.column_stack([_pair(flags, topic, size) for topic in ready.topics])
    related, alliance = named.copy(), ready.topics.index("alliance")
    used = [scheme == "relation" or (scheme, key) in _CAPITALS for scheme, key in hits.names]
    its = places.grouped(article, pd.RangeIndex(int(article.max(initial=-1)) + 1))
    related[:, alliance] |= stance.related(actors, hits.where(np.array(used, dtype=bool)[hits.key]), its)
    if context:
        order, echoed = _order(segments, article), has("echo", ready.topics)
        named, related = (_in_context(order, own, echoed) for own in (named, related))
    named[:, alliance] |= related[:, alliance]
    topics = pd.DataFrame(named, columns=[f"topic_{topic}" for topic in ready.topics], index=segments.index)
    return pd.concat([segments, about, topics, actors], axis=1)


def _flags(hits: places.Hits, size: int) -> dict[tuple[str, str], np.ndarray]:
    """Return, by (scheme, key), which rows have a hit."""
    table = np.zeros((len(hits.names), size), dtype=bool)
    table[hits.key, hits.row] = True
    used = np.bincount(hits.key, minlength=len(hits.names)) > 0
    return {pair: table[number] for pair, number in hits.names.items() if used[number]}


class Order(NamedTuple):
    """The sentences of the body, those of an article together and in order, and what may give them topics."""

    body: np.ndarray  # rows of segments
    opens: np.ndarray  # places in body where an article begins
    number: np.ndarray  # by place in body: which article, counted from 0
    top: np.ndarray  # rows of headlines and standfirsts of these articles
    top_number: np.ndarray  # their article
    goes_on: np.ndarray  # by place: with the paragraph before, or with a quotation


def _order(segments: pd.DataFrame, article: np.ndarray) -> Order:
    kind, kinds = pd.factorize(segments["kind"])
    body, top = (np.flatnonzero(np.isin(kind, np.flatnonzero(kinds.isin(names)))) for names in (["body"], _TOP))
    body = body[np.argsort(article[body], kind="stable")]
    first = np.append(True, np.diff(article[body]) != 0)[: len(body)]
    top = top[np.isin(article[top], article[body])]
    number = np.cumsum(first) - 1
    numbers = np.zeros(int(article.max(initial=0)) + 1, dtype=np.int64)
    numbers[article[body]] = number
    paragraph = segments["paragraph_no"].to_numpy()[body]
    same = np.append(False, paragraph[1:] == paragraph[:-1])[: len(body)]
    quotes = segments["text"].str.startswith(_OPENING).to_numpy()[body]
    return Order(body, np.flatnonzero(first), number, top, numbers[article[top]], ~first & (same | quotes))


def _in_context(order: Order, named: np.ndarray, echoed: np.ndarray) -> np.ndarray:
    """Add the topics that sentences take from those before them; as coding does.

    A chain of namings and echoes of a topic, none further than coding.REACH from the one before, counts from the first
    naming on; and of sentences that go on without a topic each takes what the last one that does not go on has.
    """
    topics, size = named.copy(), len(order.body)
    if not size:
        return topics
    titled = np.zeros((len(order.opens), named.shape[1]), dtype=bool)
    np.logical_or.at(titled, order.top_number, named[order.top])
    own = named[order.body]
    for column, echoes in enumerate(echoed[order.body].T):
        own[:, column] = _echoed(own[:, column], echoes, titled[order.number, column], order.number)
    count = np.add.reduceat(own, order.opens, axis=0, dtype=np.int64)
    subjects = titled | (count / np.diff(np.append(order.opens, size))[:, None] >= coding.FOCUS)
    goes_on = np.flatnonzero(order.goes_on & ~own.any(axis=1))
    source = np.arange(size)
    source[goes_on] = 0
    source = np.maximum.accumulate(source)[goes_on]
    own[goes_on] = own[source] & subjects[order.number[goes_on]]
    topics[order.body] = own
    return topics


def _echoed(named: np.ndarray, echoed: np.ndarray, titled: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Tell which sentences have a topic by name or by an echo that counts."""
    rows = np.flatnonzero(named | echoed)
    far = (np.diff(rows) > coding.REACH) | (np.diff(number[rows]) != 0)
    opens = np.maximum.accumulate(np.where(np.append(True, far)[: len(rows)], np.arange(len(rows)), 0))
    last = np.maximum.accumulate(np.where(named[rows] | titled[rows], np.arange(len(rows)), -1))
    found = np.zeros_like(named)
    found[rows] = last >= opens
    return found


def _pair(flags: dict, topic: str, size: int) -> np.ndarray:
    """Tell which rows have a mention of each part of a topic of scheme 'pair'."""
    parts = [flag for (scheme, key), flag in flags.items() if scheme == "pair" and key.split(":")[0] == topic]
    return np.logical_and.reduce(parts) if len(parts) >= patterns.PARTS else np.zeros(size, dtype=bool)


def _about(segments: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return what is known of the article of each segment."""
    known = articles.set_index("article_id").reindex(columns=coding.ABOUT_ARTICLE)
    at = known.index.get_indexer(segments["article_id"])
    if (at < 0).any():
        return pd.DataFrame({name: segments["article_id"].map(known[name]) for name in coding.ABOUT_ARTICLE})
    return known.take(at).set_axis(segments.index)


def _rows(segments: pd.DataFrame, mentions: pd.DataFrame) -> np.ndarray:
    """Return the row of segments that each mention is of."""
    if not len(mentions):
        return np.zeros(0, dtype=np.int64)
    ids, tables = pd.Index(segments["article_id"].unique()), (segments, mentions)
    most = max(table["segment_no"].max() for table in tables) + 1
    at, of = (ids.get_indexer(table["article_id"]) * most + table["segment_no"].to_numpy() for table in tables)
    return pd.Index(at).get_indexer(of)
