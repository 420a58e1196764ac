"""Run the notebooks, keep what they show, and put their figures in a gallery.

    python -m helpers.rerun                  notebooks/ and figures/ are written anew
    python -m helpers.rerun --out FOLDER     figures go to FOLDER, the notebooks stay as they are
    CORPUS=PATH python -m helpers.rerun      another corpus: notebooks and figures go to figures/NAME/

A second run changes no byte.
"""

import argparse
import asyncio
import os
import re
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from PIL import Image

from helpers import paths

WORKERS = 2
STARTS = 3  # tries for a kernel to come up
TIMEOUT = 600  # seconds a cell may take
INLINE = "module://matplotlib_inline.backend_inline"  # pictures go into the notebook whatever the shell says

WIDGET = "application/vnd.jupyter.widget-view+json"
OWN = "seeds"  # tag of a cell that speaks of the project's own articles

T = TypeVar("T")


class RerunError(ValueError):
    """A notebook or a figure is not fit to be kept; the message names it."""


def main() -> None:
    """Run every notebook of the project; another corpus never overwrites the project's own results."""
    parser = argparse.ArgumentParser(prog="python -m helpers.rerun", description=__doc__.splitlines()[0])
    parser.add_argument("--out", metavar="FOLDER", type=Path, help="put figures there, leave notebooks alone")
    out = parser.parse_args().out
    corpus = paths.corpus().resolve()
    own = corpus == paths.SEEDS
    folder = (out or paths.results()).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(FIGURES=str(folder), CORPUS=str(corpus))  # kernels start in another folder
    notebooks = sorted(paths.NOTEBOOKS.glob("*.ipynb"))
    try:
        if own:
            rerun(notebooks, into=None if out else paths.NOTEBOOKS)
        else:
            rerun(notebooks, into=folder, own=False)
        gallery(folder)
    except RerunError as error:
        sys.exit(f"error: {error}")


def rerun(notebooks: list[Path], into: Path | None, own: bool = True) -> None:
    """Run notebooks, two at a time, each where it stands; write them to the folder `into`, if there is one.

    Unless the corpus is the project's own, the cells that speak of it (tagged 'seeds') are left out.
    Raises RerunError naming notebook and cell if a cell raises or writes to stderr.
    """
    with ThreadPoolExecutor(WORKERS) as pool:
        for path, notebook in zip(notebooks, pool.map(partial(_run, own=own), notebooks), strict=True):
            if into:
                aside = into / f".{path.name}.new"
                nbformat.write(notebook, aside)
                aside.replace(into / path.name)
            print(path.name, flush=True)


def gallery(folder: Path) -> None:
    """Write README.md: every figure of a folder with its title, its alt text and its numbers.

    Title and alt text are the Title and Description that plot.finish left in the PNG.
    Raises RerunError naming the figure that lacks one of them, its numbers or its SVG.
    """
    page = ["# Figures", "Made by `make figures`. Each figure comes with the numbers that it draws."]
    if (folder / "coded.csv").exists():
        page.append("[coded.csv](coded.csv) has every segment with its codes.")
    for png in sorted(folder.glob("*.png")):
        with Image.open(png) as picture:
            title, alt = (_plain(picture.info.get(key, "")) for key in ("Title", "Description"))
        files = [png.with_suffix(suffix) for suffix in (".csv", ".svg")]
        missing = [file.name for file in files if not file.exists()]
        if missing or not title or not alt:
            raise RerunError(f"{png}: without {', '.join(missing) or 'title or alt text'}; use plot.finish")
        links = f"[numbers]({files[0].name}) · [SVG]({files[1].name})"
        page += [f"## {title}", f"![{alt}]({png.name})", alt, links]
    (folder / "README.md").write_text("\n\n".join(page) + "\n", encoding="utf-8", newline="\n")


def patiently(start: Callable[[], T]) -> T:
    """Return start(), called again if its kernel did not come up: another process can have taken a port."""
    for _ in range(STARTS - 1):
        with suppress(RuntimeError):
            return start()
    return start()


def _run(path: Path, own: bool) -> nbformat.NotebookNode:
    """Return a notebook as it is when run from top to bottom, without what differs between runs."""
    try:
        notebook = patiently(partial(_executed, path, own))
    except (RuntimeError, TimeoutError) as error:
        raise RerunError(f"{path.name}: {error}") from error
    if complaint := _complaint(notebook):
        raise RerunError(f"{path.name}, {complaint}")
    notebook.metadata = nbformat.from_dict({
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "cells": [cell.id for cell in notebook.cells],  # so that the checks miss a cell that is lost later
    })  # fmt: skip
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)  # names a widget of this one run; what stands beside it is kept
    return notebook


def _executed(path: Path, own: bool) -> nbformat.NotebookNode:
    notebook = nbformat.read(path, as_version=4)
    if not own:
        notebook.cells = [cell for cell in notebook.cells if OWN not in cell.metadata.get("tags", [])]
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=TIMEOUT,
        record_timing=False,
        coalesce_streams=True,  # how output is cut into messages is chance
        extra_arguments=["--log-level=ERROR"],  # else each kernel warns that it talks over the loopback
        resources={"metadata": {"path": str(path.parent)}},
    )
    with suppress(CellExecutionError):  # the cell holds the error, which _complaint words
        asyncio.run(client.async_execute(env={**os.environ, "MPLBACKEND": INLINE}))
    return notebook


def _complaint(notebook: nbformat.NotebookNode) -> str:
    """Say which cell raised or wrote to stderr; '' if none did."""
    code = (cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip())
    for number, cell in enumerate(code, start=1):
        for output in cell.outputs:
            if output.output_type == "error":
                return f"cell [{number}] raised {output.ename}: {output.evalue}"
            if output.get("name") == "stderr":
                return f"cell [{number}] wrote to stderr: {output.text.strip()}"
    return ""


def _plain(text: str) -> str:
    """Return text on one line that Markdown shows as it is written."""
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", " ".join(text.split()))


if __name__ == "__main__":
    main()
