"""Shares, differences and what a corpus can show, against answers made by hand or published."""

import numpy as np
import pandas as pd
import pytest

from helpers import measure, validity


def coded_of(rows):
    """Return coded from rows (article_id, outlet, published, kind, topic_nuclear)."""
    table = pd.DataFrame(rows, columns=["article_id", "outlet", "published", "kind", "topic_nuclear"])
    return table.assign(published=pd.to_datetime(table["published"]), segment_no=range(1, len(table) + 1), text="x")


COUNTED = coded_of(
    [("a", "A", "2014-06-16", "body", True)] * 3
    + [("a", "A", "2014-06-16", "body", False)] * 8
    + [("a", "A", "2014-06-16", "caption", True)]
    + [("b", "B", "2017-01-02", "body", False)] * 38
)


def test_a_share_counts_body_sentences_and_empty_years_are_kept():
    shares = measure.shares(COUNTED, "year").set_index("year")
    assert shares[["n", "total"]].T.to_dict("list") == {
        "2014": [3, 11],
        "2015": [0, 0],
        "2016": [0, 0],
        "2017": [0, 38],
    }
    assert shares.loc["2014", "share"] == 3 / 11 and shares.loc["2015", ["share", "low", "high"]].isna().all()


def test_nought_of_38_has_the_wilson_interval_of_the_textbook():
    row = measure.shares(COUNTED, "article_id").iloc[1]
    z2 = 1.959963984540054**2
    assert row["low"] == pytest.approx(0, abs=1e-12) and row["high"] == pytest.approx(z2 / (38 + z2), abs=1e-12)
    assert round(row["high"], 3) == 0.092 and (row["interval"], row["varies"]) == ("wilson", "wording")


@pytest.mark.parametrize(  # Newcombe 1998, table II, method 10: after minus before
    ("after", "before", "interval"),
    [((56, 70), (48, 80), (0.0524, 0.3339)), ((9, 10), (3, 10), (0.1705, 0.8090)), ((10, 10), (0, 10), (0.6075, 1.0))],
)
def test_newcombes_published_intervals(after, before, interval):
    assert measure.newcombe(*after, *before) == pytest.approx(interval, abs=5e-5)


def test_a_difference_is_after_minus_before():
    row = measure.differences(COUNTED, "year == '2017'", "year == '2014'").iloc[0]
    assert (row["n_before"], row["total_before"], row["n_after"], row["total_after"]) == (0, 38, 3, 11)
    assert row["difference"] == 3 / 11 and row["low"] < 3 / 11 < row["high"] and row["varies"] == "wording"
    drawn = measure.differences(COUNTED, "year == '2017'", "year == '2014'", interval="bootstrap").iloc[0]
    assert drawn["low"] == 0 and drawn["high"] == pytest.approx(6 / 11, abs=0.01)  # 97.5% of Binomial(11, 3/11) / 11
    with pytest.raises(ValueError, match="'before' holds no body sentence"):
        measure.differences(COUNTED, "year == '1999'", "year == '2014'")


def test_drawing_articles_anew_covers_what_articles_vary():
    rows = [(f"a{i}", "A", "2018-01-01", "body", i % 2 == 0) for i in range(40)]
    row = measure.shares(coded_of(rows), "year", interval="bootstrap").iloc[0]
    assert (row["interval"], row["varies"]) == ("bootstrap", "articles")
    assert row["high"] - row["low"] == pytest.approx(2 * 1.96 * np.sqrt(0.25 / 40), abs=0.03)


def articles_of(outlets, per_cell, years=("2014", "2015")):
    rows = [(f"{y}{o}{i}", o, pd.Timestamp(f"{y}-03-01")) for y in years for o in outlets for i in range(per_cell)]
    return pd.DataFrame(rows, columns=["article_id", "outlet", "published"])


@pytest.mark.parametrize(
    ("outlets", "per_cell", "mode"),
    [
        ("A", 5, "read"),
        ("A", 6, "describe"),
        ("A", 60, "describe"),
        ("AB", 60, "describe"),
        ("ABC", 9, "describe"),
        ("ABC", 10, "estimate"),
    ],
)
def test_what_a_corpus_can_show(outlets, per_cell, mode):
    assert measure.attainable(articles_of(outlets, per_cell), "year").mode == mode


