"""Tell names in quotation marks from words that somebody says: titles, slogans, 'the so-called “…”'.

In: the words of a passage, and the text that leads to it. Out: booleans.
"""

import re

# 'the so-called “…”', 'known to its friends as the “…”', 'a house called “…”', 'the slogan “…”', 'call it the “…”'
_NAMER = re.compile(
    r"(?i)(?:\bso[- ]called|\b(?:known|know it|refer(?:s|red)? to|advertised|billed|marketed|bills?|touted|listed)\b"
    r"[^.;:“”\"]{0,40}\bas|\b(?:nick|re)?nam(?:ed|es|ing)|nickname|\bdubb?(?:ed|bing|s)|christened|code-?named?|"
    r"(?:en|sub|re)?titled|(?:head|sub)lined?|(?<!what )\bthe (?:words?|terms?|phrases?|slogan|tagline|motto|moniker|"
    r"alias|hashtag|adjective|name|title|nickname|hymn|caption)|\b(?:slogan|tagline|motto|headline|alias|nickname|"
    r"code ?word|song|single|album|film|movie|novel|book|play|musical|sitcom|series|episode|podcast|memoir|poem|essay|"
    r"painting|hymn|ballad|hit|anthem|sequel|documentary|opera|column|program(?:me)?|show|ad|video|game)s?,?|"
    r"\b(?:an?|the|one|two|\w+s|(?:is|are|was|were|be|been|being|now)(?: \w+)?) called|"
    r"\bcall(?:s|ed)? (?:it|them|him|her|themselves|itself) the)\s*(?:the |a |an )?$"
)
_WHAT = re.compile(  # 'what prosecutors called “…”' is said by them, 'a café called “Splash”' by nobody
    r"(?i)\b(?:what|which|whom|that|and|has|have|had|he|she|they|it|I|who|be)\b[^.;]{0,60}(?<!-)\bcall(?:s|ed|ing)\s+"
    r"(?:the |a |an )?$"
)
# how a text ends, but for an article, that _NAMER can match: the last words of its alternatives
_NAMING = (
    "called", "named", "names", "naming", "name", "ubbed", "ubed", "bing", "ubs", "christened", "titled", "line",
    "lined", "words", "terms", "phrases",
    *(form for word in """word term phrase slogan tagline motto moniker alias hashtag adjective title hymn caption
      headline song single album film movie novel book play musical sitcom series episode podcast memoir poem essay
      painting ballad hit anthem sequel documentary opera column program programme show ad video game""".split()
      for form in (word, word + "s", word + ",", word + "s,")), "name,", "names,",
)  # fmt: skip
_KNOWN_AS = ("know", "refer", "advertised", "bill", "marketed", "touted", "listed")
_SMALL = set("a an the of and or in on at to for by with from as vs but nor is it de la le du el".split())


def is_named(lead: str) -> bool:
    """Tell whether the text before a passage gives it as a name: 'known as the', but not 'what they called'."""
    return bool(lead) and _may_name(lead) and bool(_NAMER.search(lead)) and not _WHAT.search(lead)


def names_line(text: str, start: int, end: int) -> bool:
    """Tell whether the words between two places end with one that names, as `is_named` does, less its exception."""
    return bool(_NAMER.search(text, start, end))


def is_title(words: list[str]) -> bool:
    """Tell whether the words are set like a title: 'Gone With the Wind', 'Today'."""
    weighty = 0
    for number, word in enumerate(words):
        if number and word.islower() and word.isalpha():
            if word in _SMALL:
                continue
            return False
        bare = word.strip(".,!?:;’”\"'()[]“‘")
        initial = bare[:1]
        if not number and not (initial.isupper() or initial.isdigit()):
            return False
        if initial and bare.lower() not in _SMALL:
            if initial.isalpha() and not initial.isupper():
                return False
            weighty += 1
    return weighty > 1 or weighty == 1 and len(words) < 3


def _may_name(lead: str) -> bool:
    """Tell from its last words whether _NAMER, which is slow, can match at the end of a text."""
    tail = lead.rstrip().lower()
    if not tail[-1:].isalpha() and tail[-1:] != ",":
        return False
    article = next((article for article in ("the", "an", "a") if tail.endswith(article)), "")
    before = tail.removesuffix(article).rstrip()
    if tail.endswith("as") or before.endswith("as"):
        return any(map(tail.__contains__, _KNOWN_AS)) or before.endswith("alias")
    called_it = article == "the" and before.endswith(("it", "them", "him", "her", "selves", "self"))
    return tail.endswith(_NAMING) or before.endswith(_NAMING) or called_it
