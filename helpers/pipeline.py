"""The whole middle in one call: articles in, coded sentences out."""

import pandas as pd

from helpers import coding, load, segment, stance, voice


def code(articles: pd.DataFrame, dictionary: pd.DataFrame | None = None) -> pd.DataFrame:
    """Cut articles into segments and code them; one row a segment, columns as coding.coded, voice.voices
    and stance.stances give them.

    `dictionary` None reads the project's own. Cuts apply to the articles they name.
    """
    return tables(articles, dictionary)[2]


def tables(
    articles: pd.DataFrame, dictionary: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return all that `code` goes through: (segments, mentions, coded)."""
    dictionary = load.dictionary() if dictionary is None else dictionary
    segments = segment.segments(articles, dictionary)
    mentions = coding.mentions(segments, dictionary, articles)
    coded = coding.coded(segments, mentions, articles)
    return segments, mentions, stance.stances(voice.voices(coded, mentions), mentions)
