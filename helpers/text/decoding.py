"""Turn bytes into clean text, say what was guessed or repaired, and tell whether it is English.

In: the bytes of an article, or a file. Out: its text, and a flag for each thing guessed or repaired.
"""

import codecs
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

MAGIC = {
    b"%PDF": "PDF", b"PK\x03\x04": "zip or Office", b"\xd0\xcf\x11\xe0": "old Office", b"{\\rtf": "RTF",
    b"PAR1": "Parquet", b"ARROW1": "Arrow", b"SQLite format 3": "SQLite", b"\x1f\x8b": "gzip", b"BZh": "bzip2",
    b"7z\xbc\xaf\x27\x1c": "7-zip", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd", b"\x89PNG": "PNG picture",
    b"\xff\xd8\xff": "JPEG picture", b"GIF8": "GIF picture",
}  # fmt: skip
MAX_FOREIGN = 0.3  # more bytes than this above 127 is not Western European text in cp1252
MAX_CONTROLS = 0.25  # more control characters than this is UTF-16 without its mark, or no text at all
ENGLISH = 0.06  # of the words of English prose about a quarter are among COMMON, of other languages hardly any
ENOUGH, SAMPLE = 15, 2_000  # words below which the language is not judged; characters that are looked at
COMMON = frozenset("""the of and to that with for from his her has have had been were which this they their would
    said not but by""".split())  # fmt: skip

_MARKS = [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]  # fmt: skip
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_OTHER_ALPHABET = "[\u0370-\u03ff\u0400-\u052f]"  # Greek and Cyrillic, which have letters that look Latin
_TWO_ALPHABETS = re.compile(f"(?<=[A-Za-z]){_OTHER_ALPHABET}|{_OTHER_ALPHABET}(?=[A-Za-z])")
_MOJIBAKE = re.compile("â€|[ÂÃÐÑ][\x80-\xbf]")  # UTF-8 that was read as cp1252: 'â€™' for an apostrophe
_SUSPECT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff\u202a-\u202e\u2066-\u2069"
                      "\u0370-\u052fâÂÃÐÑ]")  # fmt: skip # most articles hold none of these
BLOCK = 1 << 20  # bytes of a file looked at a time


class Undecodable(ValueError):
    """The bytes are not text that can be read without guessing wildly."""


def decode(data: bytes) -> tuple[str, list[str]]:
    """Decode and clean the bytes of one article; return the text and what was guessed or repaired.

    Byte order mark and control characters go, line ends become one newline, composed characters NFC.
    Raises Undecodable with the reason.
    """
    return clean(*decoded(data))


def decoded(data: bytes) -> tuple[str, list[str]]:
    """Decode bytes and change nothing else; return the text and what was guessed.

    Raises Undecodable with the reason, for PDF, zip and their like by their first bytes.
    """
    if kind := next((name for magic, name in MAGIC.items() if data.startswith(magic)), ""):
        raise Undecodable(f"these are the bytes of a {kind} file; save the article as plain text")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    try:
        text, flags = data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        text, flags = _guessed(data, error.start)
    if len(_CONTROLS.findall(text)) > MAX_CONTROLS * len(text):
        raise Undecodable("a quarter of it and more is control characters: UTF-16 without its mark, or no text at all; "
                          "save the file as UTF-8")  # fmt: skip
    return text, flags


def lines(file: Path) -> tuple[Iterator[str], list[str]]:
    """Return the lines of a file with their ends, decoded as `decoded` does, and what was guessed.

    Sound UTF-8 is read line by line; where the encoding has to be guessed the file is held whole.
    """
    if not _is_plain(file):
        content, flags = decoded(b"".join(_blocks(file)))
        return io.StringIO(content, newline=""), flags

    def read() -> Iterator[str]:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            yield from opened

    return read(), []


def clean(raw: str, flags: list[str] | None = None) -> tuple[str, list[str]]:
    """Clean decoded text as `decode` does; return it with the flags, earlier ones first."""
    text, flags = raw.replace("\r\n", "\n").replace("\r", "\n"), list(flags or [])
    if not _SUSPECT.search(text):
        return unicodedata.normalize("NFC", text), flags
    if _MOJIBAKE.search(text):
        flags.append("mojibake")
    if _SURROGATES.search(text):
        text = _SURROGATES.sub("\ufffd", text)
        flags.append("lone surrogates replaced")
    bare = _CONTROLS.sub("", text)
    if len(bare) < len(text.replace("\ufeff", "")):
        flags.append("control characters removed")
    if _BIDI.search(bare):
        flags.append("bidirectional overrides")
    if _TWO_ALPHABETS.search(bare):
        flags.append("letters of two alphabets in one word")
    return unicodedata.normalize("NFC", bare), flags


def is_english(text: str) -> bool:
    """Tell whether the opening of a text holds the common words of English; True if it is too short to tell.

    The share of COMMON among its words; the small-word method of Grefenstette (1995), 'Comparing two
    language identification schemes'.
    """
    opening = text[:SAMPLE]
    if len(opening.encode("ascii", "ignore")) * 2 < len(opening):
        return False  # another alphabet
    words = opening.lower().split()
    return len(words) < ENOUGH or sum(map(COMMON.__contains__, words)) >= ENGLISH * len(words)


def _is_plain(file: Path) -> bool:
    """Tell whether `decoded` would read a file as UTF-8 and have nothing to say of it."""
    decoder, size, controls = codecs.getincrementaldecoder("utf-8")(), 0, 0
    try:
        for number, block in enumerate(_blocks(file)):
            if number == 0 and block.startswith((*MAGIC, *(m for m, name in _MARKS if name != "utf-8"))):
                return False
            part = decoder.decode(block)
            size, controls = size + len(part), controls + len(_CONTROLS.findall(part))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return controls <= MAX_CONTROLS * size


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while block := opened.read(BLOCK):
            yield block


def _marked(data: bytes, encoding: str) -> tuple[str, list[str]]:
    """Decode bytes that begin with a byte order mark."""
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise Undecodable(f"marked as {encoding} but broken at byte {error.start}; save as UTF-8") from None
    return text, [] if encoding == "utf-8" else [f"decoded from {encoding}"]


def _guessed(data: bytes, place: int) -> tuple[str, list[str]]:
    """Decode bytes that are not UTF-8: damaged UTF-8 if most of it is sound, else cp1252 if that can be."""
    try:
        return data.decode("utf-8", "surrogatepass"), []  # `clean` replaces and names them
    except UnicodeDecodeError:
        repaired = data.decode("utf-8", "replace")
    broken = repaired.count("\ufffd")
    if len(re.findall("[^\x00-\x7f\ufffd]", repaired)) > broken:
        return repaired, [f"{broken} characters that are not UTF-8 replaced"]
    remedy = f"byte {place} is not UTF-8; save the file as UTF-8"
    if b"\x00" in data or sum(byte > 127 for byte in data) > MAX_FOREIGN * len(data):
        raise Undecodable(remedy)
    try:
        return data.decode("cp1252"), ["encoding guessed: cp1252"]
    except UnicodeDecodeError:
        raise Undecodable(remedy) from None
