"""Test the change of shares by shuffling articles, where a corpus is large enough to carry a test.

In: coded. Out: what comparisons.differences returns, with p and p_holm.
"""

import numpy as np
import pandas as pd

from helpers.measure.comparisons import differences
from helpers.measure.counting import body, holds
from helpers.measure.limits import attainable
from helpers.measure.proportions import RESAMPLES, SEED

SHUFFLES = 500  # of the resamples at a time, so that a large corpus needs little memory


def tests(coded: pd.DataFrame, by: str, keys: list[str] | None = None) -> pd.DataFrame:
    """Test the change of each share from the first period of `by` to the last, by shuffling whole articles.

    Returns the columns of `differences` with p (two-sided permutation test of the absolute difference,
    10,000 shuffles of the articles between the two periods within each outlet, fixed seed; at least
    1/10,001) and p_holm, corrected for the number of keys (Holm 1979, by statsmodels). Raises
    ValueError where `attainable` does not answer 'estimate': a smaller corpus carries no p.
    """
    from statsmodels.stats.multitest import multipletests

    counted = body(coded)
    articles = counted.drop_duplicates("article_id")
    answer = attainable(articles, by)
    if answer.mode != "estimate":
        raise ValueError(f"this corpus carries no test: {answer}")
    first, last = answer.cells[by].iloc[0], answer.cells[by].iloc[-1]
    table = differences(counted, counted[by] == first, counted[by] == last, keys)
    drawn = counted[counted[by].isin([first, last])]
    hits = pd.DataFrame({key: holds(drawn, key) for key in table["key"]}).groupby(drawn["article_id"]).sum()
    sizes = drawn.groupby("article_id").size().to_numpy()
    known = drawn.drop_duplicates("article_id").set_index("article_id").loc[hits.index]
    null = _shuffled_differences(hits.to_numpy(), sizes, known["outlet"].to_numpy(), (known[by] == last).to_numpy())
    as_far = (np.abs(null) >= table["difference"].abs().to_numpy() - 1e-12).sum(axis=0)
    p = (1 + as_far) / (1 + RESAMPLES)
    return table.assign(p=p, p_holm=multipletests(p, method="holm")[1])


def _shuffled_differences(hits: np.ndarray, sizes: np.ndarray, outlets: np.ndarray, late: np.ndarray) -> np.ndarray:
    """Return RESAMPLES x keys differences of shares when articles are dealt to the two periods anew within outlets."""
    rng = np.random.default_rng(SEED)
    group = np.unique(outlets, return_inverse=True)[1]
    inorder = np.argsort(group, kind="stable")
    dealt = late[inorder].astype(float)
    columns = np.column_stack([hits, sizes])[inorder].astype(float)
    total, drawn = columns.sum(axis=0), np.empty((RESAMPLES, hits.shape[1]))
    for start in range(0, RESAMPLES, SHUFFLES):
        chance = rng.random((min(SHUFFLES, RESAMPLES - start), len(late))) + group[inorder]
        after = dealt[np.argsort(chance, axis=1, kind="stable")] @ columns  # outlets keep their own places
        before = total - after
        drawn[start : start + len(after)] = after[:, :-1] / after[:, -1:] - before[:, :-1] / before[:, -1:]
    return drawn
