"""Annotated articles as the judges are trained on them: linked, with the keys of the gold's people and parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct

from kg import extract, link, nlp, read
from kg.evaluation.counts import align
from kg.evaluation.gold import parties, read_annotations, surface
from kg.evaluation.names import body, is_code, norm
from kg.extract.meetings.voiced import Sounding
from kg.extract.wording import Scores, hear
from kg.knowledge.gazetteer import load_gazetteer
from kg.model import Article, EntityKind, Linked, Statement

PREFIX = 25  # characters of a passage by which it is found where the article's text differs from it


class Hearing(Struct, frozen=True, gc=False):
    """What networks that have not seen an article say of it: log odds by sentence, and the statements they find.

    Those of `issues` are in the order of `codes`.
    """

    meetings: list[Scores] = []
    codes: list[str] = []
    issues: list[list[float]] = []
    statements: tuple[Statement, ...] = ()

    @property
    def sounding(self) -> Sounding:
        """How the sentences sound like issues."""
        return self.codes, np.array(self.issues, dtype=np.float32).reshape(len(self.issues), len(self.codes))


@dataclass
class Case:
    """One article with its gold annotation.

    Its meetings may have `passages`, the sentences that tell of them: their words, or start and end in code points.
    """

    linked: Linked
    gold: Mapping[str, Any]
    heard: Hearing = field(default_factory=Hearing)

    @property
    def sounds(self) -> Sequence[Scores]:
        """How much each sentence sounds like each kind of meeting."""
        return self.heard.meetings

    @cached_property
    def names(self) -> dict[str, str]:
        """The gold name of each person found in the article, by key."""
        found: dict[str, set[str]] = defaultdict(set)
        for mention in self.linked.mentions:
            if mention.kind is EntityKind.PERSON and len(mention.entities) == 1:
                found[mention.entities[0]].add(norm(self.linked.article.text[mention.start : mention.end]))
        people = {person["name"]: surface(person) for person in self.gold["people"]}
        to = align((len(people[name] & forms), name, key) for name in people for key, forms in found.items())
        return {key: name for name, key in to.items()}

    @cached_property
    def _entities(self) -> dict[str, str]:
        return {e.key: e.name for e in self.linked.entities if e.kind is EntityKind.ORGANIZATION}

    def actor(self, key: str) -> tuple[str, str]:
        """A person, state or body as gold and search are compared by."""
        kind, _, identity = key.partition("/")
        if kind == "person":
            return "person", self.names.get(key, key)
        if kind == "country":
            return "party", identity
        known = load_gazetteer().organizations.get(identity)
        labels = [self._entities.get(key, identity), *([known.hans, *known.forms] if known else ())]
        return "party", min(map(body, labels), key=lambda name: not is_code(name))

    def is_place(self, key: str | None, name: str | None) -> bool:
        """Whether a city, by key, is what the gold names."""
        if key is None or name is None:
            return key is None and name is None
        known = load_gazetteer().cities.get(key.partition("/")[2])
        forms = {norm(form) for form in (self._places.get(key, ""), *(known.forms if known else ())) if form}
        return any(form in norm(name) or norm(name) in form for form in forms)

    @cached_property
    def _places(self) -> dict[str, str]:
        return {e.key: e.name for e in self.linked.entities if e.kind is EntityKind.PLACE}

    @cached_property
    def meetings(self) -> dict[str, Mapping[str, Any]]:
        """The gold meetings by id."""
        return {meeting["id"]: meeting for meeting in self.gold["meetings"]}

    def actors(self, meeting: Mapping[str, Any]) -> set[tuple[str, str]]:
        """Everyone who takes part in a gold meeting."""
        return {("person", name) for name in meeting["participants"]} | {("party", p) for p in parties(dict(meeting))}

    @cached_property
    def has_passages(self) -> bool:
        """Whether the gold says which sentences tell of a meeting."""
        return any("passages" in meeting for meeting in self.meetings.values()) or not self.meetings

    @cached_property
    def told(self) -> dict[int, set[str]]:
        """The ids of the gold meetings that a sentence tells of, by its number."""
        told: dict[int, set[str]] = defaultdict(set)
        for identity, meeting in self.meetings.items():
            for passage in meeting.get("passages", ()):
                for number in self._sentences(passage):
                    told[number].add(identity)
        return told

    def _sentences(self, passage: str | Sequence[int]) -> Iterator[int]:
        text = self.linked.article.text
        if isinstance(passage, str):
            at = text.find(passage)
            start = at if at >= 0 else text.find(passage[:PREFIX])
            end = start + len(passage) if start >= 0 else start
        else:
            start, end = passage
        for number, sentence in enumerate(self.linked.sentences):
            if sentence.start < end and start < sentence.end:
                yield number


def load_cases(articles: Path, gold: Path) -> Iterator[Case]:
    """The articles of a folder that the gold annotates, in its order; items of a transcript are named FILE#n."""
    for annotation in read_annotations(gold):
        file, _, item = annotation["doc"].partition("#")
        for found in read.run([articles / file]):
            if isinstance(found, Article) and (not item or found.source_file == annotation["doc"]):
                yield Case(linked=link.run(nlp.run(found)), gold=annotation)


def hearing_of(linked: Linked) -> Hearing:
    """What the networks that ship with the package say of an article."""
    heard = hear(linked)
    odds = [sound.issues.tolist() for sound in heard.sounds]
    return Hearing([s.meetings for s in heard.sounds], list(heard.codes), odds, extract.run(linked).statements)
