"""Decide how a corpus may be shown: text by text or period by period, with which intervals, and whether with lines.

In: articles. Out: a Design, which every chart of shares takes and obeys.
"""

from typing import NamedTuple

import pandas as pd

from helpers import load, measure, paths

TEXTS = 8  # articles up to which each is shown by itself
PERIODS = 48  # periods that a chart can hold: four years of months, twelve of quarters
MODES = ["read", "describe", "estimate"]


class Design(NamedTuple):
    """How a corpus is shown. `by` is the column of coded that its charts compare."""

    mode: str  # read, describe or estimate, as measure.attainable answers for `by`
    why: str  # the reasons of that answer
    by: str  # article_id, month, quarter, year or outlet
    interval: str  # of the shares: wilson (mode read) or bootstrap
    lines: bool  # whether a line through time may be drawn
    outlet: str  # the outlet, where all articles are of one; its name goes into every title
    own: bool  # these are the project's own articles, of which its prose and its findings speak
    undated: int  # articles that a chart by period leaves out

    @property
    def dated(self) -> bool:
        """Tell whether the charts compare periods."""
        return self.by in measure.PERIODS

    @property
    def broad(self) -> str:
        """Return the column for what holds few groups: the year, where the charts compare periods."""
        return "year" if self.dated else self.by

    def says(self, finding: str, subject: str, by: str | None = None) -> str:
        """Return a title: the finding where these are the articles it is about, else its bare subject.

        `by` names what the chart compares if that is not the column of the design; '' if it compares nothing.
        """
        if self.own:
            return finding
        by = self.by if by is None else by
        subject += ", text by text" if by == "article_id" else f", by {by}" if by else ""
        return f"{self.outlet}: {subject}" if self.outlet and len(self.outlet) < 30 else subject

    def tells(self, about_own: str, about_any: str = "") -> str:
        """Return words about the project's own articles, or those about any others."""
        return about_own if self.own else about_any

    def __str__(self) -> str:
        shown = "text by text" if self.by == "article_id" else f"by {self.by}"
        left = f"; {self.undated} without a date that fine are left out" if self.undated else ""
        return f"{self.mode}, {shown}{left}: {self.why}"


def of(articles: pd.DataFrame) -> Design:
    """Return the design that a corpus allows.

    Up to 8 articles stand text by text. More are compared by the finest of month, quarter and year in
    which no period that has articles falls below the mode that years allow, most periods have some, and a chart can
    hold all; without dates, by outlet. Lines are drawn in mode 'estimate', and in 'describe' where
    all articles are of one outlet, so that a line cannot hide a change of outlets.
    """
    by = "article_id" if len(articles) <= TEXTS else _period(articles)
    answer = measure.attainable(articles, by)
    groups = measure.with_periods(articles)[by]
    outlets = articles["outlet"].unique()
    one = len(outlets) == 1
    own = set(articles["sha256"]) == set(load.articles(paths.SEEDS)["sha256"]) if "sha256" in articles else False
    return Design(
        mode=answer.mode,
        why=answer.why if by != "article_id" else measure.attainable(articles, "year").why,
        by=by,
        interval="wilson" if answer.mode == "read" else "bootstrap",
        lines=by in measure.PERIODS and (answer.mode == "estimate" or (answer.mode == "describe" and one)),
        outlet=outlets[0] if one else "",
        own=own,
        undated=int(groups.isna().sum()),
    )


def _period(articles: pd.DataFrame) -> str:
    """Return the finest period that loses nothing of what years can show, or 'outlet' without dates."""
    years = measure.attainable(articles, "year")
    if years.cells.empty:
        return "outlet"
    for by in ("month", "quarter"):
        finer = measure.attainable(articles, by)
        dense = len(finer.empty) <= len(finer.cells) <= PERIODS - len(finer.empty)
        if dense and finer.mode == years.mode != "read":
            return by
    return "year"
