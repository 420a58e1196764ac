"""What a dictionary pattern may look like, and what it matches: plain words with `*`, never a regular expression."""

import re
from functools import cache
from itertools import product

from helpers import text

SCHEMES = ("topic", "pair", "echo", "actor", "relation", "frame", "furniture")
OWN_RIVALS = ("pair", "echo")  # schemes in which a key competes for the longest match with itself only
PARTS = 2  # a topic of scheme 'pair' needs both of its parts in one sentence
BLOCK = "-"  # the key of a row that counts for nothing and removes what lies inside its hits


def problem(scheme: str, key: str, pattern: str, topics: set[str]) -> str:
    """Say what is wrong with a dictionary row, with the remedy; '' if nothing is."""
    if scheme not in SCHEMES:
        return f"unknown scheme {scheme!r}; it is one of {', '.join(SCHEMES)}"
    if not key.strip():
        return f"the key is empty; name a key, or {BLOCK!r} for a row that blocks"
    if scheme in ("topic", "pair", "echo") and key != BLOCK and key.split(":")[0] not in topics:
        return f"unknown key {key!r}; a key of scheme {scheme!r} begins with a topic of topics.csv"
    if scheme == "pair" and key != BLOCK and ":" not in key:
        return f"key {key!r} names no part; write it as topic:part"
    if not pattern.strip():
        return "the pattern is empty; write the words to be found or drop the row"
    if pattern != " ".join(pattern.split()):
        return "spaces at an end or two in a row; put one space between words"
    if not pattern.split()[0].strip("*"):
        return "the first word is all wildcard; begin with a word"
    if any(word.rstrip("*").count("*") > 1 for word in pattern.split()):  # each more would cost a long word dearly
        return "a word has several * before its end; write one"
    return ""


def literals(pattern: str) -> list[str]:
    """Return the plain strings one of which begins every match: folded, hyphens also as spaces.

    A pattern with a capital is given as written and in capitals, another in lower case.
    """
    head = re.split(r"\*", pattern.lstrip("*"), maxsplit=1)[0]
    folded, _ = text.fold(head)
    if not is_cased(pattern):
        return [text.lower(s) for s in spaced(folded)]
    return list(dict.fromkeys(form for s in spaced(folded) for form in (s, s.upper())))


def spaced(folded: str) -> list[str]:
    """Return the forms of a folded string that hyphens stand for: as they are, and as spaces."""
    return ["".join(parts) for parts in product(*(["-", " "] if c == "-" else [c] for c in folded))]


def is_cased(pattern: str) -> bool:
    """Tell whether case counts for a pattern: it does when the pattern has a capital."""
    return any(c.isupper() for c in pattern)


@cache
def regex(pattern: str) -> re.Pattern:
    """Return the regular expression that a pattern means, for folded text (lower case if not cased).

    `*` in a word is any further word characters, alone it is one whole word, a hyphen is a
    hyphen or a space. A match neither begins nor ends within a word.
    """
    before = r"(?<!\w)" if re.match(r"[\w*]", pattern) else ""
    return re.compile(f"{before}(?:{words(pattern)})(?!\\w)")


def words(pattern: str) -> str:
    """Return the words of a pattern as a regular expression, without a condition on what stands around them."""
    folded, _ = text.fold(pattern)
    forms = [folded, folded.upper()] if is_cased(pattern) else [text.lower(folded)]
    return "|".join(" ".join(_word(w) for w in form.split(" ")) for form in dict.fromkeys(forms))


def _word(word: str) -> str:
    if word == "*":
        return r"[^\s\x00]+"
    return "".join(r"\w*" if c == "*" else "[- ]" if c == "-" else re.escape(c) for c in word)
