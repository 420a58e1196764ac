"""Agreement, sheets for a person to code, and corrected shares, against hand-made, published and simulated answers."""

import io
import itertools

import krippendorff
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from helpers import correction, evidence, load, measure, sampling, simulation, style, validity

TOPIC, RARE = "topic_nuclear", "topic_trade"
Z = stats.norm.ppf(0.975)


def coded_of(articles):
    """Return coded from (outlet, year, [codes of its sentences]): 'n' nuclear, 't' trade, 'nt' both, '' none."""
    rows = [
        (f"a{number:03}", outlet, pd.Timestamp(f"{year}-06-01"), place, "n" in codes, "t" in codes)
        for number, (outlet, year, sentences) in enumerate(articles)
        for place, codes in enumerate(sentences, start=1)
    ]
    table = pd.DataFrame(rows, columns=["article_id", "outlet", "published", "segment_no", TOPIC, RARE])
    text = table["article_id"] + " says " + table["segment_no"].astype(str)
    return table.assign(start=table["segment_no"] * 100, end=table["segment_no"] * 100 + 9, kind="body", text=text)


def filled(sheet, truth):
    """Return the sheet as a person would fill it who sees the truth: a table like coded."""
    keys = sampling.asked(sheet)
    seen = sheet[sampling.AT].merge(truth, on=sampling.AT, validate="one_to_one")
    return sheet.assign(**{key: measure.holds(seen, key).astype(int) for key in keys})


def wilson(hits, total):
    """Wilson's interval, from the formula of 1927."""
    p, z2 = hits / total, Z**2
    half = Z * np.sqrt(p * (1 - p) / total + z2 / 4 / total**2)
    return [(p + z2 / 2 / total + sign * half) / (1 + z2 / total) for sign in (-1, 1)]


@pytest.fixture(scope="module")
def made():
    """Return 2 x 100 made articles as a coder codes them, as a reader would, and as arrays."""
    corpus = simulation.corpus(np.random.default_rng(3), (0.3, 0.2), (0.5, 0.3, 0.2))
    place = pd.Series(corpus.article).groupby(corpus.article).cumcount()
    table = pd.DataFrame({
        "article_id": [f"a{a:03}" for a in corpus.article], "segment_no": place + 1, "start": place * 50,
        "end": place * 50 + 40, "outlet": [f"o{o}" for o in corpus.outlet], "kind": "body", "text": "x",
        "published": pd.to_datetime(np.where(corpus.period == 0, "2014-06-01", "2018-06-01")),
    })  # fmt: skip
    return table.assign(**{TOPIC: corpus.found == 1}), table.assign(**{TOPIC: corpus.truth == 1}), corpus


# --- the sheet


@pytest.mark.parametrize(
    ("sizes", "n", "drawn"),
    [
        ((100, 400), 60, (20, 40)),  # roots 10 and 20
        ((4, 400), 100, (4, 96)),  # roots 2 and 20 would ask 9 of the 4
        ((1, 4, 400), 8, (8 / 23, 16 / 23, 160 / 23)),
        ((9, 16), 25, (9, 16)),
        ((9, 16), 99, (9, 16)),
    ],
)
def test_periods_share_the_sheet_by_the_roots_of_their_sizes(sizes, n, drawn):
    chance = sampling.chances(np.repeat(np.arange(len(sizes)), sizes), n)
    expected = np.divide(drawn, sizes)
    assert chance.tolist() == pytest.approx(np.repeat(expected, sizes).tolist())
    sheet = validity.coding_sheet(coded_of([("A", 2014 + i, [""] * size) for i, size in enumerate(sizes)]), n)
    if min(drawn) >= sampling.LEAST:  # else periods are put together
        assert sheet["pi"].groupby(sheet["article_id"]).unique().str[0].tolist() == pytest.approx(expected.tolist())


def test_a_stratum_gives_its_part_of_every_sheet():
    coded = coded_of([("A", 2014, ["n"] * 10 + [""] * 30)])
    for seed in range(20):
        sheet = validity.coding_sheet(coded, 20, seed)
        assert filled(sheet, coded)[TOPIC].sum() == 5 and set(sheet["pi"]) == {0.5}


