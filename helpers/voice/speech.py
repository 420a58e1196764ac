"""Tell what someone is reported as saying from titles, names and scare quotes.

In: text, one passage in it in quotation marks, the words of saying around it. Out: whether the passage is
speech, its cue, and where that stands.
"""

import re
from functools import lru_cache

from helpers.voice import naming
from helpers.voice.pairs import CLOSING, Span
from helpers.voice.verbs import Cue

Verdict = tuple[bool, Span | None, str]  # speech, its cue, and where that stands: before, after, none

LONG, FAIR = 8, 4  # words: a passage this long is speech without a cue; this long if it also sounds like speech
REACH = 60  # characters between a 'near' cue and its passage
NO: Verdict = (False, None, "none")
YES: Verdict = (True, None, "none")

# what leads to a title rather than to words: 'he sang “…”', 'reads from “…”'
_CREATED = re.compile(
    r"(?i)(?:s[aiu]ng|sings|singing|wrote|written|read|reading|recorded|performed|hummed|played|covered|from|in|on|of|"
    r"with|and|[’']s|,)\s*$"
)
# all that may stand between a cue and its passage: 'told | reporters that | “…”'
_DIRECT = re.compile(
    r"(?i)(?:[,:—-]|that|it|him|her|them|us|me|reporters|on twitter|was|as|an?|the|only|simply|to be|for|of|\s)*"
)
# all that may stand between a passage and its cue: '“…”, the former foreign secretary | said'
_ATTRIBUTED = re.compile(r"\s*,?\s*(?:[A-Za-z][\w.’'&-]*[ ,]+){0,9}$")
_SUBORDINATE = frozenset("when that because if while especially but though since until whether than so where".split())
_WORDS = re.compile(r"\w+")
# somebody speaks of himself or to somebody: 'we', 'don't', 'they'll'
_FIRST = re.compile(
    r"(?i)\b(?:I|we|you|me|us|my|our|your|let[’']s|\w+n[’']t|[a-z]+[’'](?:re|ve|ll|m|d)|it[’']s|that[’']s|there[’']s)\b"
)
# a whole sentence rather than a title: 'This Is Not the End', 'Iran's Not Going'
_FINITE = re.compile(
    r"(?i)\b(?:is|are|was|were|be|been|am|has|have|had|do|does|did|can|could|will|would|shall|should|may|might|must|need|"
    r"want|get|got|go|make|take|know|think|[a-z]+[’']s (?:a|the|not|been|going)|this|they|he|she|it)\b"
)
_CORE = set(
    "said says say added adds told tells asked asks replied wrote writes tweeted shouted cried joked insisted".split()
)
_DISPLAYED = set(
    """reads reading chanted chanting chants yelled screamed declared proclaimed saying called describes described
    describing mocked branded labelled labeled dismissed denounced""".split()
)
# 'the claim that “…”', 'her remark about “…”', 'a banner saying “…”'
_NOUN_CUE = re.compile(
    r"(?i)\b(?:claims?|statements?|assertions?|accusations?|allegations?|charges?|comments?|remarks?|promises?|pledges?|"
    r"warnings?|complaints?|suggestions?|descriptions?|vows?|messages?|tweets?|e-?mails?|testimony|contention|insistence|"
    r"declaration|admission|argument|belief|conclusion|criticism|prediction|demands?|chants?|cry|cries|shouts?|response|"
    r"reply|answer|question|advice|reports?|quote|signs?|banners?|placards?|posters?|inscription|verdict|view|opinion|"
    r"words|refrain|acknowledge?ment|threat|caution|order|request|call|appeal|concerns?|fears?|plea|joke|boast|"
    r"characteri[sz]ation|reference to|talk of|rhetoric about)\b[^.;:“”\"]{0,30}"
    r"(?:that|of|about|was|were|is|:|,|for|to|as|with|saying|\s)\s*(?:the |an? |it |he |she |they |is |was )*$"
)
# the words of _NOUN_CUE, one of which a text holds that it can match
_NOUNS = frozenset(
    """claim claims statement statements assertion assertions accusation accusations allegation allegations charge
    charges comment comments remark remarks promise promises pledge pledges warning warnings complaint complaints
    suggestion suggestions description descriptions vow vows message messages tweet tweets mail mails email emails
    testimony contention insistence declaration admission argument belief conclusion criticism prediction demand
    demands chant chants cry cries shout shouts response reply answer question advice report reports quote sign
    signs banner banners placard placards poster posters inscription verdict view opinion words refrain
    acknowledgement acknowledgment threat caution order request call appeal concern concerns fear fears plea joke
    boast characterisation characterization reference talk rhetoric""".split()
)
_LETTERS = re.compile(r"[a-z]+")
# '“bad hombres” remark'
_NOUN_AFTER = re.compile(
    r" (?:comments?|remarks?|statements?|claims?|quips?|tweets?|accusation|chants?|retort|jab|taunt|boast|pledge|"
    r"promise|vow)\b"
)
# 'Cameron: ', 'Secretary of State: '
_HEADING = re.compile(r"[A-Z][\w.’'-]*(?: (?:(?:of|and|to|the) )?[A-Z][\w.’'-]*){0,5}: ")
# 'Hunt warns of ‘grave consequences’'
_SEES = re.compile(
    r"\b(?:sees|offers|slams|hails|warns of|vows|fears|urges|demands|claims|promises|blasts|predicts|denies|calls for|"
    r"backs|admits) (?:an? )?$"
)


