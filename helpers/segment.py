"""Cut articles into sentences and set furniture apart; nothing is lost.

In: articles (article_id, text; headline if there). Out: segments (article_id, segment_no,
paragraph_no, start, end, kind, text), where text == articles.text[start:end], segments do not
overlap and every non-space character of an article is in exactly one.
"""

import re

import pandas as pd

from helpers import furniture, load

COLUMNS = ["article_id", "segment_no", "paragraph_no", "start", "end", "kind", "text"]
WRAPPED_AT, RAGGED = (40, 100), 20  # characters: the lengths of the lines of a wrapped block, and how far they differ

ABBREVIATIONS = """mr mrs ms messrs dr prof sir st sen sens rep reps gov gen lt col maj capt cmdr adm sgt cpl hon rev
    fr jr sr ald amb brig supt insp det vs v etc inc ltd co corp bros cf al ed vol no nos art arts fig sec ch pp
    jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun approx dept est
    univ assn ave blvd rd mt ft e.g i.e""".split()
CLOSING, COUNTING = "co inc ltd corp jr sr etc".split(), "no nos art".split()  # abbreviations that may end a sentence
_STARTERS = """the a an he she it they we i you this that these those there in on at by but and so yet still as if when
    while after before since although though his her its their our my mr mrs ms dr many some most both last earlier
    meanwhile however what who why how asked no not with for from under according officials analysts critics now then
    instead also speaking despite one two several neither all such""".split()
_SAYING = r"(?:said|says|say|asked|asks|told|added|adds|replied|wrote|tweeted|shouted|cried|joked|quipped|demanded)"
STOP = re.compile(
    rf"(?:\.{{1,4}}|[!?…]+)(?:{furniture.CLOSERS}|\[\d+\])*(?=\s|$)|(?<=[a-z]{{3}})[.?!][”’]?(?=[A-Z][a-z])"
)
_OPENED = re.compile(r"\s*[\"“‘'(\[«—–-]*\s*(\S+)")
_ATTRIBUTION = re.compile(rf"\s*(?:(?:[A-Z][\w.’'-]*|the|a|an|of|and|one|his|her|state|foreign)\s+){{1,6}}{_SAYING}\b")
_POINTED = re.compile(r"(?:[A-Za-z]\.){2,}$|\b[A-Z]\.$")


