"""Say whose words stand where: quotations with their speakers, and the voice of every sentence.

In: articles (article_id, text), or coded and mentions. Out: one row a quotation; or coded with
quoted, speaker and voice.
"""

from bisect import bisect_left, bisect_right

import numpy as np
import pandas as pd

from helpers.voice import attribution, quotes, sides, speakers, texts
from helpers.voice.pairs import Span

QUOTATIONS = ["article_id", "start", "end", "speaker", "cue", "speaker_start", "speaker_end"]
NARRATOR, OUTLET = "narrator", "outlet"
REPORTED = ("body", "headline", "summary", "caption")  # kinds of segment that can report someone
WITHIN = 50  # passages of one segment that are looked at


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
        for mark, source in attribution.spoken(text, reading, speakers.sources(text, reading)):
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
    quoted = np.zeros(len(coded), dtype=bool)
    speaker = np.full(len(coded), NARRATOR, dtype=object)
    voice = np.full(len(coded), OUTLET, dtype=object)
    found = []
    for rows, article in texts.articles(coded, mentions):
        found += _codes(article, rows.tolist())
    if found:
        rows, *columns = (list(column) for column in zip(*found, strict=True))
        quoted[rows], speaker[rows], voice[rows] = columns
    return coded.assign(quoted=quoted, speaker=speaker, voice=voice)


def _codes(article: texts.Article, rows: list[int]) -> list[tuple[int, bool, str, str]]:
    """Code the segments of one article: (row, quoted, speaker, voice) of each that quotes or reports."""
    text = "".join(article.pieces)
    reading = quotes.read(text, texts.paragraphs(article), article.start)
    labels = speakers.labels(text)
    sources = speakers.sources(text, reading, _narrated(article, text, reading, labels) if labels else None)
    spoken = [pair for pair in attribution.spoken(text, reading, sources) if pair[0].end - pair[0].start > 2]
    starts, ends = [mark.start for mark, _ in spoken], [mark.end for mark, _ in spoken]
    telling = [source for source in sources if attribution.reports(text, source)]
    cues = [source.cue[0] for source in telling]
    context = sides.Context(text, article.actors, [start for start, *_ in article.actors], article.country, {}, {})
    found, last, side = [], None, OUTLET
    for row, start, end, kind in zip(rows, article.start, article.end, article.kind, strict=True):
        passages = slice(bisect_right(ends, start + 1), bisect_left(starts, end - 1))
        reports = slice(bisect_left(cues, start), bisect_left(cues, end))
        if passages.start >= passages.stop and reports.start == reports.stop and not labels and kind != "headline":
            continue
        here, own = [source for _, source in spoken[passages]][:WITHIN], telling[reports]
        name, phrase = _speaker(text, (start, end), kind, here, own, labels)
        if phrase:
            if (name, phrase) != last:  # many segments of a transcript have one label
                last, side = (name, phrase), sides.side(context, phrase, name)
            found.append((row, bool(here), name, side))
        elif here:
            found.append((row, True, NARRATOR, OUTLET))
    return found


def _speaker(text, segment, kind, here, own, labels) -> tuple[str, tuple[int, int] | None]:
    """Return the speaker of one segment and its noun phrase: of a label, a headline, a quotation, a report."""
    start, end = segment
    if kind not in REPORTED:
        return NARRATOR, None
    label = _label(text, segment, labels)
    if label:
        return text[slice(*label)], label
    source = next((s for s in here if s), None)
    source = source or (None if here and kind == "headline" else attribution.chief(text, own, end))
    if kind == "headline" and (here or not source):
        named = attribution.in_headline(text, segment, bool(here))
        if named:
            return named
    return (source.speaker, source.phrase) if source else (NARRATOR, None)


def _label(text: str, segment: Span, labels: list[tuple[int, int, int]]) -> Span | None:
    """Return the label in whose turn a segment begins, None for '(Laughter.)' and outside turns."""
    start, turn = segment[0], bisect_right(labels, (*segment, 0)) - 1
    within = turn >= 0 and start < labels[turn][2] and labels[turn][0] <= start and text[start] != "("
    return labels[turn][:2] if within else None


def _narrated(article: texts.Article, text: str, reading: quotes.Reading, labels: list) -> int | None:
    """Return the end of the last segment outside the turns of a transcript that reports, None if one also quotes."""
    cues, marks = [start for start, *_ in reading.cues], [mark.end for mark in reading.marks]
    last = 0
    for start, end in zip(article.start, article.end, strict=True):
        if not _label(text, (start, end), labels):
            mark = bisect_right(marks, start)
            if mark < len(marks) and reading.marks[mark].start < end:
                return None
            last = end if bisect_left(cues, start) < bisect_left(cues, end) else last
    return last
