"""What a pattern matches, which hit wins, and that the fast search finds what a plain one finds."""

import numpy as np
import pandas as pd
import pytest
from conftest import dictionary_of, made
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import coding, load, patterns, pipeline, segment, text


def found_in(sentence, *rows, published="2018-03-05"):
    """Return (key, match) of every hit of dictionary rows in a sentence."""
    articles, dictionary = made(sentence, published=published), dictionary_of(*rows)
    segments = segment.segments(articles, dictionary)
    mentions = coding.mentions(segments, dictionary, articles)
    for m in mentions.itertuples():
        assert m.match == sentence[m.start : m.end]
    return [(m.key, m.match) for m in mentions.itertuples()]


@pytest.mark.parametrize(
    ("pattern", "sentence", "matches"),
    [
        ("sanction*", "Sanctions, sanctioned; unsanctioned.", ["Sanctions", "sanctioned"]),
        ("arms", "Arms control, alarms and armies.", ["Arms"]),
        ("US", "The US told us; US-led; USA.", ["US", "US"]),
        ("U.S.", "The U.S. and U.S.C. and UXSX of U.S.-led.", ["U.S.", "U.S."]),
        ("Iran*", "Iranian, IRANIAN, iranian.", ["Iranian", "IRANIAN"]),
        ("May", "Mrs May may say in MAY.", ["May", "MAY"]),
        ("air-strike*", "An air strike, air-strikes, airstrikes.", ["air strike", "air-strikes"]),
        ("suppl* * drone*", "It supplied Iranian drones, supplied drones.", ["supplied Iranian drones"]),
        ("nuclear deal", "The nuclear\u00a0deal, the nuclear  deal.", ["nuclear\u00a0deal"]),
        ("Iran's", "Iran’s and Iran's.", ["Iran’s", "Iran's"]),
        ("Russia", "Rus\u00adsia, Russ\u200bia.", ["Rus\u00adsia", "Russ\u200bia"]),
        ("attache*", "The attachés left.", ["attachés"]),
        ("*strike", "An airstrike, a strike.", ["airstrike", "strike"]),
    ],
)
def test_what_a_pattern_matches(pattern, sentence, matches):
    assert [match for _, match in found_in(sentence, ("topic", "arms", pattern))] == matches


def test_the_longest_hit_of_a_scheme_wins():
    rows = [("actor", "us", "United States"), ("actor", "uk", "United"), ("topic", "alliance", "united")]
    hits = found_in("The United States is united.", *rows)  # another scheme is no rival
    assert hits == [("alliance", "United"), ("us", "United States"), ("alliance", "united")]


def test_one_pattern_may_stand_under_two_keys():
    rows = [("topic", "arms", "arms embargo*"), ("topic", "sanctions", "arms embargo*"), ("topic", "arms", "arms")]
    assert found_in("An arms embargo.", *rows) == [("arms", "arms embargo"), ("sanctions", "arms embargo")]


def test_a_block_removes_what_lies_inside_it():
    rows = [("topic", "arms", "arms"), ("topic", "-", "call to arms")]
    assert found_in("A call to arms, and arms.", *rows) == [("arms", "arms")]
    rows = [("topic", "intervention", "hunt*"), ("topic", "-", "Jeremy Hunt")]
    assert found_in("Jeremy Hunt hunted.", *rows) == [("intervention", "hunted")]


def test_hits_hold_what_blocks_and_what_overlaps():
    articles = made("A call to arms by the United States.", "Arms.")
    dictionary = dictionary_of(
        ("topic", "arms", "arms"), ("topic", "-", "call to arms"), ("actor", "us", "United States"),
        ("actor", "uk", "United"), ("actor", "us", "States"))  # fmt: skip
    segments = segment.segments(articles, dictionary)
    hits = coding.hits(segments, dictionary, articles)
    found = [(h.article_id, h.key, h.match, h.start) for h in hits.itertuples()]
    assert found == [
        ("a0", "-", "call to arms", 2), ("a0", "arms", "arms", 10), ("a0", "uk", "United", 22),
        ("a0", "us", "United States", 22), ("a0", "us", "States", 29), ("a1", "arms", "Arms", 0)]  # fmt: skip
    kept = coding.longest(hits)
    assert [(m.article_id, m.match) for m in kept.itertuples()] == [("a0", "United States"), ("a1", "Arms")]
    pd.testing.assert_frame_equal(kept, coding.mentions(segments, dictionary, articles))


def test_dates_of_a_row_are_obeyed():
    row = ("actor", "uk", "Hunt", "2018-07-09", "2019-07-24")
    assert found_in("Hunt spoke.", row, published="2018-08-22") and not found_in(
        "Hunt spoke.", row, published="2014-06-16"
    )


def test_both_parts_of_a_pair_are_needed():
    dictionary = dictionary_of(("pair", "arms:weapon", "drone*"), ("pair", "arms:transfer", "suppl*"))
    articles = made(
        "Drones flew for the whole of that long and rainy night over the city, people in the streets said later. "
        "Iran supplied the drones."
    )
    assert pipeline.code(articles, dictionary)["topic_arms"].tolist() == [False, True]


