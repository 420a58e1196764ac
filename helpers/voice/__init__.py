"""Say whose words stand where: quotations with their speakers, and the voice of every sentence.

In: articles (article_id, text), or coded and mentions. Out: one row a quotation; or coded with
quoted, speaker and voice.
"""

import re
from bisect import bisect_left, bisect_right

import numpy as np
import pandas as pd

from helpers.voice import phrases, quotes, sides, speakers, speech
from helpers.voice.quotes import Mark, Reading
from helpers.voice.referents import Source
from helpers.voice.speech import Span

QUOTATIONS = ["article_id", "start", "end", "speaker", "cue", "speaker_start", "speaker_end"]
NARRATOR, OUTLET = "narrator", "outlet"
REPORTED = ("body", "headline", "summary", "caption")  # kinds of segment that can report someone

# these tell what is done rather than what is said, unless words in quotation marks follow
_ACTS = re.compile(
    r"(?:refus|order|promis|appeal|laugh|post|cheer|instruct|read|forbid|cr[iy]|shrug|go|went|quot|endors|advocat)\w*"
    r"(?: on)?$"
)
# 'the meeting underscores' is the outlet's own inference
_EVIDENCE = re.compile(r"(?:underscor|underlin|highlight|suggest|indicat|signal|reveal|echo|reflect|confirm)\w*$")
_HEADED = re.compile(
    r"([A-Z][\w.’'-]*(?: (?:(?:of|and) )?[A-Z][\w.’'-]*){0,4})(?: to (?:the )?[A-Z][\w’' ]{1,30})?: [‘'\"“]"
)
_TRAILED = re.compile(r"(?::| [-–—]) ((?:[\w.’'-]+ ){0,3}(?:[\w.’'-]+s|[A-Z][\w.’'-]*))$")


def quotations(articles: pd.DataFrame) -> pd.DataFrame:
    """Find what is quoted in the articles, and who says it.

    Returns QUOTATIONS, one row a quotation in the order of the text: start and end are offsets into the
    article's text, marks included; speaker and cue are None where none is found, speaker_start and
    speaker_end the place where the speaker, or the pronoun that stands for it, is written.
    """
    rows = []
    for article_id, text in zip(articles["article_id"], articles["text"], strict=True):
        reading = quotes.read(text)
        if not any(mark.speech for mark in reading.marks):
            continue
        for mark, source in _spoken(text, reading, speakers.sources(text, reading)):
            cue = mark.cue or (source.cue if source and source.sentence >= 0 else None)
            speaker, place = (source.speaker, source.name) if source else (None, (None, None))
            rows.append((article_id, mark.start, mark.end, speaker, text[slice(*cue)] if cue else None, *place))
    table = pd.DataFrame(rows, columns=QUOTATIONS, dtype=object)
    return table.astype({"start": "int64", "end": "int64", "speaker_start": "Int64", "speaker_end": "Int64"})


def marks(articles: pd.DataFrame) -> pd.DataFrame:
    """List all that stands in quotation marks, said by someone or not (titles, names, scare quotes).

    Returns article_id, start, end (offsets, marks included), speech (bool), text, in the order of the texts.
    """
    rows = [
        (article_id, mark.start, mark.end, mark.speech, text[mark.start : mark.end])
        for article_id, text in zip(articles["article_id"], articles["text"], strict=True)
        for mark in quotes.marks(text)
    ]
    return pd.DataFrame(rows, columns=["article_id", "start", "end", "speech", "text"]).astype({"speech": bool})


