"""The judges of meetings (who takes part, what else is told of, what is listed, slots) and of whom people speak for.

Each is trained on what those before it make of articles that they have not seen: the articles fall into parts by the
digest of their text, and each part is searched with judges fitted to the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from copy import copy
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from kg.evaluation.counts import align, jaccard
from kg.evaluation.score import OVERLAP, SAME_KIND, SAME_START, is_compatible
from kg.extract import serving
from kg.extract.issues import find_issues, index_issues
from kg.extract.judge import BASE, NAMES, Judges, Weights, load_judges, offers
from kg.extract.meetings import (
    agenda,
    dating,
    find_encounters,
    hearing,
    manner,
    members,
    placing,
    sides,
    standing,
    worth,
)
from kg.extract.meetings.encounter import Encounter, dates_agree
from kg.extract.meetings.find import find_occurrences
from kg.extract.meetings.frames import load_frames
from kg.extract.meetings.matching import Hit, trigger_hits
from kg.extract.meetings.occurrence import TRAVEL, Occurrence
from kg.extract.meetings.report import kind, make_reports, place, report_id, scoped_issues, status, tell
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.units import Unit
from kg.model import EntityKind, MeetingKind, MeetingReport, Status
from kg.training.examples import Case
from kg.training.logistic import as_table, between, fit, fit_choice
from kg.training.serving import side_examples

LIKELY = 0.2  # share of the sides in common from which an encounter may be a gold meeting
PARTS = 3  # into which the articles fall
RIDGES = {
    sides.JUDGE: 3.0,
    members.JUDGE: 6.0,
    hearing.JUDGE: 3.0,
    standing.JUDGE: 10.0,
    manner.JUDGE: 10.0,
    worth.JUDGE: 20.0,
    agenda.JUDGE: 10.0,
    dating.JUDGE: 10.0,
    placing.JUDGE: 6.0,
    serving.JUDGE: 4.0,
}  # 1 to 10 give the same F1 on held-out articles
FIRMER = 4.0  # times as firm is the pull of weights from before: they come from more articles
NEVER: Weights = {BASE: -99.0}
ALWAYS: Weights = {BASE: 99.0}
BY_RULE: Weights = {"own True": 20.0, "own False": 20.0, "none": 10.0}  # the place that the rules give
AS_TOLD: Weights = {**{f"self {size}": 20.0 for size in (4, 7, 10)}, "none": 10.0}  # the date beside the words, if any
T = TypeVar("T")
Example = tuple[list[str], bool]
Choice = list[Example]  # one of which is true


def train_meetings(
    cases: Sequence[Case], folder: Path, before: Judges | None = None, only: Container[str] = NAMES, share: float = 1.0
) -> None:
    """Fit the judges, or `only` some, and write their tables; those of `before` learn on, and go `share` of the way."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, weights in fit_judges(cases, before, only).items():
        found = between(before[name], weights, share) if before and share < 1 else weights
        (folder / f"{name}.tsv").write_text(as_table(found), encoding="utf-8", newline="\n")


def fit_judges(cases: Sequence[Case], before: Judges | None = None, only: Container[str] = NAMES) -> Judges:
    """The judges, by name; where `only` some are fitted, the others of those that ship are asked."""
    known_before = before or {}
    parts: dict[int, list[Case]] = defaultdict(list)
    for case in cases:
        parts[int(case.linked.article.digest[:8], 16) % PARTS].append(case)
    judges: dict[int, dict[str, Weights]] = {part: {} for part in sorted(parts)}
    fitted: dict[str, Weights] = {}
    for name, examples_of in {**FOUND_BY, **TOLD_BY}.items():
        if name not in only:
            for known in judges.values():
                known[name] = load_judges()[name]
            continue
        examples = {part: [e for case in parts[part] for e in examples_of(case, judges[part])] for part in judges}
        if name in FOUND_BY:
            for part, known in judges.items():
                known[name] = fit_judge(name, _without(examples, part), known_before.get(name))
        fitted[name] = fit_judge(name, _without(examples, None), known_before.get(name))
    return fitted


