"""Measure whether the text of a figure can be read: nothing cut, nothing on top of other text, enough contrast."""

from itertools import combinations
from unittest.mock import patch

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.text import Text

SMALLEST = 5.5  # points
CONTRAST = 4.5  # WCAG 2.2, 1.4.3
BEHIND = 0.05  # part of a text's ink that may stand on something else, such as a thin rule
DPI = 100  # at which a figure of 7 inches is shown with 700 pixels
INKED = 60  # of 255: opacity from which a pixel is ink, not a letter's soft edge


def faults(fig: Figure) -> list[str]:
    """Return what is wrong with each text that a figure shows, in words; an empty list if all can be read."""
    fig.set_dpi(DPI)
    canvas = FigureCanvasAgg(fig)
    texts = _drawn(fig, canvas)
    with patch.object(Text, "draw", lambda text, renderer: None):
        canvas.draw()
    ground = np.asarray(canvas.buffer_rgba())[..., :3] / 255
    renderer = canvas.get_renderer()
    ink = [_ink(text, renderer) for text in texts]
    found = []
    for text, mask in zip(texts, ink, strict=True):
        if _cut(text.get_window_extent(renderer), fig):
            found.append(f"{_named(text)} is cut at the edge of the figure")
        if _clipped(text, mask, renderer):
            found.append(f"{_named(text)} is cut at the edge of its panel")
        if text.get_fontsize() < SMALLEST:
            found.append(f"{_named(text)} is smaller than {SMALLEST} points")
        if (least := _contrast(text, ground, mask)) < CONTRAST:
            found.append(f"{_named(text)} has a contrast of {least:.1f}")
    for (one, its), (other, others) in combinations(zip(texts, ink, strict=True), 2):
        if _meet(_extent(its), _extent(others)):
            found.append(f"{_named(one)} and {_named(other)} overlap")
    return found


def _drawn(fig: Figure, canvas: FigureCanvasAgg) -> list[Text]:
    """Return the texts that a figure draws, the labels of its ticks among them."""
    met, draw = {}, Text.draw

    def noted(text, renderer):
        met[id(text)] = text
        draw(text, renderer)

    with patch.object(Text, "draw", noted):
        canvas.draw()
    return [text for text in met.values() if text.get_visible() and text.get_text().strip()]


def _ink(text: Text, renderer) -> np.ndarray:
    """Return where a text alone leaves ink: bool, a pixel."""
    renderer.clear()
    text.draw(renderer)
    return np.asarray(renderer.buffer_rgba())[..., 3] > INKED


def _extent(mask: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return (columns[0], columns[-1], rows[0], rows[-1]) if len(rows) else (0, -1, 0, -1)


def _meet(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1] and one[2] <= other[3] and other[2] <= one[3]


def _cut(box, fig: Figure) -> bool:
    return box.x0 < 0 or box.y0 < 0 or box.x1 > fig.bbox.width or box.y1 > fig.bbox.height


def _clipped(text: Text, mask: np.ndarray, renderer) -> bool:
    """Tell whether a panel that cuts what is drawn in it takes ink from a text."""
    if not text.get_clip_on():
        return False
    text.set_clip_on(False)
    whole = _ink(text, renderer)
    text.set_clip_on(True)
    return bool((whole & ~mask).any())


def _contrast(text: Text, ground: np.ndarray, mask: np.ndarray) -> float:
    """Return the contrast of a text with what is behind its ink, all but the worst BEHIND of it."""
    *colour, opacity = to_rgba(text.get_color(), text.get_alpha())
    behind = ground[mask]
    if not len(behind):
        return 0.0
    light = _luminance(np.array(colour) * opacity + behind * (1 - opacity)), _luminance(behind)
    ratio = (np.maximum(*light) + 0.05) / (np.minimum(*light) + 0.05)
    return float(np.quantile(ratio, BEHIND))


def _luminance(rgb: np.ndarray) -> np.ndarray:
    """Return the relative luminance of colours, 0 to 1, as WCAG defines it."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def _named(text: Text) -> str:
    return repr(" ".join(text.get_text().split())[:50])