def voices(coded: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Say of every segment whether it quotes, whom it reports, and for which side that speaker stands.

    Returns coded plus quoted (bool), speaker (as in the text, NARRATOR where nobody is reported) and
    voice (outlet, us, uk, iran, russia, joint, other; see sides.side). Rows keep their order.
    """
    actors = mentions.loc[mentions["scheme"] == "actor", ["article_id", "start", "end", "key"]].sort_values("start")
    by_article = {a: list(zip(g["start"], g["end"], g["key"], strict=True)) for a, g in actors.groupby("article_id")}
    quoted = np.zeros(len(coded), dtype=bool)
    speaker = np.full(len(coded), NARRATOR, dtype=object)
    voice = np.full(len(coded), OUTLET, dtype=object)
    for article_id, places in coded.groupby("article_id", sort=False).indices.items():
        rows = coded.iloc[places].sort_values("start", kind="stable")
        order = places[np.argsort(coded["start"].to_numpy()[places], kind="stable")]
        quoted[order], speaker[order], voice[order] = _codes(rows, by_article.get(article_id, []))
    return coded.assign(quoted=quoted, speaker=speaker, voice=voice)


def _codes(rows: pd.DataFrame, actors: list[sides.Actor]) -> tuple[list[bool], list[str], list[str]]:
    """Code the segments of one article, in the order of the text."""
    text, paragraphs = _rebuilt(rows)
    reading = quotes.read(text, paragraphs, rows["start"].tolist())
    sources = speakers.sources(text, reading)
    spoken = [(mark, source) for mark, source in _spoken(text, reading, sources) if mark.end - mark.start > 2]
    ends = [mark.end for mark, _ in spoken]
    telling = [source for source in sources if _reports(text, source)]
    cues = [source.cue[0] for source in telling]
    labels = speakers.labels(text)
    country = rows["outlet_country"].iloc[0] if "outlet_country" in rows else None
    quoted, names, voices, known = [], [], [], {}
    for start, end, kind in zip(rows["start"], rows["end"], rows["kind"], strict=True):
        first = bisect_right(ends, start + 1)
        here = [source for mark, source in spoken[first : first + 50] if mark.start < end - 1]
        own = telling[bisect_left(cues, start) : bisect_left(cues, end)]
        name, phrase = _speaker(text, (start, end), kind, here, own, labels)
        quoted.append(bool(here))
        names.append(name)
        voices.append(sides.side(text, phrase, name, actors, known, country) if phrase else OUTLET)
        if voices[-1] in sides.SIDES and " and " not in name:
            known.setdefault(sides.surname(name), voices[-1])
    return quoted, names, voices


def _speaker(
    text: str, segment: Span, kind: str, here: list[Source | None], own: list[Source], labels: list
) -> tuple[str, Span | None]:
    """Return the speaker of one segment and its noun phrase: of a label, a headline, a quotation, a report."""
    start, end = segment
    if kind not in REPORTED:
        return NARRATOR, None
    turn = bisect_right(labels, (start, end, 0)) - 1
    if turn >= 0 and labels[turn][0] <= start < labels[turn][2] and text[start] != "(":
        return text[slice(*labels[turn][:2])], labels[turn][:2]
    source = next((s for s in here if s), None) or (None if here and kind == "headline" else _chief(text, own, end))
    if kind == "headline" and (here or not source):
        hit = _HEADED.match(text, start, end) if here else _TRAILED.search(text, start, end)
        if hit and not (hit[1].isupper() and " " in hit[1]):
            return hit[1], hit.span(1)
    return (source.speaker, source.phrase) if source else (NARRATOR, None)


def _rebuilt(rows: pd.DataFrame) -> tuple[str, list[Span]]:
    """Put the text together from its segments, every one at its own offset, with the spans of its paragraphs."""
    parts, at, paragraphs, last = [], 0, [], None
    columns = [rows[column] for column in ("start", "end", "paragraph_no", "kind", "text")]
    for start, end, number, kind, piece in zip(*columns, strict=True):
        same = (number, kind) == last  # a caption glued to a sentence is no part of its paragraph
        parts += [(" " if same else "\n") * (start - at), piece]
        paragraphs.append((paragraphs.pop()[0] if same else start, end))
        at, last = end, (number, kind)
    return "".join(parts), paragraphs


def _reports(text: str, source: Source) -> bool:
    """Tell whether a cue reports without quotation marks: 'said' does, 'offered' and 'ordered' do not."""
    word = text[slice(*source.cue)].lower()
    if speech.is_near(word) or _ACTS.match(word):
        return False
    name = source.speaker
    thing = source.kind == "noun" and not (name.endswith("s") or sides.has_role(name) or phrases.is_body(name))
    return not (thing and _EVIDENCE.match(word))


def _chief(text: str, own: list[Source], end: int) -> Source | None:
    """Choose the source of a sentence that reports without quoting: the one that closes it, else the first."""
    for source in reversed(own):
        inverted = source.phrase[0] > source.cue[0] and text[source.cue[0] - 2 : source.cue[0]] == ", "
        closes = inverted or not text[source.cue[1] : end].strip(" .,;")
        first = min(source.phrase[0], source.cue[0])
        if closes and text[max(0, first - 3) : first].rstrip().endswith((",", "”", '"', "’")):
            return source
    return own[0] if own else None


def _spoken(text: str, reading: Reading, sources: list[Source]) -> list[tuple[Mark, Source | None]]:
    """Pair each passage of speech with its source: of its own cue, its sentence, or the speaker before."""
    by_cue = {source.cue: i for i, source in enumerate(sources)}
    cues = [source.cue[0] for source in sources]
    pairs, last, last_end = [], None, -1
    for mark in reading.marks:
        if not mark.speech:
            continue
        i = by_cue.get(mark.cue, -1)
        if i >= 0:
            source = sources[i]
            if mark.side == "before":
                chain = [s for s in sources[max(0, i - 4) : i + 1] if s.sentence == source.sentence]
                source = speakers.governing(text, chain)
        else:
            source = _nearby(text, mark, reading.bounds, sources, cues, last, last_end)
        if source is not None:
            last, last_end = source, mark.end
        pairs.append((mark, source))
    return pairs


def _nearby(text, mark, bounds, sources, cues, last, last_end) -> Source | None:
    """Return the nearest source in the sentence of a passage, else the speaker whose words it continues."""
    left = bounds[bisect_right(bounds, mark.start) - 1]
    right = bounds[min(bisect_left(bounds, mark.end), len(bounds) - 1)]
    here = sources[bisect_left(cues, left) : bisect_left(cues, right)]
    if here:
        return min(here, key=lambda s: abs(s.cue[0] - mark.start) + 40 * (s.cue[0] > mark.start))
    own = phrases.subject(text, left, mark.start) if mark.start - left > 15 else None
    if own and own[0] != "pronoun":
        return Source((mark.start, mark.start), -1, *own, text[slice(*own[1])])
    before = bisect_left(cues, mark.start)
    earlier = sources[before - 1] if before else None
    continues = last is not None and (
        earlier is None or earlier.cue[0] <= last_end or not text[last_end : mark.start].strip())  # fmt: skip
    return last if continues else earlier
