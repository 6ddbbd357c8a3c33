"""Which sentences tell what was said at an encounter, and so which issues were discussed there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.extract.meetings.actors import Cast
from kg.extract.meetings.coalesce import Encounter
from kg.extract.meetings.frames import GROUP, PERSON, Frames
from kg.extract.meetings.occurrence import Family
from kg.extract.meetings.units import Line, Names, make_line
from kg.model import IssueSpan, Linked, Part

IssueFinder = Callable[[str, int, int], tuple[IssueSpan, ...]]
CARRY = 8  # sentences for which a participant's words still belong to the encounter told before


def discussed(
    encounters: Sequence[Encounter], main: Encounter | None, linked: Linked, names: Names, cast: Cast, frames: Frames
) -> dict[int, list[int]]:
    """For each encounter (by its place in the list) the sentences in which it is said what was discussed."""
    owners = _told_in(encounters, main)
    scope: dict[int, list[int]] = {}
    current, since = None, 0
    for number, sentence in enumerate(linked.sentences):
        if linked.article.blocks[sentence.block].part is Part.HEADLINE and number not in owners:
            continue
        line = make_line(linked, names, sentence.start, sentence.end, frames)
        if number in owners:
            current, since = owners[number], number
        elif current is None or number - since > CARRY or not _carries(line, encounters[current], cast, frames):
            continue
        if frames.cues["analyst"].search(line.text):
            continue
        since = number
        scope.setdefault(current, []).append(number)
    return scope


def _told_in(encounters: Sequence[Encounter], main: Encounter | None) -> dict[int, int]:
    """The encounter that each sentence tells of; a talk goes before the visit or conference around it."""
    owners: dict[int, int] = {}
    for rank, families in enumerate(({Family.VISIT}, {Family.CONFERENCE}, {Family.TALK})):
        for index, encounter in enumerate(encounters):
            if encounter.family not in families or (rank == 0 and encounter is not main):
                continue
            owners.update({o.sentence: index for o in encounter.occurrences if not o.is_inside})
    return owners


def _carries(line: Line, encounter: Encounter, cast: Cast, frames: Frames) -> bool:
    """Whether a sentence goes on telling: someone of the encounter says or discusses something."""
    if not frames.cues["discuss"].search(line.text):
        return False
    for symbol, unit in zip(line.text, line.units, strict=True):
        if unit is None or not unit.entities:
            continue
        if symbol in (PERSON, GROUP):
            people = [k for k in unit.entities if k.startswith("person/")]
            return all(k in encounter.sides.people or cast.is_spokesperson(k) for k in people)
        return cast.party(unit.entities[0]) in encounter.sides.parties
    return False


def issues_of(sentences: Sequence[int], linked: Linked, find_issues: IssueFinder) -> tuple[str, ...]:
    """The issues of these sentences, in the order of the text."""
    found: dict[str, None] = {}
    for number in sentences:
        sentence = linked.sentences[number]
        found.update(dict.fromkeys(s.issue for s in find_issues(linked.folded, sentence.start, sentence.end)))
    return tuple(found)
