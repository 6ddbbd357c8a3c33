"""Texts inside other files: Word documents (.docx) and web pages saved as one file (.mhtml)."""

from __future__ import annotations

import email
import html
import io
import re
import zipfile
import zlib
from email import policy
from email.message import EmailMessage

from kg.read.decoding import Undecodable, decode
from kg.read.records import Kind, Limits

_DOCUMENT = "word/document.xml"
_MHTML = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?Content-Type:\s*multipart/related", re.IGNORECASE)
# In the XML of Word: the ends of paragraphs and lines, and the words; not those taken out, nor the codes of fields.
_WORDS = re.compile(
    r"(?P<end></w:p>)|(?P<line><w:(?:br|cr)\b[^<>]*>)|(?P<gap><w:tab/>)|<w:t(?: [^<>]*)?>(?P<words>[^<>]*)</w:t>"
)
_ENDS = {"end": "\n\n", "line": "\n", "gap": " "}
_FAULTS = (ValueError, KeyError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error)


def unwrap(data: bytes, limits: Limits) -> bytes:
    """The text or page that a file holds inside, as UTF-8; any other file as it is. Raises Undecodable."""
    if data.startswith(b"PK\x03\x04") and _DOCUMENT.encode() in data:
        return _word(data, limits)
    return _saved_page(data, limits) if _MHTML.match(data[:20_000].replace(b"\r", b"")) else data


def _word(data: bytes, limits: Limits) -> bytes:
    """The paragraphs of a Word document as plain text, a blank line between them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open(_DOCUMENT) as member:
            xml = member.read(limits.markup_chars + 1)
    except _FAULTS as error:
        raise Undecodable(Kind.UNREADABLE, "a damaged Word document") from error
    _check(xml, limits)
    found = _WORDS.finditer(xml.decode("utf-8", "replace"))
    parts = (_ENDS.get(match.lastgroup or "") or html.unescape(match["words"]) for match in found)
    return "".join(parts).encode()


def _saved_page(data: bytes, limits: Limits) -> bytes:
    """The page of a web archive, with its address as browsers note it on top of saved pages."""
    _check(data, limits)
    message = email.message_from_bytes(data, policy=policy.default)
    part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    content = part.get_payload(decode=True) if isinstance(part, EmailMessage) else None
    if not isinstance(content, bytes):
        raise Undecodable(Kind.NO_TEXT, "a web archive without a page")
    address = str(message["Snapshot-Content-Location"] or (part and part["Content-Location"]) or "")
    return f"<!-- saved from url=({len(address):04}){address} -->\n{decode(content)}".encode("utf-8", "surrogatepass")


def _check(data: bytes, limits: Limits) -> None:
    if len(data) > limits.markup_chars:
        raise Undecodable(Kind.TOO_LARGE, f"a document of more than {limits.markup_chars} bytes")
