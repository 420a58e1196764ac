"""Turn mentions into one boolean column a topic and actor, and show them in context.

In: segments, mentions, articles. Out: coded, segments with the article's outlet, outlet_country, ownership, published
and published_precision and the columns topic_* and actor_*.
"""

from functools import cache

import numpy as np
import pandas as pd

from helpers import load, patterns, stance

ABOUT_ARTICLE = ["outlet", "outlet_country", "ownership", "published", "published_precision"]
REACH = 3  # sentences: how long a topic stays named, so that an 'echo' (the deal, the attack) counts for it
FOCUS = 0.15  # share of an article's sentences from which on a topic is one of its subjects


def coded(segments: pd.DataFrame, mentions: pd.DataFrame, articles: pd.DataFrame, context: bool = True) -> pd.DataFrame:
    """Turn mentions into boolean columns beside the segments.

    Returns segments plus ABOUT_ARTICLE (missing where articles lacks a column), topic_<key> for
    each topic and actor_<key> for each actor of the project's dictionary and of `mentions`. A topic
    counts in a segment with one hit of scheme 'topic', or one of each part of scheme 'pair'; alliance
    also where stance.alliance finds the two capitals related. With `context`, sentences also take
    topics, and capitals that were named, from those before them (see `_in_context`).
    """
    at = pd.MultiIndex.from_frame(segments[["article_id", "segment_no"]])
    table = segments.copy()
    known = articles.set_index("article_id").reindex(columns=ABOUT_ARTICLE)
    for column in ABOUT_ARTICLE:
        table[column] = segments["article_id"].map(known[column])
    row = at.get_indexer(pd.MultiIndex.from_frame(mentions[["article_id", "segment_no"]]))
    size = len(table)
    named_actors = {f"actor_{key}": _has(mentions, row, "actor", key, size) for key in actors(mentions)}
    table = table.assign(**named_actors)
    names = load.topics()["key"].tolist()
    named = np.column_stack(
        [_has(mentions, row, "topic", topic, size) | _has_pair(mentions, row, topic, size) for topic in names]
    )
    # a relation of the two capitals is the topic alliance, but no reason for other topics to lapse
    related = named.copy()
    related[:, names.index("alliance")] |= stance.alliance(table, mentions, carry=context)
    if context:
        echoed = np.column_stack([_has(mentions, row, "echo", topic, size) for topic in names])
        named, related = (_in_context(table, own, echoed) for own in (named, related))
    named[:, names.index("alliance")] |= related[:, names.index("alliance")]
    topics = pd.DataFrame(named, columns=[f"topic_{topic}" for topic in names], index=table.index)
    return pd.concat([table.drop(columns=list(named_actors)), topics, table[list(named_actors)]], axis=1)


def kwic(segments: pd.DataFrame, mentions: pd.DataFrame, key: str, window: int = 8) -> pd.DataFrame:
    """Show each hit of a key in context: article_id, segment_no, left, match, right.

    `window` is the number of words on each side, within the segment.
    """
    hits = mentions[mentions["key"] == key].merge(
        segments[["article_id", "segment_no", "start", "text"]],
        on=["article_id", "segment_no"], suffixes=("", "_segment"), validate="many_to_one",
    )  # fmt: skip
    begin, end = hits["start"] - hits["start_segment"], hits["end"] - hits["start_segment"]
    cut = [(t[:b], t[e:]) for t, b, e in zip(hits["text"], begin, end, strict=True)]
    left = [" ".join(before.split()[-window:]) for before, _ in cut]
    right = [" ".join(after.split()[:window]) for _, after in cut]
    shown = hits[["article_id", "segment_no", "match"]].copy()
    shown.insert(2, "left", left)
    return shown.assign(right=right)


def actors(mentions: pd.DataFrame) -> list[str]:
    """List the actors of the project's dictionary and of mentions, in order."""
    keys = [*_project_actors(), *mentions.loc[mentions["scheme"] == "actor", "key"].unique()]
    return [key for key in dict.fromkeys(keys) if key != patterns.BLOCK]


def _has(mentions: pd.DataFrame, row: np.ndarray, scheme: str, key: str, size: int) -> np.ndarray:
    flag = np.zeros(size, dtype=bool)
    flag[row[((mentions["scheme"] == scheme) & (mentions["key"] == key)).to_numpy()]] = True
    return flag


def _has_pair(mentions: pd.DataFrame, row: np.ndarray, topic: str, size: int) -> np.ndarray:
    pairs = mentions.loc[mentions["scheme"] == "pair", "key"]
    parts = sorted({key for key in pairs.unique() if key.split(":")[0] == topic})
    if len(parts) < patterns.PARTS:
        return np.zeros(size, dtype=bool)
    return np.logical_and.reduce([_has(mentions, row, "pair", part, size) for part in parts])


@cache
def _project_actors() -> list[str]:
    known = load.dictionary()
    return known.loc[known["scheme"] == "actor", "key"].unique().tolist()


def _in_context(table: pd.DataFrame, named: np.ndarray, echoed: np.ndarray) -> np.ndarray:
    """Add to the topics that sentences name outright those that they take from the sentences before.

    An echo counts within REACH sentences of its topic, or anywhere if a headline or standfirst names
    it. A body sentence that is still without a topic, and goes on with a paragraph or a quotation,
    takes those topics of the one before that are subjects of the article: in its headline, or in
    FOCUS of its sentences.
    """
    topics = named.copy()
    body = (table["kind"] == "body").to_numpy()
    top = table["kind"].isin(["headline", "summary"]).to_numpy()
    paragraph = table["paragraph_no"].to_numpy()
    quotes = table["text"].str.match(r"[\"“‘']").to_numpy()
    for rows in table.reset_index(drop=True).groupby("article_id", sort=False).indices.values():
        titled = named[rows[top[rows]]].any(axis=0)
        rows = rows[body[rows]]
        if not len(rows):
            continue
        since = np.full(named.shape[1], REACH + 1)
        for i in rows:
            topics[i] |= echoed[i] & ((since <= REACH) | titled)
            since = np.where(topics[i], 1, since + 1)
        subjects = titled | (topics[rows].mean(axis=0) >= FOCUS)
        for before, i in zip(rows[:-1], rows[1:], strict=True):
            if not topics[i].any() and (paragraph[before] == paragraph[i] or quotes[i]):
                topics[i] = topics[before] & subjects
    return topics
