"""Say how each sentence sets Washington and London to one another, and how it presents Iran and Russia.

In: coded (segments with topic_* and actor_*), mentions (schemes actor, relation, frame). Out: coded
plus us_uk_iran, us_uk_russia, us_uk_other (converge, diverge, none) and iran_frame, russia_frame
(partner, threat, none; mixed is not told apart).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

STATES = ("iran", "russia")
FRAMES = ("partner", "threat")
CLEAR, FAINT = 2, 1  # weight of a word that tells by itself, and of one that needs the names around it
REACH = 2  # sentences: how long two capitals named together stay the subject
ABOUT_REACH = 2  # sentences: how long Iran or Russia stays what a relation is about
TOGETHER = 14  # characters between two names that are one phrase: 'Iran and Russia', 'US and the UK'
SPEAKS = 15  # characters from a name to the word of saying that makes it the speaker
FOCUS = 0.2  # share of an article's sentences that name a state from which on it may be the focus
ELSEWHERE = ("trade", "middle_east", "terrorism", "intervention", "ukraine")  # topics that are about neither state
HOME = {"middle_east": "iran", "ukraine": "russia"}  # unless the article's focus is the state at home there
TOPIC_FRAMES = {"talks": "partner"}  # what a topic makes of a named state that no word frames
_WIDE = 32  # row << _WIDE | offset orders hits by sentence, then place
_NEITHER = -1  # beside 0 and 1, the numbers of STATES
_RELATION_CODES = np.array(["none", "converge", "diverge"], dtype=object)
_FRAME_CODES = np.array(["none", *FRAMES], dtype=object)


class _Articles(NamedTuple):
    """The rows of coded, put together by article in their own order."""

    number: np.ndarray  # of each row's article
    ids: pd.Index  # of the articles by number
    order: np.ndarray  # the rows
    first: np.ndarray  # place in order where the row's article begins


class _Hits(NamedTuple):
    """Hits of the dictionary in order of place: key, row of coded, begin and end as places over all rows."""

    key: np.ndarray  # place in names, see _of
    row: np.ndarray
    at: np.ndarray
    until: np.ndarray
    names: dict[tuple[str, str], int]  # (scheme, key)

    def where(self, which: np.ndarray) -> "_Hits":
        """Return those that a mask or places choose."""
        return self._replace(**{name: getattr(self, name)[which] for name in ("key", "row", "at", "until")})


def stances(coded: pd.DataFrame, mentions: pd.DataFrame, carry: bool = True) -> pd.DataFrame:
    """Add the relation of the two capitals and the frames of the two states to the sentences.

    Returns coded plus us_uk_iran, us_uk_russia, us_uk_other, iran_frame, russia_frame (strings of
    the codebook). Without `carry` a sentence is judged by its own words alone.
    """
    articles = _articles(coded)
    hits = _hits(coded, mentions, articles)
    told, diverges, weight = _relations(coded, hits, articles, carry)
    columns = {}
    for target, its in _about(coded, told, hits, articles, carry).items():
        apart, together = (_weigh(told.row[w], weight[w], len(coded)) for w in (its & diverges, its & ~diverges))
        chosen = [(apart >= together) & (apart > 0), together > 0]
        columns[f"us_uk_{target}"] = _RELATION_CODES[np.select(chosen, [2, 1], 0)]
    for state in STATES:
        columns[f"{state}_frame"] = _FRAME_CODES[_frame(coded, hits, state, articles, carry)]
    return coded.assign(**columns)


def alliance(coded: pd.DataFrame, mentions: pd.DataFrame, carry: bool = True) -> np.ndarray:
    """Tell which sentences are about the relation of the two capitals by their relation words.

    Returns one boolean a row of coded, to be OR-ed with topic_alliance; needs the actor columns
    only. A faint word counts here only where both capitals are named.
    """
    articles = _articles(coded)
    told, _, weight = _relations(coded, _hits(coded, mentions, articles), articles, carry)
    both = _flag(coded, "actor_us") & _flag(coded, "actor_uk")
    return _rows(told.row[(weight == CLEAR) | both[told.row]], len(coded))


def _articles(coded: pd.DataFrame) -> _Articles:
    number, ids = pd.factorize(coded["article_id"])
    order = np.argsort(number, kind="stable")
    edges = np.flatnonzero(np.diff(number[order], prepend=-1, append=len(number)))
    return _Articles(number, pd.Index(ids), order, np.repeat(edges[:-1], np.diff(edges)))


def _hits(coded: pd.DataFrame, mentions: pd.DataFrame, articles: _Articles) -> _Hits:
    """Keep the hits of the schemes actor, relation and frame in the rows of coded."""
    scheme, schemes = pd.factorize(mentions["scheme"])
    mine = np.isin(scheme, [i for i, name in enumerate(schemes) if name in ("actor", "relation", "frame")])
    used = mentions.loc[mine, ["article_id", "segment_no", "key", "start", "end"]]
    key, keys = pd.factorize(used["key"])
    key = scheme[mine] * len(keys) + key
    names = {(a, b): i * len(keys) + k for i, a in enumerate(schemes) for k, b in enumerate(keys)}
    number, ids = pd.factorize(used["article_id"])
    article = articles.ids.get_indexer(ids)[number] if len(ids) else number
    row = _place((articles.number, coded["segment_no"].to_numpy()), (article, used["segment_no"].to_numpy()))
    at, until = ((row << _WIDE) + used[end].to_numpy() for end in ("start", "end"))
    kept = np.flatnonzero(row >= 0)
    kept = kept[np.argsort(at[kept], kind="stable")]
    return _Hits(key[kept], row[kept], at[kept], until[kept], names)


def _place(known: tuple[np.ndarray, np.ndarray], wanted: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Return where each wanted pair (article, segment) stands among those known, -1 where it does not."""
    known, wanted = ((article.astype(np.int64) << _WIDE) + segment for article, segment in (known, wanted))
    if not len(known):
        return np.full(len(wanted), -1)
    order = np.argsort(known, kind="stable")
    found = order[np.searchsorted(known, wanted, sorter=order).clip(max=len(known) - 1)]
    return np.where(known[found] == wanted, found, -1)


