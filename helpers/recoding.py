"""Code the articles in every other way that is asked about: without one pattern, without context, as read.

In: coded, articles, dictionary, readings. Out: rows of coded with variant (what was changed) and name (to what),
for the articles that the change can touch; their article_id is the one they had.
"""

import numpy as np
import pandas as pd

from helpers import coding, load, patterns, segment, stance, text, validity, voice

COPIES = 6_000  # articles coded anew to drop patterns, at most: some 200,000 sentences, which fit in memory
VARIANT = ["variant", "name"]
WHOLE = ""  # the pattern of the copy that lacks none
PROVENANCES = ("digest", "reprint", "agency copy")  # words of the column provenance that make a type of text
TOP = ["headline", "summary"]  # kinds of segment that repeat or announce the body


def alternatives(
    coded: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    dictionary: pd.DataFrame | None = None,
    readings: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the rows of every other coding, one below the other: coded plus VARIANT.

    Without `articles` (with text) no pattern is dropped and the context is kept; without `readings` no
    reader is asked.
    """
    found = [with_headlines(coded)]
    if readings is not None:
        found.append(as_read(coded, readings))
    if articles is not None:
        found += [without_context(articles, dictionary), without_patterns(articles, dictionary)]
    return pd.concat(found, ignore_index=True)


def with_headlines(coded: pd.DataFrame) -> pd.DataFrame:
    """Return coded with headlines and standfirsts counted as sentences of the body."""
    counted = coded["kind"].where(~coded["kind"].isin(TOP), "body")
    return coded.assign(kind=counted, variant="kinds", name="with headlines and standfirsts")


def as_read(coded: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Return coded as each reader coded it; segments that a reader did not read are left out."""
    read = [
        validity.read_as_coded(coded, own).assign(variant="readers", name=_of_reader(reader))
        for reader, own in readings.groupby("reader", sort=False)
    ]
    return pd.concat(read, ignore_index=True)


def without_context(articles: pd.DataFrame, dictionary: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the articles coded so that each sentence is judged by its own words alone (voices keep their context)."""
    segments = segment.segments(articles, dictionary)
    mentions = coding.mentions(segments, dictionary, articles)
    alone = voice.voices(coding.coded(segments, mentions, articles, context=False), mentions)
    return stance.stances(alone, mentions, carry=False).assign(variant="context", name="without context")


def without_patterns(articles: pd.DataFrame, dictionary: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return, for each pattern that hits, the articles in which it hits, coded without its rows of the dictionary.

    What pipeline.code gives with that shorter dictionary, but all at once: every pattern and article is
    a copy of the article that lacks the pattern's hits. Patterns with the most hits come first; where
    more than COPIES copies would be needed, the others are not dropped. The variant is 'names' where a
    pattern names an actor, 'words' where it does not.
    """
    dictionary = load.dictionary() if dictionary is None else dictionary
    segments = segment.segments(articles, dictionary)
    hits = coding.hits(segments, dictionary, articles)
    pairs = _pairs(hits, _uncut(articles, dictionary), articles["article_id"])
    recut = pairs["segments"].notna()
    segments = pd.concat([_copied(segments, pairs[~recut]), *_own_segments(pairs[recut])], ignore_index=True)
    articles = _copied(articles, pairs)
    anew = coding.hits(segments[segments["article_id"].isin(pairs.loc[recut, "copy"])], dictionary, articles)
    hits = pd.concat([_copied(hits, pairs[~recut]), anew], ignore_index=True)
    pairs = pairs.set_index("copy")
    lost = hits["pattern"].to_numpy() == hits["article_id"].map(pairs["pattern"]).to_numpy()
    mentions = coding.longest(hits[~lost])
    coded = coding.coded(segments, mentions, articles)
    coded["source"], coded["dropped"] = (coded["article_id"].map(pairs[c]) for c in ("article_id", "pattern"))
    unlike = pairs.index[pairs["segments"].notna()].union(hits.loc[lost & hits["scheme"].eq("actor"), "article_id"])
    coded = stance.stances(_voiced(coded, mentions, coded["article_id"].isin(unlike)), mentions)
    coded = coded[coded["dropped"] != WHOLE]
    of_actor = coded["dropped"].isin(dictionary.loc[dictionary["scheme"] == "actor", "pattern"])
    variant, name = np.where(of_actor, "names", "words"), "without ‘" + coded["dropped"] + "’"
    return coded.assign(article_id=coded["source"], variant=variant, name=name).drop(columns=["source", "dropped"])


def left_out(coded: pd.DataFrame, articles: pd.DataFrame | None = None) -> pd.DataFrame:
    """List what is left out in turn: each article, each ownership and, with `articles`, each of PROVENANCES.

    Returns VARIANT and article_id, a row an article left out. Choices that leave out the same articles are one, with
    the names joined by ' = '; one that leaves no article is none.
    """
    outlets = coded.drop_duplicates("article_id").set_index("article_id")["outlet"]
    same = outlets.duplicated(keep=False)
    groups = [(f"{o} ({a})" if same[a] else o, {a}) for a, o in outlets.items()]
    groups += [(f"all {o} outlets", set(own["article_id"])) for o, own in coded.groupby("ownership") if o]
    if articles is not None and "provenance" in articles:
        for word in PROVENANCES:
            of_type = articles["provenance"].fillna("").str.contains(word, regex=False)
            groups.append((f"every {word}", set(articles.loc[of_type, "article_id"])))
    names: dict[frozenset, list[str]] = {}
    for name, members in groups:
        if 0 < len(members) < len(outlets):
            names.setdefault(frozenset(members), []).append(name)
    rows = [
        ("articles", "leaving out " + " = ".join(name), article_id)
        for members, name in names.items()
        for article_id in sorted(members)
    ]
    return pd.DataFrame(rows, columns=[*VARIANT, "article_id"])


def _pairs(hits: pd.DataFrame, recut: pd.DataFrame, articles: pd.Series) -> pd.DataFrame:
    """List the copies that are made: pattern, article_id, segments (where they are cut anew), copy (its id).

    Every article also has one copy that lacks nothing (pattern WHOLE).
    """
    whole = pd.DataFrame({"pattern": WHOLE, "article_id": articles})
    often = hits.groupby(["pattern", "article_id"], sort=False).size()
    often = often.groupby("pattern").transform("sum").sort_values(ascending=False, kind="stable").reset_index()
    pairs = pd.concat([whole, recut, often[["pattern", "article_id"]]], ignore_index=True)
    pairs = pairs.drop_duplicates(["pattern", "article_id"], ignore_index=True)
    pairs["copy"] = pairs.index.astype(str)
    last = pairs.index.to_series().groupby(pairs["pattern"]).transform("max")
    return pairs[(last < COPIES) | (pairs["pattern"] == WHOLE)]  # no pattern is dropped in some of its articles only


def _voiced(coded: pd.DataFrame, mentions: pd.DataFrame, unlike: pd.Series) -> pd.DataFrame:
    """Add the voices: as they rest on the text and the actors, a copy that is not `unlike` its article has its own."""
    anew = unlike | coded["dropped"].eq(WHOLE)
    spoken = voice.voices(coded[anew], mentions[mentions["article_id"].isin(coded.loc[anew, "article_id"])])
    said = spoken.loc[spoken["dropped"] == WHOLE, ["source", "segment_no", "quoted", "speaker", "voice"]]
    alike = coded[~anew].merge(said, on=["source", "segment_no"], validate="many_to_one").set_index(coded.index[~anew])
    return pd.concat([spoken, alike]).sort_index()


def _uncut(articles: pd.DataFrame, dictionary: pd.DataFrame) -> pd.DataFrame:
    """Cut the articles again without each furniture phrase that may stand in them: pattern, article_id, segments."""
    furniture, cuts = dictionary[dictionary["scheme"] == "furniture"], load.cuts()
    folded = [text.lower(text.fold(own)[0]) for own in articles["text"]]
    rows = []
    for pattern in furniture["pattern"].unique():
        begins = [text.lower(literal) for literal in patterns.literals(pattern)]
        own = articles[[any(begin in words for begin in begins) for words in folded]]
        if len(own):
            segments = segment.segments(own, furniture[furniture["pattern"] != pattern], cuts)
            rows += [(pattern, article_id, cut) for article_id, cut in segments.groupby("article_id")]
    return pd.DataFrame(rows, columns=["pattern", "article_id", "segments"])


def _copied(table: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of each pair's article under the copy's id."""
    copies = pairs[["article_id", "copy"]].merge(table, on="article_id")
    return copies.drop(columns="article_id").rename(columns={"copy": "article_id"})


def _own_segments(pairs: pd.DataFrame) -> list[pd.DataFrame]:
    return [own.assign(article_id=copy) for copy, own in zip(pairs["copy"], pairs["segments"], strict=True)]


def _of_reader(reader: str) -> str:
    return "as adjudicated" if reader == "adjudicated" else f"as reader {reader.upper()} read"
