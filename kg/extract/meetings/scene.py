"""One article as the search sees it: its names, its people, and its sentences as lines, each made once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import islice

from kg.extract.judge import Judges
from kg.extract.meetings.actors import Cast
from kg.extract.meetings.frames import Frames
from kg.extract.meetings.subjects import anchor_groups
from kg.extract.meetings.units import Line, Unit, index_names, make_line, mask
from kg.model import EntityKind, Linked, Part

LEAD = 3  # sentences at the start of the body that say what an article is about

Sounds = Sequence[Mapping[str, float]]  # by sentence, the log odds that it tells of each kind of encounter


class Scene:
    """An article with what is known of it while its encounters are sought.

    `counts` tells how often each entity is named, `headline` are the entities of the headline; `sounds` what the
    network of the wording says of each sentence, empty where it was not asked.
    """

    def __init__(self, linked: Linked, frames: Frames, judges: Judges, sounds: Sounds = ()) -> None:
        self.linked = linked
        self.frames = frames
        self.judges = judges
        self.sounds = sounds
        self.cast = Cast(linked, frames)
        self.names = index_names(linked, frames)
        self.counts = Counter(key for unit in self.names.units for key in unit.entities)
        self.headline = frozenset(key for unit in self._of_headline() for key in unit.entities)
        self._lines: dict[int, Line] = {}
        self._masked: dict[int, Line] = {}
        self._countries = {e.key: e.country for e in linked.entities if e.kind is not EntityKind.PLACE}

    @cached_property
    def lead(self) -> frozenset[int]:
        """The numbers of the sentences in which the body says what the article is about."""
        blocks = self.linked.article.blocks
        body = (n for n, s in enumerate(self.linked.sentences) if blocks[s.block].part is Part.BODY)
        return frozenset(islice(body, LEAD))

    def _of_headline(self) -> Sequence[Unit]:
        blocks = [block for block in self.linked.article.blocks if block.part is Part.HEADLINE]
        return [unit for block in blocks for unit in self.names.inside(block.start, block.end)]

    def naming(self, key: str) -> list[int]:
        """The sentences that name an entity."""
        sentences = self.linked.sentences
        return [n for n, s in enumerate(sentences) if any(key in u.entities for u in self.names.inside(s.start, s.end))]

    def line(self, number: int) -> Line:
        """The line of a sentence, with 双方 read as the parties that the sentence names."""
        if number not in self._lines:
            sentence = self.linked.sentences[number]
            units = self.names.inside(sentence.start, sentence.end)
            line = make_line(self.linked.folded, units, (sentence.start, sentence.end), self.frames, self._countries)
            self._lines[number] = anchor_groups(line, self.cast)
        return self._lines[number]

    def masked(self, number: int) -> Line:
        """The line of a sentence with its adverbials as one symbol each."""
        if number not in self._masked:
            self._masked[number] = mask(self.line(number), self.frames)
        return self._masked[number]
