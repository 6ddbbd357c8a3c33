"""Which places of an article speak of one encounter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from kg.days import DAY
from kg.extract.meetings.actors import Cast
from kg.extract.meetings.encounter import FUTURE, Encounter, are_near, dates_agree, in_order
from kg.extract.meetings.fate import UNDONE, is_another
from kg.extract.meetings.occurrence import GUESSES, LAST, NOBODY, Family, Occurrence
from kg.extract.meetings.presence import ATTEND, FLOOR
from kg.extract.meetings.talks import HOST, MANY
from kg.extract.states import is_state
from kg.model import MeetingKind, Status

NEAR = 12  # sentences back to which a word without names (会谈中) can refer
CLOSE = 2  # the same for one with names (也出席了这次会议)
HEADLINE = 0  # the sentence that an article begins with
TITLE = 5  # characters from which on two gatherings of the same name are one
LATE = 0.1  # how well who was there too, as a paragraph at the end says, fits what the lead tells
SETTLED = frozenset({Status.HELD, None})


def coalesce(found: Iterable[Occurrence], cast: Cast) -> list[Encounter]:
    """The encounters of an article in the order in which they are first spoken of.

    An occurrence goes to the encounter that fits best; one that fits none founds its own if it names enough. One
    that does neither may still go to an encounter told later (a lead before the full account), or else is all that is
    told of one: members.py judges who took part, worth.py whether it is listed.
    """
    encounters: list[Encounter] = []
    early: list[Occurrence] = []
    for occurrence in found:
        if occurrence.is_plural and (talks := _told_talks(encounters)):
            for talk in talks:
                talk.add(occurrence)
            continue
        if not _take(occurrence, encounters, cast, _founds) and occurrence.rule != "again":
            early.append(occurrence)
    for occurrence in early:
        _take(occurrence, encounters, cast, can_open)
    return in_order(_visits_told_twice(encounters))


def _take(
    found: Occurrence,
    encounters: list[Encounter],
    cast: Cast,
    founds: Callable[[Occurrence, Sequence[Encounter]], bool],
) -> bool:
    """Give an occurrence to the encounter that fits best, or, where none fits and it may found one, to a new one."""
    encounter = _best(encounters, found, cast)
    if encounter is None and founds(found, encounters):
        encounter = Encounter(family=found.family)
        encounters.append(encounter)
    if encounter is not None:
        encounter.add(_joined(encounter, found))
    return encounter is not None


def _founds(found: Occurrence, encounters: Sequence[Encounter]) -> bool:
    """Whether an occurrence that fits nothing told so far is the first of an encounter."""
    return can_found(found) or _is_on_journey(found, encounters)


def _visits_told_twice(encounters: Sequence[Encounter]) -> list[Encounter]:
    """The encounters, where the same people go to the same place only once though words of its status differ.

    外界欢迎他访台 beside 他将访台: unless both have dates, or it is said to be another visit.
    """
    told: list[Encounter] = []
    for encounter in encounters:
        twin = next((other for other in told if _is_told_again(encounter, other)), None)
        if twin is None:
            told.append(encounter)
            continue
        for occurrence in encounter.occurrences:
            twin.add(occurrence)
    return told


def _is_told_again(visit: Encounter, other: Encounter) -> bool:
    """Whether two visits are one: of the same people to the same country, of which at most one has a date."""
    if not (visit.is_visit and other.is_visit and visit.hosts and visit.is_tour == other.is_tour):
        return False
    people = set(visit.sides.people)
    if not people or people != set(other.sides.people) or set(visit.hosts) != set(other.hosts):
        return False
    if not dates_agree(visit.first, visit.last, other.first, other.last):
        return False
    return not any(o.is_other for o in (*visit.occurrences, *other.occurrences))


def _joined(encounter: Encounter, found: Occurrence) -> Occurrence:
    """An occurrence as it tells of an encounter: where its sides are a guess, they are left to be judged with all."""
    is_guess = _is_guess(encounter, found) and bool(encounter.occurrences)
    return replace(found, sides=NOBODY) if is_guess else found


def _is_guess(encounter: Encounter, found: Occurrence) -> bool:
    """Whether a gathering that nothing names, whose sides are a guess, is held against a conference."""
    return found.is_unnamed and found.rule in GUESSES and encounter.family is Family.CONFERENCE


def _told_talks(encounters: Sequence[Encounter]) -> list[Encounter]:
    """The talks between the parties of the one in the lead: those whom 上述活动 names were at all of them."""
    talks = [e for e in encounters if e.family is Family.TALK and not e.is_future]
    lead = next((set(e.sides.parties) for e in talks if e.is_in_lead), set[str]())
    return [e for e in talks if lead & set(e.sides.parties)]


def _best(encounters: Sequence[Encounter], found: Occurrence, cast: Cast) -> Encounter | None:
    """The encounter that an occurrence fits best, the first of several that fit as well."""
    scores = [(score, e) for e in encounters if (score := fit(e, found, cast)) is not None and score > 0]
    return max(scores, key=lambda pair: pair[0])[1] if scores else None


def _is_on_journey(found: Occurrence, encounters: Sequence[Encounter]) -> bool:
    """Whether someone goes to a country (之后将前往安卡拉) who is told to be on a visit, so that this is one more."""
    if not found.is_stage or found.is_vague or found.is_inside or found.status in (Status.DENIED, Status.CANCELLED):
        return False
    people = set(found.sides.people)
    return any(e.is_visit and people & set(e.sides.people) for e in encounters)


def can_open(found: Occurrence, encounters: Sequence[Encounter]) -> bool:
    """Whether an occurrence that fits nothing told in the article may be an encounter, of which that is all.

    One country of a journey through several, of which nothing more is said, is none, nor is reaching a place where the
    sentence goes on to a talk there (布林肯抵达北京，随后与王毅会谈).
    """
    if found.is_vague or found.rule in (FLOOR, ATTEND) or (found.is_stay and found.is_weak):
        return False
    people = set(found.sides.people)
    talks = (e for e in encounters if e.family is Family.TALK and people & set(e.sides.people))
    told = (talk for talk in talks if any(_is_beside(o, found) for o in talk.occurrences))
    return not (found.is_stage and any(set(found.hosts) & set(talk.sides.parties) for talk in told))


def _is_beside(talk: Occurrence, stage: Occurrence) -> bool:
    """Whether one sentence tells of a talk and of a stage of a journey, both as done or to come, on no two days."""
    if talk.sentence != stage.sentence or (talk.status in FUTURE) != (stage.status in FUTURE):
        return False
    return dates_agree(talk.first, talk.last, stage.first, stage.last)


def can_found(found: Occurrence) -> bool:
    """Whether an occurrence names enough to be an encounter of its own, if only in passing: that is judged later."""
    if found.is_partial or found.is_vague or found.sides.is_empty or found.rule in (FLOOR, ATTEND):
        return False
    if (found.is_stay or found.is_stage) and found.is_weak:
        return False
    is_gathering = found.family is Family.CONFERENCE
    is_known = found.is_back or (found.is_definite and not found.sides.people and found.family is Family.TALK)
    if is_known and not is_gathering:
        return False
    is_pair = len(found.sides.people) > 1 or len(found.sides.parties) > 1
    return is_pair or is_gathering or found.is_tour or bool(found.hosts)


def fit(encounter: Encounter, found: Occurrence, cast: Cast) -> float | None:
    """How well an occurrence fits an encounter; None if it cannot be the same."""
    if found.rule == ATTEND:
        return _fit_attendance(encounter, found)
    if not (_families_agree(encounter, found) and _kinds_agree(encounter, found)) or is_another(encounter, found):
        return None
    if not (_statuses_agree(encounter, found) and _times_agree(encounter, found) and _turns_agree(encounter, found)):
        return None
    distance = found.sentence - encounter.seen
    if found.is_back and found.sides.is_empty:
        return _back_score(encounter, found, distance)
    score = (
        _fit_unnamed(encounter, found) if _is_guess(encounter, found) else FITS[found.family](encounter, found, cast)
    )
    if score is None:
        return None
    if found.is_weak and not found.sides.people and encounter.is_in_lead:  # 双方 speaks most likely of that one
        score += 1.0
    return score + (2.0 if found.first and found.first == encounter.first else 0.0) + 1.0 / (1 + max(distance, 0))


def _fit_attendance(encounter: Encounter, found: Occurrence) -> float | None:
    """Who was there too was at the encounter told last."""
    if not _times_agree(encounter, found) or (found.status is not None and not _statuses_agree(encounter, found)):
        return None
    if found.kind is MeetingKind.VISIT and not encounter.is_visit:  # 陪同出访的有
        return None
    if found.is_closing and encounter.is_visit:
        return None
    distance = min((d for o in encounter.occurrences if (d := found.sentence - o.sentence) >= 0), default=NEAR + 1)
    if distance <= (NEAR if found.kind is MeetingKind.VISIT and _is_of_side(encounter, found) else CLOSE):
        return 1.0 / (1 + distance)
    is_lead = not encounter.is_visit and encounter.is_in_lead
    return LATE if found.is_closing and is_lead and not encounter.is_future else None


def _is_of_side(encounter: Encounter, found: Occurrence) -> bool:
    """Whether those who went along are of the visitors' own side, and the visit was not called off."""
    return bool(set(encounter.sides.parties) & set(found.sides.parties)) and not encounter.statuses & UNDONE


