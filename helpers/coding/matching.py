"""Find the dictionary's patterns in the sentences, and tell which of the hits count.

In: segments, dictionary; articles, where its dates are to count. Out: mentions, one row a dictionary hit.
"""

from itertools import accumulate

import ahocorasick_rs
import numpy as np
import pandas as pd

from helpers import load, patterns, text

MENTIONS = ["article_id", "segment_no", "scheme", "key", "pattern", "match", "start", "end"]
ORDER = ["start", "end", "scheme", "key", "pattern"]
BETWEEN = "\x00"  # stands between segments, matches no pattern
_WORDS = ["article_id", "scheme", "key", "pattern", "match"]  # text even where there is no hit
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
    }, columns=MENTIONS).astype(dict.fromkeys(_WORDS, "str"))  # fmt: skip


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
