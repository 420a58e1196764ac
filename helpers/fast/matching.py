"""Find all patterns of a dictionary in one long text: literals in marked bytes, and what stands behind them."""

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from helpers import coding, patterns, text
from helpers.fast import characters, seeking
from helpers.fast.seeking import WINDOW

# how a hit of a literal is known to be a hit of its pattern: it is a whole word, the word that it begins is, or an
# expression says so, asked where the word starts, right here, or if the next bytes stand behind this word or the next
WHOLE, BEGINS, LEADING, ASK, AFTER_WORD, AFTER_NEXT = range(6)
STEPS = 24  # characters: longer words are not walked over one by one


class Matcher(NamedTuple):
    """Patterns made ready for `hits`: literals, and for each the entries that say what it may be the beginning of."""

    wanted: tuple[str, ...]
    seeker: seeking.Seeker  # of the literals, in lower case
    first: np.ndarray  # by literal: its first entry in the arrays below, which are sorted by literal
    count: np.ndarray  # by literal: how many entries it has
    rule: np.ndarray
    how: np.ndarray
    cased: np.ndarray  # case counts
    written: np.ndarray  # the literal as an object of bytes, in the case that counts
    head: np.ndarray  # what it begins with, as one number, and its mask
    head_mask: np.ndarray
    behind: np.ndarray  # what must stand behind, as one number, and its mask
    behind_mask: np.ndarray
    odd: list[int]  # patterns with letters beyond ASCII, which are left to the plain search


@lru_cache(maxsize=4)
def matcher(wanted: tuple[str, ...]) -> Matcher:
    """Make patterns ready for `hits`."""
    odd = [i for i, pattern in enumerate(wanted) if not characters.may_be_bytes(pattern)]
    kept = sorted(set(range(len(wanted))) - set(odd))
    entries = [(_lower(literal), i, *rest, literal) for i in kept for literal, *rest in _entries(wanted[i])]
    entries.sort()
    literals, rule, how, cased, behind, written = zip(*entries, strict=True) if entries else [()] * 6
    literals, count = np.unique(np.array(literals, dtype=object), return_counts=True)
    numbers = *_numbers(written), *_numbers(behind)
    return Matcher(wanted, seeking.seeker(literals.tolist()), np.cumsum(count) - count, count,
                   np.array(rule, dtype=np.int64), np.array(how, dtype=np.int64), np.array(cased, dtype=bool),
                   np.array(written, dtype=object), *numbers, odd)  # fmt: skip


