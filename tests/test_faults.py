"""Bad input and its outcome: kept, flagged, refused, or an error; never a traceback, never a silent loss."""

import datetime as dt
import hashlib
import json
import os
import socket

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import trafilatura  # noqa: F401  before a test takes the network away: its import looks at what sockets there are
from conftest import dictionary_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import coding, dates, load, paths, schemas, segment, text

PROSE = "The two ministers met in London on Tuesday and said that they would go on with the talks about Iran."
OTHER = "Russia had not replied by the evening, and the talks of the two capitals would go on without it."
ANCHOR = {"article_id": "anchor", "outlet": "Anchor", "published": "2018-03-04", "text": OTHER}


def read(path, rows_in, **how):
    """Load a corpus and check what holds of every corpus: nothing is lost, and the table is sound."""
    articles, rejects = load.corpus(path, **how)
    assert len(articles) + len(rejects) == rows_in
    assert schemas.failures(articles, schemas.ARTICLES) == [] and list(articles.columns) == load.ARTICLES
    assert list(rejects.columns) == load.REJECTS and rejects[["path", "reason", "detail"]].ne("").all(axis=None)
    return articles, rejects


def with_anchor(folder, name, data):
    """Write a file beside a sound article, so that what is wrong with it is not wrong with everything."""
    (folder / "anchor.txt").write_text(OTHER)
    (folder / name).write_bytes(data)
    return folder


def only(articles):
    """Return the one article that is not the anchor."""
    (row,) = [row for row in articles.itertuples() if row.article_id != "anchor"]
    return row


def csv_of(*rows, header="article_id,outlet,published,text", end="\n"):
    return end.join([header, *rows, ""]).encode()


# Bytes -------------------------------------------------------------------------------------------------------------

KEPT = [
    ("byte order mark", b"\xef\xbb\xbf" + PROSE.encode(), PROSE, ""),
    ("UTF-16 with mark", PROSE.encode("utf-16"), PROSE, "decoded from utf-16"),
    ("UTF-32 with mark", b"\xff\xfe\x00\x00" + PROSE.encode("utf-32-le"), PROSE, "decoded from utf-32"),
    ("cp1252", f"{PROSE} ‘Yes’".encode("cp1252"), f"{PROSE} ‘Yes’", "encoding guessed: cp1252"),
    ("UTF-8 with one broken byte", f"{PROSE} ‘Yes’ ".encode() + b"\xff!", f"{PROSE} ‘Yes’ \ufffd!",
     "1 characters that are not UTF-8 replaced"),
    ("NUL", PROSE.replace(" ", " \x00", 1).encode(), PROSE, "control characters removed"),
    ("control characters", b"\x07" + PROSE.encode() + b"\x1b", PROSE, "control characters removed"),
    ("CRLF", f"{PROSE}\r\n\r\n{OTHER} ".encode(), f"{PROSE}\n\n{OTHER} ", ""),
    ("CR", f"{PROSE}\r\r{OTHER} ".encode(), f"{PROSE}\n\n{OTHER} ", ""),
    ("mixed line ends", f"{PROSE}\r\n\r{OTHER} ".encode(), f"{PROSE}\n\n{OTHER} ", ""),
    ("NFD", "Te\u0301he\u0301ran. ".encode() + PROSE.encode(), f"Téhéran. {PROSE}", ""),
    ("Cyrillic look-alike", f"Ir\u0430n. {PROSE}".encode(), f"Ir\u0430n. {PROSE}",
     "letters of two alphabets in one word"),
    ("bidi override", f"\u202eIran\u202c {PROSE}".encode(), f"\u202eIran\u202c {PROSE}", "bidirectional overrides"),
    ("lone surrogate", b"\xed\xa0\x80" + PROSE.encode(), f"\ufffd{PROSE}", "lone surrogates replaced"),
    ("mojibake", f"Iranâ€™s. {PROSE}".encode(), f"Iranâ€™s. {PROSE}", "mojibake"),
    ("one word", b"Iran", "Iran", ""),
    ("not English", ("Le ministre britannique a rencontré son homologue américain pour discuter de l'Iran et de la "
                     "Russie, a-t-on appris mardi soir.").encode(), None, "perhaps not English"),
    ("Persian", ("وزیر خارجه بریتانیا با همتای آمریکایی خود دیدار کرد " * 3).encode(), None, "perhaps not English"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "clean", "flag"), [case[1:] for case in KEPT], ids=[case[0] for case in KEPT])
def test_bytes_that_are_kept(tmp_path, data, clean, flag):
    articles, _ = read(with_anchor(tmp_path, "case.txt", data), 2)
    article = only(articles)
    assert article.article_id == "case" and article.sha256 == hashlib.sha256(data).hexdigest()
    assert clean is None or article.text == clean
    expected = ["outlet unknown", "no date"]
    assert article.flags.split(";") == ([*expected, flag] if "English" in flag else [*filter(None, [flag]), *expected])


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        pytest.param("case.txt", PROSE.encode("utf-16-le"), "undecodable", id="UTF-16 without mark"),
        pytest.param("case.txt", ("Россия " * 9).encode("utf-16-le"), "undecodable", id="Cyrillic UTF-16 without mark"),
        pytest.param("case.txt", PROSE.encode("utf-32-be"), "undecodable", id="UTF-32 without mark"),
        pytest.param("case.txt", bytes(range(256)) * 4, "undecodable", id="noise"),
        pytest.param("case.txt", b"", "empty", id="empty"),
        pytest.param("case.txt", b" \n\t\r\n", "empty", id="blank"),
        pytest.param("case.txt", "\u200b\u00a0\u00ad".encode(), "empty", id="invisible"),
        pytest.param("case.txt", b"%PDF-1.7 ...", "undecodable", id="PDF named txt"),
        pytest.param("case.csv", b"%PDF-1.7 ...", "undecodable", id="PDF named csv"),
        pytest.param("case.txt", b"PK\x03\x04....", "undecodable", id="zip named txt"),
        pytest.param("case.csv", b"PK\x03\x04....", "undecodable", id="xlsx named csv"),
        pytest.param("case.txt", b"<!DOCTYPE html><html>", "markup", id="page named txt"),
        pytest.param("case.docx", b"PK\x03\x04....", "unknown format", id="Word file"),
    ],
)
def test_bytes_that_are_refused(tmp_path, name, data, reason):
    articles, rejects = read(with_anchor(tmp_path, name, data), 2)
    assert articles["article_id"].tolist() == ["anchor"] and rejects["reason"].tolist() == [reason]
    with pytest.raises(load.CorpusError, match=rf"{name}: {reason}: .+"):
        load.articles(tmp_path)