def _without(examples: Mapping[int, Sequence[T]], part: int | None) -> list[T]:
    """The examples of all parts but one."""
    return [example for other, some in sorted(examples.items()) if other != part for example in some]


def fit_judge(name: str, examples: Sequence[Any], before: Weights | None = None) -> dict[str, float]:
    """The weights of one judge: of one that chooses a conditional logit, of the others a regression."""
    ridge = RIDGES[name] * (FIRMER if before else 1.0)
    if name in CHOOSING:
        return fit_choice(examples, ridge, before)
    return fit([traits for traits, _ in examples], [is_true for _, is_true in examples], ridge, before)


def sides_examples(case: Case, judges: Judges) -> Iterator[Example]:
    """Every name beside every trigger of an article, true where it takes part in the meeting that its sentence tells.

    Sentences that tell of several meetings of one family are left out, as it is not known which trigger means which.
    """
    scene, hits_of = _scene_of(case, {**judges, sides.JUDGE: NEVER})
    found: dict[tuple[int, int], list[Occurrence]] = defaultdict(list)
    for occurrence in find_occurrences(scene, hits_of):
        found[occurrence.sentence, occurrence.start].append(occurrence)
    told = case.told if case.has_passages else _told_by_frames(case, found)
    for number, hits in hits_of:
        for hit in hits:
            if hit.name not in sides.JUDGED:
                continue
            meant = [i for i in told.get(number, ()) if _is_visit(case, i) == (hit.name in TRAVEL)]
            if len(meant) > 1 or not (meant or case.has_passages):
                continue
            actors = case.actors(case.meetings[meant[0]]) if meant else set()
            for unit, traits in sides.candidates(scene, number, hit, hits, found[number, hit.start]):
                mine = _actors_of(unit, scene, case)
                if mine:
                    yield traits, mine <= actors


def _scene_of(case: Case, judges: Judges) -> tuple[Scene, list[tuple[int, list[Hit]]]]:
    """An article as the judges see it, and the words in it that may tell of an encounter, by sentence."""
    frames = load_frames()
    return Scene(case.linked, frames, judges, case.sounds), trigger_hits(case.linked, frames)


def _told_by_frames(case: Case, found: Mapping[tuple[int, int], list[Occurrence]]) -> dict[int, set[str]]:
    """Which meetings the sentences tell of where the gold does not say: those whose sides a frame finds there."""
    told: dict[int, set[str]] = defaultdict(set)
    for (number, _), occurrences in found.items():
        for occurrence in occurrences:
            mine = _met(case, occurrence)
            scored = [(jaccard(mine, case.actors(m)), i) for i, m in case.meetings.items() if _fits(m, occurrence)]
            best = max(scored, default=(0.0, ""))
            if best[0] >= OVERLAP:
                told[number].add(best[1])
    return told


def _met(case: Case, found: Occurrence | Encounter) -> set[tuple[str, str]]:
    """Who meets by the words found, hosts among them, as gold and search are compared by."""
    return {case.actor(key) for key in (*found.sides.people, *found.sides.parties, *found.hosts)}


def _fits(meeting: Mapping[str, object], found: Occurrence) -> bool:
    start, end = meeting["start"], meeting["end"] or meeting["start"]
    same_family = (meeting["kind"] == "visit") == found.is_visit
    dates = (start if isinstance(start, str) else None, end if isinstance(end, str) else None)
    return same_family and dates_agree(*dates, found.first, found.last or found.first)


def _is_visit(case: Case, identity: str) -> bool:
    return bool(case.meetings[identity]["kind"] == "visit")


