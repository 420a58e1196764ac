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

__all__ = ["PART", "Tables", "coded", "mentions", "parts", "segments"]
PART = 1_500_000  # characters: what is worked on at once, which bounds memory; the results do not depend on it
_REUSED = (1 << 25) - (1 << 13)  # bytes: a little less than the largest block that glibc will keep for the next array


class Tables(NamedTuple):
    """What is known of some articles."""

    articles: pd.DataFrame
    segments: pd.DataFrame
    mentions: pd.DataFrame
    coded: pd.DataFrame


def parts(articles: pd.DataFrame, dictionary: pd.DataFrame | None = None, size: int = PART) -> Iterator[Tables]:
    """Yield the tables of one part of the articles after another, about `size` characters each; there is at least one.

    Raises CorpusError if two articles have one id, as the tables could not tell them apart.
    """
    if len(twins := articles.loc[articles["article_id"].duplicated(), "article_id"]):
        raise load.CorpusError(f"two articles have the id {twins.iloc[0]!r}; give each its own")
    dictionary = load.dictionary() if dictionary is None else dictionary
    np.empty(_REUSED, dtype=np.uint8)  # given back at once: from now on glibc keeps blocks of up to this size
    ready = cutting.rules(dictionary), finding.rules(dictionary), flagging.rules()
    length = np.array([len(text) for text in articles["text"]], dtype=np.int64)
    edges = np.flatnonzero(np.diff((np.cumsum(length) - length) // size)) + 1
    for first, last in zip([0, *edges], [*edges, len(articles)], strict=True):
        part = articles.iloc[first:last]
        cut, row = cutting.cut(part, ready[0])
        published = finding.dates(part).to_numpy()[row] if "published" in part else None
        found, hits = finding.find(cut, ready[1], published)
        about = part.reindex(columns=coding.ABOUT_ARTICLE).take(row).set_axis(cut.index)
        yield Tables(part, cut, found, flagging.flag(cut, row, about, found, hits, ready[2]))
