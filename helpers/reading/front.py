"""Say on the first page what README found, and where each finding stands.

In: README.md, the findings as data, the pages. Out: what index.html.j2 shows.
"""

from nbconvert.filters.markdown_mistune import markdown2html_mistune

from helpers import findings, paths
from helpers.reading import article
from helpers.reading.article import Page
from helpers.reading.tidy import tidy

LEAD, FOUND, LIMITS = "", "What we found", "Limits"


def readme() -> tuple[str, dict[str, str]]:
    """Return the question of README.md, and the HTML of its sections by their heading ('' for what stands first)."""
    soup = tidy(markdown2html_mistune((paths.ROOT / "README.md").read_text(encoding="utf-8")), "")
    question, sections, heading = soup.h1.get_text(), {}, LEAD
    for tag in soup.h1.find_next_siblings():
        if tag.name == "h2":
            heading = tag.get_text()
        elif not tag.img:
            sections[heading] = f"{sections.get(heading, '')}{tag}\n"
    return question, sections


def stated(said: list[findings.Finding], pages: list[Page]) -> list[tuple[Page, list[tuple[str, str]]]]:
    """Return for each page that findings stand on their labels, each with the address of its place there."""
    found = []
    for page in pages:
        rows = [(f.label, _address(page, f.claim)) for f in said if f.notebook == page.name]
        if rows:
            found.append((page, rows))
    return found


def _address(page: Page, claim: str) -> str:
    heading = article.place(page.article, claim)
    return f"{page.name}.html" + (f"#{heading}" if heading else "")