@pytest.mark.parametrize(
    ("articles", "n", "strata"),
    [  # every chance is 1 / 4: 20 sentences make 5 that are due
        ([("A", 2014, ["n"] * 20), ("B", 2014, ["n"] * 20), ("B", 2014, [""] * 20)], 15, ["An", "Bn", "B"]),
        ([("A", 2014, ["n"] * 8), ("B", 2014, ["n"] * 12), ("B", 2014, [""] * 20)], 10, ["n", "n", "B"]),
        ([("A", 2014, ["n"] * 8), ("B", 2014, ["t"] * 12), ("B", 2014, [""] * 20)], 10, ["+", "+", "B"]),
        ([("A", 2014, ["n"] * 10), ("B", 2018, ["t"] * 10), ("B", 2014, [""] * 10), ("B", 2018, [""] * 10)], 10,
         ["14", "18", "14", "18"]),
        ([("A", 2014, ["n"] * 8), ("A", 2018, ["n"] * 8)], 4, ["", ""]),
        ([("A", 2014, ["nt"] * 20), ("A", 2014, ["n"] * 20), ("A", 2014, ["t"] * 30)], 20, ["n", "n", "t"]),
        ([("A", 2014, ["n"] * 4), ("A", 2014, ["t"] * 36), ("A", 2014, [""] * 24)], 16, ["t", "t", ""]),
    ],
)  # fmt: skip
def test_small_strata_are_put_together_outlets_first_then_topics_then_periods(articles, n, strata):
    rows = sampling.in_order(coded_of(articles))
    stratum, _ = sampling.plan(rows, n, "year", [TOPIC, RARE])
    of = pd.Series(stratum).groupby(rows["article_id"]).unique().str[0].tolist()
    assert [a == b for a, b in itertools.combinations(of, 2)] == [a == b for a, b in itertools.combinations(strata, 2)]


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from([2014, 2015, 2018]),
                       st.lists(st.sampled_from(["", "", "n", "t", "nt"]), min_size=1, max_size=30)), min_size=1),
    st.integers(1, 200),
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_whatever_the_articles_a_sheet_stands_for_all_of_them(articles, n):
    coded = coded_of(articles)
    sheet = validity.coding_sheet(coded, n)
    assert len(sheet) == min(n, len(coded)) and not sheet.duplicated(sampling.AT).any()
    assert sheet["pi"].between(0, 1, inclusive="right").all() and (1 / sheet["pi"]).sum() == pytest.approx(len(coded))
    table = validity.corrected(coded, filled(sheet, coded), "outlet")  # who agrees with the dictionary corrects nothing
    assert np.allclose(table["share"], table["naive"]) or (table["n_coded"] == 0).any()


def test_pi_is_how_often_a_sentence_is_drawn():
    coded = coded_of([("A", 2014, ["n", "", "t"] * 12), ("B", 2014, ["", "n"] * 15), ("B", 2018, ["n"] * 9)])
    rows, random, runs = sampling.in_order(coded), np.random.default_rng(1), 2_000
    plan = sampling.plan(rows, 20, "year", [TOPIC, RARE])
    times = sum(sampling.draw(*plan, random.random(len(rows)))[0].astype(int) for _ in range(runs))
    pi = sampling.draw(*plan, random.random(len(rows)))[1]
    p = np.minimum(stats.binom.cdf(times, runs, pi), stats.binom.sf(times - 1, runs, pi))
    assert p.min() > 1e-3 / 2 / len(rows) and times.sum() == 20 * runs
    sheet = validity.coding_sheet(coded, 20)[[*sampling.AT, "pi"]].merge(rows.assign(expected=pi), on=sampling.AT)
    assert len(sheet) == 20 and sheet["pi"].tolist() == sheet["expected"].tolist()


def test_a_sheet_does_not_show_what_the_dictionary_found(made):
    coded, truth, _ = made
    sheet = validity.coding_sheet(coded.assign(voice="us", secret=coded[TOPIC]), 300)
    assert list(sheet.columns) == [*sampling.SHOWN, TOPIC, "pi"] and (sheet[TOPIC] == "").all()
    spread = sheet.groupby(sheet["published"].dt.year)["pi"].agg(np.ptp)
    assert (spread < 0.02).all()  # whole sentences, not topics, make the difference


