"""Say how each sentence sets Washington and London to one another, and how it presents Iran and Russia.

In: coded (segments with topic_* and actor_*), mentions (schemes actor, relation, frame). Out: coded
plus us_uk_iran, us_uk_russia, us_uk_other (converge, diverge, none) and iran_frame, russia_frame
(partner, threat, none; mixed is not told apart).
"""

import numpy as np
import pandas as pd

from helpers import places

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
_NEITHER = -1  # beside 0 and 1, the numbers of STATES
_RELATION_CODES = np.array(["none", "converge", "diverge"], dtype=object)
_FRAME_CODES = np.array(["none", *FRAMES], dtype=object)


def stances(coded: pd.DataFrame, mentions: pd.DataFrame, carry: bool = True) -> pd.DataFrame:
    """Add the relation of the two capitals and the frames of the two states to the sentences.

    Returns coded plus us_uk_iran, us_uk_russia, us_uk_other, iran_frame, russia_frame (strings of
    the codebook). Without `carry` a sentence is judged by its own words alone.
    """
    articles = places.articles(coded)
    hits = places.hits(coded, mentions, articles)
    told, diverges, weight = _relations(coded, hits, articles, carry)
    columns = {}
    for target, its in _about(coded, told, hits, articles, carry).items():
        apart, together = (
            np.bincount(told.row[its & side], weight[its & side], len(coded)) for side in (diverges, ~diverges)
        )
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
    articles, scheme = places.articles(coded), mentions["scheme"]
    used = (scheme == "relation") | ((scheme == "actor") & mentions["key"].isin(["us", "uk"]))  # a few of the many
    return related(coded, places.hits(coded, mentions[used], articles), articles, carry)


def related(coded: pd.DataFrame, hits: places.Hits, articles: places.Articles, carry: bool = True) -> np.ndarray:
    """Tell what `alliance` tells, given its hits where they stand: all of scheme relation, and the two capitals."""
    told, _, weight = _relations(coded, hits, articles, carry)
    both = places.flag(coded, "actor_us") & places.flag(coded, "actor_uk")
    return places.rows(told.row[(weight == CLEAR) | both[told.row]], len(coded))


def _relations(
    coded: pd.DataFrame, hits: places.Hits, articles: places.Articles, carry: bool
) -> tuple[places.Hits, np.ndarray, np.ndarray]:
    """List the words that count: relation hits, whether each tells of difference, and its weight.

    In play: both capitals named, by office ('the prime minister') once the pair is known, a word for
    the two ('transatlantic'; 'both countries' within REACH), or either within REACH. Faint words
    (':act') count between the two names. The two named as one, not merely meeting, act alike.
    """
    size = len(coded)
    keys = ("joint", "joint:both", "us", "uk", "meet")
    has = {key: places.rows(places.of(hits, "relation", key).row, size) for key in keys}
    us, uk = places.flag(coded, "actor_us"), places.flag(coded, "actor_uk")
    pair = (us & uk) | has["joint"]
    before = np.zeros(size, dtype=bool)
    if carry:
        known = places.within(articles, pair, size)
        us, uk = us | (known & has["us"]), uk | (known & has["uk"])
        pair |= us & uk
        before = places.within(articles, pair, REACH, since=1)
    two = has["joint:both"] & (pair | before)
    in_play = pair | two | (before & (us | uk))
    clear = places.of(hits, "relation", "converge", "diverge")
    clear = clear.where(in_play[clear.row])
    faint = places.of(hits, "relation", "converge:act", "diverge:act")
    names_us, names_uk = places.of(hits, "actor", "us"), places.of(hits, "actor", "uk")
    faint = faint.where(places.between(faint, names_us, names_uk))
    as_one = places.rows(names_us.row[places.nearest(names_us, names_uk) <= TOGETHER], size) | two
    alike = np.flatnonzero(as_one & ~has["meet"] & ~places.rows(clear.row, size) & ~places.rows(faint.row, size))
    told = places.joined(clear, faint, places.starts(alike, hits.names))
    diverges = np.isin(told.key, [n for (_, key), n in hits.names.items() if key.startswith("diverge")])
    return told, diverges, np.where(np.arange(len(told.row)) < len(clear.row), CLEAR, FAINT)


