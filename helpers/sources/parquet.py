"""Read Parquet tables.

In: a .parquet file. Out: raw rows, numbered from 1.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from helpers.sources.rows import Raw, Refused, columns, need

BATCH = 250  # rows held at a time
BUFFER = 1 << 20  # bytes of a column read at a time: a file may be one group of rows, larger than memory


def rows(path: Path) -> Iterator[Raw]:
    """Read a table of articles, known columns only, a few rows at a time. Raises Refused where the file is damaged."""
    try:
        file = pq.ParquetFile(path, buffer_size=BUFFER)
        found = file.schema_arrow.names
        places = columns(tuple(found))
        need("text", places, found)
        if not file.metadata.num_rows:
            raise Refused("no rows", "the table has columns and no rows; fill it or remove it")
        number = itertools.count(1)
        known = [found[place] for place in places.values()]
        for group in range(file.num_row_groups):  # each by itself: a reader of all keeps what it has read
            for batch in file.iter_batches(BATCH, [group], known):
                held = [_values(batch.column(name)) for name in known]
                for values in zip(*held, strict=True):
                    yield Raw(next(number), dict(zip(places, values, strict=True)))
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        said = str(error).split("\n")[0][:100]
        raise Refused("damaged", f"not a whole Parquet file ({said}); save it once more") from None


def _values(column: pa.Array) -> list:
    """Return the values of a column as Python has them; dates and times as they are written."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_temporal(column.type):
        column = pc.cast(column, pa.string())
    try:
        return column.to_pylist()
    except UnicodeDecodeError:
        return pc.cast(column, pa.large_binary()).to_pylist()  # decoded with the text of other files
