"""The lines of articles and what furniture they are, as the plain functions of segment and furniture find it."""

import re
from functools import cache
from typing import NamedTuple

import numpy as np

from helpers import furniture, segment, text
from helpers.fast import characters, matching
from helpers.fast.page import CAPITAL, LOWER, Page, count_words, ends, holds, is_bullet, trim

# furniture.CREDIT matches only a line that holds one of these words with no more than so many visible characters to its
# end, a slash before a name, or an agency at its end or in brackets there
_CREDITS = dict.fromkeys("photo* pic* image* illustration* credit* file* wire*".split(), 120) | {"via": 2**31}
_AGENCIES = tuple("AFP AP PA EPA Getty Images Reuters REUTERS IRNA TASS Tasnim Alamy Shutterstock".split())
_AGENCY = re.compile("|".join(_AGENCIES))
_BRACKETED = 150  # characters: what furniture.CREDIT takes for the brackets around an agency is shorter
# furniture.cut_dateline cuts only a line that begins in capitals, or with words that do, or numbers, up to one of these
_DATED = re.compile(r"[A-Z][A-Z.’' /]|(?:(?![a-z])[^\s(/:–—-]+\s+)*(?![a-z])[^\s(/:–—-]*[(/:–—-]")
_BEFORE = re.compile("[a-z0-9]")  # a phrase that is no sure one has none of these before it


class Phrases(NamedTuple):
    """The furniture of a dictionary made ready for `pieces`."""

    plain: tuple  # as furniture.phrases gives it
    matcher: matching.Matcher
    sure: np.ndarray  # by rule of the matcher: a phrase that may stand anywhere in a line
    reach: np.ndarray  # by rule: a word of a credit, this near the end of the line; 0: a phrase
    signs: frozenset[str]  # characters beyond ASCII of phrases, which the matcher does not look for


def phrases(rows: tuple[tuple[str, str], ...]) -> Phrases:
    """Make furniture rows (key, pattern) ready for `pieces`."""
    folded = [text.fold(pattern)[0] for _, pattern in rows]
    simple = [pattern.lower().removesuffix("*") + "*" for pattern in folded if pattern.isascii()]
    signs = frozenset(c for pattern in folded for c in pattern if not c.isascii())
    sure = [len(pattern.split()) >= furniture.SURE for pattern in simple] + [False] * len(_CREDITS)
    reach = [0] * len(simple) + list(_CREDITS.values())
    ready = matching.matcher((*simple, *_CREDITS))
    return Phrases(furniture.phrases(rows), ready, np.array(sure), np.array(reach), signs)


def paragraphs(on: Page) -> tuple[np.ndarray, np.ndarray]:
    """Return start and end of each paragraph, as segment's plain function finds them in an article."""
    breaks = np.flatnonzero(on.points == ord("\n"))
    start, end = trim(on, np.append(0, breaks + 1), np.append(breaks, len(on.points)))
    number = np.flatnonzero(end > start)
    start, end = start[number], end[number]
    opens = np.flatnonzero(np.append(True, np.diff(number) > 1)[: len(number)])
    closes = np.append(opens[1:], len(number))[: len(opens)] - 1  # the last line of each block
    wrapped = _is_wrapped(on, start, end, opens, closes)
    kept = ~np.repeat(wrapped, closes - opens + 1)
    kept[opens] = True
    end[opens[wrapped]] = end[closes[wrapped]]
    return start[kept], end[kept]


def _is_wrapped(on: Page, start: np.ndarray, end: np.ndarray, opens: np.ndarray, closes: np.ndarray) -> np.ndarray:
    """Tell which blocks of lines segment.is_wrapped takes for one paragraph."""
    if not len(opens):
        return np.zeros(0, dtype=bool)
    length, last = end - start, np.zeros(len(start), dtype=bool)
    last[closes] = True
    least, most = segment.WRAPPED_AT
    fits = np.logical_and.reduceat(last | ((least <= length) & (length <= most)), opens)
    fits &= (closes > opens) & ~np.logical_or.reduceat(is_bullet(on, start, end), opens)
    widest = np.maximum.reduceat(np.where(last, 0, length), opens)
    narrowest = np.minimum.reduceat(np.where(last, len(on.points), length), opens)
    n_open = np.add.reduceat((~last & ~ends(on, start, end)).astype(np.int64), opens)
    near = (widest - narrowest <= segment.RAGGED) & (closes - opens >= 2) & (n_open * 2 >= closes - opens)
    lower = on.flags[start] & LOWER > 0
    lower[opens] = True
    return fits & (near | np.logical_and.reduceat(lower, opens))