def _of(hits: _Hits, scheme: str, *keys: str) -> _Hits:
    """Return the hits of these keys of one scheme, of all its keys where none is given."""
    numbers = [n for (its, key), n in hits.names.items() if its == scheme and (not keys or key in keys)]
    return hits.where(np.flatnonzero(hits.key == numbers[0] if len(numbers) == 1 else np.isin(hits.key, numbers)))


def _relations(
    coded: pd.DataFrame, hits: _Hits, articles: _Articles, carry: bool
) -> tuple[_Hits, np.ndarray, np.ndarray]:
    """List the words that count: relation hits, whether each tells of difference, and its weight.

    In play: both capitals named, by office ('the prime minister') once the pair is known, a word for
    the two ('transatlantic'; 'both countries' within REACH), or either within REACH. Faint words
    (':act') count between the two names. The two named as one, not merely meeting, act alike.
    """
    size = len(coded)
    has = {key: _rows(_of(hits, "relation", key).row, size) for key in ("joint", "joint:both", "us", "uk", "meet")}
    us, uk = _flag(coded, "actor_us"), _flag(coded, "actor_uk")
    pair = (us & uk) | has["joint"]
    before = np.zeros(size, dtype=bool)
    if carry:
        known = _within(articles, pair, size)
        us, uk = us | (known & has["us"]), uk | (known & has["uk"])
        pair |= us & uk
        before = _within(articles, pair, REACH, since=1)
    two = has["joint:both"] & (pair | before)
    in_play = pair | two | (before & (us | uk))
    clear, faint = _of(hits, "relation", "converge", "diverge"), _of(hits, "relation", "converge:act", "diverge:act")
    clear = clear.where(in_play[clear.row])
    names_us, names_uk = _of(hits, "actor", "us"), _of(hits, "actor", "uk")
    faint = faint.where(_between(faint, names_us, names_uk))
    as_one = _rows(names_us.row[_nearest(names_us, names_uk) <= TOGETHER], size) | two
    alike = np.flatnonzero(as_one & ~has["meet"] & ~_rows(clear.row, size) & ~_rows(faint.row, size))
    none = np.full(len(alike), -1)
    parts = (clear, faint, _Hits(none, alike, alike << _WIDE, alike << _WIDE, hits.names))
    told = _Hits(*(np.concatenate(columns) for columns in list(zip(*parts, strict=True))[:4]), hits.names)
    diverges = np.isin(told.key, [n for (_, key), n in hits.names.items() if key.startswith("diverge")])
    return told, diverges, np.where(np.arange(len(told.row)) < len(clear.row), CLEAR, FAINT)


