"""What a build did with every file it was given: report.json for programs, report.md for people."""

import hashlib
import json
import os
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import Any

import msgspec

from kg.model import KnowledgeBase
from kg.pipeline.gist import UNDATED, Gist

TROUBLES = ("unreadable", "failed")  # outcomes of files that a reader would want to know of
NO_DATE = "Articles without a date of publication"
UNRESOLVED = 50  # names listed in the report; the number of all is given beside them


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """What became of one file or item: read, skipped, duplicate (of which) or failed (at which stage)."""

    file: str
    outcome: str
    article: str | None = None
    stage: str | None = None
    reason: str | None = None


@dataclass(slots=True)
class Tally:
    """Counts over the articles as they pass by."""

    counts: Counter[str] = field(default_factory=Counter)
    publishers: Counter[str] = field(default_factory=Counter)
    unresolved: Counter[str] = field(default_factory=Counter)

    def add(self, gist: Gist) -> None:
        """Count one article's facts."""
        self.counts.update(gist.counts)
        self.publishers[gist.publisher] += 1
        self.unresolved.update(gist.unresolved)

    def include(self, counts: Mapping[str, int], publishers: Mapping[str, int], unresolved: Mapping[str, int]) -> None:
        """Count what was counted elsewhere."""
        self.counts.update(counts)
        self.publishers.update(publishers)
        self.unresolved.update(unresolved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """How much a knowledge base holds."""

    things: dict[str, int]  # by kind, with meetings and clusters of statements
    copies: int
    merges: dict[str, int]  # by kind and judgement


def known(kb: KnowledgeBase) -> Known:
    """What a knowledge base holds, counted."""
    things = Counter(thing.kind.value for thing in kb.things)
    return Known(
        things=dict(sorted(things.items())) | {"meeting": len(kb.meetings), "cluster": len(kb.clusters)},
        copies=len(kb.copies),
        merges=dict(sorted(Counter(f"{d.kind} {d.judgement.value}" for d in kb.decisions).items())),
    )


def summarise(outcomes: Iterable[FileOutcome], tally: Tally, found: Known) -> dict[str, Any]:
    """The report as plain data, without the digests of the outputs."""
    files = sorted(outcomes, key=lambda o: (o.file, o.outcome))
    unresolved = sorted(tally.unresolved.items(), key=lambda item: (-item[1], item[0]))
    return {
        "inputs": dict(sorted(Counter(f.outcome for f in files).items())),
        "publishers": dict(sorted(tally.publishers.items(), key=lambda item: (-item[1], item[0]))),
        "undated": tally.counts[UNDATED],
        "accounts": {name: count for name, count in sorted(tally.counts.items()) if name != UNDATED},
        "things": found.things,
        "copies": found.copies,
        "merges": found.merges,
        "unresolved": {"names": len(unresolved), "most": dict(unresolved[:UNRESOLVED])},
        "files": [{k: v for k, v in msgspec.to_builtins(f).items() if v is not None} for f in files],
    }


class Digests:
    """Digests of files, several at a time; they may be begun while something else is done.

    These are put on the disk meanwhile too: who waits for that at the end waits less.
    """

    def __init__(self) -> None:
        self._begun: dict[Path, threading.Thread] = {}
        self._found: dict[Path, str] = {}

    def begin(self, path: Path) -> None:
        """Read a file in a thread of its own."""
        if path in self._begun:
            return
        self._begun[path] = threading.Thread(target=self._try, args=(path,), daemon=True)
        self._begun[path].start()

    def _try(self, path: Path) -> None:
        with suppress(OSError), path.open("rb") as handle:
            os.fsync(handle.fileno())
            self._read(path, handle)

    def _read(self, path: Path, handle: BufferedReader) -> None:
        self._found[path] = hashlib.file_digest(handle, "sha256").hexdigest()

    def of(self, path: Path) -> str:
        """The digest of a file. Raises OSError."""
        if path in self._begun:
            self._begun[path].join()
        if path not in self._found:
            with path.open("rb") as handle:
                self._read(path, handle)
        return self._found[path]


def write_report(folder: Path, summary: Mapping[str, Any], digests: Digests) -> None:
    """Write report.json and report.md, with a digest of every other file of the folder."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file())
    for path in paths:
        digests.begin(path)
    outputs = {p.relative_to(folder).as_posix(): digests.of(p) for p in paths}
    for name, text in rendered({**summary, "outputs": outputs}).items():
        (folder / name).write_text(text, encoding="utf-8")


def read_report(folder: Path) -> dict[str, Any]:
    """The report of a build as `summarise` gave it."""
    report: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return {key: value for key, value in report.items() if key != "outputs"}


def rendered(report: Mapping[str, Any]) -> dict[str, str]:
    """The whole report as files: name -> text."""
    text = json.dumps(report, ensure_ascii=False, indent=1)
    return {"report.json": text + "\n", "report.md": _markdown(report)}


def _markdown(report: Mapping[str, Any]) -> str:
    lines = ["# Build report", ""]
    for title, key in (
        ("Files", "inputs"),
        ("Publishers", "publishers"),
        ("Accounts", "accounts"),
        ("Things", "things"),
    ):
        lines += [f"## {title}", "", *_counts(title.lower(), "count", report[key]), ""]
        if key == "publishers" and report["undated"]:
            lines += [f"{NO_DATE}: {report['undated']}. Days such as 昨天 and 27日 stay without a date there.", ""]
    rows = [
        f"| {_cell(f['file'])} | {f['outcome']} | {_cell(f.get('reason', ''))} |"
        for f in report["files"]
        if f["outcome"] != "read"
    ]
    head = ["| file | outcome | reason |", "|---|---|---|"]
    lines += ["## Not read", "", *([*head, *rows] if rows else ["Every file was read."]), ""]
    names = report["unresolved"]
    told = f"People with neither a country nor an entry in the gazetteer: {names['names']}."
    lines += ["## Unresolved names", "", told]
    lines += ["", *_counts("name", "articles", names["most"])] if names["most"] else []
    return "\n".join(lines) + "\n"


def _counts(what: str, number: str, counts: Mapping[str, int]) -> list[str]:
    """Counts as the lines of a table."""
    rows = (f"| {_cell(name) or 'not told'} | {count} |" for name, count in counts.items())
    return [f"| {what} | {number} |", "|---|---:|", *rows]


def _cell(text: str) -> str:
    """Text from outside as one Markdown cell: nothing in it is markup."""
    safe = "".join(f"\\{c}" if c in "\\`*_{}[]<>()#+-!|~&" else c for c in str(text))
    return " ".join(safe.split())
