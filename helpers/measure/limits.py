"""Say what a corpus can show at all: read, describe or estimate.

In: articles and, for the smallest difference, coded. Out: an Attainable.
"""

from math import comb
from typing import NamedTuple

import pandas as pd

from helpers.measure.comparisons import newcombe
from helpers.measure.counting import PERIODS, body, periods, with_periods

DESCRIBE_ARTICLES, ESTIMATE_ARTICLES, ESTIMATE_OUTLETS = 6, 30, 3  # in each period; this project's own thresholds
TINY = 1e-4  # a smallest p below this bars nothing, and is not mentioned


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
    if len(cells) > 1 and smallest_p > TINY:
        why += f"; no exact test of earlier against later articles could give p below {smallest_p:.2g}"
    return Attainable(mode, why, cells.reset_index(), empty, aliased, smallest_p, difference)


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
