"""Every notebook in a real JupyterLab in a real browser: it runs, nothing complains, nothing leaves this machine."""

from pathlib import Path

import nbformat
import pytest

notebooks = pytest.importorskip("notebooks", reason="playwright is not installed: make e2e")


@pytest.mark.parametrize("path", notebooks.NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_in_the_browser(browser, lab, path: Path):
    opened = notebooks.run(browser, lab, path)
    notebooks.screenshot(opened.page, path.stem)
    opened.page.close()
    assert [output["evalue"] for output in opened.outputs if output["output_type"] == "error"] == []
    assert [output["text"] for output in opened.outputs if output.get("name") == "stderr"] == []
    assert sum("image/png" in output.get("data", {}) for output in opened.outputs) == pictures(path)
    assert opened.errors == []
    assert opened.outside == [], "nothing leaves this machine"


def pictures(path):
    """Return how many pictures the stored notebook shows."""
    stored = nbformat.read(path, as_version=4).cells
    return sum("image/png" in output.get("data", {}) for cell in stored for output in cell.get("outputs", []))
