"""Turn text into arrays: one small number a character, so that numpy can ask about all of them at once."""

from collections.abc import Callable
from functools import cache

import numpy as np

from helpers import text

GAP, SPACE, LETTER, SIGN, HIDDEN = 0x00, 0x0B, 0x1A, 0x02, 0xFF  # no pattern that may_be_bytes() holds one of these
_ASCII = range(128)
FIRST = 0x80  # the bit that marks the first character of a word
_LOWER = bytes(range(256)).lower()
_AS_TEXT = bytes(range(256)).replace(bytes([LETTER]), "æ".encode("latin-1")).replace(bytes([SIGN]), b"\xa7")
_IS_WORD = bytes(b < FIRST and (chr(b).isalnum() or b in (ord("_"), LETTER)) for b in range(256))
_IS_SPACE = bytes(b < FIRST and (chr(b).isspace() or b == GAP) for b in range(256))


def codes(whole: str) -> np.ndarray:
    """Return the code point of each character."""
    return np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def look_up(points: np.ndarray, meaning: Callable[[str], int]) -> np.ndarray:
    """Return meaning(character), a byte, for each code point, asked once for each different one."""
    beyond = np.flatnonzero(points > _ASCII[-1])
    found = points.astype(np.uint8)  # whatever the others become, they are put right below
    found = _translated(found, bytes(meaning(chr(point)) for point in _ASCII) * 2, np.uint8)
    different, which = np.unique(points[beyond], return_inverse=True)
    found[beyond] = np.array([meaning(chr(point)) for point in different.tolist()], dtype=np.uint8)[which]
    return found


def folded(points: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """Return text.fold of the characters as one byte each, and the places as text.fold gives them.

    ASCII stays, but for rare spaces (SPACE) and controls (SIGN); what text.fold leaves beyond
    ASCII becomes LETTER or SIGN, which is all that a pattern in ASCII can tell.
    """
    plain = look_up(points, _byte)
    hidden = plain == HIDDEN
    if not hidden.any():
        return plain, None
    return plain[~hidden], np.append(np.flatnonzero(~hidden), len(plain))


def lower(plain: np.ndarray) -> np.ndarray:
    """Return folded bytes in lower case."""
    return _translated(plain, _LOWER, np.uint8)


def as_text(plain: np.ndarray) -> str:
    """Return folded bytes as text in which regular expressions find what they find in the folded text."""
    return plain.tobytes().translate(_AS_TEXT).decode("latin-1")


def is_word(plain: np.ndarray) -> np.ndarray:
    """Tell which folded bytes are word characters."""
    return _translated(plain, _IS_WORD, bool)


def is_space(plain: np.ndarray) -> np.ndarray:
    """Tell which folded bytes end what a lone wildcard stands for: spaces, and what stands between segments."""
    return _translated(plain, _IS_SPACE, bool)


def marks(word: np.ndarray) -> np.ndarray:
    """Return the bit FIRST where a word begins, else 0, given which bytes are of words."""
    first = word.copy()
    first[1:] &= ~word[:-1]
    return first.view(np.uint8) << 7


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
