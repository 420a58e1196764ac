"""Quotation marks, speakers and sides on sentences made up for the purpose."""

import time

import pandas as pd
import pytest

from helpers import voice
from helpers.voice import quotes


def spans(text: str) -> list[tuple[str, bool]]:
    return [(text[mark.start : mark.end], mark.speech) for mark in quotes.marks(text)]


def spoken(text: str) -> list[str]:
    return [passage for passage, speech in spans(text) if speech]


def speakers(text: str) -> list[str | None]:
    return voice.quotations(pd.DataFrame({"article_id": ["a"], "text": [text]}))["speaker"].tolist()


def coded(*sentences: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make a table of body sentences, and mentions of the four states in them."""
    keys = {"British": "uk", "Lammy": "uk", "US ": "us", "Blinken": "us", "Iran": "iran", "Russia": "russia"}
    rows, hits, at = [], [], 0
    for number, sentence in enumerate(sentences, start=1):
        rows.append(("a", number, number, at, at + len(sentence), "body", sentence))
        for word, key in keys.items():
            if word in sentence:
                place = at + sentence.index(word)
                hits.append(("a", number, "actor", key, word, place, place + len(word.strip())))
        at += len(sentence) + 1
    columns = ["article_id", "segment_no", "paragraph_no", "start", "end", "kind", "text"]
    return pd.DataFrame(rows, columns=columns), pd.DataFrame(
        hits, columns=["article_id", "segment_no", "scheme", "key", "match", "start", "end"]
    )


@pytest.mark.parametrize(
    "text, expected",
    [
        ("“We will stay,” she said. “All of us.”", ["“We will stay,”", "“All of us.”"]),
        ('"We will stay," she said.', ['"We will stay,"']),
        ("‘The workers’ rights are safe,’ he said.", ["‘The workers’ rights are safe,’"]),
        ("'It's late and we don't care,' he said.", ["'It's late and we don't care,'"]),
        ("It would not ‘stand in the way’, the minister said.", ["‘stand in the way’"]),
        ("She told me: ‘He said “no” and left.’", ["‘He said “no” and left.’"]),
        ("„Wir gehen nicht nach Hause heute“, said the mayor.", ["„Wir gehen nicht nach Hause heute“"]),
        ("«We are not leaving», said the mayor.", ["«We are not leaving»"]),
        ('"I am 6\' 2" tall and I don\'t care," he said.', ['"I am 6\' 2" tall and I don\'t care,"']),
        ("In the ’90s the officials’ view of rock ’n’ roll was dim.", []),
        ('He fitted a 12" record to a 6\' 4" man.', []),
        ("“Well done,” Mr Pompeo purred.", ["“Well done,”"]),
    ],
)
def test_marks_are_paired(text, expected):
    assert spoken(text) == expected


def test_mark_repeated_at_each_paragraph_is_one_speech():
    text = "Mr Hague said: ‘We have thought of it.\n\n‘We have not decided.\n\n‘Ask me tomorrow.’"
    assert spoken(text) == ["‘We have thought of it.", "‘We have not decided.", "‘Ask me tomorrow.’"]
    assert speakers(text) == ["Hague"] * 3


def test_mark_that_is_never_closed_ends_with_the_paragraph():
    assert spoken("He said: “We are going home now.\n\nNobody else spoke.") == ["“We are going home now."]


@pytest.mark.parametrize(
    "text",
    [
        "Tehran refers to the U.S. as the ‘Great Satan’.",
        "They met to discuss the “threat” posed by Moscow.",
        "Her album, “Letters From the Coast,” went gold.",
        "The so-called “miracle drops” are sold online.",
        "The band struck up “Deep in the Heart of Texas” and nobody left.",
        "In “The Art of the Deal,” Trump wrote that bravado sells.",
        "The house, known as “the old rectory on the hill”, was sold.",
    ],
)
def test_titles_names_and_scare_quotes_are_marks_but_not_speech(text):
    assert [speech for _, speech in spans(text)] == [False]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("“It is over,” said Trina Boudreaux, a nurse.", "Trina Boudreaux"),
        ("Ben Rhodes, the deputy national security adviser, said it was “a moment of truth”.", "Ben Rhodes"),
        ("The owner, Nabil Khoury, said: “They had flour.”", "Nabil Khoury"),
        ("“It is over,” said the owner, Nabil Khoury.", "Nabil Khoury"),
        ("US Secretary of State Antony Blinken said Iran was “a threat”.", "Antony Blinken"),
        ("A senior official said it was “not going well”.", "A senior official"),
        ("The Foreign Office declined to say whether it was “deeply concerned”.", "Foreign Office"),
        ("The talks were “frank”, according to two diplomats.", "two diplomats"),
        ("He said Washington had warned Iran it would be “a grave mistake”.", "He"),
        ("Jane Cole spoke first. “We lost,” she said.", "Jane Cole"),
        ("Mr Clegg arrived. The deal was “dead”, he said. “Quite dead.”", "Clegg"),
        ("“Nobody was hurt.”", None),
    ],
)
def test_speaker(text, expected):
    assert speakers(text)[-1] == expected


def test_offsets_reproduce_the_text_and_the_argument_is_unchanged():
    articles = pd.DataFrame({"article_id": ["a"], "text": ["Intro.\n\n“We lost,” said Jane Cole."]})
    before = articles.copy(deep=True)
    row = voice.quotations(articles).iloc[0]
    text = articles["text"][0]
    assert text[row.start : row.end] == "“We lost,”" and row.cue == "said"
    assert text[row.speaker_start : row.speaker_end] == row.speaker == "Jane Cole"
    pd.testing.assert_frame_equal(articles, before)


def test_no_articles_and_no_quotations_give_an_empty_table():
    empty = voice.quotations(pd.DataFrame({"article_id": ["a"], "text": ["Nothing was said."]}))
    assert list(empty.columns) == voice.QUOTATIONS and len(empty) == 0


@pytest.mark.parametrize(
    "sentences, speaker, side",
    [
        (["The meeting took place on Monday."], "narrator", "outlet"),
        (["British Foreign Secretary David Lammy said it was time."], "David Lammy", "uk"),
        (["Iran’s foreign minister, Abbas Araghchi, denied it."], "Abbas Araghchi", "iran"),
        (["Russia denied any involvement."], "Russia", "russia"),
        (["Blinken and Lammy met.", "Both men expressed optimism."], "Blinken and Lammy", "joint"),
        (["The British envoy Ann Bly arrived.", "Bly warned of delay."], "Bly", "uk"),
        (["A shopkeeper said trade was poor."], "A shopkeeper", "other"),
        (["The US was accused of spying."], "narrator", "outlet"),
    ],
)
def test_voice_of_the_last_sentence(sentences, speaker, side):
    table, mentions = coded(*sentences)
    last = voice.voices(table, mentions).iloc[-1]
    assert (last.speaker, last.voice, last.quoted) == (speaker, side, False)


def test_voices_adds_three_columns_and_keeps_the_rows():
    table, mentions = coded("British officials said: “We are ready.", "We will go.”", "It rained.")
    before = table.copy(deep=True)
    result = voice.voices(table.iloc[::-1], mentions)
    assert result.index.tolist() == [2, 1, 0]
    assert result["quoted"].tolist() == [False, True, True]
    assert result["voice"].tolist() == ["outlet", "uk", "uk"]
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize(
    "text",
    ["“" * 3_000, "' a" * 3_000, "A" * 20_000 + ": “b", "said " * 5_000, ", and " * 5_000, "“a,” he said. " * 2_000],
)
def test_hostile_text_takes_no_longer_than_prose(text):
    start = time.process_time()
    voice.quotations(pd.DataFrame({"article_id": ["a"], "text": [text + " “It is a pity,” she said."]}))
    assert time.process_time() - start < 5
