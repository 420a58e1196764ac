"""Find the words of saying, and tell what someone is reported as saying from titles, names and scare quotes.

In: text, and its passages in quotation marks. Out: cues (start, end, kind), kind 'say' for verbs that
report anywhere in a sentence, 'near' for those that report only the words beside them, 'phrase' for
'according to'; and for each passage whether it is speech, and its cue.
"""

import re

Span = tuple[int, int]
Cue = tuple[int, int, str]
Verdict = tuple[bool, Span | None, str]  # speech, its cue, and where that stands: before, after, none

CLOSING = "”’\"'»“"
LONG, FAIR = 8, 4  # words: a passage this long is speech without a cue; this long if it also sounds like speech
REACH = 60  # characters between a 'near' cue and its passage
NO: Verdict = (False, None, "none")
YES: Verdict = (True, None, "none")


def _forms(verbs: str) -> list[str]:
    """Inflect regular verbs; a doubled consonant is written 'admit+', irregular forms stand apart."""
    forms = []
    for verb in verbs.split():
        stem = verb.rstrip("+")
        long = stem + stem[-1] if verb.endswith("+") else stem[:-1] if stem.endswith("e") else stem
        third, past = stem + ("es" if re.search(r"(?:s|sh|ch|x|z|o)$", stem) else "s"), long + "ed"
        if re.search(r"[^aeiou]y$", stem):
            third, past = stem[:-1] + "ies", stem[:-1] + "ied"
        forms += [stem, third, past, (stem if stem.endswith("ee") else long) + "ing"]
    return forms


_SAYING = (
    _forms(
        """add announce confirm deny claim argue warn insist admit+ concede acknowledge explain declare stress emphasise
    emphasize remark reply respond ask urge suggest hint imply indicate assert maintain contend allege complain lament
    joke quip+ tweet retweet testify recall reveal disclose predict promise vow pledge threaten boast brag+ cry shout
    yell scream chant whisper mutter murmur sigh growl retort caution advise conclude recommend reiterate agree believe
    fear worry estimate report accuse demand wonder question confide scoff fume blurt sniff rage chuckle shrug+ muse
    pronounce proclaim profess affirm attest counsel divulge clarify elaborate interject marvel gush counter echo
    comment observe speculate note repeat answer propose describe condemn denounce criticise criticize dismiss reject
    apologise apologize endorse welcome applaud hail praise deplore decry defend highlight underline underscore
    rebuke berate chide scold lambast lambaste decline refuse protest grumble object stipulate posit concur+ plead post
    advocate appeal hope suspect signal+ doubt express instruct order reckon sneer implore crow exclaim assure inform
    remind notify gripe warble bark bellow cheer drawl demur+ hiss moan mumble opine surmise grouse bemoan laugh"""
    )
    + """states stated stating say says said saying tell tells told telling
    write writes wrote written writing think thinks thought thinking
    feel feels felt foretold forecast swear swore swears forbid foresee foresees foresaw quote quotes quoted quoting
    cite cites cited citing disagree disagrees disagreed disagreeing read reads reading""".split()
)
_NEAR = frozenset(
    _forms(
        """call brand label blast slam+ mock blame thank continue begin sing ridicule liken characterise characterize
        deem compare credit trumpet tout bill greet dub+ summarise summarize interrupt intone challenge extol+ consider
        regard view portray depict picture perceive envision allow find mention cast open start finish snap+ attack
        charge"""
    )
    + """offer offers offered found called spoke gave give gives giving sang sung sings sing began begun summed sums
    term termed terms""".split()
) - frozenset(_SAYING)
# forms that are as often nouns: verbs only where the words around them allow it
_NOUNS = frozenset(
    """claim claims report reports comment comments hope hopes fear fears demand demands promise promises pledge pledges
    question questions answer answers note notes joke jokes tweet tweets post posts boast boasts cry cries vow vows
    reply worry worries doubt doubts estimate estimates signal signals praise welcome order orders chant chants state
    states appeal appeals protest protests object objects cheer cheers echo echoes reading saying thinking feeling
    writing thought forecast counsel advocate advocates hail decline declines laugh laughs whisper scream screams shout
    shouts sigh rage crow bark quote quotes suspect suspects wonder wonders urge advise plead shrug defend read remark
    remarks fume bellow moan instruct cheering reporting questioning""".split()
)
_PHRASE = re.compile(
    r"(?i)(?:according to|in the words of|point(?:s|ed|ing)? out|ma(?:de|kes?|king) (?:it )?(?:clear|known|plain)|"
    r"rul(?:es?|ed|ing) out|spell(?:s|ed|ing)? out|fir(?:es?|ed|ing) back|hit(?:s|ting)? back|"
    r"chim(?:es?|ed|ing) in|lash(?:es|ed|ing)? out|"
    r"(?:went|goes|going|go) on|(?:went|goes|going) further|put(?:s|ting)? it|weigh(?:s|ed|ing)? in|"
    r"call(?:s|ed|ing)? (?:for|on)|let (?:it )?be known|(?:spoke|speaks|speaking) of|"
    r"dr(?:ew|aws?|awing) attention to|was (?:quoted|heard|cited) as saying|made (?:the|a) case|"
    r"gave (?:his|her|its) word|pushed back)\b"
)
_PHRASE_STARTS = """According In according in point points pointed pointing make makes made making rule rules ruled
    ruling spell spells spelled spelling fire fires fired firing hit hits hitting chime chimes chimed chiming lash
    lashes lashed lashing went goes going go put puts putting weigh weighs weighed weighing let was gave pushed speaks
    speaking spoke call calls called calling drew draw draws drawing""".split()
