"""The fast middle makes the tables of the plain one, row for row, whatever the text and however it is divided."""

import numpy as np
import pandas as pd
import pytest
from conftest import dictionary_of, made
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers import coding, fast, load, pipeline, segment

DICTIONARY = load.dictionary()
SMALL = pd.concat([  # every shape of pattern and of key; dates; letters beyond ASCII
    dictionary_of(
        ("topic", "arms", "arms"), ("topic", "arms", "arms embargo*"), ("topic", "sanctions", "arms embargo*"),
        ("topic", "-", "call to arms"), ("topic", "nuclear", "nuclear deal"), ("topic", "intervention", "air-strike*"),
        ("topic", "arms", "suppl* * drone*"), ("topic", "arms", "suppl* drone*"), ("topic", "arms", "*strike"),
        ("topic", "arms", "d*s"), ("topic", "arms", "* deal"[2:]), ("topic", "talks", "not * agreed"),
        ("topic", "arms", "e*"), ("topic", "arms", "anti-*"), ("topic", "arms", "anti-* law"),
        ("topic", "arms", "Joint *"), ("topic", "arms", "$6bn"), ("topic", "arms", "P5+1"), ("topic", "arms", "C*T *s"),
        ("topic", "arms", "Иран*"), ("topic", "arms", "война"), ("topic", "arms", "attaché*"), ("topic", "arms", "un* de*"),
        ("echo", "nuclear", "the accord"), ("echo", "nuclear", "accord*"), ("echo", "arms", "the accord*"),
        ("echo", "arms:-", "the accord is"), ("echo", "-", "musical accord"), ("echo", "talks", "said"),
        ("pair", "arms:weapon", "drone*"), ("pair", "arms:transfer", "suppl*"), ("pair", "arms:-", "supply drone"),
        ("pair", "nuclear:a", "deal"), ("pair", "nuclear:b", "said"), ("actor", "iran", "Iran*"), ("actor", "iran", "Iran"),
        ("actor", "us", "U.S."), ("actor", "us", "US"), ("actor", "uk", "United Kingdom"), ("actor", "moon", "No,"),
        ("actor", "uk", "Hunt", "2018-07-09", "2019-07-24"), ("actor", "russia", "Russia*"), ("actor", "-", "Iran Air"),
        ("relation", "converge", "agree*"), ("relation", "joint", "transatlantic"), ("frame", "threat", "drone*"),
    ),
    DICTIONARY[DICTIONARY["scheme"] == "furniture"],
], ignore_index=True)  # fmt: skip
WORDS = """Iran iran IRAN Iran’s Irans Russia Rus\u00adsia Russ\u200bia US us U.S. U.S.C. Hunt hunt Hunt’s UNITED United
    Kingdom Kingdom’s arms Arms embargo embargoes call to air strike air-strike airstrikes drones supplied supply suppl
    nuclear deal deals deal. accord Accord musical is the The said agree agreed. not a-b anti- anti-war law Joint $6bn
    6bn P5+1 CxT Иран Иране война attachés attache\u0301s _x x_ 9 é e\u0301 ı İran I.R. ﬁ ™ ™photo photo: Photo © º ½
    “We ‘No, go.” left. left.) Left.” Mr. mr. No. no. e.g. U.K. J. I. Co. Inc. 10 10. 1. a. VII. 3.5 3.5. %. ). .) ...
    … ?! ? ! ?” !’ “Why said?” Mr Hague asked. Hague asked .[1] .[2]The Vienna.Nothing war.”The x.The :
    ; , ( ) [ ] « » — – - -- / • * · By Jane Doe Doe, Correspondent (AP) AP (Photo by AFP) Reuters via Getty Images
    Doe/Pool and/or LONDON LONDON, May 4 May 10 2018 January (Reuters) (TDI): TASS/. Click enlargeThe enlarge Read more
    more: Related RelatedGaza related stories Share this on on: Sign up for our Copyright www.x.com a@b.cd http://x
    Published: Ministers meet Q THE MR. PRESIDENT: unusually_long_word_without_any_end \u00a0 \u2009 \u200b \u00ad
    \u2060 \u202a \u0301 \x0b \x1a 𝒜 😀 ß Straße""".split() + ["\n", "\n\n", "\n \n", " \n", "\t", "  ", "\u2028", "\x85"]  # fmt: skip
LINES = [  # of 40 to 100 characters, as in texts broken at a fixed width, and shorter ones
    "The foreign ministers of the six powers gathered in Vienna on", "Sunday for what diplomats called the last push,",
    "and said that the gaps were still wide. No one would say how", "long the talks would go on.", "What happens next",
    "- Talks go on for a second day in the old palace of the city", "1. The deal is dead", "By Jane Doe in Vienna",
    "", "10 September 2024", "LONDON, March 4 (Reuters) - The ministers met in Vienna again.", "Photo: AP",
]  # fmt: skip
PROSE = st.lists(st.sampled_from(WORDS), max_size=60).flatmap(
    lambda words: st.sampled_from([" ".join(words), "".join(words), "\n".join(words)])
)
WRAPPED = st.lists(st.sampled_from(LINES), max_size=14).map("\n".join)
ARTICLES = st.lists(PROSE | WRAPPED | st.text(max_size=60), min_size=1, max_size=4)


def check(articles, dictionary):
    """Compare the tables of the two ways, each stage fed with the plain one's table."""
    segments = segment.segments(articles, dictionary)
    pd.testing.assert_frame_equal(fast.segments(articles, dictionary), segments)
    mentions = coding.mentions(segments, dictionary, articles)
    pd.testing.assert_frame_equal(fast.mentions(segments, dictionary, articles), mentions)
    for context in (True, False):
        coded = coding.coded(segments, mentions, articles, context)
        pd.testing.assert_frame_equal(fast.coded(segments, mentions, articles, context), coded)


@settings(max_examples=150, deadline=None)
@given(ARTICLES)
@example(["\u200b"])
@example(["", "\n", "a"])
def test_made_up_texts_give_the_same_tables(texts):
    texts = ["".join(c for c in text if c != "\x00" and not "\ud800" <= c <= "\udfff") for text in texts]
    check(made(*texts, published="2018-08-23"), SMALL)
