"""Find the names of people, so that they can be told from other words.

In: coded, mentions, dictionary. Out: one row a name: article_id, segment_no, start, end (offsets into the
article's text, titles left out).
"""

import re
from itertools import accumulate

import numpy as np
import pandas as pd

from helpers import coding, load, measure, patterns

NAMES = ["article_id", "segment_no", "start", "end"]
LONGEST = 3  # words of a name that the dictionary does not have
# how the note of a dictionary row begins that names a person: one in office, or a namesake
_PERSON = r"(?:another )?person(?:;|$)"
_COURTESY = "Mr|MR|Mrs|MRS|Ms|MS|Miss|Dr|DR"
_OFFICES = "Sir|Dame|Sen|Rep|Senator|Congressman|Congresswoman|Ambassador|President"
_TITLES = set(
    """mr mrs ms miss dr sir dame lord lady baroness president vice prime minister secretary speaker senator sen
    congressman congresswoman rep ambassador professor prof general gen admiral king queen crown prince princess sheikh
    ayatollah grand imam mullah emir foreign defence defense administrator chief the""".split()
)
_CAPITAL = r"[A-ZÀ-Þ][^\W\d_]+(?:[-’'][^\W\d_]{2,})*"  # Skripal, Jean-Pierre, O’Brien, without the ’s after it
_NAME = rf"(?:(?:al|bin|de|van|von) |al-)?{_CAPITAL}"
_WORD = re.compile(_NAME)
_RUN = re.compile(rf"(?<![\w’'-])((?:{_COURTESY}|{_OFFICES})\.? )?({_CAPITAL}(?: {_NAME}){{0,5}})")


