"""Read saved web pages: the article's own text, its headline, date and site, without what stands around it.

In: the bytes of a .html or .htm file. Out: one raw row. Nothing that the page names is fetched.
"""

import codecs
import logging
import re
from collections.abc import Iterator

from helpers import text
from helpers.sources.rows import Raw, Refused

AROUND = ["//nav", "//footer", "//aside", "//script", "//style", "//noscript", "//iframe"]
_SILENT = logging.NullHandler()  # what the libraries would print is said by a refusal
HEAD = 4_096  # bytes in which a page names its encoding
_NAMED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?"""
    rb"(utf-8|iso-8859-\d\d?|us-ascii|windows-125\d|koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|euc-jp|euc-kr)\b",
    re.IGNORECASE,
)
# trafilatura makes these characters plain, drops them, or decodes a second time what follows an ampersand; letters of
# Linear A, which no article holds, take their places while it works
_KEPT = "&\u00a0\u202f\u2009" + text.INVISIBLE
_AWAY = {ord(char): chr(0x10600 + place) for place, char in enumerate(_KEPT)}
_BACK = {ord(letter): chr(char) for char, letter in _AWAY.items()}


def rows(data: bytes) -> Iterator[Raw]:
    """Read one saved page. Raises Refused if no article is found on it."""
    import trafilatura  # takes a third of a second to import, and most corpora hold no page

    for name in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
        logging.getLogger(name).addHandler(_SILENT)
    page, flags = text.clean(*_decoded(data))
    page = re.sub(r"^\s*<\?xml[^>]*>", "", page)  # names an encoding that no longer holds
    try:
        tree = trafilatura.load_html(page)
        found = None if tree is None else trafilatura.bare_extraction(
            _carried(tree), with_metadata=True, include_comments=False, include_tables=True, favor_recall=True,
            prune_xpath=AROUND, date_extraction_params={"extensive_search": False, "original_date": True})  # fmt: skip
    except (ValueError, RecursionError):
        found = None
    if found is None or not (found.text or "").strip():
        raise Refused("no article found", "the page shows no text of its own; save the article as .txt")
    site = tree.xpath("string(//meta[@property='og:site_name']/@content)").strip()
    if found.sitename and not site:
        flags.append("outlet read from the page's title or address")
    fields = {"headline": found.title, "outlet": site or found.sitename, "published": found.date,
              "published_basis": found.date and "metadata of the page", "author": found.author, "url": found.url,
              "text": "\n\n".join(line for line in map(str.strip, found.text.split("\n")) if line)}  # fmt: skip
    yield Raw(None, {name: (value or "").translate(_BACK) for name, value in fields.items()}, tuple(flags))


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """Decode a page as its meta element says, or else as any other text."""
    named = _NAMED.search(data[:HEAD])
    if named and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = named[1].decode().lower()
        try:
            # browsers take the first two for the last, which has the curly quotes as well
            return data.decode("cp1252" if encoding in ("iso-8859-1", "us-ascii") else encoding), []
        except UnicodeDecodeError:
            pass  # what it says is not so
    return text.decoded(data)


def _carried(tree):
    """Put stand-ins for the characters of _KEPT into the text of a page and into what its meta elements say."""
    for element in tree.iter():
        if element.text and isinstance(element.tag, str):
            element.text = element.text.translate(_AWAY)
        if element.tail:
            element.tail = element.tail.translate(_AWAY)
        if element.tag == "meta" and element.get("content"):
            element.set("content", element.get("content").translate(_AWAY))
    return tree
