"""Fourteen ways to break a notebook, and more: each must turn the checks of strict_notebooks.py red."""

import copy
import os
import subprocess
import sys
from xml.etree import ElementTree

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from strict_notebooks import differences, faults

from helpers import paths, rerun

DATA = "nuclear,0.501\nisis,0.249"
TITLE = new_markdown_cell("# What do these articles talk about?", id="title")
CODE = {  # light: a kernel for each way to break it imports neither pandas nor matplotlib
    "data": """from io import BytesIO
from pathlib import Path

import PIL.Image
from IPython.display import Image, display

share = {topic: float(n) for topic, n in (row.split(",") for row in Path("data.csv").read_text().split())}
print(len(share), "topics")""",
    "topics": "list(share)",
    "table": """rounded = {topic: round(n, 1) for topic, n in share.items()}
display({"text/plain": f"{rounded}", "text/html": f"<table>{rounded}</table>"}, raw=True)""",
    "chart": """grey = bytes(round(255 * n) for n in share.values())
PIL.Image.frombytes("L", (2, 1), grey).save(drawn := BytesIO(), "png")
display(Image(drawn.getvalue()))""",
}
OTHER_PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABc3UBGAAAAABJRU5ErkJggg=="
BREAKS = []


def breaks(*reds, because):
    """Declare a way to break the sample, the tests that must then be red, and a word of their message."""
    return lambda function: BREAKS.append((function, set(reds), because)) or function


@breaks("Cell 0", because="stdout")
def printed_text_changed(notebook, cells, data):
    cells["data"].outputs[0].text = "3 topics\n"


@breaks("Cell 1", because="text/plain")
def last_value_changed(notebook, cells, data):
    cells["topics"].outputs[0].data["text/plain"] = "['nuclear', 'trade']"


@breaks("Cell 2", because="text/plain")
def text_of_a_table_changed(notebook, cells, data):
    shown = cells["table"].outputs[0].data
    shown["text/plain"] = shown["text/plain"].replace("0.5", "0.6")


@breaks("Cell 2", because="text/html")
def html_of_a_table_changed(notebook, cells, data):
    shown = cells["table"].outputs[0].data
    shown["text/html"] = shown["text/html"].replace("0.5", "0.6")


@breaks("Cell 3", because="Unexpected output fields")
def picture_removed(notebook, cells, data):
    cells["chart"].outputs = []


@breaks("Cell 0", because="Unexpected output fields")
def output_cleared(notebook, cells, data):
    cells["data"].outputs = []


@breaks("Cell 0", because="stderr")
def new_warning(notebook, cells, data):
    cells["data"].source += "\nimport warnings\n\nwarnings.warn('careful')"


@breaks("Cell 2", "Cell 3", because="Cell outputs differ")
def data_changed_with_the_same_print(notebook, cells, data):
    data.write_text(DATA.replace("0.501", "0.612"))


@breaks("Cell 1", because="KeyError")
def cell_raises(notebook, cells, data):
    cells["topics"].source = "list(share['trade'])"


@breaks("Cell 3", because="image/png")
def picture_replaced(notebook, cells, data):
    cells["chart"].outputs[0].data["image/png"] = OTHER_PICTURE


@breaks("Cell 3", because="image/png")
def data_changed_under_a_stale_chart(notebook, cells, data):
    data.write_text(DATA.replace("0.501", "0.512"))


@breaks("stored", because="not run once each")
def all_outputs_and_counts_cleared(notebook, cells, data):
    for name in CODE:
        cells[name].update(outputs=[], execution_count=None)


@breaks("stored", because="not run once each")
def counts_out_of_order(notebook, cells, data):
    cells["data"].execution_count, cells["topics"].execution_count = 2, 1


@breaks("stored", because="added, moved or lost")
def display_cell_deleted(notebook, cells, data):
    notebook.cells.remove(cells["topics"])
    for name, count in {"table": 2, "chart": 3}.items():  # as if it had been run without
        cells[name].execution_count = count
        for output in cells[name].outputs:
            output.update({"execution_count": count} if output.output_type == "execute_result" else {})


@breaks("Cell 3", because="metadata")
def alt_text_changed(notebook, cells, data):
    cells["chart"].outputs[0].metadata = {"image/png": {"alt": "Two bars."}}


@breaks(because="")
def nothing_changed(notebook, cells, data):
    pass


@breaks(because="")
def prose_changed(notebook, cells, data):
    cells["title"].source = "# What are these articles about?"


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """A notebook as `make figures` leaves it."""
    folder = tmp_path_factory.mktemp("sample")
    (folder / "data.csv").write_text(DATA)
    cells = [TITLE, *(new_code_cell(source, id=name) for name, source in CODE.items())]
    nbformat.write(new_notebook(cells=cells), folder / "sample.ipynb")
    rerun.rerun([folder / "sample.ipynb"], into=folder)
    return nbformat.read(folder / "sample.ipynb", as_version=4)