def _actors_of(unit: Unit, scene: Scene, case: Case) -> set[tuple[str, str]]:
    found = set()
    for key in unit.entities:
        entity = scene.cast.entities.get(key)
        if entity is not None and entity.kind is EntityKind.PERSON:
            found.add(case.actor(key))
        elif entity is not None and entity.kind is EntityKind.PLACE:
            found |= {("party", entity.country)} if entity.country else set()
        else:
            party = scene.cast.party(key)
            found |= {case.actor(party)} if party is not None else set()
    return found


def member_examples(case: Case, judges: Judges) -> Iterator[Example]:
    """Everyone named around each encounter that is likely a gold meeting, true where that one took part in it."""
    scene, hits = _scene_of(case, judges)
    found = members.Members(scene)
    heard = [hearing.alone(one.found) for one in hearing.unfounded(scene, hits, find_occurrences(scene, hits))]
    for encounter in [*find_encounters(scene, hits), *heard]:
        meeting = _meant(case, encounter)
        if meeting is None:
            continue
        actors = case.actors(meeting)
        for key, traits in found.candidates(encounter):
            yield traits, case.actor(key) in actors


def hearing_examples(case: Case, judges: Judges) -> Iterator[Choice]:
    """What each sentence that likely tells of an encounter may tell, of which one is true."""
    if not case.has_passages:
        return
    scene, hits = _scene_of(case, judges)
    encounters, found = find_encounters(scene, hits), members.Members(scene)
    answers = _answering(case, encounters, found)
    for one in hearing.unfounded(scene, hits, find_occurrences(scene, hits)):
        heard = hearing.with_sides(one, found)
        told, mine = case.told.get(heard.found.sentence, set()), _met(case, heard.found)
        meant = [i for i in told if _is_visit(case, i) == heard.found.is_visit]
        right = [n for n, e in enumerate(hearing.of_family(heard, encounters), 2) if answers.get(id(e)) in meant]
        is_new = any(jaccard(mine, case.actors(case.meetings[identity])) >= OVERLAP for identity in meant)
        true = min(right, default=hearing.NEW if is_new else hearing.NOTHING)
        yield [(traits, n == true) for n, traits in enumerate(hearing.offers(heard, encounters, scene))]


def _answering(case: Case, encounters: Sequence[Encounter], found: members.Members) -> dict[int, str]:
    """Which gold meeting each encounter (by its id) answers for, whatever its date and status."""
    scored = []
    for number, encounter in enumerate(encounters):
        settled = copy(encounter)
        found.settle(settled)
        scored += [
            (closeness, identity, str(number))
            for identity in case.meetings
            if (closeness := _likeness(case, identity, settled))
        ]
    return {id(encounters[int(number)]): identity for identity, number in align(scored).items()}


def _meant(case: Case, encounter: Encounter) -> Mapping[str, Any] | None:
    """The gold meeting that an encounter most likely is, told in the same sentences and between some of the same."""
    mine = _met(case, encounter)
    told = {identity for o in encounter.occurrences for identity in case.told.get(o.sentence, ())}
    scored = []
    for identity, meeting in case.meetings.items():
        start = meeting["start"]
        if (meeting["kind"] == "visit") != encounter.is_visit or (case.has_passages and identity not in told):
            continue
        overlap = jaccard(mine, case.actors(meeting))
        if (overlap >= LIKELY or not mine) and is_compatible(start, encounter.first):
            scored.append((overlap + SAME_START * (start == encounter.first), identity))
    return case.meetings[max(scored)[1]] if scored else None


def status_examples(case: Case, judges: Judges) -> Iterator[Choice]:
    """Every status of each encounter that answers for a gold meeting, whatever its status and date; true is one."""
    scene, found = _settled(case, judges)
    for encounter, meeting in found:
        told, true = status(encounter, case.linked.article.day), meeting["status"]
        if Status.DENIED not in (told, true):
            cases = offers(standing.OFFERED, standing.traits(encounter, told, scene))
            yield [(traits, one == true) for one, traits in cases]


