"""helpers.reading: a copy of the notebooks that can be read by ear and by keyboard, and asks nobody for anything."""

import re
from collections import Counter
from urllib.parse import urldefrag, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup
from lxml import etree
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers import load, paths, reading
from helpers.reading import tidy

NOTEBOOKS = sorted(path.stem for path in paths.NOTEBOOKS.glob("*.ipynb"))
PAGES = ["index", *NOTEBOOKS]
each_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture(scope="module")
def soups(reading_copy):
    """Every page as a tree, by its name."""
    return {name: BeautifulSoup((reading_copy / f"{name}.html").read_text("utf-8"), "html.parser") for name in PAGES}


def test_there_is_a_page_for_each_notebook(reading_copy):
    assert sorted(path.stem for path in reading_copy.glob("*.html")) == sorted(PAGES)


@each_page
def test_a_page_says_what_it_is(soups, name):
    soup = soups[name]
    assert soup.html["lang"] == "en-GB" and soup.title.string and soup.find("meta", {"name": "description"})["content"]
    assert all(len(soup(tag)) == 1 for tag in ("header", "main", "footer", "h1", "title"))
    skip = soup.body.find("a")
    assert skip["class"] == ["skip"] and soup.find(id=skip["href"].removeprefix("#")).name == "main"
    assert len({nav["aria-label"] for nav in soup("nav")}) == len(soup("nav"))


@each_page
def test_a_page_leads_to_all_others_and_says_where_it_stands(soups, name):
    nav = soups[name].find("nav", {"aria-label": "Notebooks"})
    assert [a["href"] for a in nav("a")] == [f"{other}.html" for other in NOTEBOOKS]
    assert [a["href"] for a in soups[name].header(attrs={"aria-current": "page"})] == [f"{name}.html"]


def test_pages_are_turned_in_the_order_of_the_notebooks(soups):
    for number, name in enumerate(NOTEBOOKS):
        turned = {a["rel"][0]: a["href"] for a in soups[name].select("nav.turn a")}
        before, after = NOTEBOOKS[number - 1 : number] if number else [], NOTEBOOKS[number + 1 : number + 2]
        assert turned == {r: f"{n[0]}.html" for r, n in (("prev", before), ("next", after)) if n}


@each_page
def test_headings_begin_with_one_and_skip_no_level(soups, name):
    levels = [int(heading.name[1]) for heading in soups[name](re.compile(r"^h[1-6]$"))]
    assert levels[0] == 1
    assert all(level <= before + 1 for before, level in zip(levels, levels[1:], strict=False))


@each_page
def test_every_picture_is_described_and_has_its_numbers(soups, name, reading_copy):
    for picture in soups[name]("img"):
        assert len(picture["alt"]) > 40 and picture.find_parent("figure")
        linked = [reading_copy / a["href"] for a in picture.find_parent("figure").figcaption("a")]
        assert [file.suffix for file in linked] == [".csv", ".svg"]
        assert all(file.stem == (reading_copy / picture["src"]).stem for file in linked)


def test_all_pictures_stand_in_the_gallery_and_on_the_page_of_their_notebook(soups):
    drawn = sorted(f"figures/{path.name}" for path in paths.figures().glob("*.png"))
    assert [picture["src"] for picture in soups["index"]("img")] == drawn
    assert sorted(picture["src"] for name in NOTEBOOKS for picture in soups[name]("img")) == drawn
    led = [a["href"] for a in soups["index"].select(".gallery h3 a")]
    assert [urldefrag(address).fragment for address in led] == [path.split("/")[1][:-4] for path in drawn]


@each_page
def test_tables_have_headers_and_scroll_by_themselves(soups, name):
    tables = soups[name]("table")
    labels = [table.parent["aria-label"] for table in tables]
    assert len(set(labels)) == len(labels)
    for table in tables:
        assert table.parent["role"] == "region" and table.parent["tabindex"] == "0" and not table(style=True)
        assert table.th and all(head["scope"] in ("row", "col") and head.get_text(strip=True) for head in table("th"))


@each_page
def test_no_page_asks_for_anything_from_outside_or_runs_a_script(soups, name):
    soup = soups[name]
    assert not soup(["script", "iframe", "object", "embed", "base"])
    assert not [tag for tag in soup(True) if any(attribute.startswith("on") for attribute in tag.attrs)]
    sources = [tag.get("src") or tag.get("href") for tag in soup(["img", "link", "source"])]
    assert all(urlsplit(source).scheme in ("", "data") for source in sources)
    assert "url(" not in soup.style.string and "@import" not in soup.style.string


@each_page
def test_no_link_is_dead_and_no_id_there_twice(soups, name, reading_copy):
    ids = Counter(tag["id"] for tag in soups[name](id=True))
    assert max(ids.values()) == 1
    for link in soups[name]("a", href=True):
        path, fragment = urldefrag(link["href"])
        assert not urlsplit(path).scheme and link.get_text(strip=True)
        assert not path or (reading_copy / path).is_file(), link
        target = soups[path.removesuffix(".html") or name] if fragment else None
        assert not fragment or target.find(id=fragment), link


@each_page
def test_a_page_is_well_formed(reading_copy, name):
    text = (reading_copy / f"{name}.html").read_text("utf-8")
    void = re.sub(r"<(meta|link|img|br|hr)\b([^>]*?)/?>", r"<\1\2/>", text.removeprefix("<!DOCTYPE html>\n"))
    etree.fromstring(void.replace("&nbsp;", " ").encode())


