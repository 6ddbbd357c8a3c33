"""Encounters that lie in one another: talks at the side of a conference, talks and visits on a journey."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.days import MONTH
from kg.extract.meetings.actors import Sides
from kg.extract.meetings.encounter import FUTURE, Encounter
from kg.extract.meetings.occurrence import Family
from kg.extract.states import state_key
from kg.model import MeetingKind, Status

REACH = 8  # characters before a frame in which the conference at whose side it is may stand
ATTENDED = 15  # characters before a conference that may say that someone attends it: as many as the cue has at most


def link_sidelines(encounters: Sequence[Encounter], folded: str, cues: Mapping[str, re.Pattern[str]]) -> None:
    """Tie a talk to the conference at whose side (在联合国大会间隙) it is told; its people are there too.

    The cue `aside` is what stands behind the conference then, where it is in no adverbial; that says less of who was
    there. Where someone is said to attend it (在出席峰会期间会见), of those who were at the talk nothing is said.
    """
    told = [(e, o) for e in encounters if e.family is Family.CONFERENCE for o in e.occurrences]
    conferences = [(e, o) for e, o in told if o.is_inside or cues["aside"].match(folded, o.end)]
    for conference, inside in conferences:
        for encounter in encounters:
            if encounter is conference or encounter.is_visit or encounter.sidelines_of is not None:
                continue
            here = [o for o in encounter.occurrences if o.sentence == inside.sentence and not o.is_inside]
            if any(o.left - REACH <= inside.end <= o.end for o in here) and conference.sidelines_of is not encounter:
                encounter.sidelines_of = conference
                if inside.is_inside:
                    since = max(0, inside.left - ATTENDED)
                    is_attended = cues["attends"].search(folded, since, inside.left) is not None
                    _share(encounter, conference, here[0].sides if is_attended else None)


def _share(encounter: Encounter, conference: Encounter, attending: Sides | None) -> None:
    """Whoever talks at the side of a conference is there, in that month; if he is said to attend, he alone."""
    if encounter.statuses & FUTURE:
        return
    if attending is None:
        conference.sides = conference.sides | encounter.sides
    elif not any(o.is_inside and o.sides.people for o in conference.occurrences):
        conference.sides = conference.sides | Sides(people=attending.people[:1], parties=attending.parties[:1])
    if conference.first is None and encounter.first is not None:
        conference.first = conference.last = encounter.first[:MONTH]


def inherit(encounters: Sequence[Encounter]) -> None:
    """Give what is told without status and date those of the visit in which it lies, dates to the month.

    A visit to one country lies in the tour of its visitors, a talk with the other side in the visit to it; a visit
    without a date has the month of the talk held on it.
    """
    for inner in encounters:
        for outer in encounters:
            if not outer.is_visit or inner is outer:
                continue
            if _is_next_stage(outer, inner):
                _share_month(inner, outer)
            if not contains(outer, inner):
                continue
            if outer.first is None or len(outer.first) <= MONTH:
                _share_plan(inner, outer)
            if inner.first is None and inner.statuses <= {None} and outer.statuses & FUTURE:
                inner.assumed = next(o.status for o in outer.occurrences if o.status in FUTURE)
            if inner.is_future == outer.is_future:
                _share_month(inner, outer)
                _share_month(outer, inner)


def _share_plan(talk: Encounter, visit: Encounter) -> None:
    """A visit of which no word says when is to come where a talk on it is."""
    if visit.statuses <= {None} and Status.PLANNED in talk.statuses and not talk.is_past:
        visit.assumed = Status.PLANNED


def _is_next_stage(visit: Encounter, stage: Encounter) -> bool:
    """Whether someone goes on from one country to another on one journey, 之后将前往安卡拉."""
    is_stage = stage.is_future and all(o.is_stage for o in stage.occurrences)
    return is_stage and visit.hosts != stage.hosts and bool(set(visit.sides.people) & set(stage.sides.people))


def _share_month(one: Encounter, other: Encounter) -> None:
    if one.first is None and other.first is not None and len(other.first) >= MONTH:
        one.first = one.last = other.first[:MONTH]


def _is_stay_of(tour: Encounter, visit: Encounter) -> bool:
    """Whether a visit is to a country of those that are listed where a tour is told."""
    listed = {o.start for o in tour.occurrences if o.is_tour}
    return any(o.is_stay and o.start in listed for o in visit.occurrences)


def contains(visit: Encounter, inner: Encounter) -> bool:
    """Whether an encounter is part of a visit: the same people, the other side the host (of a tour, one of them)."""
    if not set(visit.sides.people) & set(inner.sides.people):
        return False
    if inner.is_visit:
        is_listed = set(inner.hosts) <= set(visit.hosts) or _is_stay_of(visit, inner)
        return len(visit.hosts) > 1 and len(inner.hosts) == 1 and is_listed
    host = set(visit.hosts) & set(inner.sides.parties)
    is_here = inner.country is None or state_key(inner.country) in host
    is_afar = inner.kind in (MeetingKind.CALL, MeetingKind.VIDEO)
    is_other = is_afar or any(o.is_other for o in inner.occurrences)
    return inner.family is Family.TALK and len(host) == 1 and is_here and not is_other
