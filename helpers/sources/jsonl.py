"""Read JSON: one object a line, or one array of objects.

In: a .jsonl, .ndjson or .json file. Out: raw rows, numbered by line, or by place in the array.
"""

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from helpers import text
from helpers.sources.rows import Raw, Refused, columns

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_SPACE, _BETWEEN = re.compile(r"\s*"), re.compile(r"\s*(?:,\s*|(?=\]))")
HEAD = 1_000_000  # bytes in which it shows whether a file begins with an array
BROKEN = (ValueError, RecursionError)  # RecursionError: nested too deep to be an article


def rows(file: Path) -> Iterator[Raw]:
    """Read articles from JSON: lines one by one, an array or a file in UTF-16 as a whole.

    Raises Refused where the whole file cannot be used.
    """
    with file.open("rb") as lines:
        head = lines.read(HEAD).removeprefix(codecs.BOM_UTF8)
        lines.seek(0)
        if not head.strip() or re.match(rb"\s*\[\s*[\]{]", head) or head.startswith(_WIDE):
            yield from _whole(lines.read().removeprefix(codecs.BOM_UTF8))
        else:
            yield from _lines(lines)


def _whole(data: bytes) -> Iterator[Raw]:
    if data.startswith(_WIDE):
        data = text.decoded(data)[0].encode("utf-8", "surrogatepass")
    if not data.strip() or re.fullmatch(rb"\s*\[\s*\]\s*", data):
        raise Refused("no rows", "the file holds nothing; fill it or remove it")
    if re.match(rb"\s*\[\s*\{", data):
        yield from _array(*text.decoded(data))
    else:
        yield from _lines(data.split(b"\n"))


def _lines(lines: Iterable[bytes]) -> Iterator[Raw]:
    for number, line in enumerate(lines, start=1):
        line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if line.strip():
            yield _line(number, line)


def _array(content: str, flags: list[str]) -> Iterator[Raw]:
    """Read the objects of an array one by one; one refusal stands for all from the first that cannot be read."""
    notes: list[str] = []
    decoder, place, number = _decoder(notes), _SPACE.match(content).end() + 1, 0
    while content[place : place + 1] != "]":
        number += 1
        try:
            value, place = decoder.raw_decode(content, _SPACE.match(content, place).end())
            place = _BETWEEN.match(content, place).end()
        except (*BROKEN, AttributeError) as error:  # AttributeError: neither a comma nor the end behind the object
            detail = f"object {number} and all behind it: {str(error)[:60]}; close every object and the array"
            yield Raw(number, {}, (), Refused("invalid JSON", detail))
            return
        yield _object(number, value, [*flags, *notes])
        notes.clear()
    if content[place + 1 :].strip():
        yield Raw(number + 1, {}, (), Refused("invalid JSON", "more stands behind the array; put everything inside it"))


def _line(number: int, line: bytes) -> Raw:
    notes: list[str] = []
    try:
        content, flags = text.decoded(line)
        return _object(number, _decoder(notes).decode(content), [*flags, *notes])
    except text.Undecodable as error:
        refused = Refused("undecodable", str(error))
    except json.JSONDecodeError as error:
        refused = Refused("invalid JSON", f"{error.msg} at character {error.pos + 1}; write one object on the line")
    except BROKEN as error:
        refused = Refused("invalid JSON", f"{str(error)[:60]}; write one plain object on the line")
    return Raw(number, {}, (), refused)


def _decoder(notes: list[str]) -> json.JSONDecoder:
    """Return a decoder that notes what JSON leaves open: a key given twice, NaN and its like (read as missing)."""

    def paired(pairs: list[tuple[str, object]]) -> dict[str, object]:
        whole = dict(pairs)
        if len(whole) < len(pairs):
            twice = {key for i, (key, _) in enumerate(pairs) if key in dict(pairs[:i])}
            notes.append(f"key given twice, the last counts: {', '.join(sorted(twice))}")
        return whole

    def missing(name: str) -> None:
        notes.append(f"{name} read as missing")

    return json.JSONDecoder(object_pairs_hook=paired, parse_constant=missing)


def _object(number: int, value: object, flags: list[str]) -> Raw:
    if not isinstance(value, dict):
        detail = f"it is of type {type(value).__name__}; write an object with the keys of an article"
        return Raw(number, {}, (), Refused("no object", detail))
    try:
        places = columns(tuple(value))
    except Refused as refused:
        return Raw(number, {}, (), refused)
    values = list(value.values())
    return Raw(number, {name: values[place] for name, place in places.items()}, tuple(flags))
