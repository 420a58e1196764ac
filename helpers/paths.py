"""Where the project's folders are, whatever the working folder."""

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
NOTEBOOKS = ROOT / "notebooks"


def corpus() -> Path:
    """Return the corpus to read: $CORPUS if set, else the project's own seeds/."""
    return Path(os.environ.get("CORPUS") or SEEDS)


def figures() -> Path:
    """Return the folder that figures go to: $FIGURES if set, else figures/."""
    return Path(os.environ.get("FIGURES") or ROOT / "figures")


def slug(name: str) -> str:
    """Return a safe file name made from any words: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "untitled"
