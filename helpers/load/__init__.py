"""Read articles and the project's own tables; say what was read, repaired or refused.

Out: articles, one row an article; rejects, one row a file or row that could not be read.
"""

from helpers.load.corpora import PART, CorpusError, articles, corpus, parts
from helpers.load.tables import FINDINGS, cuts, dictionary, findings, readings, sheet, timeline, topics
from helpers.schemas import KINDS
from helpers.sources.articles import ARTICLES, REJECTS
from helpers.sources.folders import MANIFEST
from helpers.sources.rows import DETAILS

__all__ = [
    "ARTICLES", "DETAILS", "FINDINGS", "KINDS", "MANIFEST", "PART", "REJECTS", "CorpusError", "articles", "corpus",
    "cuts", "dictionary", "findings", "parts", "readings", "sheet", "timeline", "topics",
]  # fmt: skip
