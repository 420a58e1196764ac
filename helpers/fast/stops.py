"""Where sentences end, as segment.sentences finds it, for all paragraphs of a long text at once."""

import numpy as np

from helpers import furniture, segment
from helpers.fast import page
from helpers.fast.page import CAPITAL, CLOSER, LETTER, LOWER, MANY, OPENER, SMALL, SPACE, STOP, WORD, Page

PACKED = 8  # letters that one number holds; every abbreviation is shorter
NUMBERING = 4  # characters: '10.' and 'VIII.' end no later


def sentences(on: Page, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cut trimmed paragraphs, given in order, into sentences: number of the paragraph, start and end of each."""
    places, of = _stops(on, start, end)
    hard = _hard(on, places, of, end)
    places, of = places[~hard[of]], of[~hard[of]]
    behind = _behind(on, places, start[of], end[of])
    numbering = _numbering(on, places, start[of], end[of])
    places, of, behind = (column[(behind > 0) & ~numbering] for column in (places, of, behind))
    final = _ends_sentence(on, places, behind, start[of], end[of])
    easy = np.flatnonzero(~hard)
    of, begin = np.append(easy, of[final]), np.append(start[easy], behind[final])
    order = np.argsort(begin, kind="stable")
    of, begin = of[order], begin[order]
    until = np.append(begin[1:], 0)[: len(of)]
    last = np.append(of[1:] != of[:-1], True)[: len(of)]
    begin, until = page.trim(on, begin, np.where(last, end[of], until))
    rows = [np.array([of, begin, until])[:, until > begin]]
    for i in np.flatnonzero(hard).tolist():
        own = segment.sentences(on.whole[start[i] : end[i]])
        rows.append(np.array([(i, start[i] + s, start[i] + e) for s, e in own]).reshape(-1, 3).T)
    found = np.concatenate(rows, axis=1)
    return tuple(found[:, np.argsort(found[1], kind="stable")])


def _stops(on: Page, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of all stops in the paragraphs, and the number of the paragraph of each."""
    places = np.flatnonzero(on.flags & STOP > 0)
    of = np.searchsorted(start, places, side="right") - 1
    inside = of >= 0
    inside[inside] = places[inside] < end[of[inside]]
    return places[inside], of[inside]


def _hard(on: Page, places: np.ndarray, of: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Tell which paragraphs the plain function cuts: those with '...' or '?!', '.[1]', or many closing marks."""
    hard = np.zeros(len(end), dtype=bool)
    hard[of[1:][places[1:] == places[:-1] + 1]] = True
    behind = page.skip(on, CLOSER, places + 1, end[of])
    hard[of[(behind > places + MANY) | (page.point(on, behind) == ord("["))]] = True
    return hard


def _behind(on: Page, places: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return where the match of segment.STOP at each single stop ends, 0 where it has none."""
    closed = page.skip(on, CLOSER, places + 1, end)
    spaced = (closed == end) | _is(on, SPACE, closed)
    glued = ~spaced & (places - 3 >= start) & (on.points[places] != ord("…"))
    for n in (1, 2, 3):
        glued &= _is(on, SMALL, places - n)
    marked = places + 1 + np.isin(page.point(on, places + 1), (ord("”"), ord("’")))
    glued &= (marked + 1 < end) & _is(on, CAPITAL, marked) & _is(on, SMALL, marked + 1)
    return np.select([spaced, glued], [closed, marked], 0)


def _numbering(on: Page, places: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Tell which stops belong to the number that a paragraph begins with."""
    found = (places - start <= NUMBERING) & _is(on, SPACE, places + 1)
    rows = zip(places[found].tolist(), start[found].tolist(), end[found].tolist(), strict=True)
    numbers = [(place, furniture.NUMBERED.match(on.whole, s, e)) for place, s, e in rows]
    found[found] = [bool(number) and place < number.end() for place, number in numbers]
    return found


def _ends_sentence(on: Page, places: np.ndarray, behind: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Tell which stops end a sentence; segment.ends_sentence is asked where more than the next letter counts."""
    closed, point = behind > places + 1, on.points[places] == ord(".")
    following = page.skip_spaces(on, behind, end)
    opened = page.skip(on, OPENER, following, end)
    word = page.skip_spaces(on, opened, end)
    never, maybe = (short & ~closed & point for short in _shortened(on, places, start))
    final = (following >= end) | ~(never | ((word < end) & _is(on, LOWER, word)))
    ask = final & (following < end) & ((opened > following + MANY) | (closed & ~point) | maybe)
    asked = zip(places[ask].tolist(), start[ask].tolist(), end[ask].tolist(), strict=True)
    final[ask] = [_asked(on.whole[s:e], place - s) for place, s, e in asked]
    return final


def _asked(paragraph: str, place: int) -> bool:
    return segment.ends_sentence(paragraph, segment.STOP.match(paragraph, place))


def _shortened(on: Page, places: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tell which points belong to an abbreviation that never ends a sentence, and which may to another or to initials.

    The letters before a point tell: they are all of an abbreviation, or the end of one where something
    else stands before them; what stands before a bracket or a quote may be anything.
    """
    at = places[:, None] - np.arange(1, PACKED + 1)
    letter = (at >= start[:, None]) & _is(on, LETTER, at)
    letter = np.logical_and.accumulate(letter, axis=1)
    length = letter.sum(axis=1)
    packed = np.where(letter, page.point(on, at) | 0x20, 0).astype(np.uint8).view(np.uint64)[:, 0]
    before = places - length - 1
    alone = (before < start) | _is(on, SPACE, before)
    never = alone & _among(packed, _NEVER)
    known = np.where(alone, _among(packed, _MAYBE), _among(packed, _ENDINGS))
    marked = ~alone & ~_is(on, WORD, before)
    return never, np.where(length == 0, marked, (length == 1) | known) & ~never


def _pack(word: str) -> int:
    return int.from_bytes(word[::-1].encode("ascii"), "little")


def _among(numbers: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Tell which numbers are among those known, which are in order."""
    return known[np.searchsorted(known[:-1], numbers)] == numbers


def _is(on: Page, flag: int, places: np.ndarray) -> np.ndarray:
    return on.flags[places] & flag > 0  # so much before the beginning is behind the end: nothing


def _packed(words: set[str]) -> np.ndarray:
    return np.array(sorted(map(_pack, words)), dtype=np.uint64)


_SHORT = {word for word in segment.ABBREVIATIONS if word.isalpha()}
_ENDINGS = _packed({word[n:] for word in _SHORT for n in range(len(word))})
_MAYBE = _packed(_SHORT & {*segment.CLOSING, *segment.COUNTING})
_NEVER = _packed(_SHORT - {*segment.CLOSING, *segment.COUNTING})
