"""Show tables and quoted sentences in a notebook: whole words, left-aligned, inert whatever the text holds."""

from html import escape
from pathlib import Path

import pandas as pd
from IPython.display import display

from helpers import paths, text
from helpers.design import Design

NAMED = 8  # outlets that are named
FIRST = 20  # rejects and kinds of flags that are listed
LONGEST = 2_000  # characters of one cell that are shown; the rest is cut with an ellipsis
_STYLE = {
    "table": "border-collapse:collapse;text-align:left",
    "th": "text-align:left;vertical-align:bottom;padding:.25em .8em .25em 0;border-bottom:1px solid",
    "td": "text-align:left;vertical-align:top;padding:.25em .8em .25em 0;max-width:46em;white-space:normal",
}


def table(rows: pd.DataFrame, caption: str = "") -> None:
    """Show a table with its header, without the index; text is escaped, numbers are rounded to 3 digits."""
    shown = pd.DataFrame({name: [_cell(value) for value in rows[name]] for name in rows.columns})
    names = [_cell(str(name)) for name in shown]
    head = "".join(f'<th scope="col" style="{_STYLE["th"]}">{escape(name.replace("_", " "))}</th>' for name in names)
    body = "".join(
        "<tr>" + "".join(f'<td style="{_STYLE["td"]}">{escape(v)}</td>' for v in row) + "</tr>"
        for row in shown.itertuples(index=False, name=None)
    )
    title = f"<caption style='text-align:left'>{escape(caption)}</caption>" if caption else ""
    html = f'<table style="{_STYLE["table"]}">{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    display({"text/html": html, "text/plain": shown.to_string(index=False, header=names)}, raw=True)


def corpus(articles: pd.DataFrame, rejects: pd.DataFrame) -> None:
    """Name the corpus: how many articles of which outlets and years, and what was refused or flagged, if anything."""
    outlets = articles["outlet"].value_counts()
    named = ", ".join(outlets.index[:NAMED]) + (f" and {len(outlets) - NAMED} more" if len(outlets) > NAMED else "")
    when = articles["published"].dropna()
    span = f", {_cell(when.min())} to {_cell(when.max())}" if len(when) else ""
    print(f"Corpus {paths.corpus().name}: {len(articles):,} articles of {named}{span}.")
    if len(rejects):
        print(f"{len(rejects):,} more could not be read:")
        table(rejects["reason"].value_counts().rename("files or rows").reset_index())
        table(rejects.assign(path=[Path(p).name for p in rejects["path"]]).head(FIRST))
    flags = articles["flags"].str.split(";").explode().str.replace(r" ['‘].*", "", regex=True).value_counts()
    if len(flags := flags.drop("", errors="ignore")):
        table(flags.rename("articles").rename_axis("what was guessed or repaired").reset_index().head(FIRST))


def counts(
    shares: pd.DataFrame, design: Design, names: pd.Series, rows: pd.Series, readers: pd.DataFrame | None = None
) -> None:
    """Show shares as a table, '3 of 11': one row a key and one column a text; or one row a period, one column a key.

    shares and readers: design.by, key, n, total; the readers' count stands in brackets. names: label of each group,
    rows: label of each key, in order.
    """
    by = design.by
    words = shares["n"].map("{:,}".format) + " of " + shares["total"].map("{:,}".format)
    if readers is not None:
        read = shares[[by, "key"]].merge(readers, on=[by, "key"], validate="one_to_one")["n"]
        words += " (" + read.astype(str).to_numpy() + ")"
    wide = shares.assign(words=words).pivot(index="key", columns=by, values="words")
    wide = wide.loc[rows.index, names.index].set_axis(names.str.replace("\n", ", "), axis=1)
    wide = wide.set_axis(rows.str.replace("\n", " "), axis=0)
    table((wide.T if design.dated else wide).reset_index(names=" "))


def sentences(found: pd.DataFrame) -> None:
    """Quote sentences with their source, one a paragraph; found is what evidence.of returns."""
    quoted, plain = [], []
    for row in found.itertuples():
        where = f"{_cell(row.outlet)}, {_cell(row.published)}, sentence {row.segment_no}"
        if row.matched:
            where += f"; matched: {_cell(row.matched)}"
        quoted.append(f"<blockquote>{escape(_cell(row.text))}<br><small>— {escape(where)}</small></blockquote>")
        plain.append(f"{_cell(row.text)}\n    — {where}")
    display({"text/html": "".join(quoted), "text/plain": "\n".join(plain)}, raw=True)


def _cell(value: object) -> str:
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, float):
        return f"{value:.3g}" if value != int(value) else f"{value:.0f}"
    shown = text.visible(str(value).replace("\n", " "))
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
