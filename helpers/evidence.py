"""Open the sentences that an estimate counts.

In: one row of shares, coded, mentions. Out: those sentences, with date, outlet, offsets and the words that matched.
"""

import numpy as np
import pandas as pd

from helpers import measure

COLUMNS = ["article_id", "published", "outlet", "segment_no", "start", "end", "text", "matched"]
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


def _as_text(values: pd.Series) -> pd.Series:
    """Make values comparable whether they come from memory or from a CSV file."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.strftime("%Y-%m-%d")
    return values.astype("string").str.removesuffix(" 00:00:00")


def _matched(found: pd.DataFrame, key: str, mentions: pd.DataFrame) -> list[str]:
    """Return for each found sentence the words that made it count, or its speaker, or '' where nothing did."""
    columns = [part.partition("=")[0].removesuffix("!") for part in key.split(" & ")]
    own = mentions[np.logical_or.reduce([_belongs(mentions, column) for column in columns])]
    words = own.groupby(["article_id", "segment_no"])["match"].agg(lambda match: "; ".join(dict.fromkeys(match)))
    at = list(zip(found["article_id"], found["segment_no"], strict=True))
    if {"voice", "quoted", "speaker"} & set(columns):
        return [f"speaker: {speaker}" for speaker in found["speaker"]]
    carried = "(goes on from the sentences before)" if columns[0].startswith("topic_") else ""
    return [words.get(place, carried) for place in at]


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
