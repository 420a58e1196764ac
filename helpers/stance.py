"""Say how each sentence sets Washington and London to one another, and how it presents Iran and Russia.

In: coded (segments with topic_* and actor_*), mentions (schemes actor, relation, frame). Out: coded
plus us_uk_iran, us_uk_russia, us_uk_other (converge, diverge, none) and iran_frame, russia_frame
(partner, threat, none; mixed is not told apart).
"""

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


def stances(coded: pd.DataFrame, mentions: pd.DataFrame, carry: bool = True) -> pd.DataFrame:
    """Add the relation of the two capitals and the frames of the two states to the sentences.

    Returns coded plus us_uk_iran, us_uk_russia, us_uk_other, iran_frame, russia_frame (strings of
    the codebook). Without `carry` a sentence is judged by its own words alone.
    """
    hits = _hits(coded, mentions)
    told = _relations(coded, hits, carry)
    about = _about(coded, told, hits, carry)
    table = coded.copy()
    for target, its in about.items():
        weight = {r: _weigh(told[its & (told["relation"] == r)], len(coded)) for r in ("converge", "diverge")}
        chosen = [(weight["diverge"] >= weight["converge"]) & (weight["diverge"] > 0), weight["converge"] > 0]
        table[f"us_uk_{target}"] = np.select(chosen, ["diverge", "converge"], "none").astype(object)
    for state in STATES:
        table[f"{state}_frame"] = _frame(coded, hits, state, carry)
    return table


def alliance(coded: pd.DataFrame, mentions: pd.DataFrame, carry: bool = True) -> np.ndarray:
    """Tell which sentences are about the relation of the two capitals by their relation words.

    Returns one boolean a row of coded, to be OR-ed with topic_alliance; needs the actor columns
    only. A faint word counts here only where both capitals are named.
    """
    told = _relations(coded, _hits(coded, mentions), carry)
    both = _flag(coded, "actor_us") & _flag(coded, "actor_uk")
    return _rows(told[(told["weight"] == CLEAR) | both[told["row"]]], len(coded))