def segments(
    articles: pd.DataFrame, dictionary: pd.DataFrame | None = None, cuts: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Cut each article into headline, furniture and sentences.

    Returns COLUMNS: segment_no and paragraph_no from 1 within an article, start and end as
    character offsets into its text, kind one of load.KINDS. `dictionary` gives the furniture
    phrases, `cuts` the captions that no rule can know; None reads the project's own. A cut
    whose text is not at its place is an error (CorpusError).
    """
    dictionary = load.dictionary() if dictionary is None else dictionary
    cuts = load.cuts() if cuts is None else cuts
    rows_of = dictionary.loc[dictionary["scheme"] == "furniture", ["key", "pattern"]]
    phrases = furniture.phrases(tuple(rows_of.itertuples(index=False, name=None)))
    headlines = articles.get("headline", pd.Series("", index=articles.index)).fillna("")
    rows = []
    for article_id, whole, headline in zip(articles["article_id"], articles["text"], headlines, strict=True):
        own = cuts[cuts["article_id"] == article_id]
        cut_at = {}
        for cut in own.itertuples():
            if whole[cut.start : cut.end] != cut.text:
                raise load.CorpusError(
                    f"cuts.csv: {article_id} does not hold {cut.text!r} at {cut.start}; correct the row"
                )
            cut_at[cut.start] = (cut.end, cut.kind)
        for number, (paragraph, start, end, kind) in enumerate(_article(whole, headline, phrases, cut_at), start=1):
            rows.append((article_id, number, paragraph, start, end, kind, whole[start:end]))
    return pd.DataFrame(rows, columns=COLUMNS)


def sentences(paragraph: str) -> list[tuple[int, int]]:
    """Return the (start, end) of each sentence of a paragraph, closing quote marks included."""
    spans, start = [], 0
    numbering = furniture.NUMBERED.match(paragraph)
    for stop in STOP.finditer(paragraph, numbering.end() if numbering else 0):
        if ends_sentence(paragraph, stop):
            spans.append((start, stop.end()))
            start = stop.end()
    spans.append((start, len(paragraph)))
    return [span for span in (furniture.trim(paragraph, *s) for s in spans) if span]


def ends_sentence(paragraph: str, stop: re.Match) -> bool:
    """Tell whether a match of STOP ends a sentence."""
    after = _OPENED.match(paragraph, stop.end())
    if not after:
        return True
    word, mark = after[1], stop[0]
    if word[0].islower():
        return False
    if re.search(furniture.CLOSERS, mark):
        # “Why now?” Mr Hague asked: the question ends, the sentence does not
        return mark[0] == "." or not _ATTRIBUTION.match(paragraph, stop.end())
    if mark[0] != "." or mark.startswith(".."):
        return True
    before = re.search(r"\S+$", paragraph[max(0, stop.start() - 30) : stop.start() + 1])[0].lstrip("\"“‘'([«")
    bare = re.sub(r"[^\w.]", "", before.rstrip(".")).lower()
    if bare in ABBREVIATIONS:
        return (bare in CLOSING and _starts(word)) or (bare in COUNTING and not word[0].isdigit())
    if _POINTED.search(before) and before != "I.":
        return _starts(word)
    return True


def _starts(word: str) -> bool:
    """Tell whether a capitalised word usually begins a sentence: 'U.S. The' ends one, 'U.S. President' does not."""
    return re.sub(r"\W.*", "", word).lower() in _STARTERS


def _article(whole: str, headline: str, phrases: tuple, cuts: dict) -> list[tuple[int, int, int, str]]:
    """Return (paragraph_no, start, end, kind) of every segment of one article, in order."""
    lines = _paragraphs(whole)
    pieces = []
    for number, (start, end) in enumerate(lines, start=1):
        if start in cuts:
            cut_end, kind = cuts[start]
            pieces.append((number, start, cut_end, kind))
            if not (rest := furniture.trim(whole, cut_end, end)):
                continue
            start, end = rest
        pieces += [(number, s, e, k) for s, e, k in furniture.of_line(whole[start:end], start, number, phrases)]
    return _sentences_of(whole, furniture.of_places(whole, headline, pieces))


def _paragraphs(whole: str) -> list[tuple[int, int]]:
    """Return the span of each paragraph: a line, or the lines of a hard-wrapped block."""
    spans = []
    for block in re.finditer(r"[^\n]+(?:\n[^\S\n]*[^\s][^\n]*)*", whole):
        lines = [m for m in re.finditer(r"[^\n]+", block[0]) if m[0].strip()]
        if is_wrapped([m[0].strip() for m in lines]):
            spans.append(block.span())
        else:
            spans += [(block.start() + m.start(), block.start() + m.end()) for m in lines]
    return [span for span in (furniture.trim(whole, *s) for s in spans) if span]


def is_wrapped(lines: list[str]) -> bool:
    """Tell whether the lines of a block are one paragraph broken at a fixed width."""
    full = lines[:-1]
    if (
        not full
        or any(furniture.BULLET.match(line) for line in lines)
        or not all(WRAPPED_AT[0] <= len(line) <= WRAPPED_AT[1] for line in full)
    ):
        return False
    open_ended = sum(not furniture.ENDS.search(line) for line in full)
    near = max(map(len, full)) - min(map(len, full)) <= RAGGED
    return (near and len(full) >= 2 and open_ended * 2 >= len(full)) or all(line[0].islower() for line in lines[1:])


def _sentences_of(whole: str, named: list) -> list[tuple[int, int, int, str]]:
    """Cut what is left unnamed, and bullets of a standfirst, into sentences."""
    rows = []
    for number, start, end, kind in named:
        if kind in ("", "summary", "caption"):
            for s, e in sentences(whole[start:end]):
                rows.append((number, start + s, start + e, kind or "body"))
        else:
            rows.append((number, start, end, kind))
    return rows
