"""The explorer: its counts are those of measure.shares, its sentences those that are counted, its text is inert."""

import re

import pandas as pd
import pytest
from conftest import made
from test_showing import HOSTILE, IDS, inert

from helpers import design, explore, measure, pipeline, plot
from helpers.explore import Choice
from helpers.show import LONGEST


@pytest.fixture(scope="module")
def tables(seeds):
    return pipeline.tables(seeds)


@pytest.fixture(scope="module")
def corpus(seeds, tables):
    return explore.Corpus(tables[2], tables[1], design.of(seeds), plot.labels(seeds, design.of(seeds)))


@pytest.fixture
def explorer(seeds, tables):
    view = design.of(seeds)
    return explore.Explorer(tables[2], tables[1], view, plot.labels(seeds, view))


def of(articles, **choice):
    view = design.of(articles)
    _, mentions, coded = pipeline.tables(articles)
    return explore.page(explore.Corpus(coded, mentions, view, plot.labels(articles, view)), Choice(**choice))


def plain(html):
    return re.sub(r"<[^>]+>", "", html)


def test_every_count_is_that_of_measure(corpus, seeds_coded):
    for by, field in (("article_id", "article"), ("year", "period")):
        shares = measure.shares(seeds_coded, by).set_index([by, "key"])
        assert len(shares) > 20
        for (group, key), row in shares.iterrows():
            assert explore.count(corpus, Choice(topic=key, **{field: group})) == {"n": row["n"], "total": row["total"]}


@pytest.mark.parametrize("choice, key", [
    (Choice(), "kind=body"),
    (Choice(actor="actor_iran", voice="us"), "actor_iran & voice=us"),
    (Choice("topic_arms", "actor_russia", "us"), "topic_arms & actor_russia & voice=us"),
])  # fmt: skip
def test_codes_are_asked_for_together(corpus, seeds_coded, choice, key):
    row = measure.shares(seeds_coded, "kind", [key]).query("kind == 'body'").iloc[0]
    assert explore.count(corpus, choice) == {"n": row["n"], "total": row["total"]}
    assert len(explore.sentences(corpus, choice)) == row["n"] > 0
    assert f"{row['n']} of {row['total']} sentences" in plain(explore.page(corpus, choice))


def test_the_chart_has_the_same_choice_in_every_text(corpus, seeds_coded):
    html = explore.page(corpus, Choice(topic="topic_ukraine", article="003_4e63e3c9c5493923"))
    for row in measure.shares(seeds_coded, "article_id", ["topic_ukraine"]).itertuples():
        assert f">{row.n} of {row.total}<" in html


def test_matched_words_are_marked_in_their_sentence_between_its_neighbours():
    html = of(made("Nobody spoke. Sanctions on Iran bite. The room was cold."), topic="topic_sanctions")
    assert re.search(r">Nobody spoke.</span> <mark[^>]*>Sanctions</mark> on Iran bite. <span[^>]*>The room was", html)
    assert "Outlet, sentence 2" in plain(html) and "5 Mar 2018" in html


def test_typed_words_are_found_as_the_dictionary_finds_them():
    text = "The aid came. Aiding took long, and AID and aid came late. Raids went on."
    assert "1 of 3 sentences, in which the words stand 1 time" in plain(of(made(text), words="took long"))
    html = of(made(text), words="aid*")
    assert "2 of 3 sentences, in which the words stand 4 times" in plain(html)
    assert [m[1] for m in re.finditer(r"<mark[^>]*>([^<]*)</mark>", html)] == ["aid", "Aiding", "AID", "aid"]
    assert "0 of 3 sentences" in plain(of(made(text), words="bread"))


def test_words_and_codes_are_asked_for_together():
    html = of(made("Iran spoke of oil. Russia spoke of oil. Oil is oil."), actor="actor_iran", words="oil")
    assert "1 of 3 sentences, in which the words stand 1 time" in plain(html)


@pytest.mark.parametrize("words", ["*", "a*b*c", "* of"])
def test_words_that_cannot_be_looked_for_are_answered(corpus, explorer, words):
    with pytest.raises(ValueError, match="These words cannot be looked for: "):
        explore.page(corpus, Choice(words=words))
    explorer.fields["words"].value = words
    assert plain(explorer.shown.value).startswith("These words cannot be looked for: ")


