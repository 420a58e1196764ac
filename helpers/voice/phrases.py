"""Read the noun phrase that names a speaker, before or after a word of saying.

In: text and offsets, or the words before a place. Out: (kind, name, phrase): kind is name, noun or
pronoun, name the offsets of the speaker, phrase those of the speaker with titles and appositions.
"""

import re
from functools import lru_cache

Phrase = tuple[str, tuple[int, int], tuple[int, int]]
Tokens = list[tuple[int, str]]  # (offset, word)

WORD = re.compile(r"[^\s,()“”\"—–:;\[\]•·▪●]+|[,()“”\"—–:;\[\]•·▪●]")
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
_BARRIERS = set(
    """that what which whom because when while if after before but though although since whether where so than as and or
    until unless
    said says say told into onto amid despite during about under over through via per like against without within
    between is was were are be been has have had will would could should may might can did does do not by""".split()
)
_THROUGH = {"of", "for", "from", "at", "in", "on", "with", "to"}
_PARTICLES = set("of de van von al bin ben da del der la le el for the and & di du".split())
_BEFORE_DETERMINER = _THROUGH - {"on", "to"}
_NOBODY = {"no", "nobody", "none", "neither", "nothing"}
_NEVER_LAST = set("there this these those what that everyone people lot".split())
_COUNTS = {"two", "three", "four", "other", "few"}
_NOT_LAST = _BARRIERS | _THROUGH | _NEVER_LAST
_NOT_BEFORE_THROUGH = _BARRIERS | AUXILIARIES | _THROUGH
_NEVER_NAME = DAYS | AUXILIARIES | _BARRIERS | _THROUGH | DETERMINERS
_AFTER_STOP = set(
    """who which that in on at after as during when while to with by is was has whose about before because if but into
    it there than this these those whether how why what then under over through earlier according amid not so
    yesterday today last late early tonight again""".split()
)
_STOPS_AFTER = _AFTER_STOP - {"in", "at"}
_NOT_FIRST_AFTER = _AFTER_STOP | CALENDAR
_SKIPPED = set("who which whose where when while of from aged now then with also".split())

OFFICE = (
    r"(?:President|Minister|Secretary|Premier|Chancellor|Ambassador|Envoy|Senator|Sens?\.|Reps?\.|Representative|"
    r"Govs?\.|Governor|Mayor|Speaker|Leader|Chairman|Chairwoman|Chair|Director|General|Gen\.?|Adm\.?|Admiral|Colonel|"
    r"Col\.?|Lt\.?|Capt\.?|Captain|Major|Maj\.?|Sgt\.?|Sergeant|Detective|Inspector|Superintendent|Sheriff|Deputy|"
    r"Judge|Justice|Dr\.?|Prof\.?|Professor|Mr\.?|Mrs\.?|Ms\.?|Miss|Sir|Dame|Lord|Lady|Baroness|Rev\.?|Bishop|"
    r"Archbishop|Pope|Cardinal|Ayatollah|Sheikh|King|Queen|Prince|Princess|Councillor|Cllr|Coach|Chief|Officer|"
    r"Commissioner|Commander|Spokesman|Spokeswoman|Spokesperson|MP|PM|MEP|Congressman|Congresswoman|Democrat|"
    r"Republican|Taoiseach|Attorney|Executive|Manager|Editor|Correspondent|Adviser|Advisor|Official)"
)
TITLED = re.compile(
    rf"^(?:.*\s)?{OFFICE}(?:[ -](?:of|for) (?:the )?(?:[A-Z][\w’'-]+ and )?(?:State|Staff|Defen[cs]e|Homeland Security|"
    r"the Treasury|Energy|Police|Foreign|Foreign Affairs|Justice|Health|Education|Labor|Commerce|Work and Pensions|"
    r"Operations|[A-Z]\w+ Affairs))?\s+(?=[A-Z])"
)
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
_BODY_THEN_NAME = re.compile(
    r"(?:Organi[sz]ation|Agency|Ministry|Council|Committee|Commission|Service|Institute|Union|Corps|Guards?|Affairs|"
    r"Bank|University|Board|Office|Department|Association|Group|Parliament|House|Force|Court) "
    r"((?:[A-Z][\w’'-]+ ){1,2}[A-Z][\w’'-]+)$"
)
LATER = re.compile(
    r"(?i)^(?:the|that)\s+(?:[\w-]+\s+){0,2}?(president|minister|premier|pm|secretary|chancellor|senator|congressman|"
    r"congresswoman|governor|mayor|coach|manager|judge|ambassador|envoy|leader|chairman|director|general|"
    r"[\w-]*year-old|author|prosecutor|candidate|nominee|republican|democrat|billionaire|tory|mp|lawmaker|chief|diplomat|"
    r"spokesman|spokeswoman|spokesperson|official|adviser|aide|source)(?: of state)?$"
)
TWO = re.compile(
    r"(?i)^(?:they|the(?:ir)? (?:top )?(?:envoys|diplomats)|both(?: .{0,40})?|the (?:two|pair|duo)\b.{0,40}|"
    r"the (?:foreign )?(?:ministers|secretaries|leaders|diplomats|allies))$"
)
_APPOSED = re.compile(
    r", ((?:(?:Mr|Mrs|Ms|Dr|Sir)\.? )?[A-Z][\w’'.-]*(?: (?:[A-Z]\.|[a-z]{2,3}|[A-Z][\w’'-]+)){0,3}?)"
    r"(?=[,.”\"]| of | at )"
)
_BEHIND = re.compile(r"(?: \([^)]*\))?, (?!who|which|and |but |as |in |on |after )[^.,;“”]{3,80}")
_SUBJECT = re.compile(
    r"(?:(?:In|On|At|After|During|By|For|Earlier|Later|Asked|Pressed|Speaking|With|When|As|Last|Before|From|Under|"
    r"Despite|Following|While|Writing|Meanwhile|However)\b[^,]{0,120},\s*)?"
    r"(?P<np>(?:(?:The|the|An?|an?|His|Her|Its|Their|his|her|its|their|One|one|Two|two|Both|both)\s+)?"
    r"(?:[\w.’'&-]+\s+){0,7}?[\w.’'&-]+)(?:,\s+[A-Z][^,]{3,40})?,?\s+"
    r"(?:(?:has|have|had|is|was|were|are|also|will|would|today|yesterday|who)\b|[a-z]+(?:ed|s)\b|"
    r"(?:went|met|spoke|took|made|gave|came|sent|left|got|won|lost|held|set|put|hit|led|let|kept|saw|fell|rose|stood|"
    r"drew)\b)"
)


