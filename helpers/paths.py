"""Where the project's folders are, whatever the working folder."""

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
NOTEBOOKS = ROOT / "notebooks"
LONG_SLUG = 80
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}  # on Windows


def corpus() -> Path:
    """Return the corpus to read: $CORPUS if set, else the project's own seeds/."""
    return Path(os.environ.get("CORPUS") or SEEDS)


def figures() -> Path:
    """Return the folder that figures go to: $FIGURES if set, else figures/."""
    return Path(os.environ.get("FIGURES") or ROOT / "figures")


def results() -> Path:
    """Return the folder of what the notebooks give on the corpus: figures(), or figures/NAME for another's."""
    read = corpus().resolve()
    return figures() if read == SEEDS else ROOT / "figures" / slug(read.stem)


def slug(name: str) -> str:
    """Return a name as a file name that is safe on every system: lower case, digits and hyphens, never reserved."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:LONG_SLUG].strip("-")
    return f"figure-{plain}".strip("-") if not plain or plain in RESERVED else plain
