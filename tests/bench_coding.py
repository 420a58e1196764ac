"""How fast the coding is, beside other tools that look for the same words in the same texts: run by `make bench`.

The texts are made from the seeds' own sentences, half of the words exchanged; $BENCH_CORPUS names other articles to
take. All on one core. The table is written to .bench/README.md; $BENCH_MOST sets the largest number of articles.
"""

import os
import platform
import random
import re
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from helpers import fast, load, measure, paths, patterns, pipeline, plot
from helpers.fast import cutting

ARTICLES, LENGTH = 1_000, 3_600  # made articles, and characters of each
# how many of the articles those read that are slow
SAMPLE = {"PhraseMatcher": 200, "EntityRuler phrases": 200, "EntityRuler": 5, "regex": 20}
MOST = int(os.environ.get("BENCH_MOST", 100_000))
WORDS = re.compile(r"\w+")
GRAMS = 4  # words of the longest phrase that CountVectorizer counts
NAMES = {
    "middle": "this project: from sentences to topics and actors",
    "cut": "this project: the articles cut into sentences, too",
    "whole": "this project: voices and stances, too",
    "CountVectorizer": f"scikit-learn CountVectorizer, 1 to {GRAMS} words",
    "PhraseMatcher": "spaCy PhraseMatcher",
    "EntityRuler phrases": "spaCy EntityRuler, phrases (it hands them to a PhraseMatcher)",
    "EntityRuler": "spaCy EntityRuler, token patterns",
    "regex": "one alternation of Python's re",
    "wc": "wc -w",
}
TIMES = {}  # name -> (articles, characters, seconds)
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


@pytest.fixture(scope="module")
def articles():
    if named := os.environ.get("BENCH_CORPUS"):
        return load.corpus(named)[0].head(ARTICLES)
    seeds = load.articles(paths.SEEDS)
    sentences = measure.body(pipeline.code(seeds))["text"].tolist()
    words, chance = " ".join(sentences).split(), random.Random(measure.SEED)
    rows = seeds.sample(ARTICLES, replace=True, random_state=measure.SEED, ignore_index=True)
    texts = [_made(sentences, words, chance) for _ in range(ARTICLES)]
    return rows.assign(article_id=[f"a{n}" for n in range(ARTICLES)], text=texts)


@pytest.fixture(scope="module")
def dictionary():
    """The dictionary, read before the clock starts, as the terms of the others are."""
    return load.dictionary()


@pytest.fixture(scope="module")
def terms():
    plain = [p for p in load.dictionary()["pattern"].unique() if "*" not in p]
    return sorted({term.lower() for p in plain for term in patterns.literals(p)})


def _made(sentences, words, chance):
    text = ""
    while len(text) < LENGTH:
        drawn = [w if chance.random() < 0.5 else chance.choice(words) for w in chance.choice(sentences).split()]
        text += " ".join(drawn) + chance.choice([" ", "\n\n"])
    return text


def _time(benchmark, name, rows, run):
    rows = rows.head(SAMPLE.get(name, ARTICLES))
    benchmark.group = "coding"
    benchmark.pedantic(run, args=(rows,), rounds=3, warmup_rounds=1)
    TIMES[name] = (len(rows), rows["text"].str.len().sum(), benchmark.stats.stats.min)


def _middle(parts, ready):
    for articles, segments, row in parts:
        fast.code(articles, segments, row, ready)


def _cut(rows, dictionary):
    for _ in fast.parts(rows, dictionary):
        pass


def test_middle(benchmark, articles, dictionary):
    ready = fast.rules(dictionary)
    parts = [(part.articles, *cutting.cut(part.articles, ready.cutting)) for part in fast.parts(articles, dictionary)]
    _time(benchmark, "middle", articles, lambda _: _middle(parts, ready))


def test_cut(benchmark, articles, dictionary):
    _time(benchmark, "cut", articles, lambda rows: _cut(rows, dictionary))


def test_whole(benchmark, articles, dictionary):
    _time(benchmark, "whole", articles, lambda rows: pipeline.code(rows, dictionary))


