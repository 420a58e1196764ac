"""Weigh the words that set two groups of sentences apart, and tell how large a difference chance alone makes.

In: coded; features (None: cut from coded). Out: tables with one row a feature; a Floor.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from helpers import measure
from helpers.features import features as cut

COUNTS = ["feature", "n_target", "n_reference", "rate_target", "rate_reference"]
LOG_ODDS = [*COUNTS, "log_odds", "std_error", "z", "n_docs"]
CHI_SQUARE = [*COUNTS, "chi_square", "n_docs"]
GROUPS, MOST_GROUPS = ["year", "quarter", "month", "outlet", "article_id"], 48
WEIGHT = 500  # words that the pooled prior counts for at most; no more than the smaller group has
SHUFFLES, LEVEL, SEED = 200, 0.95, 20240910
MANY_ARTICLES = 12  # from here on articles are shuffled, not sentences; this project's own threshold
AT_ONCE = 20  # shuffles held in memory
SMALL = 5  # an expected count below this asks for the continuity correction


class Floor(NamedTuple):
    """How large |z| gets when the groups are drawn by chance; a yardstick, not a test."""

    height: float  # the LEVEL quantile of the largest |z| of each shuffle
    unit: str  # what was shuffled: sentences, articles, or sentences within articles
    shuffles: int

    def __str__(self) -> str:
        return f"largest |z| in shuffled {self.unit}, not a test"


class _Tally(NamedTuple):
    vocabulary: np.ndarray
    feature: np.ndarray  # of each occurrence, a place in vocabulary
    sentence: np.ndarray  # of each occurrence, a place in target and article
    target: np.ndarray  # bool, a sentence
    article: np.ndarray  # number of the article, a sentence

    def counts(self, rows: np.ndarray) -> np.ndarray:
        return np.bincount(self.feature[rows], minlength=len(self.vocabulary))


def log_odds(
    coded: pd.DataFrame, target: pd.Series | str, reference: pd.Series | str, prior: str | float = "pooled",
    mask: bool = True, features: pd.DataFrame | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Weigh each word by its log-odds in two groups of body sentences (Monroe, Colaresi & Quinn 2008).

    `target` and `reference` are boolean masks over coded, or queries on it, without a sentence in common.
    `prior` 'pooled' gives each word its share of both groups together, scaled to WEIGHT words or the size of
    the smaller group (empirical Bayes: the data are used twice); a number gives every word that much. `mask`
    leaves names of people out of words and totals, as far as names.people finds them. Columns: LOG_ODDS, the
    highest z first: counts n, rates (0 to 1, of all features of the group), log_odds (above 0: said more
    often in the target), its std_error, z their quotient, n_docs the articles that hold the word. Raises
    ValueError for groups that are empty, overlap or hold fewer than two words, and for another prior.
    """
    tally = _tally(coded, target, reference, mask, features)
    own = tally.target[tally.sentence]
    n = tally.counts(own), tally.counts(~own)
    log_odds, variance = _difference(*n, prior)
    table = _table(tally, *n).assign(log_odds=log_odds, std_error=np.sqrt(variance), z=log_odds / np.sqrt(variance))
    return table.sort_values(["z", "feature"], ascending=[False, True], ignore_index=True)[LOG_ODDS]