def words_of(text: str, start: int, end: int) -> Tokens:
    """Return the words and marks of punctuation between two places."""
    return [(hit.start(), hit[0]) for hit in WORD.finditer(text, start, end)]


def ending(text: str, tokens: Tokens) -> Phrase | None:
    """Return the noun phrase that ends with these words, None where they end with none."""
    if not tokens:
        return None
    at, last = tokens[-1]
    end = at + len(last)
    if last.lower() in PRONOUNS and last not in ("IT", "US"):
        return "pronoun", (at, end), (at, end)
    plain = _plain(last)
    if last == "10" and len(tokens) > 1 and tokens[-2][1].rstrip(".").lower() in ("no", "number"):
        return "name", (tokens[-2][0], end), (tokens[-2][0], end)  # Downing Street
    if last in PUNCTUATION or last[0].isdigit() or plain in _NOT_LAST:
        return None
    return _named(text, tokens[_beginning(tokens) :], end)


def past_apposition(text: str, tokens: Tokens, start: int) -> Phrase | None:
    """Find the name before 'the deputy national security adviser,' or 'who voted for the war,'."""
    chunks = _chunks(tokens)
    fallback = None
    for number, chunk in reversed(list(enumerate(chunks))[-5:]):
        low = chunk[0][1].lower()
        if low in ("which", "what", "whom") and 1 < len(chunk) < 5 and is_name(chunk[-1][1]):
            chunk = chunk[1:]  # 'which Downing Street, after a night of doubt, said'
            low = chunk[0][1].lower()
        if _is_aside(chunk, low, first=number == 0):
            continue
        found = ending(text, chunk)
        if found and found[0] == "name" and (low not in DETERMINERS or " " in text[slice(*found[1])].strip()):
            role = ending(text, chunks[number - 1]) if number else None
            before = role and role[0] == "noun" and chunks[number - 1][0][1].lower() not in _THROUGH | _SKIPPED
            begin = chunks[number - 1][0][0] if before else found[2][0]  # 'Iran's foreign minister, Abbas Araghchi,'
            return found[0], found[1], (begin, start)
        if found and fallback is None:
            fallback = found
        elif found and found[0] == "pronoun":
            return found
    return fallback