def _hits(coded: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Keep the hits of these schemes: scheme, key, row (of coded), at and until (places over all rows)."""
    used = mentions[mentions["scheme"].isin(["actor", "relation", "frame"])]
    keys = ["article_id", "segment_no"]
    row = pd.MultiIndex.from_frame(coded[keys]).get_indexer(pd.MultiIndex.from_frame(used[keys])).astype(np.int64)
    hits = used[["scheme", "key"]].reset_index(drop=True).assign(row=row)
    hits["at"], hits["until"] = ((row << _WIDE) + used[end].to_numpy() for end in ("start", "end"))
    return hits[row >= 0].sort_values("at", ignore_index=True)


def _relations(coded: pd.DataFrame, hits: pd.DataFrame, carry: bool) -> pd.DataFrame:
    """List the words that count: relation hits with relation (converge, diverge) and weight.

    In play: both capitals named, by office ('the prime minister') once the pair is known, a word for
    the two ('transatlantic'; 'both countries' within REACH), or either within REACH. Faint words
    (':act') count between the two names. The two named as one, not merely meeting, act alike.
    """
    size = len(coded)
    words = hits[hits["scheme"] == "relation"]
    has = {key: _rows(words[words["key"] == key], size) for key in ("joint", "joint:both", "us", "uk", "meet")}
    us, uk = _flag(coded, "actor_us"), _flag(coded, "actor_uk")
    pair = (us & uk) | has["joint"]
    before = np.zeros(size, dtype=bool)
    if carry:
        known = pd.Series(pair, index=coded.index).groupby(coded["article_id"]).cummax().to_numpy()
        us, uk = us | (known & has["us"]), uk | (known & has["uk"])
        pair |= us & uk
        before = _recently(coded, pair, REACH)
    two = has["joint:both"] & (pair | before)
    in_play = pair | two | (before & (us | uk))
    words = words[words["key"].str.startswith(("converge", "diverge"))]
    faint = words["key"].str.endswith(":act").to_numpy()
    words = words[np.where(faint, _between(words, hits, "us", "uk"), in_play[words["row"]])]
    names = hits[hits["scheme"].eq("actor") & hits["key"].eq("us")]
    as_one = _rows(names[_nearest(names, hits, "uk") <= TOGETHER], size) | two
    alike = np.flatnonzero(as_one & ~has["meet"] & ~_rows(words, size)).astype(np.int64)
    alike = pd.DataFrame({"key": "converge:act", "row": alike, "at": alike << _WIDE, "until": alike << _WIDE})
    words = pd.concat([words, alike], ignore_index=True)
    weight = np.where(words["key"].str.endswith(":act"), FAINT, CLEAR)
    return words.assign(relation=words["key"].str.removesuffix(":act"), weight=weight)


def _about(coded: pd.DataFrame, told: pd.DataFrame, hits: pd.DataFrame, carry: bool) -> dict[str, np.ndarray]:
    """Say whether each relation word is about iran, russia or other: what is named next, or last, or meant."""
    row = told["row"].to_numpy()
    after, before = ({s: _distance(told, hits, s, side) for s in STATES} for side in (True, False))
    about = {}
    for state, rival in (STATES, STATES[::-1]):
        ahead = np.isfinite(after[state]) | np.isfinite(after[rival])
        near = np.where(ahead, after[state] <= after[rival] + len(rival) + TOGETHER,
                        before[state] <= before[rival] + TOGETHER)  # fmt: skip
        about[state] = near & _flag(coded, f"actor_{state}")[row]
    unnamed = ~(about["iran"] | about["russia"] | _rows(hits[hits["key"] == "elsewhere"], len(coded))[row])
    meant = _meant(coded, carry)[row]
    for state in STATES:
        about[state] |= unnamed & (meant == state)
    return {**about, "other": ~(about["iran"] | about["russia"])}


def _meant(coded: pd.DataFrame, carry: bool) -> np.ndarray:
    """Say which state a sentence means that names neither: the one named last, else the article's focus.

    A topic of ELSEWHERE means neither, or the focus where the topic is at HOME in it.
    """
    if not carry:
        return np.full(len(coded), "", dtype=object)
    named = pd.DataFrame({state: _flag(coded, f"actor_{state}") for state in STATES}, index=coded.index)
    article = coded["article_id"]
    names = pd.Series(np.select([named["iran"], named["russia"]], STATES, ""), index=coded.index).replace("", None)
    last = names.groupby(article).ffill(limit=ABOUT_REACH).fillna("").to_numpy()
    often = named.groupby(article).transform("mean")
    focus = np.where(often.max(axis=1) >= FOCUS, often.idxmax(axis=1), "")
    meant = np.where(last == "", focus, last)
    for topic in ELSEWHERE:
        meant = np.where(_flag(coded, f"topic_{topic}"), np.where(focus == HOME.get(topic), focus, ""), meant)
    return meant


def _frame(coded: pd.DataFrame, hits: pd.DataFrame, state: str, carry: bool) -> np.ndarray:
    """Weigh the words of threat against those of partnership; a tie is a threat.

    Words that are of the state ('iran:threat') count where the article has named it, other words
    where the sentence names it and no nearer rival. A state that speaks is no threat by its words.
    """
    size = len(coded)
    named, rival = _flag(coded, f"actor_{state}"), STATES[STATES[0] == state]
    words = hits[hits["scheme"] == "frame"]
    known = pd.Series(named, index=coded.index).groupby(coded["article_id"]).cummax().to_numpy() if carry else named
    own = words[words["key"].str.startswith(f"{state}:") & known[words["row"]]]
    any_ = words[words["key"].isin(FRAMES) & named[words["row"]]]
    any_ = any_[_nearest(any_, hits, state) <= _nearest(any_, hits, rival) + TOGETHER]
    weight = {}
    for frame in FRAMES:
        weight[frame] = CLEAR * np.bincount(own.loc[own["key"] == f"{state}:{frame}", "row"], minlength=size)
        weight[frame] += FAINT * np.bincount(any_.loc[any_["key"] == frame, "row"], minlength=size)
    weight["threat"][_speaks(hits, state, size)] = 0
    silent = named & (weight["threat"] + weight["partner"] == 0)
    for topic, frame in TOPIC_FRAMES.items():
        weight[frame] += silent & _flag(coded, f"topic_{topic}")
    chosen = [weight["threat"] + weight["partner"] == 0, weight["threat"] >= weight["partner"]]
    return np.select(chosen, ["none", "threat"], "partner").astype(object)


def _speaks(hits: pd.DataFrame, state: str, size: int) -> np.ndarray:
    """Tell in which sentences the state talks: of all names it stands last before a word of saying."""
    says = hits[hits["scheme"].eq("frame") & hits["key"].eq("says")]
    ours = _distance(says, hits, state, after=False)
    others = hits[hits["scheme"].eq("actor") & hits["key"].ne(state)].assign(key="other")
    return _rows(says[(ours <= SPEAKS) & (ours <= _distance(says, others, "other", after=False))], size)


def _between(words: pd.DataFrame, hits: pd.DataFrame, one: str, two: str) -> np.ndarray:
    """Tell which words stand between a name of the one and a name of the two, in either order."""
    sides = {(a, after): np.isfinite(_distance(words, hits, a, after)) for a in (one, two) for after in (True, False)}
    return (sides[one, False] & sides[two, True]) | (sides[two, False] & sides[one, True])


def _nearest(words: pd.DataFrame, hits: pd.DataFrame, actor: str) -> np.ndarray:
    return np.minimum(_distance(words, hits, actor, after=True), _distance(words, hits, actor, after=False))


def _distance(words: pd.DataFrame, hits: pd.DataFrame, actor: str, after: bool) -> np.ndarray:
    """Count the characters from each word to the actor's next (or last) name in its sentence; inf if none."""
    names = hits[(hits["scheme"] == "actor") & (hits["key"] == actor)]
    if not len(names):
        return np.full(len(words), np.inf)
    place = words["at"].to_numpy()
    which = np.searchsorted(names["at"].to_numpy(), place, side="left" if after else "right") - (not after)
    found = names.iloc[which.clip(0, len(names) - 1)]
    inside = (which >= 0) & (which < len(names)) & (found["row"].to_numpy() == words["row"].to_numpy())
    gap = found["at"].to_numpy() - words["until"].to_numpy() if after else place - found["until"].to_numpy()
    return np.where(inside, np.maximum(gap, 0), np.inf)


def _recently(coded: pd.DataFrame, flag: np.ndarray, reach: int) -> np.ndarray:
    """Tell which rows have the flag in one of the `reach` rows of their article before them."""
    earlier = pd.Series(flag, index=coded.index).groupby(coded["article_id"])
    return np.logical_or.reduce([earlier.shift(n, fill_value=False).to_numpy() for n in range(1, reach + 1)])


def _weigh(words: pd.DataFrame, size: int) -> np.ndarray:
    return np.bincount(words["row"], words["weight"], minlength=size)


def _rows(hits: pd.DataFrame, size: int) -> np.ndarray:
    flag = np.zeros(size, dtype=bool)
    flag[hits["row"]] = True
    return flag


def _flag(coded: pd.DataFrame, column: str) -> np.ndarray:
    return coded[column].to_numpy(dtype=bool) if column in coded else np.zeros(len(coded), dtype=bool)
