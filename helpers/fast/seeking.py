"""Find many literals in marked bytes: those that begin a word by its first bytes as numbers, the rest by automaton.

Words are far fewer than characters, and a table tells at once of nearly every word that no literal begins with it.
"""

from typing import NamedTuple

import ahocorasick_rs
import numpy as np

from helpers.fast.characters import FIRST

WINDOW = 8  # bytes that one number holds
_FEW = 500  # literals: the automaton of so many is the quicker way to find them all
_BITS = 16  # of the places of a table
_MIX = np.uint64(0x9E3779B97F4A7C15)  # an odd number without pattern: spreads numbers over a table
_SHIFT = np.uint64(64 - _BITS)


class Step(NamedTuple):
    """Literals, or longer beginnings of literals, that have so many bytes more than a beginning of whole windows.

    No two of them have one place in the table.
    """

    mask: np.uint64  # of these bytes in a window
    is_used: np.ndarray  # by place in the table
    goal_at: np.ndarray  # by place in the table: index in the arrays below
    key: np.ndarray  # these bytes as a number
    beginning: np.ndarray  # number of the beginning
    goal: np.ndarray  # number of the literal, or of the longer beginning


class Seeker(NamedTuple):
    """Literals made ready for `seek`."""

    length: np.ndarray  # of each literal
    levels: list[tuple[list[Step], list[Step]]]  # by windows passed: steps that end literals, and that go on
    inner: np.ndarray  # numbers of the literals that begin no word, or of all if they are few
    automaton: ahocorasick_rs.BytesAhoCorasick  # of these


def seeker(literals: list[bytes]) -> Seeker:
    """Make literals, each different and of marked bytes, ready for `seek`."""
    is_few = len(literals) <= _FEW
    inner = [i for i, literal in enumerate(literals) if is_few or not literal[0] & FIRST]
    left = {literals[i]: i for i in sorted(set(range(len(literals))) - set(inner))}
    levels, beginnings = [], {b"": 0}
    while left:
        passed = len(levels) * WINDOW
        ends = []
        for size in range(1, WINDOW + 1):
            own = {literal: i for literal, i in left.items() if len(literal) == passed + size}
            ends += _steps(own, beginnings, size)
        left = {literal: i for literal, i in left.items() if len(literal) > passed + WINDOW}
        longer = {beginning: i for i, beginning in enumerate(sorted({literal[: passed + WINDOW] for literal in left}))}
        levels.append((ends, _steps(longer, beginnings, WINDOW)))
        beginnings = longer
    automaton = ahocorasick_rs.BytesAhoCorasick(
        [literals[i] for i in inner], implementation=ahocorasick_rs.Implementation.DFA
    )  # the quickest while it is small
    return Seeker(np.array([len(literal) for literal in literals], dtype=np.int64), levels, _numbers(inner), automaton)


def seek(haystack: np.ndarray, begins: np.ndarray, ready: Seeker) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return number, start and end of every hit of every literal, in no order.

    `haystack` is marked bytes with WINDOW zeros behind them, `begins` the places where its words begin.
    """
    raw = ready.automaton.find_matches_as_indexes(memoryview(haystack), overlapping=True)
    found = [(ready.inner[[hit[0] for hit in raw]], _numbers([hit[1] for hit in raw]))]
    view, beginning = windows(haystack), np.zeros(len(begins), dtype=np.int64)
    for number, (ends, longer) in enumerate(ready.levels):
        window = view[begins + number * WINDOW]
        for step in ends:
            which, goal = _taken(window, beginning, step)
            found.append((goal, begins[which]))
        taken = [_taken(window, beginning, step) for step in longer] or [(begins[:0], begins[:0])]
        which, beginning = (np.concatenate(columns) for columns in zip(*taken, strict=True))
        begins = begins[which]
    literal, start = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return literal, start, start + ready.length[literal]


def windows(haystack: np.ndarray) -> np.ndarray:
    """Return, for each place that has so many behind it, WINDOW bytes as one number, without copying them."""
    return np.ndarray((len(haystack) - WINDOW + 1,), dtype=np.uint64, buffer=haystack, strides=(1,))


def _steps(goals: dict[bytes, int], beginnings: dict[bytes, int], size: int) -> list[Step]:
    """Return the steps of `size` bytes from beginnings to goals."""
    steps, left = [], list(goals)
    while left:
        key = np.array([int.from_bytes(goal[-size:], "little") for goal in left], dtype=np.uint64)
        beginning = _numbers([beginnings[goal[:-size]] for goal in left])
        places, first = np.unique(_places(key, beginning), return_index=True)
        is_used, goal_at = np.zeros(1 << _BITS, dtype=bool), np.zeros(1 << _BITS, dtype=np.int64)
        is_used[places], goal_at[places] = True, np.arange(len(places))
        mask, goal = np.uint64((1 << 8 * size) - 1), _numbers([goals[left[i]] for i in first.tolist()])
        steps.append(Step(mask, is_used, goal_at, key[first], beginning[first], goal))
        left = [left[i] for i in np.setdiff1d(np.arange(len(left)), first).tolist()]
    return steps


def _taken(window: np.ndarray, beginning: np.ndarray, step: Step) -> tuple[np.ndarray, np.ndarray]:
    """Return which rows take a step, and where it leads them."""
    key = window & step.mask
    places = _places(key, beginning)
    which = np.flatnonzero(step.is_used[places])
    at = step.goal_at[places[which]]
    taken = (step.key[at] == key[which]) & (step.beginning[at] == beginning[which])
    return which[taken], step.goal[at[taken]]


def _places(key: np.ndarray, beginning: np.ndarray) -> np.ndarray:
    mixed = key * _MIX
    mixed += beginning.view(np.uint64) << _SHIFT
    mixed >>= _SHIFT
    return mixed.view(np.int64)


def _numbers(values: list[int]) -> np.ndarray:
    return np.array(values, dtype=np.int64)