def judge(text: str, span: Span, sentence: Span, before: list[Cue], after: list[Cue], heads: bool) -> Verdict:
    """Decide whether a passage is speech, given the cues before and after it in its sentence.

    `heads` says that the passage opens its paragraph. The rules run from the surest to the weakest.
    """
    start, end = span
    width = 2 if text.startswith("``", start) else 1
    inside = text[start + width : end - width * (text[end - 1] in CLOSING)].strip()
    words = inside.split()
    if not (inside[:1].isalpha() or any(map(str.isalpha, inside))):
        return NO
    titled, long = naming.is_title(words), len(words) >= LONG
    lead = text[max(sentence[0], start - 70) : start]
    last, tail = inside[-1], text[end : end + 1]
    if after and (last in ",!?—…-.’”" or tail == ",") and (after[0][2] != "near" or last == "," and heads) and (
        _is_attributed(text[end : after[0][0]], text[slice(*after[0][:2])], titled, lead)):  # fmt: skip
        return True, after[0][:2], "after"
    named = naming.is_named(lead)
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
    if _has_noun_cue(lead) or len(words) > 1 and _NOUN_AFTER.match(text, end):
        return YES
    closing = [cue for cue in after if cue[2] == "phrase" or cue[2] == "say" and _closes(text, cue, end)]
    if closing:
        return True, closing[-1][:2], "after"
    told = long or len(words) >= FAIR and (_FIRST.search(inside) or last in "!?" and words[0][0].isupper())
    return YES if told or _stands_alone(text, (end, sentence[1]), words, titled, alone and ended, heads) else NO


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
    named = naming.names_line(text, line[0], start)
    return start - line[0] < 90 and not named and bool(_HEADING.match(text, line[0], start))


def _stands_alone(text: str, rest: Span, words: list[str], titled: bool, is_sentence: bool, heads: bool) -> bool:
    """Tell whether a short passage is cut off by a comma, or is a sentence and more than the head of a paragraph."""
    if not words[0][0].isupper():
        return False
    if words[-1][-1] == "," and len(words) > 1 and not titled:
        return True
    more = text[slice(*rest)].strip(" .’”\n") == "" and rest[1] > rest[0]
    return is_sentence and (not heads or more or len(words) > 1)


def _is_attributed(gap: str, cue: str, titled: bool, lead: str) -> bool:
    """Tell whether '“…,” Mr Hague said' stands here: only a name between the passage and its cue."""
    if len(gap) >= 90 or not _is_name_only(gap):
        return False
    if not titled:
        return not lead.endswith("In ")
    opens = lead.rstrip()[-1:] in ("", ",", ":", "—", ".", "”", '"')
    return opens and cue in _CORE and gap.count(" ") < 7 and gap.count(",") < 2


@lru_cache(4096)  # many are 'he' and the like
def _is_name_only(gap: str) -> bool:
    return bool(_ATTRIBUTED.match(gap)) and _SUBORDINATE.isdisjoint(_WORDS.findall(gap))


@lru_cache(4096)  # most are ': ' and 'that'
def _is_direct(gap: str) -> bool:
    return bool(_DIRECT.fullmatch(gap))


def _leads_in(gap: str, cue: str, titled: bool, lead: str) -> bool:
    """Tell whether a cue leads straight into the passage: 'said: “…”', 'told reporters that “…”'."""
    if not _is_direct(gap):
        return False
    set_off = gap.rstrip().endswith((",", ":", "that"))
    return not titled or set_off or (cue in _CORE or cue in _DISPLAYED) and not _CREATED.search(lead)


def _has_noun_cue(lead: str) -> bool:
    """Tell whether a noun leads to the passage: 'the claim that “…”', 'in response to the question: “…”'."""
    return bool(lead) and not _NOUNS.isdisjoint(_LETTERS.findall(lead.lower())) and bool(_NOUN_CUE.search(lead))


def _names_thing(text: str, end: int) -> bool:
    """Tell whether a noun follows: 'criticised the “hostile environment” policy'."""
    after = text[end : end + 6]
    return after[:1] == " " and after[1:2].islower() and not re.match(r" (?:as |of |in |to |by |and |that )", after)


def _closes(text: str, cue: Cue, end: int) -> bool:
    """Tell whether a cue after the passage reports the whole sentence: ', Mr Hague said.'"""
    comma = text.rfind(",", end, cue[0])
    clause = text[comma : cue[0]]
    return comma >= 0 and clause.count(" ") <= 9 and not re.search(r"\b(?:who|which|that)\b", clause)
