"""Encounters as reports: one account each, with the value of every slot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from kg.days import DAY, MONTH
from kg.extract.meetings import manner, standing
from kg.extract.meetings.agenda import Agenda
from kg.extract.meetings.dating import Dates, Dating, shared
from kg.extract.meetings.details import details_of
from kg.extract.meetings.encounter import FUTURE, Encounter, dates_agree, takes_in
from kg.extract.meetings.journeys import contains
from kg.extract.meetings.members import Members
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.placing import NOWHERE, Place, Placing
from kg.extract.meetings.presiding import level_of
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.scope import IssueFinder, Told, discussed, focal, issues_of
from kg.extract.meetings.summits import gather
from kg.extract.meetings.voiced import Sounding
from kg.extract.meetings.worth import is_worth, surest, telling
from kg.extract.states import country_code, state_key
from kg.ids import digest
from kg.model import Article, Linked, MeetingKind, MeetingReport, Part, Span, Statement, Status

NEAR = 3  # sentences between a tour and what is told as part of it
PAIR = 2  # people who talk
AGREEING = 2  # occurrences at the start that tell of it as done, whatever a later one says


@dataclass(frozen=True, slots=True)
class Reported:
    """The encounters that an article tells of, listed and each with its report; `scene` is where they were found."""

    reports: tuple[MeetingReport, ...] = ()
    told: Told | None = None
    scene: Scene | None = None

    def with_issues(
        self, find_issues: IssueFinder, sounding: Sounding, statements: Sequence[Statement]
    ) -> tuple[MeetingReport, ...]:
        """The reports with what was discussed, given how the sentences sound and what is said in the article."""
        if self.told is None or self.scene is None:
            return self.reports
        listed = self.told.encounters
        agenda = Agenda(self.told, self.scene, find_issues, sounding, statements)
        scoped = scoped_issues(self.told, self.scene, find_issues)
        return tuple(
            replace(report, issues=() if listed[index].is_bygone else agenda.judged(index, report, scoped[index]))
            for index, report in enumerate(self.reports)
        )


def make_reports(encounters: Sequence[Encounter], scene: Scene) -> Reported:
    """The reports of those encounters that name two sides, a body or a host, without what was discussed."""
    listed = listed_encounters(encounters, scene)
    if not listed:
        return Reported()
    told = tell(listed, scene)
    dating, placing = Dating(told, scene), Placing(told, scene)
    forms = [(kind(encounter), status(encounter, scene.linked.article.day)) for encounter in listed]
    whens = shared(listed, [dating.judged(index, *form) for index, form in enumerate(forms)])
    places = [placing.judged(index, *forms[index], place(one, listed)) for index, one in enumerate(listed)]
    wheres = on_one_stay(listed, places)
    reports = [_report(one, told, scene, whens[index], wheres[index]) for index, one in enumerate(listed)]
    ids = {report.id for report in reports}
    known = (r if r.sidelines_of in ids or not r.sidelines_of else replace(r, sidelines_of=None) for r in reports)
    return Reported(tuple(known), told, scene)


def tell(listed: Sequence[Encounter], scene: Scene) -> Told:
    """The listed encounters with the main one and those told at length."""
    main = main_of(listed, scene)
    return Told(encounters=listed, main=main, focal=focal(listed, main))


def scoped_issues(told: Told, scene: Scene, find_issues: IssueFinder) -> list[tuple[str, ...]]:
    """The issues of the sentences that tell of each encounter's talk."""
    scope = discussed(told, scene)
    spans = [_scope_of(index, told, scope) for index in range(len(told.encounters))]
    return [issues_of(some, told.encounters, scene.linked, find_issues) for some in spans]


def listed_encounters(encounters: Sequence[Encounter], scene: Scene) -> list[Encounter]:
    """The encounters of which there is enough, and which the judge holds to be worth a report."""
    day, members = scene.linked.article.day, Members(scene)
    for encounter in encounters:
        members.settle(encounter)
        encounter.state = standing.judged(encounter, status(encounter, day), scene)
        gather(encounter, encounters, scene)
        encounter.form = manner.judged(encounter, kind(encounter), scene)
    states = [(encounter, status(encounter, day)) for encounter in encounters]
    whole = [(encounter, state) for encounter, state in states if is_reported(encounter, state)]
    main = main_of([encounter for encounter, _ in whole], scene)
    tellings = [telling(e, kind(e), state) for e, state in whole]
    return [t.encounter for t in tellings if is_worth(t, tellings, scene, is_main=t.encounter is main)]


