"""Find the words of saying: verbs that report, and phrases such as 'according to'.

In: the text of one article and its passages in quotation marks. Out: cues (start, end, kind), kind 'say' for
verbs that report anywhere in a sentence, 'near' for those that report only the words beside them, 'phrase'
for several words. One automaton finds all known words in one pass; the rules then look at those only.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

import ahocorasick_rs

from helpers.voice.pairs import Span

Cue = tuple[int, int, str]


class Word(NamedTuple):
    """What is known of a word of saying, as it is written."""

    written: str
    kind: str  # say, near; '' for a word that only begins a phrase
    is_phrase: bool  # it can begin one
    is_noun: bool  # as often a noun
    is_capitalised: bool


def _forms(verbs: str) -> list[str]:
    """Inflect regular verbs; a doubled consonant is written 'admit+', irregular forms stand apart."""
    forms = []
    for verb in verbs.split():
        stem = verb.rstrip("+")
        long = stem + stem[-1] if verb.endswith("+") else stem[:-1] if stem.endswith("e") else stem
        third, past = stem + ("es" if re.search(r"(?:s|sh|ch|x|z|o)$", stem) else "s"), long + "ed"
        if re.search(r"[^aeiou]y$", stem):
            third, past = stem[:-1] + "ies", stem[:-1] + "ied"
        forms += [stem, third, past, (stem if stem.endswith("ee") else long) + "ing"]
    return forms


_SAYING = (
    _forms(
        """add announce confirm deny claim argue warn insist admit+ concede acknowledge explain declare stress emphasise
    emphasize remark reply respond ask urge suggest hint imply indicate assert maintain contend allege complain lament
    joke quip+ tweet retweet testify recall reveal disclose predict promise vow pledge threaten boast brag+ cry shout
    yell scream chant whisper mutter murmur sigh growl retort caution advise conclude recommend reiterate agree believe
    fear worry estimate report accuse demand wonder question confide scoff fume blurt sniff rage chuckle shrug+ muse
    pronounce proclaim profess affirm attest counsel divulge clarify elaborate interject marvel gush counter echo
    comment observe speculate note repeat answer propose describe condemn denounce criticise criticize dismiss reject
    apologise apologize endorse welcome applaud hail praise deplore decry defend highlight underline underscore
    rebuke berate chide scold lambast lambaste decline refuse protest grumble object stipulate posit concur+ plead post
    advocate appeal hope suspect signal+ doubt express instruct order reckon sneer implore crow exclaim assure inform
    remind notify gripe warble bark bellow cheer drawl demur+ hiss moan mumble opine surmise grouse bemoan laugh"""
    )
    + """states stated stating say says said saying tell tells told telling
    write writes wrote written writing think thinks thought thinking
    feel feels felt foretold forecast swear swore swears forbid foresee foresees foresaw quote quotes quoted quoting
    cite cites cited citing disagree disagrees disagreed disagreeing read reads reading""".split()
)
_NEAR = frozenset(
    _forms(
        """call brand label blast slam+ mock blame thank continue begin sing ridicule liken characterise characterize
        deem compare credit trumpet tout bill greet dub+ summarise summarize interrupt intone challenge extol+ consider
        regard view portray depict picture perceive envision allow find mention cast open start finish snap+ attack
        charge"""
    )
    + """offer offers offered found called spoke gave give gives giving sang sung sings sing began begun summed sums
    term termed terms""".split()
) - frozenset(_SAYING)
# forms that are as often nouns: verbs only where the words around them allow it
_NOUNS = frozenset(
    """claim claims report reports comment comments hope hopes fear fears demand demands promise promises pledge pledges
    question questions answer answers note notes joke jokes tweet tweets post posts boast boasts cry cries vow vows
    reply worry worries doubt doubts estimate estimates signal signals praise welcome order orders chant chants state
    states appeal appeals protest protests object objects cheer cheers echo echoes reading saying thinking feeling
    writing thought forecast counsel advocate advocates hail decline declines laugh laughs whisper scream screams shout
    shouts sigh rage crow bark quote quotes suspect suspects wonder wonders urge advise plead shrug defend read remark
    remarks fume bellow moan instruct cheering reporting questioning""".split()
)
_PHRASE = re.compile(
    r"(?i)(?:according to|in the words of|point(?:s|ed|ing)? out|ma(?:de|kes?|king) (?:it )?(?:clear|known|plain)|"
    r"rul(?:es?|ed|ing) out|spell(?:s|ed|ing)? out|fir(?:es?|ed|ing) back|hit(?:s|ting)? back|"
    r"chim(?:es?|ed|ing) in|lash(?:es|ed|ing)? out|"
    r"(?:went|goes|going|go) on|(?:went|goes|going) further|put(?:s|ting)? it|weigh(?:s|ed|ing)? in|"
    r"call(?:s|ed|ing)? (?:for|on)|let (?:it )?be known|(?:spoke|speaks|speaking) of|"
    r"dr(?:ew|aws?|awing) attention to|was (?:quoted|heard|cited) as saying|made (?:the|a) case|"
    r"gave (?:his|her|its) word|pushed back)\b"
)
# words that begin a phrase, by the initials of the words that can follow
_PHRASE_STARTS = {
    "t": "according According in In",
    "ickpta": "make makes made making",
    "o": """point points pointed pointing rule rules ruled ruling spell spells spelled spelling lash lashes lashed
         lashing spoke speaks speaking""",
    "b": "fire fires fired firing hit hits hitting pushed",
    "i": "chime chimes chimed chiming put puts putting weigh weighs weighed weighing",
    "of": "went goes going go",
    "fo": "call calls called calling",
    "ib": "let",
    "a": "drew draw draws drawing",
    "qhc": "was",
    "hi": "gave",
}
_NEXT = {word: initials for initials, words in _PHRASE_STARTS.items() for word in words.split()}
_KIND = (
    dict.fromkeys(_NEAR, "near")
    | dict.fromkeys(_SAYING, "say")
    | dict.fromkeys((word.capitalize() for word in _SAYING if word not in _NOUNS), "say")
    | dict.fromkeys("SAY SAYS SAID TELLS TOLD WARNS VOWS INSISTS CLAIMS".split(), "say")
)
_KNOWN = [
    Word(word, ("near" if word in _NEAR else "") if word in _NEXT else _KIND[word], word in _NEXT, word in _NOUNS,
         word[0].isupper() and word[1:].islower())
    for word in {**_KIND, **_NEXT}
]  # fmt: skip
LONGEST = 24  # characters: no word of saying, with what must stand around it, is longer
_NO_ARTICLE = frozenset("bcdfghijklmopqtuvwxyz.,;:”’\"')")  # no article or possessive ends with one of these
_HYPHENS = frozenset("-’'")
_OPENERS = frozenset(["", *'\n.”" '])  # what stands before the first word of a sentence
_LETTERS = bytes(byte if chr(byte).isalpha() and byte < 128 else 32 for byte in range(256))  # all else becomes a space
_WORDS = re.compile(r"[A-Za-z]+")
# 'an estimated', 'their claims': no verb follows
_DETERMINED = re.compile(r"(?i)\b(?:the|an?|his|her|its|their|our)\s+$")
# 'the latest demand', 'Iran's pledge', 'answer questions': a noun follows
_NOT_VERB_BEFORE = re.compile(
    r"(?i)(?:\b(?:the|a|an|his|her|its|their|our|my|your|this|that|these|those|any|no|of|such|some|more|new|many|in|for|"
    r"with|by|recent|public|united|member|latest|false|other|all|several|on|from|about|amid|under|between|gulf|baltic|"
    r"arab|raises?|answer|take[sn]?|took|taking|give[sn]?|gave|giving|makes?|made|making|without|into|away|further|open|"
    r"own|\w{3,}ed|\d+|than|least|two|three|four|five|as|at|one|low|high|long|short|good|best|key|what|million|billion|"
    r"percent|per cent)|['’]s|s['’])\s+$"
)
# 'claims of', 'reports were': a noun goes before
_NOT_VERB_AFTER = re.compile(r"\s+(?:of|from|about|by|between|over|among|were|was|are|is|have|had|has)\b")
# 'which the government ' before 'claims was'
_RELATIVE = re.compile(r"\b(?:which|who|whom|that) [^,.;]*$")
# '“…,” Mr Pompeo purred', '“…!” purred Mr Pompeo'
_UNLISTED = re.compile(
    r"[,!?…][”\"’']+,? (?:(?:(?:(?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep)\.? )?(?:[A-Z][\w’'-]+ ){1,3}|(?:he|she|they) )"
    r"(?:had |has |once |later )?(?P<after>[a-z]{2,}(?:ed|s))\b|(?P<before>[a-z]{3,}(?:ed|s)) (?:Mr|Mrs|Ms|Dr|[A-Z]))"
)


def cues(text: str, spans: list[Span], within: list[Span] | None = None) -> list[Cue]:
    """Return (start, end, kind) of every word of saying outside the spans, kind say, near or phrase.

    Only those that begin in the stretches `within` are looked for, everywhere if it is None.
    """
    plain = bytearray(b" %b " % text.encode("latin-1", "replace").translate(_LETTERS))  # a byte a character
    for start, end in spans:  # no word of saying begins with an x; offsets in `plain` are greater by one
        stop = end + (plain[end] != 32)
        plain[start + 2 : stop] = b"x" * (stop - start - 2)
    automaton, words = _automaton()
    if within is None:
        return _kept(text, words, 0, len(text), automaton.find_matches_as_indexes(plain, overlapping=True))
    kept = []
    for first, last in within:
        hits = automaton.find_matches_as_indexes(plain[first : last + LONGEST], overlapping=True)
        kept += _kept(text, words, first, last, hits)
    return kept


def _kept(text: str, words: list[Word], first: int, last: int, hits: list[tuple[int, int, int]]) -> list[Cue]:
    """Keep of the words found from `first` on those that are words of saying where they stand, before `last`."""
    kept = []
    for which, start, _ in hits:
        start += first
        if start >= last:
            break
        written, kind, is_phrase, is_noun, is_capitalised = words[which]
        end, before = start + len(written), text[start - 1 : start]
        if text[end : end + 1] == "-" or before in _HYPHENS:
            continue  # 'so-called'
        if is_capitalised and before not in _OPENERS:
            continue  # a name
        if before.isspace() and text[start - 2 : start - 1] not in _NO_ARTICLE and (
            _is_determined(text[max(0, start - 7) : start])):  # fmt: skip
            continue  # 'an estimated'
        if is_phrase:
            phrase = _PHRASE.match(text, start)
            if phrase or kind:
                kept.append((start, phrase.end(), "phrase") if phrase else (start, end, kind))
        elif not (is_noun and _is_noun(text, written, start, end)):
            kept.append((start, end, kind))
    return kept


def unlisted(text: str, spans: list[Span]) -> list[Cue]:
    """Find verbs that stand where a word of saying must: '“Well done,” Mr Pompeo purred'."""
    hits = [_UNLISTED.match(text, end - 2) for _, end in spans if text[end - 2] in ",!?…"]
    places = [hit.span(hit.lastgroup) for hit in hits if hit and not _says(hit[hit.lastgroup])]
    return [(start, end, "say") for start, end in places]


def is_near(word: str) -> bool:
    """Tell whether a word reports only what stands in quotation marks beside it."""
    return word.lower() in _NEAR


def attribution_follows(text: str, at: int) -> bool:
    """Tell whether 'Mr Hague asked' follows, so that a question in quotation marks does not end the sentence."""
    cue = next((m for m in _WORDS.finditer(text, at, at + 90) if _says(m[0])), None)
    between = re.sub(r"\bM[rs]s?\. ", "", text[at : cue.start()]) if cue else "."
    return not re.search(r"[.!?;:,“\"‘\n](?:\s|$)|[a-z]{4,} (?:a|an|the) ", between)


def _says(word: str) -> bool:
    return word not in _NEXT and _KIND.get(word) == "say"


@cache
def _automaton() -> tuple[ahocorasick_rs.BytesAhoCorasick, list[Word]]:
    """Return an automaton of all known words, each between two spaces, and the word of each of its patterns.

    A word that only begins a phrase is looked for with the initial of the next word.
    """
    patterns, words = [], []
    for word in _KNOWN:
        initials = _NEXT[word.written] if not word.kind else ""
        ends = [initial for both in initials for initial in (both, both.upper())] or [""]
        patterns += [f" {word.written} {end}".encode() for end in ends]
        words += [word] * len(ends)
    return ahocorasick_rs.BytesAhoCorasick(patterns), words


@lru_cache(4096)
def _is_determined(before: str) -> bool:
    """Tell whether an article or possessive ends the 7 characters before a word; the first is there for its edge."""
    return bool(_DETERMINED.search(before, len(before) == 7))


@lru_cache(4096)
def _is_noun_after(before: str) -> bool:
    """Tell whether the 13 characters before a word make it a noun; the first is there for its edge."""
    return bool(_NOT_VERB_BEFORE.search(before, len(before) == 13))


def _is_noun(text: str, word: str, start: int, end: int) -> bool:
    """Tell whether a word that can be a verb of saying is a noun here."""
    if _is_noun_after(text[max(0, start - 13) : start]):
        return True
    if not _NOT_VERB_AFTER.match(text, end):
        return False
    # 'which the government claims was'
    return not (word[-1] == "s" and _RELATIVE.search(text, max(0, start - 50), start))
