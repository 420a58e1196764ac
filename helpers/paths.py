"""Where the project's folders are, whatever the working folder."""

import os
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
