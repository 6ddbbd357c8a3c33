"""Whether what was put together is an encounter that a careful reader would list, as a judge holds it.

The search founds an encounter wherever two sides stand by a word of encounter; many of those are said in passing, in
general, or of something else. The judge knows from annotated articles which are listed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from msgspec import Struct

from kg.days import DAY, YEAR
from kg.extract.judge import marked, pieces, probability, shown
from kg.extract.meetings.encounter import Encounter, dates_agree
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.scene import Scene
from kg.extract.states import is_body
from kg.model import Part, Status

JUDGE = "meeting-worth"  # the model in ontology/models
LISTED = 0.33  # from which on an encounter is listed; 0.25 to 0.4 have the same F1, lower finds more of the main ones
MAIN = 0.2  # the same for the main encounter
STEPS = (-4.6, -3.5, -2.2, -1.4, -0.6, 0.0, 0.6, 1.4, 2.2, 3.5)  # classes of the log odds that a sentence tells of one
LEFT, RIGHT = 6, 4  # characters around the surest trigger of which the pairs count
NAMED = 8  # characters before a word for a gathering in which it may stand whose it is
WIDE = 14  # the same of which the strings of two and three count, with every name as one character
FLAGS = (
    "is_vague",
    "is_other",
    "is_inside",
    "is_definite",
    "is_tour",
    "is_stay",
    "is_stage",
    "is_bare",
    "is_thin",
    "is_weak",
    "is_continued",
    "is_moved",
    "is_partial",
)


class Telling(Struct, frozen=True, kw_only=True):
    """An encounter with its kind and status."""

    encounter: Encounter
    kind: str
    status: str
    actors: frozenset[str]


def telling(encounter: Encounter, kind: str, status: str) -> Telling:
    """An encounter with its kind, its status, and all who take part."""
    return Telling(encounter=encounter, kind=kind, status=status, actors=frozenset(encounter.actors))


def is_worth(told: Telling, others: Sequence[Telling], scene: Scene, *, is_main: bool) -> bool:
    """Whether an encounter is to be listed, of those that an article tells of; the main one more readily."""
    if is_inner(told, scene):
        return False
    if is_plain(told):
        return True
    chance = probability(scene.judges[JUDGE], traits(told, others, scene))
    return chance > (MAIN if is_main else LISTED)


def is_inner(told: Telling, scene: Scene) -> bool:
    """Whether it is a hearing or a mourning service (ontology: `inner`) at which one state is among itself."""
    encounter, folded, cue = told.encounter, scene.linked.folded, scene.frames.cues["inner"]
    if encounter.family is not Family.CONFERENCE or len({*encounter.sides.parties, *encounter.hosts}) > 1:
        return False
    named = [o for o in encounter.occurrences if not o.is_back]
    return bool(named) and all(cue.search(folded, max(0, o.start - NAMED), o.end) for o in named)


def is_plain(told: Telling) -> bool:
    """Whether the words leave no doubt: a summit known by its city, a council of states that sat on a day, or one of
    several gatherings that a sentence lists.
    """
    if told.status != Status.HELD:
        return False
    encounter = told.encounter
    is_sat = any(o.is_session for o in encounter.occurrences) and len(encounter.first or "") == DAY
    is_listed = any(o.is_listed for o in encounter.occurrences)
    return encounter.is_bygone or is_sat or is_listed


def traits(told: Telling, others: Sequence[Telling], scene: Scene) -> list[str]:
    """The traits of an encounter for the judge, among all those of its article."""
    encounter, kind, status = told.encounter, told.kind, told.status
    return [
        *_told(encounter, kind, scene),
        *_sides(encounter, kind, scene),
        *_time(encounter, kind, status, scene),
        *_twins(told, others),
        *_sound(told, others, scene),
    ]


def _twins(told: Telling, others: Sequence[Telling]) -> Iterator[str]:
    """Traits of the other encounters of the article, of those between the same sides above all."""
    mine, size = told.encounter, len(told.encounter.occurrences)
    yield f"{told.kind} sure {round(10 * mine.sureness)}"
    yield f"sure {round(10 * mine.sureness)} size {min(3, size)}"
    least, missed = (round(10 * chance) for chance in mine.doubts)
    yield f"least {least}"
    yield f"missed {missed}"
    yield f"least {least} missed {missed}"
    yield f"others {min(8, len(others) - 1)}"
    yield f"larger {min(4, sum(len(o.encounter.occurrences) > size for o in others))}"
    found = 0
    for other in others:
        if other is told or other.encounter.family is not mine.family:
            continue
        alike = _alike(told, other)
        if alike is None:
            continue
        found += 1
        yield alike
        yield f"{told.kind} {alike}"
    yield f"{told.kind} twins {min(3, found)}"


def _sound(told: Telling, others: Sequence[Telling], scene: Scene) -> Iterator[str]:
    """Traits of how the sentences that tell of an encounter sound: how likely each tells of one of its family."""
    if not scene.sounds:
        return
    is_visit, kind = told.encounter.is_visit, told.kind
    numbers = sorted({o.sentence for o in told.encounter.occurrences})
    odds = {n: max(o for name, o in scene.sounds[n].items() if (name == Family.VISIT) == is_visit) for n in numbers}
    best = max(numbers, key=lambda number: odds[number])
    rivals = sum(
        other.encounter.is_visit == is_visit and any(o.sentence == best for o in other.encounter.occurrences)
        for other in others
    )
    step, name = bisect_right(STEPS, odds[best]), max(scene.sounds[best].items(), key=itemgetter(1))[0]
    second = bisect_right(STEPS, sorted(odds.values())[-2]) if len(numbers) > 1 else None
    yield f"sounds {step}"
    yield f"{kind} sounds {step}"
    yield f"sounds {step} rivals {min(4, rivals)}"
    yield f"sounds {step} size {min(3, len(numbers))}"
    yield f"{kind} sounds like {name} {bisect_right(STEPS, scene.sounds[best][name])}"
    yield f"first sounds {bisect_right(STEPS, odds[numbers[0]])}"
    yield f"second sounds {second}"
    yield f"surest sounds {bisect_right(STEPS, odds[surest(told.encounter).sentence])}"


def _alike(told: Telling, other: Telling) -> str | None:
    """How another encounter between mostly the same sides stands to one."""
    one, two = told.actors, other.actors
    if not one or not two or 2 * len(one & two) < min(len(one), len(two)) + 1:
        return None
    mine, theirs = told.encounter, other.encounter
    nested = "same" if one == two else "more" if one > two else "less" if one < two else "some"
    dates = (mine.first, theirs.first)
    if None in dates:
        when = "both unknown" if dates == (None, None) else "mine unknown" if mine.first is None else "theirs unknown"
    elif mine.first == theirs.first:
        when = "same"
    else:
        agree = dates_agree(mine.first, mine.last, theirs.first, theirs.last)
        when = "agree" if agree else "differ"
    sizes = len(mine.occurrences) - len(theirs.occurrences)
    larger = "larger" if sizes > 0 else "smaller" if sizes < 0 else "as large"
    return f"twin {nested} {when} {told.status == other.status} {larger}"


def _told(encounter: Encounter, kind: str, scene: Scene) -> Iterator[str]:
    """Traits of where and in which words it is told."""
    folded, occurrences = scene.linked.folded, encounter.occurrences
    size, first, best = min(5, len(occurrences)), part_of(occurrences[0], scene), surest(encounter)
    named = sum(not (o.is_back or o.is_weak) for o in occurrences)
    yield f"size {size}"
    yield f"{kind} size {min(4, size)}"
    yield f"named {min(3, named)}"
    yield from (f"part {part_of(o, scene)}" for o in occurrences)
    yield f"first {first}"
    yield f"{kind} first {first}"
    yield from (f"rule {o.rule}" for o in occurrences)
    yield f"surest {best.rule}"
    yield f"surest {best.rule} size {min(3, size)}"
    yield from (f"word {folded[o.start : o.end]}" for o in occurrences)
    yield from _flags(occurrences, kind)
    left, right = folded[max(0, best.start - LEFT) : best.start], folded[best.end : best.end + RIGHT]
    yield from (f"left {shown(pair)}" for pair in pieces(left))
    yield from (f"right {shown(pair)}" for pair in pieces(right))
    yield from _wording(best, kind, first, scene)


def _wording(best: Occurrence, kind: str, first: str, scene: Scene) -> Iterator[str]:
    """Traits of the words around the surest word of encounter, every name one character, and of a gathering's name."""
    word, (left, right) = scene.linked.folded[best.start : best.end], around(best, WIDE, WIDE, scene)
    for side, text in (("left", left), ("right", right)):
        yield from (trait for size in (2, 3) for trait in marked(f"{side} of", text, size))
    yield f"{kind} before {left[-2:]}"
    yield f"{kind} after {right[:2]}"
    yield f"{word} before {left[-1:]} after {right[:1]}"
    yield f"{word} {kind} {first}"
    yield f"{best.rule} {kind} {first}"
    if best.name is not None:
        yield from marked("name", scene.linked.folded[slice(*best.name)])


