"""Where parts are worked on: in processes of this machine, or on a cluster of dask; and what memory they take."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import psutil

from helpers.scale import work
from helpers.scale.store import ScaleError

if TYPE_CHECKING:
    from distributed import Client

Submit = Callable[..., Future]
AHEAD = 2  # parts a worker that are under way, so that none waits and memory is bounded
OFTEN = 0.2  # seconds between two looks at the memory
LOST = ("a worker was lost, most often for want of memory; finished parts are kept: run the same again, "
        "with fewer workers or smaller parts if it happens again")  # fmt: skip


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def processes(workers: int) -> Iterator[tuple[Submit, int]]:
    """Give what hands work to new processes, and how much to hand out at a time. Raises ScaleError if one is killed.

    They are spawned, which is the one way that every system and version has, and read their modules at once.
    """
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), work.start)
    try:
        for _ in range(workers):
            pool.submit(work.ready)
        yield pool.submit, AHEAD * workers
    except (BrokenExecutor, OSError):  # OSError: the system starts no more processes
        raise ScaleError(LOST) from None
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def cluster(client: "Client") -> Iterator[tuple[Submit, int]]:
    """Give what hands work to a cluster, and how much to hand out at a time.

    Work that a lost worker had is done by another; raises ScaleError where that fails, too.
    """
    from distributed import CancelledError, KilledWorker  # takes a second to import

    executor = client.get_executor(pure=False)
    try:
        yield executor.submit, AHEAD * max(1, sum(client.nthreads().values()))
    except (KilledWorker, CancelledError, OSError):  # OSError: the scheduler is gone
        raise ScaleError(LOST) from None
    finally:
        executor.shutdown(wait=False)


@contextmanager
def memory() -> Iterator[list[int]]:
    """Give a list whose one number is the peak of the memory, in bytes, of this process and those it began."""
    peak, over, this = [0], threading.Event(), psutil.Process()

    def look() -> None:
        while True:
            now = 0
            for process in (this, *this.children(recursive=True)):
                with suppress(psutil.Error):
                    now += process.memory_info().rss
            peak[0] = max(peak[0], now)
            if over.wait(OFTEN):
                return

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    try:
        yield peak
    finally:
        over.set()
        watch.join()
