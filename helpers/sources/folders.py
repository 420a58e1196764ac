"""Find the articles of a folder and of the folders in it, with the articles.csv that may describe them.

In: a path. Out: found rows in the order of the files' names, and rejects for what holds none. One bad file never
stops the others.
"""

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from helpers import sources, text
from helpers.sources import delimited
from helpers.sources.articles import Found, Reject
from helpers.sources.rows import Raw, Refused, why

MANIFEST = "articles.csv"
# the project's own tables and papers, which hold no article; everything else in a folder is read or refused
NOT_ARTICLES = ["dictionary.csv", "topics.csv", "timeline.csv", "cuts.csv", "findings.csv", "readings", "readme*",
                "license*"]  # fmt: skip
LITTER = [".*", "*~", "*.swp", "*.swo", "*.tmp", "#*#", "thumbs.db", "desktop.ini", "__macosx"]
NAMED = 5  # files of a system or an editor that are named in the reject that counts them all
_NO_ROW = Raw(None, {}, (f"no row in {MANIFEST}",))


class _Walk(NamedTuple):
    """What is known on the way through the folders: the order of dates that the reader states, folders entered,
    rows of manifests by the file they describe with the order of their dates, and what was left aside."""

    root: Path
    order: str
    seen: set[Path]
    described: dict[Path, tuple[Raw, str]]
    litter: list[str]


def of_folder(folder: Path, order: str = "") -> Iterator[Found | Reject]:
    """Read a folder, each file once however often links lead to it.

    What a system, a browser or an editor left is counted in one reject; a row of articles.csv without its
    file is one, too.
    """
    walk = _Walk(folder, order, set(), {}, [])
    yield from _within(walk, folder, has_manifest=False)
    for file, (raw, _) in walk.described.items():
        detail = f"{MANIFEST} names {file.name!r}, which is not in the folder; add it or drop the row"
        yield Reject(text.visible(str(file)), raw.number, "no file", detail)
    if walk.litter:
        listed = ", ".join(walk.litter[:NAMED]) + (", …" if len(walk.litter) > NAMED else "")
        detail = f"{len(walk.litter)} left by a system, a browser or an editor: {listed}; they hold no article"
        yield Reject(text.visible(str(folder)), None, "skipped", detail)


def _within(walk: _Walk, folder: Path, has_manifest: bool) -> Iterator[Found | Reject]:
    if folder.resolve() in walk.seen:
        return  # a link has led here before
    walk.seen.add(folder.resolve())
    try:
        entries = sorted(folder.iterdir(), key=lambda p: (p.is_symlink(), p.name))  # what is linked before its links
    except OSError as error:
        yield Reject(text.visible(str(folder)), None, "unreadable", f"{error.strerror}; check its permissions")
        return
    manifest = folder / MANIFEST
    if manifest.is_file() and _describes_files(manifest):
        has_manifest = True
        entries.remove(manifest)
        yield from _read_manifest(walk, manifest)
    for file in entries:
        if _is_any(file, LITTER) or _came_with_a_page(file):
            walk.litter.append(text.visible(file.name))
        elif not _is_any(file, NOT_ARTICLES):
            yield from _entry(walk, file, has_manifest)


def _entry(walk: _Walk, file: Path, has_manifest: bool) -> Iterator[Found | Reject]:
    suffix = file.suffix.lower()
    if file.is_dir() and suffix in sources.READERS:
        detail = "this is a folder, not a file; give it a name without an ending, or move its articles up"
        yield Reject(text.visible(str(file)), None, "folder", detail)
    elif file.is_dir():
        yield from _within(walk, file, has_manifest)
    else:
        missed = _NO_ROW if has_manifest and suffix in sources.ONE_ARTICLE else None
        described, order = walk.described.pop(file, (missed, walk.order))
        yield from sources.of_file(file, file.relative_to(walk.root).with_suffix("").as_posix(), order, described)


def _describes_files(manifest: Path) -> bool:
    """Tell whether articles.csv is what its name says, and not a table of articles that happens to have it."""
    try:
        return delimited.describes_files(manifest)
    except (Refused, text.Undecodable, OSError):
        return False  # read as a table of articles it will say what is wrong


def _read_manifest(walk: _Walk, manifest: Path) -> Iterator[Reject]:
    """Put the rows of articles.csv where the files they describe will find them; refuse those that describe none."""
    path, rows = text.visible(str(manifest)), {}
    try:
        for raw in list(delimited.rows(manifest, needed="file")):  # all or none of it
            file = manifest.parent / str(raw.fields.get("file") or "")
            if raw.refused:
                yield Reject(path, raw.number, *raw.refused.args)
            elif not raw.fields["file"]:
                yield Reject(path, raw.number, "no file", "the column 'file' is empty; name the file")
            elif file in rows:
                detail = f"the file is named in row {rows[file].number} already; drop one of the rows"
                yield Reject(text.visible(str(file)), raw.number, "duplicate id", detail)
            else:
                rows[file] = raw
    except (Refused, text.Undecodable, OSError) as error:
        yield Reject(path, None, *why(error))
    order = sources.order_of(rows.values(), walk.order)
    walk.described.update({file: (raw, order) for file, raw in rows.items()})


def _is_any(file: Path, patterns: list[str]) -> bool:
    return any(fnmatch(file.name.lower(), pattern) for pattern in patterns)


def _came_with_a_page(file: Path) -> bool:
    """Tell whether this is the folder of pictures and scripts that a browser saves beside a page."""
    page = file.with_name(file.name.removesuffix("_files"))
    return page != file and file.is_dir() and any(page.with_name(page.name + end).exists() for end in (".html", ".htm"))