@pytest.fixture(scope="module")
def verdicts(sample, tmp_path_factory):
    """Run the checks over every sample; return {sample: {test: message, '' if green}}."""
    folder = tmp_path_factory.mktemp("samples")
    for number, (damage, reds, _) in enumerate(BREAKS, start=1):
        place = folder / f"{'fail' if reds else 'pass'}-{number:02}-{damage.__name__.replace('_', '-')}"
        place.mkdir()
        (place / "data.csv").write_text(DATA)
        notebook = copy.deepcopy(sample)
        damage(notebook, {cell.id: cell for cell in notebook.cells}, place / "data.csv")
        nbformat.write(notebook, place / f"{place.name}.ipynb")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval",
        "--nbval-current-env",
        "-n",
        "2",
        "--dist",
        "loadscope",
        "-c",
        paths.ROOT / "pyproject.toml",
        f"--junitxml={folder}/report.xml",
        folder,
    ]
    outside = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    subprocess.run(command, env=outside, capture_output=True)
    found = {}
    for case in ElementTree.parse(folder / "report.xml").iter("testcase"):
        messages = [f"{child.get('message')} {child.text}" for child in case]
        found.setdefault(case.get("classname").split(".")[-2], {})[case.get("name")] = "".join(messages)
    return found


@pytest.mark.parametrize("number", range(1, len(BREAKS) + 1), ids=lambda n: BREAKS[n - 1][0].__name__)
def test_each_break_is_seen_for_what_it_is(verdicts, number):
    _, reds, because = BREAKS[number - 1]
    [verdict] = [found for name, found in verdicts.items() if f"-{number:02}-" in name]
    red = {test: message for test, message in verdict.items() if message}
    assert red.keys() == reds, red
    assert all(because in message for message in red.values())
    assert len(verdict) >= len(CODE)  # nothing was left out


def _faults_with(sample, name, **changes):
    notebook = copy.deepcopy(sample)
    [cell] = [cell for cell in notebook.cells if cell.id == name]
    cell.update(changes)
    return faults(notebook)


@pytest.mark.parametrize(
    "source, fault",
    [
        ("", "a cell is empty"),
        ("def double(x):\n    return 2 * x", "belongs in helpers/"),
        ("class Table:\n    pass", "belongs in helpers/"),
        ("x = 1\n" * 13, "more than 12 lines"),
        ("!ls", "not plain Python"),
        ("# NBVAL_SKIP\nlist(share)", "turns a check off"),
    ],
)
def test_stored_code_is_read(sample, source, fault):
    assert fault in "\n".join(_faults_with(sample, "topics", source=source))


@pytest.mark.parametrize(
    "text, fault",
    [
        ("read\n/home/ann/articles", "shows a path"),
        ("'C:\\Users\\ann'", "shows a path"),
        ("https://example.org/home/news", ""),
        ("at work, at home and/or abroad", ""),
    ],
)
def test_stored_outputs_name_no_machine(sample, text, fault):
    found = _faults_with(sample, "topics", outputs=[new_output("stream", text=text)])
    assert fault in found[0] if fault else not found


def test_stored_errors_and_warnings_are_faults(sample):
    for output in [new_output("stream", name="stderr", text="careful"), new_output("error", ename="KeyError")]:
        [found] = _faults_with(sample, "topics", outputs=[output])
        assert "an error or a warning" in found


def test_two_cells_have_two_ids(sample):
    assert "two cells have one id" in _faults_with(sample, "topics", id="table")


def test_a_figure_stands_below_the_table_of_its_numbers(sample):
    [found] = _faults_with(sample, "table", outputs=[])
    assert "no table of its numbers" in found


def test_every_figure_is_compared(tmp_path):
    kept, drawn = tmp_path / "kept", tmp_path / "drawn"
    for folder, only in {kept: "old.csv", drawn: "new.csv"}.items():
        folder.mkdir()
        for name in ["same.csv", "other.csv", only]:
            (folder / name).write_text(folder.name if name == "other.csv" else "1")
    words = {"same.csv": "", "other.csv": "draws it differently", "new.csv": "missing"}
    more = {"old.csv": "no notebook draws it", "README.md": "missing"}
    for complete, expected in {False: words, True: words | more}.items():
        found = differences(drawn, kept, complete)
        assert found.keys() == expected.keys()
        assert all(expected[name] in fault and bool(expected[name]) == bool(fault) for name, fault in found.items())