def test_line_ends_make_no_other_segments(tmp_path):
    for name, end in (("lf", "\n"), ("crlf", "\r\n"), ("cr", "\r")):
        (tmp_path / f"{name}.txt").write_bytes(end.join([PROSE, "", OTHER, "", name]).encode())
    segments = segment.segments(read(tmp_path, 3)[0])
    of = {name: rows[["start", "end", "kind"]].values.tolist()[:2] for name, rows in segments.groupby("article_id")}
    assert len(of["lf"]) == 2 and of["lf"] == of["crlf"] == of["cr"]


@pytest.mark.parametrize(
    ("written", "pattern"),
    [
        ("United\u00a0Kingdom", "United Kingdom"),
        ("Rus\u200bsia", "Russia"),
        ("Rus\u00adsia", "Russia"),
        ("\u202eRussia\u202c", "Russia"),
        ("Te\u0301he\u0301ran", "Teheran"),
    ],
    ids=["no-break space", "zero-width space", "soft hyphen", "bidi override", "NFD"],
)
def test_a_name_is_found_whatever_is_hidden_in_it(tmp_path, written, pattern):
    (tmp_path / "case.txt").write_text(f"He said that the {written} would not go on with the talks.")
    articles, _ = read(tmp_path, 1)
    dictionary = dictionary_of(("actor", "named", pattern))
    hits = coding.mentions(segment.segments(articles, dictionary), dictionary)
    assert hits["match"].tolist() == [text.clean(written.strip("\u202e\u202c"))[0]]


def test_a_cyrillic_letter_is_not_folded_to_a_latin_one(tmp_path):
    (tmp_path / "case.txt").write_text("Ir\u0430n would not go on with the talks.")
    articles, dictionary = read(tmp_path, 1)[0], dictionary_of(("actor", "iran", "Iran"))
    assert coding.mentions(segment.segments(articles, dictionary), dictionary).empty


def test_folding_one_character_at_a_time_gives_what_folding_all_does():
    every = [chr(i) for i in range(0x3000) if not 0xD800 <= i < 0xE000]
    folded = {char: text.fold(char)[0] for char in every}
    assert text.fold("".join(every))[0] == "".join(folded.values())  # many kinds of characters: by a table
    for start in range(0, len(every), 30):  # few kinds: one after the other
        some = every[start : start + 30]
        assert text.fold("".join(some))[0] == "".join(folded[char] for char in some)


def test_files_that_a_system_or_an_editor_left_are_counted_in_one_reject(tmp_path):
    with_anchor(tmp_path, "page.html", f"<html><body><p>{PROSE}</p></body></html>".encode())
    for name in ("._anchor.txt", ".DS_Store", ".anchor.txt.swp", "anchor.txt~", "#anchor.txt#", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"\x00\x05\x16\x07")
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "advertisement.html").write_text("<html><p>Buy!</p></html>")
    articles, rejects = read(tmp_path, 3)
    assert len(articles) == 2 and rejects["reason"].tolist() == ["skipped"]
    assert rejects["detail"].item().startswith("7 left by a system") and ".DS_Store" in rejects["detail"].item()
    assert len(load.articles(tmp_path)) == 2  # they are no articles that were refused


# Tables ------------------------------------------------------------------------------------------------------------

