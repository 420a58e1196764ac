"""Measure how far a coding agrees with a reading of the same sentences, and readers with each other.

In: coded, readings (rows with article_id, start, end and codes). Out: one row a key with counts and scores.
"""

import krippendorff
import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from helpers import load, measure
from helpers.correction import corrected, corrected_differences
from helpers.sampling import AT, coding_sheet
from helpers.simulation import simulate

__all__ = [
    "coding_sheet", "corrected", "corrected_differences", "disagreements", "read_as_coded", "readers", "reliability",
    "simulate", "validate",
]  # fmt: skip
ENOUGH = 10  # cases in the reading; fewer are printed as counts, not scores
RESAMPLES = 1_000
SCORES = ["precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high", "f1"]
CODES = ["us_uk_iran", "us_uk_russia", "us_uk_other", "iran_frame", "russia_frame", "speaker", "voice", "quoted"]


def read_as_coded(coded: pd.DataFrame, reading: pd.DataFrame) -> pd.DataFrame:
    """Return coded with its codes replaced by the reading's, for the segments that were read.

    Segments are joined on article_id, start and end; one that was not read is left out. Topics
    become the boolean columns topic_*, quoted a boolean, the other codes are taken as they are.
    """
    topics = [c for c in coded.columns if c.startswith("topic_")]
    codes = [c for c in CODES if c in reading and c in coded]
    read = coded.drop(columns=codes).merge(reading[[*AT, "topics", *codes]], on=AT, validate="one_to_one")
    named = read.pop("topics").fillna("").str.split(";")
    read = read.assign(**{t: [t.removeprefix("topic_") in own for own in named] for t in topics})
    return read.assign(quoted=read["quoted"].eq("yes")) if "quoted" in codes else read


def readers(coded: pd.DataFrame, by: str, keys: list[str] | None = None) -> pd.DataFrame | None:
    """Return the shares that the stored readings give, as measure.shares does; None where none of coded was read.

    The readings are those of load.readings, settled between two readers: language models, not people.
    """
    reading = load.readings().query("reader == 'adjudicated'")
    read = read_as_coded(coded, reading)
    return None if read.empty else measure.shares(read, by, keys)


def validate(
    coded: pd.DataFrame, reading: pd.DataFrame, keys: list[str] | None = None, kinds: tuple[str, ...] = ("body",)
) -> pd.DataFrame:
    """Compare codes with a reading, segment by segment.

    `keys` are as in measure.shares; None takes every topic. Returns one row a key: key, n_read,
    n_coded, n_both (segments), and SCORES: precision and recall with Wilson 95% intervals, and f1,
    missing where n_read is below 10. Raises ValueError if no segment of the reading is in coded.
    """
    read = read_as_coded(coded, reading)
    if read.empty:
        raise ValueError("no segment of the reading has the article_id, start and end of a coded one")
    keys, own, read = _keys(coded, keys), *_side_by_side(coded, read, kinds)
    told, found = ([measure.holds(table, key).to_numpy() for key in keys] for table in (read, own))
    table = pd.DataFrame({
        "key": keys,
        "n_read": [int(t.sum()) for t in told],
        "n_coded": [int(f.sum()) for f in found],
        "n_both": [int((t & f).sum()) for t, f in zip(told, found, strict=True)],
    })  # fmt: skip
    for name, of in (("precision", "n_coded"), ("recall", "n_read")):
        some = table[of].where(table[of] > 0)
        table[name] = table["n_both"] / some
        low, high = proportion_confint(table["n_both"], some, 1 - measure.LEVEL, method="wilson")
        table[f"{name}_low"], table[f"{name}_high"] = low, high
    table["f1"] = 2 * table["n_both"] / (table["n_read"] + table["n_coded"])
    table.loc[table["n_read"] < ENOUGH, SCORES] = float("nan")
    return table


