"""Ask of every finding whether another coding, unit or choice of articles would change it.

In: coded, findings (Finding), articles, dictionary, readings. Out: variants, one row a finding and variant;
summary, one row a finding.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import measure, recoding
from helpers.findings import UNITS, Comparison, Finding, as_list, comparisons

MAIN = "as coded"  # the variant that changes nothing
HALF = 0.5
COUNTS = ["n_target", "total_target", "n_reference", "total_reference"]
ABOUT = ["notebook", "claim", "label"]
VARIANTS = ["no", *ABOUT, "variant", "name", "decided_by", *COUNTS, "difference", "changed", "kept"]
MOVED = ["no", "label", "variant", "name", "now", "article_id", "published", "outlet", "segment_no", "text"]
SUMMARY = ["no", *ABOUT, "decided_by", *COUNTS, "difference", "lowest", "highest", "n_variants", "n_kept", "worst",
           "overturned_by", "not_without"]  # fmt: skip


class _Rows(NamedTuple):
    """The body sentences of the main coding (first) and of all others, and who is whose."""

    table: pd.DataFrame
    names: pd.DataFrame  # variant, name; the main one first
    variant: np.ndarray  # of each row, its place in names
    article: np.ndarray  # of each row, the number of its article; -1 outside the main coding
    twin: np.ndarray  # of each row, the main row with its article and offsets; -1 where there is none
    touched: np.ndarray  # variant, article: whose rows the variant takes out
    asked: Callable[[str], np.ndarray]  # query -> mask
    held: Callable[[str], np.ndarray]  # key -> mask
    units: Callable[[str], tuple[np.ndarray, np.ndarray, np.ndarray]]  # unit -> that of each row; first row, weight


def variants(
    coded: pd.DataFrame,
    findings: Finding | Iterable[Finding] | pd.DataFrame,
    articles: pd.DataFrame | None = None,
    dictionary: pd.DataFrame | None = None,
    readings: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Judge findings as coded, and in every variant of the method; one row a finding and variant.

    Variants: each article and each ownership left out; other units; headlines and standfirsts counted; with
    `articles` also each provenance left out, each pattern of the dictionary that hits dropped, and no context; with
    `readings` the codes of each reader. Columns: VARIANTS. n and total are those of the comparison that decides,
    difference is share of target minus share of reference (-1 to 1; missing where a group is empty), changed
    says whether the variant changes a code or total that the finding counts, kept whether the finding holds
    (missing where it cannot be asked). Raises ValueError naming a finding that cannot be read.
    """
    found = [judged for _, judged, _ in _all_judged(coded, findings, articles, dictionary, readings)]
    return pd.concat(found, ignore_index=True)[VARIANTS] if found else pd.DataFrame(columns=VARIANTS)


