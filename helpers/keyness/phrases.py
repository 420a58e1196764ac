"""Find phrases whose words keep company, words for the dictionary, and the sentences that hold either.

In: coded; features (None: cut from coded). Out: tables with one row a phrase, a word or a sentence.
"""

import numpy as np
import pandas as pd
from scipy.special import xlogy

from helpers import evidence, measure
from helpers.features import content, pairs
from helpers.features import features as cut
from helpers.keyness.weighing import log_odds, places

COLLOCATIONS = ["feature", "first", "second", "n", "n_first", "n_second", "expected", "log_likelihood", "n_docs"]
LEAST = 2  # occurrences below which a phrase is no collocation and a word no candidate
CANDIDATES = ["feature", "n_target", "n_reference", "z", "n_docs", "article_id", "published", "outlet", "segment_no",
              "text"]  # fmt: skip


def collocations(coded: pd.DataFrame, mask: bool = True, features: pd.DataFrame | None = None) -> pd.DataFrame:
    """List the two-word phrases whose words keep company more often than chance, by log-likelihood (Dunning 1993).

    Counts neighbours in the body sentences that only a space or a hyphen parts. Columns: COLLOCATIONS, the
    highest log_likelihood (G2, 0 and up) first: n of the pair, n_first and n_second of its words in their
    place, expected n if neighbours were independent, n_docs the articles. Left out are pairs with fewer
    than LEAST occurrences or no more than expected, those with a word of grammar and, under `mask`, a name.
    """
    every = pairs(cut(coded) if features is None else features)
    table = every.groupby(["first", "second"], as_index=False).agg(
        feature=("feature", "first"), kind=("kind", "first"), n=("feature", "size"), n_docs=("article_id", "nunique")
    )
    first, second = (every[column].value_counts() for column in ("first", "second"))
    table = table.assign(n_first=table["first"].map(first), n_second=table["second"].map(second))
    table["expected"] = table["n_first"] * table["n_second"] / len(every)
    table["log_likelihood"] = log_likelihood(table["n"], table["n_first"], table["n_second"], len(every))
    kept = (table["n"] >= LEAST) & (table["n"] > table["expected"]) & content(table)
    table = table[kept & ((table["kind"] != "name") | (not mask))]
    return table.sort_values(["log_likelihood", "feature"], ascending=[False, True], ignore_index=True)[COLLOCATIONS]


def log_likelihood(n, n_first, n_second, total) -> np.ndarray:
    """Return Dunning's G2 of pairs: n together, n_first and n_second in their place, of `total` pairs."""
    n, n_first, n_second = (np.asarray(number, dtype=float) for number in (n, n_first, n_second))
    observed = np.array([n, n_first - n, n_second - n, total - n_first - n_second + n])
    rows = np.array([n_first, n_first, total - n_first, total - n_first])
    expected = rows * np.array([n_second, total - n_second, n_second, total - n_second]) / total
    return 2 * (xlogy(observed, observed) - xlogy(observed, expected)).sum(axis=0)


def candidates(coded: pd.DataFrame, most: int = 20, features: pd.DataFrame | None = None) -> pd.DataFrame:
    """Offer words for the dictionary: those that body sentences without a topic have more than those with one.

    Words that are neither names, nor hits of the dictionary, nor words of grammar, and two-word phrases with
    such a word, LEAST times or more in sentences without a topic; `most` of them, the highest z of `log_odds`
    first. Columns: feature, n_target (in sentences without a topic), n_reference (with one), z, n_docs, and
    article_id, published, outlet, segment_no, text of the first sentence without a topic that holds it. There are no
    rows where every sentence has a topic, or none has.
    """
    features = cut(coded) if features is None else features
    claimed = coded[[column for column in coded if column.startswith("topic_")]].any(axis=1)
    tables = []
    for counted in (features, pairs(features)):
        new = counted.loc[(counted["kind"] == "word") & content(counted), "feature"].unique()
        try:
            table = log_odds(coded, ~claimed, claimed, features=counted)
        except ValueError:  # one of the groups holds no sentence or no such word: nothing to compare
            continue
        table = table[table["feature"].isin(new) & (table["n_target"] >= LEAST) & (table["z"] > 0)].head(most)
        examples = [sentences(coded, word, ~claimed, features=counted).iloc[0] for word in table["feature"]]
        examples = pd.DataFrame(examples, columns=evidence.COLUMNS).drop(columns=["start", "end", "matched"])
        shown = table[CANDIDATES[:5]].reset_index(drop=True)
        tables.append(pd.concat([shown, examples.reset_index(drop=True)], axis=1))
    if not tables:
        return pd.DataFrame(columns=CANDIDATES)
    return pd.concat(tables).sort_values(["z", "feature"], ascending=[False, True], ignore_index=True).head(most)


def sentences(
    coded: pd.DataFrame, feature: str, which: pd.Series | str | None = None, mask: bool = True,
    features: pd.DataFrame | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Return the body sentences that hold a feature, in the order of coded, with the columns of evidence.of.

    `which` is a mask over coded or a query on it; None takes every sentence. matched has each occurrence, '; '
    between them: over the groups of a comparison there are n_target + n_reference.
    """
    table = measure.body(coded) if which is None else measure.group(coded, which, "which")
    features = cut(coded) if features is None else features
    own = features[(features["feature"] == feature) & ((features["kind"] != "name") | (not mask))]
    row = places(own, table)
    own, row = own[row >= 0], row[row >= 0]
    texts, shift = table["text"].to_numpy()[row], table["start"].to_numpy()[row]
    spans = zip(texts, own["start"] - shift, own["end"] - shift, strict=True)
    matched = pd.Series([t[s:e] for t, s, e in spans], index=row, dtype=object).groupby(level=0).agg("; ".join)
    return table.iloc[matched.index].assign(matched=matched.to_numpy())[evidence.COLUMNS].reset_index(drop=True)
