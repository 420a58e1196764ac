"""Count and show the sentences of a choice.

In: coded, mentions, a Design, the labels of its groups. Out: the counts, sentences and page of a Choice, as HTML.
"""

from functools import lru_cache
from html import escape
from typing import NamedTuple

import pandas as pd

from helpers import coding, evidence, measure, patterns, plot, text
from helpers.design import Design
from helpers.show import LONGEST

PAGE = 20  # sentences shown at once
ALL = "kind=body"  # the key that every counted sentence carries
TYPED = "words"  # the column of the sentences that hold what was typed
_MARK = "background:#ffe08a;color:#1a1a1a;padding:0 .1em"
_CELL = "text-align:left;padding:.1em .8em .1em 0;font-weight:normal;background:none"


class Choice(NamedTuple):
    """What is asked of the sentences; '' for anything."""

    topic: str = ""  # a column of coded: topic_nuclear
    actor: str = ""  # a column of coded: actor_iran
    voice: str = ""  # a value of voice: us
    article: str = ""  # an article_id
    period: str = ""  # a value of Corpus.period
    words: str = ""  # a pattern, as the dictionary has them: sanction*

    @property
    def key(self) -> str:
        """Return the key that measure.shares counts for this choice."""
        voice = f"voice={self.voice}" if self.voice else ""
        return " & ".join(filter(None, [self.topic, self.actor, voice, TYPED if self.words else ""])) or ALL


class Corpus:
    """What can be explored: the sentences, the dictionary's hits in them, and what they are called."""

    def __init__(self, coded: pd.DataFrame, mentions: pd.DataFrame, view: Design, names: pd.Series):
        """Take coded and mentions as pipeline.tables gives them, and the labels that plot.labels gives."""
        self.segments = coded.sort_values("published", kind="stable", ignore_index=True)
        self.body = measure.body(self.segments)  # its index says where a sentence stands in segments
        self.mentions = mentions
        self.period = view.by if view.dated else "year"
        self.by = view.broad
        groups = self.body[self.by].dropna().unique()
        self.groups = names if view.by == self.by else pd.Series(sorted(groups), index=sorted(groups))
        about = self.body.drop_duplicates("article_id").sort_values("published", kind="stable")
        self.articles = plot.dated_labels(about).str.replace("\n", ", ")
        if self.articles.duplicated().any():  # several of an outlet on one day
            self.articles += [f": {text.short(name, 60)}" for name in self.articles.index]
        self.typed = lru_cache(maxsize=8)(self._typed)

    def _typed(self, words: str) -> pd.DataFrame:
        """Return the places where typed words stand, as the dictionary would find them."""
        rows = pd.DataFrame([{"scheme": TYPED, "key": TYPED, "pattern": words, "valid_from": None, "valid_to": None}])
        return coding.mentions(self.body, rows)


def page(corpus: Corpus, choice: Choice, number: int = 1) -> str:
    """Return the HTML of a choice: the count, the same count in each text or year, and a page of the sentences.

    The counts are those of measure.shares. Sentences stand in their context, PAGE a page, with what was matched
    marked; all text is escaped. Raises ValueError for words that cannot be looked for.
    """
    if problem := unfit(choice.words):
        raise ValueError(problem)
    row = count(corpus, choice)
    found = sentences(corpus, choice)
    first = PAGE * (min(max(number, 1), pages(row["n"])) - 1)
    shown = found.iloc[first : first + PAGE]
    stand = plot.counted(len(occurrences(corpus, choice)), "time") if choice.words else ""
    times = f", in which the words stand {stand}" if stand else ""
    head = f'<p role="status"><strong>{row["n"]:,} of {row["total"]:,}</strong> sentences{times}.</p>'
    which = f"<p>Sentences {first + 1:,} to {first + len(shown):,}:</p>" if len(shown) < len(found) else ""
    return head + _chart(corpus, choice._replace(article="", period="")) + which + _list(corpus, choice, shown)


def unfit(words: str) -> str:
    """Say why typed words cannot be looked for; '' if they can, or if there are none."""
    problem = patterns.problem("frame", TYPED, words, set()) if words else ""
    return f"These words cannot be looked for: {problem}" if problem else ""


@lru_cache(maxsize=64)  # of a large corpus it takes a while, and turning a page asks for it again
def count(corpus: Corpus, choice: Choice) -> dict[str, int]:
    """Return n, the sentences that carry what was chosen, and total, all of the chosen articles and periods."""
    rows = measure.shares(chosen(corpus, choice), "kind", [choice.key])
    return {name: int(rows[name].sum()) for name in ("n", "total")}


