"""Sentences that tell of an encounter by their wording, where no word of encounter with its sides founds one.

The network of the wording says how likely a sentence tells of a meeting, a call, a visit. Who of those named there took
part is for the judge of members to say; whether it is an encounter of its own, one told elsewhere in the article, or
none, for the judge of hearing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kg.extract.judge import logit
from kg.extract.meetings.actors import Sides
from kg.extract.meetings.coalesce import can_found
from kg.extract.meetings.encounter import LEAD, Encounter, dates_agree, in_order
from kg.extract.meetings.find import with_slots
from kg.extract.meetings.frames import ACTORS
from kg.extract.meetings.matching import Hit
from kg.extract.meetings.members import Members
from kg.extract.meetings.occurrence import TRAVEL, Family, Occurrence
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.slots import with_dates
from kg.extract.meetings.status import status_of
from kg.extract.states import is_person, is_state
from kg.model import MeetingKind, Part, Status

JUDGE = "meeting-hearing"  # the model in ontology/models
LEAST = -0.85  # log odds from which on a sentence may tell of an encounter; where fewer are offered, fewer are found
SURE = 0.85  # the same where no word of encounter of its family stands
STEPS = (-0.4, 0.0, 0.4, 0.85, 1.4, 2.2)  # classes of how likely it does, in log odds
DISTANCES = (0, 1, 2, 4, 8, 16)  # classes of how far the other encounter is told, in sentences
OPENING = 0.5  # log odds that an encounter of its own has beforehand: whether it is listed is judged later (worth.py)
RULE = "heard"
CONFIDENCE = 0.4
FLAGS = ("is_vague", "is_other", "is_definite")
NOTHING, NEW = 0, 1  # places of the first two offers; the others are those of the encounters


class Heard(Struct, frozen=True, kw_only=True):
    """What a sentence tells by its wording: `old` are the occurrences of its family there, which found nothing."""

    found: Occurrence
    old: Sequence[Occurrence]
    odds: float


def hear(encounters: list[Encounter], heard: Sequence[Heard], scene: Scene) -> list[Encounter]:
    """The encounters of an article with those that only the wording of a sentence tells of."""
    weights, told = scene.judges[JUDGE], list(encounters)
    for one in heard:
        odds = [logit(weights, traits) for traits in offers(one, told, scene)]
        odds[NEW] += OPENING
        best = odds.index(max(odds))
        if best == NEW:
            told.append(alone(one.found))
        elif best != NOTHING:
            _join(of_family(one, told)[best - NEW - 1], one.found)
    return in_order(told)


def _join(encounter: Encounter, found: Occurrence) -> None:
    """Let a sentence tell of an encounter; who of those named there took part is judged with all others."""
    if all(o.sentence != found.sentence for o in encounter.occurrences):
        encounter.add(replace(found, sides=Sides(), hosts=()))
        encounter.occurrences.sort(key=lambda o: o.position)


def alone(found: Occurrence) -> Encounter:
    """An encounter of which one occurrence is all that is told."""
    encounter = Encounter(family=found.family)
    encounter.add(found)
    return encounter


def of_family(one: Heard, encounters: Sequence[Encounter]) -> list[Encounter]:
    """The encounters that may be the one that a sentence tells of."""
    return [e for e in encounters if e.is_visit == one.found.is_visit]


def offers(one: Heard, encounters: Sequence[Encounter], scene: Scene) -> list[list[str]]:
    """What a sentence may tell, as traits: nothing, an encounter of its own, or one of those of its family."""
    others = of_family(one, encounters)
    apart = sorted((_distance(other, one.found), place) for place, other in enumerate(others))
    rank = {place: min(4, number) for number, (_, place) in enumerate(apart)}
    return [
        list(_of_sentence(one, len(others), scene, "no")),
        [*_of_sentence(one, len(others), scene, "new"), *_named(one.found)],
        *(list(_likeness(one, other, rank[place])) for place, other in enumerate(others)),
    ]


def _distance(other: Encounter, found: Occurrence) -> int:
    return min(abs(o.sentence - found.sentence) for o in other.occurrences)


def _of_sentence(one: Heard, others: int, scene: Scene, name: str) -> Iterator[str]:
    """Traits of the sentence, whatever else the article tells."""
    step, rule, family = bisect_right(STEPS, one.odds), one.old[0].rule if one.old else "none", one.found.family[:2]
    part = scene.linked.article.blocks[one.found.block].part
    where = part.value if part is not Part.BODY else "lead" if one.found.sentence <= LEAD else "body"
    yield name
    yield f"{name} {family} {step}"
    yield f"{name} {one.found.kind} {step}"
    yield f"{name} {rule}"
    yield f"{name} {rule} {step}"
    yield f"{name} {where}"
    yield f"{name} {family} others {min(3, others)}"
    yield f"{name} others {min(3, others)} {step}"


def _named(found: Occurrence) -> Iterator[str]:
    """Traits of an encounter of its own: who and when."""
    sides = found.sides
    size = f"people {min(3, len(sides.people))} parties {min(3, len({*sides.parties, *found.hosts}))}"
    yield f"new {size}"
    yield f"new {found.kind} {size}"
    yield f"new date {len(found.first or '')}"
    yield f"new status {found.status}"
    yield from (f"new {flag}" for flag in FLAGS if getattr(found, flag))


def _likeness(one: Heard, other: Encounter, rank: int) -> Iterator[str]:
    """Traits of an encounter told elsewhere beside the sentence: who, when, how and where."""
    found, distance = one.found, bisect_right(DISTANCES, _distance(other, one.found))
    mine, theirs = found.actors, other.actors
    both, more, less = (sum(map(is_person, some)) for some in (mine & theirs, mine - theirs, theirs - mine))
    form, when = _form(mine, theirs), _when(found, other)
    is_early, is_here = other.is_in_lead, any(o.sentence == found.sentence for o in other.occurrences)
    yield "old"
    yield f"old here {is_here} {bool(one.old)}"
    yield f"old {form}"
    yield f"old {form} {found.family}"
    yield f"old {form} when {when}"
    yield f"old people {min(3, both)} more {min(2, more)} less {min(2, less)}"
    yield f"old parties {min(3, len(mine & theirs) - both)} more {min(2, len(mine - theirs) - more)}"
    yield f"old distance {distance}"
    yield f"old distance {distance} {form}"
    yield f"old rank {rank}"
    yield f"old rank {rank} {form}"
    yield f"old early {is_early} size {min(4, len(other.occurrences))}"
    yield f"old early {is_early} {form}"
    yield f"old when {when}"
    yield f"old status {found.status in other.statuses} {other.is_future}"
    yield f"old kind {found.kind} {other.kind}"
    yield f"old kind {found.kind} {other.occurrences[0].kind}"
    yield f"old rule {other.occurrences[0].rule}"


def _form(mine: set[str], theirs: set[str]) -> str:
    """How those whom the sentence names stand to those of an encounter."""
    if not mine or mine == theirs:
        return "same" if mine else "none"
    if mine.isdisjoint(theirs):
        return "apart"
    return "less" if mine < theirs else "more" if mine > theirs else "some"


def _when(found: Occurrence, other: Encounter) -> str:
    """How the date of the sentence stands to that of an encounter."""
    if found.first is None or other.first is None:
        return "unknown" if found.first is None else "theirs unknown"
    if found.first == other.first:
        return "same"
    return "agree" if dates_agree(found.first, found.last, other.first, other.last) else "differ"


def unfounded(
    scene: Scene, hits_of: Sequence[tuple[int, Sequence[Hit]]], found: Sequence[Occurrence]
) -> Iterator[Heard]:
    """What each sentence tells that likely tells of an encounter but founds none of its family, still without sides."""
    hits = dict(hits_of)
    for number, sound in enumerate(scene.sounds):
        if max(sound.values()) < LEAST:
            continue
        here = [o for o in found if o.sentence == number]
        for is_visit in (False, True):
            odds, name = max((odds, name) for name, odds in sound.items() if (name == Family.VISIT) == is_visit)
            old = [o for o in here if o.is_visit == is_visit]
            if odds < (LEAST if old else SURE) or any(can_found(o) or _is_settled(o) for o in old):
                continue
            made = _made(scene, number, MeetingKind(name), old, hits.get(number, ()))
            if made is not None:
                yield Heard(found=made, old=old, odds=odds)


def _is_settled(found: Occurrence) -> bool:
    """Whether the words say that there is none to be founded: a habit, a denial, a stage of a journey."""
    return found.is_vague or found.is_stage or found.status is Status.DENIED


def _made(
    scene: Scene, number: int, kind: MeetingKind, old: Sequence[Occurrence], hits: Sequence[Hit]
) -> Occurrence | None:
    """What a sentence tells, at the word of encounter that it has, if any; None where it names nobody."""
    sentence, line = scene.linked.sentences[number], scene.line(number)
    family = Family.VISIT if kind is MeetingKind.VISIT else Family.TALK
    if old:
        told = replace(old[0], family=family, kind=kind, rule=RULE, is_back=False, is_partial=False)
        return replace(told, sides=Sides(), hosts=())
    actors = [u for u in scene.names.inside(sentence.start, sentence.end) if u.symbol in ACTORS]
    if not actors:
        return None
    after = (actors[-1].end, actors[-1].end)
    start, end = next(((h.start, h.end) for h in hits if (h.name in TRAVEL) == (family is Family.VISIT)), after)
    found = Occurrence(family=family, kind=kind, start=start, end=end, rule=RULE, confidence=CONFIDENCE)
    found = replace(found, sentence=number, block=sentence.block, status=status_of(line, found, scene.frames))
    return with_dates(scene.linked, [with_slots(scene, line, found)], scene.frames)[0]


def with_sides(heard: Heard, members: Members) -> Heard:
    """The same with those whom the judge of members takes for its sides; who goes to one country has it for a host."""
    encounter, found = alone(heard.found), heard.found
    members.settle(encounter)
    sides = encounter.sides
    served = {members.scene.cast.side_of(person) for person in sides.people}
    hosts = tuple(p for p in sides.parties if p not in served and is_state(p))
    if found.is_visit and sides.people and len(hosts) == 1:
        sides = replace(sides, parties=tuple(p for p in sides.parties if p not in hosts))
        return replace(heard, found=replace(found, sides=sides, hosts=hosts))
    return replace(heard, found=replace(found, sides=sides))
