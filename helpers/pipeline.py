"""The whole middle in one call: articles in, coded sentences out."""

import pandas as pd

from helpers import fast, stance, voice


def code(articles: pd.DataFrame, dictionary: pd.DataFrame | None = None) -> pd.DataFrame:
    """Cut articles into segments and code them; one row a segment, columns as coding.coded, voice.voices
    and stance.stances give them.

    `dictionary` None reads the project's own. Cuts apply to the articles they name. Raises
    CorpusError if two articles have one id.
    """
    return tables(articles, dictionary)[2]


def tables(
    articles: pd.DataFrame, dictionary: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return all that `code` goes through: (segments, mentions, coded)."""
    parts = list(fast.parts(articles, dictionary))
    coded = [stance.stances(voice.voices(part.coded, part.mentions), part.mentions) for part in parts]
    segments, mentions = (_stacked([part[which] for part in parts]) for which in (1, 2))
    return segments, mentions, _stacked(coded)


def _stacked(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Put the parts of a table together; an actor that only some of them name is False in the others."""
    parts = [part for part in parts if len(part)] or parts[:1]
    columns = list(parts[0])
    if actors := [column for column in columns if column.startswith("actor_")]:
        more = dict.fromkeys(c for part in parts for c in part if c.startswith("actor_") and c not in actors)
        at = columns.index(actors[-1]) + 1
        columns[at:at] = more
    return pd.concat([part.reindex(columns=columns, fill_value=False) for part in parts], ignore_index=True)