def _about(
    coded: pd.DataFrame, told: _Hits, hits: _Hits, articles: _Articles, carry: bool
) -> dict[str, np.ndarray]:
    """Say whether each relation word is about iran, russia or other: what is named next, or last, or meant."""
    after, before = (
        {s: _distance(told, _of(hits, "actor", s), side) for s in STATES} for side in (True, False)
    )
    about = {}
    for state, rival in (STATES, STATES[::-1]):
        ahead = np.isfinite(after[state]) | np.isfinite(after[rival])
        near = np.where(ahead, after[state] <= after[rival] + len(rival) + TOGETHER,
                        before[state] <= before[rival] + TOGETHER)  # fmt: skip
        about[state] = near & _flag(coded, f"actor_{state}")[told.row]
    elsewhere = _rows(_of(hits, "relation", "elsewhere").row, len(coded))
    unnamed = ~(about["iran"] | about["russia"] | elsewhere[told.row])
    meant = _meant(coded, articles, carry)[told.row]
    for number, state in enumerate(STATES):
        about[state] |= unnamed & (meant == number)
    return {**about, "other": ~(about["iran"] | about["russia"])}


def _meant(coded: pd.DataFrame, articles: _Articles, carry: bool) -> np.ndarray:
    """Say which state a sentence means that names neither: the one named last, else the article's focus.

    Returns numbers of STATES. A topic of ELSEWHERE means _NEITHER, or the focus where the topic is at
    HOME in it.
    """
    if not carry:
        return np.full(len(coded), _NEITHER)
    named = np.column_stack([_flag(coded, f"actor_{state}") for state in STATES])
    last = _last(articles, named.any(axis=1))
    which = named.argmax(axis=1)[articles.order]
    near = np.where((last >= articles.first) & (np.arange(len(last)) - last <= ABOUT_REACH), which[last], _NEITHER)
    often = np.column_stack([np.bincount(articles.number, state, len(articles.ids)) for state in named.T])
    often = often / np.bincount(articles.number, minlength=len(articles.ids))[:, None]
    focus = np.where(often.max(axis=1) >= FOCUS, often.argmax(axis=1), _NEITHER)[articles.number]
    meant = np.empty_like(focus)
    meant[articles.order] = near
    meant = np.where(meant == _NEITHER, focus, meant)
    for topic in ELSEWHERE:
        home = STATES.index(HOME[topic]) if topic in HOME else _NEITHER
        meant = np.where(_flag(coded, f"topic_{topic}"), np.where(focus == home, focus, _NEITHER), meant)
    return meant


