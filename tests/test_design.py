"""What a corpus allows is what its charts show: no line, band or p-value below its mode, no claim of change."""

import re

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.collections import FillBetweenPolyCollection
from test_figures import CLAIMS_OF_CHANGE, TABLES

from helpers import design, measure, paths, plot, prose


def articles_of(outlets, per_cell, starts=("2014-02-01", "2015-02-01"), every="D"):
    """Return articles of each outlet around each start, so many a cell, a day or a month apart."""
    rows = [
        (f"{start}{outlet}{i}", outlet, when)
        for start in starts
        for outlet in outlets
        for i, when in enumerate(pd.date_range(start, periods=per_cell, freq=every))
    ]
    return pd.DataFrame(rows, columns=["article_id", "outlet", "published"])


def coded_of(articles, share_late, sentences=10):
    """Return coded with ten sentences an article; in 2015 the given share of them are on the nuclear programme."""
    table = articles.loc[articles.index.repeat(sentences)].reset_index(drop=True)
    number = np.tile(np.arange(sentences), len(articles))
    late = table["published"].dt.year.eq(2015)
    return table.assign(
        kind="body", segment_no=number + 1, text="x",
        topic_nuclear=np.where(late, number < share_late * sentences, number < 2), topic_trade=number < 3,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("outlets", "per_cell", "expected"),
    [
        ("A", 4, ("read", "article_id", "wilson", False)),  # 8 articles in all
        ("AB", 4, ("describe", "year", "bootstrap", False)),
        ("ABC", 5, ("describe", "year", "bootstrap", False)),
        ("A", 20, ("describe", "year", "bootstrap", True)),
        ("ABC", 10, ("estimate", "year", "bootstrap", True)),
    ],
)
def test_mode_column_interval_and_lines(outlets, per_cell, expected):
    view = design.of(articles_of(outlets, per_cell))
    assert (view.mode, view.by, view.interval, view.lines) == expected


def test_months_and_quarters_are_chosen_where_each_has_enough():
    starts = [f"2014-{month:02}-03" for month in range(1, 13)]
    assert design.of(articles_of("A", 6, starts)).by == "month"
    assert design.of(articles_of("A", 2, starts)).by == "quarter"
    assert design.of(articles_of("A", 1, starts)).by == "year"
    years = [f"{year}-0{quarter * 3 + 1}-03" for year in range(2004, 2016) for quarter in range(3)]
    assert design.of(articles_of("A", 6, years)).by == "quarter"  # 133 months are too many for a chart


def test_a_year_without_a_day_stays_out_of_finer_periods():
    articles = articles_of("A", 6, ["2014-01-03", "2014-02-03"]).assign(published_precision="day")
    articles.loc[0, "published_precision"] = "year"
    periods = measure.with_periods(articles)
    assert periods["month"].isna().sum() == 1 and periods["year"].notna().all()


def test_undated_articles_are_counted_and_compared_by_outlet():
    articles = articles_of("ABC", 4)
    articles["published"] = pd.NaT
    assert (design.of(articles).by, design.of(articles).lines) == ("outlet", False)
    assert list(plot.labels(articles, design.of(articles)).index) == ["A", "B", "C"]


def test_titles_are_findings_about_the_seeds_only(seeds):
    assert design.of(seeds).says("Russia is not named", "Who is named") == "Russia is not named"
    changed = seeds.assign(sha256=["x", *seeds["sha256"].iloc[1:]])
    assert design.of(changed).says("Russia is not named", "Who is named") == "Who is named, text by text"
    one = design.of(articles_of("A", 20))
    assert one.says("Russia is not named", "Who is named") == "A: Who is named, by year"


def drawn(articles, coded, **more):
    """Return the first panel that plot.shares draws, and whether it holds a line through time and a band."""
    view = design.of(articles)
    shares = measure.shares(coded, view.by, interval=view.interval)
    rows = pd.Series({"topic_nuclear": "Nuclear", "topic_trade": "Trade"})
    ax = plot.shares(shares, view, plot.labels(articles, view), rows, **more)[0]
    lines = [line for line in ax.lines if line.get_linestyle() == "-" and len(line.get_xdata()) > 1]
    bands = [shape for shape in ax.collections if isinstance(shape, FillBetweenPolyCollection)]
    words = " ".join(text.get_text() for text in ax.texts)
    plt.close(ax.figure)
    return bool(lines), bool(bands), words


def test_lines_bands_and_tests_are_drawn_only_where_the_corpus_carries_them():
    few = articles_of("AB", 4, ("2014-02-01", "2015-02-01", "2015-08-01"))
    few = few.iloc[3:]  # one cell below 6
    assert design.of(few).mode == "read"
    assert drawn(few, coded_of(few, 0.5))[:2] == (False, False)
    some = articles_of("AB", 4)
    assert drawn(some, coded_of(some, 0.5))[:2] == (False, False)
    one = articles_of("A", 20)
    assert drawn(one, coded_of(one, 0.5))[:2] == (True, False)
    many = articles_of("ABC", 10)
    line, band, words = drawn(many, coded_of(many, 0.5), tests=plot.tests(coded_of(many, 0.5), design.of(many)))
    assert line and band and "+30.0 points, p < 0.001" in words


