"""Sentences and furniture: hand-made cases, the five seeds, and texts that nobody would write."""

import pytest
from conftest import made
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import load, segment

DICTIONARY, CUTS = load.dictionary(), load.cuts()
CASES = {
    "abbreviations do not end a sentence": (
        "Mr. Hague met Gen. Petraeus. They spoke of the U.S. President at 10 a.m. in No. 10.",
        ["Mr. Hague met Gen. Petraeus.", "They spoke of the U.S. President at 10 a.m. in No. 10."],
    ),
    "an acronym may end one": ("He flew to the U.S. The talks failed.", ["He flew to the U.S.", "The talks failed."]),
    "a closing quote belongs to its sentence": (
        "‘It is over.’ He left. “Is it?” she asked. “Yes.” They went.",
        ["‘It is over.’", "He left.", "“Is it?” she asked.", "“Yes.”", "They went."],
    ),
    "a question may be asked by a name": (
        '"Why now?" Mr Lavrov asked reporters. Nobody answered.',
        ['"Why now?" Mr Lavrov asked reporters.', "Nobody answered."],
    ),
    "an apostrophe is no quotation mark": (
        "The ministers’ view won’t change. Iran’s will.",
        ["The ministers’ view won’t change.", "Iran’s will."],
    ),
    "figures keep their points": (
        "Oil fell 3.5 per cent to $61.20. It cost more in 2014.",
        ["Oil fell 3.5 per cent to $61.20.", "It cost more in 2014."],
    ),
    "initials keep their points": ("J. R. Smith spoke. He left.", ["J. R. Smith spoke.", "He left."]),
    "numbering begins a sentence": ("1. The deal is dead. It was old.", ["1. The deal is dead.", "It was old."]),
    "a lost space is seen": ("They met in Vienna.Nothing came of it.", ["They met in Vienna.", "Nothing came of it."]),
}


@pytest.mark.parametrize("case", CASES)
def test_sentences(case):
    paragraph, expected = CASES[case]
    assert [paragraph[start:end] for start, end in segment.sentences(paragraph)] == expected


PROSE = "The ministers met in Vienna for a second day of talks.\n\nNothing was agreed, an official said."


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Read more: What is in the deal?", "boilerplate"),
        ("Share this article", "boilerplate"),
        ("www.example.com/news", "boilerplate"),
        ("What happens next", "heading"),
        ("(Photo by AFP)", "credit"),
        ("Copyright 2019 Example Media. All rights reserved.", "boilerplate"),
        ("‘A dramatic escalation’", "heading"),
    ],
)
def test_furniture_between_paragraphs(line, kind):
    first, second = PROSE.split("\n\n")
    found = segment.segments(made(f"Ministers meet\n\n{first}\n\n{line}\n\n{second}"))
    assert found["kind"].tolist() == ["headline", "body", kind, "body"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By Jane Doe in Vienna", "byline"),
        ("Jane Doe, Diplomatic Editor", "byline"),
        ("10 September 2024", "dateline"),
        ("Published: 10 Sep 2024 14:05 BST", "dateline"),
        ("- Talks go on for a second day", "summary"),
    ],
)
def test_the_head_of_an_article(line, kind):
    found = segment.segments(made(f"Ministers meet\n{line}\n{PROSE}"))
    assert found["kind"].tolist() == ["headline", kind, "body", "body"]


@pytest.mark.parametrize(
    "place",
    [
        "LONDON, March 4 (Reuters) -",
        "WASHINGTON —",
        "Vienna, 4 May (TDI):",
        "TEHRAN (Tasnim) –",
        "MOSCOW, March 5 /TASS/.",
    ],
)
def test_a_dateline_is_cut_from_its_sentence(place):
    found = segment.segments(made(f"Ministers meet\n\n{place} {PROSE}"))
    assert found["kind"].tolist() == ["headline", "dateline", "body", "body"]
    assert found["text"][1] == place and found["text"][2].startswith("The ministers")


def test_lines_broken_at_a_fixed_width_are_one_paragraph():
    wrapped = (
        "The foreign ministers of the six powers gathered in Vienna on\nSunday for what diplomats called the last push,"
        " and said that\nthe gaps were still wide. No one would say how long the talks\nwould go on."
    )
    found = segment.segments(made(f"{wrapped}\n\n{PROSE}"))
    assert found["kind"].eq("body").all() and found["paragraph_no"].tolist() == [1, 1, 2, 3]


def test_the_seeds_agree_with_the_adjudicated_reading(seeds, adjudicated):
    own = segment.segments(seeds)[["article_id", "segment_no", "start", "end", "kind"]]
    assert own.values.tolist() == adjudicated[own.columns].values.tolist() and len(own) == 135


def test_a_cut_that_no_longer_fits_is_an_error(seeds):
    cuts = load.cuts().assign(start=lambda table: table["start"] + 1)
    with pytest.raises(load.CorpusError, match="cuts.csv: .* correct the row"):
        segment.segments(seeds, cuts=cuts)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Iran’s",
                "U.S.",
                "said",
                "“We",
                "‘No,",
                "go.”",
                "left.",
                "Mr.",
                "?",
                "\n",
                "\n\n",
                "- ",
                "(AP)",
                "RelatedGaza",
                "LONDON —",
                "Click to enlargeThe",
                "a",
                "…",
                "\u200b",
                "\u00a0",
                "By Jane Doe",
                "10 May 2018",
                "Photo: AP",
                "1.",
                "É",
                "!’",
                "Read more",
            ]
        ),
        max_size=40,
    ).map(" ".join)
    | st.text(max_size=80)
)
def test_nothing_is_lost_whatever_the_text(text):
    found = segment.segments(made(text), DICTIONARY, CUTS)
    assert all(text[s.start : s.end] == s.text and s.text == s.text.strip() for s in found.itertuples())
    assert (found["start"].to_numpy()[1:] >= found["end"].to_numpy()[:-1]).all()
    assert "".join("".join(found["text"]).split()) == "".join(text.split())
    assert found["kind"].isin(load.KINDS).all() and found["segment_no"].tolist() == list(range(1, len(found) + 1))
