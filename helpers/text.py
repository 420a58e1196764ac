"""Turn bytes into clean text, and text into the plain form that patterns are matched against."""

import codecs
import re
import unicodedata

import numpy as np

MAGIC = {b"%PDF": "PDF", b"PK\x03\x04": "zip or Office", b"\xd0\xcf\x11\xe0": "old Office", b"PAR1": "Parquet",
         b"\x1f\x8b": "gzip", b"\x89PNG": "PNG picture", b"\xff\xd8\xff": "JPEG picture"}  # fmt: skip
MAX_FOREIGN = 0.3  # more bytes than this above 127 is not Western European text in cp1252
_MARKS = [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]  # fmt: skip
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PLAIN = {**dict.fromkeys("‘’‚‛′ʼ`´", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-"),
          **dict.fromkeys("\n\t\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
                          "\u2009\u200a\u2028\u2029\u202f\u205f\u3000", " "),
          "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}  # fmt: skip


class Undecodable(ValueError):
    """The bytes are not text that can be read without guessing wildly."""


def decode(data: bytes) -> tuple[str, list[str]]:
    """Decode and clean the bytes of one article; return the text and what was guessed or repaired.

    Byte order mark and control characters go, line ends become one newline, composed characters NFC.
    Raises Undecodable with the reason.
    """
    for magic, name in MAGIC.items():
        if data.startswith(magic):
            raise Undecodable(f"these are the bytes of a {name} file; save the article as plain text")
    raw, flags = _decoded(data)
    return clean(raw, flags)


def clean(raw: str, flags: list[str] | None = None) -> tuple[str, list[str]]:
    """Clean decoded text as `decode` does; return it with the flags, earlier ones first."""
    flags = list(flags or [])
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    if any("\ud800" <= c <= "\udfff" for c in text):
        text = re.sub("[\ud800-\udfff]", "\ufffd", text)
        flags.append("lone surrogates replaced")
    bare = _CONTROLS.sub("", text)
    if len(bare) < len(text.replace("\ufeff", "")):
        flags.append("control characters removed")
    if _BIDI.search(bare):
        flags.append("bidirectional overrides")
    if _mixes_scripts(bare):
        flags.append("letters of two alphabets in one word")
    if re.search("â€[™œ\x9d“]|Ã[©¨±³]", bare):
        flags.append("mojibake")
    return unicodedata.normalize("NFC", bare), flags


def fold(text: str) -> tuple[str, np.ndarray | None]:
    """Return text as patterns see it: one plain character for each visible one.

    Accents, curly quotes, dashes and unusual spaces become plain; invisible characters go.
    The second value maps each folded character to its place in `text`, None where the two
    run in step. Case is kept.
    """
    strange = {c for c in set(text) if c > "\x7f" or c in "\n\t\r"}
    table = {ord(c): _PLAIN.get(c) or _bare_letter(c) for c in strange}
    hidden = strange & set(_INVISIBLE)
    if not hidden:
        return text.translate(table), None
    kept = [i for i, c in enumerate(text) if c not in hidden]
    table.update(dict.fromkeys(map(ord, hidden)))
    return text.translate(table), np.array(kept + [len(text)])


def lower(folded: str) -> str:
    """Lower the case of folded text without changing its length."""
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


def _decoded(data: bytes) -> tuple[str, list[str]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode("utf-8-sig" if encoding == "utf-8" else encoding), (
                    [] if encoding == "utf-8" else [f"decoded from {encoding}"]
                )
            except UnicodeDecodeError as error:
                raise Undecodable(f"marked as {encoding} but broken at byte {error.start}; save as UTF-8") from None
    try:
        text = data.decode("utf-8")
        if text.count("\x00") > len(text) / 4:
            raise Undecodable("every other byte is zero: UTF-16 without its mark; save the file as UTF-8")
        return text, []
    except UnicodeDecodeError as error:
        foreign = sum(byte > 127 for byte in data) / len(data)
        remedy = f"byte {error.start} is not UTF-8; save the file as UTF-8"
        if b"\x00" in data or foreign > MAX_FOREIGN:
            raise Undecodable(remedy) from None
        try:
            return data.decode("cp1252"), ["encoding guessed: cp1252"]
        except UnicodeDecodeError:
            raise Undecodable(remedy) from None


def _bare_letter(char: str) -> str:
    bare = unicodedata.normalize("NFKD", char)[0]
    return bare if len(bare) == 1 and unicodedata.category(bare) != "Mn" else char


def _mixes_scripts(text: str) -> bool:
    """Tell whether a word mixes Latin letters with Cyrillic or Greek ones that look alike."""
    if text.isascii():
        return False
    return bool(re.search(r"[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]", text))
