"""Find all patterns of a dictionary in one long text: two automata over marked bytes, the rest in numpy."""

import re
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import ahocorasick_rs
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from helpers import coding, patterns, text
from helpers.fast import characters

# how a hit of a literal is known to be a hit of its pattern: it is a whole word, the word that it begins is, or an
# expression says so, asked where the word starts, right here, or if NEXT stands behind this word or the one after it
WHOLE, BEGINS, LEADING, ASK, AFTER_WORD, AFTER_NEXT = range(6)
NEXT = 8  # bytes
STEPS = 24  # characters: longer words are not walked over one by one
_NUMBERS = {1: np.int64, 2: np.int64, 3: np.uint64, 4: np.uint64}  # rule, how, behind, mask


class Half(NamedTuple):
    """The patterns of which case counts, or the others: literals, and for each what it may be the beginning of."""

    automaton: ahocorasick_rs.BytesAhoCorasick
    first: np.ndarray  # by literal: its first entry in the arrays below, which are sorted by literal
    count: np.ndarray  # by literal: how many entries it has
    rule: np.ndarray
    how: np.ndarray
    behind: np.ndarray  # the bytes that must stand behind, as one number
    mask: np.ndarray


class Matcher(NamedTuple):
    """Patterns made ready for `hits`."""

    wanted: tuple[str, ...]
    cased: Half
    lower: Half
    odd: list[int]  # patterns with letters beyond ASCII, which are left to the plain search


@lru_cache(maxsize=4)
def matcher(wanted: tuple[str, ...]) -> Matcher:
    """Make patterns ready for `hits`."""
    odd = [i for i, pattern in enumerate(wanted) if not characters.may_be_bytes(pattern)]
    kept = sorted(set(range(len(wanted))) - set(odd))
    halves = [_half([(i, wanted[i]) for i in kept if patterns.is_cased(wanted[i]) == cased]) for cased in (True, False)]
    return Matcher(wanted, *halves, odd)


