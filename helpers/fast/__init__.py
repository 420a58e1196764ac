"""Segments, mentions and codes as segment and coding make them, many times faster: the same tables, row for row.

In: articles. Out: segments, mentions and coded. The plain modules are the readable account of what is done here.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import coding, load
from helpers.fast import cutting, finding, flagging
from helpers.fast.cutting import segments
from helpers.fast.finding import mentions
from helpers.fast.flagging import coded

__all__ = ["PART", "Rules", "Tables", "code", "coded", "mentions", "parts", "rules", "segments"]
PART = 1_500_000  # characters: what is worked on at once, which bounds memory; the results do not depend on it
_REUSED = (1 << 25) - (1 << 13)  # bytes: a little less than the largest block that glibc will keep for the next array


class Tables(NamedTuple):
    """What is known of some articles."""

    articles: pd.DataFrame
    segments: pd.DataFrame
    mentions: pd.DataFrame
    coded: pd.DataFrame


class Rules(NamedTuple):
    """A dictionary made ready for each stage."""

    cutting: cutting.Rules
    finding: finding.Rules
    flagging: flagging.Rules


def rules(dictionary: pd.DataFrame) -> Rules:
    """Make a dictionary ready, which saves time when many parts of a corpus are coded."""
    return Rules(cutting.rules(dictionary), finding.rules(dictionary), flagging.rules())


def code(articles: pd.DataFrame, segments: pd.DataFrame, row: np.ndarray, ready: Rules) -> Tables:
    """Find and flag all that the segments of some articles hold; `row` is the row of each segment's article."""
    published = finding.dates(articles).to_numpy()[row] if "published" in articles else None
    found, hits = finding.find(segments, ready.finding, published)
    about = articles.reindex(columns=coding.ABOUT_ARTICLE).take(row).set_axis(segments.index)
    return Tables(articles, segments, found, flagging.flag(segments, row, about, found, hits, ready.flagging))


def parts(articles: pd.DataFrame, dictionary: pd.DataFrame | None = None, size: int = PART) -> Iterator[Tables]:
    """Yield the tables of one part of the articles after another, about `size` characters each; there is at least one.

    Raises CorpusError if two articles have one id, as the tables could not tell them apart.
    """
    if len(twins := articles.loc[articles["article_id"].duplicated(), "article_id"]):
        raise load.CorpusError(f"two articles have the id {twins.iloc[0]!r}; give each its own")
    dictionary = load.dictionary() if dictionary is None else dictionary
    np.empty(_REUSED, dtype=np.uint8)  # given back at once: from now on glibc keeps blocks of up to this size
    ready = rules(dictionary)
    length = np.array([len(text) for text in articles["text"]], dtype=np.int64)
    edges = np.flatnonzero(np.diff((np.cumsum(length) - length) // size)) + 1
    for first, last in zip([0, *edges], [*edges, len(articles)], strict=True):
        part = articles.iloc[first:last]
        yield code(part, *cutting.cut(part, ready.cutting), ready)
