"""Names of files: as the graph writes them, and which of them are no articles."""

from __future__ import annotations

import os

# Files that lie beside articles in a folder and are none. A file given by itself is read whatever its name.
_NOTES = frozenset(["readme", "license", "licence", "copying", "changelog", "notice"])
# fmt: off
_NOT_TEXT = frozenset([
    ".avif", ".bmp", ".css", ".eot", ".gif", ".ico", ".jpeg", ".jpg", ".js", ".m4a", ".map", ".mp3", ".mp4", ".otf",
    ".png", ".svg", ".ttf", ".wav", ".webm", ".webp", ".woff", ".woff2",
])
# fmt: on


def clean_name(name: str) -> str:
    """A file's name as text that any output can hold: bytes and controls that are no text become U+FFFD.

    >>> clean_name("a\\nb.md") == "a\\ufffdb.md"
    True
    """
    if name.isprintable():
        return name
    text = os.fsencode(name).decode("utf-8", "replace") if _has_surrogate(name) else name
    return "".join("\ufffd" if ord(c) < 32 or 127 <= ord(c) < 160 or 0xD800 <= ord(c) < 0xE000 else c for c in text)


def _has_surrogate(name: str) -> bool:
    return any(0xDC80 <= ord(c) <= 0xDCFF for c in name)


def why_ignored(name: str) -> str | None:
    """Why a file found in a folder or archive is not tried; None if it is."""
    if name.startswith("."):
        return "a hidden file"
    stem, suffix = os.path.splitext(name.lower())
    if stem in _NOTES:
        return "a note on the folder, not an article"
    return "a picture, style, script or font beside the articles" if suffix in _NOT_TEXT else None
