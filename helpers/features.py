"""Cut sentences into what keyness counts: words, phrases of the dictionary kept whole, and names of people.

In: coded, mentions, dictionary. Out: features, one row an occurrence in the order of the text: article_id, segment_no,
feature, kind (word, dictionary, name), start, end (offsets into the article's text), joined (to the one before).
"""

import re
from array import array
from collections import Counter

import numpy as np
import pandas as pd

from helpers import coding, load, measure, names, text

FEATURES = ["article_id", "segment_no", "feature", "kind", "start", "end", "joined"]
KINDS = ["word", "dictionary", "name"]
FUNCTION_WORDS = frozenset(
    """a about above after again against all also am an and any are as at be because been before being below between
    both but by can cannot could did do does doing down during each either few for from further had has have having he
    her here hers herself him himself his how i if in into is it its itself just may me might more most must my myself
    neither no nor not now of off on once only or other our ours ourselves out over own same shall she should so some
    such than that the their theirs them themselves then there these they this those through to too under until up upon
    us very was we were what when where which while who whom whose why will with within without would you your yours
    yourself yourselves don't doesn't didn't can't won't isn't aren't wasn't weren't hasn't haven't hadn't wouldn't
    couldn't shouldn't i'm i've i'll i'd we're we've we'll we'd you're you've you'll you'd they're they've they'll
    they'd he'll he'd she'll she'd""".split()
)  # the words of grammar
SCHEMES = ["topic", "actor"]  # whose hits stay whole; the others' patterns hold words that mean nothing alone
_TAKEN = "\x01"  # stands where a name or a phrase was, matches no word
_HIDDEN = "\u00ad\u200b-\u200f\u2060-\u2069"  # soft hyphens and the like, which part no word
_LETTER = rf"[^\W_{_HIDDEN}]"
_WORD = re.compile(
    rf"(?<![\w{_TAKEN}{_HIDDEN}]['’]){_LETTER}(?:[{_HIDDEN}]|(?:[-‐‑.]|['’](?!s\b))?{_LETTER})*"
)  # without 's
_JOINT = re.compile(r"[\s‐‑-]\s*")


def features(
    coded: pd.DataFrame, mentions: pd.DataFrame | None = None, dictionary: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Cut the body sentences of coded into words, phrases and names.

    Returns FEATURES. Names are what names.people finds. Hits of topics and actors stay whole, the longest
    first, in the spelling that most of them have ('United States', 'ballistic missiles'). What is left are
    words: letters and digits with apostrophes, hyphens and full stops inside, in lower case, without
    accents and without 's at the end; what holds no letter, such as a year, is no word. `joined` says that only
    a space or a hyphen parts a feature from the one before. `mentions` None looks for the dictionary's hits.
    """
    dictionary = load.dictionary() if dictionary is None else dictionary
    sentences = measure.body(coded)
    if mentions is None:
        mentions = coding.mentions(sentences, dictionary, sentences.drop_duplicates("article_id"))
    whole, starts = names.joined(sentences)
    people = names.placed(names.people(coded, mentions, dictionary), sentences, starts)
    hits = names.placed(mentions[mentions["scheme"].isin(SCHEMES)], sentences, starts)
    spans = _whole(whole, people, hits)
    table = pd.concat([spans, _words(whole, spans)]).sort_values("start", ignore_index=True)
    parts = zip(table["end"].shift(fill_value=0), table["start"], strict=True)
    table["joined"] = [_JOINT.fullmatch(whole, end, start) is not None for end, start in parts]
    table = table.assign(feature=pd.Categorical(table["feature"]), kind=pd.Categorical(table["kind"], KINDS))
    return names.returned(table, sentences, starts)[FEATURES]


def pairs(features: pd.DataFrame) -> pd.DataFrame:
    """Return the two-word phrases of the texts: each feature with the one that it is joined to.

    `features` is the whole table. Columns: FEATURES, first, second; kind is name if one of the two is, dictionary
    if both are, else word.
    """
    last = np.flatnonzero(features["joined"])
    parts = [features.iloc[last - 1].reset_index(drop=True), features.iloc[last].reset_index(drop=True)]
    is_name, is_hit = ([part["kind"] == kind for part in parts] for kind in ("name", "dictionary"))
    kind = np.select([is_name[0] | is_name[1], is_hit[0] & is_hit[1]], ["name", "dictionary"], "word")
    first, second = (part["feature"].astype(str) for part in parts)
    both = pd.Categorical(first + " " + second)
    return parts[0].assign(
        feature=both, kind=pd.Categorical(kind, KINDS), end=parts[1]["end"], first=first, second=second
    )


def content(features: pd.DataFrame) -> pd.Series:
    """Tell which rows of features or pairs hold no word of FUNCTION_WORDS."""
    columns = [column for column in ("first", "second") if column in features] or ["feature"]
    return ~features[columns].isin(FUNCTION_WORDS).any(axis=1)


def _whole(whole: str, people: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """Return the spans that are kept whole, none over another: names first, then the longest hit."""
    spans = pd.concat([people.assign(kind="name"), hits.assign(kind="dictionary")])[["start", "end", "kind"]]
    spans = spans.astype({"start": "int64", "end": "int64"})
    spans = spans.assign(hit=spans["kind"] != "name", length=spans["end"] - spans["start"])
    spans = spans.sort_values(["hit", "length", "start"], ascending=[True, False, True], ignore_index=True)
    taken, kept = np.zeros(len(whole), dtype=bool), []
    for start, end in _spans(spans):
        kept.append(not taken[start:end].any())
        taken[start:end] |= kept[-1]
    spans = spans[np.array(kept, dtype=bool)]
    written = np.array([_plain(whole[s:e]) for s, e in _spans(spans)], dtype=object)
    hit = spans["hit"].to_numpy(dtype=bool)
    written[hit] = _usual_spelling(list(written[hit]))
    return spans.assign(feature=written)[["start", "end", "kind", "feature"]]


def _usual_spelling(written: list[str]) -> list[str]:
    """Return each phrase as most of those are spelt that differ from it in case alone."""
    usual = {}
    for form, _ in sorted(Counter(written).items(), key=lambda pair: (pair[1], pair[0])):
        usual[text.lower(form)] = form
    return [usual[text.lower(form)] for form in written]


def _words(whole: str, spans: pd.DataFrame) -> pd.DataFrame:
    """Return the words of the text outside these spans."""
    letters = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype="<u4").copy()
    for start, end in _spans(spans):
        letters[start:end] = ord(_TAKEN)
    starts, ends, codes, known, plain = array("q"), array("q"), array("q"), {}, []
    for word in _WORD.finditer(letters.tobytes().decode("utf-32-le", "surrogatepass")):
        code = known.setdefault(word[0], len(plain))
        if code == len(plain):
            plain.append(text.lower(_plain(word[0])))
        starts.append(word.start()), ends.append(word.end()), codes.append(code)
    words = np.array(plain, dtype=object)[np.array(codes, dtype=int)]
    table = pd.DataFrame({"start": starts, "end": ends, "feature": words, "kind": "word"})
    lettered = np.array([re.search(r"[^\W\d_]", word) is not None for word in plain], dtype=bool)
    return table[lettered[np.array(codes, dtype=int)]]


def _plain(string: str) -> str:
    return " ".join(text.fold(string)[0].split())


def _spans(table: pd.DataFrame) -> zip:
    return zip(table["start"], table["end"], strict=True)
