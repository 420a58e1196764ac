"""Turn text into arrays: one small number a character, so that numpy can ask about all of them at once."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import text

# what is not plain ASCII; in Latin-1 each is of the right kind for a regular expression, none is one of a pattern that
# may_be_bytes(), nor one of its word characters with the bit FIRST
GAP, SPACE, LETTER, SIGN, HIDDEN = 0x00, 0x0B, 0xAA, 0xA7, 0xFF
_ASCII = range(128)
FIRST = 0x80  # the bit that marks the first character of a word
_LOWER = bytes(range(256)).lower()
_IS_WORD = bytes(b == LETTER or b < FIRST and (chr(b).isalnum() or b == ord("_")) for b in range(256))
_IS_SPACE = bytes(b < FIRST and (chr(b).isspace() or b == GAP) for b in range(256))


class Characters(NamedTuple):
    """The characters of a text; those beyond ASCII are few, and fewer still are different ones."""

    points: np.ndarray  # code point of each
    beyond: np.ndarray  # places of those beyond ASCII
    which: np.ndarray  # index of each of these in `different`
    different: list[str]


def read(whole: str) -> Characters:
    """Return the characters of a text."""
    points = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    beyond = np.flatnonzero(points > _ASCII[-1])
    which, different = pd.factorize(points[beyond])
    return Characters(points, beyond, which, [chr(point) for point in different.tolist()])


def look_up(known: Characters, meaning: Callable[[str], int]) -> np.ndarray:
    """Return meaning(character), a byte, for each character, asked once for each different one."""
    table = bytes(meaning(chr(point)) for point in _ASCII) * 2
    found = _translated(known.points.astype(np.uint8), table, np.uint8)  # what is beyond ASCII is put right below
    found[known.beyond] = of_beyond(known, meaning)
    return found


def of_beyond(known: Characters, meaning: Callable[[str], int]) -> np.ndarray:
    """Return meaning(character), a byte, for each character beyond ASCII."""
    return np.array([meaning(char) for char in known.different], dtype=np.uint8)[known.which]


def folded(known: Characters) -> tuple[np.ndarray, np.ndarray]:
    """Return text.fold of the characters as one byte each, and the places of those that it leaves out.

    ASCII stays, but for rare spaces (SPACE) and controls (SIGN); what text.fold leaves beyond
    ASCII becomes LETTER or SIGN, which is all that a pattern in ASCII can tell.
    """
    plain = look_up(known, _byte)
    hidden = known.beyond[plain[known.beyond] == HIDDEN]
    if len(hidden):
        plain = np.frombuffer(bytearray(plain).translate(None, bytes([HIDDEN])), dtype=np.uint8)
    return plain, hidden


def unfolded(places: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """Return where in the text the bytes at these places come from, given the places that `folded` left out."""
    return places + np.searchsorted(hidden - np.arange(len(hidden)), places, side="right")


def lower(plain: np.ndarray) -> np.ndarray:
    """Return folded bytes in lower case."""
    return _translated(plain, _LOWER, np.uint8)


def as_text(plain: np.ndarray) -> str:
    """Return folded bytes as text in which regular expressions find what they find in the folded text."""
    return plain.tobytes().decode("latin-1")


def is_word(plain: np.ndarray) -> np.ndarray:
    """Tell which folded bytes are word characters."""
    return _translated(plain, _IS_WORD, bool)


def is_space(plain: np.ndarray) -> np.ndarray:
    """Tell which folded bytes end what a lone wildcard stands for: spaces, and what stands between segments."""
    return _translated(plain, _IS_SPACE, bool)


def begins(word: np.ndarray) -> np.ndarray:
    """Tell where a word begins, given which bytes are of words."""
    first = word.copy()
    first[1:] &= ~word[:-1]
    return first


def marked(plain: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Return folded bytes with the bit FIRST where a word begins."""
    return plain | first.view(np.uint8) << 7


def may_be_bytes(pattern: str) -> bool:
    """Tell whether a pattern is of ASCII once folded, so that it can be looked for in folded bytes."""
    plain, _ = text.fold(pattern)
    return plain.isascii() and plain.isprintable()


@cache
def _byte(char: str) -> int:
    plain, _ = text.fold(char)
    if not plain:
        return HIDDEN
    if " " <= plain <= "~" or plain == "\x00":
        return ord(plain)
    return SPACE if plain.isspace() else LETTER if plain.isalnum() else SIGN


def _translated(plain: np.ndarray, table: bytes, dtype: type) -> np.ndarray:
    return np.frombuffer(bytearray(plain).translate(table), dtype=dtype)
