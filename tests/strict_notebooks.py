"""What `pytest --nbval` checks beyond nbval: a pytest plugin, loaded through pyproject.toml.

Pictures in a notebook are compared byte for byte. The stored notebook is read for what no run can
show. Figures are drawn into a temporary folder, and when the notebooks have run, every file there is
compared with figures/, one test a file: nothing is run twice, and no check mends what it checks.
"""

import ast
import os
import re
import socket
import tempfile
from functools import partial
from pathlib import Path

import nbformat
import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from helpers import paths, rerun

FIGURES = paths.ROOT / "figures"
MAX_LINES = 12
WAIT = 60  # seconds for the output of a cell; nbval's own 5 are short on a busy machine
SLACK = re.compile("nbval[-_](?!ignore[-_]output)|raises-exception", re.IGNORECASE)  # tags that turn checks off
MACHINE = re.compile(
    r"(?<![\w.])/(?:home|root|tmp|work|Users)\b|\b[A-Za-z]:\\+Users\b"
    + ("" if socket.gethostname() == "localhost" else rf"|\b{re.escape(socket.gethostname())}\b")
)
ELSEWHERE = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LC_ALL": "tr_TR.UTF-8"}  # the same bytes there too
DRAWN = pytest.StashKey[Path]()
PASSED = set()  # names of the tests that passed


def pytest_configure(config):
    if config.option.nbval and not hasattr(config, "workerinput"):  # xdist's workers inherit what is set here
        temporary = tempfile.TemporaryDirectory(prefix="figures-")
        config.add_cleanup(temporary.cleanup)
        config.stash[DRAWN] = Path(temporary.name)
        os.environ.update(FIGURES=temporary.name, MPLBACKEND=rerun.INLINE, **ELSEWHERE)
        os.environ.pop("CORPUS", None)  # what is stored was made from the project's own articles


def pytest_collect_file(file_path, parent):
    if parent.config.option.nbval and file_path.suffix == ".ipynb":
        return StoredFile.from_parent(parent, path=file_path)


def pytest_collectstart(collector):
    if isinstance(collector, IPyNbFile):
        collector.skip_compare = tuple(set(collector.skip_compare) - {"image/png", "metadata"})
        collector.setup = partial(rerun.patiently, collector.setup)


def pytest_itemcollected(item):
    if isinstance(item, IPyNbCell):
        item.output_timeout = WAIT


def pytest_runtest_logreport(report):
    if report.when == "call" and report.passed:
        PASSED.add(report.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session):
    result = yield
    if drawn := session.config.stash.get(DRAWN, None):
        cells = {
            f"{path.relative_to(session.config.rootpath).as_posix()}::Cell {number}"
            for path in paths.NOTEBOOKS.glob("*.ipynb")
            for number, _ in enumerate(_code(nbformat.read(path, as_version=4)))
        }
        complete = bool(cells) and cells <= PASSED
        for name, fault in differences(drawn, FIGURES, complete).items():
            session.testscollected += 1
            report = pytest.TestReport(
                nodeid=f"figures/{name}",
                location=("figures", None, name),
                keywords={},
                outcome="failed" if fault else "passed",
                longrepr=fault or None,
                when="call",
            )
            session.config.hook.pytest_runtest_logreport(report=report)
    return result


class StoredFile(pytest.File):
    """A notebook as it is stored, beside nbval's collector, which runs it."""

    def collect(self):
        yield Stored.from_parent(self, name="stored")


class Stored(pytest.Item):
    """The test that reads a stored notebook."""

    def runtest(self):
        if found := faults(nbformat.read(self.path, as_version=4)):
            pytest.fail("\n".join(found), pytrace=False)

    def reportinfo(self):
        return self.path, None, f"{self.path.name}, as stored"


def faults(notebook):
    """Return what is wrong with a stored notebook, a sentence each."""
    found = []
    ids = [cell.get("id") for cell in notebook.cells]
    if len(set(ids)) < len(ids):
        found.append("two cells have one id")
    if ids != notebook.metadata.get("cells"):
        found.append("the cells are not those of the last `make figures`: one was added, moved or lost")
    if any(not cell.source.strip() for cell in notebook.cells):
        found.append("a cell is empty")
    code = _code(notebook)
    if not code:
        found.append("there is no code")
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        found.append("the cells were not run once each, from top to bottom")
    above = []
    for number, cell in enumerate(code, start=1):
        found += [f"cell [{number}] {fault}" for fault in _cell_faults(cell, above)]
        above = cell.outputs
    return found


def differences(drawn, kept, complete):
    """Return {file name: what is wrong, '' if nothing} of the figures drawn against those kept.

    Only if the run was complete is a kept file that was not drawn a fault, and the gallery compared.
    """
    if complete:
        rerun.gallery(drawn)
    folders = [drawn, kept] if complete else [drawn]
    names = sorted({file.name for folder in folders for file in folder.glob("[!.]*") if file.is_file()})
    return {name: _difference(drawn / name, kept / name) for name in names}


def _difference(drawn, kept):
    if not drawn.exists():
        return "no notebook draws it: delete it"
    if not kept.exists():
        return "missing: run `make figures`"
    return "" if drawn.read_bytes() == kept.read_bytes() else "a new run draws it differently"


def _cell_faults(cell, above):
    """Yield what is wrong with one code cell, given the outputs of the code cell above it."""
    try:
        parts = {type(node) for node in ast.walk(ast.parse(cell.source))}
    except SyntaxError:
        parts = set()
        yield "is not plain Python"
    if parts & {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef}:
        yield "defines a function or a class; that belongs in helpers/"
    if len(cell.source.splitlines()) > MAX_LINES:
        yield f"has more than {MAX_LINES} lines"
    if SLACK.search(f"{cell.source} {cell.metadata.get('tags')}"):
        yield "turns a check off"
    if _holds(cell.outputs, "image/png") and not _holds(above, "text/html"):
        yield "draws a figure, but the cell above shows no table of its numbers"
    for output in cell.outputs:
        if output.output_type == "error" or output.get("name") == "stderr":
            yield "shows an error or a warning"
        shown = [str(data) for mime, data in output.get("data", {}).items() if mime != "image/png"]
        if leak := MACHINE.search("\n".join([*shown, output.get("text", "")])):
            yield f"shows a path or the name of a machine: {leak[0]}"


def _code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _holds(outputs, mime):
    return any(mime in output.get("data", {}) for output in outputs)
