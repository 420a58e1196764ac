"""Findings as data, and what other codings make of them: against counts made by hand and the plain way of coding."""

import re

import nbformat
import pandas as pd
import pytest
from conftest import dictionary_of, made
from PIL import Image

from helpers import evidence, findings, load, measure, methods, paths, pipeline, plot, prose, recoding, robustness
from helpers.findings import Finding

PAGES = ["02-topics", "03-iran-and-russia", "04-us-and-uk", "05-voices"]
ABOUT_METHOD = (  # headings that say how a thing is done or introduce a table, and claim nothing
    "The articles", "How a ", "How wrong", "From articles", "Would another", "Limits", "Each text stands beside",
    "Who is said to supply", "Words held at arm's length", "Look for yourself",
)  # fmt: skip
NOT_OF_SENTENCES = ("02-events", "02-dictionary-against-readers")  # figures that count no sentence


def sentences(*rows):
    """Return coded from rows (article, outlet, ownership, year, kind, paragraph_no, text, topic_a, topic_b)."""
    columns = ["article_id", "outlet", "ownership", "published", "kind", "paragraph_no", "text", "topic_a", "topic_b"]
    table = pd.DataFrame(rows, columns=columns)
    place = table.groupby("article_id").cumcount()
    published = pd.to_datetime(table["published"].astype(str) + "-05-01")
    return table.assign(segment_no=place + 1, start=10 * place, end=10 * place + 5, published=published)


# 2014: 2 of 4 sentences have a, in 1 of 2 paragraphs and 4 of 10 words; 2018: 1 of 3 and the headline
BY_HAND = sentences(
    ("x", "X", "state", 2014, "body", 1, "one two", True, False),
    ("x", "X", "state", 2014, "body", 1, "one two", True, True),
    ("x", "X", "state", 2014, "body", 2, "one two three", False, False),
    ("x", "X", "state", 2014, "body", 2, "one two three", False, False),
    ("y", "Y", "private", 2018, "headline", 1, "one", True, False),
    ("y", "Y", "private", 2018, "body", 2, "one two three four", True, False),
    ("y", "Y", "private", 2018, "body", 3, "one", False, False),
    ("z", "Z", "private", 2018, "body", 1, "one", False, False),
)
MORE = Finding("n", "c", "a: more in 2014", "more", "topic_a", "year == '2014'", "year == '2018'")


def judged(finding, coded=BY_HAND):
    return robustness.variants(coded, finding).set_index("name")


def counts(row):
    return [row[column] for column in robustness.COUNTS]


def test_a_finding_is_counted_in_every_variant():
    found = judged(MORE)
    assert counts(found.loc["as coded"]) == [2, 4, 1, 3] and found.loc["as coded", "difference"] == 2 / 4 - 1 / 3
    assert counts(found.loc["counting words"]) == [4, 10, 4, 6] and not found.loc["counting words", "kept"]
    assert counts(found.loc["counting paragraphs"]) == [1, 2, 1, 3]
    assert counts(found.loc["with headlines and standfirsts"]) == [2, 4, 2, 4]
    assert counts(found.loc["leaving out Z"]) == [2, 4, 1, 2] and not found.loc["leaving out Z", "kept"]
    assert found["changed"].tolist() == [False] + [True] * (len(found) - 1)
    # X is all that is of 2014, and all that is of a state: one choice under two names, with nothing left to compare
    assert pd.isna(found.loc["leaving out X = all state outlets", "kept"])


def test_what_does_not_touch_a_finding_is_not_counted():
    of_2014 = MORE._replace(reference="", against="topic_b")
    found = judged(of_2014)
    assert counts(found.loc["as coded"]) == [2, 4, 1, 4]
    untouched = ["with headlines and standfirsts", "leaving out Y", "leaving out Z", "leaving out all private outlets"]
    assert not found.loc[untouched, "changed"].any()
    row = robustness.summary(found.reset_index()).iloc[0]
    assert (row["n_variants"], row["n_kept"], row["worst"]) == (2, 1, "counting paragraphs")
    assert (row["lowest"], row["highest"], row["difference"]) == (0, 0.25, 0.25)
    assert row["overturned_by"] == "counting paragraphs" and row["not_without"] == "X = all state outlets"