_KIND = (
    dict.fromkeys(_NEAR, "near")
    | dict.fromkeys(_SAYING, "say")
    | dict.fromkeys((word.capitalize() for word in _SAYING if word not in _NOUNS), "say")
    | dict.fromkeys("SAY SAYS SAID TELLS TOLD WARNS VOWS INSISTS CLAIMS".split(), "say")
    | dict.fromkeys(_PHRASE_STARTS, "phrase?")
)
_WORDS = re.compile(r"[A-Za-z]+")
_DETERMINED = re.compile(r"(?i)\b(?:the|an?|his|her|its|their|our)\s+$")
_NOT_VERB_BEFORE = re.compile(
    r"(?i)(?:\b(?:the|a|an|his|her|its|their|our|my|your|this|that|these|those|any|no|of|such|some|more|new|many|in|for|"
    r"with|by|recent|public|united|member|latest|false|other|all|several|on|from|about|amid|under|between|gulf|baltic|"
    r"arab|raises?|answer|take[sn]?|took|taking|give[sn]?|gave|giving|makes?|made|making|without|into|away|further|open|"
    r"own|\w{3,}ed|\d+|than|least|two|three|four|five|as|at|one|low|high|long|short|good|best|key|what|million|billion|"
    r"percent|per cent)|['’]s|s['’])\s+$"
)
_NOT_VERB_AFTER = re.compile(r"\s+(?:of|from|about|by|between|over|among|were|was|are|is|have|had|has)\b")
_RELATIVE = re.compile(r"\b(?:which|who|whom|that) [^,.;]*$")
_UNLISTED = re.compile(
    r"[,!?…][”\"’']+,? (?:(?:(?:(?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep)\.? )?(?:[A-Z][\w’'-]+ ){1,3}|(?:he|she|they) )"
    r"(?:had |has |once |later )?(?P<after>[a-z]{2,}(?:ed|s))\b|(?P<before>[a-z]{3,}(?:ed|s)) (?:Mr|Mrs|Ms|Dr|[A-Z]))"
)
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
_CREATED = re.compile(
    r"(?i)(?:s[aiu]ng|sings|singing|wrote|written|read|reading|recorded|performed|hummed|played|covered|from|in|on|of|"
    r"with|and|[’']s|,)\s*$"
)
_DIRECT = re.compile(
    r"(?i)(?:[,:—-]|that|it|him|her|them|us|me|reporters|on twitter|was|as|an?|the|only|simply|to be|for|of|\s)*"
)
_ATTRIBUTED = re.compile(r"\s*,?\s*(?:[A-Za-z][\w.’'&-]*[ ,]+){0,9}$")
_SUBORDINATE = re.compile(r"\b(?:when|that|because|if|while|especially|but|though|since|until|whether|than|so|where)\b")
_FIRST = re.compile(
    r"(?i)\b(?:I|we|you|me|us|my|our|your|let[’']s|\w+n[’']t|[a-z]+[’'](?:re|ve|ll|m|d)|it[’']s|that[’']s|there[’']s)\b"
)
_FINITE = re.compile(
    r"(?i)\b(?:is|are|was|were|be|been|am|has|have|had|do|does|did|can|could|will|would|shall|should|may|might|must|need|"
    r"want|get|got|go|make|take|know|think|[a-z]+[’']s (?:a|the|not|been|going)|this|they|he|she|it)\b"
)
_SMALL = set("a an the of and or in on at to for by with from as vs but nor is it de la le du el".split())
_CORE = set(
    "said says say added adds told tells asked asks replied wrote writes tweeted shouted cried joked insisted".split()
)
_DISPLAYED = set(
    """reads reading chanted chanting chants yelled screamed declared proclaimed saying called describes described
    describing mocked branded labelled labeled dismissed denounced""".split()
)
_NOUN_CUE = re.compile(
    r"(?i)\b(?:claims?|statements?|assertions?|accusations?|allegations?|charges?|comments?|remarks?|promises?|pledges?|"
    r"warnings?|complaints?|suggestions?|descriptions?|vows?|messages?|tweets?|e-?mails?|testimony|contention|insistence|"
    r"declaration|admission|argument|belief|conclusion|criticism|prediction|demands?|chants?|cry|cries|shouts?|response|"
    r"reply|answer|question|advice|reports?|quote|signs?|banners?|placards?|posters?|inscription|verdict|view|opinion|"
    r"words|refrain|acknowledge?ment|threat|caution|order|request|call|appeal|concerns?|fears?|plea|joke|boast|"
    r"characteri[sz]ation|reference to|talk of|rhetoric about)\b[^.;:“”\"]{0,30}"
    r"(?:that|of|about|was|were|is|:|,|for|to|as|with|saying|\s)\s*(?:the |an? |it |he |she |they |is |was )*$"
)
_NOUN_AFTER = re.compile(
    r" (?:comments?|remarks?|statements?|claims?|quips?|tweets?|accusation|chants?|retort|jab|taunt|boast|pledge|"
    r"promise|vow)\b"
)
_HEADING = re.compile(r"[A-Z][\w.’'-]*(?: (?:(?:of|and|to|the) )?[A-Z][\w.’'-]*){0,5}: ")
_SEES = re.compile(
    r"\b(?:sees|offers|slams|hails|warns of|vows|fears|urges|demands|claims|promises|blasts|predicts|denies|calls for|"
    r"backs|admits) (?:an? )?$"
)