A, B, C = (f"{name},Outlet,2018-03-0{n},{PROSE} {name}" for n, name in enumerate("abc", start=1))
LONG = "Iran said that it would. " * 8_000  # 200,000 characters
TABLES_KEPT = [
    ("comma", csv_of(A, B), ["a", "b"], ""),
    ("semicolon", csv_of(A, B).replace(b",", b";"), ["a", "b"], ""),
    ("tab", csv_of(A, B).replace(b",", b"\t"), ["a", "b"], ""),
    ("bar", csv_of(A, B).replace(b",", b"|"), ["a", "b"], ""),
    ("quoted CRLF", csv_of(f'a,O,2018-03-01,"{PROSE}\r\n\r\n{OTHER}"', end="\r\n"), ["a"], ""),
    ("old Mac line ends", csv_of(A, B, end="\r"), ["a", "b"], ""),
    ("blank lines", csv_of(A, "", "", B), ["a", "b"], ""),
    ("byte order mark", b"\xef\xbb\xbf" + csv_of(A), ["a"], ""),
    ("cp1252", csv_of(A + " ‘yes’").decode().encode("cp1252"), ["a"], "encoding guessed: cp1252"),
    ("ids with leading zeros", csv_of(A.replace("a,", "007,", 1)), ["007"], ""),
    ("field above 131,072 characters", csv_of(f"a,Outlet,2018-03-01,{LONG}"), ["a"], ""),
    ("names in other cases and words", csv_of(A, header="ID, Source ,Publication Date,BODY"), ["a"], ""),
    ("outlet missing", csv_of(A.replace("Outlet", "")), ["a"], "outlet unknown"),
    ("a stray quote that swallows rows",
     csv_of(f'a,Outlet,2018-03-01,"{PROSE}', B, f'c,Outlet,2018-03-03,{PROSE}"'), ["a"],
     "text holds 2 lines with a date: 3 lines were read as one field"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "ids", "flag"), [case[1:] for case in TABLES_KEPT], ids=[case[0] for case in TABLES_KEPT]
)
def test_tables_that_are_kept(tmp_path, data, ids, flag):
    (tmp_path / "case.csv").write_bytes(data)
    articles, rejects = read(tmp_path / "case.csv", len(ids))
    assert articles["article_id"].tolist() == ids and rejects.empty
    assert articles["flags"].unique().tolist() == [flag]
    assert flag == "outlet unknown" or articles["outlet"].isin(["Outlet", "O"]).all()
    assert articles["published_precision"].eq("day").all() and articles["text"].str.contains("said that").all()


def test_a_long_field_is_whole_and_the_word_na_is_a_word(tmp_path):
    rows = [f"a,NA,2018-03-01,None,{LONG}", f"b,null,2018-03-01,NA,{PROSE}", f"c,None,2018-03-01,nan,{PROSE} c"]
    (tmp_path / "case.csv").write_bytes(csv_of(*rows, header="article_id,outlet,published,headline,text"))
    articles, _ = read(tmp_path / "case.csv", 3)
    assert articles["outlet"].tolist() == ["NA", "null", "None"]
    assert articles["headline"].tolist() == ["None", "NA", "nan"]
    assert articles["text"][0] == f"None\n\n{LONG}"


@pytest.mark.parametrize(
    ("data", "kept", "refused"),
    [
        pytest.param(csv_of(A, f'b,Outlet,2018-03-02,"{PROSE}', C, C), "a",
                     [(3, "quotes"), (4, "quotes"), (5, "quotes")], id="unclosed quote"),
        pytest.param(csv_of(A, f'b,O,2018-03-02,"{PROSE}" b', C), "ac", [(3, "quotes")], id="quote within a field"),
        pytest.param(csv_of(A, B + ",extra", C), "ac", [(3, "extra field")], id="extra field on one row"),
        pytest.param(csv_of(A, "b,Outlet", C), "ac", [(3, "missing field")], id="field missing on one row"),
        pytest.param(csv_of(A, "b,Outlet,2018-03-02,", C), "ac", [(3, "no text")], id="text missing"),
        pytest.param(csv_of(A, "b,Outlet,2018-03-02,  ", C), "ac", [(3, "empty")], id="text blank"),
        pytest.param(csv_of(A, "b,O,2018-03-02," + "x " * 10_000_001, C), "ac", [(3, "too long")], id="above 20 MB"),
        pytest.param(csv_of(A, A, C), "ac", [(3, "duplicate")], id="the same row twice"),
        pytest.param(csv_of(A, B.replace("b,", "a,", 1), C), "ac", [(3, "duplicate id")], id="duplicate id"),
    ],
)  # fmt: skip
def test_rows_of_a_table_that_are_refused(tmp_path, data, kept, refused):
    (tmp_path / "case.csv").write_bytes(data)
    articles, rejects = read(tmp_path / "case.csv", len(kept) + len(refused))
    assert "".join(articles["article_id"]) == kept
    assert list(rejects[["row", "reason"]].itertuples(index=False, name=None)) == refused
    with pytest.raises(load.CorpusError, match=rf"case.csv, row {refused[0][0]}: {refused[0][1]}: .+"):
        load.articles(tmp_path / "case.csv")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("case.csv", csv_of(A + ",1", B + ",2"), "extra field: every row has more fields than the 4 of the header"),
        ("case.csv", csv_of(A, header="article_id,outlet,Outlet,text"), "two columns of one name: 'Outlet', 'outlet'"),
        ("case.csv", csv_of(A, header="article_id,outlet,published,words"),
         "no text column: the columns found are article_id, outlet, published, words; name the right one 'text'"),
        ("case.csv", A.encode() + b"\n", "no text column"),
        ("case.csv", csv_of(A, header="id,\x1b,?,x").replace(b"?", b"\xed\xa0\x80"), r"id, \\x1b, \\ud800, x; name"),
        ("case.csv", csv_of(), "no rows: the table has a header and no rows"),
        ("case.csv", b"", "no header"),
        ("case.csv", csv_of(A.replace(PROSE + " a", "")), "row 2: no text: the text is missing; fill it or"),
        ("case.jsonl", b"\n\n", "no rows"),
        ("case.json", b"[]", "no rows"),
        ("case.parquet", b"no parquet", "damaged: not a whole Parquet file"),
        ("case.html", b"<html><body></body></html>", "no article found"),
        ("case.pdf", b"%PDF", "unknown format: it is none of .txt"),
    ],
    ids=["extra field on all rows", "two columns of one name", "no text column", "no header", "unprintable header",
         "header only", "empty", "every row refused", "blank JSONL", "empty array", "wrong magic", "empty page", "PDF"],
)  # fmt: skip
def test_a_file_of_which_nothing_can_be_read_is_an_error(tmp_path, name, data, says):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(load.CorpusError, match=rf"no article could be read; .*\n.*{name}.*{says}"):
        load.corpus(tmp_path / name)
    articles, rejects = read(with_anchor(tmp_path, name, data), 2)  # in a folder the others go on
    assert articles["article_id"].tolist() == ["anchor"] and rejects["detail"].str.len().gt(10).all()


