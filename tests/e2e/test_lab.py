"""Every notebook in a real JupyterLab in a real browser: it runs, nothing complains, nothing leaves this machine."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

from helpers import paths

NOTEBOOKS = sorted(paths.NOTEBOOKS.glob("*.ipynb"))
WAIT = 120_000  # milliseconds that a notebook may take
SCREENSHOTS = paths.ROOT / ".e2e"
QUIET = '{"fetchNews": "false", "checkForUpdates": false, "doNotDisturbMode": true}'
SHELL = "globalThis.jupyterapp?.shell"  # there a while after the page
MODEL = f"{SHELL}.currentWidget.content.model"
SESSION = f"{SHELL}?.currentWidget?.context?.sessionContext"
READY = f"{SESSION}?.isReady && {SESSION}.session?.kernel?.connectionStatus === 'connected'"
IDLE = f"{READY} && {SESSION}.session.kernel.status === 'idle'"
RUN = f"{MODEL}.sharedModel.toJSON().cells.every(c => c.cell_type !== 'code' || !c.source.length || c.execution_count)"


def without_results(path):
    """Return a notebook as it is before its first run."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    return notebook


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab that serves a copy of the notebooks without their results."""
    folder, settings = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("settings")
    for path in NOTEBOOKS:
        nbformat.write(without_results(path), folder / path.name)
    asked = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    asked.parent.mkdir(parents=True)
    asked.write_text(QUIET)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token, figures = secrets.token_hex(8), tmp_path_factory.mktemp("figures")
    env = {**os.environ, "FIGURES": str(figures), "CORPUS": str(paths.SEEDS), "JUPYTERLAB_SETTINGS_DIR": str(settings)}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--port-retries=0",
               f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={token}",
               "--LabApp.expose_app_in_browser=True"]  # fmt: skip
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{base}/api?token={token}", timeout=1)
                break
            except OSError:
                assert server.poll() is None, "JupyterLab did not start"
                time.sleep(0.2)
        yield base, token
    finally:
        server.terminate()
        server.wait(20)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_in_the_browser(browser, lab, path: Path):
    base, token = lab
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(WAIT)
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda opened: asked.append(opened.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{base}/lab/workspaces/{path.stem}/tree/{path.name}?token={token}")
    page.wait_for_function(IDLE)  # else Run finds no kernel
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(RUN)
    page.wait_for_function(IDLE)
    cells = page.evaluate(f"{MODEL}.sharedModel.toJSON().cells")
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{path.stem}.png")
    page.close()
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert [output["evalue"] for output in outputs if output["output_type"] == "error"] == []
    assert [output["text"] for output in outputs if output.get("name") == "stderr"] == []
    assert sum("image/png" in output.get("data", {}) for output in outputs) == pictures(path)
    assert errors == []
    here = (f"{base}/", f"{base}/".replace("http", "ws"), "data:", "blob:")
    outside = [url for url in asked if not url.startswith(here)]
    assert outside == [], "nothing leaves this machine"


def pictures(path):
    """Return how many pictures the stored notebook shows."""
    stored = nbformat.read(path, as_version=4).cells
    return sum("image/png" in output.get("data", {}) for cell in stored for output in cell.get("outputs", []))