def hits(
    whole: str, ready: Matcher, points: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return rule, start and end of every match of every pattern, as coding.hits finds them, in another order.

    `points` are the code points of the text, if they are known.
    """
    plain, places = characters.folded(characters.codes(whole) if points is None else points)
    word = np.append(characters.is_word(plain), False)
    first = characters.marks(word[:-1])
    halves = [half for half in ((plain, ready.cased), (characters.lower(plain), ready.lower)) if len(half[1].rule)]
    found = [_half_hits(haystack, word, first, half, ready.wanted) for haystack, half in halves]
    rule, start, end = np.concatenate([np.zeros((3, 0), dtype=np.int64), *found], axis=1)
    if places is not None:
        start, end = places[start], places[end - 1] + 1
    if ready.odd:
        others = coding._hits(whole, [ready.wanted[i] for i in ready.odd])
        rule = np.append(rule, np.array(ready.odd)[others["rule"]])
        start, end = np.append(start, others["start"]), np.append(end, others["end"])
    return rule, start, end


def _half(wanted: list[tuple[int, str]]) -> Half:
    entries = sorted((literal, rule, *rest) for rule, pattern in wanted for literal, *rest in _entries(pattern))
    literals, count = np.unique(np.array([entry[0] for entry in entries], dtype=object), return_counts=True)
    numbers = [np.array([entry[i] for entry in entries], dtype=kind) for i, kind in _NUMBERS.items()]
    return Half(ahocorasick_rs.BytesAhoCorasick(list(literals)), np.cumsum(count) - count, count, *numbers)


def _entries(pattern: str) -> list[tuple[bytes, int, int, int]]:
    """List what a pattern may begin with: literal, how, and the number and the mask of the bytes behind."""
    folded, _ = text.fold(pattern)
    entries = []
    for form in dict.fromkeys([folded, folded.upper()] if patterns.is_cased(pattern) else [text.lower(folded)]):
        head, _, rest = form.lstrip("*").partition("*")
        how = _how(form, head, rest)
        behind = _bytes(re.match(rf"[^*-]{{0,{NEXT}}}", rest)[0] if how >= AFTER_WORD else "")
        numbers = [int.from_bytes(b.ljust(NEXT, b"\x00"), "little") for b in (behind, b"\xff" * len(behind))]
        for literal in map(_bytes, patterns.spaced(head)):
            entries.append((literal, how, *numbers))
            if how == LEADING:  # may stand within a word
                entries.append((bytes([literal[0] & ~characters.FIRST]) + literal[1:], how, *numbers))
    return list(dict.fromkeys(entries))


def _how(form: str, head: str, rest: str) -> int:
    """Tell how a pattern goes on behind its head, the part up to its first wildcard."""
    if form.startswith("*"):
        return LEADING
    if "*" not in form:
        return WHOLE
    if head.endswith(" "):
        return AFTER_NEXT if rest.startswith(" ") else ASK
    return BEGINS if not rest else ASK if re.match(r"[\w*]", rest) else AFTER_WORD


def _bytes(plain: str) -> bytes:
    unmarked = np.frombuffer(plain.encode("ascii"), dtype=np.uint8)
    return (unmarked | characters.marks(characters.is_word(unmarked))).tobytes()


def _half_hits(haystack: np.ndarray, word: np.ndarray, first: np.ndarray, half: Half, wanted: tuple) -> np.ndarray:
    """Find the patterns of a half; `word` tells what is within a word, `first` marks where one begins."""
    marked = np.append(haystack | first, np.zeros(NEXT, dtype=np.uint8))
    raw = half.automaton.find_matches_as_indexes(memoryview(marked), overlapping=True)
    literal, start, end = np.fromiter(chain.from_iterable(raw), dtype=np.int64, count=3 * len(raw)).reshape(-1, 3).T
    each = half.count[literal]
    entry = np.arange(each.sum()) + np.repeat(half.first[literal] - np.cumsum(each) + each, each)
    start, end = np.repeat(start, each), np.repeat(end, each)
    how, rule = half.how[entry], half.rule[entry]
    begins = np.flatnonzero(how == BEGINS)
    end[begins] = _skip(word, end[begins])
    sure = np.append(begins, np.flatnonzero((how == WHOLE) & ~word[end]))
    ask = [np.flatnonzero((how == LEADING) | (how == ASK))]
    for kind in (AFTER_WORD, AFTER_NEXT):
        may = np.flatnonzero(how == kind)
        passed = word if kind == AFTER_WORD else ~np.append(characters.is_space(haystack), True)
        follows = sliding_window_view(marked, NEXT)[_skip(passed, end[may])].view(np.uint64)[:, 0]
        ask.append(may[follows & half.mask[entry[may]] == half.behind[entry[may]]])
    ask = np.concatenate(ask)
    asked = _asked(haystack, first, rule[ask], start[ask], how[ask] == LEADING, wanted)
    return np.append(np.array([rule[sure], start[sure], end[sure]]), asked, axis=1)


def _asked(
    haystack: np.ndarray, first: np.ndarray, rule: np.ndarray, start: np.ndarray, leading: np.ndarray, wanted: tuple
) -> np.ndarray:
    """Ask each pattern's own expression whether it matches from a place, or from the beginning of the word there."""
    if leading.any():
        inside, begins = leading & (start > 0) & characters.is_word(haystack)[start - 1], np.flatnonzero(first)
        start[inside] = begins[np.searchsorted(begins, start[inside]) - 1]
    plain, found = characters.as_text(haystack), set()
    for which, place in zip(rule.tolist(), start.tolist(), strict=True):
        if match := patterns.regex(wanted[which]).match(plain, place):
            found.add((which, place, match.end()))
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 3).T


def _skip(inside: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the next place from each on that is not inside."""
    places, more = places.copy(), np.arange(len(places))
    for _ in range(STEPS):
        more = more[inside[places[more]]]
        places[more] += 1
    if len(more):  # a very long word
        outside = np.flatnonzero(~inside)
        places[more] = outside[np.searchsorted(outside, places[more])]
    return places