def disagreements(
    coded: pd.DataFrame, reading: pd.DataFrame, keys: list[str] | None = None, kinds: tuple[str, ...] = ("body",)
) -> pd.DataFrame:
    """Return each sentence and key on which codes and reading differ.

    Columns: key, coded, read (booleans), article_id, segment_no, start, end, text; by key, in the order of the texts.
    """
    own, read = _side_by_side(coded, read_as_coded(coded, reading), kinds)
    rows = []
    for key in _keys(coded, keys):
        found, told = measure.holds(own, key).to_numpy(), measure.holds(read, key).to_numpy()
        wrong = own.loc[found != told, [*AT, "segment_no", "text"]]
        rows.append(wrong.assign(key=key, coded=found[found != told], read=told[found != told]))
    columns = ["key", "coded", "read", "article_id", "segment_no", "start", "end", "text"]
    return pd.concat(rows, ignore_index=True)[columns]


def reliability(readings: pd.DataFrame, readers: tuple[str, str] = ("a", "b")) -> pd.DataFrame:
    """Return how far two readers agree, a row a topic and code.

    readings: as load.readings gives them. Columns: key, n (segments that both read), alpha
    (Krippendorff 2004, nominal, by the package krippendorff), low, high (95%, percentile of 1,000
    draws of segments, fixed seed), agreement (share of segments coded alike), prevalence (share of
    both readers' codes other than none, no, narrator or outlet). alpha is missing where both used one
    code throughout; low and high are 1 where they never differ, which says little of a rare code. By convention
    .800 can be relied on and .667 is tentative. Two readers of one kind, as two language models are, agree too easily.
    """
    first, second = (readings[readings["reader"] == reader] for reader in readers)
    both = first.merge(second, on=AT, suffixes=("_1", "_2"), validate="one_to_one")
    topics = sorted({t for codes in readings["topics"] for t in codes.split(";") if t})
    columns = {f"topic_{t}": [_has_topic(both[f"topics_{i}"], t) for i in (1, 2)] for t in topics}
    columns |= {c: [both[f"{c}_{i}"].astype(str) for i in (1, 2)] for c in CODES if f"{c}_1" in both}
    draws = np.random.default_rng(measure.SEED).integers(0, len(both), size=(RESAMPLES, len(both)))
    rows = []
    for key, codes in columns.items():
        numbers, names = pd.factorize(pd.concat(codes), sort=True)
        units = numbers.reshape(2, -1)
        nothing = [i for i, name in enumerate(names) if str(name) in ("False", "none", "no", "narrator", "outlet")]
        alpha, drawn = _alpha(units), pd.Series([_alpha(units[:, draw]) for draw in draws])
        low, high = drawn.quantile([(1 - measure.LEVEL) / 2, (1 + measure.LEVEL) / 2])
        agreement, prevalence = (units[0] == units[1]).mean(), 1 - np.isin(units, nothing).mean()
        rows.append((key, len(both), alpha, low, high, agreement, prevalence))
    return pd.DataFrame(rows, columns=["key", "n", "alpha", "low", "high", "agreement", "prevalence"])


def _side_by_side(coded: pd.DataFrame, read: pd.DataFrame, kinds: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the coded and the read rows of the same segments, in the same order."""
    read = read[read["kind"].isin(kinds)].reset_index(drop=True)
    return read[AT].merge(coded, on=AT, validate="one_to_one"), read


def _keys(coded: pd.DataFrame, keys: list[str] | None) -> list[str]:
    return [c for c in coded.columns if c.startswith("topic_")] if keys is None else list(keys)


def _has_topic(codes: pd.Series, topic: str) -> pd.Series:
    return codes.str.split(";").apply(lambda own: topic in own)


def _alpha(units: np.ndarray) -> float:
    """Return Krippendorff's alpha of a readers x segments table of numbered codes, missing if all are one code."""
    if len(np.unique(units)) < 2:
        return float("nan")
    return krippendorff.alpha(reliability_data=units, level_of_measurement="nominal")
