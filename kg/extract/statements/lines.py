"""The sentences of an article's body with all that stands in them: what the models of statements look at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from msgspec import Struct, field

from kg.extract.issues import Hit, IssueIndex, issues_between
from kg.extract.serving import Service
from kg.extract.speech import Cue
from kg.extract.speech_rules import Reading, read_by_rules, speaker_key
from kg.extract.speech_scene import Scene, Turn, is_subhead
from kg.extract.speech_subjects import is_subject, load_surroundings
from kg.extract.states import STATE, country_entity
from kg.fold import fold
from kg.model import Entity, EntityKind, Part


class Place(Struct, frozen=True, gc=False):
    """Where a line names someone, in offsets of the line; whether it only refers, whether it can be a subject."""

    start: int
    end: int
    refers: bool
    subject: bool


class Line(Struct):
    """One sentence: `text` is folded; the keys of `places`, `turns` and `readings` are those of speakers."""

    number: int  # among the sentences of the article
    start: int
    end: int
    block: int
    paragraph: int | None
    text: str
    is_first: bool  # of its paragraph
    cues: tuple[Cue, ...]
    quoted: tuple[bool, bool, bool]  # begins inside a quotation, opens one, touches one
    hits: tuple[Hit, ...]
    codes: frozenset[str]  # the issues that its words name
    strong: frozenset[str]  # the issues that its plain words name
    shown: frozenset[str]  # the issues that its plain words name, those that give way to narrower ones left out
    places: dict[str, list[Place]] = field(default_factory=dict)  # in the order of the text
    turns: dict[str, list[Turn]] = field(default_factory=dict)
    readings: list[Reading] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a key stands for: the entity that speaks, and what the models want to know of it."""

    entity: Entity
    is_private: bool
    is_spokesperson: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article as the models see it: its lines, its cast, the issues of its headline and how often each is named.

    `service` tells whom those of the cast speak for.
    """

    lines: tuple[Line, ...]
    cast: dict[str, Speaker]
    service: Service
    headline: frozenset[str]
    named: dict[str, int]


def make_sheet(scene: Scene, index: IssueIndex) -> Sheet:
    """The lines of an article's body with its turns, mentions, words of speech and issues."""
    service = Service(scene.linked)
    lines = tuple(_lines(scene, index))
    _place_mentions(scene, lines)
    ends = [line.end for line in lines]
    for turn in scene.turns:
        keys = [speaker_key(scene.entities[k]) for k in turn.speakers if k in scene.entities]
        for line in _touched(lines, ends, turn):
            for key in keys:
                line.turns.setdefault(key, []).append(turn)
    for reading in read_by_rules(scene, index, service.side_of):
        for line in _touched(lines, ends, reading.turn):
            line.readings.append(reading)
    heads = [(b.start, b.end) for b in scene.linked.article.blocks if b.part is Part.HEADLINE]
    headline = frozenset(h.code for h in index.hits for start, end in heads if start <= h.start < end)
    named: dict[str, int] = {}
    for hit in index.hits:
        if not hit.weak:
            named[hit.code] = named.get(hit.code, 0) + 1
    return Sheet(lines, _cast(scene, service.private), service, headline, named)


def _lines(scene: Scene, index: IssueIndex) -> Iterable[Line]:
    linked, last = scene.linked, -1
    for number, sentence in enumerate(linked.sentences):
        start, end, block = sentence.start, sentence.end, sentence.block
        if linked.article.blocks[block].part is not Part.BODY or is_subhead(linked, block):
            continue
        quotes = scene.quotes
        quoted = quotes.hold(start), bool(quotes.opening(start, start + 2)), quotes.touch(start, end)
        hits = index.hits[bisect_left(index.starts, start) : bisect_left(index.starts, end)]
        yield Line(
            number=number,
            start=start,
            end=end,
            block=block,
            paragraph=linked.article.blocks[block].paragraph,
            text=linked.folded[start:end],
            is_first=block != last,
            cues=scene.cues[bisect_left(scene.cue_starts, start) : bisect_left(scene.cue_starts, end)],
            quoted=quoted,
            hits=hits,
            codes=frozenset([hit.code for hit in hits]),
            strong=frozenset([hit.code for hit in hits if not hit.weak]),
            shown=frozenset(h.code for h in issues_between(index, linked.folded, start, end, weak=False)),
        )
        last = block


def _place_mentions(scene: Scene, lines: tuple[Line, ...]) -> None:
    """Put the mentions into their lines; whom 双方 means as a subject, the turns know better than the mention."""
    folded = scene.linked.folded
    meant = {turn.subject: turn.speakers for turn in scene.turns if len(turn.speakers) > 1}
    for line in lines:
        for phrase in scene.phrases.between(line.start, line.end):
            subject = is_subject(phrase, folded, line.start, line.end)
            place = Place(phrase.start - line.start, phrase.end - line.start, phrase.refers, subject)
            for key in meant.get((phrase.start, phrase.end), phrase.entities):
                if key in scene.entities:
                    line.places.setdefault(speaker_key(scene.entities[key]), []).append(place)


def _touched(lines: tuple[Line, ...], ends: list[int], turn: Turn) -> Iterable[Line]:
    first = bisect_left(ends, turn.start + 1)
    for line in lines[first:]:
        if line.start >= turn.end:
            return
        yield line


def _cast(scene: Scene, private: frozenset[str]) -> dict[str, Speaker]:
    words = load_surroundings().spokesperson
    relays = {t.holder for t in scene.linked.tenures if words.search(fold(t.role))}
    cast: dict[str, Speaker] = {}
    for entity in scene.entities.values():
        name = speaker_key(entity)
        if entity.kind is EntityKind.PLACE or name in cast:
            continue
        who = scene.entities.get(name, entity)
        if name not in scene.entities and name.startswith(STATE):
            who = country_entity(name.removeprefix(STATE))
        cast[name] = Speaker(who, who.key in private, who.key in relays)
    return cast