def test_count_vectorizer(benchmark, articles, terms):
    from sklearn.feature_extraction.text import CountVectorizer

    phrases = {" ".join(WORDS.findall(term)) for term in terms}
    phrases = sorted(phrase for phrase in phrases if 0 < len(phrase.split()) <= GRAMS)
    counter = CountVectorizer(vocabulary=phrases, ngram_range=(1, GRAMS), token_pattern=r"(?u)\b\w+\b")
    _time(benchmark, "CountVectorizer", articles, lambda rows: counter.transform(rows["text"]))


def test_phrase_matcher(benchmark, articles, terms):
    import spacy
    from spacy.matcher import PhraseMatcher

    english = spacy.blank("en")
    matcher = PhraseMatcher(english.vocab, attr="LOWER")
    matcher.add("terms", [english.make_doc(term) for term in terms])
    _time(benchmark, "PhraseMatcher", articles, lambda rows: [matcher(english.make_doc(t)) for t in rows["text"]])


@pytest.mark.parametrize("name", ["EntityRuler phrases", "EntityRuler"])
def test_entity_ruler(benchmark, articles, terms, name):
    import spacy

    english = spacy.blank("en")
    ruler = english.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    tokens = [[{"LOWER": token.lower_} for token in english.make_doc(term)] for term in terms]
    ruler.add_patterns([{"label": "TERM", "pattern": p} for p in (tokens if name == "EntityRuler" else terms)])
    _time(benchmark, name, articles, lambda rows: [len(doc.ents) for doc in english.pipe(rows["text"])])


def test_regex(benchmark, articles, terms):
    longest_first = sorted(terms, key=len, reverse=True)
    every = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    _time(benchmark, "regex", articles, lambda rows: [len(every.findall(text.lower())) for text in rows["text"]])


def test_wc(benchmark, articles, tmp_path):
    file = tmp_path / "all.txt"
    file.write_text("\n".join(articles["text"]), encoding="utf-8")
    _time(benchmark, "wc", articles, lambda rows: subprocess.run(["wc", "-w", file], check=True, capture_output=True))


@pytest.mark.parametrize("times", [1, 10, 100])
def test_cost_an_article(benchmark, articles, dictionary, times):
    if times * len(articles) > MOST:
        pytest.skip(f"more than $BENCH_MOST={MOST:,} articles")
    many = pd.concat([articles] * times, ignore_index=True)
    many = many.assign(article_id=[f"a{n}" for n in range(len(many))])
    benchmark.group = "slope"
    benchmark.pedantic(_cut, args=(many, dictionary), rounds=1, warmup_rounds=int(times == 1))
    TIMES[len(many)] = (len(many), many["text"].str.len().sum(), benchmark.stats.stats.min)


def test_the_table_is_written():
    a, characters, seconds = TIMES["middle"]
    unit = seconds / characters
    lines = ["| what | articles/s | million characters/s | time for one text, this project's middle = 1 |",
             "|---|--:|--:|--:|"]  # fmt: skip
    for name, label in NAMES.items():
        n, length, took = TIMES[name]
        lines.append(f"| {label} | {n / took:,.0f} | {length / took / 1e6:,.2f} | {took / length / unit:,.2f} |")
    costs = [f"{1000 * took / n:.2f} ms at {n:,}" for key, (n, _, took) in TIMES.items() if isinstance(key, int)]
    lines += ["", f"Cost an article by number of articles (cut into sentences and coded): {', '.join(costs)}.",
              f"{a:,} articles of {characters / a:,.0f} characters; one core of {_machine()}."]  # fmt: skip
    plot.put(paths.ROOT / ".bench", {"README.md": ("\n".join(lines) + "\n").encode()})


def _machine():
    told = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*:\s*(.+)", told.read_text()) if told.exists() else None
    model = model[1].strip() if model else platform.machine()
    return f"{model} ({os.cpu_count()} cores), Python {platform.python_version()}"
