"""Turn bytes into clean text, and text into the plain form that patterns are matched against."""

import codecs
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np

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
INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_OTHER_ALPHABET = "[\u0370-\u03ff\u0400-\u052f]"  # Greek and Cyrillic, which have letters that look Latin
_TWO_ALPHABETS = re.compile(f"(?<=[A-Za-z]){_OTHER_ALPHABET}|{_OTHER_ALPHABET}(?=[A-Za-z])")
_MOJIBAKE = re.compile("â€|[ÂÃÐÑ][\x80-\xbf]")  # UTF-8 that was read as cp1252: 'â€™' for an apostrophe
_SUSPECT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff\u202a-\u202e\u2066-\u2069"
                      "\u0370-\u052fâÂÃÐÑ]")  # fmt: skip # most articles hold none of these
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_PLAIN = {**dict.fromkeys("‘’‚‛′ʼ`´", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-"),
          **dict.fromkeys("\n\t\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
                          "\u2009\u200a\u2028\u2029\u202f\u205f\u3000", " "),
          "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}  # fmt: skip
_BLANK = INVISIBLE + "".join(char for char, plain in _PLAIN.items() if plain == " ") + " \x1c\x1d\x1e\x1f"
BLOCK = 1 << 20  # bytes of a file looked at a time
_MANY = 40  # kinds of characters from which on one pass through a table is quicker than one replacement each


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


def is_blank(text: str) -> bool:
    """Tell whether a text shows nothing: spaces and invisible characters only."""
    return not text.strip(_BLANK)


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


def visible(text: str) -> str:
    r"""Write line breaks, control characters and overrides of direction as escapes: \n, \x00, \u202e."""
    return _HIDDEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def short(text: str, width: int) -> str:
    """Return text as one line of `width` characters at most, cut behind a word if there is one, with an ellipsis."""
    line = visible(" ".join(text.split()))
    if len(line) <= width:
        return line
    cut = line[:width].rpartition(" ")[0] or line[: width - 1]
    return cut.rstrip(" ,;:") + "…"


def fold(text: str) -> tuple[str, np.ndarray | None]:
    """Return text as patterns see it: one plain character for each visible one.

    Accents, curly quotes, dashes and unusual spaces become plain; invisible characters go.
    The second value maps each folded character to its place in `text`, None where the two
    run in step. Case is kept.
    """
    strange = {c for c in set(text) if c > "\x7f" or c in "\n\t\r"}
    hidden = strange & set(INVISIBLE)
    places = _places_without(hidden, text) if hidden else None
    table = {c: "" if c in hidden else _PLAIN.get(c) or _bare_letter(c) for c in strange}
    if len(table) > _MANY:
        return text.translate(str.maketrans(table)), places
    for char, plain in table.items():
        text = text.replace(char, plain)
    return text, places


def lower(folded: str) -> str:
    """Lower the case of folded text without changing its length."""
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


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


def _places_without(hidden: set[str], text: str) -> np.ndarray:
    """Return the place of each character that is not hidden, and the place behind the last."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    shown = np.flatnonzero(~np.isin(codes, [ord(c) for c in hidden]))
    return np.append(shown, len(text))


def _bare_letter(char: str) -> str:
    bare = unicodedata.normalize("NFKD", char)[0]
    return _PLAIN.get(bare, bare) if unicodedata.category(bare) != "Mn" else char
