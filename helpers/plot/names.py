"""Name what a chart draws: texts, periods, topics, actors.

In: articles, a Design, keys. Out: a Series key -> label, in the order drawn.
"""

import pandas as pd

from helpers import load, measure, text
from helpers.design import TEXTS, Design


def labels(articles: pd.DataFrame, design: Design) -> pd.Series:
    """Return what is drawn under which label, in order: texts by date over outlet, outlets, or every period.

    Of outlets the 8 with most articles are named; periods run from the first to the last, empty ones too.
    """
    if design.by == "outlet":
        largest = list(articles["outlet"].value_counts().index[: TEXTS])
        return pd.Series([_short(name) for name in largest], index=largest)
    if design.dated:
        periods = measure.periods(measure.with_periods(articles)[design.by].dropna(), design.by)
        return pd.Series(periods, index=periods)
    return dated_labels(articles)


def texts_drawn(articles: pd.DataFrame) -> pd.Series:
    """Return the labels of the texts that can be drawn one by one: all of up to 8, else 8 drawn by a fixed seed."""
    drawn = articles if len(articles) <= TEXTS else articles.sample(TEXTS, random_state=measure.SEED)
    return dated_labels(drawn)


def dated_labels(articles: pd.DataFrame) -> pd.Series:
    """Return article_id -> date over outlet, by date."""
    inorder = articles.sort_values("published", kind="stable")
    date = [day(when) if pd.notna(when) else "no date" for when in inorder["published"]]
    shown = [f"{d}\n{_short(outlet)}" for d, outlet in zip(date, inorder["outlet"], strict=True)]
    return pd.Series(shown, index=inorder["article_id"])


def in_words(topics: pd.DataFrame | None = None) -> pd.Series:
    """Return the label of each topic column, in the order of topics.csv."""
    topics = load.topics() if topics is None else topics
    return pd.Series(topics["label"].to_numpy(), index="topic_" + topics["key"])


def labelled(labels: dict[str, str]) -> pd.Series:
    """Return key -> label as the Series that the charts take for their rows."""
    return pd.Series(labels)


def actor_names(keys: list[str]) -> pd.Series:
    """Return the name under which each actor column is drawn."""
    short = {"us", "uk", "eu", "un", "uae", "isis", "iaea", "nato", "g7", "opcw", "p5_1"}
    names = [k.removeprefix("actor_") for k in keys]
    shown = [n.upper().replace("P5_1", "P5+1") if n in short else n.replace("_", " ").title() for n in names]
    return pd.Series(shown, index=keys)


def day(when: pd.Timestamp) -> str:
    """Return a date as it is written on a chart: '10 Sep 2024'."""
    return f"{when.day} {when:%b %Y}"


def _short(outlet: str) -> str:
    return text.short(outlet, 26)