def _back_score(encounter: Encounter, found: Occurrence, distance: int) -> float | None:
    is_theirs = found.is_visit and found.rule == "again" and bool(found.near & set(encounter.sides.people))  # 王毅此行
    if distance > NEAR and not is_theirs:
        return None
    if found.rule == "bare" and encounter.sides.people and not found.near <= encounter.known:
        return None
    main = 0.1 if encounter.occurrences[0].sentence < 3 else 0.0
    return 1.0 / (1 + max(distance, 0)) + main + is_theirs


def _families_agree(encounter: Encounter, found: Occurrence) -> bool:
    if encounter.family is found.family or (found.is_unnamed and encounter.family is Family.CONFERENCE):
        return True
    if Family.VISIT in (encounter.family, found.family):
        return False
    if found.is_back and found.sides.is_empty:
        return True
    return encounter.kind is MeetingKind.CONFERENCE and found.kind is MeetingKind.CONFERENCE


def _kinds_agree(encounter: Encounter, found: Occurrence) -> bool:
    """Whether both can be of one kind; a headline does not tell that those who met or called did so by video."""
    kind = encounter.kind
    is_bare = kind is MeetingKind.CALL or (kind is MeetingKind.MEETING and not found.is_kind_sure)
    if found.kind is MeetingKind.VIDEO and is_bare:
        return all(o.sentence == HEADLINE for o in encounter.occurrences)
    if found.is_kind_sure and kind is not None:
        return kind is found.kind
    if found.kind in (MeetingKind.CALL, MeetingKind.VIDEO) and kind is not None:
        return kind is found.kind
    return True


