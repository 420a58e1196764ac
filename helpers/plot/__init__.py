"""Draw the charts, one function a chart, each with no more than the corpus allows.

In: articles, segments, shares and the like, a Design. Out: Axes, for `finish`, which writes the files.
"""

import numpy as np
import pandas as pd

from helpers import measure
from helpers.design import Design
from helpers.plot import texts, whole
from helpers.plot.corpus import coverage, events, spread, strips  # noqa: F401
from helpers.plot.names import actor_names, dated_labels, in_words, labelled, labels, texts_drawn  # noqa: F401
from helpers.plot.scores import corrected, scores  # noqa: F401
from helpers.plot.time import over_time
from helpers.plot.variants import variants  # noqa: F401
from helpers.plot.words import keyness  # noqa: F401
from helpers.style import counted, csv_text, finish, intervals, keep, put, source, use_style  # noqa: F401


def shares(
    table: pd.DataFrame, design: Design, names: pd.Series, rows: pd.Series,
    readers: pd.DataFrame | None = None, tests: pd.DataFrame | None = None,
) -> np.ndarray:  # fmt: skip
    """Draw shares as the design allows: a panel a text with a dot a key, or a panel a key over the periods.

    table: as measure.shares gives it by design.by; names: label of each text, as `labels` gives them; rows: label of
    each key, in order; readers: the shares of a reading, or None; tests: as measure.tests gives them, or None.
    Returns the Axes.
    """
    if design.dated:
        return over_time(table, design, rows, tests)
    return texts.dots_by_text(table, design.by, names, rows, readers)


def glance(
    coded: pd.DataFrame, table: pd.DataFrame, design: Design, names: pd.Series, kinds: pd.Series, topics: pd.Series
) -> np.ndarray:  # fmt: skip
    """Draw texts sentence by sentence with the topics that lead each; shares, where the design has no single texts.

    coded: of all kinds of segments; table: shares of every kind and topic by design.by; names: label of each text;
    kinds: three keys, of which a sentence carries one at most, with their labels; topics: label of each topic.
    """
    if design.by != "article_id":
        return shares(table, design, names, kinds)
    return whole.sentences(coded, table, names, kinds, topics)


def presence(table: pd.DataFrame, design: Design, names: pd.Series, rows: pd.Series) -> np.ndarray:
    """Draw who is named: a table of counts text by text, or a panel each over the periods. Arguments as in `shares`."""
    if design.dated:
        return over_time(table, design, rows)
    return np.atleast_1d(texts.presence(table, design.by, names, rows))


def marks(table: pd.DataFrame, design: Design, names: pd.Series, rows: pd.Series) -> np.ndarray:
    """Draw where two sides converge and diverge: a mark a sentence text by text, or shares over the periods.

    table: shares with the columns about (key of `rows`) and stance (converge or diverge).
    """
    if not design.dated and table["n"].max() <= texts.MOST_MARKS:
        return np.atleast_1d(texts.marks(table, design.by, names, rows))
    keys = table.drop_duplicates("key")
    own = [f"{rows[about]}: {stance}" for about, stance in zip(keys["about"], keys["stance"], strict=True)]
    return shares(table, design, names, pd.Series(own, index=keys["key"]))


def manners(table: pd.DataFrame, design: Design, names: pd.Series, rows: pd.Series) -> np.ndarray:
    """Draw how large a part of the words each manner has: a line of marks a text, or a panel each over the periods."""
    if design.dated:
        return over_time(table, design, rows)
    return np.atleast_1d(texts.manners(table, design.by, names, rows))


def together(table: pd.DataFrame, design: Design, names: pd.Series, rows: pd.Series) -> np.ndarray:
    """Draw in how many sentences two states are named together, a small matrix a text or year.

    table: as measure.together gives it, by article or by year.
    """
    if not design.dated:
        return texts.together(table, design.by, names, rows)
    years = sorted(table["year"].unique())
    return texts.together(table, "year", pd.Series(years, index=years), rows)


def tests(coded: pd.DataFrame, design: Design, keys: list[str] | None = None) -> pd.DataFrame | None:
    """Return what measure.tests says of the change from the first period to the last, None where the design bars it."""
    return measure.tests(coded, design.by, keys) if design.mode == "estimate" and design.dated else None


def with_readers(table: pd.DataFrame, readers: pd.DataFrame | None) -> pd.DataFrame:
    """Return shares with the readers' count as n_readers, if there is a reading: the numbers that a chart draws."""
    if readers is None:
        return table
    at = list(table.columns[: table.columns.get_loc("key") + 1])
    return table.merge(readers[[*at, "n"]], on=at, suffixes=("", "_readers"), validate="one_to_one")