def cues(text: str) -> list[Cue]:
    """Return (start, end, kind) of every word of saying, kind say, near or phrase."""
    kept, known = [], _KIND
    for hit in _WORDS.finditer(text):
        word = hit[0]
        if word not in known:
            continue
        kind, (start, end) = known[word], hit.span()
        if start and text[start - 1] in "-’'" or text[end : end + 1] == "-":
            continue  # 'so-called'
        if _DETERMINED.search(text, max(0, start - 6), start):
            continue  # 'an estimated'
        if kind == "phrase?":
            phrase = _PHRASE.match(text, start)
            if phrase or word in _NEAR:
                kept.append((start, phrase.end(), "phrase") if phrase else (start, end, "near"))
        elif not _is_noun(text, word, start, end):
            kept.append((start, end, kind))
    return kept


def unlisted(text: str, spans: list[Span]) -> list[Cue]:
    """Find verbs that stand where a word of saying must: '“Well done,” Mr Pompeo purred'."""
    hits = [_UNLISTED.match(text, end - 2) for _, end in spans]
    places = [hit.span(hit.lastgroup) for hit in hits if hit and _KIND.get(hit[hit.lastgroup]) != "say"]
    return [(start, end, "say") for start, end in places]


def is_near(word: str) -> bool:
    """Tell whether a word reports only what stands in quotation marks beside it."""
    return word.lower() in _NEAR


def attribution_follows(text: str, at: int) -> bool:
    """Tell whether 'Mr Hague asked' follows, so that a question in quotation marks does not end the sentence."""
    cue = next((m for m in _WORDS.finditer(text, at, at + 90) if _KIND.get(m[0]) == "say"), None)
    between = re.sub(r"\bM[rs]s?\. ", "", text[at : cue.start()]) if cue else "."
    return not re.search(r"[.!?;:,“\"‘\n](?:\s|$)|[a-z]{4,} (?:a|an|the) ", between)


