"""Name the source of each word of saying: the noun phrase before it, after it, or one named earlier.

In: the text of one article and its quotes.Reading. Out: referents.Source tuples of character offsets.
"""

import re
from bisect import bisect_right
from functools import lru_cache

from helpers.voice import inversion, names, phrases, referents, words
from helpers.voice.pairs import Span
from helpers.voice.quotes import Reading
from helpers.voice.referents import Source

SAME = "same"  # the source is that of the clause before: '..., adding that'
PASSIVE, BARE = "passive", "bare"  # 'was told', and nothing before the verb

# what may stand before 'to say' when its subject is the speaker
_INFINITIVE = set(
    """declines refuses likes like wants sought continues went goes used set due likely able appears seems going about
    was is are were keen eager quick reluctant happy ready willing began begun came has had plans intends vows
    declining refusing pains""".split()
)
_BE = {"is", "was", "were", "are", "be", "been", "being", "get", "got"}
_DAYS = words.DAYS - {"may", "march"}
_JOINING = {"and", "but", "or", "by", "while", "in", "then", "before", "after", "without", "yet"}
# a new clause begins: in 'He said that, while Washington had warned' the second verb is not his
_CLAUSE = re.compile(r"[,;:—–“”\"‘]|’\s|\b(?:while|but|after|when|before|and|as)\s+$")
_LABEL = re.compile(r"\n[ \t]*([A-Z][A-Z.’'-]*(?: [A-Z.’'-]{1,20}){0,4}):(?=\s)")  # 'MS. PSAKI:', 'Q:'
_BY = re.compile(r"\s+by(?=\s)")
_ENDED = re.compile(r"\s*(?:[.,]|$)")
_OFFICIAL_LABEL = re.compile(r"(?:MR|MS|MRS|DR|SEN|SECRETARY|PRESIDENT)\b")
_SORTING = ("close to", "familiar with", "briefed on", "involved in", "knowledge of")
# 'a source close to the family', 'people familiar with the talks'
_SORT = re.compile(
    r"\b((?:(?:[Aa]n?|[Oo]ne|[Tt]he|[Tt]wo|[Ss]everal|[Aa]nother) )?(?:[\w-]+ )?"
    r"(?:[Ss]ources?|[Pp]eople|[Pp]erson|[Oo]fficials?|[Aa]ides?|[Ii]nsiders?|[Dd]iplomats?))"
    r" (?:close to|familiar with|briefed on|involved in|with (?:direct )?knowledge of)\b[^,;:“”\"]*$"
)


def sources(text: str, reading: Reading) -> list[Source]:
    """Return the source of every cue that has one, in the order of the text, pronouns resolved."""
    ends = [mark.end for mark in reading.marks]
    used = {mark.cue for mark in reading.marks if mark.cue}
    found: list[Source] = []
    for start, end, kind in reading.cues:
        if start >= reading.told:
            break
        if kind == "near" and (start, end) not in used:
            continue
        k = bisect_right(reading.bounds, start) - 1
        left, right = reading.bounds[k], reading.bounds[k + 1]
        i = bisect_right(ends, start) - 1
        floor = max(left, ends[i]) if i >= 0 else left  # what stands within quotation marks is not read
        made = _source(text, (start, end), kind, (left, right), floor)
        if made == SAME:
            earlier = [s for s in found[-6:] if s.sentence == k]
            if earlier:
                found.append(Source((start, end), *governing(text, earlier)[1:]))
                continue
            made = phrases.subject(text, left, start)
        if made:
            sort, name, phrase = made
            source = Source((start, end), k, sort, name, phrase, text[name[0] : name[1]])
            source = referents.resolved(text, source, found, reading)
            if source:
                found.append(source)
    return found


def governing(text: str, chain: list[Source]) -> Source:
    """Return the source that governs the last one of a sentence: in 'He said Washington had warned' it is he."""
    last = len(chain) - 1
    while last and chain[last].phrase != chain[last - 1].phrase:
        if _CLAUSE.search(text[chain[last - 1].cue[1] : chain[last].phrase[0]]):
            break
        last -= 1
    return chain[last]


def labels(text: str) -> list[tuple[int, int, int]]:
    """Return (start, end of the label, end of the turn) of the speakers of a transcript: 'MS. PSAKI:'."""
    hits = list(_LABEL.finditer("\n" + text))  # offsets below are less one, for the line end put before
    if len(hits) > 2:
        ends = [*(hit.start() for hit in hits[1:]), len(text)]
    else:  # one label in a story names the speaker of its own line only
        hits = [hit for hit in hits if _OFFICIAL_LABEL.match(hit[1])]
        ends = [(text + "\n").find("\n", hit.end()) for hit in hits]
    return [(hit.start(1) - 1, hit.end(1) - 1, end) for hit, end in zip(hits, ends, strict=True)]


