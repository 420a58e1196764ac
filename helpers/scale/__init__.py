"""Code a corpus larger than memory, part by part, on all cores or on a cluster; a run that was stopped goes on.

In: a corpus. Out: a folder with coded/, articles, rejects and counts as Parquet, the same whatever the engine.
"""

import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from tqdm import tqdm

from helpers import load, paths
from helpers.scale import counts, engines, store, work
from helpers.scale.store import ScaleError

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["ScaleError", "Summary", "run", "shares"]


class Summary(NamedTuple):
    """What a run has done: counts, what was refused and why, seconds, and the peak of its memory in bytes."""

    articles: int
    sentences: int
    characters: int
    parts: int
    coded_now: int  # parts; the others were finished before
    rejects: dict[str, int]
    seconds: float
    memory: int

    def __str__(self) -> str:
        return (f"{self.articles:,} articles, {self.sentences:,} sentences, {sum(self.rejects.values()):,} rejects, "
                f"{self.seconds:,.1f} seconds, {self.articles / self.seconds:,.0f} articles a second, "
                f"{self.characters / self.seconds / 1e6:,.2f} million characters a second, "
                f"peak memory {self.memory / 1e9:,.2f} GB")  # fmt: skip


def run(
    path: str | Path | None, out: str | Path, engine: "Client | None" = None, size: int = load.PART,
    workers: int | None = None, day_first: bool | None = None,
) -> Summary:  # fmt: skip
    """Code a corpus, in parts of about `size` characters, into the folder `out`.

    `engine` None takes `workers` processes, by default one a core (a script calls this under
    `if __name__ == "__main__"`); a Client of dask.distributed takes its cluster, whose workers need this
    package but no disk in common. Writes coded/part-00000.parquet and so on (what pipeline.code returns,
    without the text), articles.parquet (without the text), rejects.parquet and counts.parquet (see
    `shares`). Stopped and run again it goes on and leaves finished parts alone; the articles are
    read anew. Raises ScaleError if `out` holds another run, the disk is full or a worker was killed;
    CorpusError as load.parts does.
    """
    began, out = time.perf_counter(), Path(out)
    root = Path(path) if path is not None else paths.corpus()
    if not root.exists():
        raise load.CorpusError(f"{root}: no such folder or file; name one that holds articles")
    dictionary = load.dictionary()
    stored = store.opened(out, root, store.about(root, dictionary, size, day_first))
    if store.SUMMARY in stored:
        return Summary(**stored[store.SUMMARY])._replace(coded_now=0)
    seen = Counter(articles=0, characters=0, parts=0, coded_now=0)  # coded_now: parts that were not finished
    with engines.memory() as peak:
        _code(load.parts(root, day_first, size), out, dictionary, _engine(engine, workers), store.length(root), seen)
    files = [store.part(out, number, store.COUNTS) for number in range(seen["parts"])]
    counted = counts.added(pd.read_parquet(file) for file in files)
    store.put(out / "counts.parquet", store.packed(counted))
    sentences = int(counted.loc[counted["key"] == "quoted", "total"].sum())
    refused = pd.read_parquet(out / "rejects.parquet", columns=["reason"])["reason"].value_counts().to_dict()
    summary = Summary(**seen, sentences=sentences, rejects=refused, seconds=time.perf_counter() - began, memory=peak[0])
    store.note(out, stored | {store.SUMMARY: summary._asdict()})
    rmtree(out / store.COUNTS)
    return summary


def shares(out: str | Path, by: str | list[str], keys: list[str] | None = None) -> pd.DataFrame:
    """Return what measure.shares returns, with Wilson's interval, of all that a run has coded, from its counts.

    `by` names outlet, outlet_country, ownership, year, quarter or month, or several; `keys` are topics, actors,
    quoted, 'voice=us', 'iran_frame=threat' and their like; None takes every topic. Raises KeyError
    naming what is not there, ScaleError if the run is not finished.
    """
    file = Path(out) / f"{store.COUNTS}.parquet"
    if not file.exists():
        raise ScaleError(f"{file}: it is not there; run helpers.scale to its end first")
    return counts.shares(pd.read_parquet(file), by, keys)


def _engine(engine: "Client | None", workers: int | None) -> AbstractContextManager[tuple[engines.Submit, int]]:
    return engines.cluster(engine) if engine is not None else engines.processes(workers or engines.cores())


def _code(
    parts: Iterator[tuple[pd.DataFrame, pd.DataFrame]], out: Path, dictionary: pd.DataFrame,
    engine: AbstractContextManager[tuple[engines.Submit, int]], length: int, seen: Counter[str],
) -> None:  # fmt: skip
    """Read all parts and have those coded that are not; write what comes back, in the order of the parts."""
    under_way: deque[tuple[int, int, engines.Future]] = deque()
    with (
        store.table(out / "articles.parquet") as kept,
        store.table(out / "rejects.parquet") as rejects,
        tqdm(unit=" articles", disable=None) as bar,
        engine as (submit, at_once),
    ):
        for articles, rejected in parts:
            kept.add(articles.drop(columns="text"))
            rejects.add(rejected)
            if not len(articles):
                continue
            seen.update(articles=len(articles), characters=int(articles["text"].str.len().sum()))
            bar.total = round(length * seen["articles"] / seen["characters"])  # as far as can be told
            if store.part(out, seen["parts"]).exists():
                bar.update(len(articles))
            else:
                under_way.append((seen["parts"], len(articles), submit(work.code, articles, dictionary)))
                seen["coded_now"] += 1
            seen["parts"] += 1
            if len(under_way) == at_once:
                bar.update(_keep(out, *under_way.popleft()))
        while under_way:
            bar.update(_keep(out, *under_way.popleft()))
        bar.total = seen["articles"]


def _keep(out: Path, number: int, articles: int, coded: engines.Future) -> int:
    """Write a part when it is done, its codes last: they say that it is finished. Return how many articles it has."""
    data, counted = coded.result()
    store.put(store.part(out, number, store.COUNTS), store.packed(counted))
    store.put(store.part(out, number), data)
    return articles
