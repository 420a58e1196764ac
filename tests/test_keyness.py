"""Words, names and keyness, against published figures, hand-made answers and a second library."""

import math

import numpy as np
import pandas as pd
import pytest
from conftest import dictionary_of, made
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from scipy.stats import chi2_contingency

from helpers import coding, evidence, features, keyness, measure, names, paths, pipeline, plot, segment
from helpers.keyness import weighing

YEARS = ["2014", "2018", "2023", "2024"]


def coded_of(*articles):
    """Return coded for articles given as lists of sentences, one article a day of 2018, all body."""
    rows = [
        (f"a{number:02}", place, sentence)
        for number, sentences in enumerate(articles)
        for place, sentence in enumerate(sentences, start=1)
    ]
    table = pd.DataFrame(rows, columns=["article_id", "segment_no", "text"])
    length = table["text"].str.len()
    start = (length + 1).groupby(table["article_id"]).cumsum() - length - 1
    day = pd.Timestamp("2018-03-05") + pd.to_timedelta(table["article_id"].str[1:].astype(int), unit="D")
    return table.assign(kind="body", paragraph_no=1, start=start, end=start + length, outlet="O", published=day)


def cut(coded, dictionary=None):
    mentions = coding.mentions(coded, dictionary, coded.drop_duplicates("article_id"))
    return features.features(coded, mentions, dictionary)


NOTHING = dictionary_of(("actor", "us", "Uncle Sam"))  # a dictionary that none of these made texts meets


def plain(coded):
    """Return the words of a made text."""
    return cut(coded, NOTHING)


FOX = coded_of(["the quick brown fox jumps over the lazy pig"], ["the lazy purple pig jumps over the lazier donkey"])
FIRST, SECOND = "article_id == 'a00'", "article_id == 'a01'"


@pytest.fixture(scope="module")
def words(seeds_coded):
    return features.features(seeds_coded)


# log-odds


def test_the_published_log_odds_of_fox_and_donkey():
    table = keyness.log_odds(FOX, FIRST, SECOND, prior=0.05).set_index("feature")
    expected = dict.fromkeys(["brown", "fox", "quick"], 1) | dict.fromkeys(["donkey", "lazier", "purple"], -1)
    signs = pd.Series(expected).reindex(table.index, fill_value=0)
    assert len(table) == 11 and list(keyness.LOG_ODDS) == ["feature", *table.columns]
    assert np.allclose(table["z"], signs * 0.6894227887, rtol=0, atol=1e-9)
    assert np.allclose(table["log_odds"], signs * 3.1557480728, rtol=0, atol=1e-9)


def test_the_pooled_prior_by_hand():
    coded = coded_of(["deal deal talks"], ["deal talks talks talks war"])
    table = keyness.log_odds(coded, FIRST, SECOND, features=plain(coded)).set_index("feature")
    for word, y_i, y_j in (("deal", 2, 1), ("talks", 1, 3), ("war", 0, 1)):
        a0, n_i, n_j = 3, 3, 5  # the smaller group holds 3 words, fewer than 500
        a = a0 * (y_i + y_j) / 8
        d = math.log((y_i + a) / (n_i + a0 - y_i - a)) - math.log((y_j + a) / (n_j + a0 - y_j - a))
        row, error = table.loc[word], math.sqrt(1 / (y_i + a) + 1 / (y_j + a))
        assert row[["log_odds", "std_error", "z"]].tolist() == pytest.approx([d, error, d / error], abs=1e-12)
        assert row[["n_target", "n_reference", "rate_target", "rate_reference"]].tolist() == [
            y_i,
            y_j,
            y_i / 3,
            y_j / 5,
        ]
    assert table["n_docs"].to_dict() == {"deal": 2, "talks": 2, "war": 1}


def test_the_pooled_prior_weighs_no_more_than_500_words():
    coded = coded_of(["a b"] * 400, ["a c"] * 400)
    row = keyness.log_odds(coded, FIRST, SECOND, features=plain(coded)).set_index("feature").loc["b"]
    d = math.log((400 + 125) / (1300 - 525)) - math.log(125 / (1300 - 125))  # a = 500 * 400 / 1600
    assert row["log_odds"] == pytest.approx(d, abs=1e-12)


