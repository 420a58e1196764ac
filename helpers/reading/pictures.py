"""Know the figures by their pictures: what each is called, what it says and what it shows.

In: the folder that plot.finish wrote to. Out: {bytes of the PNG: Picture}.
"""

import io
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from helpers import style


class Picture(NamedTuple):
    """A figure as plot.finish left it: name of its files, title, alt text, and size on a page in pixels."""

    name: str
    title: str
    alt: str
    width: int
    height: int


def read(folder: Path) -> dict[bytes, Picture]:
    """Return the figures of a folder by the bytes of their PNG, in the order of their names."""
    contents = {file.stem: file.read_bytes() for file in sorted(folder.glob("*.png"))}
    return {png: _picture(name, png) for name, png in contents.items()}


def _picture(name: str, png: bytes) -> Picture:
    with Image.open(io.BytesIO(png)) as image:
        title, alt = (" ".join(image.info.get(key, "").split()) for key in ("Title", "Description"))
        return Picture(name, title, alt, style.SHOWN, round(style.SHOWN * image.height / image.width))