def _times_agree(encounter: Encounter, found: Occurrence) -> bool:
    """Whether the dates can be those of one encounter; those of one to come may still move.

    What is told without a date is taken for news, so that one of long ago is another one; so is what was planned then
    and not put off.
    """
    if found.is_old and encounter.first is None and not _is_loosely_told(encounter):
        return False
    is_open = found.status in FUTURE and not _is_day(found) and (found.is_moved or not found.is_old)
    if _same_day(encounter, found) or (encounter.statuses & FUTURE and is_open):
        return True
    return dates_agree(encounter.first, encounter.last, found.first, found.last)


def _is_loosely_told(encounter: Encounter) -> bool:
    """Whether only a word such as 谈到 tells of it, which alone is no encounter."""
    return encounter.family is Family.TALK and all(o.is_weak for o in encounter.occurrences)


def _is_day(found: Occurrence | Encounter) -> bool:
    return found.first is not None and len(found.first) == DAY


def _statuses_agree(encounter: Encounter, found: Occurrence) -> bool:
    """A meeting to come is another one than the one held, unless the day is the same (of a visit, almost)."""
    said = encounter.statuses - {None}
    is_undone = found.status is Status.HELD and bool(said & FUTURE) and not encounter.is_past
    if found.is_visit and found.first is None and _is_day(encounter) and not found.is_other:
        return not is_undone
    if found.is_next != encounter.is_next and not (said & FUTURE and found.status in FUTURE):
        return False
    if found.is_definite or _same_day(encounter, found):
        return True
    if found.status in FUTURE:
        is_told = any(o.is_past or o.is_today for o in encounter.occurrences) and not said & FUTURE
        return not is_told and not encounter.is_past and Status.HELD not in said
    if found.is_past or found.status is Status.HELD:
        return not said & (FUTURE | UNDONE) or encounter.is_past or _is_undone(encounter, found)
    return not (found.status in UNDONE and found.first is None and encounter.is_past)


def _is_undone(encounter: Encounter, found: Occurrence) -> bool:
    """Whether both headline and text tell of it as called off."""
    is_headline = all(o.sentence == HEADLINE for o in encounter.occurrences)
    return is_headline and found.status in UNDONE & encounter.statuses


def _turns_agree(encounter: Encounter, found: Occurrence) -> bool:
    """Whether it may be the same one of several: not the first and the last debate. The last may have a number."""
    others = {o.turn for o in encounter.occurrences if o.turn}
    if not found.turn or not others or found.turn in others:
        return True
    return LAST in {found.turn, *others} and 1 not in {found.turn, *others}


def _same_day(encounter: Encounter, found: Occurrence) -> bool:
    """Whether both give a day and it is the same; the days of one visit may be some apart."""
    if not (found.first and encounter.first and len(found.first) == len(encounter.first) == DAY):
        return False
    if not found.is_visit:
        return found.first == encounter.first
    return are_near((found.first, found.last or found.first), (encounter.first, encounter.last or encounter.first))