def people(coded: pd.DataFrame, mentions: pd.DataFrame, dictionary: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find the names of people in the body sentences, without their titles.

    Returns NAMES. A name is what a row of the dictionary finds whose note calls it a person; or capitalised
    words that follow a title ('Mr Chorley') or begin with a given name ('Sergey Skripal'), up to a word that the
    texts also have in lower case or that is another actor; and the surname of such a name elsewhere in its
    article. Given names are those of people whom the texts name in full, or of two or more people of the
    dictionary. Missed are surnames that always stand alone ('Roosevelt') and people with rarer given names.
    """
    sentences = measure.body(coded)
    rules = _rules(load.dictionary() if dictionary is None else dictionary)
    listed = coding.mentions(sentences, rules, sentences.drop_duplicates("article_id"))
    listed["start"] += [len(match) - len(_untitled(match)) for match in listed["match"]]
    known = {_untitled(match) for match in listed["match"]}
    given = _given_names(rules) | {name.split()[0] for name in known if " " in name and name[0].isupper()}
    whole, starts = joined(sentences)
    taken = np.zeros(len(whole), dtype=bool)
    for table in (listed, mentions[mentions["scheme"] == "actor"]):
        mark(taken, placed(table, sentences, starts))
    found = _unlisted(whole, taken, starts, sentences["article_id"].to_numpy(), given)
    rest = returned(pd.DataFrame(found, columns=["start", "end"], dtype="int64"), sentences, starts)
    return pd.concat([listed, rest], ignore_index=True)[NAMES].astype({"start": "int64", "end": "int64"})


def joined(sentences: pd.DataFrame) -> tuple[str, np.ndarray]:
    """Return the sentences as one text with a zero byte between them, and the place where each begins."""
    texts = sentences["text"].tolist()
    return "\x00".join(texts), np.array(list(accumulate((len(t) + 1 for t in texts[:-1]), initial=0)))


def placed(table: pd.DataFrame, sentences: pd.DataFrame, starts: np.ndarray) -> pd.DataFrame:
    """Return the rows of a table that lie in these sentences, with start and end in the joined text."""
    at = pd.MultiIndex.from_frame(sentences[["article_id", "segment_no"]])
    row = at.get_indexer(pd.MultiIndex.from_frame(table[["article_id", "segment_no"]]))
    own, shift = table[row >= 0], (starts - sentences["start"].to_numpy())[row[row >= 0]]
    return own.assign(start=own["start"] + shift, end=own["end"] + shift)


def returned(table: pd.DataFrame, sentences: pd.DataFrame, starts: np.ndarray) -> pd.DataFrame:
    """Return a table of places in the joined text with article_id, segment_no, and start and end in the article."""
    row = np.searchsorted(starts, table["start"], side="right") - 1
    shift = (sentences["start"].to_numpy() - starts)[row]
    article = sentences["article_id"].astype("category").array[row]  # a long id is kept once, not a row
    number = sentences["segment_no"].to_numpy()[row]
    return table.assign(article_id=article, segment_no=number, start=table["start"] + shift, end=table["end"] + shift)


def mark(taken: np.ndarray, spans: pd.DataFrame) -> None:
    """Set the characters from start to end of each row."""
    for start, end in zip(spans["start"], spans["end"], strict=True):
        taken[start:end] = True


def _rules(dictionary: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that name a person, under one key, and those that block."""
    actors = dictionary[dictionary["scheme"] == "actor"]
    persons = actors["note"].str.match(_PERSON)
    actors = actors.assign(key=actors["key"].where(~persons, "person"))
    return actors[persons | (actors["key"] == patterns.BLOCK)]


def _given_names(rules: pd.DataFrame) -> set[str]:
    """Return the words that begin two or more names of the dictionary."""
    names = {_untitled(pattern) for pattern in rules.loc[rules["key"] == "person", "pattern"]}
    first = pd.Series([name.split()[0] for name in names if " " in name]).value_counts()
    return {name for name in first[first > 1].index if name[0].isupper()}


def _untitled(name: str) -> str:
    first, *rest = name.split(maxsplit=1)
    return _untitled(rest[0]) if rest and first.rstrip(".").lower() in _TITLES else name


def _unlisted(whole: str, taken: np.ndarray, starts: np.ndarray, articles: np.ndarray, given: set[str]) -> list:
    """Return the spans of names that no dictionary row finds."""
    lower = {word[0] for word in re.finditer(r"\b[a-zß-ÿ]+\b", whole)}
    found, words = [], []
    for run in _RUN.finditer(whole):
        own = [w for w in _WORD.finditer(whole, *run.span(2)) if not taken[w.start() : w.end()].any()]
        titled = run[1] and own and own[0].start() == run.start(2)  # not 'President Biden Says', where Biden is taken
        kept = _person(run[1] if titled else "", own, given, lower)
        found += [(kept[0].start(), kept[-1].end())] if kept else []
        words += [w.span() for w in own if w not in kept and w[0].lower() not in lower]
    places = [articles[np.searchsorted(starts, np.array(spans).reshape(-1, 2)[:, 0], side="right") - 1]
              for spans in (found, words)]  # fmt: skip
    surnames = {(article, whole[s:e].split()[-1]) for article, (s, e) in zip(places[0], found, strict=True)}
    return found + [
        (s, e) for article, (s, e) in zip(places[1], words, strict=True) if (article, whole[s:e]) in surnames
    ]


def _person(title: str, words: list[re.Match], given: set[str], lower: set[str]) -> list[re.Match]:
    """Return the words of a run of capitalised words that name a person, [] if none do."""
    first = 0 if title else next((n for n, w in enumerate(words) if w[0] in given), len(words))
    while title and first < len(words) and words[first][0].lower() in _TITLES:
        first += 1  # 'Madam President', 'Mr Speaker'
    kept = []
    for word in words[first : first + LONGEST]:
        courtesy = not kept and re.fullmatch(_COURTESY, title.rstrip(". "))  # 'Mr Green' is a name, green is not
        if word[0].lower() in lower and not courtesy or kept and word.start() != kept[-1].end() + 1:
            break
        kept.append(word)
    return kept