def test_a_sheet_is_the_same_for_any_order_and_another_for_another_seed(made):
    coded = made[0]
    before = coded.copy()
    sheet = validity.coding_sheet(coded, 100)
    pd.testing.assert_frame_equal(sheet, validity.coding_sheet(coded.sample(frac=1, random_state=1), 100))
    pd.testing.assert_frame_equal(coded, before)
    assert len(sheet.merge(validity.coding_sheet(coded, 100, seed=1), on=sampling.AT)) < 20
    assert not sheet["article_id"].is_monotonic_increasing and not sheet["published"].is_monotonic_increasing


def test_the_sentence_before_is_shown_and_other_kinds_are_not_drawn(seeds_coded):
    sheet = validity.coding_sheet(seeds_coded, 500, keys=["us_uk_iran=diverge"])
    assert len(sheet) == (seeds_coded["kind"] == "body").sum() and (sheet["pi"] == 1).all()
    assert list(sheet.columns[-2:]) == ["us_uk_iran=diverge", "pi"]
    own = sheet[sheet["article_id"].str.startswith("000")].sort_values("start")
    second, third = own.iloc[1], own.iloc[2]
    headline = seeds_coded.query("article_id == @own.article_id.iloc[0] and kind == 'headline'")["text"].item()
    assert third["before"] == second["text"] and own.iloc[0]["before"] == headline


def test_a_sheet_that_cannot_be_drawn_says_why(seeds_coded):
    with pytest.raises(ValueError, match="ask for 1 or more"):
        validity.coding_sheet(seeds_coded, 0)
    with pytest.raises(ValueError, match="no body sentence"):
        validity.coding_sheet(seeds_coded[seeds_coded["kind"] == "caption"], 10)
    with pytest.raises(KeyError, match="'editor'"):
        validity.coding_sheet(seeds_coded, 10, by="editor")
    with pytest.raises(KeyError, match="topic_weather"):
        validity.coding_sheet(seeds_coded, 10, keys=["topic_weather"])


# --- the filled sheet, as spreadsheets write it


@pytest.mark.parametrize("spreadsheet", ["as written", "semicolons", "mark and CRLF"])
def test_a_filled_sheet_comes_back_as_it_was(tmp_path, spreadsheet):
    coded = coded_of([("=A", 2014, ["n", "", "t", ""] * 5)]).assign(text="-5°C, she said; 'no'", article_id="-a1")
    sheet = filled(validity.coding_sheet(coded, 7), coded)
    written = style.csv_text(sheet.assign(**{TOPIC: sheet[TOPIC].map({1: "X", 0: "no"})}))
    assert "\n'-a1," in written
    if spreadsheet == "semicolons":  # as where the comma is the decimal point
        rows = pd.read_csv(io.StringIO(written), dtype=str, keep_default_na=False)
        written = rows.assign(pi=rows["pi"].str.replace(".", ",")).to_csv(index=False, sep=";")
    data = written.encode() if spreadsheet != "mark and CRLF" else written.replace("\n", "\r\n").encode("utf-8-sig")
    (tmp_path / "sheet.csv").write_bytes(data)
    read = load.sheet(tmp_path / "sheet.csv")
    assert list(read.columns) == list(sheet.columns) and read["article_id"].eq("-a1").all()
    for name in ("segment_no", "start", "end", "text", TOPIC, RARE):
        assert read[name].tolist() == sheet[name].tolist()
    assert read["pi"].tolist() == pytest.approx(sheet["pi"].tolist(), rel=1e-5)
    pd.testing.assert_frame_equal(
        validity.corrected(coded, read, "year"), validity.corrected(coded, sheet, "year"), rtol=1e-4
    )


HEAD = "article_id,segment_no,start,end,published,outlet,before,text,topic_nuclear,us_uk_iran=diverge,pi\n"


def written_sheet(folder, *rows):
    file = folder / "sheet.csv"
    file.write_text(HEAD + "".join(f"a1,{row}\n" for row in rows))
    return file


