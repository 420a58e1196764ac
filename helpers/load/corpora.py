"""Read articles from a file or a folder; say what was read, repaired or refused.

In: a path. Out: articles, one row an article; rejects, one row a file or row that could not be read.
"""

from collections.abc import Iterator
from math import inf
from pathlib import Path

import pandas as pd

from helpers import paths, schemas, sources, text
from helpers.sources import folders
from helpers.sources.articles import REJECTS, SAME_TEXT, Reject, gathered
from helpers.sources.folders import MANIFEST

PART = 4_000_000  # characters: what parts holds at a time
NAMED = 20  # refusals that an error names; the rest are counted


class CorpusError(ValueError):
    """The input cannot be used; the message names file, row and remedy."""


def corpus(path: str | Path | None = None, day_first: bool | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read articles from a file or a folder.

    A file is .txt or .html (one article each), .csv, .tsv, .jsonl, .ndjson, .json or .parquet (one
    article a row; sources.rows.NAMES lists what their columns may be called). A folder may mix them,
    and an articles.csv in it may describe its files. `path` None reads $CORPUS, or else seeds/.
    `day_first` says what 02/01/2018 means; without it such a date is flagged and left out.

    Returns (articles, rejects). articles has the columns of ARTICLES, one row an article, sorted by
    article_id: the id column, or else the name of the file without its ending, or else made from the
    content; `text` begins with the headline where one is known; `flags` says what was guessed or
    repaired. rejects has path, row, reason, detail. Rows in = articles + rejects. Raises CorpusError
    if there is nothing to read, or if every row was refused.
    """
    ((table, rejects),) = _parts(path, day_first)
    several = table["body"].duplicated(keep=False) & ~table["flags"].str.endswith(SAME_TEXT)
    flags = table["flags"].where(~several, (table["flags"] + f";{SAME_TEXT}").str.strip(";"))
    rejects = rejects.sort_values(["path", "row"], na_position="first", kind="stable", ignore_index=True)
    return table.assign(flags=flags).drop(columns="body"), rejects


def parts(
    path: str | Path | None = None, day_first: bool | None = None, size: int = PART
) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Read the articles that `corpus` reads, part after part, so that the corpus may be larger than memory.

    Yields (articles, rejects) as `corpus` returns them, each part with the texts of about `size` characters;
    together they have the same articles and the same rejects, in the order of the files and of their rows.
    Across parts, 16 bytes stand for a text and for an id, so that a duplicate is found wherever its twin
    is. One thing differs: of a text under several dates the first is not flagged, as it has been handed on when
    the next is met. A table is read twice, first for the order of its dates. Held whole are: an article, a JSON
    array, a group of rows of Parquet, and a table that is not UTF-8. Raises CorpusError as `corpus` does, when
    the parts are asked for.
    """
    for table, rejects in _parts(path, day_first, size):
        yield table.drop(columns="body"), rejects


def _parts(
    path: str | Path | None, day_first: bool | None, size: float = inf
) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Yield the parts of a corpus with the digests of their texts; raise CorpusError where there is no article."""
    root = Path(path) if path is not None else paths.corpus()
    order = {None: "", True: "day first", False: "month first"}[day_first]
    if not root.exists():
        raise CorpusError(f"{root}: no such folder or file; name one that holds articles")
    found = folders.of_folder(root, order) if root.is_dir() else sources.of_file(root, root.stem, order)
    any_article, refused = False, []
    for table, rejects in gathered(found, size):
        rejects = [row._replace(detail=text.visible(row.detail)) for row in rejects]  # it may quote what was found
        any_article |= len(table) > 0
        refused += [] if any_article else rejects
        if len(table) and (broken := schemas.failures(table, schemas.ARTICLES)):
            raise CorpusError("\n".join(f"{root}: {problem}" for problem in broken))
        yield table, pd.DataFrame(rejects, columns=REJECTS).astype({**dict.fromkeys(REJECTS, "str"), "row": "Int64"})
    if not any_article and refused:
        refused.sort(key=lambda row: (row.path, row.row or 0))
        raise CorpusError(f"{root}: no article could be read; every file or row was refused\n{_named(refused)}")
    if not any_article:
        raise CorpusError(f"{root}: the folder holds no .txt article; put one article in each .txt file, "
                          "or put a .csv, .jsonl or .parquet table of articles there")  # fmt: skip


def articles(path: str | Path | None = None, day_first: bool | None = None) -> pd.DataFrame:
    """Read a corpus in which nothing may be refused.

    Returns articles as `corpus` does. Raises CorpusError naming every reject; files that a system
    or an editor left behind are no rejects of articles and no error.
    """
    table, rejects = corpus(path, day_first)
    refused = [Reject(*row) for row in rejects.itertuples(index=False) if row.reason != "skipped"]
    if refused:
        raise CorpusError(_named(refused, len(refused)))
    return table


def _named(rejects: list[Reject], most: int = NAMED) -> str:
    """Return a line for each refusal: path, row, reason and remedy."""
    lines = []
    for path, row, reason, detail in rejects[:most]:
        where = "" if pd.isna(row) else f", row {row}"
        described = where and Path(path).suffix.lower() in sources.ONE_ARTICLE
        lines.append(f"{path}{where}{f' of {MANIFEST}' if described else ''}: {reason}: {detail}")
    return "\n".join([*lines, *([f"and {len(rejects) - most:,} more"] if len(rejects) > most else [])])