def noise_floor(
    coded: pd.DataFrame, target: pd.Series | str, reference: pd.Series | str, prior: str | float = "pooled",
    mask: bool = True, features: pd.DataFrame | None = None,
) -> Floor:  # fmt: skip
    """Tell how large the largest |z| of `log_odds` gets when sentences are dealt to the two groups by chance.

    Deals SHUFFLES times with a fixed seed, the groups as large as they are; with MANY_ARTICLES or more
    whole articles are dealt, or, where articles have sentences in both groups, the sentences within each.
    Arguments as in `log_odds`. Returns a Floor; its height is the LEVEL quantile of the largest |z|.
    """
    tally = _tally(coded, target, reference, mask, features)
    per_article = pd.Series(tally.target).groupby(tally.article).agg(["any", "all"])
    shared, many = bool((per_article["any"] != per_article["all"]).any()), len(per_article) >= MANY_ARTICLES
    by_article = many and not shared
    unit = tally.article if by_article else np.arange(len(tally.target))
    in_target = per_article["all"].to_numpy() if by_article else tally.target
    deck = tally.article if many and shared else np.zeros(len(in_target), dtype=int)
    ones = np.ones(len(tally.feature), dtype=np.int64)
    shape = (len(in_target), len(tally.vocabulary))
    counts = sparse.csr_array((ones, (unit[tally.sentence], tally.feature)), shape=shape)
    pooled, rng, largest = counts.sum(axis=0), np.random.default_rng(SEED), []
    for start in range(0, SHUFFLES, AT_ONCE):
        dealt = np.array([_dealt(in_target, deck, rng) for _ in range(min(AT_ONCE, SHUFFLES - start))])
        n = dealt.astype(np.int64) @ counts
        difference, variance = _difference(n, pooled - n, prior)
        largest += list(np.abs(difference / np.sqrt(variance)).max(axis=1))
    named = "articles" if by_article else "sentences within articles" if many else "sentences"
    return Floor(float(np.quantile(largest, LEVEL)), named, SHUFFLES)


