"""A real JupyterLab with a copy of the notebooks, and the running of one of them in a browser."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import nbformat
from playwright.sync_api import Browser, Page

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


class Opened(NamedTuple):
    """A notebook that was run in a browser, and what was seen meanwhile."""

    page: Page
    outputs: list[dict]  # as the notebook format has them
    errors: list[str]  # of the console and of the page
    outside: list[str]  # addresses asked for that are not on this machine


@contextmanager
def serving(folder: Path, settings: Path, figures: Path) -> Iterator[str]:
    """Yield the address of a JupyterLab, to which a token is to be added, that serves notebooks without results."""
    for path in NOTEBOOKS:
        nbformat.write(without_results(path), folder / path.name)
    asked = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    asked.parent.mkdir(parents=True)
    asked.write_text(QUIET)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    env = {**os.environ, "FIGURES": str(figures), "CORPUS": str(paths.SEEDS), "JUPYTERLAB_SETTINGS_DIR": str(settings)}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--port-retries=0",
               f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={token}",
               "--LabApp.expose_app_in_browser=True"]  # fmt: skip
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/{{}}?token={token}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(address.format("api"), timeout=1)
                break
            except OSError:
                assert server.poll() is None, "JupyterLab did not start"
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def run(browser: Browser, address: str, path: Path) -> Opened:
    """Open a notebook in the JupyterLab at an address and run all its cells."""
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(WAIT)
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda opened: asked.append(opened.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address.format(f"lab/workspaces/{path.stem}/tree/{path.name}"))
    page.wait_for_function(IDLE)  # else Run finds no kernel
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(RUN)
    page.wait_for_function(IDLE)
    cells = page.evaluate(f"{MODEL}.sharedModel.toJSON().cells")
    base = address.partition("{")[0]
    here = (base, base.replace("http", "ws"), "data:", "blob:")
    outside = [url for url in asked if not url.startswith(here)]
    return Opened(page, [output for cell in cells for output in cell.get("outputs", [])], errors, outside)


def screenshot(page: Page, name: str) -> None:
    """Keep a picture of what a page shows in SCREENSHOTS."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


def without_results(path: Path) -> nbformat.NotebookNode:
    """Return a notebook as it is before its first run."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    return notebook
