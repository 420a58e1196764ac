"""Say whose words stand where: quotations with their speakers, and the voice of every sentence.

In: articles (article_id, text), or coded and mentions. Out: one row a quotation; or coded with
quoted, speaker and voice.
"""

import gc
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pandas as pd

from helpers.voice import attribution, quotes, sides, speakers, texts
from helpers.voice.pairs import Span
from helpers.voice.referents import Source

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
    quoted, speaker, voice = [False] * len(coded), [NARRATOR] * len(coded), [OUTLET] * len(coded)
    with _uncollected():
        for rows, article in texts.articles(coded, mentions):
            for row, here, name, side in _codes(article, rows.tolist()):
                quoted[row], speaker[row], voice[row] = here, name, side
    speaker, voice = (np.array(column, dtype=object) for column in (speaker, voice))
    return coded.assign(quoted=np.array(quoted, dtype=bool), speaker=speaker, voice=voice)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Pause the search for cyclic garbage: none is made by all these small tuples, and it takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _codes(article: texts.Article, rows: list[int]) -> Iterator[tuple[int, bool, str, str]]:
    """Code the segments of one article: (row, quoted, speaker, voice) of each that quotes or reports."""
    text = "".join(article.pieces)
    owners = _owners(article, speakers.labels(text), text)
    segments = list(zip(article.start, article.end, strict=True))
    narrated = [segment for i, segment in enumerate(segments) if i not in owners] if owners else None
    reading = quotes.read(text, texts.paragraphs(article), article.start, narrated)
    sources = speakers.sources(text, reading)
    here, own = _placed(article, attribution.spoken(text, reading, sources), attribution.telling(text, sources))
    context = sides.Context(text, article.actors, article.country, {}, {})
    headlines = [i for i, kind in enumerate(article.kind) if kind == "headline"]
    last, side = None, OUTLET
    for i in sorted({*owners, *here, *own, *headlines}):
        told = owners.get(i) if article.kind[i] in REPORTED else None
        told = told or _speaker(text, segments[i], article.kind[i], here.get(i, [])[:WITHIN], own.get(i, []))
        if told[1]:
            if told != last:  # many segments of a transcript have one label
                last, side = told, sides.side(context, told[1], told[0])
            yield rows[i], i in here, told[0], side
        elif i in here:
            yield rows[i], True, NARRATOR, OUTLET


def _placed(article: texts.Article, spoken: attribution.Spoken, telling: list[Source]) -> tuple[dict, dict]:
    """Return by segment the sources of the passages of speech that reach into it, and those reported in it."""
    here, own = defaultdict(list), defaultdict(list)
    for mark, source in spoken:
        if mark.end - mark.start > 2:
            # a mark alone at the edge of a segment is no passage in it
            for i in range(bisect_right(article.end, mark.start + 1), bisect_left(article.start, mark.end - 1)):
                here[i].append(source)
    for source in telling:
        own[bisect_right(article.start, source.cue[0]) - 1].append(source)
    return here, own


def _speaker(text: str, segment: Span, kind: str, here: list, own: list[Source]) -> tuple[str, Span | None]:
    """Return the speaker of one segment and its noun phrase: of a headline, a quotation or a report."""
    if kind not in REPORTED:
        return NARRATOR, None
    source = next(filter(None, here), None)
    source = source or (None if here and kind == "headline" else attribution.chief(text, own, segment[1]))
    if kind == "headline" and (here or not source):
        named = attribution.in_headline(text, segment, bool(here))
        if named:
            return named
    return (source.speaker, source.phrase) if source else (NARRATOR, None)


def _owners(article: texts.Article, labels: list[tuple[int, int, int]], text: str) -> dict[int, tuple[str, Span]]:
    """Return by segment the label in whose turn it begins, with its place; '(Laughter.)' is nobody's."""
    owners = {}
    for start, end, stop in labels:
        told, first = (text[start:end], (start, end)), bisect_left(article.start, start)
        if first < len(article.start) and article.start[first] == start and article.end[first] <= end:
            first += 1  # it holds no more than a part of the label
        for i in range(first, bisect_left(article.start, stop)):
            if text[article.start[i]] != "(":
                owners[i] = told
    return owners
