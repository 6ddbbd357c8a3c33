"""Which stretches of an article tell what was said at an encounter, and so which issues were discussed there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kg.extract.meetings.encounter import FUTURE, Encounter
from kg.extract.meetings.frames import GROUP, PERSON, Frames
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.units import Line
from kg.extract.states import is_person
from kg.model import IssueSpan, Linked, Part, Span

IssueFinder = Callable[[str, int, int], tuple[IssueSpan, ...]]
CARRY = 8  # sentences for which a participant's words still belong to the encounter told before
FOCUS = 2  # sentences that must speak of an encounter beside the main one before others are carried to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The encounters of an article, the main one and those that it tells at length."""

    encounters: Sequence[Encounter]
    main: Encounter | None
    focal: frozenset[int]

    def role(self, encounter: Encounter) -> str:
        """How the judges call its part in the article."""
        return "main" if encounter is self.main else "other"


def discussed(told: Told, scene: Scene) -> dict[int, list[Span]]:
    """For each encounter (by its place in the list) the stretches in which it is said what was discussed.

    The encounters told at length get the sentences that speak of them and those after, in which someone of theirs
    says something; the others only the words around them, where these say that something was discussed.
    """
    linked, frames = scene.linked, scene.frames
    scope: dict[int, list[Span]] = {}
    spoken = _by_sentence(told)
    current, since, aside = None, 0, None
    for number, sentence in enumerate(linked.sentences):
        here = spoken.get(number, [])
        if not here and aside is None and (current is None or number - since > CARRY):
            continue
        if linked.article.blocks[sentence.block].part is Part.HEADLINE and not here:
            continue
        line = scene.line(number)
        if frames.cues["analyst"].search(line.text):
            continue
        whole = Span(start=sentence.start, end=sentence.end)
        focal = [index for _, index in here if index in told.focal]
        if focal:
            current, since = focal[0], number
            if _is_told(told.encounters[current], line, frames):
                scope.setdefault(current, []).append(whole)
        elif not here and aside is not None and _goes_on(aside, number, line, told, scene):
            scope.setdefault(aside, []).append(whole)
        elif not here and current is not None and _carries(line, told.encounters[current], scene):
            since = number
            if _is_told(told.encounters[current], line, frames):
                scope.setdefault(current, []).append(whole)
        aside = _aside(here, told)
        for index, span in _around(here, whole):
            if index not in told.focal and frames.cues["topic"].search(linked.folded, span.start, span.end):
                scope.setdefault(index, []).append(span)
    return scope


def _is_told(encounter: Encounter, line: Line, frames: Frames) -> bool:
    """Whether a sentence about an encounter says what was discussed; of visits and what is to come in plain words."""
    is_strict = encounter.is_visit or encounter.is_future
    return frames.cues["agenda" if is_strict else "discuss"].search(line.text) is not None


def focal(encounters: Sequence[Encounter], main: Encounter | None) -> frozenset[int]:
    """The encounters told at length: the main one, and talks held that several sentences speak of by name."""
    found = set()
    for index, encounter in enumerate(encounters):
        named = [
            o for o in encounter.occurrences if not (o.is_back or o.is_inside) and (o.sides.people or not o.is_weak)
        ]
        sentences = {o.sentence for o in named}
        is_long = encounter.family is Family.TALK and len(sentences) > FOCUS and not encounter.statuses & FUTURE
        if encounter is main or is_long:
            found.add(index)
    return frozenset(found)


def _by_sentence(told: Told) -> dict[int, list[tuple[Occurrence, int]]]:
    """The occurrences of each sentence with their encounters; the main encounter first, then as they stand."""
    spoken: dict[int, list[tuple[Occurrence, int]]] = {}
    for index, encounter in enumerate(told.encounters):
        for occurrence in encounter.occurrences:
            if not occurrence.is_inside:
                spoken.setdefault(occurrence.sentence, []).append((occurrence, index))
    for some in spoken.values():
        some.sort(key=lambda pair: (told.encounters[pair[1]] is not told.main, pair[0].start))
    return spoken


def _around(here: Sequence[tuple[Occurrence, int]], whole: Span) -> Iterator[tuple[int, Span]]:
    """Each occurrence's share of a sentence: from its frame to the next one's; the first has what is before it too."""
    ordered = sorted(here, key=lambda pair: pair[0].start)
    starts = [o.since for o, _ in ordered]
    for i, (_, index) in enumerate(ordered):
        start = whole.start if i == 0 else starts[i]
        end = starts[i + 1] if i + 1 < len(ordered) else whole.end
        if start < end:
            yield index, Span(start=start, end=end)


def _aside(here: Sequence[tuple[Occurrence, int]], told: Told) -> int | None:
    """The encounter told in passing that the sentence ends with, if one held."""
    last = max(here, key=lambda pair: pair[0].start, default=None)
    if last is None or last[1] in told.focal or told.encounters[last[1]].is_future:
        return None
    return last[1]


def _goes_on(index: int, number: int, line: Line, told: Told, scene: Scene) -> bool:
    """Whether the sentence after goes on about an encounter told in passing: same paragraph, its people discuss."""
    sentences = scene.linked.sentences
    if sentences[number].block != sentences[number - 1].block or not scene.frames.cues["topic"].search(line.text):
        return False
    return _carries(line, told.encounters[index], scene)


def _carries(line: Line, encounter: Encounter, scene: Scene) -> bool:
    """Whether a sentence goes on telling: someone of the encounter says or discusses something."""
    cast = scene.cast
    if not scene.frames.cues["discuss"].search(line.text):
        return False
    for symbol, unit in zip(line.text, line.units, strict=True):
        if unit is None or not unit.entities:
            continue
        if symbol in (PERSON, GROUP):
            people = [k for k in unit.entities if is_person(k)]
            return all(k in encounter.sides.people or cast.is_spokesperson(k) for k in people)
        return cast.party(unit.entities[0]) in encounter.sides.parties
    return False


def issues_of(
    spans: Sequence[Span], encounters: Sequence[Encounter], linked: Linked, find_issues: IssueFinder
) -> tuple[str, ...]:
    """The issues of these stretches in the order of the text, the names of the encounters themselves left out."""
    triggers = sorted({(o.start, o.end) for e in encounters for o in e.occurrences})
    found: dict[str, None] = {}
    for span in spans:
        beside: set[str] = set()
        start = span.start
        inside = [(left, right) for left, right in triggers if span.start <= left < span.end]
        for left, right in (*inside, (span.end, span.end)):
            beside.update(issue.issue for issue in find_issues(linked.folded, start, left))
            start = max(start, right)
        whole = find_issues(linked.folded, span.start, span.end)
        found.update(dict.fromkeys(issue.issue for issue in whole if issue.issue in beside))
    return tuple(found)