def _report(encounter: Encounter, told: Told, scene: Scene, when: Dates, where: Place) -> MeetingReport:
    linked, day = scene.linked, scene.linked.article.day
    state, best = status(encounter, day), surest(encounter)
    return MeetingReport(
        id=report_id(linked.article, encounter),
        kind=kind(encounter),
        status=state,
        participants=encounter.sides.people,
        parties=parties(encounter, told.encounters),
        evidence=evidence(encounter, linked),
        start=when[0],
        end=when[1],
        city=scene.cast.city(where[0]),
        country=where[1],
        main=encounter is told.main,
        level=level_of(encounter, scene.cast),
        sidelines_of=report_id(linked.article, encounter.sidelines_of) if encounter.sidelines_of else None,
        announced=day if state in FUTURE else None,
        rule=best.rule,
        confidence=round(best.confidence, 2),
        inferred=_inferred(encounter, when[0], where),
        **details_of(encounter, scene, is_open=state is not Status.HELD),
    )


def _inferred(encounter: Encounter, start: str | None, where: Place) -> tuple[str, ...]:
    """The slots of time and place whose value nothing gives that tells of the encounter itself."""
    told = [o for o in encounter.occurrences if not (o.is_vague or o.status is Status.DENIED)]
    hosts = [country_code(host) for host in encounter.hosts if encounter.is_visit]
    slots = (
        ("start", start, [o.first for o in told if not o.is_lent]),
        ("city", where[0], [o.city for o in told]),
        ("country", where[1], [*hosts, *(o.country for o in told)]),
    )
    return tuple(slot for slot, value, given in slots if value is not None and value not in given)


def _scope_of(index: int, told: Told, scope: Mapping[int, Sequence[Span]]) -> list[Span]:
    """The stretches that tell what an encounter was about; of the visit that an article is about, its talks' too."""
    spans, encounter = list(scope.get(index, ())), told.encounters[index]
    if encounter is told.main and encounter.is_visit and encounter.is_future:
        for inner, other in enumerate(told.encounters):
            if other is not encounter and contains(encounter, other) and takes_in(encounter, other):
                spans += scope.get(inner, ())
    return sorted(set(spans), key=lambda span: span.start)


def is_reported(encounter: Encounter, state: Status) -> bool:
    """Whether it was not denied and someone is known to have taken part."""
    if state is Status.DENIED:
        return False
    sides = encounter.sides
    return not sides.is_empty or bool(encounter.hosts) or encounter.is_tour


def place(encounter: Encounter, encounters: Sequence[Encounter]) -> Place:
    """City and country; those of the conference at whose side it was, or of the visit in which it took place."""
    city, country = encounter.city, encounter.country
    if kind(encounter) in NOWHERE:
        return None, None
    around = encounter.sidelines_of
    if around is not None and country is None:
        city, country = around.city, around.country
    if country is None and encounter.is_visit and len(encounter.hosts) == 1:
        country = country_code(encounter.hosts[0])
    if country is None and encounter.family is Family.TALK:
        city, country = _at_conference(encounter, encounters) or _visited(encounter, encounters)
    if country is None and encounter.family is Family.CONFERENCE:
        city, country = _on_visit(encounter, encounters)
    return city, country


def on_one_stay(encounters: Sequence[Encounter], places: Sequence[Place]) -> list[Place]:
    """The places, with the city where others were met abroad on that stay, if one only is told: 10日又见拉夫罗夫."""
    found = list(places)
    for index, (encounter, (city, country)) in enumerate(zip(encounters, places, strict=True)):
        if city is not None or country is None or encounter.is_visit or state_key(country) in encounter.sides.parties:
            continue
        beside = {
            there[0]
            for other, there in zip(encounters, places, strict=True)
            if there[1] == country and there[0] and _is_one_stay(other, encounter)
        }
        if len(beside) == 1:
            found[index] = beside.pop(), country
    return found


def _is_one_stay(one: Encounter, other: Encounter) -> bool:
    """Whether someone was at both of two encounters, which are of one status, at about one time."""
    is_alike = one is not other and one.state is other.state and takes_in(one, other)
    return is_alike and not set(one.sides.people).isdisjoint(other.sides.people)