def overturned(
    coded: pd.DataFrame,
    findings: Finding | Iterable[Finding] | pd.DataFrame,
    articles: pd.DataFrame | None = None,
    dictionary: pd.DataFrame | None = None,
    readings: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List the sentences that overturn a finding when they are coded otherwise; arguments as for `variants`.

    Returns MOVED, one row a finding, a variant that breaks it, and a sentence which that variant codes otherwise for
    the comparison that decides; now says what becomes of it (target, reference: counted on that side, no longer
    or anew). Variants that code no sentence otherwise (articles left out, other units) have no rows.
    """
    found = []
    for finding, judged, rows in _all_judged(coded, findings, articles, dictionary, readings):
        broken = judged[judged["changed"] & judged["kept"].eq(False).fillna(False)]
        compared = {c.name: c for c in _compared(finding, rows)}
        for place, variant in broken[broken.index < len(rows.names)].iterrows():
            flags = _flags(finding, compared[variant["decided_by"]], rows)
            moved = _moved(flags, rows, place)
            found.append(moved.assign(no=variant["no"], label=finding.label))
    return pd.concat(found, ignore_index=True)[MOVED] if found else pd.DataFrame(columns=MOVED)


def summary(variants: pd.DataFrame) -> pd.DataFrame:
    """Sum up what `variants` returns; one row a finding.

    Columns: SUMMARY. The counts and the difference are those as coded; lowest and highest span the differences of
    the variants that matter (that change a code or total which the finding counts) and of the coding itself;
    n_kept of n_variants of them keep the finding; worst names one that breaks it, else the one with the smallest
    difference; overturned_by names all that break it, not_without what cannot be left out, as nothing would be
    left to compare.
    """
    rows = [_summed(own) for _, own in variants.groupby("no")]
    return pd.DataFrame(rows, columns=SUMMARY)


def _all_judged(
    coded: pd.DataFrame, findings: Finding | Iterable[Finding] | pd.DataFrame, *others: pd.DataFrame | None
) -> Iterator[tuple[Finding, pd.DataFrame, _Rows]]:
    """Judge each finding in every variant; yield it with its numbered judgements and the rows they count."""
    listed = as_list(findings)  # first, so that a finding that cannot be read fails before anything is coded
    rows = _rows(coded, *others) if listed else None  # a corpus without findings has nothing to code anew
    for number, finding in enumerate(listed, start=1):
        yield finding, _judged(finding, rows).assign(no=number), rows


def _rows(
    coded: pd.DataFrame, articles: pd.DataFrame | None, dictionary: pd.DataFrame | None, readings: pd.DataFrame | None
) -> _Rows:
    """Code the articles in every way, and put the sentences of all codings below one another."""
    other = recoding.alternatives(coded, articles, dictionary, readings)
    recoded = other[[*recoding.VARIANT, "article_id"]].drop_duplicates()
    touched = pd.concat([recoded, recoding.left_out(coded, articles)])
    table = pd.concat([coded.assign(variant=MAIN, name=MAIN), other], ignore_index=True)
    table = measure.body(table).reset_index(drop=True)
    main = table[table["variant"] == MAIN]
    names = pd.concat([main, touched])[recoding.VARIANT].drop_duplicates(ignore_index=True)
    which = pd.MultiIndex.from_frame(names)
    articles = pd.Index(main["article_id"].unique())
    at = ["article_id", "start", "end"]
    variant = which.get_indexer(pd.MultiIndex.from_frame(table[recoding.VARIANT]))
    article = np.where(variant == 0, articles.get_indexer(table["article_id"]), -1)
    pairs = (which.get_indexer(pd.MultiIndex.from_frame(touched[recoding.VARIANT])),
             articles.get_indexer(touched["article_id"]))  # fmt: skip
    return _Rows(
        table, names, variant, article,
        twin=pd.MultiIndex.from_frame(main[at]).get_indexer(pd.MultiIndex.from_frame(table[at])),
        touched=np.column_stack(pairs)[pairs[1] >= 0],
        asked=cache(lambda query: table.index.isin(table.query(query).index) if query else np.ones(len(table), bool)),
        held=cache(lambda key: measure.holds(table, key).to_numpy(bool)),
        units=cache(lambda unit: _units(table, unit)),
    )  # fmt: skip


def _units(table: pd.DataFrame, unit: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number the units that the rows belong to; return that of each row, and the first row and weight of each unit."""
    code, weight = np.arange(len(table)), np.ones(len(table))
    if unit == "paragraph":
        code = table.groupby([*recoding.VARIANT, "article_id", "paragraph_no"], sort=False).ngroup().to_numpy()
    elif unit == "token":
        weight = table["text"].str.split().str.len().to_numpy(float)
    first = np.unique(code, return_index=True)[1]
    return code, first, weight[first]


def _judged(finding: Finding, rows: _Rows) -> pd.DataFrame:
    """Judge one finding in every variant: of its comparisons, the weakest one decides."""
    outcomes = [_outcome(finding, c, rows).assign(decided_by=c.name) for c in _compared(finding, rows)]
    outcomes = pd.concat(outcomes)
    place = outcomes.index  # of the variant; the same for every comparison
    changed = outcomes.groupby(level=0)["changed"].any()
    weakest = outcomes.assign(place=place, asked=outcomes["kept"].notna())
    weakest = weakest.sort_values(["place", "asked", "kept", "difference"], ascending=[True, False, True, True])
    units = [("unit", words) for unit, words in UNITS.items() if unit != finding.unit]
    names = pd.concat([rows.names, pd.DataFrame(units, columns=recoding.VARIANT)], ignore_index=True)
    judged = weakest.drop_duplicates("place").set_index("place").assign(changed=changed)
    return names.join(judged).assign(notebook=finding.notebook, claim=finding.claim, label=finding.label)


def _compared(finding: Finding, rows: _Rows) -> list[Comparison]:
    members = rows.asked(finding.target) & (rows.variant == 0)
    return comparisons(finding, list(rows.table.columns), rows.table.loc[members, "article_id"].unique().tolist())


def _flags(finding: Finding, comparison: Comparison, rows: _Rows) -> np.ndarray:
    """Tell of each sentence whether it is in the target, is a hit there, is in the reference, is a hit there."""
    own = rows.table["article_id"].eq(comparison.article).to_numpy() if comparison.article else True
    target = rows.asked(finding.target) & own
    reference = rows.asked(finding.reference) if finding.reference else target & bool(finding.against)
    hits = target & rows.held(comparison.key), reference & rows.held(comparison.against)
    return np.column_stack([target, hits[0], reference, hits[1]])


def _outcome(finding: Finding, comparison: Comparison, rows: _Rows) -> pd.DataFrame:
    """Count both sides of one comparison in every variant, and in the other units: a row each."""
    flags = _flags(finding, comparison, rows)
    counts = [_counts(flags, finding.unit, rows)]
    counts += [_counts(flags, unit, rows)[:1] for unit in UNITS if unit != finding.unit]
    total_target, n_target, total_reference, n_reference = np.vstack(counts).T
    with np.errstate(invalid="ignore"):
        share = n_target / total_target
        beside = n_reference / total_reference if finding.reference or finding.against else np.zeros(len(share))
    difference = share - (HALF if finding.kind == "most" else beside)
    kept = (n_reference == 0) & (n_target > 0) if finding.kind == "only" else difference > 0
    return pd.DataFrame({
        "n_target": n_target, "total_target": total_target, "n_reference": n_reference,
        "total_reference": total_reference, "difference": difference,
        "changed": np.append(_changed(flags, rows), [True] * (len(UNITS) - 1)),
        "kept": pd.array(kept, dtype="boolean"),
    }).assign(kept=lambda t: t["kept"].mask(t["difference"].isna()))  # fmt: skip


def _counts(flags: np.ndarray, unit: str, rows: _Rows) -> np.ndarray:
    """Count units that have each flag, a row a variant: those of all articles, less the touched, plus the recoded."""
    code, first, weight = rows.units(unit)
    # a paragraph has a flag if one of its sentences has
    held = np.column_stack([np.bincount(code, flag) > 0 for flag in flags.T]) * weight[:, None]
    main = rows.variant[first] == 0
    by_article = _summed_by(rows.article[first][main], held[main], rows.article.max() + 1)
    variant, article = rows.touched.T
    counts = by_article.sum(axis=0) - _summed_by(variant, by_article[article], len(rows.names))
    return counts + _summed_by(rows.variant[first][~main], held[~main], len(rows.names))


def _changed(flags: np.ndarray, rows: _Rows) -> np.ndarray:
    """Tell which variants give a counted sentence other flags, take one out or put one in."""
    flag = flags @ [1, 2, 4, 8]
    before = np.where(rows.twin >= 0, flag[rows.twin], 0)
    size = len(rows.names)
    differs = np.bincount(rows.variant, flag != before, minlength=size)
    main = rows.variant == 0
    counted = np.bincount(rows.article[main], flag[main] > 0, minlength=rows.article.max() + 1)
    variant, article = rows.touched.T
    lost = np.bincount(variant, counted[article], minlength=size)
    still = np.bincount(rows.variant[~main], before[~main] > 0, minlength=size)
    return (differs > 0) | (lost > still)


def _moved(flags: np.ndarray, rows: _Rows, place: int) -> pd.DataFrame:
    """Return the sentences of one variant that are a hit of target or reference there and were none before, or were."""
    own = np.flatnonzero(rows.variant == place)
    before = np.where(rows.twin[own, None] >= 0, flags[rows.twin[own]], False)
    words = pd.DataFrame(index=own, columns=["target", "reference"], dtype=str)
    for side, column in (("target", 1), ("reference", 3)):
        was, now = before[:, column], flags[own, column]
        words[side] = np.select([was & ~now, now & ~was], [f"{side}: no longer", f"{side}: anew"], "")
    moved = rows.table.loc[own].assign(now=(words["target"] + "; " + words["reference"]).str.strip("; "))
    return moved[moved["now"] != ""]


def _summed_by(group: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    return np.column_stack([np.bincount(group, column, minlength=size) for column in values.T])


def _summed(own: pd.DataFrame) -> dict:
    """Sum up the variants of one finding."""
    main, rest = own[own["variant"] == MAIN].iloc[0], own[(own["variant"] != MAIN) & own["changed"]]
    asked = rest[rest["kept"].notna()].sort_values(["kept", "difference"], kind="stable")
    span = [main["difference"], *asked["difference"]]
    return {
        **main[[name for name in SUMMARY if name in VARIANTS]],
        "lowest": min(span), "highest": max(span),
        "n_variants": len(asked), "n_kept": int(asked["kept"].sum()),
        "worst": asked["name"].iloc[0] if len(asked) else "",
        "overturned_by": "; ".join(asked.loc[~asked["kept"].astype(bool), "name"]),
        "not_without": "; ".join(rest.loc[rest["kept"].isna(), "name"].str.removeprefix("leaving out ")),
    }  # fmt: skip
