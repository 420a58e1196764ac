"""Hand-made sentences for stance: one rule each."""

import pandas as pd
import pytest

from helpers import coding, load, stance

DICTIONARY = load.dictionary()
COLUMNS = ["us_uk_iran", "us_uk_russia", "us_uk_other", "iran_frame", "russia_frame"]


def code(*sentences, carry=True):
    """Code one article of these body sentences; return coded and mentions."""
    text, rows = "", []
    for no, sentence in enumerate(sentences, start=1):
        rows.append(("a", no, no, len(text), len(text) + len(sentence), "body", sentence))
        text += sentence + "\n\n"
    names = ["article_id", "segment_no", "paragraph_no", "start", "end", "kind", "text"]
    segments = pd.DataFrame(rows, columns=names)
    articles = pd.DataFrame({"article_id": ["a"], "published": [pd.Timestamp("2018-08-23")], "text": [text]})
    mentions = coding.mentions(segments, DICTIONARY, articles)
    return coding.coded(segments, mentions, articles), mentions


def relation(*sentences, carry=True):
    table = stance.stances(*code(*sentences), carry=carry)
    return tuple(table.iloc[-1][COLUMNS[:3]].str[0])


def frames(*sentences):
    return tuple(stance.stances(*code(*sentences)).iloc[-1][COLUMNS[3:]])


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("London and Washington are completely aligned on Iran.", "cnn"),
        ("Britain and the United States are at odds over the Iran deal.", "dnn"),
        ("London and Washington stand united against Russia.", "ncn"),
        ("Britain will not follow the US in sending troops to Mali.", "nnd"),
        ("Britain and the US agree about Russia but are split over Iran.", "dcn"),
        ("The UK and the US presented a united front against Iran and Russia.", "ccn"),
        ("Blinken met Lammy in London on Tuesday.", "nnn"),
        ("Germany and France are at odds over Russia.", "nnn"),
        ("No differences between London and Washington over Russia.", "ncn"),
        ("The United States and Britain struck the Houthis.", "nnc"),
    ],
)
def test_one_sentence_sets_the_two_capitals_to_one_another(sentence, expected):
    assert "".join(relation(sentence)) == expected


def test_the_pair_is_carried_to_the_next_sentence_only_when_asked():
    told = "Pompeo and Hunt discussed Iran in Washington.", "The administration has a different view, London said."
    assert relation(*told) == ("d", "n", "n")
    told = "Pompeo and Hunt discussed Iran in Washington.", "Both countries share the same view."
    assert relation(*told) == ("c", "n", "n")
    assert relation(*told, carry=False) == ("n", "n", "n")


def test_both_countries_means_the_capitals_only_once_they_are_named():
    assert relation("Both countries are united.") == ("n", "n", "n")


def test_a_plain_verb_counts_only_between_the_two_names():
    assert relation("Britain backed the US over Iran.") == ("c", "n", "n")
    assert relation("Egypt backed the talks that Britain and Obama had left.")[0] != "c"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Iran's malign activity must be countered.", ("threat", "none")),
        ("The Foreign Secretary is in talks with Iran.", ("partner", "none")),
        ("Russian aggression will not be tolerated.", ("none", "threat")),
        ("Kerry spoke to Lavrov about cooperation with Moscow.", ("none", "partner")),
        ("Tehran is the capital of Iran.", ("none", "none")),
        ("Rain fell on the bombed villages.", ("none", "none")),
        ("Britain is in talks with Iran about the threat from ISIS.", ("partner", "none")),
    ],
)
def test_a_frame_is_how_the_sentence_presents_the_state(sentence, expected):
    assert frames(sentence) == expected


def test_words_of_the_state_count_unnamed_once_the_article_has_named_it():
    assert frames("The regime jailed her in Evin.") == ("none", "none")
    assert frames("Iran is far away.", "The regime jailed her in Evin.")[0] == "threat"


def test_the_relation_makes_the_topic_alliance():
    coded, mentions = code("Britain and the US are in lockstep.", "It rained in Paris.")
    assert stance.alliance(coded, mentions).tolist() == [True, False]


def test_the_input_is_not_changed_and_rows_stay():
    coded, mentions = code("London and Washington are united against Iran.", "It rained.")
    before, hits = coded.copy(), mentions.copy()
    table = stance.stances(coded, mentions)
    pd.testing.assert_frame_equal(coded, before)
    pd.testing.assert_frame_equal(mentions, hits)
    assert list(table.columns) == [*coded.columns, *COLUMNS]
    assert set(table[COLUMNS].to_numpy().ravel()) <= {"converge", "diverge", "none", "partner", "threat"}


def test_a_slice_with_another_index_and_no_hits_is_coded_as_none():
    coded, mentions = code("It rained in Paris.", "London and Washington are united against Iran.")
    table = stance.stances(coded.iloc[1:], mentions)
    assert table["us_uk_iran"].tolist() == ["converge"]
    assert stance.stances(coded.iloc[:0], mentions.iloc[:0]).empty
    assert (stance.stances(coded, mentions.iloc[:0])[COLUMNS] == "none").all(axis=None)


def test_mentions_may_have_categorical_schemes_and_keys_and_rows_may_be_mixed():
    coded, mentions = code("Pompeo and Hunt discussed Iran.", "Both countries share the same view.", "It rained.")
    other, theirs = code("Iran is far away.", "The regime jailed her in Evin.")
    both = pd.concat([coded, other.assign(article_id="b")]).iloc[[3, 0, 1, 4, 2]]
    hits = pd.concat([mentions, theirs.assign(article_id="b")]).astype({"scheme": "category", "key": "category"})
    table = stance.stances(both, hits)
    assert table["us_uk_iran"].tolist() == ["none", "none", "converge", "none", "none"]
    assert table.loc[table["article_id"] == "b", "iran_frame"].tolist() == ["none", "threat"]