def following(text: str, end: int, right: int) -> Phrase | None:
    """Return the noun phrase after an inverted cue: 'said Trina Boudreaux', 'according to a survey'."""
    tokens = words_of(text, end, min(right, end + 140))
    while tokens and tokens[0][1].islower() and (tokens[0][1].endswith("ly") or tokens[0][1] == "both"):
        tokens = tokens[1:]
    if not tokens:
        return None
    at, first = tokens[0]
    low = first.lower().rstrip(".’'")
    if low in PRONOUNS and first.islower():
        return None if low == "it" else ("pronoun", (at, at + len(low)), (at, at + len(low)))
    if low in _NOT_FIRST_AFTER or first[0].isdigit() or not first[0].isalnum() and not is_name(first):
        return None
    chosen = _trimmed(_run_after(tokens), right)
    if not chosen:
        return None
    alone = len(chosen) == 1 and chosen[0][1].islower()
    if alone and not low.endswith("s") and low not in ("police", "one", "another"):
        return None
    stop = chosen[-1][0] + len(chosen[-1][1])
    found = _named(text, chosen, stop)
    if found and found[0] == "noun":
        apposed = _APPOSED.match(text[stop : min(right, stop + 60)])
        if apposed:  # 'said the owner, Nabil Khoury'
            last = stop + apposed.end(1)
            return "name", (stop + apposed.start(1), last), (found[2][0], last)
    if found:
        behind = _BEHIND.match(text[stop : min(right, stop + 110)])
        return found[0], found[1], (found[2][0], stop + behind.end() if behind else stop)
    return None


def subject(text: str, left: int, start: int) -> Phrase | None:
    """Return the subject of the sentence, for a participle that has no other: '..., saying that'."""
    hit = _SUBJECT.match(text, left, start)
    if not hit:
        return None
    tokens = words_of(text, *hit.span("np"))
    if tokens and tokens[-1][1].lower() in ("he", "she", "they"):
        tokens = tokens[-1:]
    if tokens and tokens[0][1].lower() in PRONOUNS:
        tokens = tokens[:1]
    at = hit.end("np")
    apposed = re.match(r",? ?([A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){1,3}),", text[at:start])
    if apposed:
        return "name", (at + apposed.start(1), at + apposed.end(1)), (hit.start("np"), at + apposed.end(1))
    return ending(text, tokens)


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


def _plain(token: str) -> str:
    """Lower a word, but not 'May' and 'Will', who are people."""
    return token if token in ("May", "Will") else token.lower()


def _beginning(tokens: Tokens) -> int:
    """Walk back from the last word of a noun phrase; return the index of its first."""
    words = [word for _, word in tokens]
    first = i = len(words) - 1
    while i >= 0 and len(words) - i <= 14:
        word, before = words[i], words[i - 1] if i else ""
        low = _plain(word)
        joins = low == "and" and 0 < i < len(words) - 1 and is_name(words[i + 1]) and is_name(before)
        if word in PUNCTUATION or low in _BARRIERS and not joins:
            break
        if is_name(word) or joins:
            if is_name(word) and (low in _THROUGH or low == "but"):
                break
            first = i
            if is_name(word) and low in ("the", "a", "an"):
                break
        elif low in DETERMINERS:
            first = i
            if before == "and" and i > 1 and is_name(words[i - 2]) and is_name(words[-1]) and (
                all(is_name(w) or w.lower() in _PARTICLES for w in words[: i - 1])):  # fmt: skip
                return 0  # 'The United States and the United Kingdom have urged'
            if low in _COUNTS and before.lower() in ("the", "all", "both", "these", "some", "many", "several"):
                i -= 1
                continue
            head = words[i - 2] if i > 1 else ""
            if before not in _BEFORE_DETERMINER or not head[:1].isalpha() or head.lower() in _BARRIERS or (
                head.endswith("ed")):  # fmt: skip
                break
            i -= 1  # 'a spokesman for the ministry'
        elif low in _THROUGH:
            if not before[:1].isalpha() or before.lower() in _NOT_BEFORE_THROUGH or (
                before.islower() and before.endswith("ed")):  # fmt: skip
                break
        else:
            if first < len(words) - 1 and is_name(words[first]) and low.endswith(("ed", "ing")) and "-" not in low:
                break
            first = i
        i -= 1
    return first


def _named(text: str, tokens: Tokens, end: int) -> Phrase | None:
    """Choose the name within a noun phrase: after its titles, or the head with what stands before it."""
    if not tokens:
        return None
    begin = tokens[0][0]
    words = [word for _, word in tokens]
    if words[0].lower() in _NOBODY:
        return None
    if words[0].lower() in PRONOUNS and words[-1].islower():  # 'He took pains to add'
        place = (begin, begin + len(words[0]))
        return "pronoun", place, place
    run = _name_run(words)
    cut = next((k for k, word in enumerate(words) if k and word in _THROUGH and not _within_name(words, k)), len(words))
    if cut < run < len(words) - 1:
        plain = words[run - 1].islower() and words[run - 1] not in _THROUGH | DETERMINERS | _PARTICLES
        if plain or _BODY_THEN_NAME.search(text[tokens[run][0] : end]):
            cut = len(words)  # 'on the eve of the trip Vladimir Putin', 'head of the Energy Agency Ali Salehi'
    if run < len(words) == cut:
        left = tokens[run][0]
        left += _titles(text[left:end])
        name = text[left:end]
        if name.endswith(("’s", "'s")) or left == begin and _plain(name) in _NEVER_NAME:
            return None
        return "name", (left, end), (begin, end)
    head = words[:cut]
    stop = tokens[cut - 1][0] + len(head[-1])
    whole = text[begin:stop]
    strip = head[0].lower() == "the" and cut > 1 and not LATER.match(whole) and not TWO.match(whole)
    # a bare lower-case noun must be a plural or stand with a determiner
    bare_noun = cut == 1 and head[0].islower() and head[0] not in DETERMINERS
    if bare_noun and not re.search(r"(?:s|one|police|people|men|women)$", head[0]):
        return None
    if not any(word[0].isalpha() for word in head):
        return None
    return "noun", (tokens[1][0] if strip else begin, stop), (begin, end)


