"""helpers.rerun: the same bytes again, clear errors, a gallery of what was drawn."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image, PngImagePlugin

from helpers import rerun


@pytest.fixture
def notebook(tmp_path):
    """Return a function that writes a notebook of these cells and returns its path."""

    def write(*sources):
        path = tmp_path / "01-sample.ipynb"
        nbformat.write(new_notebook(cells=[new_code_cell(source) for source in sources]), path)
        return path

    return write


@pytest.fixture
def figures(tmp_path):
    """A folder with one figure, as plot.finish leaves it."""
    about = PngImagePlugin.PngInfo()
    about.add_text("Title", "Tehran's *drones*")
    about.add_text("Description", "Two dots – one\nabove the other.")
    Image.new("L", (1, 1)).save(tmp_path / "01-drones.png", pnginfo=about)
    (tmp_path / "01-drones.csv").touch()
    (tmp_path / "01-drones.svg").touch()
    return tmp_path


def test_a_second_run_changes_no_byte(notebook):
    path = notebook("import os\n\nfor i in range(3):\n    print(i, flush=True)", "os.getcwd() == '/'")
    rerun.rerun([path], into=path.parent)
    first = path.read_bytes()
    rerun.rerun([path], into=path.parent)
    assert path.read_bytes() == first and b'"execution_count": 2' in first and b"timestamp" not in first.lower()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "source, message",
    [
        ("1 / 0", r"01-sample\.ipynb, cell \[2\] raised ZeroDivisionError: division by zero"),
        ("import warnings\nwarnings.warn('careful')", r"01-sample\.ipynb, cell \[2\] wrote to stderr: .*careful"),
    ],
)
def test_a_faulty_cell_is_named_and_nothing_is_written(notebook, source, message):
    path = notebook("x = 1", source)
    before = path.read_bytes()
    with pytest.raises(rerun.RerunError, match=message):
        rerun.rerun([path], into=path.parent)
    assert path.read_bytes() == before


def test_notebooks_can_be_run_without_being_written(notebook):
    path = notebook("x = 1")
    before = path.read_bytes()
    rerun.rerun([path], into=None)
    assert path.read_bytes() == before


def test_a_kernel_that_does_not_come_up_is_started_again():
    results = [RuntimeError("died"), RuntimeError("died"), "up"]

    def start():
        if isinstance(result := results.pop(0), Exception):
            raise result
        return result

    assert rerun.patiently(start) == "up"
    results[:] = [RuntimeError("died")] * rerun.STARTS
    with pytest.raises(RuntimeError, match="died"):
        rerun.patiently(start)


def test_a_notebook_whose_kernel_dies_is_named(notebook):
    with pytest.raises(rerun.RerunError, match=r"01-sample\.ipynb: Kernel died"):
        rerun.rerun([notebook("import os\nos._exit(1)")], into=None)


def test_the_gallery_shows_title_picture_alt_text_and_numbers(figures):
    rerun.gallery(figures)
    page = (figures / "README.md").read_text(encoding="utf-8")
    assert r"## Tehran's \*drones\*" in page
    assert "![Two dots – one above the other.](01-drones.png)" in page
    assert "[numbers](01-drones.csv) · [SVG](01-drones.svg)" in page


def test_a_figure_without_its_numbers_or_words_is_named(figures):
    (figures / "01-drones.csv").unlink()
    with pytest.raises(rerun.RerunError, match=r"01-drones\.png: without 01-drones\.csv"):
        rerun.gallery(figures)
    (figures / "01-drones.csv").touch()
    Image.new("L", (1, 1)).save(figures / "01-drones.png")
    with pytest.raises(rerun.RerunError, match="without title or alt text"):
        rerun.gallery(figures)
