"""Correct the dictionary's shares by a sample of sentences that a person coded.

In: coded; a filled sheet, as sampling.coding_sheet draws it and load.sheet reads it. Out: shares and
differences, as measure gives them, with interval 'corrected' and the dictionary's own figure beside.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtrit
from statsmodels.stats.proportion import proportion_confint

from helpers import measure, sampling

TAIL = (1 + measure.LEVEL) / 2
NOTHING = 1e-9  # a standard error below it is rounding: nothing varies


class Estimate(NamedTuple):
    """A corrected share and what its interval rests on."""

    share: float
    parts: np.ndarray  # what each body sentence adds to its error
    n_coded: int  # sentences of the group that were coded
    articles: int  # articles that hold them


def corrected(
    coded: pd.DataFrame, sheet: pd.DataFrame, by: str | list[str], keys: list[str] | None = None, drawn_by: str = "year"
) -> pd.DataFrame:
    """Return the share of body sentences that carry each key, corrected by the sentences that a person coded.

    `by` and the columns are as in measure.shares; `keys` None takes those of the sheet; `drawn_by` is the
    `by` that it was drawn with. n, total and naive (n / total) are what the dictionary counts, so that
    evidence.of finds n sentences; share is corrected (see `estimate`) and may lie a little outside 0 to 1;
    low and high (95%, see `share_bounds`) let vary which sentences were coded and which articles there are.
    n_coded: sentences of the group that were coded; without one share is missing, and low and high with fewer
    than two articles that hold them. Raises ValueError for a sheet that is not filled or not of this corpus,
    KeyError for a key that it does not ask for. A dictionary that was changed after what the sheet
    showed is better on the sheet than elsewhere: draw another sheet.
    """
    rows, read, sample = sampling.coded_sample(coded, sheet, keys, drawn_by)
    by = [by] if isinstance(by, str) else list(by)
    table = measure.shares(coded, by, list(read))
    found = {key: measure.holds(rows, key).to_numpy() for key in read}
    estimates = []
    for group, members in rows.groupby(by):
        inside = rows.index.isin(members.index)
        for key in read:
            of = estimate(inside, found[key], read[key], sample)
            estimates.append((*group, key, of.share, standard_error(of, inside, sample), of.n_coded, of.articles))
    estimates = pd.DataFrame(estimates, columns=[*by, "key", "share", "error", "n_coded", "articles"])
    own = table[[*by, "key"]].merge(estimates, on=[*by, "key"], how="left", validate="one_to_one")
    low, high = share_bounds(own["share"], own["error"], own["n_coded"], own["articles"])
    return table.assign(
        share=own["share"], low=low, high=high, interval="corrected", varies="coding",
        naive=table["share"], n_coded=own["n_coded"].fillna(0).astype(int),
    )  # fmt: skip


def corrected_differences(
    coded: pd.DataFrame, sheet: pd.DataFrame, before: pd.Series | str, after: pd.Series | str,
    keys: list[str] | None = None, drawn_by: str = "year",
) -> pd.DataFrame:  # fmt: skip
    """Compare the corrected shares of two groups of body sentences: after minus before, a row a key.

    before, after and the columns are as in measure.differences, but with corrected shares and, besides,
    naive (the dictionary's difference), n_coded_before and n_coded_after; the rest is as in `corrected`,
    the interval as in `difference_bounds`.
    """
    groups = {"group_before": _mask(coded, before), "group_after": _mask(coded, after)}
    rows, read, sample = sampling.coded_sample(coded.assign(**groups), sheet, keys, drawn_by)
    inside = [rows[name].to_numpy() for name in groups]
    table = measure.differences(coded, before, after, list(read))
    estimates = []
    for key in read:
        found = measure.holds(rows, key).to_numpy()
        first, second = (estimate(own, found, read[key], sample) for own in inside)
        of = difference(first, second)
        error = standard_error(of, inside[0] | inside[1], sample)
        estimates.append((first.share, second.share, of.share, error, of.articles, first.n_coded, second.n_coded))
    names = ["share_before", "share_after", "difference", "error", "articles", "n_coded_before", "n_coded_after"]
    own = pd.DataFrame(estimates, columns=names)
    low, high = difference_bounds(own["difference"], own.pop("error"), own.pop("articles"))
    return table.assign(naive=table["difference"], **own, low=low, high=high, interval="corrected", varies="coding")


def estimate(inside: np.ndarray, found: np.ndarray, read: np.ndarray, sample: sampling.Sample) -> Estimate:
    """Estimate the share of a key among the sentences `inside`, from what the dictionary found and a person read.

    The share is the mean of g + (R / pi) (Y - g): g the dictionary's code, Y the person's, R whether the sentence
    was coded (design-based supervised learning: Egami, Hinck, Stewart & Wei 2023). It is missing if none was.
    """
    drawn, pi, stratum, article = sample
    coded = drawn & inside
    total, n_coded = inside.sum(), int(coded.sum())
    error = np.where(coded, read - found, 0.0)
    share = (found[inside].sum() + (error[coded] / pi[coded]).sum()) / total if n_coded else float("nan")
    mean, wide = _within_strata(error, sample)
    parts = inside * (found - share) + mean[stratum]
    parts[drawn] += (error - mean[stratum])[drawn] * wide / pi[drawn]
    return Estimate(share, parts / total, n_coded, np.count_nonzero(np.bincount(article[coded])))


def difference(before: Estimate, after: Estimate) -> Estimate:
    """Return the estimate of after minus before, with the smaller of their numbers of sentences and articles."""
    fewer = (min(pair) for pair in zip(before[2:], after[2:], strict=True))
    return Estimate(after.share - before.share, after.parts - before.parts, *fewer)


def standard_error(of: Estimate, inside: np.ndarray, sample: sampling.Sample) -> float:
    """Return the standard error clustered by article, as statsmodels' OLS gives it with cov_type 'cluster'."""
    clusters = np.count_nonzero(np.bincount(sample.article[inside]))
    if clusters < 2:
        return float("nan")
    return float(np.sqrt(clusters / (clusters - 1) * (np.bincount(sample.article, of.parts) ** 2).sum()))


def share_bounds(
    share: np.ndarray, error: np.ndarray, n_coded: np.ndarray, articles: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return 95% intervals of corrected shares, missing with fewer than two articles that hold coded sentences.

    Wilson's interval at the number of independent sentences that would give the standard error (Franco, Little,
    Louis & Slud 2019), with Student's t for those articles in place of the normal quantile (Korn & Graubard 1998), as
    share -/+ 2 errors holds too seldom for a rare topic. Where nothing varies that number is n_coded; a
    share outside 0 to 1 has share -/+ t errors.
    """
    share, error, n_coded, articles = (np.asarray(values, dtype=float) for values in (share, error, n_coded, articles))
    t, still = _quantile(articles), error < NOTHING
    inner = still | (share > 0) & (share < 1)
    share = np.where(still, share.round(9), share)
    effective = np.where(inner, share * (1 - share), np.nan) / np.where(still, np.nan, error * t / ndtri(TAIL)) ** 2
    effective = np.where(still & (articles > 1), n_coded, effective)
    low, high = proportion_confint(share * effective, effective, 1 - measure.LEVEL, method="wilson")
    return np.where(inner, low, share - t * error), np.where(inner, high, share + t * error)


def difference_bounds(difference: np.ndarray, error: np.ndarray, articles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return 95% intervals of corrected differences, difference -/+ t errors, missing also where nothing varies."""
    reach = np.where(error < NOTHING, np.nan, error * _quantile(articles))
    return difference - reach, difference + reach


def _within_strata(error: np.ndarray, sample: sampling.Sample) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean error of each stratum, and for each drawn sentence how much wider its own error counts.

    A stratum gives a fixed number of sentences, so its mean error does not vary from draw to draw, only how far the
    error of a sentence lies from it. To take each sentence as drawn for itself gives the same share, but a 95%
    interval that holds in 97 to 100% of cases. Drawn sentences lie nearer to their own mean than to that of the
    stratum, the more so the more of them one article holds, which `wide` makes up for (k of n; Bell & McCaffrey
    2002; it is 1 where all sentences are drawn). Where one article holds them all the mean is taken as 0.
    """
    drawn, pi, stratum, article = sample
    own = stratum[drawn]
    _, cell, sizes = np.unique(own * (article.max() + 1) + article[drawn], return_inverse=True, return_counts=True)
    k, n = sizes[cell], np.bincount(stratum, drawn)
    known = np.zeros(len(n), dtype=bool)
    known[own[k < n[own]]] = True
    mean = np.divide(np.bincount(stratum, error), n, out=np.zeros(len(n)), where=known)
    wide = np.sqrt(np.divide(n[own] - pi[drawn] * k, n[own] - k, out=np.ones(len(k)), where=k < n[own]))
    return mean, wide


def _quantile(articles: np.ndarray) -> np.ndarray:
    """Return Student's t for the number of articles less one, missing for fewer than two."""
    return stdtrit(np.where(articles > 1, articles - 1, np.nan), TAIL)


def _mask(coded: pd.DataFrame, which: pd.Series | str) -> pd.Series:
    """Return a boolean mask over coded from one, or from a query."""
    if isinstance(which, str):
        which = measure.with_periods(coded).eval(which)
    return pd.Series(which, index=coded.index).fillna(False).astype(bool)