def judge(text: str, span: Span, sentence: Span, before: list[Cue], after: list[Cue], heads: bool) -> Verdict:
    """Decide whether a passage is speech, given the cues before and after it in its sentence.

    `heads` says that the passage opens its paragraph. The rules run from the surest to the weakest.
    """
    start, end = span
    width = 2 if text.startswith("``", start) else 1
    inside = text[start + width : end - width * (text[end - 1] in CLOSING)].strip()
    words = inside.split()
    if not any(char.isalpha() for char in inside):
        return NO
    titled, long = _is_title(words), len(words) >= LONG
    lead = text[max(sentence[0], start - 70) : start]
    last, tail = inside[-1], text[end : end + 1]
    if after and (last in ",!?—…-.’”" or tail == ",") and (after[0][2] != "near" or last == "," and heads) and (
        _is_attributed(text[end : after[0][0]], text[slice(*after[0][:2])], titled, lead)):  # fmt: skip
        return True, after[0][:2], "after"
    named = _NAMER.search(lead) and not _WHAT.search(lead)
    if named and (titled or not long):
        return NO
    if before and _leads_in(text[before[-1][1] : start], text[slice(*before[-1][:2])].lower(), titled, lead):
        return True, before[-1][:2], "before"
    if lead[-2:].strip() == ":" and not titled:
        return (True, before[-1][:2], "before") if before else YES
    alone = not text[sentence[0] : start].strip(" \n—–-•*")
    ended = text[end - 1] not in CLOSING or last in ".!?…" or tail in (".", "!", "?") and not inside.islower()
    if titled and not (long and _FINITE.search(inside)):
        return YES if alone and ended and (len(words) == 1 or _FIRST.search(inside)) else NO
    beside = before and lead.endswith("the ") and start - before[-1][1] < 6
    if beside and len(words) <= FAIR and _names_thing(text, end):
        return NO
    saying = [cue for cue in before if cue[2] != "near" or start - cue[1] < REACH]
    if saying:
        return True, saying[-1][:2], "before"
    if lead.endswith("In ") and not long:
        return NO
    if _NOUN_CUE.search(lead) or len(words) > 1 and _NOUN_AFTER.match(text, end):
        return YES
    closing = [cue for cue in after if cue[2] == "phrase" or cue[2] == "say" and _closes(text, cue, end)]
    if closing:
        return True, closing[-1][:2], "after"
    capital = words[0][0].isupper()
    if long or len(words) >= FAIR and (_FIRST.search(inside) or last in "!?" and capital) or (
        last == "," and len(words) > 1 and capital and not titled):  # fmt: skip
        return YES
    more = text[end : sentence[1]].strip(" .’”\n") == "" and sentence[1] > end
    return YES if alone and ended and capital and (not heads or more or len(words) > 1) else NO


def headed(text: str, line: Span, span: Span) -> bool:
    """Tell whether a heading gives its quotation to someone: 'Cameron: ‘dithering’', '‘We failed’: chief quits'."""
    start, end = span
    whole = text[slice(*line)].rstrip()
    if len(whole) > 140 or whole[-1:] in ".?!," or start > line[0] + 110:
        return False
    if start == line[0]:
        return text[end : end + 2] == ": "
    if _SEES.search(text, line[0], start):
        return True
    named = _NAMER.search(text, line[0], start)
    return start - line[0] < 90 and not named and bool(_HEADING.match(text, line[0], start))


def _is_noun(text: str, word: str, start: int, end: int) -> bool:
    """Tell whether a word that can be a verb of saying is a noun or a name here."""
    if word[0].isupper() and word[1:].islower() and start and text[start - 1] not in "\n.”’\"' ":
        return True
    if word not in _NOUNS:
        return False
    if _NOT_VERB_BEFORE.search(text, max(0, start - 12), start):
        return True
    relative = word[-1] == "s" and _RELATIVE.search(text, max(0, start - 50), start)
    return bool(_NOT_VERB_AFTER.match(text, end)) and not relative  # 'which the government claims was'


def _is_attributed(gap: str, cue: str, titled: bool, lead: str) -> bool:
    """Tell whether '“…,” Mr Hague said' stands here: only a name between the passage and its cue."""
    if len(gap) >= 90 or not _ATTRIBUTED.match(gap) or _SUBORDINATE.search(gap):
        return False
    if not titled:
        return not lead.endswith("In ")
    opens = lead.rstrip()[-1:] in ("", ",", ":", "—", ".", "”", '"')
    return opens and cue in _CORE and gap.count(" ") < 7 and gap.count(",") < 2


def _leads_in(gap: str, cue: str, titled: bool, lead: str) -> bool:
    """Tell whether a cue leads straight into the passage: 'said: “…”', 'told reporters that “…”'."""
    if not _DIRECT.fullmatch(gap):
        return False
    set_off = gap.rstrip().endswith((",", ":", "that"))
    return not titled or set_off or cue in _CORE | _DISPLAYED and not _CREATED.search(lead)


def _names_thing(text: str, end: int) -> bool:
    """Tell whether a noun follows: 'criticised the “hostile environment” policy'."""
    after = text[end : end + 6]
    return after[:1] == " " and after[1:2].islower() and not re.match(r" (?:as |of |in |to |by |and |that )", after)


def _closes(text: str, cue: Cue, end: int) -> bool:
    """Tell whether a cue after the passage reports the whole sentence: ', Mr Hague said.'"""
    comma = text.rfind(",", end, cue[0])
    clause = text[comma : cue[0]]
    return comma >= 0 and clause.count(" ") <= 9 and not re.search(r"\b(?:who|which|that)\b", clause)


def _is_title(words: list[str]) -> bool:
    """Tell whether the words are set like a title: 'Gone With the Wind', 'Today'."""
    bare = [word.strip(".,!?:;’”\"'()[]“‘") for word in words]
    weighty = [word for word in bare if word and word.lower() not in _SMALL]
    if not weighty or not (bare[0][:1].isupper() or bare[0][:1].isdigit()):
        return False
    return all(w[0].isupper() or not w[0].isalpha() for w in weighty) and (len(weighty) > 1 or len(words) < 3)