def kind_examples(case: Case, judges: Judges) -> Iterator[Choice]:
    """Every kind of each encounter that answers for a gold meeting but a visit; true is one."""
    scene, found = _settled(case, judges)
    for encounter, meeting in found:
        told, true = kind(encounter), meeting["kind"]
        if MeetingKind.VISIT not in (told, true):
            cases = offers(manner.OFFERED, manner.traits(encounter, told, scene))
            yield [(traits, one == true) for one, traits in cases]


def _settled(case: Case, judges: Judges) -> tuple[Scene, list[tuple[Encounter, Mapping[str, Any]]]]:
    """The encounters of an article that answer for a gold meeting, whatever its status and date, with that meeting."""
    scene, hits = _scene_of(case, judges)
    encounters, found = find_encounters(scene, hits), members.Members(scene)
    for encounter in encounters:
        found.settle(encounter)
    states = [status(encounter, case.linked.article.day) for encounter in encounters]
    scored = [
        (closeness + SAME_KIND * (case.meetings[identity]["status"] == states[number]), identity, str(number))
        for number, encounter in enumerate(encounters)
        for identity in case.meetings
        if (closeness := _likeness(case, identity, encounter))
    ]
    return scene, [(encounters[int(number)], case.meetings[i]) for i, number in align(scored).items()]


def _likeness(case: Case, identity: str, encounter: Encounter) -> float:
    """How much an encounter has in common with a gold meeting of its family told in the same sentences, else 0."""
    meeting = case.meetings[identity]
    is_told = any(identity in case.told.get(o.sentence, ()) for o in encounter.occurrences)
    if (case.has_passages and not is_told) or (meeting["kind"] == "visit") != encounter.is_visit:
        return 0.0
    overlap, start = jaccard(_met(case, encounter), case.actors(meeting)), meeting["start"]
    agrees = SAME_KIND * is_compatible(start, encounter.first)
    return overlap + SAME_START * (start == encounter.first) + agrees if overlap >= OVERLAP else 0.0


def worth_examples(case: Case, judges: Judges) -> Iterator[Example]:
    """Every encounter that an article may tell of, true where it answers for a gold meeting."""
    scene, found = _search(case, {**judges, worth.JUDGE: ALWAYS})
    right = set(align_meetings(case, [report for _, report in found]).values())
    tellings = [worth.telling(encounter, report.kind, report.status) for encounter, report in found]
    for telling, (_, report) in zip(tellings, found, strict=True):
        yield worth.traits(telling, tellings, scene), report.id in right


def issue_examples(case: Case, judges: Judges) -> Iterator[Example]:
    """Every issue of an article beside each encounter that answers for a gold meeting, true where it was discussed."""
    scene, found = _search(case, judges)
    find = partial(find_issues, index=index_issues(case.linked.folded))
    told = tell([encounter for encounter, _ in found], scene)
    spoken = agenda.Agenda(told, scene, find, case.heard.sounding, case.heard.statements)
    scoped = scoped_issues(told, scene, find)
    for index, report, meeting in _answers(case, found):
        for issue, traits in spoken.candidates(index, report, scoped[index]):
            yield traits, issue in meeting["issues"]


def date_examples(case: Case, judges: Judges) -> Iterator[Choice]:
    """Every date on offer beside each encounter that answers for a gold meeting, true where it is the day it began."""
    scene, found = _search(case, judges)
    spoken = dating.Dating(tell([encounter for encounter, _ in found], scene), scene)
    for index, report, meeting in _answers(case, found, is_dated=False):
        offered = spoken.candidates(index, report.kind, report.status)
        cases = [(traits, first == meeting["start"]) for (first, _), traits in offered]
        if any(right for _, right in cases):
            yield cases