def against_noise(
    coded: pd.DataFrame, target: pd.Series | str, reference: pd.Series | str, prior: str | float = "pooled",
    mask: bool = True, features: pd.DataFrame | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Return `log_odds` with the columns floor and shuffled: the height and the unit of `noise_floor`."""
    asked = (coded, target, reference, prior, mask, cut(coded) if features is None else features)
    floor = noise_floor(*asked)
    return log_odds(*asked).assign(floor=floor.height, shuffled=floor.unit)


def grouping(coded: pd.DataFrame) -> str:
    """Return the column whose groups are to be set apart: the first of GROUPS that has 2 to MOST_GROUPS values.

    'year' where none has: then there is nothing to compare.
    """
    values = measure.body(coded)[GROUPS].nunique()
    return next((name for name in GROUPS if 2 <= values[name] <= MOST_GROUPS), GROUPS[0])


def each_against_rest(
    coded: pd.DataFrame, by: str, prior: str | float = "pooled", mask: bool = True,
    features: pd.DataFrame | None = None, values: list[str] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Compare each value of a column of coded (or year, quarter, month) with all others by `against_noise`.

    `values` names those to compare; None takes all. Returns its columns after the column `by`, no row where there
    is one group only; sentences without a value are left out. Raises KeyError naming a column that is not there.
    """
    table = measure.with_periods(coded)
    if by not in table:
        raise KeyError(f"no column {by!r} to compare by; there are {', '.join(table.columns)}")
    features = cut(coded) if features is None else features
    found = sorted(measure.body(coded)[by].dropna().unique())
    values = [value for value in found if values is None or value in values] if len(found) > 1 else []
    own = [(table[by] == value).fillna(False).astype(bool) for value in values]
    known = table[by].notna()
    tables = [against_noise(coded, mine, known & ~mine, prior, mask, features) for mine in own]
    if not tables:
        return pd.DataFrame(columns=[by, *LOG_ODDS, "floor", "shuffled"])
    return pd.concat(tables, keys=values, names=[by]).reset_index(by).reset_index(drop=True)


def chi_square(
    coded: pd.DataFrame, target: pd.Series | str, reference: pd.Series | str, mask: bool = True,
    features: pd.DataFrame | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Weigh each word by its signed chi-square in two groups, as textstat_keyness of quanteda.textstats does.

    Arguments as in `log_odds`. Columns: CHI_SQUARE, the highest first; above 0: more often in the target.
    """
    tally = _tally(coded, target, reference, mask, features)
    own = tally.target[tally.sentence]
    n = tally.counts(own), tally.counts(~own)
    table = _table(tally, *n).assign(chi_square=signed_chi_square(*n, n[0].sum(), n[1].sum()))
    return table.sort_values(["chi_square", "feature"], ascending=[False, True], ignore_index=True)[CHI_SQUARE]


def signed_chi_square(n_target, n_reference, total_target, total_reference) -> np.ndarray:
    """Return the chi-square of each 2 x 2 table, below 0 where the target has fewer than expected.

    With quanteda.textstats's continuity correction: half of all words are taken from |ad - bc| only where it
    is at least that large and some expected count is below SMALL.
    """
    a, b = (np.asarray(n, dtype=float) for n in (n_target, n_reference))
    c, d = total_target - a, total_reference - b
    every = a + b + c + d
    expected = np.array([(a + b) * (a + c), (a + b) * (b + d), (c + d) * (a + c), (c + d) * (b + d)]) / every
    apart = np.abs(a * d - b * c)
    corrected = (apart >= every / 2) & (expected < SMALL).any(axis=0)
    chi = every * (apart - corrected * every / 2) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d))
    return np.where(a < expected[0], -chi, chi)


def places(features: pd.DataFrame, sentences: pd.DataFrame) -> np.ndarray:
    """Return for each feature the place of its sentence in `sentences`, -1 for those of other sentences."""
    keys = ["article_id", "segment_no"]
    article, number = pd.factorize(features["article_id"])[0], features["segment_no"].to_numpy()
    first = np.append(True, (np.diff(article) != 0) | (np.diff(number) != 0))[: len(features)]
    place = pd.MultiIndex.from_frame(sentences[keys]).get_indexer(pd.MultiIndex.from_frame(features.loc[first, keys]))
    return place[np.cumsum(first) - 1]


def _tally(coded, target, reference, mask, features) -> _Tally:
    """Count the features of two groups; sentences stand in the order of the texts, whatever that of the rows."""
    groups = [measure.group(coded, which, name) for which, name in ((target, "target"), (reference, "reference"))]
    both = pd.concat(groups).assign(target=np.arange(sum(map(len, groups))) < len(groups[0]))
    if twice := int(both.duplicated(["article_id", "segment_no"]).sum()):
        raise ValueError(f"{twice} sentences stand in both groups; choose groups that do not overlap")
    both = both.sort_values(["article_id", "segment_no"], ignore_index=True)
    features = cut(coded) if features is None else features
    row = places(features, both)
    counted = (row >= 0) & ((features["kind"] != "name") | (not mask)).to_numpy()
    codes = features["feature"].astype("category")
    used, feature = np.unique(codes.cat.codes.to_numpy()[counted], return_inverse=True)
    tally = _Tally(
        codes.cat.categories.to_numpy()[used], feature, row[counted], both["target"].to_numpy(),
        pd.factorize(both["article_id"])[0],
    )  # fmt: skip
    if len(np.unique(tally.target[tally.sentence])) < 2 or len(used) < 2:
        raise ValueError("a group holds no word, or both hold but one; choose larger groups")
    return tally


def _difference(n_target: np.ndarray, n_reference: np.ndarray, prior: str | float) -> tuple[np.ndarray, np.ndarray]:
    """Return the log-odds of each word (last axis) and their variance, as Monroe, Colaresi & Quinn give them."""
    totals = n_target.sum(axis=-1, keepdims=True), n_reference.sum(axis=-1, keepdims=True)
    if prior == "pooled":
        weight = np.clip(np.minimum(*totals), 1, WEIGHT)
        own = weight * (n_target + n_reference) / sum(totals)
    elif isinstance(prior, int | float) and prior > 0:
        weight, own = prior * n_target.shape[-1], prior
    else:
        raise ValueError(f"prior is 'pooled' or a number above 0, not {prior!r}")
    smooth = n_target + own, n_reference + own
    odds = [n / (total + weight - n) for n, total in zip(smooth, totals, strict=True)]
    return np.log(odds[0]) - np.log(odds[1]), 1 / smooth[0] + 1 / smooth[1]


def _table(tally: _Tally, n_target: np.ndarray, n_reference: np.ndarray) -> pd.DataFrame:
    articles = int(tally.article.max()) + 1
    docs = np.unique(tally.feature * articles + tally.article[tally.sentence]) // articles
    return pd.DataFrame({
        "feature": tally.vocabulary, "n_target": n_target, "n_reference": n_reference,
        "rate_target": n_target / n_target.sum(), "rate_reference": n_reference / n_reference.sum(),
        "n_docs": np.bincount(docs, minlength=len(tally.vocabulary)),
    })  # fmt: skip


def _dealt(in_target: np.ndarray, deck: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Deal the places of the target anew within each deck."""
    dealt = np.empty_like(in_target)
    dealt[np.lexsort((rng.random(len(deck)), deck))] = in_target[np.argsort(deck, kind="stable")]
    return dealt