@pytest.mark.parametrize("year", YEARS)
def test_swapping_the_groups_flips_every_sign(seeds_coded, words, year):
    groups = f"year == '{year}'", f"year != '{year}'"
    for measured, column in ((keyness.log_odds, "z"), (keyness.chi_square, "chi_square")):
        one, other = (
            measured(seeds_coded, *pair, features=words).set_index("feature") for pair in (groups, groups[::-1])
        )
        assert np.allclose(one[column], -other[column].reindex(one.index), rtol=0, atol=1e-12)
        assert (one["n_target"] == other["n_reference"].reindex(one.index)).all()


def test_the_order_of_the_rows_does_not_matter(seeds_coded, words):
    mixed = seeds_coded.sample(frac=1, random_state=7).reset_index(drop=True)
    groups = "year == '2014'", "year != '2014'"
    own = features.features(mixed)
    for measured in (keyness.log_odds, keyness.chi_square):
        ours, theirs = measured(seeds_coded, *groups, features=words), measured(mixed, *groups, features=own)
        pd.testing.assert_frame_equal(ours, theirs)
    floors = {keyness.noise_floor(table, *groups, features=f) for table, f in ((seeds_coded, words), (mixed, own))}
    assert len(floors) == 1


def test_masks_and_queries_choose_alike_and_the_coded_table_stays_as_it_is(seeds_coded, words):
    before = seeds_coded.copy()
    early = seeds_coded["published"].dt.year == 2014
    one = keyness.log_odds(seeds_coded, early, ~early, features=words)
    pd.testing.assert_frame_equal(
        one, keyness.log_odds(seeds_coded, "year == '2014'", "year != '2014'", features=words)
    )
    pd.testing.assert_frame_equal(seeds_coded, before)


@pytest.mark.parametrize(
    ("target", "reference", "prior", "message"),
    [
        (FIRST, "article_id == 'a07'", "pooled", "'reference' holds no body sentence"),
        (FIRST, "article_id < 'a02'", "pooled", "1 sentences stand in both groups"),
        (FIRST, SECOND, "flat", "'pooled' or a number above 0, not 'flat'"),
        (FIRST, SECOND, 0, "'pooled' or a number above 0, not 0"),
    ],
)
def test_groups_and_priors_that_cannot_be(target, reference, prior, message):
    with pytest.raises(ValueError, match=message):
        keyness.log_odds(FOX, target, reference, prior, features=plain(FOX))


def test_a_group_of_names_alone_is_refused_only_when_they_are_masked():
    coded = coded_of(["Antony Blinken."], ["He said so."])
    own = cut(coded)
    with pytest.raises(ValueError, match="a group holds no word"):
        keyness.log_odds(coded, FIRST, SECOND, features=own)
    assert len(keyness.log_odds(coded, FIRST, SECOND, mask=False, features=own)) == 4


# the noise floor


def test_the_floor_of_two_sentences_is_their_own_largest_z():
    own = plain(FOX)  # every deal is this one or its mirror image
    largest = keyness.log_odds(FOX, FIRST, SECOND, features=own)["z"].abs().max()
    assert keyness.noise_floor(FOX, FIRST, SECOND, features=own).height == pytest.approx(largest, abs=1e-12)


def test_the_floor_of_one_sentence_against_many_is_that_of_the_rarest_deals():
    """Of 10 sentences one is another; dealt 1 against 9 it is the target in about 1 deal of 10, above the 95% mark."""
    coded = coded_of(["talks go on"] * 9 + ["missiles fly far away"])
    alone, own = coded["text"].str.startswith("missiles"), plain(coded)
    largest = keyness.log_odds(coded, alone, ~alone, features=own)["z"].abs().max()
    for target in (alone, coded["segment_no"] == 1):
        floor = keyness.noise_floor(coded, target, ~target, features=own)
        assert floor.height == pytest.approx(largest, abs=1e-12)


