"""Sentences and furniture, cut as segment.segments cuts them, many times faster.

In: articles, dictionary, cuts. Out: segments, the same table row for row. All articles are one long text here, and
numpy asks about every line and every stop at once; what it cannot tell goes to the plain functions.
"""

from itertools import accumulate
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import furniture, load, segment
from helpers.fast import lines, stops, strings
from helpers.fast.page import Page, count_words, ends, is_bullet, page, point

BETWEEN = "\n\n"  # stands between articles: ends lines, blocks and sentences
KINDS = ["", *load.KINDS]
_KIND = {kind: number for number, kind in enumerate(KINDS)}
_NUMBERED_AT = np.arange(1, 5)  # where the point or bracket of '1.', 'b)' or 'VIII.' stands in a numbered heading
_CUT = [_KIND[kind] for kind in ("", "summary", "caption")]  # kinds that are cut into sentences


class Rules(NamedTuple):
    """Furniture and cuts made ready for `cut`."""

    phrases: lines.Phrases
    cuts: pd.DataFrame
    dictionary: pd.DataFrame


class Pieces(NamedTuple):
    """Lines, or parts of lines: arrays of one value a piece, in order."""

    article: np.ndarray
    number: np.ndarray  # of the paragraph, from 1 in each article
    start: np.ndarray
    end: np.ndarray
    kind: np.ndarray  # index of KINDS


