"""What stands behind the figures that are kept: every count opens its sentences, every title is in bounds."""

import re

import pandas as pd
import pytest
from PIL import Image

from helpers import coding, evidence, measure, paths, plot, segment, style

TABLES = sorted((paths.ROOT / "figures").glob("[0-9]*.csv"))
CLAIMS_OF_CHANGE = re.compile(
    r"\b(?:rose|rise[sn]?|rising|fell|falls?|falling|grew|growing|increas\w+|declin\w+|trend\w*|surg\w+|drop\w*)\b",
    re.I,
)


@pytest.fixture(scope="module")
def mentions(seeds):
    return coding.mentions(segment.segments(seeds), None, seeds)


def test_there_are_figures():
    assert len(TABLES) >= 5


@pytest.mark.parametrize("table", TABLES, ids=lambda file: file.stem)
def test_every_count_of_a_figure_opens_as_many_sentences(table, seeds_coded, mentions):
    rows = pd.read_csv(table, keep_default_na=False)
    for row in rows.to_dict("records") if "n" in rows else []:
        found = evidence.of(row, seeds_coded, mentions)
        assert len(found) == row["n"], row
        by_words = str(row.get("key")).startswith(("topic_", "actor_", "voice"))
        assert not by_words or found["matched"].ne("").all()


def test_evidence_reproduces_the_text(seeds, seeds_coded, mentions):
    texts = seeds.set_index("article_id")["text"]
    for by in (["article_id"], "year", ["outlet", "year"], "outlet_country", "ownership"):
        for row in measure.shares(seeds_coded, by).to_dict("records"):
            found = evidence.of(row, seeds_coded, mentions)
            assert len(found) == row["n"]
            assert all(texts[s.article_id][s.start : s.end] == s.text for s in found.itertuples())


@pytest.mark.parametrize("table", TABLES, ids=lambda file: file.stem)
def test_titles_and_alt_texts_are_there_and_claim_no_change_over_time(table):
    with Image.open(table.with_suffix(".png")) as picture:
        title, alt = picture.info["Title"], picture.info["Description"]
    assert 10 < len(title) <= style.LONG_TITLE and 40 < len(alt) <= 500
    assert not CLAIMS_OF_CHANGE.search(f"{title} {alt}")
    assert table.with_suffix(".svg").exists()


def test_a_table_is_no_formula_and_the_same_everywhere():
    table = pd.DataFrame(
        {"outlet": ["=1+1", "@x", "a"], "share": [1 / 3, 0.5, 0], "when": pd.to_datetime(["2018-01-02"] * 3)}
    )
    assert plot.csv_text(table) == (
        "outlet,share,when\n'=1+1,0.333333,2018-01-02\n'@x,0.5,2018-01-02\na,0,2018-01-02\n"
    )


def test_labels_are_moved_apart_and_stay_in_order():
    places = plot.spread([1.0, 1.01, 1.02, 5.0], 0.5, 0.0, 10.0)
    assert min(b - a for a, b in zip(places, places[1:], strict=False)) >= 0.499
    assert places == sorted(places) and places[3] == 5.0
