"""Say whose words a passage in quotation marks is, and whom a sentence without them reports.

In: the text of one article, its quotes.Reading and its sources. Out: sources, names and offsets.
"""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from helpers.voice import names, phrases, sides, speakers, verbs
from helpers.voice.pairs import Span
from helpers.voice.quotes import Mark, Reading
from helpers.voice.referents import Source

Spoken = list[tuple[Mark, Source | None]]

# these tell what is done rather than what is said, unless words in quotation marks follow
_ACTS = re.compile(
    r"(?:refus|order|promis|appeal|laugh|post|cheer|instruct|read|forbid|cr[iy]|shrug|go|went|quot|endors|advocat)\w*"
    r"(?: on)?$"
)
# 'the meeting underscores' is the outlet's own inference
_EVIDENCE = re.compile(r"(?:underscor|underlin|highlight|suggest|indicat|signal|reveal|echo|reflect|confirm)\w*$")
_HEADED = re.compile(  # 'Cameron: “dithering”', 'Rouhani to the West: “Enough”'
    r"([A-Z][\w.’'-]*(?: (?:(?:of|and) )?[A-Z][\w.’'-]*){0,4})(?: to (?:the )?[A-Z][\w’' ]{1,30})?: [‘'\"“]"
)
# 'Talks near collapse: Iran's envoy', 'Deal is dead - senior officials'
_TRAILED = re.compile(r"(?::| [-–—]) ((?:[\w.’'-]+ ){0,3}(?:[\w.’'-]+s|[A-Z][\w.’'-]*))$")


def spoken(text: str, reading: Reading, sources: list[Source]) -> Spoken:
    """Pair each passage of speech with its source: of its own cue, its sentence, or the speaker before."""
    by_cue = {source.cue: i for i, source in enumerate(sources)}
    cues = [source.cue[0] for source in sources]
    pairs, last, last_end = [], None, -1
    for mark in reading.marks:
        if not mark.speech:
            continue
        i = by_cue.get(mark.cue, -1)
        if i >= 0:
            source = sources[i]
            if mark.side == "before":
                chain = [s for s in sources[max(0, i - 4) : i + 1] if s.sentence == source.sentence]
                source = speakers.governing(text, chain)
        else:
            source = _nearby(text, mark, reading.bounds, sources, cues, last, last_end)
        if source is not None:
            last, last_end = source, mark.end
        pairs.append((mark, source))
    return pairs


def telling(text: str, sources: list[Source]) -> list[Source]:
    """Return the sources whose cue reports without quotation marks: 'said' does, 'offered' and 'ordered' do not."""
    kept = []
    for source in sources:
        told, evidence = _manner(text[source.cue[0] : source.cue[1]])
        if told and not (evidence and _is_thing(source)):
            kept.append(source)
    return kept


def _is_thing(source: Source) -> bool:
    """Tell whether a source is no speaker but what shows something: 'the meeting'."""
    name = source.speaker
    return source.kind == "noun" and not (name.endswith("s") or sides.has_role(name) or names.is_body(name))


def chief(text: str, own: list[Source], end: int) -> Source | None:
    """Choose the source of a sentence that reports without quoting: the one that closes it, else the first."""
    if len(own) < 2:
        return own[0] if own else None
    for source in reversed(own):
        inverted = source.phrase[0] > source.cue[0] and text[source.cue[0] - 2 : source.cue[0]] == ", "
        closes = inverted or not text[source.cue[1] : end].strip(" .,;")
        first = min(source.phrase[0], source.cue[0])
        if closes and text[max(0, first - 3) : first].rstrip().endswith((",", "”", '"', "’")):
            return source
    return own[0]


def in_headline(text: str, headline: Span, quotes: bool) -> tuple[str, Span] | None:
    """Return the speaker that a headline names before its quotation, or at its end if it has none."""
    hit = _HEADED.match(text, *headline) if quotes else _TRAILED.search(text, *headline)
    return (hit[1], hit.span(1)) if hit and not (hit[1].isupper() and " " in hit[1]) else None


@lru_cache(4096)
def _manner(word: str) -> tuple[bool, bool]:
    """Tell whether a word of saying tells what is said, and whether it can be said of evidence."""
    word = word.lower()
    return not (verbs.is_near(word) or _ACTS.match(word)), bool(_EVIDENCE.match(word))


def _nearby(
    text: str, mark: Mark, bounds: list[int], sources: list[Source], cues: list[int], last: Source | None, last_end: int
) -> Source | None:
    """Return the nearest source in the sentence of a passage, else the speaker whose words it continues."""
    left = bounds[bisect_right(bounds, mark.start) - 1]
    right = bounds[min(bisect_left(bounds, mark.end), len(bounds) - 1)]
    here = sources[bisect_left(cues, left) : bisect_left(cues, right)]
    if here:
        return min(here, key=lambda s: abs(s.cue[0] - mark.start) + 40 * (s.cue[0] > mark.start))
    own = phrases.subject(text, left, mark.start) if mark.start - left > 15 else None
    if own and own[0] != "pronoun":
        return Source((mark.start, mark.start), -1, *own, text[slice(*own[1])])
    before = bisect_left(cues, mark.start)
    earlier = sources[before - 1] if before else None
    continues = last is not None and (
        earlier is None or earlier.cue[0] <= last_end or not text[last_end : mark.start].strip())  # fmt: skip
    return last if continues else earlier
