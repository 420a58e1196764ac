"""The sample folders that a notebook makes hold what it says: one corpus in five formats, and six faulty files."""

import pandas as pd

from helpers import load, plot, samples

USED = ["article_id", "outlet", "published", "headline", "text"]


def test_the_five_formats_load_to_the_same_articles(tmp_path, seeds):
    plot.put(tmp_path, samples.formats(seeds))
    for name in samples.FORMATS:
        articles = load.articles(tmp_path / name)
        assert articles[USED[:-1]].equals(seeds[USED[:-1]])
        assert [text.split() for text in articles["text"]] == [text.split() for text in seeds["text"]]


def test_what_a_page_could_take_for_markup_and_a_missing_date_are_kept(tmp_path):
    rows = {"article_id": ["a"], "outlet": ["<b> & Co"], "published": [pd.NaT], "headline": ["5 < 6 & \"so\" on"],
            "text": ["5 < 6 & \"so\" on\nIt said <that> the talks would go on.\nRussia & Iran."]}  # fmt: skip
    plot.put(tmp_path, samples.formats(pd.DataFrame(rows)))
    for name in samples.FORMATS:
        (found,) = load.articles(tmp_path / name)[USED].itertuples(index=False)
        assert found.headline == rows["headline"][0] and found.outlet == "<b> & Co" and pd.isna(found.published)
        assert found.text.split() == rows["text"][0].split()


def test_the_faulty_files_are_refused_or_flagged(tmp_path, seeds):
    texts = {name: data for name, data in samples.formats(seeds).items() if name.startswith("txt/")}
    plot.put(tmp_path, texts)
    plot.put(tmp_path / "txt", samples.faulty(seeds))
    articles, rejects = load.corpus(tmp_path / "txt")
    assert rejects["reason"].tolist() == ["duplicate", "empty", "undecodable", "undecodable"]
    flags = articles.set_index("article_id")["flags"].loc[lambda own: own != ""]
    assert flags.index.tolist() == ["french", "old"] and "perhaps not English" in flags["french"]
    assert "encoding guessed: cp1252" in flags["old"]
