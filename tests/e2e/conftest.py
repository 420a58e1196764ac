"""One real browser and one JupyterLab for all tests of this folder; without a browser they are skipped, and say so."""

import os
import shutil

import pytest

CALLED = ["chromium", "chromium-browser", "google-chrome"]
FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync""".split()


@pytest.fixture(scope="session")
def browser():
    """Chromium without a window."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make e2e")
    chromium = next(filter(None, map(shutil.which, CALLED)), None)
    if not chromium:
        assert not os.environ.get("CI"), "no Chromium on this machine: a check that is skipped here would check nothing"
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """The address of a JupyterLab that serves a copy of the notebooks without their results."""
    import notebooks  # here: it needs playwright

    with notebooks.serving(*map(tmp_path_factory.mktemp, ("notebooks", "settings", "figures"))) as address:
        yield address