def pieces(on: Page, start: np.ndarray, end: np.ndarray, number: np.ndarray, known: Phrases) -> dict[int, list]:
    """Return, by paragraph, what furniture.of_line makes of those that it cuts or names.

    `number` counts the paragraphs of each article; a piece is start, end and kind.
    """
    words = count_words(on, start, end)
    ask, near = _hits(on, start, end, words, known)
    for i in np.flatnonzero((words == 1) & ~ask).tolist():
        ask[i] = bool(furniture.URL.fullmatch(on.whole, start[i], end[i]))
    slash = np.flatnonzero(on.points == ord("/"))
    named = slash[on.flags[slash + 1] & CAPITAL > 0]
    maybe = near | holds(named, start, end) | _ends_in_agency(on, start, end)
    for i in np.flatnonzero(maybe & (words <= furniture.LONG_LINE) & ~ask).tolist():
        ask[i] = bool(furniture.CREDIT.search(on.whole[start[i] : end[i]]))
    head = (number <= furniture.HEAD) & ~ask
    for i in np.flatnonzero(head).tolist():
        head[i] = bool(_DATED.match(on.whole, start[i], end[i]))
    found = {}
    for i in np.flatnonzero(ask | head).tolist():
        line = on.whole[start[i] : end[i]]
        own = int(start[i]), int(number[i])
        found[i] = furniture.of_line(line, *own, known.plain) if ask[i] else furniture.cut_dateline(line, *own)
    return {i: made for i, made in found.items() if made != [(start[i], end[i], "")]}


def _hits(
    on: Page, start: np.ndarray, end: np.ndarray, words: np.ndarray, known: Phrases
) -> tuple[np.ndarray, np.ndarray]:
    """Tell which paragraphs may hold a phrase of furniture, and which a word of a credit near their end."""
    odd = characters.of_beyond(on.known, lambda char: _is_odd(char, known.signs)).view(bool)
    ask = holds(on.known.beyond[odd], start, end)
    near = np.zeros(len(start), dtype=bool)
    rule, place, _ = matching.hits(on.whole, known.matcher, on.known)
    of = np.searchsorted(start, place, side="right") - 1
    inside = (of >= 0) & (place < end[of])
    rule, place, of = rule[inside], place[inside], of[inside]
    ask[of[known.sure[rule]]] = True
    reach = known.reach[rule]
    for i, at, most in zip(of[reach > 0].tolist(), place[reach > 0].tolist(), reach[reach > 0].tolist(), strict=True):
        near[i] |= len("".join(on.whole[at : end[i]].split())) <= most
    first = ~known.sure[rule] & (reach == 0) & (words[of] <= furniture.LONG_LINE)
    for i, at in zip(of[first].tolist(), place[first].tolist(), strict=True):
        ask[i] |= not _BEFORE.search(on.whole, start[i], at)
    return ask, near


@cache
def _is_odd(char: str, signs: frozenset[str]) -> bool:
    """Tell whether a character is of a phrase, or is a letter on one side of text.fold only, or goes with it."""
    plain, _ = text.fold(char)
    of_phrase = plain in signs or (plain.isalpha() and not plain.isascii() and any(map(str.isalpha, signs)))
    return not plain or of_phrase or (char.isalnum() or char == "_") != (plain.isalnum() or plain == "_")


def _ends_in_agency(on: Page, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Tell which paragraphs end in the name of an agency, or in a closing bracket that may hold one."""
    last = on.points[end - 1]
    found = np.isin(last, [ord(c) for c in ")]"])
    for i in np.flatnonzero(found).tolist():
        found[i] = bool(_AGENCY.search(on.whole, max(start[i], end[i] - _BRACKETED), end[i]))
    for i in np.flatnonzero(np.isin(last, [ord(name[-1]) for name in _AGENCIES])).tolist():
        found[i] = on.whole.endswith(_AGENCIES, 0, int(end[i]))
    return found