def test_the_floor_is_the_same_on_every_run_and_says_what_it_is(seeds_coded, words):
    asked = seeds_coded, "year == '2014'", "year != '2014'"
    floor = keyness.noise_floor(*asked, features=words)
    assert floor == keyness.noise_floor(*asked, features=words) and floor.shuffles == 200
    assert str(floor) == "largest |z| in shuffled sentences, not a test"


@pytest.mark.parametrize(("n_articles", "unit"), [(11, "sentences"), (12, "articles")])
def test_articles_are_dealt_where_there_are_twelve(n_articles, unit):
    coded = coded_of(*[["the talks go on", f"word{i} comes again"] for i in range(n_articles)])
    early, own = coded["article_id"] < "a06", plain(coded)
    assert keyness.noise_floor(coded, early, ~early, features=own).unit == unit
    again = coded["segment_no"] == 2  # each article in both groups
    assert keyness.noise_floor(coded, again, ~again, features=own).unit == (
        "sentences" if unit == "sentences" else "sentences within articles"
    )


def test_a_corpus_for_estimates_has_its_floor_from_articles():
    texts = [f"The talks go on. The {i}th is new." for i in range(180)]
    articles = made(*texts).assign(
        outlet=[f"Outlet {i % 3}" for i in range(180)],
        published=[pd.Timestamp(f"20{14 + i % 2}-03-01") for i in range(180)],
    )
    coded = pipeline.code(articles)
    assert measure.attainable(articles, "year").mode == "estimate"
    compared = keyness.each_against_rest(coded, "year")
    assert set(compared["year"]) == {"2014", "2015"} and set(compared["shuffled"]) == {"articles"}


def test_groups_are_the_first_that_differ_and_of_one_group_nothing_is_said():
    coded = coded_of(*[["The talks go on.", "The deal is new."]] * 3)
    assert keyness.grouping(coded) == "article_id"
    assert keyness.grouping(coded.assign(outlet=list("AABBCC"))) == "outlet"
    assert keyness.grouping(coded.assign(published=pd.Timestamp("2018-03-05") + 200 * coded.index.to_series().mul(
        pd.Timedelta(days=1)))) == "year"  # fmt: skip
    one = coded[coded["article_id"] == "a00"]
    assert keyness.grouping(one) == "year"
    compared = keyness.each_against_rest(one, "year", features=plain(one))
    assert compared.empty and {"year", "z", "floor", "shuffled"} <= set(compared)
    (ax,) = plot.keyness(compared, "year", plot.labelled({"2018": "Words of 2018"}))
    assert "nothing to compare" in ax.texts[0].get_text()
    plt.close("all")


def test_only_the_values_that_are_named_are_compared():
    coded = coded_of(*[["The talks go on.", "The deal is new."]] * 3)
    own = plain(coded)
    every = keyness.each_against_rest(coded, "article_id", features=own)
    named = keyness.each_against_rest(coded, "article_id", features=own, values=["a01"])
    assert named.equals(every[every["article_id"] == "a01"].reset_index(drop=True))


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_a_deal_keeps_the_size_of_the_target_in_every_deck(data):
    deck = np.array(data.draw(st.lists(st.integers(0, 3), min_size=2, max_size=20)))
    target = np.array(data.draw(st.lists(st.booleans(), min_size=len(deck), max_size=len(deck))))
    dealt = weighing._dealt(target, deck, np.random.default_rng(data.draw(st.integers(0, 99))))
    for number in set(deck):
        assert dealt[deck == number].sum() == target[deck == number].sum()


# chi-square


def test_the_published_chi_square_of_we_in_inaugural_addresses():
    # README of quanteda.textstats: post-war addresses against those before
    assert keyness.signed_chi_square(1048, 779, 43_002, 108_539) == pytest.approx(764.45, abs=0.005)
    assert keyness.signed_chi_square(779, 1048, 108_539, 43_002) == pytest.approx(-764.45, abs=0.005)