def test_the_kinds_of_finding():
    only = Finding("n", "c", "b", "only", "topic_b", "year == '2014'", "year == '2018'")
    assert judged(only).loc["as coded", "kept"] and not judged(only._replace(key="topic_a")).loc["as coded", "kept"]
    every = Finding("n", "c", "a", "every", "topic_a", "year == '2018'")
    row = judged(every).loc["as coded"]
    assert (row["decided_by"], counts(row), row["kept"]) == ("z", [0, 1, 0, 0], False)  # the weakest text decides
    assert judged(every).loc["leaving out Z", "kept"]
    most = Finding("n", "c", "a", "most", "topic_a", "year == '2014'", unit="token")
    assert (
        judged(most).loc["as coded", "difference"] == 4 / 10 - 1 / 2
        and judged(most).loc["counting sentences", "changed"]
    )
    lead = Finding("n", "c", "a", "more", "topic_a", "outlet == 'X'", against="topic_*")
    assert counts(judged(lead).loc["as coded"]) == [2, 4, 1, 4]
    either = lead._replace(key="topic_b", against="topic_a | topic_a & topic_b")
    assert judged(either).loc["as coded", "decided_by"] == "topic_a" and not judged(either).loc["as coded", "kept"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"kind": "less"}, "kind is one of"),
        ({"unit": "page"}, "unit of"),
        ({"against": "topic_a"}, "nothing to compare"),
        ({"kind": "only", "reference": ""}, "'only' needs a reference"),
    ],
)
def test_a_finding_that_cannot_be_read_is_named(changed, message):
    with pytest.raises(ValueError, match=f"'a: more in 2014'.*{message}"):
        robustness.variants(BY_HAND, MORE._replace(**changed))


def test_an_undated_article_is_in_no_year_and_two_of_one_outlet_are_told_apart():
    coded = pd.concat([BY_HAND, BY_HAND.query("article_id == 'x'").assign(article_id="w", published=pd.NaT)])
    found = judged(MORE, coded)
    assert counts(found.loc["as coded"]) == [2, 4, 1, 3]
    assert pd.isna(found.loc["leaving out X (x)", "kept"]) and not found.loc["leaving out X (w)", "changed"]


def test_nothing_is_asked_of_no_finding_and_nothing_is_changed():
    before = BY_HAND.copy()
    none = robustness.variants(BY_HAND, pd.DataFrame(columns=load.FINDINGS))
    assert none.empty and robustness.summary(none).empty and robustness.overturned(BY_HAND, []).empty
    judged(MORE)
    pd.testing.assert_frame_equal(BY_HAND, before)


TEXTS = made(
    "Iran supplied the drones. The nuclear deal holds, said Iran.\nClick to enlargeThe accord is dead.",
    "The call to arms was heard. Arms were sold.\n\nThe Foreign Office said Iran would talk.",
)
RULES = [
    ("actor", "iran", "Iran"), ("actor", "uk", "Foreign Office"), ("topic", "nuclear", "nuclear deal"),
    ("topic", "nuclear", "nuclear"), ("echo", "nuclear", "the accord"), ("pair", "arms:weapon", "drone*"),
    ("pair", "arms:transfer", "suppl*"), ("topic", "arms", "arms"), ("topic", "-", "call to arms"),
    ("topic", "talks", "talk"), ("furniture", "boilerplate", "click to enlarge"),
]  # fmt: skip


def as_without(articles, dictionary, pattern):
    return pipeline.code(articles, dictionary[dictionary["pattern"] != pattern])


def assert_same(recoded, articles, dictionary, pattern):
    """Assert that the recoded rows of a pattern, with the other articles as they were, are what plain coding gives."""
    own = recoded[recoded["name"] == f"without ‘{pattern}’"].drop(columns=recoding.VARIANT)
    plain = as_without(articles, dictionary, pattern)
    there = plain[plain["article_id"].isin(own["article_id"])].reset_index(drop=True)
    own = own.sort_values(["article_id", "segment_no"], ignore_index=True)[there.columns]
    pd.testing.assert_frame_equal(own, there.sort_values(["article_id", "segment_no"], ignore_index=True))
    rest, as_it_was = (
        t[~t["article_id"].isin(own["article_id"])] for t in (plain, pipeline.code(articles, dictionary))
    )
    pd.testing.assert_frame_equal(rest.reset_index(drop=True), as_it_was.reset_index(drop=True))


