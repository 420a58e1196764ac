"""The explorer in a real JupyterLab: each control changes the count and the sentences to the right ones."""

import re

import pytest

from helpers import load, measure, paths, pipeline

WAIT = 20_000  # milliseconds that an answer may take
notebooks = pytest.importorskip("notebooks", reason="playwright is not installed: make e2e")


@pytest.fixture(scope="module", params=["02-topics", "08-your-articles"])
def opened(request, browser, lab):
    """A page with the explorer of a notebook that was run."""
    opened = notebooks.run(browser, lab, paths.NOTEBOOKS / f"{request.param}.ipynb")
    opened.page.get_by_label("Topic", exact=True).scroll_into_view_if_needed()
    yield opened
    notebooks.screenshot(opened.page, f"{request.param}-explorer")
    assert opened.errors == []
    opened.page.close()


@pytest.fixture(scope="module")
def coded():
    return pipeline.code(load.articles(paths.SEEDS).sort_values("published", kind="stable", ignore_index=True))


def shown(page, count):
    """Wait until the explorer shows a count; return the sentences below it."""
    page.locator(".widget-html [role=status]").get_by_text(f"{count} sentences").wait_for(timeout=WAIT)
    return page.locator(".widget-html blockquote").all_inner_texts()


def counted(coded, key, **where):
    """Return the count that the explorer must show, 'k of n', and the sentences that it must show first."""
    rows = measure.body(coded)
    for column, value in where.items():
        rows = rows[rows[column] == value]
    row = measure.shares(rows, "kind", [key]).iloc[0]
    return f"{row['n']} of {row['total']}", rows.loc[measure.holds(rows, key), "text"].head(20).tolist()


def choose(page, **labels):
    """Type the labels into the controls; those that are not named are cleared."""
    for control in ("Topic", "Actor", "Voice", "Year", "Article", "Words"):
        field = page.get_by_label(control, exact=True)
        if field.input_value() != labels.get(control, ""):
            field.fill(labels.get(control, ""))
            field.press("Enter")
            page.wait_for_timeout(200)  # the lists of the other fields may follow
            page.wait_for_function(notebooks.IDLE)


@pytest.mark.parametrize("labels, key, where", [
    ({}, "kind=body", {}),
    ({"Topic": "War on Ukraine"}, "topic_ukraine", {}),
    ({"Actor": "Iran"}, "actor_iran", {}),
    ({"Voice": "UK"}, "voice=uk", {}),
    ({"Year": "2018"}, "kind=body", {"year": "2018"}),
    ({"Article": "10 Sep 2024, TRT World"}, "kind=body", {"outlet": "TRT World"}),
    ({"Year": "2024", "Topic": "Arms and missiles", "Actor": "Russia"}, "topic_arms & actor_russia", {"year": "2024"}),
    ({"Topic": "Human rights", "Article": "16 Jun 2014, Daily Mail"}, "topic_rights", {"outlet": "Daily Mail"}),
], ids=str)  # fmt: skip
def test_a_choice_shows_its_count_and_its_sentences(opened, coded, labels, key, where):
    choose(opened.page, **labels)
    count, texts = counted(coded, key, **where)
    found = shown(opened.page, count)
    assert len(found) == len(texts)
    for sentence, text in zip(found, texts, strict=True):
        assert " ".join(text.split()) in " ".join(sentence.split())


def test_typed_words_are_shown_marked(opened, coded):
    choose(opened.page, Words="sanction*")
    hits = measure.body(coded)["text"].str.count(r"(?i)\bsanction\w*")
    assert len(shown(opened.page, f"{(hits > 0).sum()} of 103")) == (hits > 0).sum() > 0
    marked = opened.page.locator(".widget-html mark").all_inner_texts()
    assert len(marked) == hits.sum() and all(re.match("(?i)sanction", word) for word in marked)


def test_the_keyboard_alone_will_do(opened, coded):
    choose(opened.page)
    shown(opened.page, "103 of 103")
    keyboard = opened.page.keyboard
    opened.page.get_by_label("Topic", exact=True).focus()
    keyboard.type("war")
    keyboard.press("Tab")
    shown(opened.page, counted(coded, "topic_ukraine")[0])
    keyboard.type("Russia")
    keyboard.press("Tab")
    count, texts = counted(coded, "topic_ukraine & actor_russia")
    assert len(shown(opened.page, count)) == len(texts)
    cells = opened.page.evaluate(f"{notebooks.MODEL}.sharedModel.toJSON().cells.map(c => c.cell_type)")
    assert "raw" not in cells, "no key that is typed is taken for a command"


def test_pages_turn(opened, coded):
    choose(opened.page)
    shown(opened.page, "103 of 103")
    number = opened.page.get_by_label("Page", exact=True)
    number.fill("6")
    number.press("Enter")
    opened.page.get_by_text("Sentences 101 to 103:").wait_for()
    texts = measure.body(coded)["text"].tail(3)
    found = opened.page.locator(".widget-html blockquote").all_inner_texts()
    assert all(" ".join(t.split()) in " ".join(f.split()) for t, f in zip(texts, found, strict=True))
