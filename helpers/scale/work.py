"""What a worker does with a part: articles in, bytes and counts out; it neither reads nor writes a file.

In: articles. Out: coded as the bytes of a Parquet file, without the text; counts of the part.
"""

import multiprocessing
import os
import signal
import threading

import pandas as pd

from helpers import pipeline
from helpers.scale import counts, store


def code(articles: pd.DataFrame, dictionary: pd.DataFrame) -> tuple[bytes, pd.DataFrame]:
    """Code articles; return coded, without the text, and its counts.

    Offsets stay: they lead to each sentence in the corpus, and a copy of its text would be as large.
    """
    coded = pipeline.code(articles, dictionary).drop(columns="text")
    return store.packed(coded), counts.count(coded)


def start() -> None:
    """Let a new process end with the one that began it: when that is told to stop, and when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other hears it too, and ends this one
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def ready() -> None:
    """Do nothing: a process that can has read its modules."""


def _leave_with_parent() -> None:
    multiprocessing.parent_process().join()
    os._exit(1)
