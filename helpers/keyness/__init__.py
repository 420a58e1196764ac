"""Say which words set two groups of sentences apart, and how large a difference chance alone makes.

In: coded; features (None: cut from coded). Out: tables with one row a feature, and the sentences that hold it.
"""

from helpers.keyness.phrases import candidates, collocations, log_likelihood, sentences
from helpers.keyness.weighing import (
    CHI_SQUARE,
    COUNTS,
    LEVEL,
    LOG_ODDS,
    MANY_ARTICLES,
    SHUFFLES,
    SMALL,
    Floor,
    against_noise,
    chi_square,
    each_against_rest,
    grouping,
    log_odds,
    noise_floor,
    signed_chi_square,
)

__all__ = [
    "CHI_SQUARE", "COUNTS", "LEVEL", "LOG_ODDS", "MANY_ARTICLES", "SHUFFLES", "SMALL", "Floor", "against_noise",
    "candidates", "chi_square", "collocations", "each_against_rest", "grouping", "log_likelihood", "log_odds",
    "noise_floor", "sentences", "signed_chi_square",
]  # fmt: skip
