"""Keep a run in a folder: what it depends on, what is finished, each file written aside and then put in its place.

In: tables. Out: run.json, coded/part-00000.parquet and its like, articles.parquet, rejects.parquet, counts.parquet.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import metadata
from pathlib import Path
from shutil import rmtree

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from helpers import load, paths

RUN, SUMMARY, CODED, COUNTS, NEW = "run.json", "summary", "coded", "counts", ".new"
PACKAGE = "diplomacy-notebooks"
COMPRESSION = "zstd"


class ScaleError(ValueError):
    """A run cannot start or go on; the message says why and what to do."""


def about(root: Path, dictionary: pd.DataFrame, size: int, day_first: bool | None) -> dict[str, object]:
    """Return what the results of a run depend on."""
    files = [(file.relative_to(root).as_posix(), *_dated(file)) for file in files_of(root)]
    rules = [table.to_csv() for table in (dictionary, load.cuts(), load.topics())]
    code = [_bytes(file).hex() for file in sorted((paths.ROOT / "helpers").rglob("*.py"))]
    return {
        "corpus": str(root.resolve()),
        "files of the corpus": _digest(files),
        "dictionary": _digest(rules),
        "version": metadata.version(PACKAGE),
        "code": _digest(code),
        "size of a part": size,
        "day first": day_first,
    }


def files_of(root: Path) -> list[Path]:
    """List the files of a corpus, hidden ones left out, in order."""
    if not root.is_dir():
        return [root]
    return sorted(file for file in root.rglob("*") if file.is_file() and not file.name.startswith("."))


def length(root: Path) -> int:
    """Return about how many characters a corpus has: the bytes of its files, unpacked."""
    total = 0
    for file in files_of(root):
        try:
            groups = pq.read_metadata(file) if file.suffix.lower() == ".parquet" else None
        except (OSError, pa.ArrowException):
            continue  # not a whole file: load says so
        sizes = [groups.row_group(i).total_byte_size for i in range(groups.num_row_groups)] if groups else []
        total += sum(sizes) or file.stat().st_size
    return total


def opened(out: Path, root: Path, run: dict[str, object]) -> dict[str, object]:
    """Make a folder ready for a run, or for its going on; return what is stored of it.

    Raises ScaleError if the folder holds something else.
    """
    if out.resolve().is_relative_to(root.resolve()):
        raise ScaleError(f"{out}: this lies in the corpus, which would read its own results; name another folder")
    if out.exists() and not out.is_dir():
        raise ScaleError(f"{out}: this is a file; name a folder for the results")
    if (out / RUN).exists():
        stored = json.loads(_bytes(out / RUN))
        if differ := [name for name, value in run.items() if stored.get(name) != value]:
            raise ScaleError(f"{out}: the folder holds another run ({', '.join(differ)} differ); name a new folder, "
                             "or remove this one to begin anew")  # fmt: skip
    elif out.exists() and any(file.suffix != NEW for file in out.iterdir()):
        raise ScaleError(f"{out}: the folder holds other files and no run; name a new or an empty one")
    else:
        stored = run
    with writing(out):
        for left in out.rglob(f".*{NEW}"):
            left.unlink()  # begun by a run that was killed
        if SUMMARY in stored:
            rmtree(out / COUNTS, ignore_errors=True)
            return stored
        for folder in (out / CODED, out / COUNTS):
            folder.mkdir(parents=True, exist_ok=True)
    note(out, stored)
    return stored


def note(out: Path, run: dict[str, object]) -> None:
    """Write what is known of a run."""
    put(out / RUN, json.dumps(run, indent=1).encode())


def part(out: Path, number: int, folder: str = CODED) -> Path:
    """Return where a part is, or will be; one whose codes are there is finished."""
    return out / folder / f"part-{number:05}.parquet"


def put(file: Path, data: bytes) -> None:
    """Write bytes to a file, whole or not at all."""
    with writing(file), aside(file) as new, new.open("wb") as opened:
        opened.write(data)


def packed(table: pd.DataFrame) -> bytes:
    """Return a table as the bytes of a Parquet file."""
    data = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pandas(table, preserve_index=False), data, compression=COMPRESSION)
    return data.getvalue().to_pybytes()


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """Raise ScaleError where what is done here fails because the disk is full or may not be written to."""
    try:
        yield
    except OSError as error:
        raise ScaleError(f"{file}: it cannot be written ({str(error).splitlines()[0]}); finished parts are kept: "
                         "make room, then run the same again") from None  # fmt: skip


@contextmanager
def aside(file: Path) -> Iterator[Path]:
    """Give a path to write to; what stands there in the end takes the place of `file` at one stroke."""
    new = file.with_name(f".{file.name}{NEW}")
    try:
        yield new
        with writing(file):
            os.replace(new, file)
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


@contextmanager
def table(file: Path) -> Iterator["Table"]:
    """Give a table to add rows to, which is there when all are."""
    with aside(file) as new:
        rows = Table(new)
        try:
            yield rows
        finally:
            rows.close()


class Table:
    """A Parquet file that grows by rows; the first rows say what columns it has."""

    def __init__(self, file: Path) -> None:
        self.file, self.writer = file, None

    def add(self, rows: pd.DataFrame) -> None:
        """Add rows. Raises ScaleError where the disk takes no more, as `close` does."""
        with writing(self.file):
            if self.writer is None:
                schema = pa.Schema.from_pandas(rows, preserve_index=False)
                self.writer = pq.ParquetWriter(self.file, schema, compression=COMPRESSION)
            self.writer.write_table(pa.Table.from_pandas(rows, self.writer.schema, preserve_index=False))

    def close(self) -> None:
        """End the file."""
        with writing(self.file):
            if self.writer is not None:
                self.writer.close()


def _bytes(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read()


def _dated(file: Path) -> tuple[int, int]:
    known = file.stat()
    return known.st_size, known.st_mtime_ns


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()
