"""A corpus read in parts is the corpus."""

import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal

from helpers import load
from helpers.sources.articles import SAME_TEXT

COUNT = 40


def rows():
    """Return rows of a table: articles, a duplicate, an id and a text that come again far behind, a row without text,
    and dates of which only the last says that their column has no order."""
    made = [
        {"id": f"a{n}", "source": "Outlet", "date": f"{n % 12 + 1:02}/{n % 12 + 1:02}/2018",
         "headline": f"Talks, part {n}", "text": f"Minister {n} said “talks”, he hopes,\ngo on with Téhéran."}
        for n in range(COUNT)
    ]  # fmt: skip
    made[30]["text"] = made[2]["text"]
    made[30]["headline"] = made[2]["headline"]
    made[30]["date"] = made[2]["date"]
    made[32]["id"] = "a1"
    made[34] |= {"text": made[3]["text"], "headline": made[3]["headline"], "date": "2019-01-01"}
    made[35]["text"] = ""
    made[5]["date"], made[39]["date"] = "23/08/2018", "08/23/2018"
    return made


def as_csv(folder, encoding="utf-8", **how):
    pd.DataFrame(rows()).to_csv(folder / "a.csv", index=False, encoding=encoding, **how)


def as_broken_csv(folder):
    as_csv(folder)
    lines = (folder / "a.csv").read_text().splitlines(keepends=True)
    lines[20:20] = ["x,y,z\n", "\n", 'b1,Outlet,2018-01-01,Title,"never" closed here\n']
    (folder / "a.csv").write_text("".join([*lines, '"opens and never ends,\n', "to the end\n"]))


def as_jsonl(folder):
    lines = [json.dumps(row) for row in rows()]
    (folder / "a.jsonl").write_text("\n".join(["\ufeff" + lines[0], *lines[1:10], "", "{broken", *lines[10:]]))


def as_array(folder):
    (folder / "a.json").write_text(json.dumps(rows(), indent=1))


def as_parquet(folder):
    pq.write_table(pa.Table.from_pylist(rows()), folder / "a.parquet", row_group_size=7)


def as_texts(folder):
    for row in rows():
        (folder / f"{row['id']}.txt").write_text(row["text"])
    table = pd.DataFrame(rows()).assign(file=[f"{row['id']}.txt" for row in rows()]).drop(columns=["text", "id"])
    pd.concat([table, table.tail(1).assign(file="gone.txt")]).to_csv(folder / "articles.csv", index=False)


def as_mixed(folder):
    (folder / "deep").mkdir()
    as_jsonl(folder)
    as_csv(folder / "deep")
    (folder / "z.txt").write_text("Iran and Russia met.")
    (folder / "z.pdf").write_text("no text")
    (folder / "page.html").write_text(
        "<html><body><article><p>" + "Iran met Russia in Geneva. " * 20 + "</p></article>"
    )


FORMATS = {
    "csv": as_csv,
    "semicolons, utf-16": lambda folder: as_csv(folder, "utf-16", sep=";"),
    "cp1252": lambda folder: as_csv(folder, "cp1252"),
    "broken csv": as_broken_csv,
    "jsonl": as_jsonl,
    "array": as_array,
    "parquet": as_parquet,
    "texts": as_texts,
    "mixed": as_mixed,
}


def together(tables, by):
    return pd.concat(tables, ignore_index=True).sort_values(by, na_position="first", kind="stable", ignore_index=True)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("size", [1, 300])
def test_all_parts_together_are_the_corpus(tmp_path, form, size):
    FORMATS[form](tmp_path)
    articles, rejects = load.corpus(tmp_path)
    found = list(load.parts(tmp_path, size=size))
    assert len(found) > 3 and all(part["text"].str.len().iloc[:-1].sum() < size for part, _ in found)
    again = together([part for part, _ in found], "article_id")
    first = articles["flags"].str.endswith(SAME_TEXT) & ~again["flags"].str.endswith(SAME_TEXT)
    assert first.sum() <= 1
    flags = articles["flags"].str.replace(rf";?{SAME_TEXT}$", "", regex=True).where(first, articles["flags"])
    assert_frame_equal(again, articles.assign(flags=flags))
    assert_frame_equal(together([part for _, part in found], ["path", "row"]), rejects)


def test_what_comes_again_in_a_later_part_is_found(tmp_path):
    as_parquet(tmp_path)
    articles, rejects = load.corpus(tmp_path)
    assert rejects[["row", "reason"]].values.tolist() == [[31, "duplicate"], [33, "duplicate id"], [36, "no text"]]
    parts = pd.concat([part for part, _ in load.parts(tmp_path, size=1)]).set_index("article_id")
    assert parts["flags"].str.contains(SAME_TEXT).loc[lambda flagged: flagged].index.tolist() == ["a34"]
    assert articles.set_index("article_id")["flags"].str.contains(SAME_TEXT)[["a3", "a34"]].all()
    assert parts.loc["a5", "flags"].startswith("ambiguous date"), "the last date leaves the first without order"


def test_parts_of_nothing_are_the_errors_of_the_corpus(tmp_path):
    with pytest.raises(load.CorpusError, match="no such folder"):
        next(load.parts(tmp_path / "nowhere"))
    with pytest.raises(load.CorpusError, match="holds no .txt article"):
        list(load.parts(tmp_path))
    (tmp_path / "a.csv").write_text("text\n \n")
    with pytest.raises(load.CorpusError, match="no article could be read"):
        list(load.parts(tmp_path))
