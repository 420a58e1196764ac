"""The whole middle in one call: articles in, coded sentences out."""

import pandas as pd

from helpers import fast, stance, voice


def code(articles: pd.DataFrame, dictionary: pd.DataFrame | None = None) -> pd.DataFrame:
    """Cut articles into segments and code them; one row a segment, columns as coding.coded, voice.voices
    and stance.stances give them.

    `dictionary` None reads the project's own. Cuts apply to the articles they name. Raises
    CorpusError if two articles have one id.
    """
    parts = fast.parts(articles, dictionary)
    coded = [stance.stances(voice.voices(part.coded, part.mentions), part.mentions) for part in parts]
    return _joined([part for part in coded if len(part)] or coded[:1])


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Put the parts of a table together; an actor that only some of them name is False in the others."""
    columns = list(parts[0])
    actors = [column for column in columns if column.startswith("actor_")]
    more = dict.fromkeys(c for part in parts for c in part if c.startswith("actor_") and c not in actors)
    at = columns.index(actors[-1]) + 1
    columns[at:at] = more
    return pd.concat([part.reindex(columns=columns, fill_value=False) for part in parts], ignore_index=True)
