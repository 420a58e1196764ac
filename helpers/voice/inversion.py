"""Read the noun phrase that names a speaker, where it begins after a word of saying: 'said Trina Boudreaux'.

In: text and offsets. Out: as helpers.voice.phrases.
"""

import re

from helpers.voice import names, phrases, words
from helpers.voice.phrases import Phrase

_AFTER_STOP = set(
    """who which that in on at after as during when while to with by is was has whose about before because if but into
    it there than this these those whether how why what then under over through earlier according amid not so
    yesterday today last late early tonight again""".split()
)
_STOPS_AFTER = _AFTER_STOP - {"in", "at"}
_NOT_FIRST_AFTER = _AFTER_STOP | words.CALENDAR
SHORT, FAR = 50, 140  # characters after a cue that most noun phrases take up, and that any may
_INITIAL = re.compile(r"(?:\b[A-Z]\.|[’']s)$")
# 'said the owner, Nabil Khoury, on Monday'
_APPOSED = re.compile(
    r", ((?:(?:Mr|Mrs|Ms|Dr|Sir)\.? )?[A-Z][\w’'.-]*(?: (?:[A-Z]\.|[a-z]{2,3}|[A-Z][\w’'-]+)){0,3}?)"
    r"(?=[,.”\"]| of | at )"
)
# 'said Trina Boudreaux (44), a nurse from Leeds,'
_BEHIND = re.compile(r"(?: \([^)]*\))?, (?!who|which|and |but |as |in |on |after )[^.,;“”]{3,80}")


def following(text: str, end: int, right: int) -> Phrase | None:
    """Return the noun phrase after an inverted cue: 'said Trina Boudreaux', 'according to a survey'."""
    tokens = _past_adverbs(words.tokens(text, end, min(right, end + SHORT)))
    chosen = _run_after(tokens)
    if len(chosen) > len(tokens) - 3 and right > end + SHORT:  # the words end too near to where they were cut off
        tokens = _past_adverbs(words.tokens(text, end, min(right, end + FAR)))
        chosen = _run_after(tokens)
    if not tokens:
        return None
    at, first = tokens[0]
    low = first.lower().rstrip(".’'")
    if low in words.PRONOUNS and first.islower():
        return None if low == "it" else ("pronoun", (at, at + len(low)), (at, at + len(low)))
    if low in _NOT_FIRST_AFTER or first[0].isdigit() or not first[0].isalnum() and not names.is_name(first):
        return None
    chosen = _trimmed(chosen)
    if not chosen:
        return None
    alone = len(chosen) == 1 and chosen[0][1].islower()
    if alone and not low.endswith("s") and low not in ("police", "one", "another"):
        return None
    stop = chosen[-1][0] + len(chosen[-1][1])
    found = phrases.named(text, chosen, stop)
    if found and found[0] == "noun":
        apposed = _APPOSED.match(text, stop, min(right, stop + 60))
        if apposed:  # 'said the owner, Nabil Khoury'
            return "name", apposed.span(1), (found[2][0], apposed.end(1))
    if found:
        behind = _BEHIND.match(text, stop, min(right, stop + 110))
        return found[0], found[1], (found[2][0], behind.end() if behind else stop)
    return None


def _past_adverbs(tokens: words.Tokens) -> words.Tokens:
    """Leave out what stands between a cue and its speaker: 'said quietly'."""
    while tokens and tokens[0][1].islower() and (tokens[0][1].endswith("ly") or tokens[0][1] == "both"):
        tokens = tokens[1:]
    return tokens


def _run_after(tokens: words.Tokens) -> words.Tokens:
    """Return the words after an inverted cue that make one noun phrase."""
    chosen: words.Tokens = []
    for n, (place, token) in enumerate(tokens):
        after = tokens[n + 1][1] if n + 1 < len(tokens) else ""
        low = token.lower().rstrip(".,’'")
        if token in words.PUNCTUATION or token in words.MODAL or low in _STOPS_AFTER or n and low in words.CALENDAR:
            break
        if token in ("of", "for", "from", "at", "in", "and"):
            named = names.is_name(after) and after.lower() not in words.DAYS
            if not named and after not in ("the", "a", "an", "his", "her", "its") or low == "and" and not named:
                break
            if low == "in" and chosen and names.is_name(chosen[-1][1]):
                break
        elif n and token.islower() and names.is_name(chosen[-1][1]):
            whole = sum(names.is_name(t) for _, t in chosen) > 1
            if whole and not chosen[-1][1].endswith(("’s", "'s", "’", ".")):
                break
        chosen.append((place, token))
    return chosen


def _trimmed(chosen: words.Tokens) -> words.Tokens:
    """Take the full stop and closing marks from the last word, not from 'J. K.' or 'Jr.' within a sentence."""
    if not chosen:
        return chosen
    place, token = chosen[-1]
    token = token.rstrip("!?") if _INITIAL.search(token) else token.rstrip(".!?’'”\"")
    return [*chosen[:-1], (place, token)] if token else chosen[:-1]
