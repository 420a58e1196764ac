"""Draw sentences for a person to code: blind, seeded, stratified, each with a known chance of being drawn.

In: coded. Out: a sheet, one row a drawn body sentence, with an empty column a key.
"""

import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import measure

ROUNDED = 1e-5  # relative: a sheet that was written to a file holds pi with six digits
LEAST = 5  # sentences due from a stratum: with fewer, what they have in common says little of the stratum
CONTEXT = ("headline", "body")  # what a person reads before a sentence; not captions and site furniture
AT = ["article_id", "start", "end"]
SHOWN = ["article_id", "segment_no", "start", "end", "published", "outlet", "before", "text"]


class Sample(NamedTuple):
    """The sentences that a person coded, among all body sentences: arrays with one value a sentence."""

    drawn: np.ndarray  # whether the sentence was coded
    pi: np.ndarray  # with which chance it was drawn; used where it was
    stratum: np.ndarray  # number of the stratum that it was drawn from
    article: np.ndarray  # number of its article


def coding_sheet(
    coded: pd.DataFrame, n: int, seed: int = measure.SEED, by: str = "year", keys: list[str] | None = None
) -> pd.DataFrame:
    """Draw n body sentences for a person to code, in random order, without the dictionary's codes.

    `keys` are as in measure.shares, None takes every topic; `by` is a column of coded, or 'year',
    'quarter', 'month'. Columns: SHOWN, with `before` the sentence or headline before; an empty column a
    key, for 1 or 0; pi (above 0, to 1), the chance with which the sentence was drawn: sentences drawn /
    sentences of its stratum (see `strata`, `chances`). The same seed gives the same sheet whatever the
    order of coded; n above the number of sentences gives all of them, with pi 1. Raises ValueError for n
    below 1 and where there is no body sentence, KeyError naming a column that is not there.
    """
    if n < 1:
        raise ValueError(f"a sheet of {n} sentences cannot be drawn; ask for 1 or more")
    rows = in_order(coded)
    if rows.empty:
        raise ValueError("coded holds no body sentence to draw; give it articles with segments of kind 'body'")
    keys = [c for c in coded.columns if c.startswith("topic_")] if keys is None else list(keys)
    random = np.random.default_rng(seed)
    drawn, pi = draw(*plan(rows, n, by, keys), random.random(len(rows)))
    context = coded[coded["kind"].isin(CONTEXT)].sort_values(["article_id", "start"])
    before = context.groupby("article_id")["text"].shift(fill_value="")
    sheet = rows.assign(pi=pi)[drawn].merge(context[AT].assign(before=before), on=AT, validate="one_to_one")
    sheet = sheet.iloc[random.permutation(len(sheet))].assign(**dict.fromkeys(keys, ""))
    return sheet[[*SHOWN, *keys, "pi"]].reset_index(drop=True)


def asked(sheet: pd.DataFrame) -> list[str]:
    """Return the keys that a sheet asks for: its columns between text and pi."""
    names = list(sheet.columns)
    return names[names.index("text") + 1 : names.index("pi")]


def in_order(coded: pd.DataFrame) -> pd.DataFrame:
    """Return the body sentences with year, quarter and month, article by article in the order of the text."""
    return measure.body(coded).sort_values(["article_id", "start"], ignore_index=True)


