"""Columns of strings joined to one long text and cut from it, without an object for each string."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.fast.characters import Characters

_LARGE = pa.large_string()  # what a column of strings is made of
_DTYPE = pd.StringDtype(storage="pyarrow", na_value=np.nan)  # the one that pandas gives such a column
_WIDER = (0x80, 0x800, 0x10000)  # code points from which on UTF-8 takes one byte more


def join(column: pd.Series, between: str) -> tuple[str, np.ndarray]:
    """Return the strings joined, with one character between them, and the place where each begins."""
    strings = pa.array(column, type=_LARGE)
    if isinstance(strings, pa.ChunkedArray):
        strings = strings.combine_chunks()
    lengths = pc.utf8_length(strings).to_numpy(zero_copy_only=False).astype(np.int64) + 1
    row = pa.LargeListArray.from_arrays(pa.array([0, len(strings)], pa.int64()), strings)
    return pc.binary_join(row, pa.scalar(between, _LARGE))[0].as_py(), np.cumsum(lengths) - lengths


def pieces(whole: str, known: Characters, start: np.ndarray, end: np.ndarray) -> pd.api.extensions.ExtensionArray:
    """Return the strings at these places of a text, which are in order and do not overlap, as a column."""
    start, end = (_in_bytes(known, places) for places in (start, end))
    both = _column(whole.encode(), np.column_stack([start, end]).ravel())  # each with the gap behind it
    return _as_pandas(both.take(pa.array(np.arange(0, 2 * len(start), 2))))


def copies(whole: str, known: Characters, start: np.ndarray, end: np.ndarray) -> pd.api.extensions.ExtensionArray:
    """Return the strings at these places of a text, in any order, as a column."""
    start, end = (_in_bytes(known, places) for places in (start, end))
    length = end - start
    until = np.cumsum(length)
    at = np.arange(length.sum()) + np.repeat(start - until + length, length)
    return _as_pandas(_column(np.frombuffer(whole.encode(), dtype=np.uint8)[at], np.append(0, until)))


def _in_bytes(known: Characters, places: np.ndarray) -> np.ndarray:
    """Return where the characters at these places begin in UTF-8."""
    beyond = known.points[known.beyond]
    more = sum((beyond >= least).astype(np.int64) for least in _WIDER)
    return places + np.append(0, np.cumsum(more))[np.searchsorted(known.beyond, places)]


def _column(data: bytes | np.ndarray, offsets: np.ndarray) -> pa.LargeStringArray:
    buffers = pa.py_buffer(offsets.astype(np.int64)), pa.py_buffer(data)
    return pa.LargeStringArray.from_buffers(max(len(offsets) - 1, 0), *buffers)


def _as_pandas(strings: pa.LargeStringArray) -> pd.api.extensions.ExtensionArray:
    return pd.arrays.ArrowStringArray(strings, dtype=_DTYPE)
