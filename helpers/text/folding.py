"""Turn text into the plain form that patterns are matched against, and into a line to show.

In: a text. Out: the folded text and the place of each of its characters; a text with what it hides written out.
"""

import re
import unicodedata

import numpy as np

INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_PLAIN = {**dict.fromkeys("‘’‚‛′ʼ`´", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-"),
          **dict.fromkeys("\n\t\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
                          "\u2009\u200a\u2028\u2029\u202f\u205f\u3000", " "),
          "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}  # fmt: skip
_BLANK = INVISIBLE + "".join(char for char, plain in _PLAIN.items() if plain == " ") + " \x1c\x1d\x1e\x1f"
_MANY = 40  # kinds of characters from which on one pass through a table is quicker than one replacement each


def is_blank(text: str) -> bool:
    """Tell whether a text shows nothing: spaces and invisible characters only."""
    return not text.strip(_BLANK)


def visible(text: str) -> str:
    r"""Write line breaks, control characters and overrides of direction as escapes: \n, \x00, \u202e."""
    return _HIDDEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def short(text: str, width: int) -> str:
    """Return text as one line of `width` characters at most, cut behind a word if there is one, with an ellipsis."""
    line = visible(" ".join(text.split()))
    if len(line) <= width:
        return line
    cut = line[:width].rpartition(" ")[0] or line[: width - 1]
    return cut.rstrip(" ,;:") + "…"


def fold(text: str) -> tuple[str, np.ndarray | None]:
    """Return text as patterns see it: one plain character for each visible one.

    Accents, curly quotes, dashes and unusual spaces become plain; invisible characters go.
    The second value maps each folded character to its place in `text`, None where the two
    run in step. Case is kept.
    """
    strange = {c for c in set(text) if c > "\x7f" or c in "\n\t\r"}
    hidden = strange & set(INVISIBLE)
    places = _places_without(hidden, text) if hidden else None
    table = {c: "" if c in hidden else _PLAIN.get(c) or _bare_letter(c) for c in strange}
    if len(table) > _MANY:
        return text.translate(str.maketrans(table)), places
    for char, plain in table.items():
        text = text.replace(char, plain)
    return text, places


def lower(folded: str) -> str:
    """Lower the case of folded text without changing its length."""
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


def _places_without(hidden: set[str], text: str) -> np.ndarray:
    """Return the place of each character that is not hidden, and the place behind the last."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    shown = np.flatnonzero(~np.isin(codes, [ord(c) for c in hidden]))
    return np.append(shown, len(text))


def _bare_letter(char: str) -> str:
    bare = unicodedata.normalize("NFKD", char)[0]
    return _PLAIN.get(bare, bare) if unicodedata.category(bare) != "Mn" else char