def _flags(occurrences: Sequence[Occurrence], kind: str) -> Iterator[str]:
    for flag in FLAGS:
        count = sum(getattr(o, flag) for o in occurrences)
        if count == len(occurrences):
            yield f"all {flag}"
            yield f"{kind} all {flag}"
        elif count:
            yield f"some {flag}"


def _sides(encounter: Encounter, kind: str, scene: Scene) -> Iterator[str]:
    """Traits of who takes part."""
    cast, (people, parties) = scene.cast, (encounter.sides.people, encounter.sides.parties)
    served = {cast.side_of(person) for person in people}
    yield f"{kind} people {min(4, len(people))}"
    yield f"{kind} parties {min(4, len(parties))}"
    yield f"{kind} people {min(4, len(people))} parties {min(4, len(parties))}"
    yield f"known {min(3, sum(cast.entities[p].known is not None for p in people))}"
    yield f"officials {min(3, sum(cast.is_official(p) for p in people))}"
    yield f"speaker {any(cast.is_spokesperson(p) for p in people)}"
    yield f"{kind} bodies {min(2, sum(is_body(p) for p in parties))}"
    yield f"served {min(3, len(served))}"
    yield f"{kind} unserved {min(2, len(set(parties) - served))}"
    yield f"hosts {min(3, len(encounter.hosts))}"
    yield f"level {encounter.level}"
    if len(parties) == 1:
        yield f"{kind} alone"


