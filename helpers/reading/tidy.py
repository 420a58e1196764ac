"""Make HTML that notebooks or Markdown gave fit to be read: by ear, by keyboard, on a small screen.

In: the HTML of an article. Out: it as a tree, whose headings can be linked to, whose tables have header cells and
scroll by themselves, whose links lead to pages of the reading copy.
"""

import posixpath
import re
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from helpers import paths

HEADINGS = ["h1", "h2", "h3", "h4"]
PAGES = {"README.md": "index.html", "figures/README.md": "index.html#figures"}  # what they say stands there
_NUMERIC = re.compile(r"[-−+]?[\d,.]+%?(?: of [\d,]+)?(?: \([\d,]+\))?")  # '0.3', '2 of 38 (2)'


class ReadingError(ValueError):
    """A notebook cannot be shown as it is; the message names it and says why."""


def tidy(html: str, base: str) -> BeautifulSoup:
    """Return HTML as a tidy tree; `base` is the folder, seen from the project's, that its links start from.

    Raises ReadingError naming a link that leads nowhere.
    """
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.select("script, iframe, a.anchor-link"):
        tag.decompose()
    _name_headings(soup)
    for number, table in enumerate(soup("table"), start=1):
        _head(table)
        _align(table)
        _frame(soup, table, number)
    for link in soup.select("a[href]:not(figure a)"):  # those of a figure are the reading copy's own
        link["href"] = _address(link["href"], base)
    return soup


def _name_headings(soup: BeautifulSoup) -> None:
    """Give each heading an id of its own, made of its words."""
    taken = set()
    for heading in soup(HEADINGS):
        name, number = paths.slug(heading.get_text()), 1
        while (heading_id := name if number == 1 else f"{name}-{number}") in taken:
            number += 1
        heading["id"] = heading_id
        taken.add(heading_id)


def _head(table: Tag) -> None:
    """Say which cells are headers, and of what; a column without a name holds the names of the rows."""
    for tag in [table, *table(style=True)]:
        tag.attrs.pop("style", None)
    heads = table.select("thead th")
    for head in heads:
        head["scope"] = "col"
    if heads and not heads[0].get_text(strip=True):
        heads[0].name = "td"
        del heads[0]["scope"]
        for row in table.select("tbody tr"):
            row.find(["td", "th"]).name = "th"
    for head in table.select("tbody th"):
        head["scope"] = "row"


def _align(table: Tag) -> None:
    """Mark the columns that hold nothing but numbers or counts."""
    rows = [row(["td", "th"]) for row in table("tr")]
    for head, *cells in zip(*rows, strict=False):
        texts = [text for cell in cells if (text := cell.get_text(strip=True))]
        if texts and all(map(_NUMERIC.fullmatch, texts)):
            for cell in (head, *cells):
                cell["class"] = "number"


def _frame(soup: BeautifulSoup, table: Tag, number: int) -> None:
    """Put a table into a region of its own that scrolls, named after its caption or the heading above it."""
    named = table.caption or table.find_previous(HEADINGS)
    label = f"Table {number}" + (f": {named.get_text(strip=True)}" if named else "")
    frame = {"class": "table", "role": "region", "tabindex": "0", "aria-label": label}
    table.wrap(soup.new_tag("div", attrs=frame))


def _address(href: str, base: str) -> str:
    """Return where a link of the project leads to in the reading copy; other links stay as they are."""
    if urlsplit(href).scheme or href.startswith("#"):
        return href
    path, _, fragment = href.partition("#")
    path = posixpath.normpath(posixpath.join(base, unquote(path)))
    if not (paths.ROOT / path).is_file():
        raise ReadingError(f"a link leads nowhere: {href}")
    if path.startswith("notebooks/"):
        path = path.removeprefix("notebooks/").replace(".ipynb", ".html")
    return PAGES.get(path, path) + (f"#{paths.slug(fragment)}" if fragment else "")