def test_a_smaller_corpus_is_refused_a_test(seeds, seeds_coded):
    assert plot.tests(seeds_coded, design.of(seeds)) is None
    with pytest.raises(ValueError, match="carries no test: read"):
        measure.tests(seeds_coded, "year")
    one = articles_of("A", 40)
    table = pd.DataFrame({"key": ["topic_nuclear", "topic_trade"], "difference": 0.1, "p_holm": 0.01})
    with pytest.raises(ValueError, match="can only be describe"):
        drawn(one, coded_of(one, 0.5), tests=table)


def test_the_test_shuffles_articles_within_outlets_and_corrects_after_holm():
    articles = articles_of("ABC", 10)
    table = measure.tests(coded_of(articles, 0.5), "year").set_index("key")
    assert table.loc["topic_nuclear", "p"] == 1 / 10_001 and table.loc["topic_trade", "p"] == 1
    assert table.loc["topic_nuclear", "p_holm"] == pytest.approx(2 / 10_001)  # the smaller of two is doubled
    # an outlet that is always on the topic: with equal numbers of its articles in both years no shuffle moves the share
    outlets = coded_of(articles, 0.2).assign(topic_nuclear=lambda t: t["outlet"].eq("A"))
    assert measure.tests(outlets, "year").set_index("key").loc["topic_nuclear", "p"] == 1


def test_the_p_of_no_difference_is_uniform_enough():
    articles = articles_of("ABC", 10)
    rng = np.random.default_rng(1)
    coded = coded_of(articles, 0.2).drop(columns=["topic_nuclear", "topic_trade"])
    noise = {f"topic_{i}": rng.random(len(coded)) < 0.3 for i in range(60)}
    p = measure.tests(coded.assign(**noise), "year")["p"]
    assert 0.35 < p.mean() < 0.65 and 1 <= (p < 0.1).sum() <= 15


def glanced(*lengths):
    """Return the panels that plot.glance draws of texts with a headline and so many body sentences each."""
    articles = articles_of("A", len(lengths), ["2014-02-01"])
    table = articles.loc[articles.index.repeat(np.add(lengths, 1))].reset_index(drop=True)
    number = table.groupby("article_id").cumcount()
    coded = table.assign(
        kind=np.where(number == 0, "headline", "body"), segment_no=number + 1, text="x",
        actor_iran=number % 4 < 2, actor_russia=number % 2 == 0, topic_trade=number % 3 > 0,
    )  # fmt: skip
    kinds = {"actor_iran & actor_russia=False": "Iran", "actor_russia & actor_iran=False": "Russia",
             "actor_iran & actor_russia": "both"}  # fmt: skip
    view, topics = design.of(articles), pd.Series({"topic_trade": "Trade"})
    shares = measure.shares(coded, view.by, [*kinds, *topics.index])
    plot.use_style()
    return plot.glance(coded, shares, view, plot.labels(articles, view), plot.labelled(kinds), topics)


@pytest.mark.parametrize("lengths", [(8, 0, 5), (0, 0)], ids=["one of three", "every text"])
def test_a_text_without_body_sentences_has_a_panel_with_counts_of_0(lengths):
    axes = glanced(*lengths)
    assert len(axes) == len(lengths)
    for ax, length in zip(axes, lengths, strict=True):
        counts = [text.get_text() for text in ax.texts if text.get_weight() == "bold"]
        assert len(counts) == 4 and sum(map(int, counts)) == length
        assert ("Trade" in [text.get_text() for text in ax.texts]) == bool(length)
    plt.close(axes[0].figure)


@pytest.mark.parametrize("length", [99, 100, 1_200, 9_999])
def test_nothing_under_a_long_text_lies_over_anything_else(length):
    axes = glanced(*[length] * 5)
    axes[0].figure.draw_without_rendering()  # this lays it out
    for ax in axes:
        marks = [line for line in ax.lines if len(line.get_xdata()) < 3]  # of the counts, and the bars
        boxes = [shown.get_window_extent() for shown in [*ax.texts, *marks]]
        bars = boxes[-2:]  # one lies on the other
        boxes = boxes[:-1]
        assert bars[0].x0 == pytest.approx(bars[1].x0)
        assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if a.overlaps(b)]
        assert max(box.x1 for box in boxes) <= ax.figure.bbox.x1
    plt.close(axes[0].figure)


@pytest.mark.parametrize("table", TABLES, ids=lambda file: file.stem)
def test_no_stored_figure_shows_a_p_value(table):
    words = re.findall(r"<!-- (.*?) -->", table.with_suffix(".svg").read_text(encoding="utf-8"))
    assert len(words) > 5, "the texts of a figure stand in its SVG as comments"
    assert not [word for word in words if re.search(r"\bp ?[=<]", word)]


@pytest.mark.parametrize("file", sorted(paths.NOTEBOOKS.glob("*.ipynb")), ids=lambda file: file.stem)
def test_no_heading_or_answer_claims_change(file):
    claims = re.findall(r"(?m)^(?:#+ .*|\*\*Answer:\*\*.*)$", prose.text_of(file.stem))
    assert len(claims) > 3 and not [claim for claim in claims if CLAIMS_OF_CHANGE.search(claim)]


def test_no_finding_of_the_readme_claims_change():
    found = re.search(r"(?s)## What we found\n(.*?)\n## ", (paths.ROOT / "README.md").read_text(encoding="utf-8"))[1]
    assert found.count("\n") > 5 and not CLAIMS_OF_CHANGE.search(found)
