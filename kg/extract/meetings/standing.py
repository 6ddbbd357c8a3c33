"""Whether an encounter took place, as a judge holds it, from all words around all places that tell of it.

The rules (status.py) read the words of one clause; the judge weighs what they found in every clause against the date
and the characters around the words of encounter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.days import DAY
from kg.extract.judge import marked, weigh
from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.occurrence import Occurrence
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.worth import around, part_of, surest, when
from kg.model import Status

JUDGE = "meeting-status"  # the model in ontology/models
OFFERED = (Status.HELD, Status.PLANNED, Status.POSSIBLE, Status.CANCELLED)
TRUST = 0.5  # log odds that what the rules tell has beforehand
# Beside words beyond doubt (fate.py), what others may tell.
BESIDE = {
    Status.POSSIBLE: {Status.POSSIBLE},
    Status.PLANNED: {Status.PLANNED, Status.POSSIBLE},
    Status.CANCELLED: {Status.PLANNED, Status.POSSIBLE, Status.CANCELLED, Status.DENIED},
}
LEFT, RIGHT = 14, 8  # characters around a word of encounter of which the pairs count


def judged(encounter: Encounter, told: Status, scene: Scene) -> Status:
    """The status that is likeliest; `told` is that of the rules, of which only a denial stands.

    So does what the last words beyond doubt tell, where no others tell against it.
    """
    if told is Status.DENIED:
        return told
    if encounter.is_bygone:
        return Status.HELD
    if (sure := _beyond_doubt(encounter)) is not None:
        return sure
    odds = weigh(scene.judges, JUDGE, OFFERED, traits(encounter, told, scene))
    odds[told] += TRUST
    if _is_ahead(encounter, scene.linked.article.day):
        del odds[Status.HELD]
    return max(odds, key=lambda status: odds[status])


def _beyond_doubt(encounter: Encounter) -> Status | None:
    """What its last words beyond doubt tell (fate.py), unless others do not go with that."""
    last = next((o for o in reversed(encounter.occurrences) if o.is_sure), None)
    if last is None or last.status is None:
        return None
    # words that name nobody may be of something else at a gathering: 会议期间的会晤被取消
    others = [o for o in encounter.occurrences if not o.is_sure and (last.is_back or not (o.is_back or o.is_weak))]
    if not {o.status for o in others} <= BESIDE[last.status]:
        return None
    is_put_off = any(o.is_moved and o.status is Status.POSSIBLE for o in others)
    return None if is_put_off and not last.is_moved else last.status


def _is_ahead(encounter: Encounter, day: str | None) -> bool:
    """Whether the day that words give for a visit is still to come, so that it was not held whatever else is said."""
    first = encounter.first or ""
    return encounter.is_visit and day is not None and len(first) == DAY and first > day


def traits(encounter: Encounter, told: Status, scene: Scene) -> Iterator[str]:
    """What tells whether an encounter took place, whichever status is asked for; `told` is that of the rules."""
    day, occurrences = scene.linked.article.day, encounter.occurrences
    named = [o for o in occurrences if not (o.is_back or o.is_weak)] or occurrences
    state = when(encounter, day)
    best = surest(encounter)
    yield f"rule {told}"
    yield f"rule {told} date {state}"
    yield f"date {state}"
    yield f"date {state} size {len(encounter.first or '')}"
    yield f"rule {told} family {encounter.family.value}"
    yield f"rule {told} size {min(3, len(occurrences))}"
    yield f"rule {told} assumed {encounter.assumed}"
    yield f"surest {best.status} first {named[0].status} date {state}"
    yield f"first {occurrences[0].status} {part_of(occurrences[0], scene)}"
    yield from (f"says {status}" for status in {o.status for o in occurrences})
    yield from (f"names {status}" for status in {o.status for o in named})
    yield f"share {sum(o.status is None or o.status is Status.HELD for o in named) * 4 // len(named)} {state}"
    yield from (f"word {scene.linked.folded[o.start : o.end]}" for o in occurrences)
    for found in _heard(best, named):
        yield from _words(found, scene)


def _heard(best: Occurrence, named: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """The surest telling, and the first two."""
    return list(dict.fromkeys((best, *named[:2])))


def _words(found: Occurrence, scene: Scene) -> Iterator[str]:
    """Traits of the characters around a word of encounter, every name one of them."""
    left, right = around(found, LEFT, RIGHT, scene)
    yield from marked("left", left)
    yield from marked("right", right)
    yield from (f"left {sign}" for sign in left)
    yield from (f"right {sign}" for sign in right)
    yield f"before {left[-2:]}"
    yield f"after {right[:2]}"
