"""A long text as arrays for the cutting of segments: what each character is, and where words begin."""

from functools import cache
from typing import NamedTuple

import numpy as np

from helpers import furniture
from helpers.fast import characters

SPACE, STOP, CLOSER, OPENER, LOWER, LETTER, SMALL, CAPITAL, WORD, ENDING, BULLET, PLACED = (1 << i for i in range(12))
_SETS = {STOP: ".!?…", CLOSER: "\"”’')]»", OPENER: "\"“‘'([«—–-", ENDING: ".!?…:;,", BULLET: "-*•·▪●◦–—",
         PLACED: "(/-–—:"}  # PLACED: furniture.cut_dateline cuts no line without one of these
MANY = 8  # characters: a longer run of closing marks is left to the plain functions
STEPS = 16  # characters: longer runs of spaces are not walked over one by one


class Page(NamedTuple):
    """A text and its arrays."""

    whole: str
    points: np.ndarray  # code point of each character
    flags: np.ndarray  # what each character is: SPACE | STOP | ...; MANY zeros behind the end
    words: np.ndarray  # places where words begin, words being what spaces part


def page(whole: str) -> Page:
    """Return a text with its arrays."""
    points = characters.codes(whole)
    low, high = (characters.look_up(points, half) for half in (_low, _high))
    flags = np.append(low | (high.astype(np.uint16) << 8), np.zeros(MANY, dtype=np.uint16))
    space = low & SPACE > 0
    begins = ~space
    begins[1:] &= space[:-1]
    return Page(whole, points, flags, np.flatnonzero(begins))


def skip(on: Page, flag: int, at: np.ndarray, end: np.ndarray, most: int | None = None) -> np.ndarray:
    """Return the places behind runs of such characters, no further than the end, nor `most` characters."""
    at, more = at.copy(), np.arange(len(at))
    for _ in range(STEPS if most is None else most):
        more = more[(at[more] < end[more]) & (on.flags[at[more]] & flag > 0)]
        at[more] += 1
    if most is None and len(more):  # a long run
        others = np.append(np.flatnonzero(on.flags & flag == 0), len(on.flags))
        at[more] = np.minimum(others[np.searchsorted(others, at[more])], end[more])
    return at


def trim(on: Page, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return spans without the spaces at their ends; one that holds nothing else is empty."""
    start, end = skip(on, SPACE, start, end), end.copy()
    more = np.arange(len(end))
    for _ in range(STEPS):
        more = more[(end[more] > start[more]) & (on.flags[end[more] - 1] & SPACE > 0)]
        end[more] -= 1
    if len(more):
        visible = np.flatnonzero(on.flags & SPACE == 0)
        end[more] = visible[np.searchsorted(visible, end[more]) - 1] + 1
    return start, end


def count_words(on: Page, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Count the words of trimmed spans, as len(span.split()) does."""
    return np.searchsorted(on.words, end) - np.searchsorted(on.words, start)


def holds(places: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Tell which spans hold at least one of the places, which are in order."""
    return np.searchsorted(places, end) > np.searchsorted(places, start)


def ends(on: Page, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Tell in which trimmed spans furniture.ENDS finds an end: a stop or comma, then closing marks."""
    last, more = end - 1, np.arange(len(end))
    for _ in range(MANY):
        more = more[(last[more] >= start[more]) & (on.flags[last[more]] & CLOSER > 0)]
        last[more] -= 1
    left = last >= start
    ended = left & (on.flags[last] & ENDING > 0)
    # or a stop, spaces, and closing marks only
    before = trim(on, start, np.maximum(last + 1, start))[1] - 1
    ended |= left & (before < last) & (on.flags[before] & STOP > 0)
    ended[more] = [bool(furniture.ENDS.search(on.whole[s:e])) for s, e in zip(start[more], end[more], strict=True)]
    return ended


def is_bullet(on: Page, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Tell which trimmed spans furniture.BULLET matches."""
    second = on.flags[np.minimum(start + 1, len(on.flags) - 1)]
    return (on.flags[start] & BULLET > 0) & (end > start + 1) & (second & SPACE > 0)


def _low(char: str) -> int:
    return _flags(char) & 0xFF


def _high(char: str) -> int:
    return _flags(char) >> 8


@cache
def _flags(char: str) -> int:
    told = [
        (SPACE, char.isspace()), *((flag, char in chars) for flag, chars in _SETS.items()), (LOWER, char.islower()),
        (LETTER, char.isascii() and char.isalpha()), (SMALL, "a" <= char <= "z"), (CAPITAL, "A" <= char <= "Z"),
        (WORD, char.isalnum() or char == "_"),
    ]  # fmt: skip
    return sum(flag for flag, is_so in told if is_so)
