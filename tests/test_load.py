"""What is read, what is refused, and what the refusal says."""

import shutil

import pandas as pd
import pytest

from helpers import dates, load, paths, text

HEADER = "scheme,key,pattern,valid_from,valid_to,note\n"


@pytest.fixture
def copy(tmp_path):
    """A copy of the seeds that may be broken."""
    return shutil.copytree(paths.SEEDS, tmp_path / "copy")


def test_the_five_seeds_are_read_whole(seeds):
    assert len(seeds) == 5 and list(seeds.columns) == load.ARTICLES
    for article in seeds.itertuples():
        assert article.text.encode() == (paths.SEEDS / f"{article.article_id}.txt").read_bytes()
    assert not seeds["flags"].any() and seeds["published_precision"].eq("day").all()


def test_a_missing_article_names_file_row_and_remedy(copy):
    (copy / "002_01c7da40d6e1f404.txt").unlink()
    articles, rejects = load.corpus(copy)
    assert len(articles) == 4 and rejects["row"].tolist() == [4]
    with pytest.raises(load.CorpusError, match=r"002_01c7da40d6e1f404.txt, row 4 of articles.csv: no file: .*add it"):
        load.articles(copy)


def test_a_changed_article_names_file_row_and_remedy(copy):
    file = copy / "001_fb3963665a93ae98.txt"
    file.write_bytes(file.read_bytes().replace(b"2014", b"2015"))
    with pytest.raises(load.CorpusError, match=r"001_fb3963665a93ae98.txt, row 3 .*: changed: .*restore the file"):
        load.articles(copy)


def test_a_duplicate_id_refuses_the_later_row(copy):
    lines = (copy / "articles.csv").read_text().splitlines(keepends=True)
    (copy / "articles.csv").write_text("".join([*lines, lines[1]]))
    articles, rejects = load.corpus(copy)
    assert len(articles) == 5 and rejects[["row", "reason"]].values.tolist() == [[7, "duplicate id"]]
    with pytest.raises(load.CorpusError, match="row 7 of articles.csv: duplicate id: .*row 2 already; drop one"):
        load.articles(copy)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x81\x8d\x9d no encoding has these", "undecodable"),
        ("Tehran".encode("utf-16-le"), "undecodable"),
        (b"%PDF-1.7", "undecodable"),
        (b"", "empty"),
        (b" \n\t\n", "empty"),
    ],
)
def test_what_cannot_be_read_is_refused_and_the_others_go_on(copy, data, reason):
    (copy / "005_bad.txt").write_bytes(data)
    articles, rejects = load.corpus(copy)
    assert len(articles) == 5 and rejects["reason"].tolist() == [reason]
    with pytest.raises(load.CorpusError, match=f"005_bad.txt: {reason}: .+"):
        load.articles(copy)


def test_an_empty_folder_and_no_folder_say_what_to_do(tmp_path):
    with pytest.raises(load.CorpusError, match="holds no .txt article; put one article in each"):
        load.corpus(tmp_path)
    with pytest.raises(load.CorpusError, match="no such folder"):
        load.corpus(tmp_path / "nowhere")


def test_a_folder_without_a_manifest_is_read_and_flagged(tmp_path):
    (tmp_path / "one.txt").write_text("Iran spoke.\r\nRussia did not.")
    articles, rejects = load.corpus(tmp_path)
    row = articles.iloc[0]
    assert rejects.empty and (row["article_id"], row["outlet"], row["text"]) == (
        "one",
        "unknown",
        "Iran spoke.\nRussia did not.",
    )
    assert row["flags"] == "outlet unknown;no date" and pd.isna(row["published"])


def test_the_same_text_twice_is_a_duplicate(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("The same words.")
    articles, rejects = load.corpus(tmp_path)
    assert articles["article_id"].tolist() == ["a"] and "as a.txt" in rejects["detail"].item()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("topic,nuclear,,,,a note", "the pattern is empty"),
        ("topic,weather,rain,,,a note", "unknown key 'weather'"),
        ("subject,nuclear,bomb,,,a note", "unknown scheme 'subject'"),
        ("topic,nuclear,jcpoa,,,", "the note is empty"),
        ("topic,nuclear,* deal,,,a note", "all wildcard"),
        ("topic,nuclear,a  b,,,a note", "two in a row"),
        ("topic,nuclear,a*a*a*b,,,a note", "several .* before its end"),
        ("actor,us,Trump,2017,,a note", "write YYYY-MM-DD"),
        ("pair,arms,drone,,,a note", "topic:part"),
        ("topic,nuclear,jcpoa,,,a note\ntopic,nuclear,jcpoa,,,again", "same pattern stands under this key in line 2"),
        ('topic,nuclear,"jcpoa,,,a note', "check the double quotes"),
        ("topic,nuclear", "2 fields where the header has 6"),
    ],
)
def test_a_bad_row_of_the_dictionary_names_file_line_and_remedy(tmp_path, row, says):
    file = tmp_path / "dictionary.csv"
    file.write_text(f"{HEADER}{row}\n")
    with pytest.raises(load.CorpusError, match=rf"dictionary.csv, line \d.*{says}"):
        load.dictionary(file)


