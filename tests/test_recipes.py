"""The recipes of README, followed step by step in a copy of the project, do what they say."""

import os
import re
import shutil
import subprocess

import nbformat
import pandas as pd
import pytest

from helpers import load, paths, prose

README = (paths.ROOT / "README.md").read_text(encoding="utf-8")
STEP = re.compile(r"(?m)^(?P<words>\S.*:)\n\n(?P<block>(?:(?: {4}.*)?\n)+)")


def steps(recipe):
    """Return the steps of a recipe: the last file that its words name, '' for none, and the block below them."""
    section = README.split(f"### {recipe}\n")[1].split("\n##")[0]
    for step in STEP.finditer(section + "\n"):
        named = re.findall(r"`([\w./-]+\.\w+)`", step["words"])
        block = "".join(line.removeprefix("    ") for line in step["block"].splitlines(keepends=True))
        yield (named[-1] if named else ""), block.strip("\n") + "\n"


def run(project, command):
    """Run a command in the copy, whose helpers go before those that are installed."""
    env = {name: value for name, value in os.environ.items() if name not in ("CORPUS", "FIGURES")}
    env["PYTHONPATH"] = str(project)
    return subprocess.run(command, shell=True, cwd=project, env=env, capture_output=True, text=True)


def follow(project, recipe):
    """Do what a recipe says: write or lengthen the file that is named, add a cell, run what names no file."""
    for name, block in steps(recipe):
        file = project / name
        if not name:
            done = run(project, block)
            assert done.returncode == 0, done.stderr
        elif file.suffix == ".ipynb":
            notebook = nbformat.read(file, as_version=4)
            notebook.cells.insert(-2, nbformat.v4.new_code_cell(block.strip(), id="recipe"))
            nbformat.write(notebook, file)
        else:
            file.parent.mkdir(exist_ok=True)
            before = file.read_text(encoding="utf-8") + "\n\n" * (file.suffix == ".py") if file.exists() else ""
            file.write_text(before + block, encoding="utf-8", newline="\n")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project in which the recipes were followed; that of the article, the last, draws the figures."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("helpers", "notebooks", "seeds"):
        shutil.copytree(paths.ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "pyproject.toml", "requirements.txt", "README.md"):
        shutil.copy2(paths.ROOT / name, copy / name)
    (copy / ".venv").symlink_to(paths.ROOT / ".venv")
    for recipe in ("Add a topic", "Add a chart", "Add an article"):
        follow(copy, recipe)
    return copy


def drawn(project, name):
    return pd.read_csv(project / "figures" / "my-articles" / name)


def test_an_added_article_is_drawn(project):
    assert drawn(project, "01-outlets-and-years.csv")["outlet"].tolist() == ["The Example"]
    espionage = drawn(project, "02-topics-by-text.csv").set_index("key").loc["topic_espionage"]
    assert (espionage["article_id"], espionage["total"]) == ("salisbury", 3) and espionage["n"] > 0
    assert [file.name for file in (project / "figures").iterdir()] == ["my-articles"], "nothing of the project's own"


def test_an_added_topic_is_counted_where_its_words_stand(project):
    topics = drawn(project, "02-topics-by-text.csv").set_index("key")
    assert topics.loc["topic_energy", "n"] == 1 and len(topics) == len(load.topics()) + 1
    assert "Oil and gas" in (project / "figures" / "my-articles" / "02-topics-by-text.svg").read_text(encoding="utf-8")


def test_an_added_topic_shows_which_prose_no_longer_holds(project):
    own = "from helpers import paths, rerun; rerun.rerun([paths.NOTEBOOKS / '02-topics.ipynb'], into=None)"
    done = run(project, f'.venv/bin/python -c "{own}"')
    assert done.returncode and "a number of 02-topics that nothing checks: …" in done.stderr
    assert prose.spelt(len(load.topics()), "topics") in done.stderr


def test_an_added_chart_is_in_the_gallery_with_its_numbers(project):
    gallery = (project / "figures" / "my-articles" / "README.md").read_text(encoding="utf-8")
    assert "## How long the articles are" in gallery and "](01-lengths.png)" in gallery
    assert drawn(project, "01-lengths.csv").columns.tolist() == ["article_id", "n_words"]
