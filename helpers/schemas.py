"""What the tables may hold: the project's own in seeds/, and the articles that load returns.

In: a table whose index numbers its rows. Out: a sentence for each value that may not stand there.
"""

import pandas as pd
import pandera.pandas as pa

from helpers import dates

KINDS = ["headline", "dateline", "byline", "caption", "credit", "heading", "summary", "body", "boilerplate"]
RELATIONS, FRAMES = ["converge", "diverge", "none"], ["partner", "threat", "mixed", "none"]
VOICES = ["outlet", "us", "uk", "iran", "russia", "joint", "other"]
SHOWN = 60  # characters of a wrong value that are quoted


def failures(table: pd.DataFrame, schema: pa.DataFrameSchema) -> list[str]:
    """Return what is wrong with a table, one sentence a value, naming row, column, value and remedy; [] if nothing."""
    try:
        schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases.sort_values("index", kind="stable").itertuples()
        return [f"line {c.index}, column {c.column}: {str(c.failure_case)[:SHOWN]!r} {c.check}" for c in cases]
    return []


def _text(*checks: pa.Check) -> pa.Column:
    return pa.Column(None, list(checks))


def _one_of(values: list[str]) -> pa.Check:
    return pa.Check.isin(values, error=f"is none of {', '.join(values)}; write one of them")


_FILLED = pa.Check(lambda column: column.str.strip() != "", error="is empty; fill it")
_ONCE = pa.Check(lambda column: ~column.duplicated(), error="stands there twice; drop one")
_WHOLE = pa.Check(lambda column: column.str.fullmatch(r"[0-9]+"), error="is no whole number; write digits only")
_DAY = pa.Check(lambda written: dates.parse(written).precision == "day", element_wise=True,
                error="is not a date; write YYYY-MM-DD")  # fmt: skip
_DAY_OR_NONE = pa.Check(lambda written: not written or dates.parse(written).precision == "day", element_wise=True,
                        error="is not a date; write YYYY-MM-DD")  # fmt: skip

TOPICS = pa.DataFrameSchema({
    "key": _text(_FILLED, _ONCE), "label": _text(_FILLED), "definition": _text(_FILLED), "order": _text(_WHOLE, _ONCE),
})  # fmt: skip
TIMELINE = pa.DataFrameSchema({
    "date": _text(_DAY), "label": _text(_FILLED), "about": _text(_one_of(["iran", "russia", "both"])),
    "source": _text(_FILLED),
})  # fmt: skip
CUTS = pa.DataFrameSchema({
    "article_id": _text(_FILLED), "start": _text(_WHOLE), "end": _text(_WHOLE), "kind": _text(_one_of(KINDS)),
    "text": _text(_FILLED), "reason": _text(_FILLED),
})  # fmt: skip
DICTIONARY = pa.DataFrameSchema({  # patterns.problem knows more of the first three
    "scheme": _text(), "key": _text(), "pattern": _text(), "valid_from": _text(_DAY_OR_NONE),
    "valid_to": _text(_DAY_OR_NONE),
    "note": _text(pa.Check(lambda column: column.str.strip() != "",
                           error="the note is empty; say in a few words what the pattern means")),
})  # fmt: skip
READINGS = pa.DataFrameSchema({
    "article_id": _text(_FILLED), "segment_no": _text(_WHOLE), "start": _text(_WHOLE), "end": _text(_WHOLE),
    "kind": _text(_one_of(KINDS)), "topics": _text(),
    **{f"us_uk_{about}": _text(_one_of(RELATIONS)) for about in ("iran", "russia", "other")},
    **{f"{state}_frame": _text(_one_of(FRAMES)) for state in ("iran", "russia")},
    "speaker": _text(_FILLED), "voice": _text(_one_of(VOICES)), "quoted": _text(_one_of(["yes", "no"])),
    "events": _text(),
})  # fmt: skip
ARTICLES = pa.DataFrameSchema({
    "article_id": _text(_FILLED, _ONCE), "outlet": _text(_FILLED), "headline": _text(), "flags": _text(),
    "published": pa.Column("datetime64[us]", nullable=True), "text": _text(_FILLED),
    "published_precision": _text(_one_of(["day", "month", "year", "none"])),
    "sha256": _text(pa.Check.str_matches("^[0-9a-f]{64}$", error="is no sha256")), "n_words": _text(pa.Check.gt(0)),
}, checks=pa.Check(lambda t: t["published"].isna() == (t["published_precision"] == "none"),
                   error="has a date without precision or a precision without date"))  # fmt: skip
