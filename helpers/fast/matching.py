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


class Words(NamedTuple):
    """Where the words of folded bytes are."""

    inside: np.ndarray  # by place, and the end: within a word
    first: np.ndarray  # by place: characters.FIRST where one begins
    ends: np.ndarray  # one behind each word, and one behind all
    spaces: np.ndarray  # each space, and one behind all


@lru_cache(maxsize=4)
def matcher(wanted: tuple[str, ...]) -> Matcher:
    """Make patterns ready for `hits`."""
    odd = [i for i, pattern in enumerate(wanted) if not characters.may_be_bytes(pattern)]
    kept = sorted(set(range(len(wanted))) - set(odd))
    halves = [_half([(i, wanted[i]) for i in kept if patterns.is_cased(wanted[i]) == cased]) for cased in (True, False)]
    return Matcher(wanted, *halves, odd)


def hits(whole: str, ready: Matcher) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return rule, start and end of every match of every pattern, as coding.hits finds them, in another order."""
    plain, places = characters.folded(characters.codes(whole))
    words = _words(plain)
    halves = [(plain, ready.cased), (characters.lower(plain), ready.lower)]
    found = [_half_hits(haystack, words, half, ready.wanted) for haystack, half in halves if len(half.rule)]
    found.append(np.zeros((3, 0), dtype=np.int64))
    rule, start, end = (np.concatenate(column) for column in zip(*found, strict=True))
    if places is not None and len(rule):
        start, end = places[start], places[end - 1] + 1
    if ready.odd:
        others = coding._hits(whole, [ready.wanted[i] for i in ready.odd])
        rule = np.append(rule, np.array(ready.odd)[others["rule"]])
        start, end = np.append(start, others["start"]), np.append(end, others["end"])
    return rule, start, end


def _words(plain: np.ndarray) -> Words:
    size, word = len(plain), characters.is_word(plain)
    first, last = characters.marks(word), word.copy()
    last[:-1] &= ~word[1:]
    ends, spaces = np.flatnonzero(last) + 1, np.flatnonzero(characters.is_space(plain))
    return Words(np.append(word, False), first, np.append(ends, size), np.append(spaces, size))


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


def _half_hits(haystack: np.ndarray, words: Words, half: Half, wanted: tuple[str, ...]) -> list[np.ndarray]:
    marked = np.append(haystack | words.first, np.zeros(NEXT, dtype=np.uint8))
    raw = half.automaton.find_matches_as_indexes(memoryview(marked), overlapping=True)
    literal, start, end = np.fromiter(chain.from_iterable(raw), dtype=np.int64, count=3 * len(raw)).reshape(-1, 3).T
    each = half.count[literal]
    entry = np.arange(each.sum()) + np.repeat(half.first[literal] - np.cumsum(each) + each, each)
    start, end = np.repeat(start, each), np.repeat(end, each)
    how, rule = half.how[entry], half.rule[entry]
    begins = np.flatnonzero(how == BEGINS)
    end[begins] = _word_end(words, end[begins])
    sure = np.append(begins, np.flatnonzero((how == WHOLE) & ~words.inside[end]))
    ask = np.flatnonzero((how == LEADING) | (how == ASK))
    for kind, skip in ((AFTER_WORD, _word_end), (AFTER_NEXT, _next_space)):
        may = np.flatnonzero(how == kind)
        follows = sliding_window_view(marked, NEXT)[skip(words, end[may])].view(np.uint64)[:, 0]
        ask = np.append(ask, may[follows & half.mask[entry[may]] == half.behind[entry[may]]])
    asked = _asked(haystack, words, rule[ask], start[ask], how[ask] == LEADING, wanted)
    return [np.append(known[sure], told) for known, told in zip((rule, start, end), asked, strict=True)]


def _asked(
    haystack: np.ndarray, words: Words, rule: np.ndarray, start: np.ndarray, leading: np.ndarray, wanted: tuple
) -> np.ndarray:
    """Ask each pattern's own expression whether it matches from a place, or from the beginning of the word there."""
    inside, begins = leading & (start > 0) & words.inside[start - 1], np.flatnonzero(words.first)
    start = start.copy()
    start[inside] = begins[np.searchsorted(begins, start[inside]) - 1]
    plain, found = characters.as_text(haystack), set()
    for which, place in zip(rule.tolist(), start.tolist(), strict=True):
        if match := patterns.regex(wanted[which]).match(plain, place):
            found.add((which, place, match.end()))
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 3).T


def _word_end(words: Words, places: np.ndarray) -> np.ndarray:
    """Return where the word that goes on at each place ends: the place itself if none does."""
    inside, ends = words.inside[places], places.copy()
    ends[inside] = words.ends[np.searchsorted(words.ends, places[inside], side="right")]
    return ends


def _next_space(words: Words, places: np.ndarray) -> np.ndarray:
    return words.spaces[np.searchsorted(words.spaces, places)]
