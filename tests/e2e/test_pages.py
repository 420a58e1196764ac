"""The reading copy in a real browser: fit for every reader, on every screen, on paper, without a request."""

from collections import Counter

import pytest
from bs4 import BeautifulSoup

from helpers import paths

PAGES = ["index", *sorted(path.stem for path in paths.NOTEBOOKS.glob("*.ipynb"))]
SERIOUS = ("serious", "critical")
each_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture
def opened(browser, reading_copy):
    """Return a function that opens a page of the reading copy from its file, all code unfolded."""
    contexts = []

    def page(name, width=1200, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        shown = context.new_page()
        shown.asked, shown.complaints = [], []
        shown.on("request", lambda request: shown.asked.append(request.url))
        shown.on("console", lambda message: shown.complaints.append(message.text))
        shown.goto((reading_copy / f"{name}.html").as_uri())
        shown.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        return shown

    yield page
    for context in contexts:
        context.close()


def violations(page):
    """Return what axe finds wrong with a page."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    return [
        (found["id"], found["impact"], [node["html"][:200] for node in found["nodes"]])
        for found in axe.run(page).response["violations"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@each_page
def test_axe_finds_nothing_serious(opened, name, scheme):
    page = opened(name, scheme=scheme)
    assert [found for found in violations(page) if found[1] in SERIOUS] == []


def test_axe_would_find_a_picture_without_words_and_pale_code(opened):
    page = opened("02-topics")
    page.evaluate("document.querySelector('img').removeAttribute('alt')")
    page.evaluate("document.querySelector('.highlight .n').style.color = '#bbb'")
    assert {"image-alt", "color-contrast"} <= {found[0] for found in violations(page)}


@each_page
def test_nothing_is_asked_from_outside_and_every_picture_is_shown(opened, name):
    page = opened(name)
    assert all(url.startswith(("file:", "data:")) for url in page.asked) and page.complaints == []
    assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")


@pytest.mark.parametrize("width", [360, 1200])
@each_page
def test_no_page_is_wider_than_the_screen(opened, name, width):
    page = opened(name, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wide_table_scrolls_in_its_own_region_by_keyboard(opened):
    table = opened("07-robustness", 360).locator(".table").nth(1)
    table.focus()
    table.press("ArrowRight")
    table.page.wait_for_function("region => region.scrollLeft > 0", arg=table.element_handle())


def test_the_keyboard_comes_first_to_the_skip_link_and_sees_where_it_is(opened):
    page = opened("02-topics")
    page.keyboard.press("Tab")
    at = "document.activeElement"
    assert page.evaluate(f"{at}.className") == "skip"
    assert page.evaluate(f"{at}.getBoundingClientRect().left >= 0 && getComputedStyle({at}).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate(f"{at}.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{at}.closest('nav').ariaLabel") == "On this page"


@each_page
def test_the_browser_reads_the_page_as_it_was_written(opened, name, reading_copy):
    seen = opened(name).evaluate("[...document.querySelectorAll('*')].map(tag => tag.localName)")
    written = BeautifulSoup((reading_copy / f"{name}.html").read_text("utf-8"), "html.parser")
    assert Counter(seen) == Counter(tag.name for tag in written(True)), "the browser mended what was no valid HTML"


@each_page
def test_a_page_prints_without_code_and_with_nothing_cut_off(opened, name):
    page = opened(name)
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 673, "height": 985})  # what the margins leave of A4, in pixels of 1/96 inch
    assert page.evaluate("document.documentElement.scrollWidth") <= 673
    assert not page.locator("details:visible, nav:visible").count()
    assert page.evaluate("Math.max(0, ...[...document.images].map(image => image.height))") < 900
