"""Choose the sentences that are counted, name their periods, and tell which of them carry a key.

In: coded. Out: coded, or rows of it, with year, quarter and month; a boolean a row.
"""

import pandas as pd

PERIODS = {"year": "Y", "quarter": "Q", "month": "M"}


def body(coded: pd.DataFrame) -> pd.DataFrame:
    """Return the segments that are counted: the sentences of the body, with year, quarter and month."""
    return with_periods(coded[coded["kind"] == "body"])


def with_periods(table: pd.DataFrame) -> pd.DataFrame:
    """Add year, quarter and month (text such as '2018', '2018Q3', '2018-08'; missing without a date that fine)."""
    when = pd.to_datetime(table["published"]).dt.tz_localize(None)
    named = {name: when.dt.to_period(unit).astype("string") for name, unit in PERIODS.items()}
    if "published_precision" in table:
        fine = ~table["published_precision"].isin(["year", "none"])
        named |= {name: named[name].where(fine) for name in ("quarter", "month")}
    return table.assign(**{name: value for name, value in named.items() if name not in table})


def periods(found: pd.Index | pd.Series, by: str) -> list[str]:
    """Return every year, quarter or month (`by`) from the first found to the last, whether it holds articles or not."""
    if not len(found):
        return []
    return list(pd.period_range(min(found), max(found), freq=PERIODS[by]).astype(str))


def holds(coded: pd.DataFrame, key: str) -> pd.Series:
    """Tell for each segment whether it carries a key.

    A key is a boolean column ('topic_nuclear'), 'column=value' ('voice=us'), 'column!=value', or
    several of these joined by ' & ' ('actor_iran & actor_russia'). Raises KeyError naming a column
    that is not there.
    """
    flag = pd.Series(True, index=coded.index)
    for part in key.split(" & "):
        column, _, value = part.partition("=")
        column, other = column.removesuffix("!"), column.endswith("!")
        if column not in coded:
            raise KeyError(
                f"no column {column!r}; a key is a column of coded such as 'topic_nuclear', or 'column=value'"
            )
        flag &= coded[column].astype(str).eq(value).ne(other) if value else coded[column].astype(bool)
    return flag


def group(coded: pd.DataFrame, which: pd.Series | str, name: str) -> pd.DataFrame:
    """Return the body sentences that a boolean mask over coded, or a query on it, chooses; with their periods.

    Raises ValueError, with the name of the group, where it holds none.
    """
    rows = with_periods(coded).query(which) if isinstance(which, str) else with_periods(coded)[which]
    counted = rows[rows["kind"] == "body"]
    if counted.empty:
        raise ValueError(f"the group {name!r} holds no body sentence; choose another")
    return counted
