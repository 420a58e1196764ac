"""Tell for which side a speaker stands: us, uk, iran, russia, joint or other.

In: the text of one article, a speaker with its noun phrase, and the actor mentions of the article. Out: the side.
"""

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from helpers.voice.pairs import Span
from helpers.voice.texts import Actors

Actor = tuple[int, int, str]  # a mention: start, end, key
SIDES = ("us", "uk", "iran", "russia")
AT_HOME = {"GBR": "uk", "USA": "us", "IRN": "iran", "RUS": "russia"}
AROUND = 70, 50  # characters before and after a name in which its side may be named

# words of one capital's politics, for dictionaries that do not list them
_HOME = {
    "uk": re.compile(
        r"(?i)\b(?:tory|tories|labour|mps?|backbenchers?|peers?|whitehall|no\.? ?10|number 10|cabinet|pm|commons|"
        r"downing street|foreign secretary|home secretary|defence secretary|foreign office|home office|treasury|"
        r"lib dems?)\b"
    ),
    "us": re.compile(
        r"(?i)\b(?:republicans?|democrats?|senators?|sen\.|rep\.|congress(?:man|woman)?|pentagon|white house|"
        r"state department|secretary of state|(?:senior )?administration officials?|capitol hill|house speaker)\b"
    ),
}
_OFFICIAL = re.compile(
    r"(?i)\b(?:foreign ministry|judiciary|defen[cs]e ministry|ministers?|prime minister|government|chancellor|"
    r"officials?|president|the administration|intelligence|lawmakers?|aides|former ambassador|insiders|mandarins|"
    r"diplomats?)\b"
)
# one of these words stands in all that _HOME and _OFFICIAL match
_TELLING = frozenset(
    """tory tories labour mp mps backbencher backbenchers peer peers whitehall no number cabinet pm commons downing
    foreign home defence defense treasury lib republican republicans democrat democrats senator senators sen rep
    congressman congresswoman congress pentagon white state secretary administration capitol house judiciary
    minister ministers prime government chancellor official officials president intelligence lawmaker lawmakers
    aides former insiders mandarins diplomat diplomats""".split()
)
_LETTERS = re.compile("[a-z]+")
_ABROAD = re.compile(r"(?i)(?:embassy|ambassador|envoy|groups?|residents?|protesters|campaigners|judiciary)$")
_ROLE = re.compile(
    r"(?i)(?:minister|president|secretary|secretaries|envoy|spokes\w+|ambassador|leader|chief|official|head|commander|"
    r"advis[eo]r|negotiator|lawmaker|senator|director|general|counterpart|diplomat|chancellor|premier|representative|king|"
    r"ayatollah|mp|analyst)s?\b"
)
_NAMED = re.compile(r" (?!Foreign|President|Minister|Prime)[A-Z]")
# they are not one phrase: 'Iran on Tuesday met Zarif'
_APART = re.compile(
    r"\b(?:and|with|to|on|over|about|met|against|in|that|which|who|said|told|from|at|is|was|has|had|\w+ed)\b"
)
# what comes next is another's: 'the minister who met the American envoy'
_NOT_OF_SPEAKER = re.compile(r"\b(?:who|whose|which|with|beside|alongside|after|met|about|against)\b")
# from a mention to a name: '’s long-serving foreign minister, '; and from a name to a mention: ', the former '
_BEFORE = re.compile(r"(?:[’']s)?(?:\s[\w.&-]+){0,6}?(,?)\s")
_BEHIND = re.compile(r"(?:[’']s)?, (?:the |an? |his |her |its |former |senior |top |acting |deputy |chief )*| of | \(")


class Context(NamedTuple):
    """What one article tells of its speakers."""

    text: str
    actors: Actors
    country: str | None  # of the outlet
    known: dict[str, str]  # the side of each surname so far
    around: dict[str, str]  # the side that stands beside a name, '' where none does


def side(context: Context, phrase: Span, speaker: str) -> str:
    """Return the side a speaker stands for, 'joint' for speakers of both capitals; keep it in `known`.

    The mention in the speaker's own noun phrase counts first, then the side of the surname earlier in the
    article, then the titles around its other mentions, then the outlet's own country for 'officials' and
    the like.
    """
    names = _names(speaker)
    if len(names) > 1:
        found = {_of_name(context, None, name) for name in names} - {""}
        chosen = "joint" if {"us", "uk"} <= found else found.pop() if len(found) == 1 else "other"
    else:
        chosen = _of_name(context, phrase, speaker)
        if not chosen and speaker.endswith("s") and has_role(speaker):
            both = {key for _, _, key in _between(context, phrase[0] - 90, phrase[1])}
            chosen = "joint" if {"us", "uk"} <= both else "other"  # 'UK, US united: top envoys'
        chosen = chosen if chosen in SIDES or chosen == "joint" else "other"
    if chosen in SIDES and " and " not in speaker:
        context.known.setdefault(surname(speaker), chosen)
    return chosen


