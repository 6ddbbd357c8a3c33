"""One article as the search sees it: its names, its people, and its sentences as lines, each made once."""

from __future__ import annotations

from kg.extract.meetings.actors import Cast
from kg.extract.meetings.frames import Frames
from kg.extract.meetings.subjects import anchor_groups
from kg.extract.meetings.units import Line, index_names, make_line
from kg.model import EntityKind, Linked


class Scene:
    """An article with what is known of it while its encounters are sought."""

    def __init__(self, linked: Linked, frames: Frames) -> None:
        self.linked = linked
        self.frames = frames
        self.cast = Cast(linked, frames)
        self.names = index_names(linked, frames)
        self._lines: dict[int, Line] = {}
        self._countries = {
            e.key: e.country for e in linked.entities if e.kind in (EntityKind.PERSON, EntityKind.ORGANIZATION)
        }

    def line(self, number: int) -> Line:
        """The line of a sentence, with 双方 read as the parties that the sentence names."""
        if number not in self._lines:
            sentence = self.linked.sentences[number]
            units = self.names.inside(sentence.start, sentence.end)
            line = make_line(self.linked.folded, units, (sentence.start, sentence.end), self.frames, self._countries)
            self._lines[number] = anchor_groups(line, self.cast)
        return self._lines[number]
