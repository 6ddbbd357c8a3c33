"""Whose leaders a summit gathers, where an article is about it: those of the union's states, wherever it names them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from kg.extract.meetings.encounter import Encounter, is_old
from kg.extract.meetings.occurrence import Family
from kg.extract.meetings.scene import Scene
from kg.extract.states import BODY, is_person, state_key
from kg.knowledge.gazetteer import RANKS
from kg.model import Part, Status

ELECT = "designate"  # the modifier of an office that someone is to hold
LEADERS = RANKS[0]
LIST = "summit-"  # begins the names of the lists of states that a union's summit gathers


def gather(encounter: Encounter, others: Sequence[Encounter], scene: Scene) -> None:
    """Give a summit that the headline names, and that took place, the leaders of its states whom the article names.

    An article on a summit tells of it in nearly every sentence, in few of them with a word for it.
    """
    unions = [party for party in encounter.sides.parties if _states(party, scene)]
    is_now = encounter.state is Status.HELD and not is_old(encounter.first, scene.linked.article.day)
    if len(unions) != 1 or not is_now or not _is_summit(encounter, scene):
        return
    if any(_is_summit(e, scene) for e in others[: others.index(encounter)] if unions[0] in e.sides.parties):
        return  # a later mention of it, or another one
    cast, sides = scene.cast, encounter.sides
    served = {unions[0], *_states(unions[0], scene)}
    outer = [e for e in others if e is not encounter and not served.issuperset((*e.sides.parties, *e.hosts))]
    elect = {tenure.holder for tenure in scene.linked.tenures if tenure.modifier == ELECT}
    people = [key for key in scene.counts if is_person(key) and cast.level([key]) == LEADERS]
    people = [key for key in people if key not in elect]
    people = [key for key in people if cast.side_of(key) in served and _was_there(key, outer, scene)]
    parties = filter(None, map(cast.side_of, people))
    encounter.sides = replace(
        sides,
        people=tuple(dict.fromkeys((*sides.people, *people))),
        parties=tuple(dict.fromkeys((*sides.parties, *parties))),
    )


def _was_there(person: str, others: Sequence[Encounter], scene: Scene) -> bool:
    """Whether nothing says that someone was not there, and not only other encounters of his are why he is named."""
    told = {o.sentence for e in others if person in e.sides.people for o in e.occurrences}
    named = scene.naming(person)
    is_absent = any(person in unit.entities for number in named for unit in scene.line(number).absent())
    return not is_absent and not told.issuperset(named)


def _states(union: str, scene: Scene) -> list[str]:
    """The states whose leaders a union's summit gathers, by key; none where they are not known."""
    codes = scene.frames.lists.get(LIST + union.removeprefix(BODY).lower(), ())
    return [state_key(code.upper()) for code in codes]


def _is_summit(encounter: Encounter, scene: Scene) -> bool:
    """Whether a gathering is one of leaders, and the headline speaks of it."""
    if encounter.family is not Family.CONFERENCE or encounter.level not in (None, LEADERS):
        return False
    blocks, marks = scene.linked.article.blocks, scene.frames.lists["leaders_marks"]
    told = [o for o in encounter.occurrences if not o.is_back]
    named = [scene.linked.folded[slice(*(o.name or (o.start, o.end)))] for o in told]
    is_of_leaders = any(mark in name for mark in marks for name in named)
    is_headlined = any(blocks[o.block].part is Part.HEADLINE for o in encounter.occurrences)
    return is_of_leaders and (is_headlined or _is_lead(encounter, scene))


def _is_lead(encounter: Encounter, scene: Scene) -> bool:
    """Whether an article begins with a gathering whose union the headline names."""
    named = {scene.cast.party(key) for key in scene.headline}
    return encounter.is_in_lead and not named.isdisjoint(map(scene.cast.party, encounter.bodies))
