"""The fast middle makes the tables of the plain one, row for row, whatever the text and however it is divided."""

import pandas as pd
import pytest
from conftest import dictionary_of, made
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers import coding, fast, load, pipeline, segment, stance, voice

DICTIONARY = load.dictionary()
ROWS = [  # every shape of pattern and of key, dates, and letters beyond ASCII
    *(("topic", "arms", pattern) for pattern in [
        "arms", "arms embargo*", "suppl* * drone*", "suppl* drone*", "*strike", "d*s", "e*", "anti-*", "anti-* law",
        "Joint *", "$6bn", "P5+1", "C*T *s", "Иран*", "война", "attaché*", "un* de*", "by *ing",
    ]),
    ("topic", "sanctions", "arms embargo*"), ("topic", "-", "call to arms"), ("topic", "nuclear", "nuclear deal"),
    ("topic", "intervention", "air-strike*"), ("topic", "talks", "not * agreed"), ("echo", "nuclear", "the accord"),
    ("echo", "nuclear", "accord*"), ("echo", "arms", "the accord*"), ("echo", "arms:-", "the accord is"),
    ("echo", "-", "musical accord"), ("echo", "talks", "said"), ("pair", "arms:weapon", "drone*"),
    ("pair", "arms:transfer", "suppl*"), ("pair", "arms:-", "supply drone"), ("pair", "nuclear:a", "deal"),
    ("pair", "nuclear:b", "said"), ("actor", "iran", "Iran*"), ("actor", "iran", "Iran"), ("actor", "us", "U.S."),
    ("actor", "us", "US"), ("actor", "uk", "United Kingdom"), ("actor", "moon", "No,"), ("actor", "russia", "Russia*"),
    ("actor", "-", "Iran Air"), ("actor", "uk", "Hunt", "2018-07-09", "2019-07-24"),
    ("relation", "converge", "agree*"), ("relation", "joint", "transatlantic"), ("frame", "threat", "drone*"),
]  # fmt: skip
SMALL = pd.concat([dictionary_of(*ROWS), DICTIONARY[DICTIONARY["scheme"] == "furniture"]], ignore_index=True)
WORDS = """Iran iran IRAN Iran’s Irans Russia Rus\u00adsia Russ\u200bia US us U.S. U.S.C. Hunt hunt Hunt’s UNITED United
    Kingdom Kingdom’s arms Arms embargo embargoes call to air strike air-strike airstrikes drones supplied supply suppl
    nuclear deal deals deal. accord Accord musical is the The said agree agreed. not a-b anti- anti-war law Joint $6bn
    6bn P5+1 CxT Иран Иране война attachés attache\u0301s _x x_ 9 é e\u0301 ı İran I.R. ﬁ ™ ™photo photo: Photo © º ½
    “We ‘No, go.” left. left.) Left.” Mr. mr. MS. No. no. e.g. U.K. J. I. Co. Inc. 10 10. 1. a. VII. 3.5 3.5. %. ). .)
    ... … ?! ? ! ?” !’ “Why said?” Mr Hague asked. Hague asked .[1] .[2]The Vienna.Nothing war.”The x.The : ; , ( ) [ ]
    « » — – - -- / • * · By Jane Doe Doe, Correspondent (AP) AP (Photo by AFP) Reuters via Getty Images by doing
    Doe/Pool and/or LONDON LONDON, May 4 May 10 2018 January (Reuters) (TDI): TASS/. Click enlargeThe enlarge Read more
    more: Related RelatedGaza related stories Share this on on: Sign up for our Copyright www.x.com a@b.cd http://x
    Published: Ministers meet Q THE MR. PRESIDENT: a_word_that_is_longer_than_others \u00a0 \u2009 \u200b \u00ad \u2060
    \u202a \u0301 \x0b \x1a 𝒜 😀 ß Straße""".split()
