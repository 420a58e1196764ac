"""What hostile articles can do where they are shown, drawn or written: nothing."""

import ast
import csv
import hashlib
import io
import os
import subprocess
import sys
import textwrap
from html.parser import HTMLParser
from xml.etree import ElementTree

import pandas as pd
import pytest
from conftest import made
from matplotlib import pyplot as plt

from helpers import design, load, paths, pipeline, plot, show, style

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<a href='javascript:alert(1)'>x</a>",
    '<img src="http://192.0.2.1/x.png">',
    "--><!--",
    "</table></blockquote><iframe>",
    "$400m of $1.7bn",
    "_x",
    "\u202egnp.exe",
    "a\nb",
    "=HYPERLINK(1)",
    "x" * 20_000,
]
IDS = ["script", "onerror", "javascript", "remote picture", "comment", "closing tags", "dollars", "underscore", "bidi",
       "newline", "formula", "20,000 characters"]  # fmt: skip
OF_EXPLORER = {"p", "strong", "div", "span", "mark"}
TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td", "blockquote", "br", "small"} | OF_EXPLORER


class Seen(HTMLParser):
    """The tags, the attributes and the text of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.words = set(), set(), ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        self.tags.add("comment")


@pytest.fixture
def shown(monkeypatch):
    """What the notebooks would display."""
    pages = []
    monkeypatch.setattr(show, "display", lambda bundle, raw: pages.append(bundle))
    return pages


def inert(page):
    """Parse a page, check that it holds only what a table or a quotation needs, and return its words."""
    seen = Seen(page)
    assert seen.tags <= TAGS and seen.attributes <= {"style", "scope", "role"}
    return seen.words


def expected(word):
    word = word.replace("\n", " ").replace("\u202e", r"\u202e")
    return word if len(word) <= show.LONGEST else word[: show.LONGEST - 1] + "…"


@pytest.mark.parametrize("word", HOSTILE, ids=IDS)
def test_a_table_is_inert(shown, word):
    show.table(pd.DataFrame({word: [word], "n": [1]}), caption=word[:100])
    words = inert(shown[0]["text/html"])
    assert words.count(expected(word)) >= 1 and expected(word).replace("_", " ") in words
    assert "\u202e" not in shown[0]["text/plain"] and len(shown[0]["text/plain"]) < 3 * show.LONGEST


@pytest.mark.parametrize("word", HOSTILE, ids=IDS)
def test_quoted_sentences_are_inert(shown, word):
    when = pd.Timestamp("2018-03-05")
    row = {"outlet": word, "published": when, "segment_no": 1, "matched": word, "text": word}
    show.sentences(pd.DataFrame([row]))
    assert inert(shown[0]["text/html"]).count(expected(word)) == 3
    assert "\u202e" not in shown[0]["text/plain"]


LABELS = ["<script>alert(1)</script>", "\"><img src=x…", "<a…", "<img…", "--><!--", "</table></blockquote><ifr…",
          "$400m of $1.7bn", "_x", r"\u202egnp.exe", "a b", "=HYPERLINK(1)", "x" * 25 + "…"]  # fmt: skip


@pytest.mark.parametrize(("word", "label"), list(zip(HOSTILE, LABELS, strict=True)), ids=IDS)
def test_labels_are_drawn_as_written_and_cut(tmp_path, monkeypatch, word, label):
    monkeypatch.setenv("FIGURES", str(tmp_path))
    plot.use_style()
    articles = made("Iran said that it would.", "Russia did not.", outlet=word)
    assert plot.labels(articles, design.of(articles)).tolist() == [f"5 Mar 2018\n{label}"] * 2
    cells = pd.DataFrame({"outlet": [word], "year": [2018], "n_articles": [2], "total": [2]})
    ax = plot.coverage(cells)
    (tick,) = ax.get_yticklabels()
    assert tick.get_text().startswith(label.removesuffix("…")) and not tick.get_parse_math()
    title = word.replace("\n", " ")[: style.LONG_TITLE]
    plot.finish(ax.figure, word, title, word, word, cells, word, quiet=True)
    (svg,) = tmp_path.glob("*.svg")
    drawn = ElementTree.parse(svg)
    names = {element.tag.rpartition("}")[2] for element in drawn.iter()}
    assert not names & {"script", "image", "a", "foreignObject", "iframe"}
    assert not any(name.startswith("on") for element in drawn.iter() for name in element.attrib)


def test_a_name_that_begins_with_an_underscore_is_in_the_legend():
    plot.use_style()
    ax = plt.subplots()[1]
    plot.strips(pd.DataFrame({"article_id": ["a"], "start": [0], "end": [9], "kind": ["body"]}),
                pd.Series(["_x"], index=["a"]), ax=ax)  # fmt: skip
    assert [label.get_text() for label in ax.get_yticklabels()] == ["_x"]
    plt.close(ax.figure)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_csv_is_a_formula(start):
    table = pd.DataFrame({f"{start}column": [f"{start}1+1", f"a{start}"], "n": [-1, 2]})
    cells = plot.csv_text(table).replace('"', "")
    assert cells == f"'{start}column,n\n'{start}1+1,-1\na{start},2\n"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("01-topics", "01-topics"),
        ("../../x", "x"),
        ("/etc/x", "etc-x"),
        (r"C:\x", "c-x"),
        ("CON", "figure-con"),
        ("NUL", "figure-nul"),
        ("com1", "figure-com1"),
        ("..", "figure"),
        ("", "figure"),
        ("\u202egnp", "gnp"),
        ("x" * 500, "x" * 80),
    ],
)
def test_a_name_from_the_data_is_a_safe_file_in_the_folder(tmp_path, monkeypatch, name, file):
    monkeypatch.setenv("FIGURES", str(tmp_path / "figures"))
    plot.keep(pd.DataFrame({"n": [1]}), name)
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.csv")] == [f"figures/{file}.csv"]


def test_an_interrupted_write_leaves_the_old_file_whole(tmp_path):
    program = """
        import resource, pandas as pd
        from helpers import design, plot
        plot.keep(pd.DataFrame({"n": range(3)}), "table")
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))  # as on a full disk
        plot.keep(pd.DataFrame({"n": range(9_999)}), "table")
    """
    run = child(program, FIGURES=str(tmp_path))
    assert run.returncode and "OSError" in run.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["table.csv"]
    assert (tmp_path / "table.csv").read_text() == "n\n0\n1\n2\n"


def child(program, folder=paths.ROOT, **environment):
    """Run a program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True,
    )  # fmt: skip


