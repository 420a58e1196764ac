"""State findings as data: which share is said to be above which, so that they can be asked again.

In: rows of findings.csv, or Findings. Out: Findings; and the single comparisons that each one makes.
"""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from itertools import product
from typing import NamedTuple

import pandas as pd

from helpers import load

KINDS = ("more", "only", "every", "most")
UNITS = {"sentence": "counting sentences", "paragraph": "counting paragraphs", "token": "counting words"}


class Finding(NamedTuple):
    """One statement about shares of the body, as data.

    Kind 'more': the share of key in target is above that in reference, or above that of against, or
    above nothing where neither is given. 'only': key is in target, and not in reference (or against
    is not there). 'every': as 'more', for each article of target by itself. 'most': above one half. target and
    reference are queries on coded, '' for all of it; reference is target where only against is given. key and
    against are keys as in measure.shares, several joined by ' | ', and '*' in a column; of several
    comparisons the weakest decides.
    """

    notebook: str  # where it stands
    claim: str  # in these words
    label: str  # in a few words, for tables and charts
    kind: str
    key: str
    target: str = ""
    reference: str = ""
    against: str = ""
    unit: str = "sentence"  # what the share is a share of: UNITS


class Comparison(NamedTuple):
    """One key in the target against one in the reference; name says which of the finding's comparisons it is."""

    key: str
    against: str
    article: str | None  # kind 'every': the one article of the target
    name: str


def as_list(findings: Finding | Iterable[Finding] | pd.DataFrame) -> list[Finding]:
    """Return findings as a list; raise ValueError naming the first that cannot be read."""
    if isinstance(findings, Finding):
        findings = [findings]
    elif isinstance(findings, pd.DataFrame):
        findings = [Finding(*row) for row in findings[load.FINDINGS].itertuples(index=False)]
    findings = list(findings)
    for f in findings:
        if f.kind not in KINDS or f.unit not in UNITS:
            raise ValueError(f"finding {f.label!r}: kind is one of {', '.join(KINDS)}, unit of {', '.join(UNITS)}")
        if f.kind == "only" and not (f.reference or f.against):
            raise ValueError(f"finding {f.label!r}: 'only' needs a reference, or a key against which it stands")
    return findings


def comparisons(finding: Finding, columns: list[str], articles: list[str]) -> list[Comparison]:
    """Return the comparisons that a finding makes, of keys and, for kind 'every', of the articles of its target.

    `columns` are those of coded. Raises ValueError naming a finding that has none.
    """
    keys, others = _keys(finding.key, columns), _keys(finding.against, columns) if finding.against else [None]
    each = articles if finding.kind == "every" else [None]
    found = []
    for key, against, article in product(keys, others, each):
        if key != against:
            differs = [(len(keys), key), (len(others), against), (len(each), article)]
            name = ", ".join(part for number, part in differs if number > 1)
            found.append(Comparison(key, against or key, article, name))
    if not found:
        raise ValueError(f"finding {finding.label!r}: nothing to compare; check its key, against and target")
    return found


def _keys(key: str, columns: list[str]) -> list[str]:
    """Return the keys that a key with ' | ' or '*' stands for."""
    found = []
    for one in key.split(" | "):
        parts = []
        for part in one.split(" & "):
            column, rest = (part.split("=", 1) + [""])[:2]
            named = [c for c in columns if fnmatchcase(c, column)] if "*" in column else [column]
            parts.append([f"{name}={rest}" if rest else name for name in named])
        found += [" & ".join(chosen) for chosen in product(*parts)]
    return list(dict.fromkeys(found))