def test_a_dropped_pattern_is_a_shorter_dictionary():
    dictionary = dictionary_of(*RULES)
    recoded = recoding.without_patterns(TEXTS, dictionary)
    assert set(recoded["name"]) == {f"without ‘{pattern}’" for _, _, pattern in RULES}
    assert set(recoded.loc[recoded["variant"] == "names", "name"]) == {"without ‘Iran’", "without ‘Foreign Office’"}
    for _, _, pattern in RULES:
        assert_same(recoded, TEXTS, dictionary, pattern)


@pytest.mark.parametrize("pattern", ["iran*", "Iraq*", "mak* a difference", "Related", "the deal"])
def test_a_dropped_pattern_of_the_project_is_a_shorter_dictionary(pattern, seeds, without):
    assert_same(without, seeds, load.dictionary(), pattern)


@pytest.fixture(scope="module")
def without(seeds):
    return recoding.without_patterns(seeds)


def test_no_pattern_is_dropped_in_some_of_its_articles_only(monkeypatch):
    monkeypatch.setattr(recoding, "COPIES", 4)  # two whole articles, and the two that hold 'Iran'
    recoded = recoding.without_patterns(TEXTS, dictionary_of(*[rule for rule in RULES if rule[0] != "furniture"]))
    assert recoded.groupby("name")["article_id"].agg(set).to_dict() == {"without ‘Iran’": {"a0", "a1"}}


@pytest.fixture(scope="module")
def variants(seeds, seeds_coded):
    return robustness.variants(seeds_coded, load.findings(paths.SEEDS / "findings.csv"), seeds, None, load.readings())


def test_every_finding_of_the_project_holds_as_coded(variants):
    main = variants[variants["variant"] == robustness.MAIN]
    assert main["kept"].all(), main.loc[~main["kept"], "label"].tolist()
    assert not main["changed"].any() and main["label"].is_unique


def test_the_seeds_are_varied_in_every_way(variants):
    tried = variants.groupby("variant")["name"].nunique()
    assert set(tried.index) == {robustness.MAIN, *"articles context kinds names readers unit words".split()}
    left_out = {name for name in variants["name"] if name.startswith("leaving out")}
    assert {"leaving out Daily Mail = every reprint", "leaving out mestios.com = every digest"} < left_out
    assert {"leaving out all state outlets", "leaving out all private outlets"} < left_out and len(left_out) == 7


def test_counts_of_a_variant_are_those_of_shares(variants, seeds_coded, adjudicated):
    """Count one finding anew by measure.shares in three variants."""
    own = variants[variants["label"] == "Ukraine is a subject only from 2023"].set_index("name")
    for name, coded in {
        "as coded": seeds_coded,
        "as adjudicated": robustness.recoding.as_read(seeds_coded, adjudicated),
        "leaving out TRT World = every agency copy": seeds_coded[seeds_coded["outlet"] != "TRT World"],
    }.items():
        shares = measure.shares(coded, "year", ["topic_ukraine"]).set_index("year")[["n", "total"]]
        assert counts(own.loc[name]) == [*shares.loc["2023":].sum(), *shares.loc[:"2018"].sum()]


def test_what_overturns_a_finding_is_shown(seeds, seeds_coded):
    finding = Finding("n", "c", "agree on Russia", "more", "us_uk_russia=converge", "year == '2018'")
    moved = robustness.overturned(seeds_coded, finding, seeds)
    assert moved["name"].tolist() == ["without ‘harmony’"] and moved["now"].tolist() == ["target: no longer"]
    assert "enjoy a certain harmony" in moved["text"].item()


def title_of(figure):
    with Image.open(figure) as picture:
        return picture.info["Title"]