@pytest.mark.parametrize(
    ("name", "read", "old", "new", "says"),
    [
        ("topics.csv", load.topics, ",1\n", ",one\n", "line 2, column order: 'one' is no whole number; write digits"),
        ("topics.csv", load.topics, "nuclear,", ",", "line 2, column key: '' is empty; fill it"),
        ("topics.csv", load.topics, "label,", "name,", "line 1: no column label; the columns found are key, name,"),
        ("timeline.csv", load.timeline, ",iran,", ",tehran,", "column about: 'tehran' is none of iran, russia, both;"),
        ("timeline.csv", load.timeline, "2014-03-18", "18/3", "line 3, column date: '18/3' is not a date; write YYYY"),
        ("cuts.csv", load.cuts, ",caption,", ",picture,", "line 2, column kind: 'picture' is none of headline,"),
        ("readings/reader_b.csv", load.readings, "headline,", "title,", "line 2, column kind: 'title' is none of head"),
        ("readings/adjudicated.csv", load.readings, ",none,", ",agree,", r"column us_uk_\w+: 'agree' is none of conv"),
    ],
)
def test_a_wrong_value_of_a_table_names_file_line_column_and_remedy(copy, monkeypatch, name, read, old, new, says):
    monkeypatch.setattr(paths, "SEEDS", copy)
    (copy / name).write_text((copy / name).read_text().replace(old, new))
    with pytest.raises(load.CorpusError, match=rf"{name}, (?:line \d+, )?{says}"):
        read()


def test_every_wrong_value_of_a_table_is_named(copy, monkeypatch):
    monkeypatch.setattr(paths, "SEEDS", copy)
    wrong = "2018-03-04,,russia,source\nyesterday,label,moscow,\n"
    (copy / "timeline.csv").write_text(f"date,label,about,source\n2018-03-04,label,iran,source\n{wrong}")
    with pytest.raises(load.CorpusError) as error:
        load.timeline()
    assert [line.partition("timeline.csv, ")[2] for line in str(error.value).splitlines()] == [
        "line 3, column label: '' is empty; fill it",
        "line 4, column date: 'yesterday' is not a date; write YYYY-MM-DD",
        "line 4, column about: 'moscow' is none of iran, russia, both; write one of them",
        "line 4, column source: '' is empty; fill it",
    ]


def test_every_wrong_row_of_the_dictionary_is_named(tmp_path):
    file = tmp_path / "dictionary.csv"
    file.write_text(f"{HEADER}topic,nuclear,,,,a note\ntopic,nuclear,bomb,,,a note\ntopic,nuclear,jcpoa,,,\n")
    with pytest.raises(load.CorpusError) as error:
        load.dictionary(file)
    assert [line.partition("dictionary.csv, ")[2][:6] for line in str(error.value).splitlines()] == ["line 2", "line 4"]


@pytest.mark.parametrize(
    ("written", "when", "precision"),
    [
        ("2018-08-23", "2018-08-23", "day"),
        ("20140616", "2014-06-16", "day"),
        ("16 June 2014", "2014-06-16", "day"),
        ("June 16, 2014", "2014-06-16", "day"),
        ("Sept. 10, 2024", "2024-09-10", "day"),
        ("2014", "2014-01-01", "year"),
        ("23/08/2018", "2018-08-23", "day"),
        ("2024-09-10T23:30:00-08:00", "2024-09-10", "day"),
        ("June 2014", "2014-06-01", "month"),
        ("2014-06", "2014-06-01", "month"),
        ("02/01/2018", None, "none"),
        ("31 June 2014", None, "none"),
        ("June", None, "none"),
        ("", None, "none"),
        ("0001-01-01", None, "none"),
        ("9999-12-31", None, "none"),
    ],
)
def test_dates_are_read_as_written_and_never_guessed(written, when, precision):
    read = dates.parse(written)
    assert (read.when, read.precision) == (pd.Timestamp(when) if when else None, precision)
    assert bool(read.flag) == (when is None)


@pytest.mark.parametrize(
    ("data", "clean", "flags"),
    [
        (b"\xef\xbb\xbfIran", "Iran", []),
        (b"a\r\nb\rc", "a\nb\nc", []),
        ("Te\u0301he\u0301ran".encode(), "Téhéran", []),
        ("‘Iran’, he said".encode("cp1252"), "‘Iran’, he said", ["encoding guessed: cp1252"]),
        (b"Ir\x00an", "Iran", ["control characters removed"]),
        ("Iran".encode("utf-16"), "Iran", ["decoded from utf-16"]),
    ],
)
def test_bytes_become_clean_text(data, clean, flags):
    assert text.decode(data) == (clean, flags)


def test_every_table_of_the_seeds_is_sound():
    topics, timeline, cuts = load.topics(), load.timeline(), load.cuts()
    assert topics["order"].tolist() == list(range(1, 13)) and topics["key"].is_unique
    assert 20 <= len(timeline) <= 40 and timeline["date"].between("2013-01-01", "2024-12-31").all()
    assert timeline["about"].isin(["iran", "russia", "both"]).all() and timeline[["label", "source"]].ne("").all(
        axis=None
    )
    assert len(cuts) <= 3 and cuts["reason"].ne("").all()
    patterns = load.dictionary().query("scheme == 'topic'").groupby("key").size()
    assert patterns[topics["key"]].between(30, 150).all()
