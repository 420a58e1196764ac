"""Find the passages in quotation marks and say which are speech, in one reading of a text.

In: the text of one article. Out: Reading: tuples of character offsets into it.
"""

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from helpers.voice import pairs, speech, verbs
from helpers.voice.pairs import CLOSING, Span
from helpers.voice.verbs import Cue


class Mark(NamedTuple):
    """One passage in quotation marks, marks included."""

    start: int
    end: int
    speech: bool  # somebody is reported as saying it; False for titles, names and scare quotes
    cue: Span | None
    side: str  # where the cue stands: before, after, none


class Reading(NamedTuple):
    """What one reading of a text gives."""

    marks: list[Mark]
    cues: list[Cue]  # outside the marks
    bounds: list[int]  # where sentences begin, and the end of the text
    paragraphs: list[Span]
    told: int  # cues from here on stand in the turns of a transcript, whose speakers are known


# ends of sentences: '. ', '?” ', '; ', and line ends
_STOPS = re.compile(r"(?:[.!?…]+[\"”’')\]»]*|;)[^\S\n]+|\n\s*")
# lines without an empty one between them
_BLOCK = re.compile(r"[^\n]+(?:\n[^\S\n]*\S[^\n]*)*")
_LINE = re.compile(r"[^\n]+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Messrs|Dr|Prof|Sir|St|Sens?|Reps?|Govs?|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Rev|Hon|Fr|Jr|Sr|vs?|Inc|"
    r"Ltd|Co|Corp|Bros|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|"
    r"Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|etc|e\.g|i\.e|Supt|Det|Insp|Amb)"
    r"|\b[A-Z](?:\.[A-Z])*)\.$"
)


def marks(text: str) -> list[Mark]:
    """List every passage in quotation marks, outermost only, with a flag `speech` and its cue."""
    return read(text).marks


def read(
    text: str,
    paragraphs: list[Span] | None = None,
    sentences: list[int] | None = None,
    narrated: list[Span] | None = None,
) -> Reading:
    """Read a text once: its marks, the cues that stand outside them, sentence bounds and paragraphs.

    `paragraphs` (spans) and `sentences` (starts) are found here where they are not given; `narrated` are the
    stretches of a transcript that are nobody's turn.
    """
    paragraphs = paragraphs or _paragraphs(text)
    spans = pairs.spans(text, paragraphs)
    edges = [edge for start, end in spans for edge in (start + 1, end)]
    if sentences is None:
        bounds = _bounds(text, edges, {start for start, _ in paragraphs})
    else:
        bounds = [0, *[start for start in sentences if start and not bisect_right(edges, start) % 2], len(text)]
    cues, told = _cues(text, spans, bounds, narrated)
    return Reading(_judged(text, spans, cues, bounds, paragraphs), cues, bounds, paragraphs, told)


def _cues(text: str, spans: list[Span], bounds: list[int], narrated: list[Span] | None) -> tuple[list[Cue], int]:
    """Return the cues of a text in order, and the place up to which they name speakers.

    In a transcript that quotes in turns only, that is the end of the last narrated stretch that reports; the cues
    behind it are wanted only in the sentences of the passages.
    """
    unlisted = verbs.unlisted(text, spans)
    ends = [end for _, end in spans]
    if narrated is None or any(_reaches(spans, bisect_right(ends, start), end) for start, end in narrated):
        return _merged(verbs.cues(text, spans), unlisted), len(text)
    places = sorted(start for start, _, _ in (*verbs.cues(text, spans, narrated), *unlisted))
    reporting = (end for start, end in narrated if bisect_left(places, start) < bisect_left(places, end))
    within = [(0, max(reporting, default=0))]
    told = within[0][1]
    for start, end in spans:
        left, right = _sentence(bounds, start, end)
        if right > within[-1][1]:
            within.append((max(left, within[-1][1]), right))
    return _merged(verbs.cues(text, spans, within), unlisted), told


def _reaches(spans: list[Span], number: int, end: int) -> bool:
    return number < len(spans) and spans[number][0] < end


def _merged(cues: list[Cue], unlisted: list[Cue]) -> list[Cue]:
    return sorted({*cues, *unlisted}) if unlisted else cues


def _sentence(bounds: list[int], start: int, end: int) -> Span:
    """Return the bounds of the sentence in which a passage stands."""
    return bounds[bisect_right(bounds, start) - 1], bounds[min(bisect_left(bounds, end), len(bounds) - 1)]


def _paragraphs(text: str) -> list[Span]:
    """Return the span of each paragraph: a line, or the lines of a block broken at a fixed width."""
    spans = []
    for block in _BLOCK.finditer(text):
        lines = [line.span() for line in _LINE.finditer(text, *block.span())]
        full = [(start, end) for start, end in lines[:-1] if 40 <= end - start <= 100]
        open_ended = sum(text[end - 1] not in ".!?:”’\"'" for _, end in full)
        wrapped = len(full) == len(lines) - 1 > 1 and 2 * open_ended >= len(full)
        for n, (start, end) in enumerate(lines):
            above = lines[n - 1] if n else None
            is_full = above and 40 <= above[1] - above[0] <= 100
            runs_on = is_full and text[start].islower() and text[above[1] - 1] not in ".!?:"
            if above and (wrapped or runs_on):
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return spans


def _bounds(text: str, edges: list[int], heads: set[int]) -> list[int]:
    """Return the places where sentences begin, quotations taken as one piece of their sentence."""
    bounds = [0]
    for stop in _STOPS.finditer(text):
        begin, at = stop.span()
        if bisect_right(edges, begin) % 2 and bisect_right(edges, at) % 2:
            continue
        if stop[0][0] == "\n":
            if at not in heads and at < len(text):
                continue
        elif stop[0][0] != ";":
            shortened = stop[0][0] == "." and text[begin + 1].isspace()
            if text[at : at + 2].lstrip("\"“‘'([")[:1].islower() or (
                shortened and _ABBREVIATION.search(text, max(0, begin - 8), begin + 1)):  # fmt: skip
                continue
            if stop[0][0] in "!?…" and text[begin + 1] in CLOSING and verbs.attribution_follows(text, at):
                continue
        bounds.append(at)
    return [*bounds, len(text)]


def _judged(text: str, spans: list[Span], cues: list[Cue], bounds: list[int], paragraphs: list[Span]) -> list[Mark]:
    """Decide for each passage whether it is speech, sentence by sentence."""
    judged, places, heads = [], [cue[0] for cue in cues], [start for start, _ in paragraphs]
    unclosed = None
    for start, end in spans:
        left, right = _sentence(bounds, start, end)
        middle = bisect_left(places, start)
        before, after = cues[bisect_left(places, left) : middle], cues[middle : bisect_left(places, right)]
        paragraph = paragraphs[max(0, bisect_right(heads, start) - 1)]
        is_head = start == paragraph[0]
        said, cue, side = speech.judge(text, (start, end), (left, right), before, after, is_head)
        if not said:
            # a heading, or the mark repeated at a new paragraph of one speech
            given = end - start > 3 and speech.headed(text, paragraph, (start, end))
            said = given or is_head and unclosed == text[start]
        unclosed = text[start] if said and text[end - 1] not in CLOSING else None
        judged.append(Mark(start, end, said, cue, side))
    return judged
