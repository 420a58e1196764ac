"""The text of every figure can be read at 700 pixels: those of the notebooks, on whatever articles $CORPUS names."""

from contextlib import ExitStack
from unittest.mock import patch

import legible
import nbformat
import pytest
from matplotlib import pyplot as plt

from helpers import paths, rerun, style

OWN = paths.corpus().resolve() == paths.SEEDS


@pytest.fixture
def figure():
    style.use_style()
    fig, ax = plt.subplots(figsize=(style.WIDTH, 2))
    ax.plot([0, 1], [0, 1])
    yield fig
    plt.close(fig)


@pytest.mark.parametrize("path", sorted(paths.NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_the_text_of_a_notebooks_figures_can_be_read(path, tmp_path, monkeypatch):
    monkeypatch.setenv("FIGURES", str(tmp_path))
    found, space = [], {}
    with ExitStack() as stack:
        close = lambda fig: found.append((fig.texts[0].get_text(), legible.faults(fig)))  # noqa: E731
        stack.enter_context(patch.object(style.plt, "close", close))  # where a figure is ready
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code" and (OWN or rerun.OWN not in cell.metadata.get("tags", [])):
                exec(compile(cell.source, cell.id, "exec"), space)
    plt.close("all")
    assert len(found) == len(list(tmp_path.glob("*.png"))) >= OWN
    assert [(title, faults) for title, faults in found if faults] == []


def test_text_that_can_be_read_has_no_faults(figure):
    figure.axes[0].set(title="A title", xlabel="A measure")
    figure.text(0.5, 0.5, "two\nlines", va="top")
    assert legible.faults(figure) == []


def test_overlapping_text_is_seen(figure):
    figure.text(0.4, 0.5, "one label")
    figure.text(0.42, 0.52, "another")
    assert legible.faults(figure) == ["'one label' and 'another' overlap"]


def test_crowded_ticks_are_seen(figure):
    figure.axes[0].set_xticks([0.5, 0.52], ["a long label", "beside another"])
    assert legible.faults(figure) == ["'a long label' and 'beside another' overlap"]


@pytest.mark.parametrize("x, y", [(0.95, 0.5), (-0.02, 0.5), (0.5, 0.97), (0.5, -0.01)])
def test_cut_text_is_seen(figure, x, y):
    figure.text(x, y, "cut at the edge")
    assert "'cut at the edge' is cut at the edge of the figure" in legible.faults(figure)


def test_text_outside_its_axes_is_seen_if_they_cut_it(figure):
    figure.axes[0].text(1.0, 0.1, "cut by the axes", clip_on=True)
    assert "'cut by the axes' is cut at the edge of its panel" in legible.faults(figure)


@pytest.mark.parametrize("colour, ground, seen", [
    ("#767676", "white", False), ("#777777", "white", True), ("white", style.BLUE, False), ("white", "#a0c4dc", True),
    ((0, 0, 0, 0.4), "white", True),
])  # fmt: skip
def test_pale_text_is_seen(figure, colour, ground, seen):
    figure.set_facecolor(ground)
    figure.axes[0].set_axis_off()
    figure.text(0.4, 0.5, "pale", color=colour, size=30)
    assert any("contrast" in fault for fault in legible.faults(figure)) == seen


def test_text_on_what_is_drawn_is_seen(figure):
    figure.axes[0].axhspan(0.4, 0.6, color="#333333")
    figure.axes[0].text(0.1, 0.5, "on a bar", va="center")
    assert [fault.split(" of ")[0] for fault in legible.faults(figure)] == ["'on a bar' has a contrast"]


def test_small_text_is_seen(figure):
    figure.text(0.4, 0.5, "small", size=4)
    assert "'small' is smaller than 5.5 points" in legible.faults(figure)