def _about(
    coded: pd.DataFrame, told: places.Hits, hits: places.Hits, articles: places.Articles, carry: bool
) -> dict[str, np.ndarray]:
    """Say whether each relation word is about iran, russia or other: what is named next, or last, or meant."""
    named = {state: places.of(hits, "actor", state) for state in STATES}
    after, before = ({s: places.distance(told, named[s], side) for s in STATES} for side in (True, False))
    about = {}
    for state, rival in (STATES, STATES[::-1]):
        ahead = np.isfinite(after[state]) | np.isfinite(after[rival])
        near = np.where(ahead, after[state] <= after[rival] + len(rival) + TOGETHER,
                        before[state] <= before[rival] + TOGETHER)  # fmt: skip
        about[state] = near & places.flag(coded, f"actor_{state}")[told.row]
    elsewhere = places.rows(places.of(hits, "relation", "elsewhere").row, len(coded))
    unnamed = ~(about["iran"] | about["russia"] | elsewhere[told.row])
    meant = _meant(coded, articles, carry)[told.row]
    for number, state in enumerate(STATES):
        about[state] |= unnamed & (meant == number)
    return {**about, "other": ~(about["iran"] | about["russia"])}


def _meant(coded: pd.DataFrame, articles: places.Articles, carry: bool) -> np.ndarray:
    """Say which state a sentence means that names neither: the one named last, else the article's focus.

    Returns numbers of STATES. A topic of ELSEWHERE means _NEITHER, or the focus where the topic is at
    HOME in it.
    """
    if not carry:
        return np.full(len(coded), _NEITHER)
    named = np.column_stack([places.flag(coded, f"actor_{state}") for state in STATES])
    last = places.last(articles, named.any(axis=1))
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
        meant = np.where(places.flag(coded, f"topic_{topic}"), np.where(focus == home, focus, _NEITHER), meant)
    return meant


def _frame(coded: pd.DataFrame, hits: places.Hits, state: str, articles: places.Articles, carry: bool) -> np.ndarray:
    """Weigh the words of threat against those of partnership; a tie is a threat. Returns places in _FRAME_CODES.

    Words that are of the state ('iran:threat') count where the article has named it, other words
    where the sentence names it and no nearer rival. A state that speaks is no threat by its words.
    """
    size = len(coded)
    named, rival = places.flag(coded, f"actor_{state}"), STATES[STATES[0] == state]
    known = places.within(articles, named, size) if carry else named
    ours, theirs = places.of(hits, "actor", state), places.of(hits, "actor", rival)
    weight = {}
    for frame in FRAMES:
        own, any_ = places.of(hits, "frame", f"{state}:{frame}").row, places.of(hits, "frame", frame)
        any_ = any_.where(named[any_.row])
        any_ = any_.row[places.nearest(any_, ours) <= places.nearest(any_, theirs) + TOGETHER]
        weight[frame] = CLEAR * np.bincount(own[known[own]], minlength=size) + FAINT * np.bincount(any_, minlength=size)
    weight["threat"][_speaks(hits, state, size)] = 0
    silent = named & (weight["threat"] + weight["partner"] == 0)
    for topic, frame in TOPIC_FRAMES.items():
        weight[frame] += silent & places.flag(coded, f"topic_{topic}")
    chosen = [weight["threat"] + weight["partner"] == 0, weight["threat"] >= weight["partner"]]
    return np.select(chosen, [0, 1 + FRAMES.index("threat")], 1 + FRAMES.index("partner"))


def _speaks(hits: places.Hits, state: str, size: int) -> np.ndarray:
    """Tell in which sentences the state talks: of all names it stands last before a word of saying."""
    says, actors = places.of(hits, "frame", "says"), places.of(hits, "actor")
    its = actors.key == hits.names.get(("actor", state), -1)
    ours, others = (places.distance(says, actors.where(which), after=False) for which in (its, ~its))
    return places.rows(says.row[(ours <= SPEAKS) & (ours <= others)], size)