@lru_cache(4096)
def surname(speaker: str) -> str:
    """Return the last word of a name, the whole of 'a senior official'."""
    name = speaker.split()[-1] if speaker[:1].isupper() or " " not in speaker else speaker
    name = name.removesuffix("’s").removesuffix("'s")
    return name.title() if name.isupper() and len(name) > 3 else name


@lru_cache(4096)
def has_role(speaker: str) -> bool:
    """Tell whether a speaker is named by an office: 'the ministers', 'a diplomat'."""
    return bool(_ROLE.search(speaker))


@lru_cache(4096)
def _names(speaker: str) -> list[str]:
    return [name for name in speaker.replace(" & ", " and ").split(" and ") if name]


def _of_name(context: Context, phrase: Span | None, speaker: str) -> str:
    """Return the actor key of one speaker, '' where nothing tells."""
    text, name = context.text, surname(speaker)
    own = _own(context, phrase, speaker) if phrase else []
    if len(own) == 1:
        return own[0][2]
    if own:
        within = (key for start, end, key in own if text[start:end] in speaker or speaker in text[start:end])
        return next(within, own[0][2])
    if name in context.known:
        return context.known[name]
    if name not in context.around:
        context.around[name] = _around(context, name)
    return context.around[name] or _at_home(text[slice(*phrase)] if phrase else speaker, speaker, context.country)


def _around(context: Context, name: str) -> str:
    """Return the actor key beside the first of a name's mentions that has one, '' where none has."""
    text = context.text
    at = text.find(name)
    while name and at >= 0:  # a speaker written ’s has no name to look for
        end = at + len(name)
        near = _between(context, at - AROUND[0], end + AROUND[1])
        for actor in sorted(near, key=lambda actor: abs(actor[0] - at)) if len(near) > 1 else near:
            if _is_one_phrase(text, actor, at, end):
                return actor[2]
        at = text.find(name, end)
    return ""


@lru_cache(4096)
def _at_home(said: str, speaker: str, country: str | None) -> str:
    """Return the side that the words of one capital's politics tell, else the outlet's own for its officials."""
    words = _LETTERS.findall(said.lower())
    if _TELLING.isdisjoint(words):
        return ""
    told = next((key for key, pattern in _HOME.items() if pattern.search(said)), "")
    unnamed = not _NAMED.search(speaker)
    return told or (AT_HOME.get(country, "") if unnamed and _OFFICIAL.search(said) else "")


def _own(context: Context, phrase: Span, speaker: str) -> list[Actor]:
    """Return the mentions in a speaker's noun phrase that say whose speaker it is."""
    own, text = _between(context, *phrase), context.text
    if not own:
        return own
    if _is_abroad(speaker):  # 'the embassy in Washington' is another country's
        own = [a for a in own if not re.search(r"\b(?:in|to|at)\s+(?:the )?$", text[max(0, a[0] - 8) : a[0]])]
    return [a for a in own if not _NOT_OF_SPEAKER.search(text[phrase[0] : a[0]])]


@lru_cache(4096)
def _is_abroad(speaker: str) -> bool:
    return bool(_ABROAD.search(speaker))


def _between(context: Context, start: int, end: int) -> list[Actor]:
    """Return the actor mentions that reach into this stretch of text."""
    starts, ends, keys = context.actors
    first, last = bisect_left(starts, start), bisect_left(starts, end)
    return [(starts[i], ends[i], keys[i]) for i in range(first - (first > 0), last) if ends[i] > start]


def _is_one_phrase(text: str, actor: Actor, start: int, end: int) -> bool:
    """Tell whether a mention and a name make one noun phrase: 'Iran's foreign minister, Mohammad Javad Zarif'."""
    if actor[0] < end and start < actor[1]:
        return True
    if actor[1] > start:
        return bool(_BEHIND.fullmatch(text, end, actor[0]))
    return _leads_to_name(text[actor[1] : start])


@lru_cache(4096)
def _leads_to_name(between: str) -> bool:
    """Tell whether what stands between a mention and a name after it makes them one: '’s foreign minister, '."""
    hit = _BEFORE.fullmatch(between)
    if not hit or _APART.search(between):
        return False
    return bool(_ROLE.search(between)) or not hit[1] and between.count(" ") < 3 and not re.search(r" [a-z]", between)
