"""Compare the shares of two groups of sentences, and split their difference by outlet.

In: coded and two groups of its rows. Out: one row a key.
"""

import numpy as np
import pandas as pd

from helpers.measure.counting import group, holds
from helpers.measure.proportions import LEVEL, RESAMPLES, SEED


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


def _sentence_bootstrap(group: pd.DataFrame, hits: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return RESAMPLES x keys shares, sentences drawn anew within each article."""
    drawn = np.zeros((RESAMPLES, hits.shape[1]))
    for _, at in group.reset_index(drop=True).groupby(group["article_id"].to_numpy()):
        own = hits[at.index]
        times = rng.multinomial(len(own), np.full(len(own), 1 / len(own)), size=RESAMPLES)
        drawn += times @ own
    return drawn / len(hits)
