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
    """Code articles; return coded, with published_precision and without text, and its counts.

    Of the text the codes and offsets are kept: `articles` says where it stands, and a copy would be as large.
    """
    precision = articles.set_index("article_id")["published_precision"]
    coded = pipeline.code(articles, dictionary).drop(columns="text")
    coded = coded.assign(published_precision=coded["article_id"].map(precision))
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
