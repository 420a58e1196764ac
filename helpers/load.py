"""Read articles and the project's own tables; say what was read, repaired or refused.

Out: articles, one row an article; rejects, one row a file or row that could not be read.
"""

import io
from collections.abc import Iterator
from math import inf
from pathlib import Path

import pandas as pd

from helpers import paths, patterns, schemas, sources, text
from helpers.schemas import KINDS
from helpers.sources import delimited, folders
from helpers.sources.articles import ARTICLES, REJECTS, SAME_TEXT, Reject, gathered
from helpers.sources.folders import MANIFEST
from helpers.sources.rows import DETAILS, Refused, why

__all__ = ["ARTICLES", "DETAILS", "KINDS", "MANIFEST", "REJECTS", "CorpusError", "articles", "corpus", "cuts",
           "dictionary", "findings", "parts", "readings", "sheet", "timeline", "topics"]  # fmt: skip
PART = 4_000_000  # characters: what parts holds at a time
NAMED = 20  # refusals that an error names; the rest are counted
SHEET_NUMBERS = ["segment_no", "start", "end", "pi"]
SHEET = ["article_id", "text", *SHEET_NUMBERS]
SHEET_CODES = {"1": True, "yes": True, "x": True, "0": False, "no": False, "": None}
FINDINGS = ["notebook", "claim", "label", "kind", "key", "target", "reference", "against", "unit"]


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


def dictionary(path: str | Path | None = None) -> pd.DataFrame:
    """Read the coding dictionary: scheme, key, pattern, valid_from, valid_to (dates), note.

    Raises CorpusError naming file, line and pattern of every row that cannot be used.
    """
    file = Path(path) if path is not None else paths.SEEDS / "dictionary.csv"
    table = _table(file, list(schemas.DICTIONARY.columns))
    first = table.groupby(["scheme", "key", "pattern"])["line"].transform("first")
    topic_keys = set(topics()["key"])
    problems = []
    for line, original, row in zip(table["line"], first, table.itertuples(index=False), strict=True):
        problem = patterns.problem(row.scheme, row.key, row.pattern, topic_keys)
        if not problem and original != line:
            problem = f"the same pattern stands under this key in line {original}; drop one"
        if problem:
            problems.append(f"line {line}, pattern {row.pattern!r}: {problem}")
    table = _sound(file, table, schemas.DICTIONARY, problems)
    return table.assign(**{name: pd.to_datetime(table[name].replace("", None)) for name in ("valid_from", "valid_to")})


def topics() -> pd.DataFrame:
    """Read the topics: key, label, definition, order; one row a topic, in order."""
    return _own("topics.csv", schemas.TOPICS).astype({"order": int}).sort_values("order", ignore_index=True)


def timeline() -> pd.DataFrame:
    """Read the dated public events: date, label, about (iran, russia, both), source; by date."""
    table = _own("timeline.csv", schemas.TIMELINE)
    return table.assign(date=pd.to_datetime(table["date"])).sort_values("date", ignore_index=True)


def cuts() -> pd.DataFrame:
    """Read the cuts: article_id, start, end (offsets), kind, text, reason; where no rule can know."""
    return _own("cuts.csv", schemas.CUTS).astype({"start": int, "end": int})


def findings(path: str | Path | None = None) -> pd.DataFrame:
    """Read what is said of the articles, one statement a row: the columns of robustness.Finding, as text.

    `path` None reads findings.csv in the folder of the corpus ($CORPUS, or else seeds/): no rows if it has none.
    """
    file = Path(path) if path is not None else paths.corpus() / "findings.csv"
    if path is None and not file.exists():
        return pd.DataFrame(columns=FINDINGS, dtype=str)
    return _table(file, FINDINGS)[FINDINGS]


def readings() -> pd.DataFrame:
    """Read the three readings of the seeds' sentences; `reader` is a, b or adjudicated.

    Made by language models, not people (see seeds/readings/CODEBOOK.md). One row a segment
    and reader: article_id, segment_no, start, end, kind, topics (;-joined), stance columns,
    speaker, voice, quoted, events.
    """
    names = {"a": "reader_a", "b": "reader_b", "adjudicated": "adjudicated"}
    tables = [_own(f"readings/{name}.csv", schemas.READINGS).assign(reader=reader) for reader, name in names.items()]
    return pd.concat(tables, ignore_index=True).astype({"segment_no": int, "start": int, "end": int})


