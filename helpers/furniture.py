"""Tell what a line of an article is when it is no sentence: headline, byline, caption, link to another page.

A line is known by the dictionary's furniture phrases, by its own shape, or by its place.
"""

import re
from functools import lru_cache

from helpers import patterns, text

LONG_HEADLINE, LONG_HEADING, LONG_LINE = 30, 12, 45  # words; a longer line is prose
HEAD = 8  # paragraphs: the head of an article is looked for no further down
SURE = 3  # words: a phrase this long makes a line furniture wherever it stands, even in a whole sentence
CLOSERS = r"""["”’')\]»]"""

BULLET = re.compile(r"\s*[-*•·▪●◦–—]\s+\S")
NUMBERED = re.compile(r"\s*(?:\d{1,2}|[IVX]{1,4}|[A-Za-z])[.)]\s+")
_BYLINE = re.compile(
    r"\s*(?:By|BY|Words by|Analysis by|Opinion by|From our)\s+\w[\w.’'-]+"
    r"|.{3,60}\b(?:(?i:correspondent|writer|reporter|editor|desk|bureau|sketch|fellow|columnist|analyst|agencies|staff))\b"
)
_MONTH = r"(?:J(?i:an|une?|uly?)|F(?i:eb)|M(?i:ar|ay)|A(?i:pr|ug)|S(?i:ept?)|O(?i:ct)|N(?i:ov)|D(?i:ec))[A-Za-z]*\.?"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?:19|20)\d\d|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d"
    r"|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d)\b"
)
_DATE_WORDS = re.compile(
    r"(?i)\b(?:published|updated|posted|last|modified|on|at|first|date|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)"
    r"(?:day)?\b|\b(?:[ap]\.?m\.?|gmt|bst|utc|est|edt|et|cet|ist)\b|\d+(?::\d\d)*"
)
_PLACE = r"[A-Z][A-Za-zÀ-ÿ.’'-]*(?:[ /]+[A-Z][A-Za-zÀ-ÿ.’'-]*){0,5}"
_DAY = rf"(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+\d{{4}})?"
_AGENCY = r"[(/]\s*[A-Z][\w .&’'-]{1,30}[)/]"
_DATELINE = re.compile(  # in turn: LONDON, May 4 (AP) - · May 4 (AP) -- · Vienna, 4 May: · LONDON —
    rf"\s*(?:{_PLACE}(?:,\s*{_PLACE})?(?:,?\s+{_DAY}\.?)?\s*{_AGENCY}\s*(?:[-–—:.]+|$|(?=\s[A-Z]))"
    rf"|{_DAY}\s*{_AGENCY}\s*[-–—:.]+"
    rf"|{_PLACE}(?:,\s*{_PLACE})?,\s+{_DAY}\s*[-–—:]+"
    r"|[A-Z][A-Z.’' /]+(?:,\s*[A-Z][A-Za-z. ]+)?\s*(?:--|[–—:]|\s-)(?=\s))"
)
_LABEL = re.compile(
    r"\s*(?:(?:MR|MS|MRS|DR|SIR|LADY|LORD|SECRETARY|PRESIDENT|MINISTER|AMBASSADOR|SENATOR)\b|Q\b|QUESTION|ANSWER)"
)
_PLACE_ONLY = re.compile(rf"\s*{_PLACE},?\s+{_DAY}\.?\s*|\s*[A-Z][A-Z .’'/-]+(?:,\s*[A-Z][A-Za-z. ]+)?\s*")
_NAMES = re.compile(
    r"\s*(?:[A-Z][\w.’'-]+\s+){1,3}[A-Z][\w’'-]+(?:(?:,| and| &)\s+(?:[A-Z][\w.’'-]+\s+){1,3}[A-Z][\w’'-]+)*\s*"
)
_AGENCIES = r"(?:AFP|AP|PA|EPA|Getty(?: Images)?|Reuters|REUTERS|IRNA|TASS|Tasnim|Alamy|Shutterstock)"
_NAME = r"[A-Z][\w.-]+(?: [A-Z][\w.-]+)*"
CREDIT = re.compile(  # in turn: (Photo by AFP) · AP Photo/Jane Doe · Jane Doe/Pool · — AFP · (Jane Doe, Reuters)
    r"[(\[/|]?\s*(?:\b(?i:photo|photograph|picture|image|pic|file photo|credit|illustration)s?"
    r"(?: credit| courtesy| source)?\s*(?:[:/]|\b(?:by|via|courtesy)\b)"
    rf"|{_AGENCIES} (?:Photo|File|Images|Wire)\b)[^\n]{{0,80}}$"
    rf"|(?<!\w)[(\[]?(?:Staff photo by|{_NAME}/(?:Pool|{_NAME})|[\w.’ ]{{1,120}} via [A-Z]\w+)[^()\n]{{0,40}}[)\]]?\s*$"
    rf"|(?:^|[—–-]|(?<=[^.!?]\s))\s*{_AGENCIES}\s*$"
    rf"|[(\[][^()\[\]]{{0,60}}{_AGENCIES}\b[^()\[\]]{{0,40}}[)\]]\s*$"
)
URL = re.compile(r"\s*(?:https?://|www\.)\S+\s*|\s*\S+@\S+\.\w+\s*")
ENDS = re.compile(rf"(?:[.!?…:;,]|[.!?…]\s*){CLOSERS}*\s*$")


