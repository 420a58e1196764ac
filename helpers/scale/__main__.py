"""Code a corpus of any size into a folder: python -m helpers.scale CORPUS OUT.

In: the path of a corpus. Out: see helpers.scale.run; a line that sums it up, and the reasons of the rejects.
"""

import argparse
import sys
from pathlib import Path

from helpers import load, scale


def main() -> None:
    """Run from the command line; an error is one sentence."""
    parser = argparse.ArgumentParser(prog="python -m helpers.scale", description=__doc__.splitlines()[0])
    parser.add_argument("corpus", metavar="CORPUS", type=Path, help="a file or a folder, as load.corpus reads it")
    parser.add_argument("out", metavar="OUT", type=Path, help="a folder for the results; run again, it goes on")
    parser.add_argument("--workers", metavar="N", type=_positive, help="processes; as many as there are cores if left")
    parser.add_argument("--size", metavar="CHARACTERS", type=_positive, default=load.PART, help="of a part")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of a dask cluster whose workers have this package")
    parser.add_argument("--day-first", action=argparse.BooleanOptionalAction, help="what 02/01/2018 means")
    given = parser.parse_args()
    try:
        summary = _run(given)
    except (scale.ScaleError, load.CorpusError) as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        sys.exit("stopped; finished parts are kept: run the same again to go on")
    print(summary)
    for reason, count in summary.rejects.items():
        print(f"{count:,} rejected: {reason}")


def _run(given: argparse.Namespace) -> scale.Summary:
    if not given.scheduler:
        return scale.run(given.corpus, given.out, None, given.size, given.workers, given.day_first)
    from distributed import Client  # takes a second to import

    try:
        client = Client(given.scheduler)
    except (OSError, ValueError) as error:
        raise scale.ScaleError(f"{given.scheduler}: no cluster answers ({error}); name its scheduler") from None
    with client:
        return scale.run(given.corpus, given.out, client, given.size, day_first=given.day_first)


def _positive(number: str) -> int:
    if not number.isdecimal() or int(number) < 1:
        raise argparse.ArgumentTypeError(f"{number} is no number from 1 on")
    return int(number)


if __name__ == "__main__":
    main()
