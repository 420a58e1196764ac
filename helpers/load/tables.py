"""Read the project's own tables, and a coding sheet that a person filled; refuse what cannot be used.

In: the tables of seeds/, or a path. Out: one table each; a CorpusError that names file, row and remedy.
"""

import io
from functools import lru_cache
from pathlib import Path

import pandas as pd

from helpers import paths, patterns, schemas, sources, text
from helpers.load.corpora import CorpusError
from helpers.sources import delimited
from helpers.sources.rows import Refused, why

SHEET_NUMBERS = ["segment_no", "start", "end", "pi"]
SHEET = ["article_id", "text", *SHEET_NUMBERS]
SHEET_CODES = {"1": True, "yes": True, "x": True, "0": False, "no": False, "": None}
FINDINGS = ["notebook", "claim", "label", "kind", "key", "target", "reference", "against", "unit"]


def dictionary(path: str | Path | None = None) -> pd.DataFrame:
    """Read the coding dictionary: scheme, key, pattern, valid_from, valid_to (dates), note.

    Raises CorpusError naming file, line and pattern of every row that cannot be used.
    """
    file = Path(path) if path is not None else paths.SEEDS / "dictionary.csv"
    return _dictionary(file, _bytes(file), frozenset(topics()["key"])).copy()


@lru_cache(maxsize=4)  # to check every row takes a while, and most calls ask for the same file again
def _dictionary(file: Path, content: bytes, topic_keys: frozenset[str]) -> pd.DataFrame:
    table = _rows(file, content, list(schemas.DICTIONARY.columns))
    first = table.groupby(["scheme", "key", "pattern"])["line"].transform("first")
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


def _own(name: str, schema: schemas.pa.DataFrameSchema) -> pd.DataFrame:
    """Read a table of seeds/ and check it."""
    file = paths.SEEDS / name
    return _sound(file, _table(file, list(schema.columns)), schema)


def _table(file: Path, needed: list[str]) -> pd.DataFrame:
    """Read a CSV file as text, with the line each row starts on; raise CorpusError where it cannot be used."""
    return _rows(file, _bytes(file), needed)


def _bytes(file: Path) -> bytes:
    try:
        return sources.bytes_of(file)
    except (Refused, OSError) as error:
        raise CorpusError(f"{file}: {': '.join(why(error))}") from None


def _rows(file: Path, data: bytes, needed: list[str]) -> pd.DataFrame:
    """Return the rows of a CSV file as text; raise CorpusError where they cannot be used."""
    try:
        content, _ = text.decode(data)
    except text.Undecodable as error:
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