@pytest.mark.parametrize(
    ("n", "totals", "corrected"),
    [((20, 5), (100, 100), False), ((3, 0), (10, 30), True), ((1, 1), (10, 12), False), ((0, 9), (40, 45), True)],
)
def test_chi_square_is_that_of_scipy_with_and_without_correction(n, totals, corrected):
    cells = np.array([n, (totals[0] - n[0], totals[1] - n[1])])
    chi = chi2_contingency(cells, correction=corrected)
    assert chi.expected_freq.min() < keyness.SMALL or not corrected
    assert abs(keyness.signed_chi_square(*n, *totals)) == pytest.approx(chi.statistic, abs=1e-12)


def test_chi_square_counts_as_log_odds_does(seeds_coded, words):
    groups = "year == '2018'", "year != '2018'"
    chi = keyness.chi_square(seeds_coded, *groups, features=words)
    assert list(chi) == keyness.CHI_SQUARE and chi["chi_square"].is_monotonic_decreasing
    counts = [*keyness.COUNTS, "n_docs"]
    both = [table[counts].sort_values("feature", ignore_index=True)
            for table in (chi, keyness.log_odds(seeds_coded, *groups, features=words))]  # fmt: skip
    pd.testing.assert_frame_equal(*both)


# words, phrases and names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We don't know; it's well-judged.", ["we", "don't", "know", "it", "well-judged"]),
        ("The country’s leaders’ 80th year, 2014, p.m.", ["the", "country", "leaders", "80th", "year", "p.m"]),
        ("A deal—known as such – is no\u00adthing", ["a", "deal", "known", "as", "such", "is", "nothing"]),
        ("‘Yes,’ said the café\u200b's owner of 1,700 rooms", ["yes", "said", "the", "cafe", "owner", "of", "rooms"]),
        ("They told the United States and us", ["they", "told", "the", "United States", "and", "us"]),
        ("The US-led talks on Iran’s and IRAN's ports", "the US led talks on Iran and Iran ports".split()),
        ("New ballistic missile tests", ["new", "ballistic missile", "tests"]),
        ("The Iran deal binds Iran", ["the", "Iran deal", "binds", "Iran"]),
        ("...", []),
    ],
)  # fmt: skip
def test_what_is_a_word(text, expected):
    table = cut(coded_of([text]), dictionary_of(
        ("actor", "us", "US"), ("actor", "us", "United States"), ("actor", "iran", "iran*"),
        ("topic", "arms", "missile*"), ("topic", "arms", "ballistic missile*"), ("frame", "threat", "told the"),
        ("topic", "nuclear", "Iran deal"),
    ))  # fmt: skip
    assert table["feature"].tolist() == expected
    if expected:
        plain = [text[s:e] for s, e in zip(table["start"], table["end"], strict=True)]
        assert [p.lower()[0] for p in plain] == [f.lower()[0] for f in expected]


def test_a_hit_is_spelt_as_most_of_them_are():
    coded = coded_of(["NATO met.", "Nato met NATO.", "The summit.", "A Summit, a summit."])
    table = cut(coded, dictionary_of(("actor", "nato", "Nato"), ("topic", "talks", "summit*")))
    hits = table[table["kind"] == "dictionary"]["feature"].tolist()
    assert hits.count("NATO") == hits.count("summit") == 3 and len(hits) == 6