def test_the_first_page_has_the_findings_of_the_readme_and_leads_to_where_each_stands(soups):
    index, found = soups["index"], load.findings(paths.SEEDS / "findings.csv")
    readme = (paths.ROOT / "README.md").read_text("utf-8")
    assert index.h1.get_text() == readme.splitlines()[0].removeprefix("# ")
    said = [" ".join(li.get_text().split()) for li in index.find(id="found").find_next("ol")("li")]
    plain = [re.sub(r"\[([\w ]+)\]\([^)]*\)", r"\1", line) for line in re.findall(r"(?m)^\d\. (.*)$", readme)]
    assert said == plain and len(said) == 5
    links = {a.get_text(): a["href"] for a in index.select("#findings ~ ul a")}
    for label, notebook in found.query("notebook != 'README'")[["label", "notebook"]].itertuples(index=False):
        assert urldefrag(links[label]).url == f"{notebook}.html" and urldefrag(links[label]).fragment, label


def test_the_corpus_is_named_on_every_page(soups):
    assert all("Corpus seeds: 5 articles of " in soup.footer.get_text() for soup in soups.values())


def test_a_second_copy_has_the_same_bytes(reading_copy):
    for name, content in reading.files(paths.NOTEBOOKS, paths.figures(), own=True).items():
        assert (reading_copy / name).read_bytes() == content


@pytest.fixture
def notebook(tmp_path):
    """Return a function that copies a notebook with these cells behind its heading, and returns the page's tree."""

    def page(*cells):
        made = new_notebook(cells=[new_markdown_cell("# What?"), *cells])
        nbformat.write(made, tmp_path / "01-sample.ipynb")
        pages = reading.files(tmp_path, tmp_path, own=False)
        assert set(pages) >= {"index.html", "01-sample.html"}
        return BeautifulSoup(pages["01-sample.html"], "html.parser")

    return page


def test_a_widget_shows_what_was_stored_for_readers_without_one(notebook):
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1", "version_major": 2, "version_minor": 0}}
    kept = {**view, "text/html": "<p>kept</p><script>alert(1)</script>", "text/plain": "Box()"}
    bare = {**view, "text/plain": "Box(children=())"}
    outputs = [new_output("display_data", data=data) for data in (kept, bare)]
    main = notebook(new_code_cell("explore()", outputs=outputs)).main
    assert "kept" in main.get_text() and "work in JupyterLab" in main.get_text()
    assert "Box(" not in main.get_text() and not main("script") and "alert" not in main.get_text()


def test_what_articles_hold_stays_text(notebook):
    printed = new_output("stream", name="stdout", text="<img src=x onerror=alert(1)> & more\n")
    main = notebook(new_code_cell("print()", outputs=[printed])).main
    assert main.pre.find_next("pre").get_text() == "<img src=x onerror=alert(1)> & more" and not main("img")


def test_another_corpus_has_no_findings_of_the_project(notebook, monkeypatch, tmp_path):
    monkeypatch.setenv("CORPUS", str(tmp_path))
    said = new_output("stream", name="stdout", text="Corpus mine: 2 articles of A.\n")
    notebook(new_code_cell("show.corpus()", outputs=[said]))
    index = BeautifulSoup(reading.files(tmp_path, tmp_path, own=False)["index.html"], "html.parser")
    assert "Corpus mine: 2 articles of A." in index.main.get_text()
    assert not index.find(id="found") and not index.find(id="findings")


def test_links_lead_to_pages_and_to_copies_of_what_they_name(notebook, tmp_path):
    text = "[a](02-topics.ipynb#Limits) [b](../README.md) [c](../seeds/README.md) [d](https://a.org) [e](#what)"
    links = [a["href"] for a in notebook(new_markdown_cell(text)).main("a")]
    assert links == ["02-topics.html#limits", "index.html", "seeds/README.md", "https://a.org", "#what"]
    copied = reading.files(tmp_path, tmp_path, own=False)["seeds/README.md"]
    assert copied == (paths.SEEDS / "README.md").read_bytes()


def test_what_cannot_be_shown_is_named(notebook, tmp_path):
    with pytest.raises(reading.ReadingError, match=r"01-sample\.ipynb: a link leads nowhere: gone\.md"):
        notebook(new_markdown_cell("[a](gone.md)"))
    picture = new_output("display_data", data={"image/png": "iVBORw0KGgo="})
    with pytest.raises(reading.ReadingError, match=r"01-sample\.ipynb: a picture that is none of the figures"):
        notebook(new_code_cell("draw()", outputs=[picture]))
    (tmp_path / "01-sample.ipynb").unlink()
    with pytest.raises(reading.ReadingError, match="no notebooks in"):
        reading.files(tmp_path, tmp_path, own=False)


def test_a_column_without_a_name_holds_the_names_of_rows():
    html = "<table><thead><tr><th> </th><th>n</th></tr></thead><tbody><tr><td>Iran</td><td>2 of 38</td></tr></tbody>"
    table = tidy.tidy(f"<h2>Named</h2>{html}</table>", "").table
    assert table.parent["aria-label"] == "Table 1: Named"
    assert [(head.get_text(), head["scope"]) for head in table("th")] == [("n", "col"), ("Iran", "row")]
    assert [cell["class"] for cell in table(class_=True)] == ["number", "number"]


def test_equal_headings_get_ids_of_their_own():
    headings = tidy.tidy("<h2>Limits</h2><h2>Limits</h2><h2>Limits 2</h2>", "")("h2")
    assert len({heading["id"] for heading in headings}) == 3
