"""Count sentences, with intervals that say what they cover, and say what a corpus can show at all.

In: coded. Out: shares, one row a group and key: group columns, key, n, total, share, low, high,
interval, varies, n_articles, n_outlets.
"""

from math import comb
from typing import NamedTuple

import numpy as np
import pandas as pd

LEVEL = 0.95
RESAMPLES = 10_000
SHUFFLES = 500  # of the resamples at a time, so that a large corpus needs little memory
SEED = 20240910
DESCRIBE_ARTICLES, ESTIMATE_ARTICLES, ESTIMATE_OUTLETS = 6, 30, 3  # in each period; this project's own thresholds
PERIODS = {"year": "Y", "quarter": "Q", "month": "M"}
ESTIMATE = ["n", "total", "share", "low", "high", "interval", "varies", "n_articles", "n_outlets"]


class Attainable(NamedTuple):
    """What a corpus can show: 'read', 'describe' or 'estimate', why, and the counts behind the answer."""

    mode: str
    why: str
    cells: pd.DataFrame  # one row a period: n_articles, n_outlets
    empty: list[str]  # periods between the first and the last without an article
    aliased: bool  # no outlet appears in two periods: outlet and date cannot be told apart
    smallest_p: float  # of an exact permutation test of first half against second half
    smallest_difference: float | None  # between two shares whose Newcombe interval would leave out 0

    def __str__(self) -> str:
        return f"{self.mode}: {self.why}"


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