def test_a_label_that_is_not_offered_is_answered(explorer):
    explorer.fields["period"].value = "2018"
    explorer.fields["article"].value = "16 Jun 2014, Daily Mail"
    assert "There is no article &#x27;16 Jun 2014, Daily Mail&#x27; to choose here; " in explorer.shown.value
    explorer.fields["article"].value = ""
    assert "7 of 23 sentences" in plain(explorer.shown.value)
    explorer.fields["topic"].value = "<b>War"
    assert "There is no topic &#x27;&lt;b&gt;War&#x27;" in explorer.shown.value


@pytest.mark.parametrize("word", HOSTILE, ids=IDS)
def test_text_is_inert_whatever_it_holds(word):
    articles = made(f"Iran spoke {word} again.", outlet=word)
    view = design.of(articles)
    explorer = explore.Explorer(*reversed(pipeline.tables(articles)[1:]), view, plot.labels(articles, view))
    explorer.fields["topic"].value, explorer.fields["actor"].value = "", "Iran"
    assert "Iran" in inert(explorer.shown.value) and "\u202e" not in explorer.shown.value
    explorer.fields["words"].value = word
    inert(explorer._repr_mimebundle_()["text/html"])
    assert len(explorer.shown.value) < 9 * LONGEST


def test_many_sentences_stand_on_pages():
    articles = made("Iran spoke again. " * 45)
    first = of(articles, actor="actor_iran")
    assert first.count("<blockquote>") == 20 and "Sentences 1 to 20:" in first
    view = design.of(articles)
    explorer = explore.Explorer(*reversed(pipeline.tables(articles)[1:]), view, plot.labels(articles, view))
    explorer.fields["topic"].value, explorer.fields["actor"].value = "", "Iran"
    assert explorer.number.max == 3
    explorer.number.value = 3
    assert explorer.shown.value.count("<blockquote>") == 5 and "Sentences 41 to 45:" in explorer.shown.value
    explorer.fields["words"].value = " spoke  again "
    assert explorer.choice.words == "spoke again" and explorer.number.max == 3
    explorer.fields["words"].value = "nothing"
    assert explorer.number.value == explorer.number.max == 1


def test_a_control_changes_what_is_shown(explorer, seeds_coded):
    for name, label, key in (
        ("topic", "War on Ukraine", "topic_ukraine"),
        ("actor", "Russia", "topic_ukraine & actor_russia"),
        ("voice", "US", "topic_ukraine & actor_russia & voice=us"),
    ):
        assert label in explorer.fields[name].options
        explorer.fields[name].value = label
        n = measure.shares(seeds_coded, "kind", [key]).query("kind == 'body'")["n"].iloc[0]
        assert f"{n} of 103 sentences" in plain(explorer.shown.value)
        assert explorer.shown.value.count("<blockquote>") == min(n, explore.PAGE)
    explorer.fields["period"].value = "2024"
    assert "of 22 sentences" in plain(explorer.shown.value)
    assert explorer.fields["article"].options == ("10 Sep 2024, mestios.com", "10 Sep 2024, TRT World")
    explorer.fields["article"].value = "10 Sep 2024, TRT World"
    assert "of 11 sentences" in plain(explorer.shown.value)


def test_the_beginning_of_a_label_will_do(explorer):
    explorer.fields["topic"].value = "war"
    assert explorer.fields["topic"].value == "War on Ukraine" and "26 of 103" in plain(explorer.shown.value)
    explorer.fields["actor"].value = "ira"  # Iran or Iraq
    assert "There is no actor &#x27;ira&#x27;" in explorer.shown.value
    explorer.fields["actor"].value = "US"
    assert explorer.choice.actor == "actor_us"


def test_a_list_holds_so_many_articles_and_says_so(monkeypatch):
    monkeypatch.setattr(explore, "LISTED", 3)
    articles = made(*[f"Iran spoke {n} times." for n in range(5)])
    articles["published"] = pd.to_datetime(["2018-01-01"] * 2 + ["2019-01-01"] * 3)
    _, mentions, coded = pipeline.tables(articles)
    explorer = explore.Explorer(coded, mentions, design.of(articles), plot.labels(articles, design.of(articles)))
    offered = explorer.fields["article"]
    assert offered.placeholder == "any (listed: 3 of 5)" and len(set(offered.options)) == 3
    explorer.fields["period"].value = "2018"
    assert offered.options == ("1 Jan 2018, Outlet: a0", "1 Jan 2018, Outlet: a1")


def test_readers_without_a_kernel_get_the_first_page(explorer):
    bundle = explorer._repr_mimebundle_()
    assert explorer.shown.value in bundle["text/html"] and "once the notebook has been run" in bundle["text/html"]