def _time(encounter: Encounter, kind: str, status: str, scene: Scene) -> Iterator[str]:
    """Traits of when, where and whether it took place."""
    past = when(encounter, scene.linked.article.day)
    yield f"kind {kind}"
    yield f"status {status}"
    yield f"{kind} status {status}"
    yield f"date {past}"
    yield f"{kind} date {past}"
    yield f"{status} date {past}"
    yield f"city {encounter.city is not None}"


def when(encounter: Encounter, day: str | None) -> str:
    """How the date beside the words stands to the day of publication."""
    if not encounter.first or not day:
        return "unknown"
    last = encounter.last or encounter.first
    if encounter.first > day[: len(encounter.first)]:
        return "future"
    if last < day[: len(last)]:
        return "past" if last[:YEAR] == day[:YEAR] else "years ago"
    return "today" if len(last) == DAY else "now"


def around(found: Occurrence, before: int, after: int, scene: Scene) -> tuple[str, str]:
    """So many characters before and after a word of encounter, every name one of them, as parts of a trait's name."""
    line = scene.line(found.sentence)
    at, end = line.span(found.start, found.end)
    return shown(line.text[max(0, at - before) : at]), shown(line.text[end : end + after])


def part_of(found: Occurrence, scene: Scene) -> str:
    """Where an occurrence stands: headline, caption, lead, or the rest of the body."""
    part = scene.linked.article.blocks[found.block].part
    if part is not Part.BODY:
        return part.value
    return "lead" if found.sentence in scene.lead else "body"


def surest(encounter: Encounter) -> Occurrence:
    """The occurrence that says most surely who took part; any, where all sides come from the text around it."""
    named = [o for o in encounter.occurrences if not o.sides.is_empty]
    return max(named or encounter.occurrences, key=lambda o: o.confidence)
