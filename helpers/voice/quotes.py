"""Find the passages in quotation marks: pair the marks, then ask helpers.speech which are speech.

In: the text of one article. Out: tuples of character offsets into it. Marks, sentence ends and words of
saying are found in one pass each over the whole text; Python then works on the hits only.
"""

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from helpers.voice import speech
from helpers.voice.speech import CLOSING, Cue, Span

Hit = tuple[int, int, str]  # start, end and characters of one quotation mark
CARRIED = 1_500  # characters: a quotation that closes in a later paragraph is no longer than this


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


_MARKS = re.compile(r"[“”„‟«»\"]|``|''|(?<!\w)['‘’](?=\S)|(?<=\S)['’](?!\w)")
_STOPS = re.compile(r"(?:[.!?…]+[\"”’')\]»]*|;)[^\S\n]+|\n\s*")
_BLOCK = re.compile(r"[^\n]+(?:\n[^\S\n]*\S[^\n]*)*")
_LINE = re.compile(r"[^\n]+")
_ELISION = re.compile(r"(?i)['’‘](?:\d0s|\d\ds|em|til|tis|twas|cause|bout|cos|ere|neath|round)\b|['’‘](?:\d\d\b|n['’])")
_DROPPED = re.compile(r"(?i)(?:\b(?:o|an|th|of|wi)|[a-z]{2}in)$")  # o’, an’, th’, goin’
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Messrs|Dr|Prof|Sir|St|Sens?|Reps?|Govs?|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Rev|Hon|Fr|Jr|Sr|vs?|Inc|"
    r"Ltd|Co|Corp|Bros|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|"
    r"Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|etc|e\.g|i\.e|Supt|Det|Insp|Amb)"
    r"|\b[A-Z](?:\.[A-Z])*)\.$"
)


def marks(text: str) -> list[Mark]:
    """List every passage in quotation marks, outermost only, with a flag `speech` and its cue."""
    return read(text).marks


def read(text: str, paragraphs: list[Span] | None = None, sentences: list[int] | None = None) -> Reading:
    """Read a text once: its marks, the cues that stand outside them, sentence bounds and paragraphs.

    `paragraphs` (spans) and `sentences` (starts) are found here where they are not given.
    """
    paragraphs = paragraphs or _paragraphs(text)
    spans = _spans(text, paragraphs)
    starts = [start for start, _ in spans]
    outside = [cue for cue in speech.cues(text) if not _within(cue[0], spans, starts)]
    cues = sorted({*outside, *speech.unlisted(text, spans)})
    if sentences is None:
        bounds = _bounds(text, spans, starts, {start for start, _ in paragraphs})
    else:
        bounds = [0, *(s for s in sentences if s and not _within(s, spans, starts)), len(text)]
    return Reading(_judged(text, spans, cues, bounds, paragraphs), cues, bounds, paragraphs)


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
            runs_on = above in full and text[start].islower() and text[above[1] - 1] not in ".!?:"
            if above and (wrapped or runs_on):
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return spans


def _spans(text: str, paragraphs: list[Span]) -> list[Span]:
    """Pair the marks paragraph by paragraph; a mark without its pair runs to the end of the paragraph."""
    found = [(hit.start(), hit.end(), hit[0]) for hit in _MARKS.finditer(text)]
    places, spans, done = [hit[0] for hit in found], [], 0
    if not found:
        return spans
    for number, (start, end) in enumerate(paragraphs):
        first, last = bisect_left(places, max(start, done)), bisect_left(places, end)
        if first >= last:
            continue
        after = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        here = _paired(text, found[first:last], (start, end), after)
        if after and here and here[-1][1] == end and text[end - 1] not in CLOSING:
            close = _close_later(text, here[-1][0], found[last : last + 12], after[0])
            if close:
                here[-1], done = (here[-1][0], close), close
        spans += here
    return spans


def _close_later(text: str, start: int, later: list[Hit], begin: int) -> int | None:
    """Return the end of a quotation that closes in a later paragraph which does not open it again."""
    if text[start] in "'‘" or text[begin] in "“\"‘'«„":
        return None
    for at, stop, mark in later:
        if at - start > CARRIED or mark in "“„«" or mark == '"' and text[at - 1].isspace():
            return None
        if mark in ("”", "''", "»") or mark == text[start] == '"':
            return stop
    return None


def _paired(text: str, here: list[Hit], paragraph: Span, after: Span | None) -> list[Span]:
    """Pair the marks of one paragraph, outermost pairs only."""
    spans, i = [], 0
    while i < len(here):
        at, stop, mark = here[i]
        found = None
        if _opens(text, at, stop, mark, paragraph[0]):
            if mark in "'‘’":
                found = _single_close(text, here, i, paragraph, after)
            else:
                found = _double_close(text, here, i, paragraph[1])
        if found is None:
            i += 1
            continue
        close, missing = found
        end = at + len(text[at : missing or here[close][1]].rstrip())
        if end - at > 1:
            spans.append((at, end))
        i = close if missing else close + 1
    return spans


def _opens(text: str, at: int, stop: int, mark: str, start: int) -> bool:
    """Tell whether a mark can open a quotation where it stands."""
    before = text[at - 1] if at > start else " "
    after = text[stop : stop + 1] or " "
    if mark in ("“", "„", "«", "‟", "``"):
        return mark != "“" or not after.isspace()
    free = before.isspace() or before in "([{—–-/“‘\"'*…:"
    if mark == '"':
        return not after.isspace() and (free or not before.isdigit() and after.isalnum())
    if mark == "”":
        return free and (after.isalnum() or after in "‘'")
    if mark in ("’", "''", "»") or not free:
        return False
    return (after.isalnum() or after in '“"([…$£€—') and not _ELISION.match(text, at)


