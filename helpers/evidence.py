"""Open the sentences that an estimate counts.

In: one row of shares, coded, mentions. Out: those sentences, with date, outlet, offsets and the words that matched;
or the codes that only one of two articles has, with its sentences.
"""

import numpy as np
import pandas as pd

from helpers import measure

COLUMNS = ["article_id", "published", "outlet", "segment_no", "start", "end", "text", "matched"]
STATED = ["voice", "us_uk_iran", "us_uk_russia", "us_uk_other", "iran_frame", "russia_frame"]  # codes with values
NOT_GROUPS = {"key", "text", "start", "end", "segment_no", *measure.ESTIMATE}


def of(row: pd.Series | dict, coded: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences behind one estimate, in the order of the texts; there are row['n'] of them.

    `row` is a row of shares, or of a figure's CSV: its key and whatever columns it shares with
    coded (or year, quarter, month) say which sentences. Columns: COLUMNS; matched holds the
    dictionary's hits or, for a voice, the speaker; a sentence may also take its topic from those before it.
    """
    row = dict(row)
    table = measure.with_periods(coded)
    if "kind" not in row:
        table = table[table["kind"] == "body"]
    for column in [c for c in row if c in table and c not in NOT_GROUPS]:
        table = table[_as_text(table[column]) == _as_text(pd.Series([row[column]]))[0]]
    key = row.get("key")
    if isinstance(key, str) and key:
        table = table[measure.holds(table, key)]
        matched = _matched(table, key, mentions)
    else:
        matched = ""
    return table.assign(matched=matched)[COLUMNS].reset_index(drop=True)


def first(rows: pd.DataFrame, coded: pd.DataFrame, mentions: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return the first `count` sentences behind the first of some estimates; none where there is no estimate."""
    return of(rows.iloc[0], coded, mentions).head(count) if len(rows) else pd.DataFrame(columns=COLUMNS)


def hits(mentions: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the rows of mentions that speak for a key: the words that make a sentence count."""
    return mentions[np.logical_or.reduce([_belongs(mentions, column) for column in _columns(key)])]


def within(table: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table that stand in the sentences of another (article_id, segment_no)."""
    at = ["article_id", "segment_no"]
    table = table[table["article_id"].isin(others["article_id"].unique())]
    return table[pd.MultiIndex.from_frame(table[at]).isin(pd.MultiIndex.from_frame(others[at]))]


def twins(coded: pd.DataFrame, keys: list[str] | None = None) -> pd.DataFrame:
    """List what stands in one only of two articles: one row a key that one of them has and the other has not.

    `coded` holds the two. `keys` as in measure.shares; None takes every topic and actor, quoted, and every
    value of STATED. Columns: key, article_id, outlet, n, total (of the one that has it),
    text (its sentences with the key, joined by ' / '). Raises ValueError unless there are two articles.
    """
    counted = measure.body(coded)
    if counted["article_id"].nunique() != 2:
        raise ValueError(f"{counted['article_id'].nunique()} articles to compare; choose two")
    keys = _every_key(counted) if keys is None else keys
    shares = measure.shares(coded, ["article_id", "outlet"], keys)
    alone = shares[(shares["n"] > 0) & shares.groupby("key")["n"].transform("min").eq(0)]
    texts = [
        " / ".join(counted.loc[counted["article_id"].eq(row.article_id) & measure.holds(counted, row.key), "text"])
        for row in alone.itertuples()
    ]
    alone = alone.assign(text=texts, order=alone["key"].map(keys.index)).sort_values(["order", "article_id"])
    return alone[["key", "article_id", "outlet", "n", "total", "text"]].reset_index(drop=True)


def _every_key(coded: pd.DataFrame) -> list[str]:
    """Return every topic and actor, and every value of the other codes but those that say that there is none."""
    keys = [c for c in coded if c.startswith(("topic_", "actor_")) or c == "quoted"]
    for column in (column for column in STATED if column in coded):
        keys += [f"{column}={value}" for value in sorted(coded[column].unique()) if value != "none"]
    return keys


def _as_text(values: pd.Series) -> pd.Series:
    """Make values comparable whether they come from memory or from a CSV file."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.strftime("%Y-%m-%d")
    return values.astype("string").str.removesuffix(" 00:00:00")


def _matched(found: pd.DataFrame, key: str, mentions: pd.DataFrame) -> list[str]:
    """Return for each found sentence the words that made it count, or its speaker, or '' where nothing did."""
    columns = _columns(key)
    by_sentence = hits(mentions, key).groupby(["article_id", "segment_no"])["match"]
    words = by_sentence.agg(lambda match: "; ".join(dict.fromkeys(match)))
    at = list(zip(found["article_id"], found["segment_no"], strict=True))
    if {"voice", "quoted", "speaker"} & set(columns):
        return [f"speaker: {speaker}" for speaker in found["speaker"]]
    carried = "(goes on from the sentences before)" if columns[0].startswith("topic_") else ""
    return [words.get(place, carried) for place in at]


def _columns(key: str) -> list[str]:
    """Return the columns of coded that a key asks for."""
    return [part.partition("=")[0].removesuffix("!") for part in key.split(" & ")]


def _belongs(mentions: pd.DataFrame, column: str) -> pd.Series:
    """Tell which hits speak for a column of coded."""
    scheme, _, name = column.partition("_")
    names = mentions["key"].str.split(":").str[0]
    if scheme == "topic":
        related = (mentions["scheme"] == "relation") & (name == "alliance")
        return mentions["scheme"].isin(["topic", "pair", "echo"]) & (names == name) | related
    if scheme == "actor":
        return (mentions["scheme"] == "actor") & (names == name)
    if column.startswith("us_uk_"):
        return mentions["scheme"] == "relation"
    return (mentions["scheme"] == "frame") & column.endswith("_frame")
