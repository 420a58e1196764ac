"""Put names in the place of 'he', 'she', 'both men', 'the foreign secretary' and 'the official'.

In: the text of one article, a source and the sources before it. Out: the source with its speaker named.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from helpers.voice import names, people, phrases
from helpers.voice.quotes import Reading


class Source(NamedTuple):
    """Who is reported at one cue; phrase holds the titles and appositions that name leaves out."""

    cue: tuple[int, int]
    sentence: int
    kind: str  # name, noun, pronoun, pair
    name: tuple[int, int]
    phrase: tuple[int, int]
    speaker: str


# capitalised words in a row, as _RUN below
_NAME = r"[A-Z](?:[\w.’'-]+ (?:(?:of|for|and) )?(?:[A-Z][\w.’'-]+ (?:(?:of|for|and) )?)*[A-Z][\w’'-]+|[\w’'-]+)"
_PAIR = re.compile(rf"({_NAME})(?: \([^)]*\))? and ({_NAME})")
_JOINED = re.compile(r" and (?<=[\w’').-] and )(?=[A-Z])")  # without which there is no _PAIR
# 'he added', 'she also said': the speaker has not changed
_GOES_ON = re.compile(r"(?i)\b(?:add(?:ed|s)|also|went on|continued|further|reiterated)\b")
_SORT = re.compile(r"(?:er|or|ist|man|woman|ian|ant|old|priest|host|guest|victim|star)$")  # 'the visitor', 'the priest'
_SURNAME = re.compile(r" [A-Z][\w’'-]+")
_PLURAL = re.compile(r"[^s]s$")
_OPENING = re.compile(r"[“\"‘«]")
_UNNAMED = ("spokes", "official", "diplomat", "source", "aide")  # offices that rarely have a name


def resolved(text: str, source: Source, found: list[Source], reading: Reading) -> Source | None:
    """Return the source with the person meant as its speaker; None for 'I', 'we', 'you' and an empty 'it'."""
    word = source.speaker
    sort, detail = _sort(word, source.kind)
    if not sort:
        return source
    if sort == "self":
        return None
    if sort == "it":
        return _body_before(text, source, found, reading)
    if sort == "two":
        pair = _pair_before(text, source.phrase[0], found, apart=word.lower() != "they")
        return _called(source, pair, "pair") if pair else source
    if sort == "person":
        return _called(source, _person_before(text, source, found, reading, detail) or word)
    if sort == "given name":
        full = _in_full(text, word, source.cue[0])
        return _called(source, full) if full else source
    if sort == "names":
        return _called(source, detail)
    if sort == "office":
        return _holder_before(text, source, found, detail)
    return _called(source, _last_person(source, found, 3) or word) if _is_definite(text, source) else source


def _called(source: Source, speaker: str, kind: str | None = None) -> Source:
    return Source(source.cue, source.sentence, kind or source.kind, source.name, source.phrase, speaker)


@lru_cache(4096)
def _sort(word: str, kind: str) -> tuple[str, str]:
    """Return how a word refers to somebody else, '' where it does not, and what else is to be known for that."""
    low, is_name = word.lower(), kind == "name"
    if low in ("i", "we", "you"):
        return "self", ""
    if low == "it":
        return "it", ""
    if names.TWO.match(word):
        return "two", ""
    if low in ("he", "she"):
        return "person", low
    if is_name and low in people.GIVEN:
        return "given name", ""
    if is_name and word.count(" and ") == 1 and re.search(r" and [A-Z]", word):
        return "names", " and ".join(names.bare(part) for part in word.split(" and "))
    office = names.LATER.match(word) or is_name and names.LATER.match("the " + word)
    if office:
        return "office", office[1].lower()
    visitor = kind == "noun" and word.islower() and _SORT.search(word) and word.count(" ") < 3
    return ("visitor" if visitor and not re.search(r"[’']", word) and not names.is_body(word) else ""), ""


def _in_full(text: str, given: str, end: int) -> str | None:
    """Return the first full name with a given name before this place: 'Theresa May' for 'Theresa'."""
    at = text.find(given + " ", 0, end)
    while at >= 0:
        surname = _SURNAME.match(text, at + len(given), end)
        if surname and not (text[at - 1 : at].isalnum() or text[at - 1 : at] == "_"):
            return given + surname[0]
        at = text.find(given + " ", at + 1, end)
    return None


def _is_definite(text: str, source: Source) -> bool:
    return text[source.phrase[0] : source.phrase[0] + 4].lower() == "the "


def _body_before(text: str, source: Source, found: list[Source], reading: Reading) -> Source | None:
    """Resolve 'it claimed' to the body that is the subject of the sentence, or was the last to speak."""
    own = phrases.subject(text, reading.bounds[source.sentence], source.phrase[0])
    if own and own[0] != "pronoun" and names.is_body(text[slice(*own[1])]):
        return source._replace(speaker=text[slice(*own[1])], name=own[1], phrase=own[2])
    for earlier in reversed(found[-4:]):
        if source.sentence - earlier.sentence <= 3 and names.is_body(earlier.speaker):
            return _called(source, earlier.speaker)
    return None


def _person_before(text: str, source: Source, found: list[Source], reading: Reading, pronoun: str) -> str | None:
    """Find who 'he' or 'she' is: the subject of this sentence, the last speaker, the person named last."""
    at, begin = source.phrase[0], reading.bounds[source.sentence]
    if at - begin > 20:
        own = people.first_person(text, begin, min(at, begin + 70), pronoun)
        if own and not _OPENING.search(text, begin, text.find(own, begin)):
            return own
    last = None
    for earlier in reversed(found[-8:]):
        distance = source.sentence - earlier.sentence
        if distance > 12 or last and distance > 4:
            break
        named = earlier.speaker[:1].isupper() and distance <= 4
        if (named or not last) and _may_be(text, earlier, pronoun):
            last = earlier
            if named:
                break
    since = source.sentence - last.sentence if last else 99
    if last and (since <= 1 or since <= 3 and _GOES_ON.search(text[at : source.cue[1]])):
        return last.speaker
    for k in range(source.sentence, max(-1, source.sentence - min(4, since)), -1):
        person = people.first_person(text, reading.bounds[k], min(reading.bounds[k + 1], at), pronoun)
        if person:
            return person
    return last.speaker if last else None


def _may_be(text: str, source: Source, pronoun: str) -> bool:
    """Tell whether a source can be the person that 'he' or 'she' stands for."""
    name = source.speaker
    if source.kind == "pair" or " and " in name or names.is_body(name):
        return False
    if _gender_of(text, source) not in ("", pronoun):
        return False
    if source.kind == "name" and name[:1].isupper() and " " not in name:
        return people.in_full(text, name, source.cue[1])
    return source.kind != "noun" or not _PLURAL.search(name)


def _gender_of(text: str, source: Source) -> str:
    """Guess the gender of a source from its own phrase, else from the first mention of the surname."""
    if source.kind == "pronoun" and text[slice(*source.name)].lower() in ("he", "she"):
        return text[slice(*source.name)].lower()
    own = people.gender(text[slice(*source.phrase)].split(",")[0])
    return own or people.gender_at_first(text, source.speaker.split()[-1])


def _pair_before(text: str, at: int, found: list[Source], apart: bool) -> str | None:
    """Return the two last named together, 'Blinken and Lammy'; else, if `apart`, the two who last spoke."""
    first = max(0, at - (700 if apart else 300))
    hits = list(_PAIR.finditer(text, first, at)) if _JOINED.search(text, first, at) else []
    if hits:
        return " and ".join(names.bare(part) for part in hits[-1].groups())
    if not apart:
        return None
    last = list(dict.fromkeys(s.speaker for s in reversed(found) if s.kind == "name"))[:2]
    return " and ".join(reversed(last)) if len(last) == 2 else None


def _last_person(source: Source, found: list[Source], within: int) -> str | None:
    for earlier in reversed(found[-6:]):
        person = earlier.kind in ("name", "pronoun") and not names.is_body(earlier.speaker)
        if person and " and " not in earlier.speaker and source.sentence - earlier.sentence <= within:
            return earlier.speaker
    return None


def _holder_before(text: str, source: Source, found: list[Source], office: str) -> Source:
    """Resolve 'the foreign secretary' to the last person named with that office, 'the official' to the last such."""
    word = source.speaker
    short = re.sub(r"^[Tt]he ", "", word)
    if office.startswith(_UNNAMED):
        for earlier in reversed(found[-6:]):
            if office in text[slice(*earlier.phrase)].lower():
                return _called(source, earlier.speaker)
        person = _last_person(source, found, 3) if _is_definite(text, source) else None
        return _called(source, person or short)
    before = text[max(0, source.phrase[0] - 4000) : source.phrase[0]]
    lowered = before.lower()
    full, plain = ("prime minister",) * 2 if office == "pm" else (re.sub(r"(?i)^th(?:e|at) ", "", word).lower(), office)
    for title in dict.fromkeys((full, plain)):
        if title not in lowered:
            continue
        holder, apposed = _holders(title)
        held = holder.findall(before)
        if held and not names.is_body(held[-1]):
            return _called(source, held[-1])
        named = apposed.findall(before)
        if named:
            return _called(source, named[-1])
    person = _last_person(source, found, 5) or _subject_before(text, source.phrase[0])
    return _called(source, person or short)


@lru_cache(512)
def _holders(title: str) -> tuple[re.Pattern, re.Pattern]:
    """Return patterns for 'foreign secretary, David Lammy' and 'David Lammy, the British foreign secretary'."""
    # a set of characters stands first so that the search skips to them
    initial, rest, title = re.escape(title[0]), re.escape(title[1:]), re.escape(title)
    first = rf"[{initial}{initial.upper()}ſKıİ](?<=(?i:\b{initial}))"
    return (
        re.compile(rf"{first}(?i:{rest}(?: of state)?),? ((?:[A-Z][\w’'-]+ )?[A-Z][\w-]+)"),
        re.compile(rf"([A-Z][\w’'-]+ (?:[A-Z][\w’'-]+ )*[A-Z][\w-]+), [^.,;]{{0,40}}(?i:\b{title})\b"),
    )


def _subject_before(text: str, at: int) -> str | None:
    """Return the first person of the last sentence that names one, within the 1,500 characters before."""
    base = max(0, at - 1500)
    for stop in reversed(list(re.finditer(r"^|[.!?]\s|\n", text[base:at]))):
        begin = base + stop.end()
        person = people.first_person(text, begin, min(begin + 200, at), "")
        if person:
            return person
    return None
