"""Numbers in prose, titles, measures and descriptions are held to the data: change one, and it is seen."""

import re

import matplotlib as mpl
import nbformat
import pytest
from matplotlib import pyplot as plt
from test_readme import said_in_readme

from helpers import paths, prose

NOTEBOOKS = sorted(paths.NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda file: file.stem)
def page(request, tmp_path_factory):
    """Run the code of a notebook; return its name, its prose, and what its last check was called with and printed."""
    calls = []
    cells = [c for c in nbformat.read(request.param, as_version=4).cells if c.cell_type == "code"]
    with pytest.MonkeyPatch.context() as patch, mpl.rc_context():
        patch.setenv("FIGURES", str(tmp_path_factory.mktemp("figures")))
        patch.delenv("CORPUS", raising=False)
        patch.setattr(prose, "check", lambda *given: calls.append(given))
        names = {}
        for cell in cells:
            exec(compile(cell.source, request.param.name, "exec"), names)
        plt.close("all")
        ((name, said, *dated),) = calls
        text = prose.text_of(name)
    stored = [out.text for cell in cells if "prose.check(" in cell.source for out in cell.outputs]
    return name, text, said, dated, "".join(stored)


def test_the_text_is_as_it_was_checked(page, monkeypatch, capsys):
    name, text, said, dated, stored = page
    assert _printed(name, text, said, dated, monkeypatch, capsys) == stored


def test_another_digit_anywhere_is_seen(page, monkeypatch, capsys):
    """Change each number in turn: the check raises, or lists other numbers than the stored notebook does."""
    name, text, said, dated, stored = page
    numbers = [m for m in prose._NUMBER.finditer(text) if m[0].isascii() and m[0][0].isdigit()]
    assert len(numbers) >= 10
    for number in numbers:
        digit = text[number.end() - 1]
        wrong = text[: number.end() - 1] + str((int(digit) + 1) % 10) + text[number.end() :]
        assert _printed(name, wrong, said, dated, monkeypatch, capsys) != stored, text[number.start() - 40 :][:60]


def test_other_data_is_seen(page, monkeypatch, capsys):
    """Change what the data says in one piece at a time: the check no longer finds it in the text."""
    name, text, said, dated, _ = page
    for i, piece in enumerate(said):
        if digit := re.search(r"\d", piece):
            other = piece[: digit.start()] + str((int(digit[0]) + 3) % 10) + piece[digit.end() :]
            if other not in text:
                assert _printed(name, text, [*said[:i], other, *said[i + 1 :]], dated, monkeypatch, capsys) is None


def test_another_digit_in_the_readme_is_seen(seeds, seeds_coded, adjudicated, monkeypatch, capsys):
    said = said_in_readme(seeds, seeds_coded, adjudicated)
    text = prose.text_of("README.md")
    assert _printed("README.md", text, said, [], monkeypatch, capsys)
    numbers = [m for m in prose._NUMBER.finditer(text) if m[0][0].isdigit()]
    assert len(numbers) >= 10
    for number in numbers:
        digit = text[number.end() - 1]
        wrong = text[: number.end() - 1] + str((int(digit) + 1) % 10) + text[number.end() :]
        assert _printed("README.md", wrong, said, [], monkeypatch, capsys) is None, text[number.start() - 40 :][:60]


def test_spelt_numbers_are_numbers(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    (tmp_path / "page.md").write_text("Seven of eleven years are empty; one of the two texts is short.")
    prose.check("page.md", [f"{prose.spelt(7)} of {prose.spelt(11)} years"])
    with pytest.raises(AssertionError, match="not in the prose of page.md: 'six of eleven years'"):
        prose.check("page.md", [f"{prose.spelt(6)} of {prose.spelt(11)} years"])
    with pytest.raises(AssertionError, match="nothing checks: …Seven of eleven"):
        prose.check("page.md", [])


def _printed(name, text, said, dated, monkeypatch, capsys):
    """Return what the check prints about a text, None if it raises."""
    monkeypatch.setattr(prose, "text_of", lambda _: text)
    capsys.readouterr()
    try:
        prose.check(name, said, *dated)
    except AssertionError:
        return None
    return capsys.readouterr().out
