"""Bytes -> text: which encoding a file is in, by its mark, by validity, by how common its characters are."""

from __future__ import annotations

import codecs
import re

from kg.read.records import Kind

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"BZh", b"\xfd7zXZ",
    b"\xd0\xcf\x11\xe0", b"RIFF", b"7z\xbc\xaf", b"\x00\x00\x01\x00", b"OggS", b"ID3", b"MZ", b"SQLite format 3",
)  # fmt: skip
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 200_000

# The share of bytes that may be broken in a file that is otherwise valid: a cut last character, a damaged line.
BROKEN = 0.005
# The least share of common characters for a guess to be believed: measured, see tests/read/test_decoding.py.
COMMON = 0.6


class Undecodable(Exception):
    """The bytes are no text that is known; carries the kind of trouble."""

    def __init__(self, kind: Kind, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


def decode(data: bytes) -> str:
    """The text of a file, with line ends as newlines.

    UTF-8 and UTF-16 with or without mark, GB18030 and Big5 are recognised; a little damage is passed over, as U+FFFD.
    Raises Undecodable.
    """
    if not data.strip(b"\x00\t\n\r "):
        raise Undecodable(Kind.EMPTY, "the file is empty")
    text = _decode(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Undecodable(Kind.EMPTY, "the file is empty")
    return text


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if data.startswith(_MAGIC):
        raise Undecodable(Kind.BINARY, "the file is binary")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data)
    if text.count("\x00", 0, _SAMPLE) * 20 > min(len(text), _SAMPLE):
        return _guess(data)
    return text


def _guess(data: bytes) -> str:
    sample = data[:_SAMPLE]
    if sample.count(0) * 50 > len(sample):
        return _utf16(data)
    if len(_CONTROLS.findall(sample)) * 50 > len(sample):
        raise Undecodable(Kind.BINARY, "the file is binary")
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") <= max(1, BROKEN * len(text)):
        return text
    scores = {encoding: _commonness(sample, encoding) for encoding in ("gb18030", "big5hkscs")}
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] < COMMON:
        raise Undecodable(Kind.UNDECODABLE, "no known encoding fits: not UTF-8, UTF-16, GB18030 or Big5")
    return data.decode(best, "replace")


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark: the zero bytes of its Latin letters are all high bytes."""
    even, odd = data[0:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    if even + odd and max(even, odd) > 20 * min(even, odd):
        text = data.decode("utf-16-be" if even > odd else "utf-16-le", "replace")
        if text.count("\ufffd") <= max(1, BROKEN * len(text)):
            return text
    raise Undecodable(Kind.BINARY, "the file is binary")


def _commonness(sample: bytes, encoding: str) -> float:
    """The share of the double-byte characters that are of the standard's first, common level, less what is broken.

    Chinese text is made of common characters to 95 % and more; the same bytes read in the other encoding fall anywhere.
    Levels: GB 2312 rows 16 to 55, Big5 0xA440 to 0xC67E.
    """
    text = sample.decode(encoding, "replace")
    han = [c for c in text if "\u3400" <= c <= "\ufaff" or c == "\ufffd" or "\ue000" <= c <= "\uf8ff"]
    if not han:
        return 0.0
    raw = "".join(han).encode("big5" if encoding == "big5hkscs" else "gb2312", "replace")
    pairs = re.findall(rb"[\x81-\xfe].|.", raw, re.DOTALL)
    low, high = (b"\xa4\x40", b"\xc6\x7e") if encoding == "big5hkscs" else (b"\xb0\xa1", b"\xd7\xf9")
    common = sum(low <= pair <= high for pair in pairs)
    return common / len(pairs)
