"""Quotation marks, speakers and sides on sentences made up for the purpose."""

import gc
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


def test_mark_repeated_at_each_paragraph_and_never_closed_is_one_speech_to_the_end():
    text = "“We will stay here,” she said.\n\n“We have nowhere else to go.\n\n“Nobody asked us.\n\n“We are tired."
    passages = ["“We will stay here,”", "“We have nowhere else to go.", "“Nobody asked us.", "“We are tired."]
    assert spoken(text) == passages and speakers(text) == ["she"] * 4


@pytest.mark.parametrize(
    "text, expected",
    [
        ("“He said no,” Jane Cole replied.", ["Jane Cole"]),
        ("“They told us that the minister said it was over,” according to two officials.", ["two officials"]),
        ("Jane Cole asked: “Who said that?” Nobody answered.", ["Jane Cole"]),
    ],
)
def test_a_word_of_saying_within_a_quotation_names_no_speaker(text, expected):
    assert speakers(text) == expected


@pytest.mark.parametrize("text", list("“”„‟«»\"'‘’") + ["``", "''", "“”", "‘’", '""', "“ ”"])
def test_a_text_of_quotation_marks_alone_quotes_nothing(text):
    assert spoken(text) == []
    table, mentions = coded(text)
    result = voice.voices(table, mentions).iloc[0]
    assert (result.quoted, result.speaker, result.voice) == (False, "narrator", "outlet")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("She said: “He told me ‘no’ and “go away” and left.”", ["“He told me ‘no’ and “go away” and left.”"]),
        ("“If you ask me ‘why?’ I’ll say: ‘Why not?’” he said.", ["“If you ask me ‘why?’ I’ll say: ‘Why not?’”"]),
        ("She said: \"He told me 'no' and left.\"", ["\"He told me 'no' and left.\""]),
        ("‘She called it “absurd” and left,’ he said.", ["‘She called it “absurd” and left,’"]),
    ],
)
def test_of_nested_quotations_the_outermost_counts(text, expected):
    assert spoken(text) == expected


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


def test_a_possessive_that_stands_apart_names_nobody():
    table, mentions = coded("Britain met Iran.", "Mr Hague 's said it.")
    assert voice.voices(table, mentions)["voice"].tolist() == ["outlet", "other"]


def test_voices_adds_three_columns_and_keeps_the_rows():
    table, mentions = coded("British officials said: “We are ready.", "We will go.”", "It rained.")
    before = table.copy(deep=True)
    result = voice.voices(table.iloc[::-1], mentions)
    assert result.index.tolist() == [2, 1, 0]
    assert result["quoted"].tolist() == [False, True, True]
    assert result["voice"].tolist() == ["outlet", "uk", "uk"]
    pd.testing.assert_frame_equal(table, before)


def transcript(turns):
    """Return coded and mentions of a transcript in which a spokeswoman and reporters speak in turn."""
    said = ["MS. PSAKI: Well, the President said last week that he told Iran “no.”", "(Laughter.)", "Q: He said that?"]
    return coded("The briefing began late, British officials said.", *said * turns)


def test_every_segment_of_a_turn_is_its_speakers_and_what_is_no_speech_is_nobodys():
    table, mentions = transcript(1_000)
    result = voice.voices(table, mentions)
    assert result["speaker"].tolist() == ["British officials", *["MS. PSAKI", "narrator", "Q"] * 1_000]
    assert result["quoted"].tolist() == [False, *[True, False, False] * 1_000]


def test_what_is_told_between_the_turns_of_a_transcript_is_reported():
    table, mentions = coded(
        "MS. PSAKI: He said it was late.", "(Iran said so.)", "Q: He asked?", "(British officials denied it.)",
        "MS. PSAKI: He told me: “We know.”", "Q: Did they say that?",
    )  # fmt: skip
    result = voice.voices(table, mentions)
    assert result["speaker"].tolist() == ["MS. PSAKI", "Iran", "Q", "British officials", "MS. PSAKI", "Q"]
    assert result["quoted"].tolist() == [False] * 4 + [True, False]


def test_garbage_is_collected_again_after_voices():
    voice.voices(*coded("British officials said: “We are ready.”"))
    assert gc.isenabled()


def test_what_one_article_says_does_not_depend_on_the_others():
    one, its = coded("Blinken and Lammy met.", "“We agree,” he said.", "Russia denied it.")
    other, theirs = coded("A shopkeeper said: “Trade is poor.", "It will not get better.")
    other, theirs = other.assign(article_id="b"), theirs.assign(article_id="b")
    both = pd.concat([other, one]).sample(frac=1, random_state=1).reset_index(drop=True)
    together = voice.voices(both, pd.concat([theirs, its])).sort_values(["article_id", "start"], ignore_index=True)
    apart = pd.concat([voice.voices(one, its), voice.voices(other, theirs)], ignore_index=True)
    pd.testing.assert_frame_equal(together, apart)


def test_mentions_may_have_categorical_schemes_and_keys():
    table, mentions = coded("British officials said: “We are ready.", "Iran denied it.")
    named = mentions.astype({"scheme": "category", "key": "category"})
    pd.testing.assert_frame_equal(voice.voices(table, named), voice.voices(table, mentions))
    assert voice.voices(table, named)["voice"].tolist() == ["uk", "iran"]


@pytest.mark.parametrize(
    "text",
    ["“" * 3_000, "' a" * 3_000, "A" * 20_000 + ": “b", "said " * 5_000, ", and " * 5_000, "“a,” he said. " * 2_000],
)
def test_hostile_text_takes_no_longer_than_prose(text):
    start = time.process_time()
    voice.quotations(pd.DataFrame({"article_id": ["a"], "text": [text + " “It is a pity,” she said."]}))
    assert time.process_time() - start < 5
