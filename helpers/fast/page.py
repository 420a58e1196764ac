"""A long text as arrays for the cutting of segments: what each character is, and where the visible ones are."""

from functools import cache
from typing import NamedTuple

import numpy as np

from helpers import furniture
from helpers.fast import characters

SPACE, STOP, CLOSER, OPENER, LOWER, LETTER, SMALL, CAPITAL, WORD, ENDING, BULLET, PLACED = (1 << i for i in range(12))
_SETS = {STOP: ".!?…", CLOSER: "\"”’')]»", OPENER: "\"“‘'([«—–-", ENDING: ".!?…:;,", BULLET: "-*•·▪●◦–—",
         PLACED: "(/-–—:"}  # PLACED: furniture.cut_dateline cuts no line without one of these
MANY = 8  # characters: a longer run of closing marks is left to the plain functions


class Page(NamedTuple):
    """A text and its arrays."""

    whole: str
    points: np.ndarray  # code point of each character
    flags: np.ndarray  # what each character is: SPACE | STOP | ...
    visible: np.ndarray  # places of the characters that are no space, and one behind the end
    words: np.ndarray  # places where words begin, words being what spaces part


def page(whole: str) -> Page:
    """Return a text with its arrays."""
    points = characters.codes(whole)
    flags = characters.look_up(points, _flags, np.uint16)
    visible = (flags & SPACE) == 0
    begins = visible.copy()
    begins[1:] &= ~visible[:-1]
    return Page(whole, points, flags, np.append(np.flatnonzero(visible), len(whole)), np.flatnonzero(begins))


def trim(on: Page, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return spans without the spaces at their ends; one that holds nothing else ends before it starts."""
    first, behind = np.searchsorted(on.visible, start), np.searchsorted(on.visible, end)
    return on.visible[first], np.where(behind > first, on.visible[behind - 1] + 1, start - 1)


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
    before = on.visible[np.maximum(np.searchsorted(on.visible, last + 1) - 1, 0)]
    ended |= left & (on.flags[last] & SPACE > 0) & (before >= start) & (on.flags[before] & STOP > 0)
    ended[more] = [bool(furniture.ENDS.search(on.whole[s:e])) for s, e in zip(start[more], end[more], strict=True)]
    return ended


def is_bullet(on: Page, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Tell which trimmed spans furniture.BULLET matches."""
    second = on.flags[np.minimum(start + 1, len(on.flags) - 1)]
    return (on.flags[start] & BULLET > 0) & (end > start + 1) & (second & SPACE > 0)


@cache
def _flags(char: str) -> int:
    told = [
        (SPACE, char.isspace()), *((flag, char in chars) for flag, chars in _SETS.items()), (LOWER, char.islower()),
        (LETTER, char.isascii() and char.isalpha()), (SMALL, "a" <= char <= "z"), (CAPITAL, "A" <= char <= "Z"),
        (WORD, char.isalnum() or char == "_"),
    ]  # fmt: skip
    return sum(flag for flag, is_so in told if is_so)
