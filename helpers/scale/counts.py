"""Count coded sentences part by part, so that shares can be drawn without the sentences.

In: coded. Out: counts, one row an outlet, month and key: BY, key, n, total, n_articles.
"""

from collections.abc import Iterable

import pandas as pd

from helpers import measure, schemas

BY = ["outlet", "outlet_country", "ownership", *measure.PERIODS]
SIZES = ["total", "n_articles"]
RELATIONS, FRAMES = ["us_uk_iran", "us_uk_russia", "us_uk_other"], ["iran_frame", "russia_frame"]
VALUES = {"voice": schemas.VOICES, **dict.fromkeys(RELATIONS, schemas.RELATIONS),
          **dict.fromkeys(FRAMES, schemas.FRAMES)}  # fmt: skip
TOGETHER = 64  # tables of parts that are added up at a time


def count(coded: pd.DataFrame) -> pd.DataFrame:
    """Count the body sentences of a part: one row a group of BY ('' where unknown), SIZES and a column a key.

    Keys as in measure.shares: every topic and actor, quoted, and 'column=value' for voices and stances.
    """
    counted = measure.body(coded)
    keys = [c for c in coded if c.startswith(("topic_", "actor_"))] + ["quoted"]
    keys += [f"{column}={value}" for column, values in VALUES.items() for value in values]
    hits = pd.DataFrame({key: measure.holds(counted, key) for key in keys}, index=counted.index)
    groups = [counted[name].fillna("").astype("str") for name in BY]
    sizes = counted.groupby(groups).agg(total=("segment_no", "size"), n_articles=("article_id", "nunique"))
    return sizes.join(hits.groupby(groups).sum()).reset_index()


def added(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Add up the tables of parts, no article being in two of them; return counts."""
    held: list[pd.DataFrame] = []
    for table in tables:
        held.append(table)
        if len(held) == TOGETHER:
            held = [_sum(held)]
    return _sum(held).melt([*BY, *SIZES], var_name="key", value_name="n")[[*BY, "key", "n", *SIZES]]


def shares(counts: pd.DataFrame, by: str | list[str], keys: list[str] | None = None) -> pd.DataFrame:
    """Return what measure.shares returns of the sentences behind these counts, with Wilson's interval.

    `by` names columns of BY, `keys` keys of the counts; None takes every topic. Raises KeyError naming
    a key or column that is not there.
    """
    by, known = [by] if isinstance(by, str) else list(by), counts["key"].unique()
    keys = [key for key in known if key.startswith("topic_")] if keys is None else list(keys)
    if missing := [name for name in by if name not in BY]:
        raise KeyError(f"no column {missing[0]!r} to group by; there are {', '.join(BY)}")
    if missing := [key for key in keys if key not in known]:
        raise KeyError(f"no key {missing[0]!r}; there are {', '.join(known)}")
    undated = counts[[name for name in by if name in measure.PERIODS]].eq("").any(axis=1)
    counts = counts[counts["key"].isin(keys) & ~undated]
    counts = counts.astype({name: "string" for name in by if name in measure.PERIODS})
    counts = counts.assign(key=pd.Categorical(counts["key"], keys))  # in this order
    table = counts.groupby([*by, "key"], observed=True).agg(
        n=("n", "sum"), total=("total", "sum"), n_articles=("n_articles", "sum"), n_outlets=("outlet", "nunique")
    )
    return measure.wilson(table.reset_index().astype({"key": "str"}), by, keys)


def _sum(tables: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables).fillna(0).groupby(BY, as_index=False).sum()