def _on_visit(encounter: Encounter, encounters: Sequence[Encounter]) -> tuple[str | None, str | None]:
    """City and country of the visit on which someone attends a conference, where one sentence tells of both.

    在访问东京时将出席四国外长会议.
    """
    own = {o.sentence for o in encounter.occurrences if not o.is_inside}
    for visit in encounters:
        is_here = visit.is_visit and any(o.sentence in own for o in visit.occurrences)
        if is_here and len(visit.hosts) == 1 and set(visit.sides.people) & set(encounter.sides.people):
            return visit.city, country_code(visit.hosts[0])
    return None, None


def _at_conference(encounter: Encounter, encounters: Sequence[Encounter]) -> Place | None:
    """City and country of the conference that all who talk attend, told near it or held about then: 会前两人会见."""
    people, own = set(encounter.sides.people), {o.sentence for o in encounter.occurrences}
    if len(people) < PAIR or any(o.is_other for o in encounter.occurrences):
        return None
    for other in encounters:
        is_theirs = kind(other) is MeetingKind.CONFERENCE and people < set(other.sides.people)
        is_first = other.occurrences[0].position < encounter.occurrences[0].position
        if not (is_theirs and is_first and other.country and takes_in(other, encounter)):
            continue
        distance = min(abs(o.sentence - n) for o in other.occurrences for n in own)
        if distance <= NEAR or (len(encounter.first or "") == len(other.first or "") == DAY):
            return other.city, other.country
    return None


def _visited(encounter: Encounter, encounters: Sequence[Encounter]) -> tuple[str | None, str | None]:
    """City and country where one of its people was on a visit to the other side then; the visit told nearest counts.

    The city only of a visit with a date.
    """
    own = {o.sentence for o in encounter.occurrences}
    around = []
    for visit in encounters:
        if not visit.is_visit or not contains(visit, encounter):
            continue
        state = status(visit, None)
        if state in (Status.POSSIBLE, Status.CANCELLED) or not _may_hold(visit, encounter):
            continue
        is_same = visit.is_future == encounter.is_future and takes_in(visit, encounter)
        host = next(h for h in visit.hosts if h in encounter.sides.parties)
        distance = min(abs(o.sentence - n) for o in visit.occurrences for n in own)
        city = visit.city if visit.first is not None and len(visit.hosts) == 1 else None
        around.append((not is_same, distance, visit.first is None, city, country_code(host)))
    return min(around, key=lambda a: a[:3])[3:] if around else (None, None)


def _may_hold(visit: Encounter, encounter: Encounter) -> bool:
    """Whether a talk can lie on a visit though one is told as done, one as to come: both are of one month."""
    if visit.first is None or encounter.first is None:
        return True
    return visit.first[:MONTH] == encounter.first[:MONTH] or takes_in(visit, encounter)


def status(encounter: Encounter, day: str | None) -> Status:
    """As the judge holds it; until it is asked, held unless the words or the day of publication say otherwise.

    Words that only go back to it do not count.
    """
    if encounter.state is not None:
        return encounter.state
    named = [o for o in encounter.occurrences if not (o.is_back or o.is_weak)] or encounter.occurrences
    said = [o.status for o in named if o.status is not None]
    if day and encounter.first and encounter.first[:DAY] > day[: len(encounter.first)]:
        return _most(s for s in said if s is not Status.HELD) or Status.PLANNED
    if _is_cancelled(named):
        return Status.CANCELLED
    is_due = not any(o.status in FUTURE for o in encounter.occurrences)
    if Status.HELD in said or any((o.is_past or (o.is_today and is_due)) and o.status is None for o in named):
        return Status.HELD
    if _is_told_first(named):
        return Status.HELD
    return _most(said) or encounter.assumed or _of_travel(encounter, len(named)) or Status.HELD


def _of_travel(visit: Encounter, least: int) -> Status | None:
    """What weak words say of a visit where they are at least so many (将抵达); 将讨论 need not be of the talk told."""
    if not visit.is_visit:
        return None
    weak = [o.status for o in visit.occurrences if o.is_weak and not o.is_back and o.status is not None]
    return _most(weak) if len(weak) >= least else None


def _is_told_first(named: Sequence[Occurrence]) -> bool:
    """Whether it is first told of, twice, without a word that it is still to come."""
    return len(named) > AGREEING and all(o.status is None for o in named[:AGREEING])