def test_features_lie_where_they_say_and_never_on_one_another(seeds, seeds_coded, words):
    texts, after = seeds.set_index("article_id")["text"], words["article_id"].eq(words["article_id"].shift())
    assert (words["start"] >= words["end"].shift(fill_value=0))[after].all()
    for row in words.itertuples():
        spelt = " ".join(texts[row.article_id][row.start : row.end].replace("’", "'").split())
        assert spelt.lower() == row.feature.lower()
    whole = {"United States", "Middle East", "ballistic missiles", "Foreign Secretary"}
    assert whole <= set(words["feature"]) and not {"states", "middle", "ballistic"} & set(words["feature"])
    sentences = measure.body(seeds_coded)
    assert set(words["segment_no"] + 1000 * words["article_id"].str[:3].astype(int)) <= set(
        sentences["segment_no"] + 1000 * sentences["article_id"].str[:3].astype(int)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Antony Blinken met President Rouhani and Mr Hague.", ["Antony Blinken", "Rouhani", "Hague"]),
        ("Prime Minister Theresa May spoke in May.", ["Theresa May"]),
        ("The hunt began in May; they may hunt.", []),
        ("Reporters asked Mr Green and Dr Anthony Fauci. Fauci left.", ["Green", "Anthony Fauci", "Fauci"]),
        ("Sergey Skripal was poisoned. The Skripal case grew.", ["Sergey Skripal", "Skripal"]),
        ("MS. PSAKI: Thank you.", ["PSAKI"]),
        ("President Biden Announces Actions, Mr Speaker.", ["Biden"]),
        ("The Trump administration and the Obama White House", ["Trump", "Obama"]),
        ("Senator Murphy and the White House met the United States.", ["Murphy"]),
        ("Madam President, the United Kingdom and Iran Air", []),
        ("The Foreign Secretary told Downing Street and the European Union on Monday in London.", []),
        ("Hong Kong and the Middle East in 2018", []),
        ("The Ambassador Extraordinary said nothing extraordinary", []),
        ("Sergey Petrov Says So, as he says", ["Sergey Petrov"]),
    ],
)
def test_who_is_a_name(text, expected):
    coded = coded_of([text]).assign(published=pd.Timestamp("2018-09-10"))
    table = cut(coded)
    found = table[table["kind"] == "name"]
    assert [text[s:e] for s, e in zip(found["start"], found["end"], strict=True)] == expected


def test_masking_removes_names_and_nothing_else(seeds_coded, words):
    groups = "year == '2024'", "year != '2024'"
    masked, shown = (
        keyness.log_odds(seeds_coded, *groups, mask=mask, features=words).set_index("feature") for mask in (True, False)
    )
    gone = set(shown.index) - set(masked.index)
    assert gone == set(words.loc[words["kind"] == "name", "feature"]) - set(masked.index)
    counts = ["n_target", "n_reference", "n_docs"]
    assert (masked[counts] == shown.loc[masked.index, counts]).all().all()
    people = {"Blinken", "Lammy", "Pompeo", "Hunt", "Hague", "Trump", "Putin", "James Cleverly", "Sergey Skripal"}
    lower = {word.lower() for word in masked.index}
    assert people <= gone and not lower & {part.lower() for name in people - {"Hunt"} for part in name.split()}


def test_what_masking_misses_is_known(words):
    left = words[words["kind"] == "word"]["feature"]
    assert "roosevelt" in set(left), "a surname that stands alone: the docstring of names.people says so"
    assert "alone ('Roosevelt')" in names.people.__doc__


# phrases


def test_log_likelihood_by_hand_and_by_scipy():
    together, first, second, total = 8, 15, 20, 1000
    cells = np.array([[8, 7], [12, 973]])
    by_hand = 2 * sum(
        n * math.log(n * total / (row * column))
        for n, row, column in ((8, 15, 20), (7, 15, 980), (12, 985, 20), (973, 985, 980))
    )
    scipys = chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
    ours = keyness.log_likelihood(together, first, second, total)
    assert ours == pytest.approx(by_hand, abs=1e-9) and ours == pytest.approx(scipys, abs=1e-9)
    assert keyness.log_likelihood(5, 5, 5, 100) == pytest.approx(
        2 * (5 * math.log(20) + 95 * math.log(100 / 95)), abs=1e-9
    )


def test_collocations_are_neighbours_that_no_stop_parts():
    coded = coded_of(
        ["Prime minister, joint visit.", "Prime minister; visit."], ["The prime minister of a joint visit"]
    )
    table = keyness.collocations(coded, features=plain(coded))
    assert table["feature"].tolist() == ["prime minister", "joint visit"]
    row = table.set_index("feature").loc["prime minister"]
    # neighbours: prime minister (3), joint visit (2), the prime, minister of, of a, a joint
    assert row[["n", "n_first", "n_second", "n_docs"]].tolist() == [3, 3, 3, 2] and row["expected"] == 9 / 9
    assert row["log_likelihood"] == pytest.approx(keyness.log_likelihood(3, 3, 3, 9))