def said_on(page):
    """Return the prose of a page and, of a notebook, its headings and the titles of its figures."""
    if page == "README":
        return prose.text_of("README.md"), [], []
    cells = nbformat.read(paths.NOTEBOOKS / f"{page}.ipynb", as_version=4).cells
    words = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    files = sorted((paths.ROOT / "figures").glob(f"{page[:2]}-*.png"))
    titles = [title_of(file) for file in files if file.stem not in NOT_OF_SENTENCES]
    return prose.text_of(page), re.findall(r"^## (.+)$", words, re.MULTILINE), titles


@pytest.mark.parametrize("page", [*PAGES, "README"])
def test_every_claim_stands_where_its_finding_says(page):
    words = " ".join(said_on(page)[0].split())
    claims = load.findings(paths.SEEDS / "findings.csv").query("notebook == @page")["claim"]
    assert len(claims) and [claim for claim in claims if claim not in words] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_heading_and_title_that_claims_something_has_its_finding(page):
    _, headings, titles = said_on(page)
    claims = set(load.findings(paths.SEEDS / "findings.csv").query("notebook == @page")["claim"])
    assert titles and headings
    claiming = [h for h in headings if not h.startswith(ABOUT_METHOD)] + titles
    assert [words for words in claiming if words not in claims] == []


def test_a_notebook_with_a_finding_that_gives_way_says_so(variants):
    summary = robustness.summary(variants)
    fragile = summary.loc[summary["n_kept"] < summary["n_variants"], "notebook"].unique()
    for page in fragile:
        file = paths.ROOT / "README.md" if page == "README" else paths.NOTEBOOKS / f"{page}.ipynb"
        assert "07-robustness.ipynb" in file.read_text(encoding="utf-8"), page


def test_twins_differ_in_what_one_has_alone():
    coded = BY_HAND.query("article_id != 'z'").assign(voice=["us"] * 3 + ["uk"] * 4)
    alone = evidence.twins(coded)
    rows = alone[["key", "outlet", "n", "total"]].to_numpy().tolist()
    assert rows == [["topic_b", "X", 1, 4], ["voice=us", "X", 3, 4]]  # both have topic_a and voice=uk
    assert alone["text"].tolist() == ["one two", "one two / one two / one two three"]
    with pytest.raises(ValueError, match="3 articles to compare"):
        evidence.twins(BY_HAND)


def test_the_method_in_words_is_that_of_the_data(seeds, seeds_coded, variants):
    summary = robustness.summary(variants)
    said = methods.text(seeds, seeds_coded, load.readings(), summary, also=("differences",))
    body = (seeds_coded["kind"] == "body").sum()
    holding = (summary["n_kept"] == summary["n_variants"]).sum()
    for piece in ("5 articles from 5 outlets", "16 June 2014 and 10 September 2024", f"{len(seeds_coded)} segments",
                  f"sentence of the body ({body})", f"{len(load.dictionary()):,} rows", "not people",
                  f"{holding} of {len(summary)} findings"):  # fmt: skip
        assert piece in said, piece
    pinned = dict(re.findall(r"^([\w-]+)==(\S+)", (paths.ROOT / "requirements.txt").read_text(), re.MULTILINE))
    assert all(f"{package} {pinned[package]}" in said for package in methods.PACKAGES)
    cited = said.split("\n\n")[1].splitlines()
    assert [work.split(",")[0] for work in cited] == ["Krippendorff", "Newcombe", "Wilson"]
    assert "Krippendorff" not in methods.text(seeds, seeds_coded)
    with pytest.raises(KeyError):
        methods.text(seeds, seeds_coded, also=("magic",))


def test_the_strip_chart_marks_what_breaks(variants):
    few = variants[variants["no"] <= 4]
    ax = plot.variants(few)
    dots = {line.get_marker(): len(line.get_xdata()) for line in ax.lines if line.get_marker() != "None"}
    marks = few[few["changed"] & few["kept"].notna()]
    assert dots == {"o": 4, "|": int(marks["kept"].sum()), "x": int((~marks["kept"].astype(bool)).sum())}
    words = {text.get_text() for text in ax.texts}
    assert {"21 of 21", "28 of 29", "without ‘Iraq*’"} <= words
    plot.variants(variants.iloc[:0])  # nothing to draw is no error
    assert findings.KINDS == ("more", "only", "every", "most")