def test_yes_no_and_x_are_codes_and_a_blank_row_is_missing(tmp_path):
    start = "2014-01-01,A,,Text"
    rows = [f"1,0,9,{start},yes,NO,0.5", f"2,10,19,{start}, 1 ,x,0.5", f"3,20,29,{start},,,0.5"]
    read = load.sheet(written_sheet(tmp_path, *rows))
    assert read[TOPIC].tolist()[:2] == [True, True] and read["us_uk_iran=diverge"].tolist()[:2] == [False, True]
    assert read.iloc[2][[TOPIC, "us_uk_iran=diverge"]].isna().all()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2,10,19,2014-01-01,A,,Text,2,0,0.5", r"row 3, column 'topic_nuclear': '2' is not a code; write 1"),
        ("2,10,19,2014-01-01,A,,Text,1,maybe,0.5", r"row 3, column 'us_uk_iran=diverge': 'maybe' is not a code"),
        ("2,10,19,2014-01-01,A,,Text,1,,0.5", r"row 3, column 'us_uk_iran=diverge': '' is blank beside codes; write"),
        ("2,ten,19,2014-01-01,A,,Text,1,1,0.5", r"row 3, column 'start': 'ten' is not the number .*restore"),
        ("2,10,19,2014-01-01,A,,Text,1,1,0", r"row 3, column 'pi': '0' is not the number"),
        ("2,10,19,2014-01-01,A,,Text,1,1,", r"row 3, column 'pi': '' is not the number"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_with_file_row_column_and_remedy(tmp_path, row, says):
    with pytest.raises(load.CorpusError, match=r"sheet.csv, " + says):
        load.sheet(written_sheet(tmp_path, "1,0,9,2014-01-01,A,,Text,1,0,0.5", row))


def test_a_file_that_is_no_sheet_is_refused(tmp_path):
    (tmp_path / "sheet.csv").write_text("article_id,text\na,b\n")
    with pytest.raises(load.CorpusError, match="no column segment_no, start, end, pi"):
        load.sheet(tmp_path / "sheet.csv")
    (tmp_path / "sheet.csv").write_text("article_id,segment_no,start,end,text,pi\na,1,0,9,Text,0.5\n")
    with pytest.raises(load.CorpusError, match="no column between text and pi; restore"):
        load.sheet(tmp_path / "sheet.csv")


# --- the corrected share


def test_the_corrected_share_by_hand():
    """Ten sentences, five drawn: 4 found, of the drawn one false hit and two misses, so 4 + 2 * (2 - 1) = 6 of 10."""
    coded = coded_of([("A", 2014, ["n", "n", "", "", ""]), ("A", 2014, ["n", "n", "", "", ""])])
    drawn = coded.iloc[[0, 2, 3, 6, 9]].assign(before="", pi=0.5)
    sheet = drawn.assign(**{TOPIC: [0, 1, 1, 1, 0]})[[*sampling.SHOWN, TOPIC, "pi"]]
    row = validity.corrected(coded, sheet, "year").iloc[0]
    assert (row["n"], row["total"], row["naive"], row["n_coded"]) == (4, 10, 0.4, 5)
    assert row["share"] == pytest.approx(0.6) and row["low"] < 0.6 < row["high"]
    assert (row["interval"], row["varies"], row["n_articles"], row["n_outlets"]) == ("corrected", "coding", 2, 1)
    # one stratum, mean error 1/5; one article holds three of the five, one two (the factors of Bell & McCaffrey)
    first = sum([1, 1, 0, 0, 0]) - 5 * (0.6 - 0.2) + np.sqrt((5 - 1.5) / (5 - 3)) / 0.5 * (-1.2 + 0.8 + 0.8)
    second = sum([1, 1, 0, 0, 0]) - 5 * (0.6 - 0.2) + np.sqrt((5 - 1.0) / (5 - 2)) / 0.5 * (-0.2 - 0.2)
    se = np.sqrt(2 / (2 - 1) * (first**2 + second**2)) / 10
    effective = 0.6 * 0.4 / se**2 * (Z / stats.t.ppf(0.975, 1)) ** 2
    assert row[["low", "high"]].tolist() == pytest.approx(wilson(0.6 * effective, effective))


def test_over_all_sheets_that_could_be_drawn_the_mean_is_the_truth():
    found, truth = np.array([1, 1, 0, 0, 0, 0, 1, 0]), np.array([1, 0, 0, 1, 0, 1, 0, 0])
    stratum, article = np.repeat([0, 1], 4), np.array([0, 0, 1, 1, 1, 2, 2, 2])
    pi, inside = np.where(stratum == 0, 0.5, 0.25), np.arange(8) != 3
    shares = []
    for first, second in itertools.product(itertools.combinations(range(4), 2), range(4, 8)):
        drawn = np.isin(np.arange(8), [*first, second])
        of = correction.estimate(inside, found, truth, sampling.Sample(drawn, pi, stratum, article))
        shares.append(of.share)
    assert np.mean(shares) == pytest.approx(truth[inside].mean()) and np.std(shares) > 0


def clustered(outcome, article, design=None):
    """Return estimate and standard error of statsmodels' OLS, clustered by article, of its last column."""
    design = np.ones((len(outcome), 1)) if design is None else design
    fit = sm.OLS(outcome, design).fit(cov_type="cluster", cov_kwds={"groups": article})
    return fit.params[-1], fit.bse[-1]


def test_the_standard_error_is_statsmodels_where_every_sentence_is_drawn_for_itself(made):
    _, _, corpus = made
    drawn = np.random.default_rng(1).random(len(corpus.article)) < 0.1
    pi, own = np.full(len(drawn), 0.1), np.arange(len(drawn))
    sample = sampling.Sample(drawn, pi, own, corpus.article)
    outcome = corpus.found + drawn / 0.1 * (corpus.truth - corpus.found)
    for inside in (corpus.period == 1, corpus.outlet == 2, own >= 0):
        of = correction.estimate(inside, corpus.found, corpus.truth, sample)
        mine = of.share, correction.standard_error(of, inside, sample)
        assert mine == pytest.approx(clustered(outcome[inside], corpus.article[inside]))


def test_with_every_sentence_coded_the_sheet_is_the_answer_and_statsmodels_agrees(made):
    coded, truth, corpus = made
    sheet = filled(validity.coding_sheet(coded, len(coded)), truth)
    table = validity.corrected(coded, sheet, "year").query("total > 0")
    assert table["share"].tolist() == pytest.approx(measure.shares(truth, "year").query("total > 0")["share"].tolist())
    row = validity.corrected_differences(coded, sheet, "year == '2014'", coded["published"].dt.year == 2018).iloc[0]
    design = sm.add_constant(corpus.period.astype(float))
    value, se = clustered(corpus.truth, corpus.article, design)
    se *= np.sqrt((len(coded) - 2) / (len(coded) - 1))  # statsmodels counts the constant as a second parameter
    assert row["difference"] == pytest.approx(value) == row["share_after"] - row["share_before"]
    assert row["high"] - row["difference"] == pytest.approx(stats.t.ppf(0.975, 99) * se)
    assert row["low"] == pytest.approx(2 * row["difference"] - row["high"])


def test_the_columns_are_those_of_shares_and_differences_and_the_evidence_is_n(seeds_coded, adjudicated):
    truth = validity.read_as_coded(seeds_coded, adjudicated)
    keys = [TOPIC, "us_uk_iran=diverge", "iran_frame=threat"]
    sheet = filled(validity.coding_sheet(seeds_coded, 60, keys=keys), truth)
    table = validity.corrected(seeds_coded, sheet, ["outlet", "voice"])
    shares = measure.shares(seeds_coded, ["outlet", "voice"], keys)
    assert list(table.columns) == [*shares.columns, "naive", "n_coded"]
    same = ["outlet", "voice", "key", "n", "total", "n_articles", "n_outlets"]
    pd.testing.assert_frame_equal(table[same], shares[same])
    assert table.drop_duplicates(["outlet", "voice"])["n_coded"].sum() == 60
    assert table.loc[table["n_coded"] == 0, "share"].isna().all() and (table["n_coded"] == 0).any()
    assert table[["low", "high"]].isna().all(axis=None)  # each outlet has one article
    mentions = pd.DataFrame(columns=["article_id", "segment_no", "scheme", "key", "match"])
    assert all(len(evidence.of(row, seeds_coded, mentions)) == row["n"] for _, row in table.iterrows())
    change = validity.corrected_differences(seeds_coded, sheet, "year == '2018'", "year == '2024'", keys[:1])
    usual = measure.differences(seeds_coded, "year == '2018'", "year == '2024'", keys[:1])
    assert list(change.columns) == [*usual.columns, "naive", "n_coded_before", "n_coded_after"]
    assert change["naive"].tolist() == usual["difference"].tolist()


def test_nought_of_the_coded_is_never_nought_to_nought_and_no_articles_is_missing():
    coded = coded_of([("A", 2014, ["", "n"] * 10), ("B", 2014, ["", "n"] * 10), ("A", 2016, ["n"] * 20)] * 2)
    sheet = filled(validity.coding_sheet(coded, 60), coded)
    table = validity.corrected(coded, sheet, "year", [RARE]).set_index("year")
    assert table.loc["2014", ["share", "n_coded"]].tolist() == [0, 35]
    assert table.loc["2014", ["low", "high"]].tolist() == pytest.approx(wilson(0, 35))
    assert table.loc["2015", ["total", "n_coded"]].tolist() == [0, 0]
    assert table.loc["2015", ["share", "low", "high"]].isna().all()
    change = validity.corrected_differences(coded, sheet, "year == '2014'", "year == '2016'", [RARE]).iloc[0]
    assert change["difference"] == 0 and np.isnan(change["low"])


def test_a_sheet_of_other_codes_is_taken_one_by_one_and_said_so(made):
    coded, truth, _ = made
    sheet = filled(validity.coding_sheet(coded, 300), truth)
    known = validity.corrected(coded, sheet, "year").query("total > 0")
    with pytest.warns(UserWarning, match="wider than they need be"):
        wide = validity.corrected(coded, sheet, "year", drawn_by="outlet").query("total > 0")
    assert wide["share"].tolist() == pytest.approx(known["share"].tolist())
    assert ((wide["high"] - wide["low"]) > (known["high"] - known["low"])).all()
    assert (known["high"] - known["low"]).gt(0).all()


def test_a_sheet_that_does_not_fit_is_refused_with_row_and_remedy(made):
    coded, truth, _ = made
    sheet = filled(validity.coding_sheet(coded, 50), truth)
    blank = sheet.astype({TOPIC: object})
    blank.loc[[7, 9], TOPIC] = ""
    changed = sheet.assign(start=sheet["start"] + (sheet.index == 3))
    for bad, says in (
        (blank, "2 of the 50 rows .* not coded 1 or 0, the first is row 9; .*draw a shorter sheet"),
        (sheet.assign(**{TOPIC: 2}), "50 of the 50 rows"),
        (changed, r"row 5 of the sheet \(article_id a.*\) is no body sentence of coded; .*restore"),
        (sheet.drop(index=4), "stands for 3,8.* body sentences .*, but coded holds 3,954; restore its rows"),
        (pd.concat([sheet, sheet.iloc[:1]]), "row 52 of the sheet .* twice"),
    ):
        with pytest.raises(ValueError, match=says):
            validity.corrected(coded, bad, "year")
    more = pd.concat([coded, coded[coded["article_id"] == "a000"].assign(article_id="new")])
    with pytest.raises(ValueError, match="draw a new sheet"):
        validity.corrected(more, sheet, "year")
    with pytest.raises(KeyError, match="does not ask for 'topic_trade'; it asks for topic_nuclear"):
        validity.corrected(coded, sheet, "year", ["topic_trade"])


# --- the simulation


def test_the_simulation_and_the_tables_reckon_alike(made):
    coded, truth, corpus = made
    seed, n = 5, 300
    table = validity.corrected(coded, filled(validity.coding_sheet(coded, n, seed), truth), "year").query("total > 0")
    random = np.random.default_rng(seed)
    (_, mine, _) = simulation.estimates(corpus, n, random)
    low, high = correction.share_bounds(*np.array(mine[:2]).T)
    assert table["n_coded"].tolist() == [of[2] for of in mine[:2]]
    assert table["share"].tolist() == [of[0] for of in mine[:2]]
    assert (table["low"].tolist(), table["high"].tolist()) == (low.tolist(), high.tolist())
    sheet = filled(validity.coding_sheet(coded, n, seed), truth)
    row = validity.corrected_differences(coded, sheet, "year == '2014'", "year == '2018'").iloc[0]
    low, high = correction.difference_bounds(*np.array(mine[2])[[0, 1, 3]])
    assert (row["difference"], row["low"], row["high"]) == (mine[2][0], low, high)


@pytest.fixture(scope="module")
def simulated():
    return {setting: validity.simulate(200, seed, **dict(setting)) for setting, seed in SETTINGS.items()}


SETTINGS = {(): 1, (("n", 150),): 2, (("shares", (0.05, 0.05)),): 3, (("outlets", (0.7, 0.2, 0.1)),): 4}


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_the_corrected_interval_holds_the_truth_and_the_dictionarys_does_not(simulated, setting):
    """An interval that holds in 95% of cases keeps within these bounds in all but 1 of 1,000 such tests."""
    low, high = stats.binom.ppf([0.0005, 0.9995], 200, 0.95) / 2
    table = simulated[setting].set_index(["estimator", "estimand"])
    right, wrong = table.loc["corrected"], table.loc["dictionary alone"]
    assert right["coverage"].between(low, high).all() and not wrong["coverage"].between(low, high).any()
    error = right["width"] / 2 / Z / np.sqrt(200)
    assert (right["bias"].abs() < 4 * error).all() and (wrong["bias"].abs() > 4 * error).all()


def test_a_simulation_is_repeatable_and_names_what_it_cannot_make():
    pd.testing.assert_frame_equal(validity.simulate(5), validity.simulate(5))
    assert not validity.simulate(5).equals(validity.simulate(5, seed=1))
    with pytest.raises(ValueError, match="cannot miss"):
        validity.simulate(5, shares=(0.3, 0.6))


# --- the dictionary against a reading, and readers against each other


def test_precision_and_recall_have_wilsons_bounds():
    coded = coded_of([("A", 2014, ["n"] * 14 + [""] * 16)])
    reading = coded[sampling.AT].assign(topics=["nuclear;arms"] * 11 + [""] * 10 + ["nuclear"] * 9)
    row = validity.validate(coded, reading, [TOPIC]).iloc[0]
    assert (row["n_read"], row["n_coded"], row["n_both"]) == (20, 14, 11)
    assert (row["precision"], row["recall"], row["f1"]) == (11 / 14, 11 / 20, 22 / 34)
    assert row[["precision_low", "precision_high"]].tolist() == pytest.approx(wilson(11, 14))
    assert row[["recall_low", "recall_high"]].tolist() == pytest.approx(wilson(11, 20))
    assert wilson(11, 20) == pytest.approx([0.342, 0.742], abs=5e-4)


def readings_of(first, second):
    """Return readings of two readers who gave these voices."""
    at = pd.DataFrame({"article_id": "a", "start": range(len(first)), "end": range(1, len(first) + 1), "topics": ""})
    return pd.concat([at.assign(reader="a", voice=list(first)), at.assign(reader="b", voice=list(second))])


@pytest.mark.parametrize(  # Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, sections A and B
    ("first", "second", "alpha", "agreement"),
    [("0100000010", "1110010000", 0.095, 6 / 10), ("aabbdcccedda", "babbbccceddd", 0.692, 9 / 12)],
)
def test_alpha_of_two_readers_as_published(first, second, alpha, agreement):
    row = validity.reliability(readings_of(first, second)).iloc[0]
    assert (row["key"], row["n"]) == ("voice", len(first)) and row["agreement"] == pytest.approx(agreement)
    assert round(row["alpha"], 3) == alpha and row["low"] <= row["alpha"] <= row["high"]


def test_alpha_of_four_readers_with_gaps_as_published():
    rows = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]  # section C
    units = np.array([[np.nan if code == "." else int(code) for code in row] for row in rows])
    assert round(validity._alpha(units), 3) == 0.743


