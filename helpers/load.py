"""Read articles and the project's own tables; say what was read, repaired or refused.

Out: articles, one row an article; rejects, one row a file or row that could not be read.
"""

import csv
import hashlib
import io
from pathlib import Path

import pandas as pd

from helpers import dates, paths, patterns, text

MANIFEST = "articles.csv"
DETAILS = ["outlet", "outlet_country", "ownership", "provenance", "author", "published", "published_basis",
           "event_date", "headline", "url", "note"]  # fmt: skip
ARTICLES = ["article_id", *DETAILS, "published_precision", "flags", "text", "sha256", "n_words"]
REJECTS = ["path", "row", "reason", "detail"]
SHEET_NUMBERS = ["segment_no", "start", "end", "pi"]
SHEET = ["article_id", "text", *SHEET_NUMBERS]
SHEET_CODES = {"1": True, "yes": True, "x": True, "0": False, "no": False, "": None}
FINDINGS = ["notebook", "claim", "label", "kind", "key", "target", "reference", "against", "unit"]
KINDS = ["headline", "dateline", "byline", "caption", "credit", "heading", "summary", "body", "boilerplate"]


class CorpusError(ValueError):
    """The input cannot be used; the message names file, row and remedy."""


def corpus(path: str | Path | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a folder of .txt articles, with or without an articles.csv that describes them.

    `path` None reads $CORPUS, or else the project's seeds/. Returns (articles, rejects):
    articles has the columns of ARTICLES, one row an article in the order of its id; `flags`
    says what was guessed or repaired. rejects has path, row, reason, detail. Rows in =
    articles + rejects. Raises CorpusError if there is nothing to read at all.
    """
    folder = Path(path) if path is not None else paths.corpus()
    if not folder.is_dir():
        raise CorpusError(f"{folder}: no such folder; name a folder that holds .txt articles")
    files = sorted(p for p in folder.iterdir() if p.suffix == ".txt" and not p.name.startswith("._"))
    manifest = folder / MANIFEST
    details = _manifest(manifest) if manifest.exists() else {}
    if not files and not details:
        raise CorpusError(f"{folder}: the folder holds no .txt article; put one article in each .txt file")
    rows, rejects = [], []
    seen: dict[str, str] = {}
    for file in files:
        described = details.pop(file.name, None)
        try:
            if described and described["reject"]:
                raise _Rejected(described["reject"], described["detail"])
            row = _article(file, described, missing_row=manifest.exists())
            if twin := seen.get(row["text"] + "\x00" + str(row["published"])):
                raise _Rejected("duplicate", f"the same text and date as {twin}; remove one of them")
        except _Rejected as refusal:
            rejects.append((str(file), described["row"] if described else None, *refusal.args))
            continue
        seen[row["text"] + "\x00" + str(row["published"])] = file.name
        rows.append(row)
    for name, described in details.items():
        reason, detail = described["reject"], described["detail"]
        if not reason:
            reason, detail = "no file", f"{MANIFEST} names {name!r}, which is not in the folder; add it or drop the row"
        rejects.append((str(folder / name), described["row"], reason, detail))
    table = pd.DataFrame(rows, columns=ARTICLES).sort_values("article_id", ignore_index=True)
    table["published"] = pd.to_datetime(table["published"])
    return _flag_same_text(table), pd.DataFrame(rejects, columns=REJECTS)


def articles(path: str | Path | None = None) -> pd.DataFrame:
    """Read a corpus in which nothing may be refused.

    Returns articles as `corpus` does. Raises CorpusError naming every reject.
    """
    table, rejects = corpus(path)
    if len(rejects):
        named = [
            f"{r.path}{'' if pd.isna(r.row) else f', row {r.row:.0f} of {MANIFEST}'}: {r.reason}: {r.detail}"
            for r in rejects.itertuples()
        ]
        raise CorpusError("\n".join(named))
    return table


def dictionary(path: str | Path | None = None) -> pd.DataFrame:
    """Read the coding dictionary: scheme, key, pattern, valid_from, valid_to (dates), note.

    Raises CorpusError naming file, line and pattern of the first row that cannot be used.
    """
    file = Path(path) if path is not None else paths.SEEDS / "dictionary.csv"
    table = _table(file, ["scheme", "key", "pattern", "valid_from", "valid_to", "note"])
    seen: dict[tuple, int] = {}
    topic_keys = set(topics()["key"])
    for line, row in zip(table.pop("line"), table.itertuples(index=False), strict=True):
        problem = patterns.problem(row.scheme, row.key, row.pattern, topic_keys)
        if not problem and not row.note:
            problem = "the note is empty; say in a few words what the pattern means"
        for column in ("valid_from", "valid_to"):
            written = getattr(row, column)
            if not problem and written and dates.parse(written).precision != "day":
                problem = f"{column} {written!r} is not a date; write YYYY-MM-DD"
        if not problem and (row.scheme, row.key, row.pattern) in seen:
            problem = (
                f"the same pattern stands under this key in line {seen[row.scheme, row.key, row.pattern]}; drop one"
            )
        if problem:
            raise CorpusError(f"{file}, line {line}, pattern {row.pattern!r}: {problem}")
        seen[row.scheme, row.key, row.pattern] = line
    for column in ("valid_from", "valid_to"):
        table[column] = pd.to_datetime(table[column].replace("", None))
    return table


def topics() -> pd.DataFrame:
    """Read the topics: key, label, definition, order; one row a topic, in order."""
    table = _table(paths.SEEDS / "topics.csv", ["key", "label", "definition", "order"]).drop(columns="line")
    return table.astype({"order": int}).sort_values("order", ignore_index=True)


def timeline() -> pd.DataFrame:
    """Read the dated public events: date, label, about (iran, russia, both), source; by date."""
    table = _table(paths.SEEDS / "timeline.csv", ["date", "label", "about", "source"]).drop(columns="line")
    return table.assign(date=pd.to_datetime(table["date"])).sort_values("date", ignore_index=True)


def cuts() -> pd.DataFrame:
    """Read the cuts: article_id, start, end (offsets), kind, text, reason; where no rule can know."""
    table = _table(paths.SEEDS / "cuts.csv", ["article_id", "start", "end", "kind", "text", "reason"])
    return table.drop(columns="line").astype({"start": int, "end": int})


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
    tables = [
        pd.read_csv(paths.SEEDS / "readings" / f"{name}.csv", keep_default_na=False).assign(reader=reader)
        for reader, name in names.items()
    ]
    return pd.concat(tables, ignore_index=True)


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


class _Rejected(Exception):
    """One article cannot be read; args are reason and detail."""


def _article(file: Path, described: dict | None, missing_row: bool) -> dict:
    """Read one .txt file with what the manifest says of it."""
    try:
        data = file.read_bytes()
    except IsADirectoryError:
        raise _Rejected("folder", "this is a folder, not a file; move its articles up") from None
    except OSError as error:
        raise _Rejected("unreadable", f"{error.strerror}; check the file and its permissions") from None
    sha256 = hashlib.sha256(data).hexdigest()
    if described and described.get("sha256") and described["sha256"] != sha256:
        raise _Rejected("changed", f"its sha256 is {sha256[:12]}…, not the {described['sha256'][:12]}… of {MANIFEST}; "
                                   "restore the file, or correct the sha256 if the change is meant")  # fmt: skip
    try:
        clean, flags = text.decode(data)
    except text.Undecodable as error:
        raise _Rejected("undecodable", str(error)) from None
    if not clean.strip():
        raise _Rejected("empty", "the file holds no text; remove it or fill it")
    details = {name: (described or {}).get(name, "") for name in DETAILS}
    date = dates.parse(details["published"])
    if missing_row and not described:
        flags.append(f"no row in {MANIFEST}")
    if not details["outlet"]:
        flags.append("outlet unknown")
    if date.flag:
        flags.append(date.flag)
    return {"article_id": file.stem, **details, "outlet": details["outlet"] or "unknown", "published": date.when,
            "published_precision": date.precision, "flags": ";".join(flags), "text": clean, "sha256": sha256,
            "n_words": len(clean.split())}  # fmt: skip


def _manifest(file: Path) -> dict[str, dict]:
    """Read articles.csv: file name -> its details, its row number and why it is refused, if it is."""
    table = _table(file, ["file"])
    found: dict[str, dict] = {}
    for row in table.to_dict("records"):
        line, name = row.pop("line"), row.pop("file")
        twin = found.get(name)
        if twin:
            name, reject = f"{name} (row {line})", "duplicate id"
            detail = f"the file is named in row {twin['row']} already; drop one of the rows"
        else:
            reject, detail = (
                (None, None) if name else ("no file", "the column 'file' is empty; name the article's file")
            )
        found[name] = {**row, "row": line, "reject": reject, "detail": detail}
    return found


def _table(file: Path, needed: list[str]) -> pd.DataFrame:
    """Read a CSV file as text, with the line each row starts on; raise CorpusError where it cannot be used."""
    try:
        content, _ = text.decode(file.read_bytes())
    except FileNotFoundError:
        raise CorpusError(f"{file}: no such file; restore it") from None
    except text.Undecodable as error:
        raise CorpusError(f"{file}: {error}") from None
    delimiter = max(",;\t|", key=content.partition("\n")[0].count)  # spreadsheets of some countries write ;
    reader = csv.reader(io.StringIO(content), delimiter=delimiter, strict=True)
    rows, header, line = [], [], 1
    try:
        header = next(reader, [])
        if missing := [name for name in needed if name not in header]:
            raise CorpusError(
                f"{file}, line 1: no column {', '.join(missing)}; the columns found are {', '.join(header)}"
            )
        line = reader.line_num + 1
        for row in reader:
            if row and len(row) != len(header):
                raise CorpusError(f"{file}, line {line}: {len(row)} fields where the header has {len(header)}; "
                                  "put a field that holds a comma in double quotes")  # fmt: skip
            if row:
                rows.append([line, *row])
            line = reader.line_num + 1
    except csv.Error as error:
        raise CorpusError(f"{file}, line {line}: {error}; check the double quotes of this row") from None
    return pd.DataFrame(rows, columns=["line", *header])


def _flag_same_text(table: pd.DataFrame) -> pd.DataFrame:
    """Flag articles whose text stands under another date as well."""
    same = table.duplicated("text", keep=False)
    flags = (table["flags"] + ";same text under another date").str.strip(";")
    return table.assign(flags=table["flags"].where(~same, flags))