def plan(rows: pd.DataFrame, n: int, by: str, keys: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the stratum of each body sentence and the chance that n sentences give it.

    A sentence with several keys counts for the rarest of them. Raises KeyError naming a column that is not there.
    """
    if by not in rows:
        raise KeyError(f"no column {by!r} to draw by; there are {', '.join(rows.columns)}")
    outlet, period = (pd.factorize(rows[c].astype("string").fillna(""), sort=True)[0] for c in ("outlet", by))
    found = {key: measure.holds(rows, key).to_numpy() for key in keys}
    rarest = np.zeros(len(rows), dtype=int)
    for number, key in enumerate(sorted(keys, key=lambda key: -found[key].sum()), start=1):
        rarest[found[key]] = number  # the rarest comes last and stays
    chance = chances(period, n)
    return strata(outlet, period, rarest, chance), chance


def chances(period: np.ndarray, n: int) -> np.ndarray:
    """Return the chance of each sentence when periods share n sentences by the square roots of their sizes.

    The root lies between equal parts, best for comparing periods, and equal chances, best for all of them
    together (power allocation, Bankier 1988). Within a period all have one chance: one that is
    higher for a rare topic would tell the person who codes what the dictionary found.
    """
    size = np.bincount(period)
    taken, whole = size.astype(float), np.full(len(size), n >= size.sum())
    while not whole.all():
        part = np.where(whole, 0, np.sqrt(size))
        taken = np.where(whole, size, part / part.sum() * (n - size[whole].sum()))
        if (taken <= size).all():
            break
        whole |= taken > size  # a period gives no more sentences than it has; the others share the rest
    return (taken / size)[period]


def strata(outlet: np.ndarray, period: np.ndarray, key: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Return the stratum of each sentence, numbered from 0, from its numbered outlet, period and key.

    A stratum is an outlet, period and key from which LEAST or more sentences are due. Where fewer are, outlets
    are put together, then keys, then periods; what is still too small joins the largest stratum.
    """
    stratum, rest, first = np.zeros(len(outlet), dtype=int), np.arange(len(outlet)), 1
    keys, outlets = key.max() + 1, outlet.max() + 1
    for cell in ((period * keys + key) * outlets + outlet, period * keys + key, period, np.zeros_like(period)):
        own = np.unique(cell[rest], return_inverse=True)[1]
        enough = np.bincount(own, chance[rest]).round(9)[own] >= LEAST
        stratum[rest[enough]] = first + own[enough]
        first, rest = first + len(rest), rest[~enough]
    if len(rest) < len(stratum):
        stratum[rest] = np.bincount(stratum[stratum > 0]).argmax()
    return np.unique(stratum, return_inverse=True)[1]


def due(stratum: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Return how many sentences each stratum gives: what its chances add up to, made whole by largest remainders."""
    exact = np.bincount(stratum, chance).round(9)
    whole = np.floor(exact).astype(int)
    whole[np.argsort(whole - exact, kind="stable")[: round(exact.sum()) - whole.sum()]] += 1
    return whole


def draw(stratum: np.ndarray, chance: np.ndarray, order: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Draw what is due from each stratum, in a random order that is given.

    Returns for each sentence whether it is drawn, and its pi: sentences drawn / sentences of its stratum.
    """
    size, n = np.bincount(stratum), due(stratum, chance)
    by = np.lexsort((order, stratum))
    rank = np.empty_like(by)
    rank[by] = np.arange(len(by)) - (size.cumsum() - size)[stratum[by]]
    return rank < n[stratum], (n / size)[stratum]


def coded_sample(
    coded: pd.DataFrame, sheet: pd.DataFrame, keys: list[str] | None, drawn_by: str
) -> tuple[pd.DataFrame, dict[str, np.ndarray], Sample]:
    """Return the body sentences in order, what the person coded of them for each key, and the sample.

    Codes are 1 and 0, missing for a sentence that is not in the sheet. Raises KeyError for a key that the sheet
    does not ask for, ValueError for a sheet that is not filled, or not the whole sheet of these articles.
    """
    rows, wanted = in_order(coded), asked(sheet)
    keys = wanted if keys is None else list(keys)
    if missing := [key for key in keys if key not in wanted]:
        raise KeyError(f"the sheet does not ask for {missing[0]!r}; it asks for {', '.join(wanted)}")
    at = pd.MultiIndex.from_frame(rows[AT]).get_indexer(pd.MultiIndex.from_frame(sheet[AT]))
    codes = sheet[keys].apply(pd.to_numeric, errors="coerce").astype("Float64").to_numpy(float, na_value=np.nan)
    _check(sheet, at, codes, len(rows))
    read = {key: np.full(len(rows), np.nan) for key in keys}
    for key, code in zip(keys, codes.T, strict=True):
        read[key][at] = code
    drawn, pi = np.zeros(len(rows), dtype=bool), np.ones(len(rows))
    drawn[at], pi[at] = True, sheet["pi"]
    stratum = _strata_of(rows, at, pi, drawn_by, wanted)
    return rows, read, Sample(drawn, pi, stratum, pd.factorize(rows["article_id"])[0])


def _check(sheet: pd.DataFrame, at: np.ndarray, codes: np.ndarray, total: int) -> None:
    """Raise ValueError for a sheet that is not filled, or not the whole sheet of this corpus."""
    for wrong, what in (
        (at < 0, "is no body sentence of coded; its article was changed, or a spreadsheet changed its article_id, "
                 "start or end: restore what was, or draw a sheet from the articles as they are"),
        (sheet.duplicated(AT).to_numpy(), "stands in the sheet twice; drop one of the two"),
    ):  # fmt: skip
        if wrong.any():
            row = sheet.iloc[wrong.argmax()]
            where = ", ".join(f"{name} {row[name]}" for name in AT)
            raise ValueError(f"row {wrong.argmax() + 2} of the sheet ({where}) {what}")
    blank = ~np.isin(codes, (0, 1)).all(axis=1)
    if blank.any():
        raise ValueError(
            f"{blank.sum()} of the {len(sheet)} rows of the sheet are not coded 1 or 0, the first is row "
            f"{blank.argmax() + 2}; pi is the chance of a whole sheet: code them, or draw a shorter sheet and code that"
        )
    stand_for = (1 / sheet["pi"]).sum()
    if abs(stand_for / total - 1) > ROUNDED:
        raise ValueError(
            f"the sheet stands for {stand_for:,.1f} body sentences (the sum of 1 / pi), but coded holds {total:,}; "
            "restore its rows, its pi and the articles it was drawn from, or draw a new sheet"
        )


def _strata_of(rows: pd.DataFrame, at: np.ndarray, pi: np.ndarray, by: str, keys: list[str]) -> np.ndarray:
    """Return the strata that the sheet was drawn from; if they cannot be told, each sentence is its own."""
    stratum, chance = plan(rows, len(at), by, keys)
    n, size = due(stratum, chance), np.bincount(stratum)
    same = np.array_equal(np.bincount(stratum[at], minlength=len(n)), n)
    if same and np.allclose((n / size)[stratum[at]], pi[at], rtol=ROUNDED, atol=0):
        return stratum
    warnings.warn(
        "the dictionary's codes or drawn_by are not those with which the sheet was drawn, so that its strata are not "
        "known; the intervals are wider than they need be",
        stacklevel=4,
    )
    return np.arange(len(rows))