@lru_cache(maxsize=8)
def phrases(rows: tuple[tuple[str, str], ...]) -> tuple[list, list]:
    """Compile furniture rows (key, pattern): those that name a whole line, and those that may be glued to a sentence.

    'RelatedGaza war': where the markup was lost the next headline stands right behind the phrase.
    """
    whole, glued = [], []
    for kind, pattern in rows:
        words = patterns.words(pattern)
        flags = 0 if patterns.is_cased(pattern) else re.IGNORECASE
        sure = len(pattern.split()) >= SURE
        whole.append((kind, re.compile(rf"{'' if sure else '[^a-z0-9]*'}(?<!\w)(?:{words})(?![a-z0-9])", flags), sure))
        if sure and kind == "boilerplate":
            glued.append(re.compile(rf"(?<!\w)(?i:{words})(?=[A-Z][a-z])"))
    return whole, glued


def of_line(line: str, offset: int, number: int, furniture: tuple) -> list[tuple[int, int, str]]:
    """Cut glued furniture from a line and name what can be known without its neighbours; '' where it cannot."""
    whole_line, glued = furniture
    n_words = len(line.split())
    if URL.fullmatch(line):
        return [(offset, offset + len(line), "boilerplate")]
    folded, _ = text.fold(line) if not re.search("[\u00ad\u200b-\u200f\u2060]", line) else (line, None)
    for kind, pattern, sure in whole_line:
        found = pattern.search(folded) if sure else pattern.match(folded)
        titled = found and folded[found.end() : found.end() + 1] in (":", "|")  # 'Read more: What is in the deal?'
        if found and n_words <= LONG_LINE and (sure or titled or not ENDS.search(line)):
            return [(offset, offset + len(line), kind)]
    if found := next((m for pattern in glued if (m := pattern.search(folded))), None):
        spans = [trim(line, 0, found.start()), (found.start(), found.end()), trim(line, found.end(), len(line))]
        short = spans[0] and len(line[: found.start()].split()) <= LONG_HEADING
        kinds = ["caption" if short else "", "boilerplate", ""]
        return [(offset + s[0], offset + s[1], kind) for s, kind in zip(spans, kinds, strict=True) if s]
    if n_words <= LONG_LINE and not _PLACE_ONLY.fullmatch(line) and (credit := CREDIT.search(line)):
        caption = trim(line, 0, credit.start())
        before = [(offset + caption[0], offset + caption[1], "caption")] if caption else []
        at = trim(line, credit.start(), len(line))
        return [*before, (offset + at[0], offset + at[1], "credit")]
    return cut_dateline(line, offset, number)


def cut_dateline(line: str, offset: int, number: int) -> list[tuple[int, int, str]]:
    """Cut 'LONDON, May 4 (AP) -' from a line of the head of an article, if one begins it."""
    in_head = number <= HEAD and (number > 1 or ENDS.search(line))  # a first line without a stop is the headline
    if in_head and not _LABEL.match(line) and (dateline := _DATELINE.match(line)):
        rest = trim(line, dateline.end(), len(line))
        if rest is None or len(line.split()) > LONG_HEADING:
            first = [(offset, offset + len(line[: dateline.end()].rstrip()), "dateline")]
            return first + ([(offset + rest[0], offset + rest[1], "")] if rest else [])
    return [(offset, offset + len(line), "")]


