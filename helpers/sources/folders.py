"""Find the articles of a folder and of the folders in it, with the articles.csv that may describe them.

In: a path. Out: found rows in the order of the files' names, and rejects for what holds none. One bad file never
stops the others.
"""

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

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


def of_folder(folder: Path, order: str = "") -> list[Found | Reject]:
    """Read a folder, each file once however often links lead to it.

    What a system, a browser or an editor left is counted in one reject.
    """
    litter: list[str] = []
    found = list(_within(folder, folder, order, set(), litter))
    if litter:
        listed = ", ".join(litter[:NAMED]) + (", …" if len(litter) > NAMED else "")
        detail = f"{len(litter)} left by a system, a browser or an editor: {listed}; they hold no article"
        found.append(Reject(text.visible(str(folder)), None, "skipped", detail))
    return found


def _within(root: Path, folder: Path, order: str, seen: set[Path], litter: list[str]) -> Iterator[Found | Reject]:
    if folder.resolve() in seen:
        return  # a link has led here before
    seen.add(folder.resolve())
    try:
        entries = sorted(folder.iterdir(), key=lambda p: (p.is_symlink(), p.name))  # what is linked before its links
    except OSError as error:
        yield Reject(text.visible(str(folder)), None, "unreadable", f"{error.strerror}; check its permissions")
        return
    details, refused = _manifest(folder / MANIFEST)
    yield from refused
    described_order = order or sources.order_of(list((details or {}).values()))
    for file in entries:
        if _is_any(file, LITTER) or _came_with_a_page(file):
            litter.append(text.visible(file.name))
        elif file.is_dir() and not _is_any(file, NOT_ARTICLES):
            if file.suffix.lower() in sources.READERS:
                detail = "this is a folder, not a file; give it a name without an ending, or move its articles up"
                yield Reject(text.visible(str(file)), None, "folder", detail)
            else:
                yield from _within(root, file, order, seen, litter)
        elif not _is_any(file, NOT_ARTICLES) and (file.name != MANIFEST or details is None):
            stem = file.relative_to(root).with_suffix("").as_posix()
            described = (details or {}).pop(file.name, None)
            if described:
                yield from sources.of_file(file, stem, described_order, described)
            else:
                is_missed = details is not None and file.suffix.lower() in sources.ONE_ARTICLE
                yield from sources.of_file(file, stem, order, _NO_ROW if is_missed else None)
    for name, raw in (details or {}).items():
        detail = f"{MANIFEST} names {name!r}, which is not in the folder; add it or drop the row"
        yield Reject(text.visible(str(folder / name)), raw.number, "no file", detail)


def _manifest(file: Path) -> tuple[dict[str, Raw] | None, list[Reject]]:
    """Read articles.csv: its rows by the file that each describes (None if it is no such table), and its refusals."""
    if not file.is_file():
        return None, []
    path, details, rejects = text.visible(str(file)), {}, []
    try:
        data = sources.bytes_of(file)
        if not delimited.describes_files(data):
            return None, []  # a table of articles that happens to have this name
        for raw in delimited.rows(data, needed="file"):
            name = str(raw.fields.get("file") or "")
            if raw.refused:
                rejects.append(Reject(path, raw.number, *raw.refused.args))
            elif not name:
                rejects.append(Reject(path, raw.number, "no file", "the column 'file' is empty; name the file"))
            elif name in details:
                detail = f"the file is named in row {details[name].number} already; drop one of the rows"
                rejects.append(Reject(text.visible(str(file.with_name(name))), raw.number, "duplicate id", detail))
            else:
                details[name] = raw
    except (Refused, text.Undecodable) as error:
        rejects.append(Reject(path, None, *why(error)))
    return details, rejects


def _is_any(file: Path, patterns: list[str]) -> bool:
    return any(fnmatch(file.name.lower(), pattern) for pattern in patterns)


def _came_with_a_page(file: Path) -> bool:
    """Tell whether this is the folder of pictures and scripts that a browser saves beside a page."""
    page = file.with_name(file.name.removesuffix("_files"))
    return page != file and file.is_dir() and any(page.with_name(page.name + end).exists() for end in (".html", ".htm"))
