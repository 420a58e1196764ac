"""Count sentences, with intervals that say what they cover.

In: coded. Out: shares, one row a group and key.
"""

import numpy as np
import pandas as pd

from helpers.measure.counting import PERIODS, body, holds, periods

LEVEL = 0.95
RESAMPLES = 10_000
SEED = 20240910
ESTIMATE = ["n", "total", "share", "low", "high", "interval", "varies", "n_articles", "n_outlets"]


def shares(
    coded: pd.DataFrame, by: str | list[str], keys: list[str] | None = None, interval: str = "wilson"
) -> pd.DataFrame:
    """Return the share of body sentences that carry each key, a row a group and key.

    `by` names columns of coded, or 'year', 'quarter', 'month' of its date; periods without an
    article are rows with total 0. `keys` are boolean columns, or 'column=value' for others;
    None takes every topic. Columns: the group columns, key, n, total, share (0 to 1), low, high
    (95%), interval, varies, n_articles, n_outlets. interval 'wilson' (Wilson 1927, by statsmodels)
    lets the wording vary; 'bootstrap' draws articles anew within outlet and group (10,000
    resamples, percentile, fixed seed) and lets the articles vary. Raises KeyError naming a key or
    column that is not there, ValueError for another interval.
    """
    by = [by] if isinstance(by, str) else list(by)
    counted = body(coded)
    keys = [c for c in coded.columns if c.startswith("topic_")] if keys is None else list(keys)
    hits = pd.DataFrame({key: holds(counted, key) for key in keys}, index=counted.index)
    if missing := [name for name in by if name not in counted]:
        raise KeyError(f"no column {missing[0]!r} to group by; there are {', '.join(counted.columns)}")
    groups = [counted[name] for name in by]
    sizes = counted.groupby(groups, sort=True).agg(
        total=("segment_no", "size"), n_articles=("article_id", "nunique"), n_outlets=("outlet", "nunique")
    )
    counts = hits.groupby(groups, sort=True).sum().rename_axis(columns="key").stack().rename("n").reset_index()
    table = counts.merge(sizes.reset_index(), on=by, validate="many_to_one")
    if interval == "wilson":
        return wilson(table, by, keys)
    if interval != "bootstrap":
        raise ValueError(f"interval is 'wilson' or 'bootstrap', not {interval!r}")
    table = _with_shares(table, by, keys)
    low, high = _article_bootstrap(counted, hits, by, table)
    return table.assign(low=low, high=high, interval=interval, varies="articles")[[*by, "key", *ESTIMATE]]


def wilson(counts: pd.DataFrame, by: list[str], keys: list[str]) -> pd.DataFrame:
    """Return what `shares` returns, with Wilson's interval, of counts: by, key, n, total, n_articles, n_outlets."""
    from statsmodels.stats.proportion import proportion_confint  # takes two seconds; coding needs none of it

    table = _with_shares(counts, by, keys)
    low, high = proportion_confint(table["n"], table["total"].where(table["total"] > 0), 1 - LEVEL, method="wilson")
    return table.assign(low=low, high=high, interval="wilson", varies="wording")[[*by, "key", *ESTIMATE]]


def words(coded: pd.DataFrame, by: str | list[str], keys: list[str]) -> pd.DataFrame:
    """Count words instead of sentences: the words of the body sentences that carry each key.

    Returns the columns of `shares`, with words and total_words after total; share (0 to 1) is that of
    words. It has no interval: words of one sentence are not independent.
    """
    by = [by] if isinstance(by, str) else list(by)
    length = body(coded)["text"].str.split().str.len()
    table = shares(coded, by, keys).drop(columns=["share", "low", "high", "interval", "varies"])
    counted = body(coded)
    sums = {key: length.where(holds(counted, key), 0) for key in keys}
    sums = pd.DataFrame(sums).groupby([counted[name] for name in by]).sum().rename_axis(columns="key").stack()
    table = table.merge(sums.rename("words").reset_index(), "left", on=[*by, "key"], validate="one_to_one")
    total = length.groupby([counted[name] for name in by]).sum().rename("total_words").reset_index()
    table = table.merge(total, "left", on=by, validate="many_to_one")
    share = table["words"] / table["total_words"]  # missing in a period without an article
    return table.fillna({"words": 0, "total_words": 0}).astype({"words": int, "total_words": int}).assign(share=share)


def together(coded: pd.DataFrame, by: str | list[str], columns: list[str]) -> pd.DataFrame:
    """Count the body sentences that carry two keys at once, for each pair of `columns` and each one with itself.

    Returns the columns of `shares` and, before key, first and second; key joins them with ' & '.
    """
    pairs = [(a, b) for i, a in enumerate(columns) for b in columns[i:]]
    keys = {a if a == b else f"{a} & {b}": (a, b) for a, b in pairs}
    table = shares(coded, by, list(keys))
    names = pd.DataFrame([keys[key] for key in table["key"]], columns=["first", "second"], index=table.index)
    place = table.columns.get_loc("key")
    return pd.concat([table.iloc[:, :place], names, table.iloc[:, place:]], axis=1)


def _with_shares(table: pd.DataFrame, by: list[str], keys: list[str]) -> pd.DataFrame:
    """Add the share of each row, and rows for the periods in which no article was published."""
    if len(by) == 1 and by[0] in PERIODS:
        table = _with_empty_periods(table, by[0], keys)
    table = table.assign(share=table["n"] / table["total"].where(table["total"] > 0))
    return table.astype({"n": int, "total": int, "n_articles": int, "n_outlets": int})


def _with_empty_periods(table: pd.DataFrame, by: str, keys: list[str]) -> pd.DataFrame:
    """Add the periods in which no article was published, with total 0."""
    grid = pd.MultiIndex.from_product([periods(pd.Index(table[by]), by), keys], names=[by, "key"])
    return table.set_index([by, "key"]).reindex(grid).fillna(0).reset_index()


def _article_bootstrap(
    counted: pd.DataFrame, hits: pd.DataFrame, by: list[str], table: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Return the percentile bounds of each row of `table` when articles are drawn anew within outlet and group."""
    rng = np.random.default_rng(SEED)
    bounds = {}
    for group, rows in counted.groupby(by, sort=True):
        per_article = hits.loc[rows.index].groupby(rows["article_id"]).sum()
        size = rows.groupby("article_id").size().to_numpy()
        outlet = rows.groupby("article_id")["outlet"].first()
        weights = np.zeros((RESAMPLES, len(size)))
        for _, members in outlet.reset_index(drop=True).groupby(outlet.to_numpy()):
            drawn = rng.multinomial(len(members), np.full(len(members), 1 / len(members)), size=RESAMPLES)
            weights[:, members.index] = drawn
        drawn_shares = (weights @ per_article.to_numpy()) / (weights @ size)[:, None]
        low, high = np.quantile(drawn_shares, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
        bounds |= {(group, key): pair for key, pair in zip(hits.columns, zip(low, high, strict=True), strict=True)}
    nothing = (np.nan, np.nan)
    found = [bounds.get((tuple(row[:-1]), row[-1]), nothing) for row in table[[*by, "key"]].itertuples(index=False)]
    return np.array([f[0] for f in found]), np.array([f[1] for f in found])
