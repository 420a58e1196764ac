"""Turn bytes into clean text, and text into the plain form that patterns are matched against.

In: the bytes of an article, or a text. Out: text, with what was guessed or repaired; folded text; a line to show.
"""

from helpers.text.decoding import Undecodable, clean, decode, decoded, is_english, lines
from helpers.text.folding import INVISIBLE, fold, is_blank, lower, short, visible

__all__ = [
    "INVISIBLE", "Undecodable", "clean", "decode", "decoded", "fold", "is_blank", "is_english", "lines", "lower",
    "short", "visible",
]  # fmt: skip
