"""The notebooks on articles of others: hostile, single, undated, few. They run, and what they leave is inert."""

import csv
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import nbformat
import pandas as pd
import pytest
from nbconvert.filters import markdown2html
from test_showing import HOSTILE, inert

from helpers import paths, rerun

OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
FORMULA = ("=", "+", "@", "\t", "\r")
LOADED = {"script", "iframe", "object", "embed", "link", "style", "form", "base", "meta", "svg", "math"}
SAID = "The US and Britain said on Tuesday that Iran had sent ballistic missiles to Russia."
QUOTED = "“We agree on sanctions against Iran,” said Mr Hunt, the British foreign secretary."
DENIED = "Russia denied it, and Mr Lavrov said that the war in Ukraine would go on."


class Page(HTMLParser):
    """What a page would run or fetch."""

    def __init__(self, page):
        super().__init__()
        self.active = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.active += [tag] * (tag in LOADED)
        for name, value in attrs:
            scheme = re.match(r"[a-z][a-z0-9+.-]*:|//", re.sub(r"[\x00-\x20]", "", value or "").lower())
            if name.startswith("on") or (name in ("src", "href", "srcset", "data", "action") and scheme):
                self.active.append(f"{tag} {name}={value}")


def run(folder, rows, *names):
    """Run notebooks on rows of articles in a folder; return the folder that their figures and pages are in."""
    corpus, figures = folder / "corpus.jsonl", folder / "figures"
    pd.DataFrame(rows).to_json(corpus, orient="records", lines=True)
    figures.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CORPUS", str(corpus))
        patch.setenv("FIGURES", str(figures))
        rerun.rerun([f for f in sorted(paths.NOTEBOOKS.glob("*.ipynb")) if f.name[:2] in names], figures, own=False)
    rerun.gallery(figures)
    return figures


def outputs(figures):
    return [o for file in sorted(figures.glob("*.ipynb")) for c in nbformat.read(file, 4).cells
            for o in c.get("outputs", [])]  # fmt: skip


def printed(figures):
    return "\n".join(o["text"] for o in outputs(figures) if o.output_type == "stream")


def check(figures):
    """Check that every output is inert and every figure complete; return how many there are."""
    for output in outputs(figures):
        data = output.get("data", {})
        assert set(data) <= {"text/plain", "text/html", "image/png"}
        inert(data.get("text/html", ""))
        assert not OVERRIDES.search("".join([*map(str, data.values()), output.get("text", "")]))
    drawn = sorted(figures.glob("*.svg"))
    for svg in drawn:
        of_svg = list(ElementTree.parse(svg).iter())
        assert not {e.tag.rpartition("}")[2] for e in of_svg} & {"script", "a", "foreignObject", "iframe"}
        names = {name for e in of_svg for name in e.attrib}
        links = {value for e in of_svg for name, value in e.attrib.items() if name.rpartition("}")[2] == "href"}
        assert not any(name.lower().startswith("on") for name in names)
        assert all(link.startswith(("#", "data:image/png;base64,")) for link in links)
        assert svg.with_suffix(".png").exists() and svg.with_suffix(".csv").exists()
    for table in figures.glob("*.csv"):
        with table.open(encoding="utf-8", newline="") as file:
            assert not [cell for row in csv.reader(file) for cell in row if cell.startswith(FORMULA)]
    assert Page(markdown2html((figures / "README.md").read_text(encoding="utf-8"))).active == []
    assert {file.parent for file in figures.parent.rglob("*") if file.is_file()} <= {figures, figures.parent}
    return len(drawn)


def article(number, when="2018-03-05", outlet="Outlet", word="", headline=""):
    texts = [f"{word} {SAID}", f"{QUOTED} {word}", DENIED, f"{word} Article {number}."]
    return {"id": f"a{number}", "outlet": outlet, "headline": headline, "text": "\n\n".join(texts), "date": when}


def test_a_page_that_would_run_something_is_seen():
    for word in HOSTILE[:4]:
        assert Page(f"<p>{word}</p>").active
    assert not Page('<p><a href="01-x.csv">numbers</a><img src="01-x.png" alt="&lt;script&gt;"></p>').active


def test_the_notebooks_run_on_hostile_articles_and_leave_nothing_active(tmp_path):
    rows = [article(n, f"{2014 + n % 4 * 3}-03-0{1 + n % 9}", word, word[:300], word) for n, word in enumerate(HOSTILE)]
    rows = [{**row, "id": f"../../{row['id']}", "<script>alert(2)</script>": "=1+1"} for row in rows]
    rows = [{**row, "date": ""} if n % 5 == 4 else row for n, row in enumerate(rows)]
    figures = run(tmp_path, rows, "01", "02", "03", "04", "05", "06", "07")  # 08 below
    assert check(figures) > 12 and "12 articles" in printed(figures)


def test_one_article(tmp_path):
    figures = run(tmp_path, [article(1, outlet="<script>alert(1)</script>")], "01", "05")
    assert check(figures) >= 4 and "read, text by text" in printed(figures)


def test_two_articles_without_dates(tmp_path):
    figures = run(tmp_path, [article(1, ""), article(2, "", "Other")], "01", "02", "06", "08")
    assert check(figures) >= 8 and "read, text by text" in printed(figures)


def test_forty_articles_of_three_outlets_in_two_years(tmp_path):
    rows = [article(n, f"{2018 + n % 2}-0{1 + n % 9}-1{n % 7}", f"Outlet {n % 3}") for n in range(40)]
    figures = run(tmp_path, rows, "02")
    assert check(figures) >= 3 and "describe, by quarter" in printed(figures)