def _name_run(words: list[str]) -> int:
    """Return the index at which the capitalised words at the end begin."""
    run = len(words)
    while run:
        word, before = words[run - 1], words[run - 2] if run > 1 else ""
        joins = run < len(words) and word.lower() in _PARTICLES and before and (
            is_name(before) or words[run - 2 : run] == ["and", "the"])  # fmt: skip
        if not is_name(word) and not joins:
            break
        run -= 1
    return run


def _within_name(words: list[str], k: int) -> bool:
    """Tell whether a preposition belongs to a name: 'Bank of England'."""
    after = words[k + 1] if k + 1 < len(words) else ""
    return words[k] in ("of", "for") and is_name(words[k - 1]) and (is_name(after) or after == "the")


@lru_cache(4096)
def _titles(name: str) -> int:
    """Count the characters of body, office and nationality before a name."""
    body = _BODY_THEN_NAME.search(name)
    left = body.start(1) if body else 0
    if re.search(r" and [A-Z]", name[left:]):
        opener = re.match(r"(?:Both|But|And|In|The|However|Later|While)\s+(?=[A-Z])", name[left:])
        return left + (opener.end() if opener else 0)
    return len(name) - len(bare(name[left:]))


def _chunks(tokens: Tokens) -> list[Tokens]:
    """Cut words at commas and dashes; what stands in brackets is left out."""
    chunks, depth = [[]], 0
    for token in tokens:
        depth += token[1] == "("
        if token[1] in (",", "—", "–"):
            chunks.append([])
        elif not depth:
            chunks[-1].append(token)
        depth -= token[1] == ")"
    return [chunk for chunk in chunks if chunk]


def _is_aside(chunk: Tokens, low: str, first: bool) -> bool:
    """Tell whether words between commas cannot hold the speaker: 'who is 54', 'in a statement', '54'."""
    word = chunk[0][1]
    if low in _SKIPPED or word[0].isdigit() and len(chunk) < 3 or re.match(r"[RD]-", word):
        return True
    full = len(chunk) > 1 and is_name(chunk[-2][1]) and is_name(chunk[-1][1])
    if word.islower() and low not in DETERMINERS and not first and not full:
        return True
    return word.islower() and (low in _THROUGH | {"after", "by", "as", "under"} or low.endswith(("ing", "ed")))


def _run_after(tokens: Tokens) -> Tokens:
    """Return the words after an inverted cue that make one noun phrase."""
    chosen: Tokens = []
    for n, (place, token) in enumerate(tokens):
        after = tokens[n + 1][1] if n + 1 < len(tokens) else ""
        low = token.lower().rstrip(".,’'")
        if token in PUNCTUATION or token in MODAL or low in _STOPS_AFTER or n and low in CALENDAR:
            break
        if token in ("of", "for", "from", "at", "in", "and"):
            named = is_name(after) and after.lower() not in DAYS
            if not named and after not in ("the", "a", "an", "his", "her", "its") or low == "and" and not named:
                break
            if low == "in" and chosen and is_name(chosen[-1][1]):
                break
        elif n and token.islower() and is_name(chosen[-1][1]) and sum(is_name(t) for _, t in chosen) > 1 and (
            not chosen[-1][1].endswith(("’s", "'s", "’", "."))):  # fmt: skip
            break
        chosen.append((place, token))
    return chosen


def _trimmed(chosen: Tokens, right: int) -> Tokens:
    """Take the full stop and closing marks from the last word, not from 'J. K.' or 'Jr.' within a sentence."""
    if not chosen:
        return chosen
    place, token = chosen[-1]
    initial = re.search(r"(?:\b[A-Z]\.|[’']s)$", token)
    token = token.rstrip("!?") if initial else token.rstrip(".!?’'”\"")
    return [*chosen[:-1], (place, token)] if token else chosen[:-1]
