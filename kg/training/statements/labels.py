"""Annotated sentences: a table of who says what in which stretch of which article, laid over what the builder sees."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError
from kg.extract.issues import index_issues
from kg.extract.speech_rules import speaker_key
from kg.extract.speech_scene import Scene
from kg.extract.speech_turns import read_turns
from kg.extract.statements.lines import Sheet, make_sheet
from kg.extract.wording import Script, script_of
from kg.fold import fold
from kg.knowledge.tables import read_table
from kg.model import Linked, MeetingReport

CODE = re.compile(r"[A-Z]{2}|[A-Z0-9]{2,8}")
ISO_LENGTH = 2  # letters of a country's code; a longer one that is no union's is a body's own name: CNN
SPACES = re.compile(r"[\s·.《》〈〉“”「」『』]")

Said = dict[str, dict[str, list[str]]]  # speaker -> issue -> acts


@dataclass(frozen=True, slots=True)
class Label:
    """What one speaker is annotated to say in text[start:end]; pairs of issue and act."""

    start: int
    end: int
    speaker: str
    pairs: tuple[tuple[str, str], ...]
    weight: int = 1
    meetings: frozenset[str] | None = None  # the kinds of those that it tells of; None if that is not annotated


@dataclass(frozen=True, slots=True)
class Example:
    """An article with what is annotated to be said in each line; unknown speakers are left out.

    `said` is by line of the sheet, `meetings` by sentence of the script.
    """

    name: str
    sheet: Sheet
    script: Script
    said: tuple[Said, ...]
    meetings: tuple[frozenset[str], ...] | None  # which kinds each sentence tells of
    unknown: int
    weight: int = 1  # how many times it counts


def read_labels(path: Path) -> dict[str, list[Label]]:
    """The annotations by file name, from a table of columns file, start, end, speaker, said (issue:act …).

    A speaker is a name as the article writes it, an ISO code, or the code of a union (EU); a stretch in which
    nothing is said has an empty speaker. Two more columns may be there or not: `weight`, 1 if empty, and `meetings`,
    the kinds of those that the stretch tells of ("-" for none; empty in all rows of a file: not annotated).
    Raises DataError for a row that is none.
    """
    labels: dict[str, list[Label]] = defaultdict(list)
    for row in read_table(path):
        pairs = tuple((issue, act) for issue, _, act in (p.partition(":") for p in row["said"].split()))
        try:
            start, end, weight = int(row["start"]), int(row["end"]), int(row.get("weight") or 1)
        except ValueError as error:
            raise DataError(f"{path.name}: {error}") from error
        told = frozenset(row["meetings"].replace("-", "").split()) if row.get("meetings") else None
        labels[row["file"]].append(Label(start, end, row["speaker"], pairs, weight, told))
    return dict(labels)


def make_example(linked: Linked, reports: tuple[MeetingReport, ...], labels: Sequence[Label]) -> Example:
    """The annotations of an article on its lines and sentences."""
    scene = read_turns(linked, reports)
    sheet = make_sheet(scene, index_issues(linked.folded))
    said: tuple[Said, ...] = tuple({} for _ in sheet.lines)
    unknown = 0
    for label in (found for found in labels if found.speaker):
        key = _key(scene, label.speaker)
        overlaps = [min(line.end, label.end) - max(line.start, label.start) for line in sheet.lines]
        if max(overlaps, default=0) <= 0:
            continue
        if key not in sheet.cast:
            unknown += 1
            continue
        own = said[overlaps.index(max(overlaps))].setdefault(key, {})
        for issue, act in label.pairs:
            own.setdefault(issue, []).append(act)
    weight = max((label.weight for label in labels), default=1)
    return Example(linked.article.source_file, sheet, script_of(linked), said, _told(linked, labels), unknown, weight)


def _told(linked: Linked, labels: Sequence[Label]) -> tuple[frozenset[str], ...] | None:
    """Of which kinds of meetings each sentence tells, if that is annotated."""
    marked = [(label.start, label.end, label.meetings) for label in labels if label.meetings is not None]
    if not marked:
        return None
    return tuple(
        frozenset(kind for start, end, kinds in marked if start < s.end and s.start < end for kind in kinds)
        for s in linked.sentences
    )


def _key(scene: Scene, name: str) -> str:
    """The key of an annotated speaker, or the name itself if the article has none such."""
    best = max(_matches(scene, SPACES.sub("", fold(name))), default=None)
    if CODE.fullmatch(name):
        body = f"organization/{name}"
        if body in scene.entities or name in ("EU", "UN"):
            return body
        if best is None or len(name) == ISO_LENGTH:
            return f"country/{name}"
    return best[-1] if best else name


def _matches(scene: Scene, wanted: str) -> Iterator[tuple[bool, int, str]]:
    explained = f"({wanted})"  # 美国有线电视新闻网(CNN)
    for phrase in scene.linked.mentions:
        surface = SPACES.sub("", scene.linked.folded[phrase.start : phrase.end])
        known = [k for k in phrase.entities if k in scene.entities]
        is_exact = surface == wanted or scene.linked.folded.startswith(explained, phrase.end)
        if len(known) == 1 and (is_exact or (len(surface) > 1 and (surface in wanted or wanted in surface))):
            yield is_exact, len(surface), speaker_key(scene.entities[known[0]])