def sheet(path: str | Path) -> pd.DataFrame:
    """Read a coding sheet that a person filled: its columns up to pi, as sampling.coding_sheet drew them.

    The keys, the columns between text and pi, are True (1, yes, x), False (0, no) or missing, in a row of
    which no key is coded. The quote that guards a cell against spreadsheets is taken off; published
    stays text. Raises CorpusError naming file, row, column and remedy for what cannot be used.
    """
    file = Path(path)
    table = _table(file, SHEET).drop(columns="line").replace(r"^'(?=[=+\-@\t\n])", "", regex=True)
    names = list(table.columns)
    keys = names[names.index("text") + 1 : names.index("pi")]
    if not keys:
        raise CorpusError(f"{file}, row 1: no column between text and pi; restore the columns that were to be coded")
    table.index += 2  # rows as a spreadsheet numbers them
    table = table.loc[table.ne("").any(axis=1), :"pi"]
    written = table[keys].apply(lambda column: column.str.strip().str.lower())
    numbers = table[SHEET_NUMBERS].apply(lambda c: pd.to_numeric(c.str.replace(",", "."), errors="coerce"))
    unsound = ~numbers.mod(1).eq(0)
    unsound["pi"] = ~numbers["pi"].between(0, 1, inclusive="right")
    begun = written.ne("").any(axis=1)
    for wrong, remedy in (
        (~written.isin(list(SHEET_CODES)), "is not a code; write 1 where the sentence carries it, 0 where it does not"),
        (written.eq("").mul(begun, axis=0), "is blank beside codes; write 1 or 0, or leave all codes of the row blank"),
        (unsound, "is not the number that was drawn; restore it"),
    ):
        if wrong.any(axis=None):
            row, column = wrong.stack().idxmax()
            raise CorpusError(f"{file}, row {row}, column {column!r}: {table.at[row, column]!r} {remedy}")
    codes = written.apply(lambda column: column.map(SHEET_CODES).astype("boolean"))
    whole = dict.fromkeys(SHEET_NUMBERS[:-1], int)
    return table.assign(**codes, **numbers).astype(whole).reset_index(drop=True)


def _named(rejects: list[Reject], most: int = NAMED) -> str:
    """Return a line for each refusal: path, row, reason and remedy."""
    lines = []
    for path, row, reason, detail in rejects[:most]:
        where = "" if pd.isna(row) else f", row {row}"
        described = where and Path(path).suffix.lower() in sources.ONE_ARTICLE
        lines.append(f"{path}{where}{f' of {MANIFEST}' if described else ''}: {reason}: {detail}")
    return "\n".join([*lines, *([f"and {len(rejects) - most:,} more"] if len(rejects) > most else [])])


def _own(name: str, schema: schemas.pa.DataFrameSchema) -> pd.DataFrame:
    """Read a table of seeds/ and check it."""
    file = paths.SEEDS / name
    return _sound(file, _table(file, list(schema.columns)), schema)


def _table(file: Path, needed: list[str]) -> pd.DataFrame:
    """Read a CSV file as text, with the line each row starts on; raise CorpusError where it cannot be used."""
    try:
        content, _ = text.decode(sources.bytes_of(file))
    except (Refused, text.Undecodable, OSError) as error:
        raise CorpusError(f"{file}: {': '.join(why(error))}") from None
    lines = io.StringIO(content, newline="")
    header, *rows = [*delimited.records(lines, delimited.sniffed(content))] or [delimited.Record(1, 1, [])]
    missing = [name for name in needed if name not in header.cells]
    if missing:
        raise CorpusError(
            f"{file}, line 1: no column {', '.join(missing)}; the columns found are {', '.join(header.cells)}"
        )
    for row in [header, *rows]:
        if row.problem:
            raise CorpusError(f"{file}, line {row.first}: {row.problem}; check the double quotes of this row")
        if len(row.cells) != len(header.cells):
            raise CorpusError(f"{file}, line {row.first}: {len(row.cells)} fields where the header has "
                              f"{len(header.cells)}; put a field that holds a comma in double quotes")  # fmt: skip
    return pd.DataFrame([[row.first, *row.cells] for row in rows], columns=["line", *header.cells])


def _sound(
    file: Path, table: pd.DataFrame, schema: schemas.pa.DataFrameSchema, problems: list[str] | None = None
) -> pd.DataFrame:
    """Return a table without its line numbers; raise CorpusError if it breaks its schema or has other problems."""
    found = [*(problems or []), *schemas.failures(table.set_index("line"), schema)]
    if found:
        raise CorpusError("\n".join(f"{file}, {problem}" for problem in found))
    return table.drop(columns="line")
