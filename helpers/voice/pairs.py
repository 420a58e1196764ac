"""Pair the quotation marks of a text: double and single, curly and straight, those never closed too.

In: the text of one article and the spans of its paragraphs. Out: the span of each passage, marks included,
outermost passages only.
"""

import re
from bisect import bisect_left
from itertools import accumulate

Span = tuple[int, int]
Hit = tuple[int, int, str]  # start, end and characters of one quotation mark
CLOSING = "”’\"'»“"
CARRIED = 1_500  # characters: a quotation that closes in a later paragraph is no longer than this

# a double mark, ``, '', or a single mark that is no apostrophe within a word: not preceded by a letter, or not
# followed by one. The set of characters stands first so that the search skips to them
_MARKS = re.compile(r"[“”„‟«»\"`'‘’](?:(?<=[“”„‟«»\"])|(?<=`)`|(?<=')'|(?<=['‘’])(?<!\w.)(?=\S)|(?<=\S['’])(?!\w))")
_ELISION = re.compile(r"(?i)['’‘](?:\d0s|\d\ds|em|til|tis|twas|cause|bout|cos|ere|neath|round)\b|['’‘](?:\d\d\b|n['’])")
_DROPPED = re.compile(r"(?i)(?:\b(?:o|an|th|of|wi)|[a-z]{2}in)$")  # o’, an’, th’, goin’


def spans(text: str, paragraphs: list[Span]) -> list[Span]:
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
    surplus: list[int] = []
    while i < len(here):
        at, stop, mark = here[i]
        found = None
        if _opens(text, at, stop, mark, paragraph[0]):
            if mark in "'‘’":
                found = _single_close(text, here, i, paragraph, after)
            else:
                found = _double_close(text, here, i, paragraph[1], surplus)
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


def _double_close(text: str, here: list[Hit], i: int, end: int, surplus: list[int]) -> tuple[int, int]:
    """Return the index of the closing mark and 0, or the index to go on from and the end of what was never closed.

    `surplus` is empty until it is first needed.
    """
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
            if not surplus:
                # of each mark: how many more of the marks from there on are ” than “
                surplus += list(accumulate((mark == "”") - (mark == "“") for _, _, mark in reversed(here)))[::-1]
            if surplus[j] <= 0:
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
