"""A corpus coded part by part is the corpus coded at once, whatever is killed on the way."""

import os
import signal
import subprocess
import sys
import threading
import time

import pandas as pd
import psutil
import pytest
from pandas.testing import assert_frame_equal

from helpers import load, measure, paths, pipeline, scale
from helpers.scale import __main__ as cli
from helpers.scale import store

SIZE = 6_000  # characters of a part
PATIENCE = 300  # seconds in which a part must have come, on however busy a machine
OUTLETS = {"The Times": ("GBR", "private"), "TASS": ("RUS", "state"), "unknown": ("", "")}
SENTENCES = ["Minister {n} said Iran must give up its nuclear programme.", "“We agree with London,” Blinken said.",
             "Russia sent drones to Ukraine on day {n}.", "The US and the UK were divided on the nuclear deal.",
             "Tehran condemned sanctions, its foreign minister said.", "It rained in Geneva."]  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Articles of three outlets over three years, some without a day or any date, two refused."""
    rows = [
        {"id": f"a{n:03}", "outlet": name, "outlet_country": OUTLETS[name][0], "ownership": OUTLETS[name][1],
         "date": ["2018-03-05", "2018-06", "2020", "", "2020-01-31"][n % 5], "title": f"Talks, part {n}",
         "text": "\n\n".join(SENTENCES[(n + i) % 6].format(n=n) for i in range(n % 4 + 5))}
        for n in range(100) for name in [list(OUTLETS)[n * 7 % 3]]
    ]  # fmt: skip
    rows[70] |= {"text": rows[3]["text"], "title": rows[3]["title"], "date": rows[3]["date"]}
    rows[90]["text"] = ""
    file = tmp_path_factory.mktemp("corpus") / "articles.csv"
    pd.DataFrame(rows).to_csv(file, index=False)
    return file


@pytest.fixture(scope="module")
def whole(corpus):
    """What must come out: the corpus read and coded at once, in the order of the ids."""
    articles, rejects = load.corpus(corpus)
    return articles, rejects, pipeline.code(articles).drop(columns="text")


@pytest.fixture(scope="module")
def ran(corpus, tmp_path_factory):
    out = tmp_path_factory.mktemp("ran")
    return out, scale.run(corpus, out, workers=2, size=SIZE)


def coded_of(out):
    return pd.read_parquet(out / "coded").sort_values(["article_id", "segment_no"], ignore_index=True)


def finished(out):
    """Return the finished parts, each with what changes when it is written anew."""
    return {file: (file.stat().st_ino, file.stat().st_mtime_ns) for file in sorted(out.glob("coded/*.parquet"))}


def wait_for(condition):
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.02)


def test_the_parts_are_the_corpus_coded_at_once(ran, whole):
    out, summary = ran
    articles, rejects, coded = whole
    assert len(finished(out)) == summary.parts == summary.coded_now > 4
    assert_frame_equal(coded_of(out), coded)
    assert_frame_equal(pd.read_parquet(out / "rejects.parquet"), rejects)
    stored = pd.read_parquet(out / "articles.parquet").sort_values("article_id", ignore_index=True)
    assert_frame_equal(stored, articles.drop(columns="text"))
    assert (summary.articles, summary.rejects) == (98, {"duplicate": 1, "no text": 1})
    assert summary.sentences == coded["kind"].eq("body").sum() and summary.memory > 0
    assert sorted(file.name for file in out.iterdir()) == [
        "articles.parquet", "coded", "counts.parquet", "rejects.parquet", "run.json",
    ]  # fmt: skip


KEYS = ["actor_iran", "quoted", "voice=us", "us_uk_iran=diverge", "us_uk_russia=none", "iran_frame=threat"]


@pytest.mark.parametrize("by", [*measure.PERIODS, "outlet", "ownership", ["outlet", "year"], ["month", "outlet"]])
@pytest.mark.parametrize("keys", [None, KEYS], ids=["topics", "others"])
def test_shares_of_the_counts_are_those_of_the_sentences(ran, whole, by, keys):
    out, coded = ran[0], whole[2]
    assert_frame_equal(scale.shares(out, by, keys), measure.shares(coded, by, keys))


def test_an_article_that_has_only_a_year_is_in_no_month(ran):
    assert set(scale.shares(ran[0], "month").query("total > 0")["month"]) == {"2018-03", "2018-06", "2020-01"}
    assert scale.shares(ran[0], "year").query("total > 0")["year"].unique().tolist() == ["2018", "2020"]


def test_shares_name_what_is_not_there(ran, tmp_path):
    with pytest.raises(KeyError, match="no column 'author'"):
        scale.shares(ran[0], "author")
    with pytest.raises(KeyError, match="no key 'topic_weather'"):
        scale.shares(ran[0], "year", ["topic_weather"])
    with pytest.raises(scale.ScaleError, match="run helpers.scale to its end"):
        scale.shares(tmp_path, "year")


def test_a_finished_run_is_not_done_again_and_another_is_refused(ran, corpus, tmp_path):
    out, summary = ran
    before = finished(out)
    assert scale.run(corpus, out, size=SIZE) == summary._replace(coded_now=0) and finished(out) == before
    with pytest.raises(scale.ScaleError, match=r"another run \(size of a part differ\); name a new folder"):
        scale.run(corpus, out, size=SIZE + 1)
    with pytest.raises(scale.ScaleError, match=r"another run \(corpus, files of the corpus differ\)"):
        scale.run(paths.SEEDS, out, size=SIZE)
    (tmp_path / "mine.txt").write_text("not yours")
    with pytest.raises(scale.ScaleError, match="other files and no run; name a new or an empty one"):
        scale.run(corpus, tmp_path)
    with pytest.raises(scale.ScaleError, match="lies in the corpus"):
        scale.run(corpus.parent, corpus.parent / "out")


def command(corpus, out):
    args = [sys.executable, "-m", "helpers.scale", str(corpus), str(out), "--workers", "1", "--size", str(SIZE)]
    return subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_run_goes_on_after_a_worker_and_then_all_of_it_was_killed(corpus, whole, tmp_path):
    out = tmp_path / "out"
    with command(corpus, out) as run:
        wait_for(lambda: finished(out))
        [worker] = [p for p in psutil.Process(run.pid).children() if "spawn_main" in " ".join(p.cmdline())]
        worker.kill()
        said = run.communicate(timeout=PATIENCE)
    first = finished(out)
    assert run.returncode == 1 and said[0] == "" and said[1].count("\n") == 1
    assert said[1].startswith("error: a worker was lost") and "run the same again" in said[1]

    with command(corpus, out) as run:
        wait_for(lambda: len(finished(out)) > len(first))
        workers = psutil.Process(run.pid).children()
        run.send_signal(signal.SIGKILL)
    second = finished(out)
    assert first.items() < second.items() and not (out / "counts.parquet").exists()
    wait_for(lambda: not any(worker.is_running() for worker in workers))  # none is left behind

    summary = scale.run(corpus, out, workers=1, size=SIZE)
    assert second.items() < finished(out).items() and summary.coded_now == summary.parts - len(second) > 0
    assert_frame_equal(coded_of(out), whole[2])
    assert_frame_equal(scale.shares(out, "year"), measure.shares(whole[2], "year"))
    assert not list(out.rglob(".*"))


def test_a_full_disk_leaves_the_old_file_whole(tmp_path):
    resource = pytest.importorskip("resource", reason="limits of a process are those of Unix")
    store.put(tmp_path / "a", b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(scale.ScaleError, match=r"a: it cannot be written \(.*make room, then run the same again"):
            store.put(tmp_path / "a", b"new" * 50_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [file.name for file in tmp_path.iterdir()] == ["a"] and (tmp_path / "a").read_bytes() == b"old"


def test_a_cluster_that_loses_a_worker_gives_the_same(corpus, whole, tmp_path, monkeypatch, capsys):
    from distributed import Client, LocalCluster

    out = tmp_path / "out"

    def kill(pid):
        wait_for(lambda: finished(out))
        killed.append(len(finished(out)))
        os.kill(pid, signal.SIGKILL)

    killed: list[int] = []
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        pid = next(iter(client.run(os.getpid).values()))
        thread = threading.Thread(target=kill, args=[pid])
        thread.start()
        address = ["--scheduler", cluster.scheduler_address]
        monkeypatch.setattr(sys, "argv", ["scale", str(corpus), str(out), "--size", str(SIZE), *address])
        cli.main()
        thread.join()
    assert 0 < killed[0] < len(finished(out)) and not psutil.pid_exists(pid)
    assert_frame_equal(coded_of(out), whole[2])
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("98 articles, ") and said[1:] == ["1 rejected: duplicate", "1 rejected: no text"]


def test_errors_are_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "argv", ["scale", str(tmp_path / "nowhere"), str(tmp_path / "out")])
    with pytest.raises(SystemExit, match=r"^error: .*nowhere: no such folder or file; name one that holds articles$"):
        cli.main()