# JSON --------------------------------------------------------------------------------------------------------------


def line(**fields):
    return json.dumps({"id": "b", "outlet": "Outlet", "date": "2018-03-02", "text": f"{PROSE} b", **fields})


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        pytest.param(line()[:-20], "invalid JSON", id="truncated line"),
        pytest.param("{'id': 1}", "invalid JSON", id="invalid line"),
        pytest.param(line(text="  "), "empty", id="blank text"),
        pytest.param(line(text=""), "no text", id="no text"),
        pytest.param(line(text=None), "no text", id="null text"),
        pytest.param('{"id": "b"}', "no text", id="no key text"),
        pytest.param("[1, 2, 3]", "no object", id="array as a line"),
        pytest.param('"text"', "no object", id="string as a line"),
        pytest.param(line(text=["a"]), "text is no string", id="text is a list"),
        pytest.param(line(text=10**30), "text is no string", id="integer over 64 bits"),
        pytest.param('{"text": ' + "9" * 5_000 + "}", "invalid JSON", id="integer of 5,000 digits"),
        pytest.param('{"text": ' + "[" * 100_000 + "]" * 100_000 + "}", "invalid JSON", id="nested 100,000 deep"),
        pytest.param(line(text=float("nan")), "no text", id="NaN as text"),
        pytest.param(line(Text="again"), "two columns of one name", id="text and Text"),
    ],
)
def test_lines_of_jsonl_that_are_refused(tmp_path, written, reason):
    lines = [line(id="a", text=PROSE), written, "", line(id="c", text=OTHER)]
    (tmp_path / "case.jsonl").write_text("\n".join(lines))
    articles, rejects = read(tmp_path / "case.jsonl", 3)
    assert articles["article_id"].tolist() == ["a", "c"] and articles["flags"].eq("").all()
    assert rejects[["row", "reason"]].values.tolist() == [[2, reason]]


def test_a_line_of_jsonl_that_is_no_text_is_refused_alone(tmp_path):
    lines = [line(id="a", text=PROSE).encode(), b"\x81\x8d\x90\xff" * 9, line(id="c", text="‘Yes’ " + OTHER).encode()]
    (tmp_path / "case.jsonl").write_bytes(b"\r\n".join(lines))
    articles, rejects = read(tmp_path / "case.jsonl", 3)
    assert articles["article_id"].tolist() == ["a", "c"] and rejects["reason"].tolist() == ["undecodable"]


@pytest.mark.parametrize(
    ("written", "flag"),
    [
        (line(), ""),
        (line()[:-1] + ', "outlet": "Second"}', "key given twice, the last counts: outlet"),
        (line(outlet=float("nan")), "NaN read as missing;outlet unknown"),
        (line(outlet={"name": "Outlet"}), "outlet is no text and left out;outlet unknown"),
        (line(author=["Ann", "Ben"]), ""),
        (line(text=f"{PROSE} \ud800"), "lone surrogates replaced"),
        (line(note="a\u202eb"), "note: bidirectional overrides"),
        (line(id=7), ""),
        (line(date=20180302), ""),
        (line(date=2018.0), ""),
    ],
    ids=["plain", "duplicate keys", "NaN", "object as outlet", "authors", "lone surrogate", "bidi in a note",
         "number as id", "number as date", "year as a float"],
)  # fmt: skip
def test_lines_of_jsonl_that_are_kept(tmp_path, written, flag):
    (tmp_path / "case.jsonl").write_text(written)
    article = read(tmp_path / "case.jsonl", 1)[0].iloc[0]
    assert article["flags"] == flag and article["published"].year == 2018
    assert article["author"] in ("", "Ann, Ben") and article["article_id"] in ("b", "7")


@pytest.mark.parametrize("name", ["case.json", "case.jsonl", "case.ndjson"])
def test_an_array_of_objects_is_kept(tmp_path, name):
    objects = [line(id="a", text=PROSE), line(id="b", text=OTHER), line(id="c", text=None)]
    (tmp_path / name).write_text("[\n" + ",\n".join(objects) + "\n]\n")
    articles, rejects = read(tmp_path / name, 3)
    assert articles["article_id"].tolist() == ["a", "b"] and rejects["row"].tolist() == [3]


def test_a_truncated_array_keeps_what_is_whole(tmp_path):
    (tmp_path / "case.json").write_text(f"[{line(id='a')}, {line(id='b', text=OTHER)[:-30]}")
    articles, rejects = read(tmp_path / "case.json", 2)
    assert articles["article_id"].tolist() == ["a"] and "object 2 and all behind it" in rejects["detail"].item()
    (tmp_path / "case.json").write_text(f"[{line(id='a')}]\n{line(id='b', text=OTHER)}")
    assert read(tmp_path / "case.json", 2)[1]["detail"].item().startswith("more stands behind the array")


# Parquet -----------------------------------------------------------------------------------------------------------

SOUND = {"article_id": ["a", "b"], "outlet": ["Outlet", "Outlet"], "published": ["2018-03-01", "2018-03-02"],
         "text": [PROSE, OTHER]}  # fmt: skip
NOON = dt.datetime(2018, 3, 1, 12), dt.datetime(2018, 3, 2, 12)


