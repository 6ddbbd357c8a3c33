"""What the reading stage is given and what it reports besides articles."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """Why something given did not become an article."""

    UNREADABLE = "unreadable"  # missing, vanished, no permission, a damaged archive
    EMPTY = "empty"
    BINARY = "binary"
    UNDECODABLE = "undecodable"  # no known encoding fits
    NO_TEXT = "no-text"  # decoded, but nothing in it is the text of an article
    MALFORMED = "malformed"  # a record of a JSON-lines file that is none
    TOO_LARGE = "too-large"
    UNSAFE = "unsafe"  # an archive member outside the archive, a bomb, a loop of links
    DUPLICATE = "duplicate"  # the same file reached twice
    FAILED = "failed"  # stopped after the time that one article may take
    IGNORED = "ignored"  # hidden files, README, pictures and scripts beside articles: no failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """One thing that was given and not read: which, at what stage, and why in one line."""

    source_file: str
    reason: str
    kind: str
    stage: str = "read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is refused, so that no input can exhaust time or memory.

    `ratio` is the unpacked size of an archive divided by its own; news text packs 3 to 8 times, in xz with many
    near-copies some 20 times. `article_chars` is the longest clean text, `tags` and `lines` the most of one article;
    the longest articles of the development corpus have 13,000 characters, 700 tags and 300 lines.
    """

    file_bytes: int = 256 * 1024 * 1024
    archive_bytes: int = 8 * 1024 * 1024 * 1024
    members: int = 1_000_000
    ratio: int = 200
    items: int = 100_000  # articles in one file
    markup_chars: int = 16_000_000
    article_chars: int = 1_000_000
    tags: int = 200_000
    lines: int = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file to read: its name for the graph, and how to get at its bytes.

    `data` is set for members of archives, which are read once and in order. Only what the user named itself may be a
    pipe, and is waited for.
    """

    name: str
    path: Path
    member: str | None = None
    data: bytes | None = field(default=None, repr=False)
    limits: Limits = Limits()
    may_wait: bool = False