def _is_cancelled(named: Sequence[Occurrence]) -> bool:
    """Whether it was called off; one word of that beside several that it took place is of something else."""
    told = [o.status for o in named]
    return 2 * told.count(Status.CANCELLED) > told.count(None) + told.count(Status.HELD)


def _most(statuses: Iterable[Status]) -> Status | None:
    """The status said most often, the first where several are; what is only denied here and there does not count."""
    said = list(statuses)
    said = [s for s in said if s is not Status.DENIED] or said
    return min(said, key=lambda s: (-said.count(s), said.index(s)), default=None)


def kind(encounter: Encounter) -> MeetingKind:
    """As the judge holds it; until it is asked, as a word says for sure, else the first kind told but a meeting."""
    if encounter.form is not None:
        return encounter.form
    if encounter.kind is not None and encounter.kind is not MeetingKind.MEETING:
        return encounter.kind
    kinds = [o.kind for o in encounter.occurrences if not o.is_back]
    special = [k for k in kinds if k is not MeetingKind.MEETING]
    return special[0] if special else MeetingKind.MEETING


def parties(encounter: Encounter, encounters: Sequence[Encounter]) -> tuple[str, ...]:
    """The states and bodies on either side; of a visit the hosts too.

    Of a tour of which a region is told (欧洲之行), not only a list of countries, also those met or visited on it.
    """
    found = [*encounter.sides.parties, *encounter.hosts]
    if any(o.is_tour and not o.hosts for o in encounter.occurrences):
        found += [state_key(other.country) for other in encounters if other.country and _is_on_tour(other, encounter)]
    return tuple(dict.fromkeys(found))


def _is_on_tour(other: Encounter, tour: Encounter) -> bool:
    """Whether an encounter lies on a tour: the same people, and told near it unless both have dates.

    On one that is still to come nobody has been talked to yet.
    """
    if other is tour or not set(other.sides.people) & set(tour.sides.people):
        return False
    if tour.is_future and not (other.is_future or other.is_visit):
        return False
    if tour.first is None and any(o.is_old for o in other.occurrences):
        return False
    if tour.first is None or other.first is None:
        return min(abs(o.sentence - t.sentence) for o in other.occurrences for t in tour.occurrences) <= NEAR
    return dates_agree(tour.first, tour.last, other.first, other.last)


def main_of(encounters: Sequence[Encounter], scene: Scene) -> Encounter | None:
    """What the article is chiefly about: the encounter of the headline, else the first one of the lead."""
    blocks = scene.linked.article.blocks

    def weight(encounter: Encounter) -> tuple[int, int, int]:
        parts = [blocks[o.block].part for o in encounter.occurrences if not (o.is_inside or o.is_stay)]
        in_lead = any(o.sentence in scene.lead and not o.is_inside for o in encounter.occurrences)
        return parts.count(Part.HEADLINE), int(in_lead), len(encounter.occurrences)

    best = max(encounters, key=weight, default=None)
    return best if best is not None and any(weight(best)[:2]) else None


def evidence(encounter: Encounter, linked: Linked) -> tuple[Span, ...]:
    """The sentences that speak of it.

    Before the first of them that names someone, a word of talk between states (双方同意保持沟通, and later that two
    leaders are to call each other) counts only right before it or in the headline.
    """
    first = min((o.sentence for o in encounter.occurrences if not _is_mere_talk(o)), default=0)
    numbers = {
        o.sentence
        for o in encounter.occurrences
        if o.sentence >= first - 1 or not _is_mere_talk(o) or linked.article.blocks[o.block].part is Part.HEADLINE
    }
    return tuple(Span(start=linked.sentences[n].start, end=linked.sentences[n].end) for n in sorted(numbers))


def _is_mere_talk(found: Occurrence) -> bool:
    """Whether states are said to be in touch, which alone is no encounter."""
    sides = found.sides
    return found.family is Family.TALK and found.is_weak and bool(sides.parties) and not sides.people


def report_id(article: Article, encounter: Encounter) -> str:
    """A stable id from the article and where the encounter is first spoken of.

    Conferences listed before one word there differ in whose they are.
    """
    first = encounter.occurrences[0]
    whose = (first.bodies,) if first.family is Family.CONFERENCE else ()
    sides = (first.sides.people, first.hosts)
    return digest("meeting-report", article.id, first.start, encounter.family.value, *sides, *whose)