def parquet(path, **columns):
    pq.write_table(pa.table({**SOUND, **columns}), path)
    return path


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({}, id="plain"),
        pytest.param({"outlet": pa.array(SOUND["outlet"]).dictionary_encode()}, id="dictionary"),
        pytest.param({"text": pa.array(SOUND["text"]).dictionary_encode()}, id="dictionary as text"),
        pytest.param({"text": pa.array(SOUND["text"], pa.large_string())}, id="large strings"),
        pytest.param({"text": pa.array([t.encode() for t in SOUND["text"]], pa.binary())}, id="binary"),
        *(pytest.param({"published": pa.array(NOON, pa.timestamp(unit))}, id=unit) for unit in ("s", "ms", "us", "ns")),
        pytest.param({"published": pa.array(NOON, pa.timestamp("us", "UTC"))}, id="UTC"),
        pytest.param({"published": pa.array([d.replace(hour=23) for d in NOON], pa.timestamp("ns", "-08:00"))},
                     id="zone"),
        pytest.param({"published": pa.array([d.date() for d in NOON])}, id="dates"),
        pytest.param({"published": pa.array([20180301, 20180302])}, id="dates as numbers"),
        pytest.param({"note": pa.array([None, None], pa.null())}, id="nulls"),
    ],
)
def test_parquet_gives_the_rows_that_csv_gives(tmp_path, columns):
    pd.DataFrame(SOUND).to_csv(tmp_path / "case.csv", index=False)
    expected = read(tmp_path / "case.csv", 2)[0]
    found = read(parquet(tmp_path / "case.parquet", **columns), 2)[0]
    pd.testing.assert_frame_equal(found.drop(columns="sha256"), expected.drop(columns="sha256"))


def test_a_stored_index_is_a_column_if_it_has_a_known_name_and_else_left_aside(tmp_path):
    pd.DataFrame(SOUND).set_index("article_id").to_parquet(tmp_path / "named.parquet")
    pd.DataFrame(SOUND, index=[7, 9]).to_parquet(tmp_path / "numbered.parquet")
    for name in ("named", "numbered"):
        assert read(tmp_path / f"{name}.parquet", 2)[0]["article_id"].tolist() == ["a", "b"]


def test_a_zone_does_not_move_a_date(tmp_path):
    evening = pa.array([dt.datetime(2018, 3, 2, 3), dt.datetime(2018, 3, 2, 12)], pa.timestamp("us", "UTC"))
    local = evening.cast(pa.timestamp("us", "America/New_York"))
    articles, _ = read(parquet(tmp_path / "case.parquet", published=local), 2)
    assert articles["published"].dt.strftime("%Y-%m-%d").tolist() == ["2018-03-01", "2018-03-02"]


def test_parquet_that_is_refused(tmp_path):
    parquet(tmp_path / "lists.parquet", text=[["a"], ["b"]])
    whole = parquet(tmp_path / "whole.parquet", article_id=["c", "d"]).read_bytes()
    (tmp_path / "truncated.parquet").write_bytes(whole[:-60])
    (tmp_path / "names.parquet").write_bytes(whole.replace(b"outlet", b"out\xa1et"))
    (tmp_path / "bytes.parquet").write_bytes(b"PAR1" + os.urandom(400) + b"PAR1")
    (tmp_path / "other.parquet").write_bytes(b"article_id,text")
    articles, rejects = read(tmp_path, 8)
    assert len(articles) == 2
    found = rejects["path"].str.extract(r"(\w+)\.parquet")[0] + ": " + rejects["reason"]
    assert found.tolist() == ["bytes: damaged", "lists: text is no string", "lists: text is no string",
                              "names: damaged", "other: damaged", "truncated: damaged"]  # fmt: skip


# One article in five formats -----------------------------------------------------------------------------------------

