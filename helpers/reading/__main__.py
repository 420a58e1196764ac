"""Write a reading copy of the notebooks, as they were last run.

python -m helpers.reading                  html/
CORPUS=PATH python -m helpers.reading      another corpus, whose notebooks `make figures` ran: figures/NAME/html/
"""

import shutil
import sys

from helpers import paths, reading, style


def main() -> None:
    """Write the reading copy of the corpus anew and say where it begins."""
    results = paths.results()
    own = paths.corpus().resolve() == paths.SEEDS
    folder = paths.ROOT / "html" if own else results / "html"
    try:
        files = reading.files(paths.NOTEBOOKS if own else results, results, own)
    except reading.ReadingError as error:
        sys.exit(f"error: {error}")
    shutil.rmtree(folder, ignore_errors=True)  # so that no page stays whose notebook is gone
    style.put(folder, files)
    print(folder / "index.html")


if __name__ == "__main__":
    main()
