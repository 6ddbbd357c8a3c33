"""How an encounter was held, as a judge holds it: face to face, by telephone, by video, or as a conference of many.

The words tell of a call or a video link where they name one. Whether a meeting is a conference, whether a talk told in
passing was held by telephone, the judge weighs from how many took part, how the sentences sound, and the words.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator

from kg.extract.judge import marked, weigh
from kg.extract.meetings.actors import Cast
from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.talks import MANY, count_states
from kg.extract.meetings.worth import around, part_of, surest
from kg.extract.states import BODY, WHOLE, is_body
from kg.model import MeetingKind

JUDGE = "meeting-kinds"  # the model in ontology/models
OFFERED = (MeetingKind.MEETING, MeetingKind.CALL, MeetingKind.VIDEO, MeetingKind.CONFERENCE)
# Log odds that what the rules tell has beforehand. With 0 held-out kinds are right a little more often, but talks of
# three states of which nothing more is told are no conference, and such talks of two are a video.
TRUST = 1.0
STEPS = (-4.0, -2.5, -1.2, 0.0, 1.2, 2.5)  # classes of the log odds that a sentence tells of one of a kind
LEFT, RIGHT = 10, 8  # characters around the surest word of encounter of which the pairs count


def judged(encounter: Encounter, told: MeetingKind, scene: Scene) -> MeetingKind:
    """The kind that is likeliest; `told` is that of the rules, of which a visit stands; two make no conference."""
    if told is MeetingKind.VISIT:
        return told
    odds = weigh(scene.judges, JUDGE, OFFERED, traits(encounter, told, scene))
    if told is not MeetingKind.CONFERENCE and not _may_be_many(encounter, scene.cast):
        del odds[MeetingKind.CONFERENCE]
    odds[told] += TRUST
    return max(odds, key=lambda kind: odds[kind])


def _may_be_many(encounter: Encounter, cast: Cast) -> bool:
    """Whether it is of three, or of a union of states, but for the one that meets others as a state does: 中欧会谈."""
    parties = {*encounter.sides.parties, *encounter.hosts}
    unions = set(filter(cast.is_union, parties))
    return len(parties) >= MANY or (bool(unions) and (len(parties) == 1 or BODY + WHOLE not in unions))


def traits(encounter: Encounter, told: MeetingKind, scene: Scene) -> Iterator[str]:
    """What tells how an encounter was held, whichever kind is asked for; `told` is that of the rules."""
    sides, family, occurrences = encounter.sides, encounter.family.value, encounter.occurrences
    parties = {*sides.parties, *encounter.hosts}
    states = min(4, count_states(parties))
    bodies, people = min(2, sum(is_body(p) for p in parties)), min(4, len(sides.people))
    best = surest(encounter)
    yield "any"
    yield f"rule {told}"
    yield f"rule {told} sure {encounter.kind}"
    yield f"rule {told} family {family}"
    yield f"rule {told} states {states}"
    yield f"rule {told} bodies {bodies}"
    yield f"family {family} states {states} bodies {bodies}"
    yield f"states {states} people {people}"
    yield f"rule {told} states {states} people {people}"
    yield f"level {encounter.level}"
    yield f"surest {best.rule} {best.kind}"
    yield f"part {part_of(best, scene)}"
    yield from (f"said {kind}" for kind in {o.kind for o in occurrences if not o.is_back})
    yield from (f"goes back to {kind}" for kind in {o.kind for o in occurrences if o.is_back})
    yield from (f"word {scene.linked.folded[o.start : o.end]}" for o in occurrences)
    yield from (f"head {o.head}" for o in occurrences if o.head)
    yield from _sounds(encounter, told, states, scene)
    left, right = around(best, LEFT, RIGHT, scene)
    yield from marked("left", left)
    yield from marked("right", right)
    yield f"before {left[-2:]}"
    yield f"after {right[:2]}"
    if best.name is not None:
        yield from marked("name", scene.linked.folded[slice(*best.name)])


def _sounds(encounter: Encounter, told: MeetingKind, states: int, scene: Scene) -> Iterator[str]:
    """Traits of which kinds the sentences that tell of it sound like."""
    if not scene.sounds:
        return
    rows = [scene.sounds[number] for number in sorted({o.sentence for o in encounter.occurrences})]
    most = {kind: max(row[kind] for row in rows) for kind in OFFERED}
    mean = {kind: math.fsum(row[kind] for row in rows) / len(rows) for kind in OFFERED}
    for kind in OFFERED:
        step = bisect_right(STEPS, most[kind])
        yield f"like {kind} {step}"
        yield f"rule {told} like {kind} {step}"
        yield f"on the whole {kind} {bisect_right(STEPS, mean[kind])}"
    top, second = sorted(OFFERED, key=lambda kind: -most[kind])[:2]
    yield f"likest {top}"
    yield f"likest {top} {bisect_right(STEPS, most[top] - most[second])}"
    yield f"rule {told} likest {top} then {second}"
    yield f"rule {told} likest {top} states {states}"
