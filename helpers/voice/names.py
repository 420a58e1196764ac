"""Tell what is written like a name, and a person's name from offices, bodies, places and crowds.

In: the words of one speaker. Out: a name, a length or a boolean.
"""

import re
from functools import lru_cache

_OFFICE = (
    r"(?:President|Minister|Secretary|Premier|Chancellor|Ambassador|Envoy|Senator|Sens?\.|Reps?\.|Representative|"
    r"Govs?\.|Governor|Mayor|Speaker|Leader|Chairman|Chairwoman|Chair|Director|General|Gen\.?|Adm\.?|Admiral|Colonel|"
    r"Col\.?|Lt\.?|Capt\.?|Captain|Major|Maj\.?|Sgt\.?|Sergeant|Detective|Inspector|Superintendent|Sheriff|Deputy|"
    r"Judge|Justice|Dr\.?|Prof\.?|Professor|Mr\.?|Mrs\.?|Ms\.?|Miss|Sir|Dame|Lord|Lady|Baroness|Rev\.?|Bishop|"
    r"Archbishop|Pope|Cardinal|Ayatollah|Sheikh|King|Queen|Prince|Princess|Councillor|Cllr|Coach|Chief|Officer|"
    r"Commissioner|Commander|Spokesman|Spokeswoman|Spokesperson|MP|PM|MEP|Congressman|Congresswoman|Democrat|"
    r"Republican|Taoiseach|Attorney|Executive|Manager|Editor|Correspondent|Adviser|Advisor|Official)"
)
# 'British Foreign Secretary David Lammy', 'Secretary of State for Defence Michael Fallon'
TITLED = re.compile(
    rf"^(?:.*\s)?{_OFFICE}(?:[ -](?:of|for) (?:the )?(?:[A-Z][\w’'-]+ and )?(?:State|Staff|Defen[cs]e|"
    r"Homeland Security|the Treasury|Energy|Police|Foreign|Foreign Affairs|Justice|Health|Education|Labor|Commerce|"
    r"Work and Pensions|Operations|[A-Z]\w+ Affairs))?\s+(?=[A-Z])"
)
# 'Former US Democratic ', 'However, ' before a name
_MODIFIER = re.compile(
    r"^(?:(?:US|U\.S\.|UK|U\.K\.|EU|UN|British|American|Iranian|Russian|French|German|Israeli|Ukrainian|Chinese|Former|"
    r"Labour|Tory|Conservative|Democratic|Republican|Liberal|However|But|And|In|Meanwhile|Later|Today|Yesterday|Then|"
    r"On|At|When|While|As|Earlier|Still|Yet|So|Indeed|Furthermore|Moreover|Both|The|A|An|Only|Asked|If|Although|"
    r"Because|After|Before|Even|Like|For|Here|What|That)\s+)+(?=[A-Z])"
)
_BODY = re.compile(
    r"(?i)\b(?:office|ministry|department|street|house|government|administration|agency|council|commission|union|"
    r"party|bank|court|board|group|company|firm|association|service|police|army|military|forces?|navy|institute|"
    r"university|school|kremlin|pentagon|palace|parliament|congress|senate|committee|foundation|fund|nations|states|"
    r"kingdom|times|post|guardian|news|media|press|bbc|cnn|reuters|tv|television|radio|washington|london|tehran|"
    r"moscow|brussels|beijing|paris|berlin|kyiv|kiev|iran|russia|ukraine|britain|america|israel|china|france|germany|"
    r"syria|iraq|yemen|turkey|us|u\.s\.|uk|u\.k\.|eu|un|nato|labour|downing|whitehall|daesh|isis|isil|hezbollah|hamas|"
    r"houthis?|taliban|damascus|kabul|baghdad|riyadh|jerusalem|ankara|delhi|vienna|geneva|ottawa|canberra|tokyo|"
    r"pyongyang|cairo|doha|islamabad|dubai|europe|west|treasury|fsb|cia|fbi|mi5|mi6|gru|iaea|opec|g7|e3|authorities|"
    r"judiciary|embassy|mps|peers|senators|lawmakers|backbenchers|tories|democrats|republicans|conservatives|study|"
    r"report|survey|statement|note|article|paper|document|memo|letter|book|polls?|sign|banner)\b"
)
# 'Atomic Energy Organization Ali Akbar Salehi'
BODY_THEN_NAME = re.compile(
    r"(?:Organi[sz]ation|Agency|Ministry|Council|Committee|Commission|Service|Institute|Union|Corps|Guards?|Affairs|"
    r"Bank|University|Board|Office|Department|Association|Group|Parliament|House|Force|Court) "
    r"((?:[A-Z][\w’'-]+ ){1,2}[A-Z][\w’'-]+)$"
)
# who is named elsewhere: 'the former foreign secretary', 'that 54-year-old'
LATER = re.compile(
    r"(?i)^(?:the|that)\s+(?:[\w-]+\s+){0,2}?(president|minister|premier|pm|secretary|chancellor|senator|congressman|"
    r"congresswoman|governor|mayor|coach|manager|judge|ambassador|envoy|leader|chairman|director|general|"
    r"[\w-]*year-old|author|prosecutor|candidate|nominee|republican|democrat|billionaire|tory|mp|lawmaker|chief|diplomat|"
    r"spokesman|spokeswoman|spokesperson|official|adviser|aide|source)(?: of state)?$"
)
# 'both men', 'the two leaders', 'the allies'
TWO = re.compile(
    r"(?i)^(?:they|the(?:ir)? (?:top )?(?:envoys|diplomats)|both(?: .{0,40})?|the (?:two|pair|duo)\b.{0,40}|"
    r"the (?:foreign )?(?:ministers|secretaries|leaders|diplomats|allies))$"
)
_AND = re.compile(r" and [A-Z]")
_OPENER = re.compile(r"(?:Both|But|And|In|The|However|Later|While)\s+(?=[A-Z])")


@lru_cache(4096)
def bare(name: str) -> str:
    """Strip office and nationality from a name: 'US President Donald Trump' is Donald Trump."""
    for pattern in (TITLED, _MODIFIER):
        hit = pattern.match(name)
        name = name[hit.end() :] if hit and hit.end() < len(name) else name
    return name


@lru_cache(4096)
def is_body(name: str) -> bool:
    """Tell whether a speaker is a body, place, crowd or document rather than a person."""
    return bool(_BODY.search(name))


@lru_cache(16384)
def is_name(token: str) -> bool:
    """Tell whether a word is written like a name: 'Hunt', '“Buddy', 'al-Assad'."""
    return token[:1].isupper() or token[:1] in "‘“'" and token[1:2].isupper() or token[:3] in ("al-", "el-", "d’")


@lru_cache(4096)
def titles(name: str) -> int:
    """Count the characters of body, office and nationality before a name."""
    body = BODY_THEN_NAME.search(name)
    left = body.start(1) if body else 0
    if _AND.search(name, left):
        opener = _OPENER.match(name, left)
        return opener.end() if opener else left
    return len(name) - len(bare(name[left:]))
