"""Make a reading copy of the notebooks: pages for a browser and for paper, without a script or a request.

In: notebooks as they were run and the folder of their figures. Out: {name: content} of the files of a folder.
"""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers import findings, load, paths
from helpers.reading import article, front, pictures
from helpers.reading.tidy import ReadingError

TEMPLATES = Path(__file__).parent
QUESTION = "US and UK diplomacy on Iran and Russia"  # of the notebooks, whatever the corpus


def files(notebooks: Path, figures: Path, own: bool) -> dict[str, bytes]:
    """Return the reading copy of a folder of notebooks: its pages, the figures, and the files that are linked to.

    `own` says that the articles are the project's own: then the first page gives the findings of README.
    Raises ReadingError if there are no notebooks, or naming one whose picture is none of the figures or whose
    link leads nowhere.
    """
    drawn = pictures.read(figures)
    pages = [article.page(path, drawn) for path in sorted(notebooks.glob("*.ipynb"))]
    if not pages:
        raise ReadingError(f"no notebooks in {notebooks}; run `make figures` first")
    html = _pages(pages, list(drawn.values()), own)
    made = {name: text.encode() for name, text in html.items()}
    drawings = [figures / f"{p.name}{suffix}" for p in drawn.values() for suffix in (".png", ".svg", ".csv")]
    made |= {f"figures/{file.name}": file.read_bytes() for file in drawings}
    return made | {name: (paths.ROOT / name).read_bytes() for name in _linked(html) if name not in made}


def _pages(pages: list[article.Page], drawn: list[pictures.Picture], own: bool) -> dict[str, str]:
    """Return the HTML of the first page and of each notebook's, by file name."""
    question, sections = front.readme() if own else (QUESTION, {})
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals |= {
        "notebooks": pages, "own": own, "site": question, "corpus": pages[0].corpus,
        "style": (TEMPLATES / "style.css").read_text(encoding="utf-8"),
    }  # fmt: skip
    first = environment.get_template("index.html.j2").render(
        page={"name": "index", "title": question, "about": pages[0].corpus}, previous=None, next=None,
        lead=sections.get(front.LEAD, ""), found=sections.get(front.FOUND), limits=sections.get(front.LIMITS),
        pictures=drawn, places={figure["id"]: page.name for page in pages for figure in page.article("figure")},
        findings=front.stated(findings.as_list(load.findings()), pages),
    )  # fmt: skip
    template = environment.get_template("page.html.j2")
    neighbours = zip([None, *pages], pages, [*pages[1:], None], strict=False)
    rest = {f"{p.name}.html": template.render(page=p, previous=before, next=after) for before, p, after in neighbours}
    return {"index.html": first, **rest}


def _linked(html: dict[str, str]) -> list[str]:
    """Return the files of the project that pages link to."""
    addresses = {address for text in html.values() for address in re.findall(r'href="([^"#]+)"', text)}
    return sorted(a for a in addresses if (paths.ROOT / a).is_file())
