"""Count sentences, with intervals that say what they cover, and say what a corpus can show at all.

In: coded. Out: shares, one row a group and key: group columns, key, n, total, share, low, high,
interval, varies, n_articles, n_outlets.
"""

from helpers.measure.comparisons import differences, kitagawa, newcombe
from helpers.measure.counting import PERIODS, body, group, holds, periods, with_periods
from helpers.measure.limits import DESCRIBE_ARTICLES, ESTIMATE_ARTICLES, ESTIMATE_OUTLETS, Attainable, attainable
from helpers.measure.permutation import tests
from helpers.measure.proportions import ESTIMATE, LEVEL, RESAMPLES, SEED, shares, together, wilson, words

__all__ = [
    "DESCRIBE_ARTICLES", "ESTIMATE", "ESTIMATE_ARTICLES", "ESTIMATE_OUTLETS", "LEVEL", "PERIODS", "RESAMPLES", "SEED",
    "Attainable", "attainable", "body", "differences", "group", "holds", "kitagawa", "newcombe", "periods", "shares",
    "tests", "together", "wilson", "with_periods", "words",
]  # fmt: skip