def _frame(coded: pd.DataFrame, hits: _Hits, state: str, articles: _Articles, carry: bool) -> np.ndarray:
    """Weigh the words of threat against those of partnership; a tie is a threat. Returns places in _FRAME_CODES.

    Words that are of the state ('iran:threat') count where the article has named it, other words
    where the sentence names it and no nearer rival. A state that speaks is no threat by its words.
    """
    size = len(coded)
    named, rival = _flag(coded, f"actor_{state}"), STATES[STATES[0] == state]
    known = _within(articles, named, size) if carry else named
    ours, theirs = _of(hits, "actor", state), _of(hits, "actor", rival)
    weight = {}
    for frame in FRAMES:
        own, any_ = _of(hits, "frame", f"{state}:{frame}").row, _of(hits, "frame", frame)
        any_ = any_.where(named[any_.row])
        any_ = any_.row[_nearest(any_, ours) <= _nearest(any_, theirs) + TOGETHER]
        weight[frame] = CLEAR * np.bincount(own[known[own]], minlength=size) + FAINT * np.bincount(any_, minlength=size)
    weight["threat"][_speaks(hits, state, size)] = 0
    silent = named & (weight["threat"] + weight["partner"] == 0)
    for topic, frame in TOPIC_FRAMES.items():
        weight[frame] += silent & _flag(coded, f"topic_{topic}")
    chosen = [weight["threat"] + weight["partner"] == 0, weight["threat"] >= weight["partner"]]
    return np.select(chosen, [0, 1 + FRAMES.index("threat")], 1 + FRAMES.index("partner"))


def _speaks(hits: _Hits, state: str, size: int) -> np.ndarray:
    """Tell in which sentences the state talks: of all names it stands last before a word of saying."""
    says, actors = _of(hits, "frame", "says"), _of(hits, "actor")
    its = actors.key == hits.names.get(("actor", state), -1)
    ours, others = (_distance(says, actors.where(which), after=False) for which in (its, ~its))
    return _rows(says.row[(ours <= SPEAKS) & (ours <= others)], size)


def _between(words: _Hits, one: _Hits, two: _Hits) -> np.ndarray:
    """Tell which words stand between a name of the one and a name of the two, in either order."""
    before, after = (
        [np.isfinite(_distance(words, names, side)) for names in (one, two)] for side in (False, True)
    )
    return (before[0] & after[1]) | (before[1] & after[0])


def _nearest(words: _Hits, names: _Hits) -> np.ndarray:
    return np.minimum(_distance(words, names, after=True), _distance(words, names, after=False))


def _distance(words: _Hits, names: _Hits, after: bool) -> np.ndarray:
    """Count the characters from each word to the next (or last) name in its sentence; inf if none."""
    if not len(names.at):
        return np.full(len(words.at), np.inf)
    which = np.searchsorted(names.at, words.at, side="left" if after else "right") - (not after)
    found = which.clip(0, len(names.at) - 1)
    inside = (which >= 0) & (which < len(names.at)) & (names.row[found] == words.row)
    gap = names.at[found] - words.until if after else words.at - names.until[found]
    return np.where(inside, np.maximum(gap, 0), np.inf)


def _last(articles: _Articles, flag: np.ndarray) -> np.ndarray:
    """Return the place of the last row that has the flag, up to each place of the order; it may be of another article."""
    places = np.arange(len(flag))
    return np.maximum.accumulate(np.where(flag[articles.order], places, -1))


def _within(articles: _Articles, flag: np.ndarray, reach: int, since: int = 0) -> np.ndarray:
    """Tell which rows have the flag in one of the rows of their article from `reach` to `since` before them."""
    last = np.concatenate([np.full(since, -1), _last(articles, flag)])[: len(flag)]
    found = np.empty(len(flag), dtype=bool)
    found[articles.order] = last >= np.maximum(articles.first, np.arange(len(flag)) - reach)
    return found


def _weigh(row: np.ndarray, weight: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(row, weight, minlength=size)


def _rows(row: np.ndarray, size: int) -> np.ndarray:
    flag = np.zeros(size, dtype=bool)
    flag[row] = True
    return flag


def _flag(coded: pd.DataFrame, column: str) -> np.ndarray:
    return coded[column].to_numpy(dtype=bool) if column in coded else np.zeros(len(coded), dtype=bool)