def pages(n: int) -> int:
    """Return how many pages n sentences fill, at least one."""
    return max(1, -(-n // PAGE))


def chosen(corpus: Corpus, choice: Choice) -> pd.DataFrame:
    """Return the body sentences of the chosen article and period; `words` tells which hold what was typed."""
    table = corpus.body
    if choice.article:
        table = table[table["article_id"] == choice.article]
    if choice.period:
        table = table[(table[corpus.period] == choice.period).fillna(False).astype(bool)]
    if choice.words:
        table = table.assign(**{TYPED: table.index.isin(evidence.within(table, corpus.typed(choice.words)).index)})
    return table


def sentences(corpus: Corpus, choice: Choice) -> pd.DataFrame:
    """Return the chosen sentences, as rows of coded with their periods, by date and in the order of the texts."""
    table = chosen(corpus, choice)
    return table[measure.holds(table, choice.key)]


def occurrences(corpus: Corpus, choice: Choice) -> pd.DataFrame:
    """Return the places, as coding.mentions gives them, where typed words stand in the chosen sentences."""
    return evidence.within(corpus.typed(choice.words), sentences(corpus, choice))


@lru_cache(maxsize=64)  # as count
def _chart(corpus: Corpus, choice: Choice) -> str:
    """Return a table with a bar a text or year: how many of its sentences carry what was chosen."""
    shares = measure.shares(chosen(corpus, choice), corpus.by, [choice.key])
    largest = shares["share"].max() or 1
    rows = ""
    for row in shares.set_index(corpus.by).reindex(corpus.groups.index).dropna(subset="n").itertuples():
        label = escape(text.visible(corpus.groups[row.Index].replace("\n", ", ")))
        bar = f"background:currentColor;opacity:.6;height:.7em;width:{12 * (row.share or 0) / largest:.2f}em"
        rows += (f'<tr><th scope="row" style="{_CELL}">{label}</th><td style="{_CELL}">{row.n:,.0f} of '
                 f'{row.total:,.0f}</td><td style="{_CELL}"><div style="{bar}"></div></td></tr>')  # fmt: skip
    names = (corpus.by.removesuffix("_id"), "sentences", "share")
    head = "".join(f'<th scope="col" style="{_CELL}">{name}</th>' for name in names)
    return f'<table style="border-collapse:collapse"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _list(corpus: Corpus, choice: Choice, shown: pd.DataFrame) -> str:
    """Return the sentences of a page, each in its context, with what was matched marked, and with its source."""
    hits = evidence.hits(evidence.within(corpus.mentions, shown), choice.key)
    if choice.words:
        hits = pd.concat([hits, evidence.within(corpus.typed(choice.words), shown)])
    at = hits.groupby(["article_id", "segment_no"])
    spans = {place: list(zip(rows["start"], rows["end"], strict=True)) for place, rows in at}
    items = ""
    for row in shown.itertuples():
        own = spans.get((row.article_id, row.segment_no), [])
        body = _marked(row.text, [(start - row.start, end - row.start) for start, end in own])
        voice = f"; speaker: {text.visible(row.speaker)}" if choice.voice and row.speaker else ""
        source = f"{corpus.articles[row.article_id]}, sentence {row.segment_no}{voice}"
        before, after = _beside(corpus, row.Index, -1), _beside(corpus, row.Index, 1)
        items += f"<blockquote>{before}{body}{after}<br><small>— {escape(text.visible(source))}</small></blockquote>"
    return items


def _beside(corpus: Corpus, place: int, step: int) -> str:
    """Return the segment before or after a sentence, a little paler; '' at the ends of the article."""
    at = place + step
    if not 0 <= at < len(corpus.segments):
        return ""
    here, there = corpus.segments.iloc[place], corpus.segments.iloc[at]
    if here["article_id"] != there["article_id"]:
        return ""
    words = f'<span style="opacity:.75">{_marked(there["text"], [])}</span>'
    return f"{words} " if step < 0 else f" {words}"


def _marked(sentence: str, spans: list[tuple[int, int]]) -> str:
    """Return a sentence as HTML, with the spans marked; the end of a very long one is left out."""
    out, end = "", 0
    if is_long := len(sentence) > LONGEST:
        sentence = sentence[: LONGEST - 1]
    for start, until in sorted(spans):
        start, until = max(start, end), min(until, len(sentence))
        if start < until:
            out += escape(text.visible(sentence[end:start]))
            out += f'<mark style="{_MARK}">{escape(text.visible(sentence[start:until]))}</mark>'
            end = until
    return out + escape(text.visible(sentence[end:])) + "…" * is_long