def differences(
    coded: pd.DataFrame, before: pd.Series | str, after: pd.Series | str, keys: list[str] | None = None,
    interval: str = "newcombe",
) -> pd.DataFrame:  # fmt: skip
    """Compare the shares of two groups of body sentences: after minus before, a row a key.

    `before` and `after` are boolean masks over coded, or queries on it (year, quarter and month
    may be named). Columns: key, n_before, total_before, share_before, the same for after,
    difference (-1 to 1), low, high (95%), interval, varies, n_articles, n_outlets. 'newcombe' is
    Newcombe 1998 (statsmodels); 'bootstrap' draws sentences anew within each article (Benoit,
    Laver & Mikhaylov 2009), 10,000 resamples, percentile, fixed seed. In both the wording varies.
    Raises ValueError where a group holds no sentence.
    """
    keys = [c for c in coded.columns if c.startswith("topic_")] if keys is None else list(keys)
    first, second = group(coded, before, "before"), group(coded, after, "after")
    hits = [np.column_stack([holds(group, key) for key in keys]) for group in (first, second)]
    n, total = [h.sum(axis=0) for h in hits], [len(h) for h in hits]
    table = pd.DataFrame({
        "key": keys,
        "n_before": n[0], "total_before": total[0], "share_before": n[0] / total[0],
        "n_after": n[1], "total_after": total[1], "share_after": n[1] / total[1],
    })  # fmt: skip
    table["difference"] = table["share_after"] - table["share_before"]
    if interval == "newcombe":
        bounds = np.array([newcombe(a, total[1], b, total[0]) for a, b in zip(n[1], n[0], strict=True)])
    elif interval == "bootstrap":
        rng = np.random.default_rng(SEED)
        drawn = [_sentence_bootstrap(group, h, rng) for group, h in zip((first, second), hits, strict=True)]
        bounds = np.quantile(drawn[1] - drawn[0], [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0).T
    else:
        raise ValueError(f"interval is 'newcombe' or 'bootstrap', not {interval!r}")
    both = pd.concat([first, second])
    return table.assign(
        low=bounds[:, 0], high=bounds[:, 1], interval=interval, varies="wording",
        n_articles=both["article_id"].nunique(), n_outlets=both["outlet"].nunique(),
    )  # fmt: skip


def tests(coded: pd.DataFrame, by: str, keys: list[str] | None = None) -> pd.DataFrame:
    """Test the change of each share from the first period of `by` to the last, by shuffling whole articles.

    Returns the columns of `differences` with p (two-sided permutation test of the absolute difference,
    10,000 shuffles of the articles between the two periods within each outlet, fixed seed; at least
    1/10,001) and p_holm, corrected for the number of keys (Holm 1979, by statsmodels). Raises
    ValueError where `attainable` does not answer 'estimate': a smaller corpus carries no p.
    """
    from statsmodels.stats.multitest import multipletests

    counted = body(coded)
    articles = counted.drop_duplicates("article_id")
    answer = attainable(articles, by)
    if answer.mode != "estimate":
        raise ValueError(f"this corpus carries no test: {answer}")
    first, last = answer.cells[by].iloc[0], answer.cells[by].iloc[-1]
    table = differences(counted, counted[by] == first, counted[by] == last, keys)
    drawn = counted[counted[by].isin([first, last])]
    hits = pd.DataFrame({key: holds(drawn, key) for key in table["key"]}).groupby(drawn["article_id"]).sum()
    sizes = drawn.groupby("article_id").size().to_numpy()
    known = drawn.drop_duplicates("article_id").set_index("article_id").loc[hits.index]
    null = _shuffled_differences(hits.to_numpy(), sizes, known["outlet"].to_numpy(), (known[by] == last).to_numpy())
    as_far = (np.abs(null) >= table["difference"].abs().to_numpy() - 1e-12).sum(axis=0)
    p = (1 + as_far) / (1 + RESAMPLES)
    return table.assign(p=p, p_holm=multipletests(p, method="holm")[1])


def newcombe(n_after: int, total_after: int, n_before: int, total_before: int) -> tuple[float, float]:
    """Return Newcombe's 95% interval of a difference of two independent shares (1998, method 10)."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    return confint_proportions_2indep(
        n_after, total_after, n_before, total_before, method="newcomb", compare="diff", alpha=1 - LEVEL
    )


def kitagawa(
    coded: pd.DataFrame, before: pd.Series | str, after: pd.Series | str, keys: list[str] | None = None
) -> pd.DataFrame:
    """Split the difference of two shares into what the outlets changed and what their mix changed; a row a key.

    Groups and keys as in `differences`. Columns: key, difference (after minus before, -1 to 1), within (the
    sum over outlets of their mean weight times the difference of their shares), between (their mean share
    times the difference of their weights), identified, why. The two add up to the difference (Kitagawa 1955).
    An outlet has no share in a group in which it has no sentence: then both are missing, and `why` says so.
    """
    keys = [c for c in coded.columns if c.startswith("topic_")] if keys is None else list(keys)
    groups = [group(coded, before, "before"), group(coded, after, "after")]
    sizes = pd.concat([own["outlet"].value_counts() for own in groups], axis=1, keys=[0, 1])
    weight, in_both = sizes / sizes.sum(), sizes.notna().all(axis=1)
    identified, split = bool(in_both.all()), (np.nan, np.nan)
    why = f"{in_both.sum() or 'none'} of the {len(sizes)} outlets {'is' if in_both.sum() < 2 else 'are'} in both groups"
    if not identified:
        why += "; what the others would have written in the group that lacks them is not known"
    rows = []
    for key in keys:
        hits = [holds(group, key) for group in groups]
        if identified:
            share = pd.concat([h.groupby(g["outlet"]).mean() for h, g in zip(hits, groups, strict=True)], axis=1)
            share = share.set_axis([0, 1], axis=1)
            split = [(x.mean(axis=1) * (y[1] - y[0])).sum() for x, y in ((weight, share), (share, weight))]
        rows.append((key, hits[1].mean() - hits[0].mean(), *split, identified, why))
    return pd.DataFrame(rows, columns=["key", "difference", "within", "between", "identified", "why"])


def attainable(articles: pd.DataFrame, by: str = "year", coded: pd.DataFrame | None = None) -> Attainable:
    """Say what a corpus can show when its articles are compared by a column or period.

    'read' with fewer than 6 articles in a cell, 'estimate' with 30 or more from 3 or more outlets
    in each, else 'describe' (thresholds of this project). The reasons name articles and outlets a
    cell, empty periods, whether outlet and period can be told apart, and the smallest p that an
    exact permutation test of the earlier against the later cells could reach. With `coded`, also
    the smallest difference whose Newcombe interval would leave out 0 at its totals of sentences.
    """
    table = with_periods(articles)
    if by not in table:
        raise KeyError(f"no column {by!r} to compare by; there are {', '.join(table.columns)}")
    dated = table[table[by].notna()]
    cells = dated.groupby(by).agg(n_articles=("article_id", "nunique"), n_outlets=("outlet", "nunique"))
    empty = [p for p in periods(cells.index, by) if p not in cells.index] if by in PERIODS else []
    fewest, outlets = (int(cells[c].min()) if len(cells) else 0 for c in ("n_articles", "n_outlets"))
    aliased = len(cells) > 1 and bool((dated.groupby("outlet")[by].nunique() == 1).all())
    smallest_p, split = _smallest_p(cells["n_articles"].tolist())
    if fewest < DESCRIBE_ARTICLES:
        mode = "read"
    else:
        mode = "estimate" if fewest >= ESTIMATE_ARTICLES and outlets >= ESTIMATE_OUTLETS else "describe"
    difference = _smallest_difference(coded, by, cells, split) if coded is not None else None
    why = f"the smallest {by} holds {fewest} article{'s' * (fewest != 1)} of {outlets} outlet{'s' * (outlets != 1)}"
    if empty:
        why += f"; {len(empty)} of the {len(empty) + len(cells)} {by}s from first to last are empty"
    if aliased:
        why += f"; no outlet appears in two {by}s, so a difference between {by}s may be one between outlets"
    if len(cells) > 1:
        why += f"; no exact test of earlier against later articles could give p below {smallest_p:.2g}"
    return Attainable(mode, why, cells.reset_index(), empty, aliased, smallest_p, difference)


def group(coded: pd.DataFrame, which: pd.Series | str, name: str) -> pd.DataFrame:
    """Return the body sentences that a boolean mask over coded, or a query on it, chooses; with their periods.

    Raises ValueError, with the name of the group, where it holds none.
    """
    rows = with_periods(coded).query(which) if isinstance(which, str) else with_periods(coded)[which]
    counted = rows[rows["kind"] == "body"]
    if counted.empty:
        raise ValueError(f"the group {name!r} holds no body sentence; choose another")
    return counted


def periods(found: pd.Index | pd.Series, by: str) -> list[str]:
    """Return every year, quarter or month (`by`) from the first found to the last, whether it holds articles or not."""
    if not len(found):
        return []
    return list(pd.period_range(min(found), max(found), freq=PERIODS[by]).astype(str))


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


def _shuffled_differences(hits: np.ndarray, sizes: np.ndarray, outlets: np.ndarray, late: np.ndarray) -> np.ndarray:
    """Return RESAMPLES x keys differences of shares when articles are dealt to the two periods anew within outlets."""
    rng = np.random.default_rng(SEED)
    group = np.unique(outlets, return_inverse=True)[1]
    inorder = np.argsort(group, kind="stable")
    dealt = late[inorder].astype(float)
    columns = np.column_stack([hits, sizes])[inorder].astype(float)
    total, drawn = columns.sum(axis=0), np.empty((RESAMPLES, hits.shape[1]))
    for start in range(0, RESAMPLES, SHUFFLES):
        chance = rng.random((min(SHUFFLES, RESAMPLES - start), len(late))) + group[inorder]
        after = dealt[np.argsort(chance, axis=1, kind="stable")] @ columns  # outlets keep their own places
        before = total - after
        drawn[start : start + len(after)] = after[:, :-1] / after[:, -1:] - before[:, :-1] / before[:, -1:]
    return drawn


def _sentence_bootstrap(group: pd.DataFrame, hits: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return RESAMPLES x keys shares, sentences drawn anew within each article."""
    drawn = np.zeros((RESAMPLES, hits.shape[1]))
    for _, at in group.reset_index(drop=True).groupby(group["article_id"].to_numpy()):
        own = hits[at.index]
        times = rng.multinomial(len(own), np.full(len(own), 1 / len(own)), size=RESAMPLES)
        drawn += times @ own
    return drawn / len(hits)


def _smallest_p(sizes: list[int]) -> tuple[float, int]:
    """Return the smallest p of an exact permutation test of |difference|, and after which cell to split for it.

    With k of N articles in one group the observed split is one of C(N, k); where both groups are
    equally large its mirror image is as extreme, so p cannot be below 2 / C(N, k).
    """
    total, best = sum(sizes), (1.0, 1)
    for split in range(1, len(sizes)):
        k = sum(sizes[:split])
        p = min(1.0, (2 if 2 * k == total else 1) / comb(total, k))
        best = min(best, (p, split))
    return best


def _smallest_difference(coded: pd.DataFrame, by: str, cells: pd.DataFrame, split: int) -> float | None:
    """Return the smallest later share whose Newcombe interval against 0 earlier sentences leaves out 0."""
    if len(cells) < 2:
        return None
    counted = body(coded)
    earlier = counted[by].isin(cells.index[:split])
    total_before, total_after = int(earlier.sum()), int((~earlier & counted[by].notna()).sum())
    for n in range(1, total_after + 1):
        if newcombe(n, total_after, 0, total_before)[0] > 0:
            return n / total_after
    return None
