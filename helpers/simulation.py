"""Show on made articles, whose true shares are known, how often a 95% interval of each kind holds the truth.

Out: one row an estimand and estimator: estimand, estimator, truth, mean, bias, coverage, width.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import correction, measure, sampling

RUNS, SHEET = 1_000, 300  # how often articles are made, and how many sentences are drawn of them each time
ARTICLES = 100  # in each of two periods
SENTENCES = (10, 30)  # of an article: fewest, most
ALIKE = 8  # the two parameters of the beta distribution of the articles' own shares add up to it: they differ widely
LEANING = (1.3, 0.7)  # how much more of the topic the first outlet has than the last, before it evens out
RIGHT = 0.8  # share of sentences on which the coder is right, in each period
MISSED = (0.1, 0.4)  # share of the topic's sentences that the coder misses, by period; its other errors are false hits
ESTIMANDS = ["share in the first period", "share in the second period", "difference"]
ESTIMATORS = ["dictionary alone", "corrected", "readers alone"]


class Corpus(NamedTuple):
    """Made sentences: arrays with one value a sentence."""

    article: np.ndarray
    outlet: np.ndarray
    period: np.ndarray
    found: np.ndarray  # 1 where the coder says that the sentence is on the topic, else 0
    truth: np.ndarray  # 1 where it is, which a reader would see, else 0


def simulate(
    runs: int = RUNS, seed: int = measure.SEED, n: int = SHEET, shares: tuple[float, float] = (0.3, 0.2),
    outlets: tuple[float, ...] = (0.4, 0.3, 0.2, 0.1),
) -> pd.DataFrame:  # fmt: skip
    """Make articles, draw and read a sheet of n sentences, estimate, and compare with the truth; again and again.

    `shares` are the true shares of the periods in all articles that might be written, of which each run makes 200;
    `outlets` are the chances that an article is of each outlet. Raises ValueError as `corpus` does.
    Returns a row an estimand and estimator: truth, mean (of the estimates), bias (mean - truth), coverage
    (in % of the runs the 95% interval holds the truth) and width (mean, of the intervals). The dictionary
    alone is the share that it finds, with a standard error clustered by article; readers alone are the weighted
    mean of the sentences of the sheet, as if drawn from each period without the dictionary.
    """
    random = np.random.default_rng(seed)
    results = [estimates(corpus(random, shares, outlets), n, random) for _ in range(runs)]
    share, error, n_coded, articles = np.moveaxis(np.array(results), -1, 0)  # each is runs x estimators x estimands
    low, high = correction.share_bounds(share, error, n_coded, articles)
    change = np.s_[..., 2]
    low[change], high[change] = correction.difference_bounds(share[change], error[change], articles[change])
    truth = np.array([*shares, shares[1] - shares[0]])
    columns = {
        "truth": np.broadcast_to(truth, share.shape[1:]),
        "mean": share.mean(axis=0),
        "bias": share.mean(axis=0) - truth,
        "coverage": 100 * ((low <= truth) & (truth <= high)).mean(axis=0),
        "width": np.nanmean(high - low, axis=0),
    }
    rows = pd.MultiIndex.from_product([ESTIMANDS, ESTIMATORS], names=["estimand", "estimator"])
    return pd.DataFrame({name: values.T.ravel() for name, values in columns.items()}, index=rows).reset_index()


def corpus(random: np.random.Generator, shares: tuple[float, float], outlets: tuple[float, ...]) -> Corpus:
    """Make the sentences of ARTICLES articles in each of two periods, and a coder's codes for them.

    Articles differ in their share of the topic, by outlet and beyond. The coder is right on RIGHT of the
    sentences of each period, but misses more in the second. Raises ValueError for shares at which it cannot.
    """
    period = np.repeat([0, 1], ARTICLES)
    outlet = random.choice(len(outlets), len(period), p=outlets)
    leaning = np.linspace(*LEANING, len(outlets))
    mean = np.array(shares)[period] * (leaning / (leaning @ outlets))[outlet]
    share = random.beta(mean * ALIKE, (1 - mean) * ALIKE)
    article = np.repeat(np.arange(len(period)), random.integers(*SENTENCES, len(period), endpoint=True))
    truth = random.random(len(article)) < share[article]
    false = (1 - RIGHT - np.multiply(MISSED, shares)) / np.subtract(1, shares)
    if (false < 0).any():
        raise ValueError(
            f"a coder who is right on {RIGHT} of the sentences cannot miss {MISSED} of the shares {shares}"
        )
    chance = np.where(truth, np.subtract(1, MISSED)[period[article]], false[period[article]])
    found = random.random(len(article)) < chance
    return Corpus(article, outlet[article], period[article], found.astype(int), truth.astype(int))


def estimates(made: Corpus, n: int, random: np.random.Generator) -> list[list[tuple[float, float, int, int]]]:
    """Estimate from one sheet of n sentences: share, standard error, n_coded and articles by estimator and estimand."""
    chance = sampling.chances(made.period, n)
    stratum = sampling.strata(made.outlet, made.period, made.found, chance)
    drawn, pi = sampling.draw(stratum, chance, random.random(len(stratum)))
    sample = sampling.Sample(drawn, pi, stratum, made.article)
    unaided, nothing = sample._replace(stratum=made.period), np.zeros_like(made.found)
    return [
        _three(made.period, made.found, made.found, sample),
        _three(made.period, made.found, made.truth, sample),
        _three(made.period, nothing, made.truth, unaided),
    ]


def _three(
    period: np.ndarray, found: np.ndarray, read: np.ndarray, sample: sampling.Sample
) -> list[tuple[float, float, int, int]]:
    """Return share, standard error, n_coded and articles for the two periods and their difference."""
    inside = [period == 0, period == 1]
    before, after = (correction.estimate(own, found, read, sample) for own in inside)
    of = [before, after, correction.difference(before, after)]
    errors = map(correction.standard_error, of, [*inside, inside[0] | inside[1]], [sample] * 3)
    return [(each.share, error, each.n_coded, each.articles) for each, error in zip(of, errors, strict=True)]
