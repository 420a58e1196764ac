"""One boolean column a topic and actor, as coding.coded makes them, many times faster.

In: segments, mentions, articles. Out: coded, the same table row for row.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import coding, load, patterns, stance

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
    return flag(segments, mentions, articles, rules(), context)


def flag(
    segments: pd.DataFrame, mentions: pd.DataFrame, articles: pd.DataFrame, ready: Rules, context: bool = True
) -> pd.DataFrame:
    """Turn mentions into boolean columns beside the segments; returns what coding.coded returns."""
    known = articles.set_index("article_id").reindex(columns=coding.ABOUT_ARTICLE)
    table = segments.assign(**{name: segments["article_id"].map(known[name]) for name in coding.ABOUT_ARTICLE})
    flags = _flags(mentions, _rows(segments, mentions), len(segments))

    def has(scheme: str, keys: list[str]) -> np.ndarray:
        return np.column_stack([flags.get((scheme, key), np.zeros(len(segments), dtype=bool)) for key in keys])

    names = ready.actors
    if any(scheme == "actor" and key not in names for scheme, key in flags):
        names = list(dict.fromkeys([*names, *mentions.loc[mentions["scheme"] == "actor", "key"]]))
    actors = pd.DataFrame(has("actor", names), columns=[f"actor_{name}" for name in names], index=segments.index)
    named = has("topic", ready.topics) | np.column_stack([_pair(flags, topic, len(segments)) for topic in ready.topics])
    related, alliance = named.copy(), ready.topics.index("alliance")
    capitals = pd.concat([segments[["article_id", "segment_no"]], actors], axis=1)
    related[:, alliance] |= stance.alliance(capitals, mentions)
    if context:
        echoed = has("echo", ready.topics)
        named, related = (in_context(table, own, echoed) for own in (named, related))
    named[:, alliance] |= related[:, alliance]
    topics = pd.DataFrame(named, columns=[f"topic_{topic}" for topic in ready.topics], index=segments.index)
    return pd.concat([table, topics, actors], axis=1)


def in_context(table: pd.DataFrame, named: np.ndarray, echoed: np.ndarray) -> np.ndarray:
    """Add the topics that sentences take from those before them; returns what coding.in_context returns.

    A chain of namings and echoes of a topic, none further than coding.REACH from the one before, counts from the first
    naming on; and of sentences that go on without a topic each takes what the last one that does not go on has.
    """
    article, _ = pd.factorize(table["article_id"])
    body = np.flatnonzero((table["kind"] == "body").to_numpy())
    body = body[np.argsort(article[body], kind="stable")]
    titled = np.zeros((int(article.max(initial=0)) + 1, named.shape[1]), dtype=bool)
    top = table["kind"].isin(["headline", "summary"]).to_numpy()
    np.logical_or.at(titled, article[top], named[top])
    of = article[body]
    own = _echoed(named[body], echoed[body], titled[of], of)
    topics, size = named.copy(), np.bincount(of, minlength=len(titled))
    count = np.array([np.bincount(of, column, minlength=len(titled)) for column in own.T]).T
    subjects = titled | (count / np.maximum(size, 1)[:, None] >= coding.FOCUS)
    same = np.append(False, of[1:] == of[:-1])[: len(of)]
    paragraph = table["paragraph_no"].to_numpy()[body]
    same_paragraph = np.append(False, paragraph[1:] == paragraph[:-1])[: len(of)]
    quotes = table["text"].str.startswith(_OPENING).to_numpy()[body]
    goes_on = same & ~own.any(axis=1) & (same_paragraph | quotes)
    source = np.maximum.accumulate(np.where(goes_on, 0, np.arange(len(of))))
    topics[body] = np.where(goes_on[:, None], own[source] & subjects[of], own)
    return topics


def _echoed(named: np.ndarray, echoed: np.ndarray, titled: np.ndarray, article: np.ndarray) -> np.ndarray:
    """Add the echoes that count; rows are the sentences of the body, in order, titled is by row."""
    topics = named.copy()
    for column in range(named.shape[1]):
        rows = np.flatnonzero(named[:, column] | echoed[:, column])
        far = (np.diff(rows) > coding.REACH) | (np.diff(article[rows]) != 0)
        opens = np.maximum.accumulate(np.where(np.append(True, far)[: len(rows)], np.arange(len(rows)), 0))
        sure = named[rows, column] | titled[rows, column]
        last = np.maximum.accumulate(np.where(sure, np.arange(len(rows)), -1))
        topics[rows, column] = last >= opens
    return topics


def _flags(mentions: pd.DataFrame, row: np.ndarray, size: int) -> dict[tuple[str, str], np.ndarray]:
    """Return, by scheme and key, which rows have a mention."""
    (scheme, schemes), (key, keys) = (pd.factorize(mentions[column]) for column in ("scheme", "key"))
    pair = scheme * max(len(keys), 1) + key
    found = {}
    order = np.argsort(pair, kind="stable")
    cuts = np.flatnonzero(np.diff(pair[order])) + 1
    for which in np.split(order, cuts) if len(order) else []:
        flag = np.zeros(size, dtype=bool)
        flag[row[which]] = True
        found[schemes[scheme[which[0]]], keys[key[which[0]]]] = flag
    return found


def _pair(flags: dict, topic: str, size: int) -> np.ndarray:
    """Tell which rows have a mention of each part of a topic of scheme 'pair'."""
    parts = [flag for (scheme, key), flag in flags.items() if scheme == "pair" and key.split(":")[0] == topic]
    return np.logical_and.reduce(parts) if len(parts) >= patterns.PARTS else np.zeros(size, dtype=bool)


def _rows(segments: pd.DataFrame, mentions: pd.DataFrame) -> np.ndarray:
    """Return the row of segments that each mention is of."""
    ids = pd.Index(segments["article_id"].unique())
    most = max(segments["segment_no"].max(), mentions["segment_no"].max()) + 1 if len(mentions) else 1
    tables = (segments, mentions)
    at, of = (ids.get_indexer(table["article_id"]) * most + table["segment_no"].to_numpy() for table in tables)
    return pd.Index(at).get_indexer(of)
