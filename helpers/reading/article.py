"""Turn a notebook as it was run into an article: prose, pictures and tables, its code folded away.

In: a notebook and the figures. Out: a Page.
"""

import base64
from pathlib import Path
from typing import NamedTuple

import nbformat
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter

from helpers.reading.pictures import Picture
from helpers.reading.tidy import HEADINGS, ReadingError, tidy

TEMPLATES = Path(__file__).parent
SHOWN = ["text/html", "text/markdown", "image/png", "text/plain"]  # never a script or the view of a widget


class Page(NamedTuple):
    """A notebook as a page: name of the file, its question, its answer in plain words, what it shows."""

    name: str
    title: str
    about: str
    article: BeautifulSoup
    corpus: str  # what its articles are; '' if it does not say


def page(path: Path, drawn: dict[bytes, Picture]) -> Page:
    """Return a notebook as a page; `drawn` holds the figures by their bytes.

    Raises ReadingError naming the notebook, if a picture is none of the figures or a link leads nowhere.
    """
    notebook = nbformat.read(path, as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    for output in outputs:
        if png := output.get("data", {}).get("image/png"):
            output.metadata["picture"] = drawn.get(base64.b64decode(png))
            if not output.metadata["picture"]:
                raise ReadingError(f"{path.name}: a picture that is none of the figures; run `make figures` first")
    exporter = HTMLExporter(
        template_name=TEMPLATES.name, template_file="notebook.html.j2", extra_template_basedirs=[str(TEMPLATES.parent)]
    )
    exporter.display_data_priority = SHOWN
    try:
        article = tidy(exporter.from_notebook_node(notebook)[0], "notebooks")
    except ReadingError as error:
        raise ReadingError(f"{path.name}: {error}") from error
    answer = next((p for p in article("p") if p.get_text().startswith("Answer:")), article.h1)
    _list_headings(article)
    named = (o.text.strip() for o in outputs if o.get("text", "").startswith("Corpus "))
    return Page(path.stem, _words(article.h1), _words(answer).removeprefix("Answer: "), article, next(named, ""))


def place(article: BeautifulSoup, claim: str) -> str:
    """Return the id of the heading under which a claim stands, '' if it stands nowhere."""
    heading = ""
    for tag in article([*HEADINGS, "p", "li"]):
        heading = tag.get("id", heading) if tag.name in HEADINGS else heading
        if " ".join(claim.split()) in _words(tag):
            return heading
    return ""


def _list_headings(article: BeautifulSoup) -> None:
    """Put a list of the headings before the first code, where the answer has been given."""
    lines = "\n".join(f'<li><a href="#{h["id"]}">{h.decode_contents()}</a></li>' for h in article("h2"))
    start = article.find("details")
    if lines and start:
        contents = f'<nav class="contents" aria-label="On this page"><ol>\n{lines}\n</ol></nav>\n'
        start.insert_before(BeautifulSoup(contents, "html.parser"))


def _words(tag) -> str:
    return " ".join(tag.get_text().split())