ONE = [
    ("a1", "BBC News", "2018-08-23", "Iran ‘threat’: US & UK agree on $400m",
     ["“We agree,” said Mr Hunt — and left for Washington…", "It’s 5 < 6 &amp; so on, no\u00a0break, caf\u00e9s.",
      "The third paragraph of it says that the two would meet again."]),
    ("a2", "The Guardian", "2024-09-10", "UK, US united over tackling Iran's influence: top envoys",
     ["Lammy said that he and Blinken would travel to Kyiv this week.", "“We are completely aligned,” he said."]),
    ("a3", "Press TV", "2014-06-16", "Short", ["One sentence.", "And two more. They are here."]),
    ("a4", "Reuters", "2023-01-18", "Rus\u00adsia sends ‘hundreds’ of drones",
     [f"{PROSE} Paragraph {n}." for n in range(1, 25)]),
]  # fmt: skip
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{headline}</title>
<meta property="og:site_name" content="{outlet}">
<meta property="article:published_time" content="{date}T22:00:00-05:00">
<script>var iran = "sanctions in a script";</script><style>p {{ color: red }}</style></head><body>
<nav><a href="/">Home</a><a href="/world">World in the navigation</a></nav>
<article><h1>{headline}</h1>{body}</article><footer>Copyright in the footer</footer></body></html>"""


def escaped(words):
    return words.replace("&", "&amp;").replace("<", "&lt;").replace("\u00a0", "&nbsp;")


def page_of(outlet, date, headline, paragraphs):
    body = "\n".join(f"<p>{escaped(p)}</p>" for p in paragraphs)
    return PAGE.format(headline=escaped(headline), outlet=outlet, date=date, body=body)


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("something asks for the network")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.mark.parametrize("one", ONE, ids=[one[0] for one in ONE])
@pytest.mark.parametrize("top", ["headline in the text", "headline apart"])
def test_one_article_is_the_same_in_every_format(tmp_path, no_network, one, top):
    article_id, outlet, date, headline, paragraphs = one
    whole = "\n\n".join([headline, *paragraphs])
    in_table = whole if top == "headline in the text" else "\n\n".join(paragraphs)
    row = {"id": article_id, "source": outlet, "date": date, "title": headline, "body": in_table}
    for kind in ("txt", "html", "csv", "jsonl", "parquet"):
        (tmp_path / kind).mkdir()
    (tmp_path / "txt" / f"{article_id}.txt").write_text(in_table)
    about = {"file": f"{article_id}.txt", "outlet": outlet, "published": date, "headline": headline}
    pd.DataFrame([about]).to_csv(tmp_path / "txt" / "articles.csv", index=False)
    (tmp_path / "html" / f"{article_id}.html").write_text(page_of(outlet, date, headline, paragraphs))
    pd.DataFrame([row]).to_csv(tmp_path / "csv" / "any.csv", index=False)
    (tmp_path / "jsonl" / "any.jsonl").write_text(json.dumps(row))
    pd.DataFrame([row]).to_parquet(tmp_path / "parquet" / "any.parquet")
    columns = ["article_id", "outlet", "published", "headline", "text"]
    found = [read(tmp_path / kind, 1)[0] for kind in ("txt", "html", "csv", "jsonl", "parquet")]
    expected = (article_id, outlet, pd.Timestamp(date), headline, whole)
    assert [tuple(table[columns].iloc[0]) for table in found] == [expected] * 5
    assert len({table["sha256"].iloc[0] for table in found}) == 5  # it is of the file
    articles, rejects = read(tmp_path, 5)  # a folder that mixes them: one article, four duplicates of it
    assert len(articles) == 1 and rejects["reason"].eq("duplicate").all()


def test_tables_without_ids_make_the_same_ids_from_the_content(tmp_path):
    rows = [{"title": one[3], "date": one[2], "source": one[1], "text": "\n\n".join(one[4])} for one in ONE]
    pd.DataFrame(rows).to_csv(tmp_path / "case.csv", index=False)
    (tmp_path / "case.jsonl").write_text("\n".join(map(json.dumps, rows[::-1])))
    one, other = (read(tmp_path / name, 4)[0] for name in ("case.csv", "case.jsonl"))
    assert one["article_id"].tolist() == other["article_id"].tolist() and one["article_id"].str.len().eq(16).all()
    assert one["flags"].str.contains("no id: made from the content").all()


def test_a_short_headline_is_not_taken_for_the_beginning_of_a_sentence(tmp_path):
    (tmp_path / "case.csv").write_bytes(csv_of(f"a,The two,{PROSE}", header="id,title,text"))
    assert read(tmp_path / "case.csv", 1)[0]["text"].item() == f"The two\n\n{PROSE}"


def test_a_headline_set_above_the_text_is_named_and_one_that_is_there_is_not_set_twice(tmp_path):
    twice = f'"LONDON\n\n**Iran talks go on**\n\n{OTHER}"'
    rows = [f"a,Iran talks go on,{PROSE}", f"b,IRAN TALKS GO ON,{twice}", f"c,,{PROSE} c"]
    (tmp_path / "case.csv").write_bytes(csv_of(*rows, header="id,title,text"))
    articles, _ = read(tmp_path / "case.csv", 3)
    assert articles["text"].str.count("(?i)iran talks go on").tolist() == [1, 1, 0]
    assert articles["flags"].str.contains("headline set above the text").tolist() == [True, False, False]


# Pages -------------------------------------------------------------------------------------------------------------


def test_what_stands_around_an_article_is_not_counted(tmp_path, no_network):
    (tmp_path / "case.html").write_text(page_of(*ONE[2][1:]))
    whole = read(tmp_path / "case.html", 1)[0]["text"].item()
    assert not any(word in whole for word in ("script", "color", "navigation", "footer", "Home"))


@pytest.mark.parametrize(
    ("head", "encoding"),
    [('<meta charset="windows-1252">', "cp1252"), ('<meta charset="iso-8859-1">', "cp1252"),
     ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"), ("", "utf-8"),
     ('<meta charset="utf-8">', "utf-16"),
     ('<?xml version="1.0" encoding="iso-8859-1"?><meta charset="utf-8">', "utf-8")],
    ids=["windows-1252", "latin-1", "KOI8-R", "none", "UTF-16 with mark", "XML says otherwise"],
)  # fmt: skip
def test_a_page_is_decoded_as_it_says(tmp_path, head, encoding):
    word = "Россия" if encoding == "koi8-r" else "Téhéran"
    page = f"<html><head>{head}<title>T</title></head><body><p>{word}. {PROSE}</p></body></html>"
    (tmp_path / "case.html").write_bytes(page.encode(encoding))
    assert f"{word}. {PROSE}" in read(tmp_path / "case.html", 1)[0]["text"].item()


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body><h1>Head</h1><p>{PROSE}<p>{OTHER}<p>unclosed <b>bold <i>words {PROSE}",
        "<html><body>" + "<div>" * 200 + f"<p>{PROSE}</p><p>{OTHER}</p>" + "</div>" * 200,
        f'<html><body><form id="aspnetForm"><p>{PROSE}</p><p>{OTHER}</p></form></body></html>',
        f'<html><head><link rel="stylesheet" href="http://192.0.2.1/x.css"></head><body><img src="http://192.0.2.1/x.png">'
        f'<p>{PROSE}</p><p>{OTHER}</p><iframe src="http://192.0.2.1/"></iframe></body></html>',
    ],
    ids=["unclosed tags", "nested 200 deep", "in a form", "remote pictures and styles"],
)  # fmt: skip
def test_pages_that_are_kept(tmp_path, no_network, page):
    (tmp_path / "case.html").write_text(page)
    whole = read(tmp_path / "case.html", 1)[0]["text"].item()
    assert PROSE in whole and OTHER in whole and "<" not in whole


def test_a_page_nested_10000_deep_is_refused_and_nothing_is_printed(tmp_path, no_network, capfd):
    page = "<html><body>" + "<div>" * 10_000 + f"<p>{PROSE}</p>" + "</div>" * 10_000
    _, rejects = read(with_anchor(tmp_path, "case.html", page.encode()), 2)
    assert rejects["reason"].tolist() == ["no article found"] and capfd.readouterr() == ("", "")


# Dates -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "when", "precision", "flag"),
    [
        ("02/01/2018", None, "none", "ambiguous date '02/01/2018'"),
        ("20140616", "2014-06-16", "day", ""),
        ("June", None, "none", "date not understood 'June'"),
        ("31 June 2014", None, "none", "no such date '31 June 2014'"),
        ("2014", "2014-01-01", "year", ""),
        ("June 2014", "2014-06-01", "month", ""),
        ("2018-08-23T23:30:00-08:00", "2018-08-23", "day", ""),
        ("2018-08-23 00:30 +0300", "2018-08-23", "day", ""),
        ("Thu, 23 Aug 2018 10:00:00 GMT", "2018-08-23", "day", ""),
        ("August 23, 2018 at 10:00", "2018-08-23", "day", ""),
        ("0001-01-01", None, "none", "date not understood '0001-01-01'"),
        ("9999-12-31", None, "none", "date not understood '9999-12-31'"),
        ("", None, "none", "no date"),
        ("null", None, "none", "no date"),
        ("2013-12-31", "2013-12-31", "day", "outside 2014 to 2024"),
        ("2025-01-01", "2025-01-01", "day", "outside 2014 to 2024"),
        ("1; 2", None, "none", "date not understood '1, 2'"),
    ],
)
def test_dates_in_a_table(tmp_path, written, when, precision, flag):
    (tmp_path / "case.csv").write_bytes(csv_of(f'a,Outlet,"{written}",{PROSE}'))
    article = read(tmp_path / "case.csv", 1)[0].iloc[0]
    assert article["published_precision"] == precision and article["flags"] == flag
    assert article["published"] == pd.Timestamp(when) if when else pd.isna(article["published"])


def dated(tmp_path, *written, **how):
    rows = [f"{n},Outlet,{date},{PROSE} {n}" for n, date in enumerate(written)]
    (tmp_path / "case.csv").write_bytes(csv_of(*rows))
    articles, _ = read(tmp_path / "case.csv", len(rows), **how)
    return [None if pd.isna(when) else f"{when:%Y-%m-%d}" for when in articles["published"]]


def test_the_reader_may_state_the_order_of_day_and_month(tmp_path):
    assert dated(tmp_path, "02/01/2018", "23/08/2018") == [None, "2018-08-23"]
    assert dated(tmp_path, "02/01/2018", "23/08/2018", day_first=True) == ["2018-01-02", "2018-08-23"]
    assert dated(tmp_path, "02/01/2018", "23/08/2018", day_first=False) == ["2018-02-01", None]


def test_no_column_is_read_in_two_orders(tmp_path):
    assert dated(tmp_path, "13/02/2018", "02/13/2018", "2018-03-01", "3/3/2018") == [None, None, "2018-03-01", None]
    assert dates.order(["13/02/2018", "02/03/2018"]) == "" and dates.order(["13/02/2018", "02/13/2018"]) == dates.BOTH


def test_a_manifest_is_a_column_too(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"{PROSE} {name}")
    (tmp_path / "articles.csv").write_text("file,outlet,published\na.txt,O,13/02/2018\nb.txt,O,02/13/2018\n")
    assert read(tmp_path, 2)[0]["published"].isna().all()
    assert read(tmp_path, 2, day_first=True)[0]["published"].notna().tolist() == [True, False]


# Files -------------------------------------------------------------------------------------------------------------


def test_files_that_cannot_be_read_do_not_stop_the_others(tmp_path):
    (tmp_path / "anchor.txt").write_text(OTHER)
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "pool.txt")
    (tmp_path / "pool.txt").symlink_to(tmp_path / "loop.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    articles, rejects = read(tmp_path, 6)
    assert articles["article_id"].tolist() == ["anchor"]
    reasons = dict(zip(rejects["path"].str.rpartition("/")[2], rejects["reason"], strict=True))
    assert reasons == {"folder.txt": "folder", "gone.txt": "unreadable", "loop.txt": "unreadable",
                       "pool.txt": "unreadable", "pipe.txt": "no file"}  # fmt: skip


def test_a_loop_of_links_reads_each_file_once(tmp_path):
    (tmp_path / "2018").mkdir()
    (tmp_path / "2018" / "one.txt").write_text(PROSE)
    (tmp_path / "2018" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "again").symlink_to(tmp_path / "2018", target_is_directory=True)
    (tmp_path / "two.txt").write_text(OTHER)
    assert read(tmp_path, 2)[0]["article_id"].tolist() == ["2018/one", "two"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"new\nline.txt", r"new\nline"),
        (b"quote\"'`.txt", "quote\"'`"),
        (b"$400m of $1.7bn.txt", "$400m of $1.7bn"),
        (b"caf\xe9.txt", r"caf\udce9"),
        ("\u202egnp.txt".encode(), r"\u202egnp"),
        (b"<script>alert(1)<.txt", "<script>alert(1)<"),
    ],
    ids=["newline", "quotes", "dollars", "no UTF-8", "bidi", "script"],
)
def test_names_of_files_are_kept_and_shown_escaped(tmp_path, name, shown):
    (tmp_path / os.fsdecode(name)).write_text(PROSE)
    (tmp_path / os.fsdecode(b"empty" + name)).write_text("")
    articles, rejects = read(tmp_path, 2)
    assert articles["article_id"].tolist() == [shown]
    assert rejects["path"].item() == f"{tmp_path}/empty{shown}.txt" and articles.to_csv().encode()


def test_the_order_in_which_files_are_listed_changes_nothing(tmp_path):
    names = [f"{n:03d}" for n in range(300)]
    for folder, order in (("up", names), ("down", names[::-1])):
        (tmp_path / folder).mkdir()
        for name in order:
            (tmp_path / folder / f"{name}.txt").write_text(f"{PROSE} {int(name) % 299}")
    one, other = read(tmp_path / "up", 300), read(tmp_path / "down", 300)
    pd.testing.assert_frame_equal(one[0], other[0])
    assert one[1]["detail"].tolist() == other[1]["detail"].tolist() and "as 000.txt" in one[1]["detail"].item()


def test_one_text_under_two_dates_is_kept_twice_and_flagged(tmp_path):
    (tmp_path / "case.csv").write_bytes(csv_of(A, A.replace("2018-03-01", "2018-03-09").replace("a,", "b,", 1), B))
    articles, _ = read(tmp_path / "case.csv", 3)
    flagged = articles["flags"].eq("same text under another date")
    assert articles.loc[flagged, "published"].dt.day.tolist() == [1, 9]


def test_a_manifest_and_its_folder_are_held_against_each_other(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(f"{PROSE} {name}")
    digest = hashlib.sha256((tmp_path / "a.txt").read_bytes()).hexdigest()
    rows = [f"a.txt,Outlet,{digest.upper()}", "b.txt,Outlet,0123", "missing.txt,Outlet,", ",Outlet,", "x,y,z,extra"]
    (tmp_path / "articles.csv").write_text("file,outlet,sha256\n" + "\n".join(rows))
    articles, rejects = read(tmp_path, 6)
    assert articles["flags"].tolist() == ["no date", "no row in articles.csv;outlet unknown;no date"]
    found = rejects[["row", "reason"]].values.tolist()
    assert sorted(found) == [[3, "changed"], [4, "no file"], [5, "no file"], [6, "extra field"]]


def test_a_manifest_may_describe_files_in_folders_below(tmp_path):
    (tmp_path / "2018").mkdir()
    for name in ("one", "2018/two", "2018/three"):
        (tmp_path / f"{name}.txt").write_text(f"{PROSE} {name}")
    (tmp_path / "articles.csv").write_text("file,outlet\none.txt,One\n2018/two.txt,Two\n../../etc/passwd,Three\n")
    articles, rejects = read(tmp_path, 4)
    assert dict(zip(articles["article_id"], articles["outlet"], strict=True)) == {
        "one": "One", "2018/two": "Two", "2018/three": "unknown"}  # fmt: skip
    assert articles["flags"].str.contains("no row in articles.csv").tolist() == [True, False, False]
    assert rejects["reason"].tolist() == ["no file"]


def test_a_table_named_as_the_manifest_is_a_table(tmp_path):
    (tmp_path / "articles.csv").write_bytes(csv_of(A, B))
    assert read(tmp_path, 2)[0]["article_id"].tolist() == ["a", "b"]


def test_a_long_article_is_kept(tmp_path):
    whole = (PROSE + "\n\n") * 95_000
    assert len(whole) > 9_500_000
    (tmp_path / "case.txt").write_text(whole)
    assert read(tmp_path, 1)[0]["text"].item() == whole


SAMPLES = {
    ".txt": f"{PROSE}\n\n‘Yes’ {OTHER}".encode(),
    ".csv": csv_of(A, B, f'c,Outlet,2018-03-01,"{PROSE}\n\n{OTHER}"'),
    ".jsonl": "\n".join([line(id="a"), line(id="c", text=OTHER)]).encode(),
    ".json": f"[{line(id='a')}, {line(id='c', text=OTHER)}]".encode(),
    ".html": page_of(*ONE[0][1:]).encode(),
}
PIECES = st.one_of(
    st.binary(max_size=4),
    st.sampled_from([b'"', b"\n", b"\x00", b"{", b"]", b"<", b"</p>", b"&#xD800;", b"NaN", b"\xef\xbb\xbf", b"\xff\xfe",
                     b"\xed\xa0\x80", b"<![CDATA[", b'<?xml version="1.0" encoding="utf-16"?>',
                     b'<link rel="canonical" href="http://[">']),
)  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(list(SAMPLES)), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), PIECES), max_size=4))
def test_whatever_happens_to_a_file_it_is_read_or_refused(tmp_path, suffix, changes):
    data = SAMPLES[suffix]
    for where, dropped, piece in changes:
        at = int(where * len(data))
        data = data[:at] + piece + data[at + dropped :]
    for file in tmp_path.iterdir():
        file.unlink()
    articles, rejects = load.corpus(with_anchor(tmp_path, f"case{suffix}", data))
    assert "anchor" in articles["article_id"].tolist() and len(articles) + len(rejects) >= 2
    assert schemas.failures(articles, schemas.ARTICLES) == [] and articles.to_csv().encode()


def test_the_articles_of_the_project_are_all_read():
    assert len(read(paths.SEEDS, 5)[0]) == 5