def _double_close(text: str, here: list[Hit], i: int, end: int) -> tuple[int, int]:
    """Return the index of the closing mark and 0, or the index to go on from and the end of what was never closed."""
    mark, depth = here[i][2], 0
    for j in range(i + 1, len(here)):
        at, stop, other = here[j]
        if other in "'‘’" or mark == "«" and other != "»":
            continue
        before, after = text[at - 1], text[stop] if stop < end else " "
        closing = not before.isspace() and before not in "([—" and not after.isalnum()
        if depth and other == "”":
            depth -= 1
        elif other in ("”", "''", "»") or mark == "„" and other in '“‟"' or other == mark == "“" and closing:
            return j, 0
        elif other == mark == "“":
            # a quotation within, if there are marks enough to close both; else the first was never closed
            rest = [hit[2] for hit in here[j:]]
            if rest.count("”") <= rest.count("“"):
                return j, at
            depth += 1
        elif other == '"':
            if before.isdigit() and text[stop + 1 : stop + 2].islower() and _closes_next(text, here[j + 1 :]):
                continue  # an inch mark
            opens = mark == '"' and not closing and (before.isspace() and not after.isspace() or before in "([")
            return (j, at) if opens else (j, 0)
    return len(here), end


def _closes_next(text: str, later: list[Hit]) -> bool:
    """Tell whether the next straight mark closes, so that the one before it did not."""
    at = next((hit[0] for hit in later if hit[2] == '"'), 0)
    return at > 0 and not text[at - 1].isspace() and not text[at - 1].isdigit() and not text[at + 1 : at + 2].isalnum()


def _single_close(text: str, here: list[Hit], i: int, paragraph: Span, after: Span | None) -> tuple[int, int] | None:
    """Choose the closing mark of a single quotation among apostrophes and plural possessives, as _double_close does.

    A mark after a stop or another letter than s closes; 'officials’,' may close; 'officials’ view'
    closes only if nothing better follows.
    """
    opening = here[i][0]
    may, might = None, None
    for j in range(i + 1, len(here)):
        at, stop, other = here[j]
        before, follows = text[at - 1], text[stop] if stop < paragraph[1] else " "
        if other not in "'’" or before.isspace() or follows.isalnum():
            new = other == "‘" or other == "'" and before.isspace()
            if new and might is not None and not _ELISION.match(text, at):
                return might, 0
        elif before in "sSzx":
            ends = follows in '.,;:!?)—”"]' or stop >= paragraph[1]
            may = j if ends and may is None else may
            might = j if not ends and might is None else might
        elif follows != " " or not _DROPPED.search(text, max(opening, at - 12), at):
            return j, 0
    repeated = after is not None and text[after[0]] == text[opening]
    heads = opening == paragraph[0]
    if repeated and heads and (may is None or might is not None):
        return len(here), paragraph[1]
    if might is not None and (may is None or text.count(" ", opening, here[might][0]) <= 3):
        return might, 0
    if may is not None:
        return may, 0
    led = text[max(paragraph[0], opening - 2) : opening].strip() in (":", ",")
    fresh = repeated and text[opening - 2 : opening - 1] in (".", "!", "?", "’")
    if (heads or led or fresh) and (text[opening] == "‘" or repeated):
        return len(here), paragraph[1]
    return None


def _within(at: int, spans: list[Span], starts: list[int]) -> bool:
    i = bisect_right(starts, at) - 1
    return i >= 0 and spans[i][0] < at < spans[i][1]


def _bounds(text: str, spans: list[Span], starts: list[int], heads: set[int]) -> list[int]:
    """Return the places where sentences begin, quotations taken as one piece of their sentence."""
    bounds = [0]
    for stop in _STOPS.finditer(text):
        begin, at = stop.span()
        if _within(begin, spans, starts) and _within(at, spans, starts):
            continue
        if stop[0][0] == "\n":
            if at not in heads and at < len(text):
                continue
        elif stop[0][0] != ";":
            shortened = stop[0][0] == "." and text[begin + 1].isspace()
            if text[at : at + 2].lstrip("\"“‘'([")[:1].islower() or (
                shortened and _ABBREVIATION.search(text, max(0, begin - 8), begin + 1)):  # fmt: skip
                continue
            if stop[0][0] in "!?…" and text[begin + 1] in CLOSING and speech.attribution_follows(text, at):
                continue
        bounds.append(at)
    return [*bounds, len(text)]


def _judged(text: str, spans: list[Span], cues: list[Cue], bounds: list[int], paragraphs: list[Span]) -> list[Mark]:
    """Decide for each passage whether it is speech, sentence by sentence."""
    judged, places, heads = [], [cue[0] for cue in cues], [start for start, _ in paragraphs]
    unclosed = None
    for start, end in spans:
        left = bounds[bisect_right(bounds, start) - 1]
        right = bounds[min(bisect_left(bounds, end), len(bounds) - 1)]
        near = cues[bisect_left(places, left) : bisect_left(places, right)]
        before, after = [cue for cue in near if cue[1] <= start], [cue for cue in near if cue[0] >= end]
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