def hits(
    whole: str, ready: Matcher, known: characters.Characters | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return rule, start and end of every match of every pattern, as coding.hits finds them, in another order.

    `known` are the characters of the text, if they have been read.
    """
    plain, hidden = characters.folded(known or characters.read(whole))
    rule, start, end = _found(plain, ready)
    if len(hidden):
        start, end = characters.unfolded(start, hidden), characters.unfolded(end - 1, hidden) + 1
    if ready.odd:
        others = coding.search(whole, [ready.wanted[i] for i in ready.odd])
        rule = np.append(rule, np.array(ready.odd)[others["rule"]])
        start, end = np.append(start, others["start"]), np.append(end, others["end"])
    return rule, start, end


def _entries(pattern: str) -> list[tuple[bytes, int, bool, bytes]]:
    """List what a pattern may begin with: literal, how, whether case counts, and the bytes behind."""
    folded, _ = text.fold(pattern)
    cased, entries = patterns.is_cased(pattern), []
    for form in dict.fromkeys([folded, folded.upper()] if cased else [text.lower(folded)]):
        head, _, rest = form.lstrip("*").partition("*")
        how = _how(form, head, rest)
        behind = _bytes(re.match(rf"[^*-]{{0,{WINDOW}}}", rest)[0] if how >= AFTER_WORD else "")
        for literal in map(_bytes, patterns.spaced(head)):
            entries.append((literal, how, cased, behind))
            if how == LEADING:  # may stand within a word
                entries.append((bytes([literal[0] & ~characters.FIRST]) + literal[1:], how, cased, behind))
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
    return characters.marked(unmarked, characters.begins(characters.is_word(unmarked))).tobytes()


def _lower(marked: bytes) -> bytes:
    return bytes(b | 0x20 if 0x41 <= b & ~characters.FIRST <= 0x5A else b for b in marked)


def _numbers(strings: tuple[bytes, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return the first bytes of each string as one number, and the mask of the bytes that it has."""
    cut = [string[:WINDOW] for string in strings]
    made = ([string.ljust(WINDOW, b"\x00") for string in row] for row in (cut, [b"\xff" * len(c) for c in cut]))
    return tuple(np.frombuffer(b"".join(row), dtype=np.uint64) for row in made)


def _found(plain: np.ndarray, ready: Matcher) -> np.ndarray:
    word, small = np.append(characters.is_word(plain), False), characters.lower(plain)
    first, end_mark = characters.begins(word[:-1]), np.zeros(WINDOW, dtype=np.uint8)
    written, lower = (np.append(characters.marked(haystack, first), end_mark) for haystack in (plain, small))
    literal, start, end = seeking.seek(lower, np.flatnonzero(first), ready.seeker)
    each = ready.count[literal]
    entry = np.arange(each.sum()) + np.repeat(ready.first[literal] - np.cumsum(each) + each, each)
    start, end = np.repeat(start, each), np.repeat(end, each)
    fits = _in_case(written, start, end, entry, ready)
    entry, start, end = entry[fits], start[fits], end[fits]
    how, rule = ready.how[entry], ready.rule[entry]
    begins = np.flatnonzero(how == BEGINS)
    end[begins] = _skip(word, end[begins])
    sure = np.append(begins, np.flatnonzero((how == WHOLE) & ~word[end]))
    ask = np.concatenate([
        np.flatnonzero((how == LEADING) | (how == ASK)),
        *(_followed((written, lower), passed, np.flatnonzero(how == kind), end, entry, ready)
          for kind, passed in ((AFTER_WORD, word), (AFTER_NEXT, ~np.append(characters.is_space(plain), True)))),
    ])  # fmt: skip
    asked = _asked((plain, small), word, entry[ask], start[ask], ready)
    return np.append(np.array([rule[sure], start[sure], end[sure]]), asked, axis=1)


def _in_case(written: np.ndarray, start: np.ndarray, end: np.ndarray, entry: np.ndarray, ready: Matcher) -> np.ndarray:
    """Tell which hits of literals are in the case that counts."""
    fits = ~ready.cased[entry]
    cased = np.flatnonzero(~fits)
    fits[cased] = seeking.windows(written)[start[cased]] & ready.head_mask[entry[cased]] == ready.head[entry[cased]]
    long = cased[fits[cased] & (end[cased] - start[cased] > WINDOW)]
    haystack = written.tobytes()
    spans = zip(ready.written[entry[long]], start[long].tolist(), end[long].tolist(), strict=True)
    fits[long] = [haystack[s:e] == literal for literal, s, e in spans]
    return fits


def _followed(
    haystacks: tuple, passed: np.ndarray, may: np.ndarray, end: np.ndarray, entry: np.ndarray, ready: Matcher
) -> np.ndarray:
    """Return which of the hits `may` have behind them, and behind what is to be passed, what their entry wants."""
    behind, wants = _skip(passed, end[may]), entry[may]
    follows = np.where(ready.cased[wants], *(seeking.windows(haystack)[behind] for haystack in haystacks))
    return may[follows & ready.behind_mask[wants] == ready.behind[wants]]


def _asked(
    haystacks: tuple, word: np.ndarray, entry: np.ndarray, start: np.ndarray, ready: Matcher
) -> np.ndarray:
    """Ask each pattern's own expression whether it matches from a place, or from the beginning of the word there."""
    inside = np.flatnonzero((ready.how[entry] == LEADING) & (start > 0) & word[start - 1])
    if len(inside):
        begins = np.flatnonzero(characters.begins(word))
        start[inside] = begins[np.searchsorted(begins, start[inside]) - 1]
    written, lower = map(characters.as_text, haystacks)
    found, rows = set(), (ready.rule[entry], ready.cased[entry], start)
    for which, cased, place in zip(*(column.tolist() for column in rows), strict=True):
        if match := patterns.regex(ready.wanted[which]).match(written if cased else lower, place):
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
