"""List the small words that open, close or run through a noun phrase, and cut text into words.

In: text and offsets. Out: words with their offsets.
"""

import re

Tokens = list[tuple[int, str]]  # (offset, word)

_WORD = re.compile(r"[^\s,()“”\"—–:;\[\]•·▪●]+|[,()“”\"—–:;\[\]•·▪●]")
PUNCTUATION = set(',()“”"—–:;[]•·▪●')
PRONOUNS = {"he", "she", "they", "i", "we", "you", "it"}
DAYS = set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december yesterday today tonight last earlier late early""".split()
)
CALENDAR = DAYS - {"may", "march", "april", "june"}  # less what is also a name or a verb
MODAL = set("would will could can may might must should had have has did does are were be been do not".split())
AUXILIARIES = set(
    """has have had is was were are be been being also then later again once now still never ever just already even
    further not did does do would will could can may might must should who which reportedly today yesterday previously
    would've he'd soon always often sometimes instead meanwhile therefore thus himself herself themselves itself
    nonetheless nevertheless alone jointly long simply only all both each helpfully far almost rather quite too so well
    first last""".split()
)
DETERMINERS = set(
    "a an the one another some many several two three four most his her its their our my other no few".split()
)
BARRIERS = set(
    """that what which whom because when while if after before but though although since whether where so than as and or
    until unless
    said says say told into onto amid despite during about under over through via per like against without within
    between is was were are be been has have had will would could should may might can did does do not by""".split()
)
THROUGH = {"of", "for", "from", "at", "in", "on", "with", "to"}
PARTICLES = set("of de van von al bin ben da del der la le el for the and & di du".split())


def tokens(text: str, start: int, end: int) -> Tokens:
    """Return the words and marks of punctuation between two places."""
    return [(hit.start(), hit[0]) for hit in _WORD.finditer(text, start, end)]


def plain(word: str) -> str:
    """Lower a word, but not 'May' and 'Will', who are people."""
    return word if word in ("May", "Will") else word.lower()
