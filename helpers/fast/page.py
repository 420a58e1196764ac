"""A long text as arrays for the cutting of segments: what each character is, and where words begin."""

from functools import cache
from typing import NamedTuple

import numpy as np

from helpers import furniture
from helpers.fast import characters

SPACE, STOP, CLOSER, OPENER, LOWER, SMALL, CAPITAL, WORD = (1 << i for i in range(8))
LETTER = SMALL | CAPITAL
_STOPS = ".!?…"
_SETS = {STOP: _STOPS, CLOSER: "\"”’')]»", OPENER: "\"“‘'([«—–-"}
_ENDING, _BULLETS = ([ord(char) for char in chars] for chars in (_STOPS + ":;,", "-*•·▪●◦–—"))
MANY = 8  # characters: a longer run of closing marks is left to the plain functions
STEPS = 4  # characters: longer runs of spaces are not walked over one by one


class Page(NamedTuple):
    """A text and its arrays."""

    whole: str
    known: characters.Characters
    points: np.ndarray  # code point of each character
    flags: np.ndarray  # what each character is: SPACE | STOP | ...; MANY zeros behind the end
    words: np.ndarray  # places where words begin, words being what spaces part


def page(whole: str) -> Page:
    """Return a text with its arrays."""
    known = characters.read(whole)
    flags = np.append(characters.look_up(known, _flags), np.zeros(MANY, dtype=np.uint8))
    begins = flags[: len(whole)] & SPACE == 0
    begins[1:] &= ~begins[:-1]
    return Page(whole, known, known.points, flags, np.flatnonzero(begins))


def point(on: Page, places: np.ndarray) -> np.ndarray:
    """Return the code points at these places, the last one behind the end."""
    return on.points[np.clip(places, 0, len(on.points) - 1)]


def skip(on: Page, flag: int, at: np.ndarray, end: np.ndarray, most: int = MANY + 1) -> np.ndarray:
    """Return the places behind runs of such characters, no further than the end, nor `most` characters."""
    at, more = at.copy(), np.arange(len(at))
    for _ in range(most):
        more = more[(at[more] < end[more]) & (on.flags[at[more]] & flag > 0)]
        if not len(more):
            break
        at[more] += 1
    return at


def skip_spaces(on: Page, at: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the places behind runs of spaces, no further than the end."""
    at = skip(on, SPACE, at, end, STEPS)
    more = np.flatnonzero((at < end) & (on.flags[at] & SPACE > 0))
    words = np.append(on.words, len(on.points))
    at[more] = np.minimum(words[np.searchsorted(on.words, at[more])], end[more])
    return at


def trim(on: Page, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return spans without the spaces at their ends; one that holds nothing else is empty."""
    start, end = skip_spaces(on, start, end), end.copy()
    more = np.arange(len(end))
    for _ in range(STEPS):
        more = more[(end[more] > start[more]) & (on.flags[end[more] - 1] & SPACE > 0)]
        end[more] -= 1
    end[more] = [s + len(on.whole[s:e].rstrip()) for s, e in zip(start[more], end[more], strict=True)]
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
    ended = left & np.isin(on.points[np.maximum(last, 0)], _ENDING)
    # or a stop, spaces, and closing marks only
    before = trim(on, start, np.maximum(last + 1, start))[1] - 1
    ended |= left & (before < last) & (on.flags[before] & STOP > 0)
    ended[more] = [bool(furniture.ENDS.search(on.whole[s:e])) for s, e in zip(start[more], end[more], strict=True)]
    return ended


def is_bullet(on: Page, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Tell which trimmed spans furniture.BULLET matches."""
    second = on.flags[np.minimum(start + 1, len(on.flags) - 1)]
    return np.isin(on.points[start], _BULLETS) & (end > start + 1) & (second & SPACE > 0)


@cache
def _flags(char: str) -> int:
    told = [
        (SPACE, char.isspace()), *((flag, char in chars) for flag, chars in _SETS.items()), (LOWER, char.islower()),
        (SMALL, "a" <= char <= "z"), (CAPITAL, "A" <= char <= "Z"),
        (WORD, char.isalnum() or char == "_"),
    ]  # fmt: skip
    return sum(flag for flag, is_so in told if is_so)