SPACES = ["\n", "\n\n", "\n \n", " \n", "\t", "  ", "\u2028", "\x85", " " * 40]
LINES = [  # of 40 to 100 characters, as in texts broken at a fixed width, and shorter ones
    "The foreign ministers of the six powers gathered in Vienna on", "Sunday for what diplomats called the last push,",
    "and said that the gaps were still wide. No one would say how", "long the talks would go on.", "What happens next",
    "- Talks go on for a second day in the old palace of the city", "1. The deal is dead", "By Jane Doe in Vienna", "",
    "10 September 2024", "LONDON, March 4 (Reuters) - The ministers met in Vienna again.", "Photo: AP", "IV. 10. . The",
]  # fmt: skip
PROSE = st.lists(st.sampled_from(WORDS + SPACES), max_size=60).flatmap(
    lambda words: st.sampled_from([" ".join(words), "".join(words), "\n".join(words)])
)
TEXT = PROSE | st.lists(st.sampled_from(LINES), max_size=14).map("\n".join) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60
)  # fmt: skip


def check(articles, dictionary):
    """Compare the two ways, stage by stage, each fed with the plain tables."""
    segments = segment.segments(articles, dictionary)
    pd.testing.assert_frame_equal(fast.segments(articles, dictionary), segments)
    mentions = coding.mentions(segments, dictionary, articles)
    pd.testing.assert_frame_equal(fast.mentions(segments, dictionary, articles), mentions)
    for context in (True, False):
        coded = coding.coded(segments, mentions, articles, context)
        pd.testing.assert_frame_equal(fast.coded(segments, mentions, articles, context), coded)


def plain(articles, dictionary):
    """Code articles as pipeline.code does, the plain way."""
    segments = segment.segments(articles, dictionary)
    mentions = coding.mentions(segments, dictionary, articles)
    coded = coding.coded(segments, mentions, articles)
    return stance.stances(voice.voices(coded, mentions), mentions)


@settings(max_examples=120, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4))
@example(["\u200b"])
@example(["", "\n", "a"])
def test_made_up_texts_give_the_same_tables(texts):
    check(made(*texts, published="2018-08-23"), SMALL)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from(DICTIONARY["pattern"].str.replace("*", "s").tolist() + WORDS), max_size=200))
@example(["radiation therapy"])  # blocks the only hit there is
def test_the_words_of_the_dictionary_give_the_same_tables(words):
    check(made(" ".join(words), published="2018-08-23"), DICTIONARY)


@pytest.mark.parametrize(
    "text",
    [
        "The letters " + "a" * 5000 + "strike and " + ")" * 5000 + ". Iran" + " " * 5000 + "Air.",
        "- A summary point of the day\n" * 12 + "Then the article begins, and it goes on for a while.",
        "He spoke.\n\n" * 12 + "Jane Doe at the river\nAP Photo/Jane Doe\n\nWhat next\n\n",
        "IV. 10. . The end. 10. . The end.\n\nVIII. .. The end.",
        "Photo\u202a: AP\n\nA ™photo: by AP\n\n© Iran\n\nx\u0301photo by AP",
    ],
    ids=["long runs", "a long standfirst", "below the head", "numbering", "signs"],
)
def test_hard_texts_give_the_same_tables(text):
    check(made("First.", text, "Last.", published="2018-08-23"), SMALL)


def test_the_seeds_give_the_same_table_however_they_are_divided(seeds):
    expected = plain(seeds, DICTIONARY)
    pd.testing.assert_frame_equal(pipeline.code(seeds), expected)
    for size in (1, 8_000):
        parts = list(fast.parts(seeds, DICTIONARY, size))
        assert len(parts) > 1
        for name in ("segments", "mentions", "coded"):
            whole = getattr(next(fast.parts(seeds, DICTIONARY, 10**9)), name)
            divided = pd.concat([getattr(part, name) for part in parts], ignore_index=True)
            pd.testing.assert_frame_equal(divided, whole)


def test_an_actor_that_one_part_names_is_a_column_of_all(monkeypatch):
    articles = made("Iran said no.", "The moon rose.", "")
    dictionary = dictionary_of(("actor", "moon", "moon"), ("actor", "iran", "Iran"))
    monkeypatch.setattr(fast.parts, "__defaults__", (None, 1))
    coded = pipeline.code(articles, dictionary)
    assert coded["actor_moon"].tolist() == [False, True] and coded["actor_iran"].tolist() == [True, False]
    pd.testing.assert_frame_equal(coded, plain(articles, dictionary))


def test_two_articles_of_one_id_are_an_error():
    articles = made("Iran said no.", "Iran said yes.").assign(article_id="a")
    with pytest.raises(load.CorpusError, match="two articles have the id 'a'"):
        pipeline.code(articles)