def _fit_talk(encounter: Encounter, found: Occurrence, cast: Cast) -> float | None:
    people, parties = set(found.sides.people), set(found.sides.parties)
    theirs, their_parties = set(encounter.sides.people), set(encounter.sides.parties)
    honours = {o.head for o in encounter.occurrences if o.rule == HOST}
    if (honours or found.rule == HOST) and found.head not in honours:
        return None
    if found.is_other and not found.is_definite and found.first is None and found.status in SETTLED:
        return None
    if (people and not theirs.isdisjoint(found.apart)) or (_is_of_many(encounter) and _is_of_two(found, cast)):
        return None
    if people and theirs:
        is_told_alike = parties == their_parties and len(parties) > 1  # of one state nothing else tells two talks apart
        nested = found.is_partial or people <= theirs or theirs <= people or is_told_alike
        agrees = parties <= their_parties or their_parties <= parties
        fits = nested and agrees and bool(people & theirs) and not clash(people, theirs, cast)
        return 2.0 * len(people & theirs) + len(parties & their_parties) if fits else None
    if found.is_partial:
        return 1.0 if parties <= their_parties and people <= theirs else None
    return 1.0 + len(parties) if parties == their_parties and _levels_agree(encounter.level, found.level) else None


def _is_of_many(encounter: Encounter) -> bool:
    """Whether it is one of so many states that two of them talk at its side."""
    return sum(is_state(party) for party in encounter.sides.parties) >= MANY


def _is_of_two(found: Occurrence, cast: Cast) -> bool:
    """Whether it names people of both its sides, so that no third was there."""
    served = {cast.side_of(person) for person in found.sides.people}
    return len(found.sides.parties) == 2 and len(served) == 2 and not found.is_partial


def _levels_agree(level: str | None, other: str | None) -> bool:
    return level is None or other is None or level == other or "officials" in (level, other)


def clash(people: set[str], others: set[str], cast: Cast) -> bool:
    """Whether for one side each names only people whom the other does not."""
    sides = {cast.side_of(p) for p in people} & {cast.side_of(p) for p in others}
    for side in sides:
        mine = {p for p in people if cast.side_of(p) == side}
        if mine.isdisjoint(p for p in others if cast.side_of(p) == side):
            return True
    return False


def _fit_visit(encounter: Encounter, found: Occurrence, cast: Cast) -> float | None:
    people, theirs = set(found.sides.people), set(encounter.sides.people)
    is_apart = people and theirs and people.isdisjoint(theirs)
    if is_apart and not (found.is_along and found.hosts == encounter.hosts):
        return None
    if not set(found.sides.parties) & set(encounter.sides.parties):
        return None
    if found.is_tour or encounter.is_tour:
        is_open = not (found.is_tour or found.hosts) and bool(people & theirs)
        is_same = found.is_tour == encounter.is_tour or is_open
        return 1.5 + len(people & theirs) if is_same else None
    if not found.hosts:
        return 1.0 if people & theirs or not people else None
    if not encounter.hosts or set(found.hosts) == set(encounter.hosts):
        return 2.0 + len(people & theirs)
    return None


def _fit_unnamed(encounter: Encounter, found: Occurrence) -> float | None:
    """A gathering that nothing names is the named one told last, if that is near or what the article begins with."""
    if not encounter.bodies or encounter.statuses & UNDONE:
        return None
    distance = found.sentence - encounter.seen
    is_lead = encounter.is_in_lead
    return 3.0 if distance >= 0 and (distance <= NEAR or is_lead) else None


def _fit_conference(encounter: Encounter, found: Occurrence, cast: Cast) -> float | None:
    if found.is_back:
        is_named_so = found.rule == FLOOR or found.head in {o.head for o in encounter.occurrences if not o.is_back}
        is_long_told = encounter.is_in_lead and is_named_so
        is_ahead = encounter.occurrences[0].sentence - found.sentence > 1
        is_near = not is_ahead and found.sentence - encounter.seen <= (NEAR if is_long_told else CLOSE)
        return 1.0 if encounter.family is Family.CONFERENCE and is_near else None
    if len(found.title) >= TITLE and any(o.title == found.title for o in encounter.occurrences):
        return 3.0
    if encounter.family is Family.TALK or not found.bodies:
        return (
            2.0 if encounter.bodies == found.bodies and set(found.sides.people) & set(encounter.sides.people) else None
        )
    if set(found.bodies) != set(encounter.bodies) or not _levels_agree(encounter.level, found.level):
        return None
    return 3.0


FITS = {Family.VISIT: _fit_visit, Family.TALK: _fit_talk, Family.CONFERENCE: _fit_conference}
