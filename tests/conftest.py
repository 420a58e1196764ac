"""What several test files share: small corpora made by hand."""

import pandas as pd
import pytest

from helpers import load, paths, pipeline, reading, style


def made(*texts, outlet="Outlet", published="2018-03-05"):
    """Return articles with these texts and nothing else of note."""
    ids = [f"a{number}" for number in range(len(texts))]
    table = pd.DataFrame({"article_id": ids, "text": texts})
    return table.assign(outlet=outlet, outlet_country="GBR", ownership="private", published=pd.Timestamp(published))


def dictionary_of(*rows):
    """Return a dictionary with rows (scheme, key, pattern) or (scheme, key, pattern, from, to)."""
    columns = ["scheme", "key", "pattern", "valid_from", "valid_to"]
    table = pd.DataFrame([(*row, None, None)[:5] for row in rows], columns=columns)
    return table.assign(
        valid_from=pd.to_datetime(table["valid_from"]), valid_to=pd.to_datetime(table["valid_to"]), note="made"
    )


@pytest.fixture(scope="session")
def seeds():
    return load.articles(paths.SEEDS)


@pytest.fixture(scope="session")
def seeds_coded(seeds):
    return pipeline.code(seeds)


@pytest.fixture(scope="session")
def adjudicated():
    readings = load.readings()
    return readings[readings["reader"] == "adjudicated"].reset_index(drop=True)


@pytest.fixture(scope="session")
def reading_copy(tmp_path_factory):
    """The folder that `make html` would write."""
    folder = tmp_path_factory.mktemp("html")
    style.put(folder, reading.files(paths.NOTEBOOKS, paths.figures(), own=True))
    return folder
