"""What a summit brought: one that is known by its union and city, of which only the outcome is spoken of."""

from __future__ import annotations

from kg.extract.meetings.actors import Sides
from kg.extract.meetings.matching import Spot
from kg.extract.meetings.occurrence import OUTCOME, Family, Occurrence
from kg.extract.states import state_key
from kg.model import MeetingKind


def find_outcome(spot: Spot) -> Occurrence | None:
    """The summit that the trigger names where its outcome is put into practice, or it is said to have gone well.

    落实中非合作论坛北京峰会成果; who speaks of it need not have been there, its host was.
    """
    line, cast, (start, end) = spot.line, spot.scene.cast, spot.place
    patterns, before = spot.scene.frames.patterns, line.text[:start]
    sited = patterns["sited"].search(before)
    if sited is None:
        return None
    if not (patterns["outcome"].match(line.text, end) or patterns["hailed"].search(before[: sited.start()])):
        return None
    unions, places = (line.between(sited.start(name), sited.end(name)) for name in ("o", "l"))
    parties = cast.resolve([unit for unit in unions if cast.is_union(unit.entities[0])]).parties
    place = cast.entities[places[0].entities[0]]
    if not parties or not place.country:
        return None
    first = line.offsets[sited.start()]
    return Occurrence(
        family=Family.CONFERENCE,
        kind=MeetingKind.CONFERENCE,
        is_kind_sure=True,
        sides=Sides(parties=tuple(dict.fromkeys((*parties, state_key(place.country))))),
        bodies=tuple(dict.fromkeys(key for unit in unions for key in unit.entities)),
        city=place.key,
        country=place.country,
        name=(first, line.offsets[end]),
        head=line.text[start:end],
        start=line.offsets[start],
        end=line.offsets[end],
        left=first,
        right=line.offsets[end],
        rule=OUTCOME,
        confidence=0.8,
    )