def test_names_make_no_collocation_unless_asked():
    coded = coded_of(["Minister Antony Blinken told reporters", "Minister Antony Blinken told reporters"])
    own = cut(coded)
    assert keyness.collocations(coded, features=own)["feature"].tolist() == ["told reporters"]
    assert "minister Antony Blinken" in set(keyness.collocations(coded, False, own)["feature"])


def test_candidates_are_words_of_sentences_that_no_topic_claims():
    coded = coded_of(
        ["The frigates sail", "Two frigates and the Americans"], ["The talks", "The talks on tanks", "Talks"]
    )
    coded = coded.assign(topic_talks=coded["text"].str.lower().str.contains("talks"))
    rules = dictionary_of(("topic", "talks", "talks"), ("actor", "us", "American*"))
    table = keyness.candidates(coded, features=cut(coded, rules))
    assert table["feature"].tolist() == ["frigates"]
    row = table.iloc[0]
    assert (row["n_target"], row["n_reference"], row["n_docs"], row["text"]) == (2, 0, 1, "The frigates sail")


# the sentences


def test_every_word_opens_as_many_occurrences_as_it_counts(seeds, seeds_coded, words):
    texts = seeds.set_index("article_id")["text"]
    for mask in (True, False):
        table = keyness.log_odds(seeds_coded, "year == '2014'", "year != '2014'", mask=mask, features=words)
        for row in table.sample(60, random_state=1).itertuples():
            found = keyness.sentences(seeds_coded, row.feature, mask=mask, features=words)
            assert list(found) == evidence.COLUMNS
            assert _occurrences(found) == row.n_target + row.n_reference
            own = keyness.sentences(seeds_coded, row.feature, "year == '2014'", mask, words)
            assert _occurrences(own) == row.n_target and found["article_id"].nunique() == row.n_docs
            assert all(texts[s.article_id][s.start : s.end] == s.text for s in found.itertuples())
            assert all(word in s.text for s in found.itertuples() for word in s.matched.split("; "))


def test_a_word_that_nobody_wrote_opens_nothing(seeds_coded, words):
    assert keyness.sentences(seeds_coded, "xylophone", features=words).empty


@pytest.mark.parametrize("table", sorted((paths.ROOT / "figures").glob("06-*.csv")), ids=lambda file: file.stem)
def test_every_word_of_a_figure_opens_its_sentences(table, seeds, seeds_coded, words):
    rows = pd.read_csv(table, keep_default_na=False)
    assert set(keyness.LOG_ODDS) <= set(rows) and len(rows)
    for row in rows.itertuples():
        found = keyness.sentences(seeds_coded, row.feature, mask=getattr(row, "names", "") != "counted", features=words)
        assert _occurrences(found) == row.n_target + row.n_reference and found["article_id"].nunique() == row.n_docs


def test_the_chart_draws_every_word_once():
    table = keyness.against_noise(FOX, FIRST, SECOND, features=plain(FOX)).assign(which="all")
    axes = plot.keyness(table, "which", pd.Series({"all": "All words"}))
    assert [label.get_text() for label in axes[0].get_yticklabels()] == table["feature"].tolist()
    shown = {text.get_text() for text in axes[0].texts}
    assert "1 against 0, 1 text" in shown and any("not a test" in text for text in shown)
    plt.close(axes[0].figure)


def _occurrences(found):
    return sum(len(matched.split("; ")) for matched in found["matched"])


def test_features_are_found_without_mentions_as_with_them(seeds, seeds_coded, words):
    segments = segment.segments(seeds)
    given_mentions = features.features(seeds_coded, coding.mentions(segments, None, seeds))
    pd.testing.assert_frame_equal(given_mentions, words)