def test_hash_seed_zone_locale_working_folder_and_order_of_files_change_no_byte(tmp_path):
    program = """
        import sys
        from helpers import design, load, pipeline, plot
        articles, rejects = load.corpus()
        print(plot.csv_text(articles), plot.csv_text(rejects), plot.csv_text(pipeline.code(articles)))
    """
    seeds = sorted(paths.SEEDS.glob("*.txt"))
    runs = []
    for number, (files, more) in enumerate([
        (seeds, {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"}),
        (seeds[::-1], {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"}),
    ]):  # fmt: skip
        corpus, work = tmp_path / str(number) / "corpus", tmp_path / f"work{number}"
        corpus.mkdir(parents=True)
        work.mkdir()
        for file in [*files, paths.SEEDS / "articles.csv"]:
            (corpus / file.name).write_bytes(file.read_bytes())
            (corpus / file.name).chmod(0o444)
        corpus.chmod(0o555)
        run = child(program, work, CORPUS=str(corpus), PYTHONIOENCODING="utf-8", **more)
        assert run.returncode == 0, run.stderr
        runs.append(hashlib.sha256(run.stdout.encode()).hexdigest())
        corpus.chmod(0o755)
    assert runs[0] == runs[1]


def test_nothing_asks_for_the_network_or_runs_what_it_reads():
    for file in (paths.ROOT / "helpers").rglob("*.py"):
        nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
        imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        imported = {name.split(".")[0] for name in imported - {"urllib.parse"}}  # it takes addresses apart, no more
        assert not imported & {"pickle", "marshal", "shelve", "yaml", "socket", "ssl", "urllib", "http", "requests",
                               "httpx", "ftplib"}, file  # fmt: skip
        called = {node.func for node in nodes if isinstance(node, ast.Call)}
        assert not {f.id for f in called if isinstance(f, ast.Name)} & {"eval", "exec", "compile", "__import__"}, file
        assert not {f.attr for f in called if isinstance(f, ast.Attribute)} & {"read_pickle", "fetch_url", "urlopen"}


def test_a_hostile_corpus_is_read_coded_and_shown(tmp_path, shown):
    rows = [{"id": word[:50], "outlet": word, "headline": word, "text": f"{word} said Iran.", "date": "2018-03-05"}
            for word in HOSTILE]  # fmt: skip
    pd.DataFrame(rows).to_json(tmp_path / "case.jsonl", orient="records", lines=True)
    articles, rejects = load.corpus(tmp_path / "case.jsonl")
    assert len(articles) == len(HOSTILE) and rejects.empty
    coded = pipeline.code(articles)
    for table in (articles, coded[["outlet", "text", "speaker"]]):
        show.table(table)
        inert(shown[-1]["text/html"])
    cells = [cell for row in csv.reader(io.StringIO(plot.csv_text(articles))) for cell in row]
    assert len(cells) == (len(HOSTILE) + 1) * len(load.ARTICLES) and not any(c.startswith(tuple("=+@")) for c in cells)