def place_examples(case: Case, judges: Judges) -> Iterator[Choice]:
    """Every place on offer beside each encounter that answers for a gold meeting, true where it was."""
    scene, found = _search(case, judges)
    listed = [encounter for encounter, _ in found]
    spoken = placing.Placing(tell(listed, scene), scene)
    for index, report, meeting in _answers(case, found):
        own = place(listed[index], listed)
        if report.kind in placing.NOWHERE or own[0] is not None:
            continue
        cases = list(spoken.candidates(index, report.kind, report.status, own))
        exact = [case.is_place(city, meeting["city"]) and country == meeting["country"] for (city, country), _ in cases]
        loose = [city is None and country == meeting["country"] for (city, country), _ in cases]
        right = exact if any(exact) else loose
        if any(right):
            yield [(traits, is_right) for (_, traits), is_right in zip(cases, right, strict=True)]


def _search(case: Case, judges: Judges) -> tuple[Scene, list[tuple[Encounter, MeetingReport]]]:
    """The encounters of an article that these judges list, with their reports, no issue among them."""
    scene, hits = _scene_of(case, {**judges, dating.JUDGE: AS_TOLD, placing.JUDGE: BY_RULE})
    encounters = find_encounters(scene, hits)
    reports = {r.id: r for r in make_reports(encounters, scene).reports}
    ids = [(encounter, report_id(case.linked.article, encounter)) for encounter in encounters]
    return scene, [(encounter, reports[identity]) for encounter, identity in ids if identity in reports]


def _answers(
    case: Case, found: Sequence[tuple[Encounter, MeetingReport]], *, is_dated: bool = True
) -> Iterator[tuple[int, MeetingReport, Mapping[str, Any]]]:
    """The reports that answer for a gold meeting, by their place in the list, with that meeting."""
    aligned = align_meetings(case, [report for _, report in found], is_dated=is_dated)
    meeting_of = {report: case.meetings[identity] for identity, report in aligned.items()}
    for index, (_, report) in enumerate(found):
        if report.id in meeting_of:
            yield index, report, meeting_of[report.id]


def align_meetings(case: Case, reports: Sequence[MeetingReport], *, is_dated: bool = True) -> dict[str, str]:
    """Which report answers for which gold meeting, as the scorer aligns them; whatever its date if not `is_dated`."""
    return align(
        (_closeness(case, meeting, r, is_dated=is_dated), i, r.id)
        for i, meeting in case.meetings.items()
        for r in reports
    )


def _closeness(case: Case, meeting: Mapping[str, str | None], report: MeetingReport, *, is_dated: bool) -> float:
    mine = {case.actor(key) for key in (*report.participants, *report.parties)}
    overlap = jaccard(mine, case.actors(meeting))
    held_alike = (meeting["status"] == "held") == (report.status == "held")
    agree = is_compatible(meeting["start"], report.start)
    if overlap < OVERLAP or not held_alike or (is_dated and not agree):
        return 0.0
    bonus = SAME_START * (meeting["start"] == report.start) + SAME_KIND * (meeting["kind"] == report.kind)
    return overlap + bonus - (not agree) * SAME_START


# Where the examples of each judge come from, in the order of their fitting: first the judges of what is found, whose
# word those after them hear; then those of what is told of it.
FOUND_BY: Mapping[str, Callable[[Case, Judges], Iterator[Any]]] = {
    sides.JUDGE: sides_examples,
    members.JUDGE: member_examples,
    hearing.JUDGE: hearing_examples,
    standing.JUDGE: status_examples,
    manner.JUDGE: kind_examples,
    worth.JUDGE: worth_examples,
}
TOLD_BY: Mapping[str, Callable[[Case, Judges], Iterator[Any]]] = {
    agenda.JUDGE: issue_examples,
    placing.JUDGE: place_examples,
    dating.JUDGE: date_examples,
    serving.JUDGE: side_examples,
}
# Of these one is true of those on offer; of the others each is weighed by itself.
CHOOSING = frozenset({hearing.JUDGE, standing.JUDGE, manner.JUDGE, placing.JUDGE, dating.JUDGE, serving.JUDGE})