def test_an_echo_counts_only_once_its_topic_is_named():
    dictionary = dictionary_of(("topic", "nuclear", "nuclear deal"), ("echo", "nuclear", "the accord"))
    later = "The accord is dead, said a man who had read none of it in the many years since it was signed there."
    assert pipeline.code(made(f"The nuclear deal is old. {later}"), dictionary)["topic_nuclear"].tolist() == [
        True,
        True,
    ]
    assert not pipeline.code(made(later), dictionary)["topic_nuclear"].any()


def test_a_sentence_goes_on_with_the_topic_of_its_paragraph_unless_told_not_to():
    dictionary = dictionary_of(("topic", "nuclear", "nuclear deal"))
    articles = made("Britain stands by the nuclear deal. The administration has a different view.")
    segments = segment.segments(articles, dictionary)
    mentions = coding.mentions(segments, dictionary, articles)
    assert coding.coded(segments, mentions, articles)["topic_nuclear"].tolist() == [True, True]
    assert coding.coded(segments, mentions, articles, context=False)["topic_nuclear"].tolist() == [True, False]


def test_kwic_shows_the_words_around(seeds):
    segments = segment.segments(seeds)
    lines = coding.kwic(segments, coding.mentions(segments), "nuclear", window=3)
    assert lines.columns.tolist() == ["article_id", "segment_no", "left", "match", "right"]
    assert lines["left"].str.split().str.len().max() == 3 and lines["match"].str.len().min() > 0


def test_the_seeds_are_coded_as_well_as_promised(seeds_coded, adjudicated):
    from helpers import validity

    scores = validity.validate(seeds_coded, adjudicated)
    assert len(seeds_coded) == 135 and scores["f1"].mean() >= 0.85  # in-sample: the seeds were seen


WORDS = [
    "Iran",
    "iran",
    "IRAN",
    "Iran’s",
    "U.S.",
    "US",
    "us",
    "air-strike",
    "air strikes",
    "drones",
    "supplied",
    "Russian",
    "é",
    "\u00ad",
    "-",
    ".",
    "\n\n",
    "the",
    "nuclear",
    "deal",
    "ﬁ",
    "İ",
    "\u200b",
    "‘",
    "_x",
    "9",
    "arms",
    "embargo",
]
PATTERNS = [
    "Iran*",
    "iran",
    "U.S.",
    "US",
    "air-strike*",
    "suppl* * drone*",
    "suppl* drone*",
    "nuclear deal",
    "the nuclear",
    "*ed",
    "arms",
    "arms embargo",
    "e*",
    "Russian",
    "d*s",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25).flatmap(lambda w: st.sampled_from([" ".join(w), "".join(w)])))
def test_the_search_finds_what_each_pattern_alone_finds(whole):
    folded, places = text.fold(whole)
    places = np.arange(len(folded) + 1) if places is None else places
    plain = set()
    for rule, pattern in enumerate(PATTERNS):
        haystack = folded if patterns.is_cased(pattern) else text.lower(folded)
        for start in range(len(haystack)):
            if match := patterns.regex(pattern).match(haystack, start):
                plain.add((rule, int(places[start]), int(places[match.end() - 1]) + 1))
    assert set(coding.search(whole, PATTERNS).itertuples(index=False, name=None)) == plain


def test_no_stage_changes_its_argument(seeds):
    before = seeds.copy(deep=True)
    segments = segment.segments(seeds)
    kept = segments.copy(deep=True)
    mentions = coding.mentions(segments)
    hits = mentions.copy(deep=True)
    coding.coded(segments, mentions, seeds)
    for now, then in ((seeds, before), (segments, kept), (mentions, hits)):
        pd.testing.assert_frame_equal(now, then)


def test_any_slice_is_coded_as_in_the_whole(seeds, seeds_coded):
    parts = pd.concat([pipeline.code(seeds.iloc[[i]]) for i in range(len(seeds))], ignore_index=True)
    pd.testing.assert_frame_equal(parts, seeds_coded)


def test_the_dictionary_names_no_pattern_twice_and_blocks_none_of_its_own():
    dictionary = load.dictionary()
    blocks = dictionary[dictionary["key"] == patterns.BLOCK]
    own = dictionary[dictionary["key"] != patterns.BLOCK]
    both = own.merge(blocks, on=["scheme", "pattern"])
    assert both.empty, f"patterns that a block undoes: {both['pattern'].tolist()}"


@pytest.mark.parametrize(
    "articles",
    [
        pd.DataFrame({"article_id": ["a"], "text": ["Iran said it would not talk. “We are ready,” said Mr Zarif."]}),
        pd.DataFrame({"article_id": [1, 2], "text": ["", "\u200b"]}),
        pd.DataFrame({"article_id": ["a"], "text": ["Mr Hunt left."], "published": ["2018-08-20"]}, index=[7]),
        pd.DataFrame({"article_id": [], "text": []}),
    ],
    ids=["text only", "nothing to read", "date as text", "no article"],
)
def test_articles_need_no_more_than_an_id_and_a_text(articles):
    coded = pipeline.code(articles)
    assert {"kind", "topic_nuclear", "voice", "us_uk_iran", "iran_frame"} <= set(coded.columns)
    assert set(coded["article_id"]) <= set(articles["article_id"])