def segments(
    articles: pd.DataFrame, dictionary: pd.DataFrame | None = None, cuts: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Cut each article into headline, furniture and sentences; returns what segment.segments returns."""
    return cut(articles, rules(load.dictionary() if dictionary is None else dictionary, cuts))[0]


def rules(dictionary: pd.DataFrame, cuts: pd.DataFrame | None = None) -> Rules:
    """Make furniture and cuts ready for `cut`, which saves time when that is called for many parts of a corpus."""
    own = dictionary[dictionary["scheme"] == "furniture"]
    phrases = lines.phrases(tuple(own[["key", "pattern"]].itertuples(index=False, name=None)))
    return Rules(phrases, load.cuts() if cuts is None else cuts, own)


def cut(articles: pd.DataFrame, ready: Rules) -> tuple[pd.DataFrame, np.ndarray]:
    """Cut each article into headline, furniture and sentences.

    Returns what segment.segments returns and, by segment, the row of articles.
    """
    by_hand = articles["article_id"].isin(ready.cuts["article_id"]).to_numpy()
    texts = ["" if left else text for text, left in zip(articles["text"], by_hand, strict=True)]
    begins = np.array([0, *accumulate(len(text) + len(BETWEEN) for text in texts)])[:-1]
    on = page(BETWEEN.join(texts))
    headlines = articles.get("headline", pd.Series("", index=articles.index)).fillna("")
    rows = _sentences(on, _named(on, _pieces(on, begins, ready.phrases), headlines.tolist()))
    table = pd.DataFrame({
        "article_id": articles["article_id"].array.take(rows.article), "segment_no": _count(rows.article),
        "paragraph_no": rows.number, "start": rows.start - begins[rows.article], "end": rows.end - begins[rows.article],
        "kind": pd.array(["body", *KINDS[1:]], dtype="str").take(rows.kind),
        "text": strings.pieces(on.whole, on.known, rows.start, rows.end),
    }, columns=segment.COLUMNS)  # fmt: skip
    article = rows.article
    if by_hand.any():
        table, article = _with_cut(articles, ready, table.set_axis(article), by_hand)
    return (table if len(table) else segment.segments(articles.iloc[:0], ready.dictionary, ready.cuts)), article


def _with_cut(
    articles: pd.DataFrame, ready: Rules, table: pd.DataFrame, by_hand: np.ndarray
) -> tuple[pd.DataFrame, np.ndarray]:
    """Add the segments of the articles that are cut by hand to those of the others, whose index is the article."""
    parts = [table]
    for i in np.flatnonzero(by_hand).tolist():
        own = segment.segments(articles.iloc[[i]], ready.dictionary, ready.cuts)
        parts.append(own.set_axis([i] * len(own)))
    table = pd.concat([part for part in parts if len(part)] or parts[:1]).sort_index(kind="stable")
    return table.reset_index(drop=True), table.index.to_numpy()


def _pieces(on: Page, begins: np.ndarray, known: lines.Phrases) -> Pieces:
    """Return the lines of the articles that begin at these places, with furniture cut from them."""
    start, end = lines.paragraphs(on)
    article = np.searchsorted(begins, start, side="right") - 1
    number = _count(article)
    cut_up = lines.pieces(on, start, end, number, known)
    parts = [(i, s, e, _KIND[kind]) for i, own in cut_up.items() for s, e, kind in own]
    parts = np.array(parts, dtype=np.int64).reshape(-1, 4).T
    whole = np.setdiff1d(np.arange(len(start)), np.fromiter(cut_up, dtype=np.int64, count=len(cut_up)))
    columns = np.append(np.array([whole, start[whole], end[whole], np.zeros_like(whole)]), parts, axis=1)
    line, start, end, kind = columns[:, np.argsort(columns[1], kind="stable")]
    return Pieces(article[line], number[line], start, end, kind)


def _named(on: Page, made: Pieces, headlines: list[str]) -> Pieces:
    """Name the pieces as furniture.of_places does: the head of each article by itself, all the rest at once."""
    kind = np.where(made.number > furniture.HEAD, _below_the_head(on, made), made.kind)
    names = [KINDS[k] for k in made.kind.tolist()]
    given = list(zip(made.number.tolist(), made.start.tolist(), made.end.tolist(), names, strict=True))
    for first, head, last in _articles(made):
        headline, below = headlines[made.article[first]], min(head + 1, last)  # the piece below the head counts as well
        named = [piece[3] for piece in furniture.from_the_top(on.whole, headline, given[first:below])][: head - first]
        settled = "" in names[first:head] and ("" in named or "heading" in named)
        if below < last and not settled:  # a head of nothing but headline, standfirst and furniture goes on below
            named = [piece[3] for piece in furniture.from_the_top(on.whole, headline, given[first:last])]
        kind[first : first + len(named)] = [_KIND[name] for name in named]
    return made._replace(kind=_with_tail(kind, made.article))


def _articles(made: Pieces) -> list[tuple[int, int, int]]:
    """List (first piece, first piece below the head, first piece of the next article) of each article with pieces."""
    first = np.flatnonzero(np.append(True, np.diff(made.article) != 0)[: len(made.article)])
    in_head = np.append(0, np.cumsum(made.number <= furniture.HEAD))
    last = np.append(first[1:], len(made.article))[: len(first)]
    return list(zip(first.tolist(), (first + in_head[last] - in_head[first]).tolist(), last.tolist(), strict=True))


def _below_the_head(on: Page, made: Pieces) -> np.ndarray:
    """Name the pieces that are headings or captions wherever they stand, but for a standfirst."""
    start, end, kind = made.start, made.end, made.kind.copy()
    words, ended = count_words(on, start, end), ends(on, start, end)
    short = (kind == 0) & (words <= furniture.LONG_HEADING) & ~is_bullet(on, start, end)
    marked = np.isin(point(on, start[:, None] + _NUMBERED_AT), [ord(mark) for mark in ".)"]).any(axis=1)
    for i in np.flatnonzero(short & ended & marked & (made.number > furniture.HEAD)).tolist():
        ended[i] = not furniture.is_numbered_heading(on.whole[start[i] : end[i]])
    kind[short & ~ended] = _KIND["heading"]
    same = made.article[1:] == made.article[:-1]
    above = np.flatnonzero(same & (made.kind[1:] == _KIND["credit"]) & (made.kind[:-1] == 0))
    for i in above[words[above] <= furniture.LONG_LINE].tolist():
        if on.whole.count("\n", end[i], start[i + 1]) == 1:
            kind[i] = _KIND["caption"]
    return kind


def _with_tail(kind: np.ndarray, article: np.ndarray) -> np.ndarray:
    """Name the headings of each article behind its last sentence: they are furniture."""
    last = np.full(int(article.max(initial=0)) + 1, -1)
    told = np.flatnonzero(np.isin(kind, [_KIND[k] for k in ("", "body", "headline", "summary")]))
    last[article[told]] = told  # the last one of each article stays
    behind = (kind == _KIND["heading"]) & (np.arange(len(kind)) > last[article])
    return np.where(behind, _KIND["boilerplate"], kind)


def _sentences(on: Page, named: Pieces) -> Pieces:
    """Cut the pieces that hold sentences."""
    prose = np.isin(named.kind, _CUT)
    of, start, end = stops.sentences(on, named.start[prose], named.end[prose])
    of = np.append(np.flatnonzero(prose)[of], np.flatnonzero(~prose))
    start, end = np.append(start, named.start[~prose]), np.append(end, named.end[~prose])
    order = np.argsort(start, kind="stable")
    of = of[order]
    return Pieces(named.article[of], named.number[of], start[order], end[order], named.kind[of])


def _count(groups: np.ndarray) -> np.ndarray:
    """Number the rows of each group from 1; a group's rows stand together."""
    first = np.flatnonzero(np.append(True, np.diff(groups) != 0)[: len(groups)])
    return np.arange(1, len(groups) + 1) - np.repeat(first, np.diff(np.append(first, len(groups))))