def of_places(whole: str, headline: str, pieces: list) -> list[tuple[int, int, int, str]]:
    """Name the pieces that only their place tells: headline, byline, standfirst, heading, tail."""
    return _with_tail(from_the_top(whole, headline, pieces))


def from_the_top(whole: str, headline: str, pieces: list) -> list[tuple[int, int, int, str]]:
    """Name the pieces that what stands above them and right below tells: all that of_places names but the tail."""
    named = list(pieces)
    open_lines = [i for i, piece in enumerate(pieces) if not piece[3]]
    if not open_lines:
        return named
    spans = [whole[s:e] for _, s, e, _ in pieces]
    prose = [i for i in open_lines if ENDS.search(spans[i]) or len(spans[i].split()) > LONG_HEADLINE]

    def name(i: int, kind: str) -> None:
        named[i] = (*named[i][:3], kind)

    first = open_lines[0]
    given = headline and " ".join(spans[first].split()).casefold() == " ".join(headline.split()).casefold()
    is_first = all(kind in ("boilerplate", "dateline", "byline") for _, _, _, kind in pieces[:first])
    if is_first and len(pieces) > 1 and (given or (first not in prose and len(spans[first].split()) <= LONG_HEADLINE)):
        name(first, "headline")
        open_lines = open_lines[1:]
    first_prose = min(prose, default=len(pieces))
    head = [i for i in range(len(pieces)) if pieces[i][0] <= HEAD]
    last_head = -1  # the byline, date or picture that closes the head of the article
    for i in head:
        if i in open_lines and i not in prose and (kind := _head_kind(spans[i], i < first_prose)):
            name(i, kind)
        alone = i + 1 == len(pieces) or pieces[i + 1][0] != pieces[i][0]
        if named[i][3] in ("byline", "dateline") and alone:
            last_head = i
    titled = named[first][3] == "headline"
    for i in open_lines:
        if named[i][3]:
            continue
        next_kind = named[i + 1][3] if i + 1 < len(named) else ""
        in_head = titled and i > first and all(named[j][3] not in ("", "heading", "body") for j in range(i))
        short = len(spans[i].split()) <= LONG_HEADING
        below = whole[pieces[i][2] : pieces[i + 1][1]] if next_kind == "credit" else ""
        if below.count("\n") == 1 and len(spans[i].split()) <= LONG_LINE:
            name(i, "caption")  # the line above a photographer's name
        elif in_head and (i < last_head or BULLET.match(spans[i])):
            name(i, "summary")
        elif short and not BULLET.match(spans[i]) and (i not in prose or is_numbered_heading(spans[i])):
            name(i, "heading")
    return named


def is_numbered_heading(line: str) -> bool:
    """Tell whether a line is a numbered heading: its only stop is that of its number."""
    return bool(NUMBERED.match(line)) and not re.search(r"[.!…]$", line)


def _head_kind(line: str, before_prose: bool) -> str:
    """Return 'byline' or 'dateline' for a line of the head that is one, else ''."""
    if len(line.split()) > LONG_HEADING + 3:
        return ""
    if re.match(r"\s*(?:By|BY)\s", line):
        return "byline"
    if date := _DATE.search(line):
        rest = _DATE_WORDS.sub("", line[: date.start()] + line[date.end() :])
        named = len(re.findall(r"[A-Za-z]{2,}", rest)) >= 2 and not re.match(
            r"(?i)\s*(?:published|updated|posted)", line
        )
        return "byline" if named else "dateline"
    if not before_prose:
        return ""
    if _BYLINE.match(line):
        return "byline"
    if _PLACE_ONLY.fullmatch(line) or (
        re.search(r"\d", line) and not re.search(r"[A-Za-z]{3,}", _DATE_WORDS.sub("", line))
    ):
        return "dateline"
    return "byline" if _NAMES.fullmatch(line) and len(line.split()) <= 6 else ""


def _with_tail(named: list) -> list[tuple[int, int, int, str]]:
    """Name the short lines after the last sentence: a heading with nothing under it is furniture."""
    last = max((i for i, piece in enumerate(named) if piece[3] in ("", "body", "headline", "summary")), default=-1)
    tail = [(*piece, "boilerplate" if kind == "heading" else kind) for *piece, kind in named[last + 1 :]]
    return named[: last + 1] + tail


def trim(whole: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without the spaces at its ends, None if nothing is left."""
    part = whole[start:end]
    bare = part.strip()
    if not bare:
        return None
    start += len(part) - len(part.lstrip())
    return start, start + len(bare)