def test_the_seeds_can_only_be_read(seeds, seeds_coded):
    answer = measure.attainable(seeds, "year", seeds_coded)
    assert (answer.mode, len(answer.empty), answer.aliased) == ("read", 7, True)
    assert answer.smallest_p == pytest.approx(0.1)  # 2 of 5 articles: 1 of 10 splits, and no mirror image
    n, total = round(answer.smallest_difference * 42), 42
    assert measure.newcombe(n, total, 0, 61)[0] > 0 >= measure.newcombe(n - 1, total, 0, 61)[0]


def test_equal_halves_have_a_mirror_image():
    assert measure.attainable(articles_of("A", 3), "year").smallest_p == pytest.approx(2 / 20)


def test_unknown_columns_and_intervals_are_named():
    with pytest.raises(KeyError, match="topic_weather"):
        measure.shares(COUNTED, "outlet", ["topic_weather"])
    with pytest.raises(KeyError, match="'editor'"):
        measure.shares(COUNTED, "editor")
    with pytest.raises(ValueError, match="'wilson' or 'bootstrap'"):
        measure.shares(COUNTED, "outlet", interval="wald")


def test_precision_and_recall_by_hand():
    coded = coded_of([("a", "A", "2014-06-16", "body", i < 12) for i in range(20)]).assign(
        start=range(20), end=range(1, 21)
    )
    reading = coded[["article_id", "start", "end"]].assign(topics=["nuclear;arms"] * 10 + [""] * 8 + ["nuclear"] * 2)
    row = validity.validate(coded, reading).iloc[0]
    assert (row["n_read"], row["n_coded"], row["n_both"]) == (12, 12, 10)
    assert row["precision"] == row["recall"] == row["f1"] == 10 / 12 and row["precision_low"] < 10 / 12
    few = validity.validate(coded, reading.assign(topics=["nuclear"] * 9 + [""] * 11))
    assert few["f1"].isna().all() and few["n_both"].tolist() == [9]


def test_a_difference_is_split_into_outlets_and_their_mix():
    # by hand: A 3/8 and 3/4 at weights 1/2 and 1/4, B 4/8 and 3/12 at weights 1/2 and 3/4
    rows = [("A", "2014", 3, 8), ("B", "2014", 4, 8), ("A", "2018", 3, 4), ("B", "2018", 3, 12)]
    two = coded_of(
        [(o, o, f"{y}-01-01", "body", i < n) for o, y, n, total in rows for i in range(total)]
        + [("B", "B", "2018-01-01", "caption", True)]
    )
    row = measure.kitagawa(two, "year == '2014'", "year == '2018'").iloc[0]
    assert row["difference"] == 6 / 16 - 7 / 16
    assert row["within"] == 3 / 8 * (3 / 4 - 3 / 8) + 5 / 8 * (3 / 12 - 4 / 8)
    assert row["between"] == 9 / 16 * (1 / 4 - 1 / 2) + 6 / 16 * (3 / 4 - 1 / 2)
    assert row["within"] + row["between"] == row["difference"] and row["identified"]
    assert row["why"] == "2 of the 2 outlets are in both groups"


def test_a_split_is_not_invented_where_an_outlet_is_missing(seeds_coded):
    rows = measure.kitagawa(seeds_coded, "year == '2014'", "year > '2014'")
    assert len(rows) == 12 and not rows["identified"].any() and rows[["within", "between"]].isna().all(axis=None)
    plain = measure.differences(seeds_coded, "year == '2014'", "year > '2014'")
    assert rows["difference"].tolist() == plain["difference"].tolist()
    assert rows["why"].str.startswith("none of the 5 outlets is in both groups").all()
    some = pd.concat([COUNTED, COUNTED.query("outlet == 'A'").assign(published=pd.Timestamp("2017-05-01"))])
    assert measure.kitagawa(some, "year == '2014'", "year == '2017'")["why"][0].startswith("1 of the 2 outlets is in")
