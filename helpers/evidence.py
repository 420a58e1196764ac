"""Open the sentences that an estimate counts.

In: one row of shares, coded, mentions. Out: those sentences, with date, outlet, offsets and the words that matched.
"""

import pandas as pd

from helpers import measure

COLUMNS = ["article_id", "published", "outlet", "segment_no", "start", "end", "text", "matched"]
NOT_GROUPS = {"key", "text", "start", "end", "segment_no", *measure.ESTIMATE}


def of(row: pd.Series | dict, coded: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences behind one estimate, in the order of the texts; there are row['n'] of them.

    `row` is a row of shares, or of a figure's CSV: its key and whatever columns it shares with
    coded (or year, quarter, month) say which sentences. Columns: COLUMNS; matched holds the
    dictionary's hits; a sentence may also take its topic from the one before it.
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


def _as_text(values: pd.Series) -> pd.Series:
    """Make values comparable whether they come from memory or from a CSV file."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.strftime("%Y-%m-%d")
    return values.astype("string").str.removesuffix(" 00:00:00")


def _matched(found: pd.DataFrame, key: str, mentions: pd.DataFrame) -> list[str]:
    """Return the matched words of each found sentence, or where its topic was carried from."""
    columns = [part.partition("=")[0].removesuffix("!") for part in key.split(" & ")]
    wanted = {
        scheme: {c.partition("_")[2] for c in columns if c.startswith(f"{scheme}_")} for scheme in ("topic", "actor")
    }
    names = mentions["key"].str.split(":").str[0]
    of_topic = mentions["scheme"].isin(["topic", "pair", "echo"]) & names.isin(wanted["topic"])
    own = mentions[of_topic | ((mentions["scheme"] == "actor") & names.isin(wanted["actor"]))]
    words = own.groupby(["article_id", "segment_no"])["match"].agg(lambda m: "; ".join(dict.fromkeys(m)))
    carried = "(goes on from the sentence before)" if wanted["topic"] else ""
    return [words.get(at, carried) for at in zip(found["article_id"], found["segment_no"], strict=True)]
