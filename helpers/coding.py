"""Find the dictionary's patterns in the sentences, and turn them into one boolean column a topic and actor.

In: segments, dictionary, articles. Out: mentions, one row a dictionary hit; coded, segments with
the article's outlet, outlet_country, ownership, published and published_precision and the columns topic_* and actor_*.
"""

from functools import cache
from itertools import accumulate

import ahocorasick_rs
import numpy as np
import pandas as pd

from helpers import load, patterns, stance, text

MENTIONS = ["article_id", "segment_no", "scheme", "key", "pattern", "match", "start", "end"]
ABOUT_ARTICLE = ["outlet", "outlet_country", "ownership", "published", "published_precision"]
REACH = 3  # sentences: how long a topic stays named, so that an 'echo' (the deal, the attack) counts for it
FOCUS = 0.15  # share of an article's sentences from which on a topic is one of its subjects
ORDER = ["start", "end", "scheme", "key", "pattern"]
BETWEEN = "\x00"  # stands between segments, matches no pattern
_WIDE = 32  # article << _WIDE | offset orders hits by article, then place
_PLACE = (1 << _WIDE) - 1


def mentions(
    segments: pd.DataFrame, dictionary: pd.DataFrame | None = None, articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Find every hit of the dictionary in the segments.

    Returns MENTIONS, in the order of the text: start and end are offsets into the article's text
    and match == text[start:end]. Whole words, the longest hit of a scheme wins, blocking rows
    (key '-') remove what lies inside their hits and are not returned. With `articles`, a row of
    the dictionary that has dates counts only in articles published within them.
    """
    return longest(hits(segments, dictionary, articles))


def hits(
    segments: pd.DataFrame, dictionary: pd.DataFrame | None = None, articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Find every place where a row of the dictionary matches, those that block and those that overlap included.

    Returns MENTIONS, in the order of the text; `longest` says which of them count. Dates as in `mentions`.
    """
    dictionary = load.dictionary() if dictionary is None else dictionary
    rules = dictionary[dictionary["scheme"] != "furniture"].reset_index(drop=True)
    texts = segments["text"].tolist()
    starts = np.array([0, *accumulate(len(t) + 1 for t in texts)])
    whole = BETWEEN.join(texts)
    hits = search(whole, rules["pattern"].tolist())
    segment = np.searchsorted(starts, hits["start"], side="right") - 1
    hits = hits.assign(segment=segment, offset=segments["start"].to_numpy()[segment] - starts[segment])
    # join: one pattern may stand under several keys
    hits = hits.join(rules[["scheme", "key", "pattern", "valid_from", "valid_to"]], on="rule")
    if articles is not None and "published" in articles:
        dates = pd.to_datetime(articles.set_index("article_id")["published"]).dt.tz_localize(None)
        when = segments["article_id"].map(dates).to_numpy()[hits["segment"]]
        hits = hits[~((when < hits["valid_from"]) | (when > hits["valid_to"]))]
    hits = hits.sort_values(ORDER, ignore_index=True)
    found = hits["segment"].to_numpy()
    return pd.DataFrame({
        "article_id": segments["article_id"].to_numpy()[found],
        "segment_no": segments["segment_no"].to_numpy()[found],
        "scheme": hits["scheme"].to_numpy(), "key": hits["key"].to_numpy(), "pattern": hits["pattern"].to_numpy(),
        "match": [whole[s:e] for s, e in zip(hits["start"], hits["end"], strict=True)],
        "start": (hits["start"] + hits["offset"]).to_numpy(), "end": (hits["end"] + hits["offset"]).to_numpy(),
    }, columns=MENTIONS)  # fmt: skip


def longest(hits: pd.DataFrame) -> pd.DataFrame:
    """Drop the hits that lie in a blocking hit or in a longer hit of their scheme; return the others, as `mentions`.

    In schemes 'pair' and 'echo' each key competes with itself only, as its words mean nothing alone;
    there a block of key '-' serves all, one of key 'topic:-' that topic.
    """
    article = pd.factorize(hits["article_id"])[0].astype(np.int64) << _WIDE
    hits = hits.assign(**{side: hits[side] + article for side in ("start", "end")})  # places over all articles
    kept = [hits.iloc[:0]]
    for scheme, group in hits.groupby("scheme", sort=False):
        blocking = group["key"].str.endswith(patterns.BLOCK)
        blocks, group = group[blocking], group[~blocking]
        if scheme in patterns.OWN_RIVALS:
            for key, own in group.groupby("key", sort=False):
                mine = blocks["key"].isin([patterns.BLOCK, f"{key.split(':')[0]}:{patterns.BLOCK}"])
                kept.append(_outermost(_unblocked(own, blocks[mine])))
        else:
            kept.append(_outermost(_unblocked(group, blocks)))
    kept = pd.concat(kept).sort_values(ORDER, ignore_index=True)
    return kept.assign(**{side: kept[side] & _PLACE for side in ("start", "end")})


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


def search(whole: str, wanted: list[str]) -> pd.DataFrame:
    """Find all patterns in one long text: rule, start, end (offsets into `whole`), overlaps included.

    Two automata find the literal beginnings (as written, lower case); each pattern's own
    expression then checks the words around.
    """
    folded, places = text.fold(whole)
    found = []
    for cased in (True, False):
        haystack = folded if cased else text.lower(folded)
        rules = [i for i, p in enumerate(wanted) if patterns.is_cased(p) == cased]
        pairs = [(literal, i) for i in rules for literal in patterns.literals(wanted[i])]
        if not pairs:
            continue
        leading = {i for i in rules if wanted[i].startswith("*")}
        automaton = ahocorasick_rs.AhoCorasick([literal for literal, _ in pairs])
        for which, start, _ in automaton.find_matches_as_indexes(haystack, overlapping=True):
            rule = pairs[which][1]
            while rule in leading and start and (haystack[start - 1].isalnum() or haystack[start - 1] == "_"):
                start -= 1
            if match := patterns.regex(wanted[rule]).match(haystack, start):
                found.append((rule, start, match.end()))
    table = pd.DataFrame(found, columns=["rule", "start", "end"], dtype="int64").drop_duplicates()
    if places is not None and len(table):
        table["start"], table["end"] = places[table["start"]], places[table["end"] - 1] + 1
    return table


def _unblocked(hits: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    blocks = blocks.sort_values("start")
    reach = np.append(np.maximum.accumulate(blocks["end"].to_numpy()), -1)  # -1: no block begins before
    before = np.searchsorted(blocks["start"], hits["start"], side="right") - 1
    return hits[reach[before] < hits["end"].to_numpy()]


def _outermost(hits: pd.DataFrame) -> pd.DataFrame:
    spans = hits[["start", "end"]].drop_duplicates().sort_values(["start", "end"], ascending=[True, False])
    inside = spans["end"] <= spans["end"].cummax().shift(fill_value=-1)
    return hits.merge(spans[~inside], on=["start", "end"], validate="many_to_one")


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


def actors(mentions: pd.DataFrame) -> list[str]:
    """List the actors of the project's dictionary and of mentions, in order."""
    keys = [*_project_actors(), *mentions.loc[mentions["scheme"] == "actor", "key"].unique()]
    return [key for key in dict.fromkeys(keys) if key != patterns.BLOCK]


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
