"""Which articles are nearly the same, against similarities worked out by hand."""

import random

import pandas as pd
import pytest
from conftest import made

from helpers import duplicates

WORDS = [f"w{n}" for n in range(5_000)]


def words(*parts):
    return " ".join(word for part in parts for word in part)


def articles_of(dates=None, **texts):
    table = made(*texts.values()).assign(article_id=list(texts), flags="")
    return table if dates is None else table.assign(published=pd.to_datetime(dates))


def pairs_of(articles, **how):
    found = duplicates.near(articles, **how)
    assert found.columns.tolist() == duplicates.PAIRS
    return {(row.article_id, row.twin): row.similarity for row in found.itertuples()}


@pytest.mark.parametrize(
    ("one", "other", "shared", "of"),
    [
        # 100 words make 96 shingles; a word changed in the middle takes 5 of them, one at the end 1
        (WORDS[:100], WORDS[:100], 96, 96),
        (WORDS[:100], [*WORDS[:50], "x", *WORDS[51:100]], 91, 101),
        (WORDS[:100], [*WORDS[:99], "x"], 95, 97),
        (WORDS[:100], WORDS[:90], 86, 96),
        (WORDS[:100], WORDS[10:110], 86, 106),
    ],
    ids=["the same", "a word in the middle", "the last word", "cut short", "moved on"],
)
def test_known_pairs_have_their_similarity(one, other, shared, of):
    found = pairs_of(articles_of(a=words(one), b=words(other), c=words(WORDS[3_000:3_100])))
    assert found == {("b", "a"): pytest.approx(shared / of)}


def test_case_punctuation_quotes_and_line_breaks_make_no_difference():
    one = "“We agree,” Mr Hunt said in London on Tuesday,\nand the talks — on Iran — go on."
    other = '"WE AGREE" - Mr Hunt said in London\u00a0on Tuesday; and the talks, on Iran, go on'
    assert pairs_of(articles_of(a=one, b=other)) == {("b", "a"): 1.0}


def test_a_short_text_is_one_shingle_and_an_empty_one_has_no_twin():
    found = pairs_of(articles_of(a="Iran spoke.", b="Iran, spoke", c="Russia spoke.", d="", e=" — "))
    assert found == {("b", "a"): 1.0}


def test_what_lies_below_the_threshold_is_no_pair():
    halves = articles_of(a=words(WORDS[:200]), b=words(WORDS[:100], WORDS[1_000:1_100]))
    assert pairs_of(halves) == {}  # 96 of 296
    assert pairs_of(halves, threshold=0.3) == {("b", "a"): pytest.approx(96 / 296)}


def test_the_later_article_is_the_copy():
    text = words(WORDS[:80])
    assert pairs_of(articles_of(["2018-03-02", "2018-03-01"], a=text, b=text)) == {("a", "b"): 1.0}
    assert pairs_of(articles_of([None, "2018-03-01"], a=text, b=text)) == {("a", "b"): 1.0}
    assert pairs_of(articles_of(a=text, b=text).drop(columns="published")) == {("b", "a"): 1.0}


def test_of_many_twins_the_most_similar_are_named():
    texts = {f"t{n:02d}": words(WORDS[: 400 - n]) for n in range(30)}
    found = duplicates.near(articles_of(**texts))
    assert found.groupby("article_id").size().max() == duplicates.TWINS
    last = found[found["article_id"] == "t29"]
    assert last["similarity"].min() >= 367 / 396 and len(last) == duplicates.TWINS


def test_all_pairs_of_copies_that_were_edited_are_found_and_no_others():
    chance = random.Random(7)
    texts = {}
    for number in range(60):
        original = [chance.choice(WORDS) for _ in range(300)]
        copy = [chance.choice(WORDS) if chance.random() < 0.03 else word for word in original]  # similarity about .75
        texts |= {f"a{number:02d}": words(original), f"b{number:02d}": words(copy)}
    found = duplicates.near(articles_of(**texts))
    assert set(zip(found["article_id"], found["twin"], strict=True)) == {(f"b{n:02d}", f"a{n:02d}") for n in range(60)}
    assert (found["similarity"] - found["estimate"]).abs().max() < 0.2  # standard error of 128 permutations: .04


def test_twins_are_flagged_in_a_new_table():
    articles = articles_of(a=words(WORDS[:90]), b=words(WORDS[:89]), c=words(WORDS[:88]), d=words(WORDS[900:990]))
    articles["flags"] = ["", "no date", "", ""]
    before = articles.copy(deep=True)
    flagged = duplicates.flagged(articles, duplicates.near(articles))
    assert flagged["flags"].tolist() == ["", "no date;near-duplicate of a", "near-duplicate of b", ""]
    pd.testing.assert_frame_equal(articles, before)
    assert duplicates.flagged(articles, duplicates.near(articles.iloc[[0, 3]])).equals(before)


def test_no_article_has_no_pairs():
    assert duplicates.near(articles_of(a="").iloc[:0]).empty