def _source(text: str, cue: Span, kind: str, sentence: Span, floor: int) -> phrases.Phrase | str | None:
    """Read the source of one cue, SAME where it shares that of the clause before."""
    (start, end), (left, right) = cue, sentence
    word = text[start:end].lower()
    if word in ("according to", "in the words of"):
        return inversion.following(text, end, right)
    before = text[floor:start].rstrip()
    participle = word.split()[0].endswith("ing") if " " in word else word.endswith("ing")
    quoted = floor > left and not before.strip(",.—–- ")
    if not participle and (quoted or before.endswith(",") and kind == "say"):
        made = inversion.following(text, end, right)
        # 'Dara Finch, said the governor would not' is not inverted, ', said the Secretary of State.' is
        if made and (quoted or _ENDED.match(text, made[2][1], right) and (
            word in ("said", "says") or made[0] == "name" and " " in text[slice(*made[1])])):  # fmt: skip
            return made
    return _before(text, cue, word, participle, sentence, floor) if before else None


def _before(
    text: str, cue: Span, word: str, participle: bool, sentence: Span, floor: int
) -> phrases.Phrase | str | None:
    """Read the source that stands before a cue, or after it where the verb is passive."""
    start, end = cue
    base = max(floor, start - 240)
    cut = base > floor and text[base - 1].isalnum()
    made = _read_before(text[base:start], participle, cut)
    if made == PASSIVE:
        agent = _BY.match(text, end, sentence[1])
        return inversion.following(text, end + agent.end() - agent.start(), sentence[1]) if agent else None
    if word.endswith("ed") and text.startswith(" by ", end):
        return None  # 'tanks ordered by the shah'
    if made == BARE:
        return SAME if floor > sentence[0] else None
    if made is None or made == SAME:
        return made
    sort, name, phrase = made
    return sort, (name[0] + base, name[1] + base), (phrase[0] + base, phrase[1] + base)


@lru_cache(16384)  # much is short: 'He ', 'The minister also '
def _read_before(before: str, participle: bool, cut: bool) -> phrases.Phrase | str | None:
    """Read the noun phrase at the end of the words before a verb, past auxiliaries and adverbs.

    Returns offsets into these words; PASSIVE, SAME or BARE (nothing stands there) as the case is. `cut` says
    that the words begin within a word.
    """
    verb_group = _verb_group(words.tokens(before, 0, len(before)), participle)
    if verb_group is None:
        return None
    kept, passive = verb_group
    if passive:
        return PASSIVE
    if not kept:
        return BARE
    last = kept[-1][1].lower()
    if last in _JOINING or participle and last in (",", "—", "–"):
        return SAME
    if last in ("when", "for", "from"):
        return None
    if last in (",", ")", "—", "–"):
        return phrases.past_apposition(before, kept, len(before)) or SAME
    if any(map(before.__contains__, _SORTING)):
        sort = _SORT.search(before, cut, kept[-1][0] + len(last))
        if sort:
            return "noun", sort.span(1), sort.span(1)
    return _before_relative(before, kept) or phrases.ending(before, kept)


def _verb_group(tokens: words.Tokens, participle: bool) -> tuple[words.Tokens, bool] | None:
    """Take auxiliaries, adverbs and days from before a verb; tell whether it is passive; None: nobody speaks."""
    n, passive = len(tokens), False
    while n:
        word, before = tokens[n - 1][1], tokens[n - 2][1].lower() if n > 1 else ""
        low, nearest = word.lower(), n == len(tokens)
        if low == "to":
            if n > 1 and names.is_name(tokens[n - 2][1]):
                return tokens[: n - 1], False  # 'prompted Mr Rubio to reply'
            if before not in _INFINITIVE and not before.endswith("ed"):
                return None
            n -= 2
            continue
        if nearest and not participle:
            if low == "not" and before not in words.MODAL:
                return None  # 'told in advance but not asked'
            passive = low in _BE
        if low in words.DAYS and before in ("on", "in", "late", "earlier"):
            n -= 2
        elif low in words.AUXILIARIES and word not in ("May", "Will") and (
            n > 1 or low not in ("both", "all", "last", "first")) or (
            word.islower() and low.endswith("ly") and len(low) > 4) or low.endswith(("n’t", "n't")) or (
            low in _DAYS and n > 1):  # fmt: skip
            n -= 1
        else:
            break
    return tokens[:n], passive


def _before_relative(text: str, tokens: words.Tokens) -> phrases.Phrase | None:
    """Read 'Survivors who reached Dohuk spoke of': the source stands before 'who'."""
    if "who" not in text:
        return None
    who = next((i for i in range(len(tokens) - 1, 0, -1) if tokens[i][1] == "who"), 0)
    if not who or tokens[who - 1][1] == "," or any(word in ",;:—" for _, word in tokens[who:]):
        return None
    return phrases.ending(text, tokens[:who])