def test_alpha_is_the_packages_on_every_variable_of_the_readings():
    readings = load.readings()
    a, b = (readings[readings["reader"] == r].sort_values(sampling.AT, ignore_index=True) for r in "ab")
    table = validity.reliability(readings).set_index("key")
    assert len(table) == 20 and (table["n"] == 135).all()
    for key, row in table.iterrows():
        if key.startswith("topic_"):
            codes = [[key.removeprefix("topic_") in own.split(";") for own in r["topics"]] for r in (a, b)]
        else:
            codes = [r[key].tolist() for r in (a, b)]
        direct = krippendorff.alpha(np.array(codes).astype(str), level_of_measurement="nominal")
        assert row["alpha"] == pytest.approx(direct) and row["low"] <= direct <= row["high"]
        assert row["agreement"] == np.mean([x == y for x, y in zip(*codes, strict=True)])


def test_prevalence_is_the_share_of_codes_that_say_something():
    row = validity.reliability(readings_of(["outlet", "us", "us", "uk"], ["outlet", "outlet", "us", "us"])).iloc[0]
    assert row["prevalence"] == 5 / 8 and row["agreement"] == 0.5
    never = validity.reliability(readings_of(["outlet"] * 5, ["outlet"] * 5)).iloc[0]
    assert never["prevalence"] == 0 and never["agreement"] == 1 and np.isnan(never["alpha"]) and np.isnan(never["low"])
