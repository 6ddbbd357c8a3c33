"""The judges of meetings: who takes part (sides), and which encounters are to be listed (worth).

The second is trained on what the first makes of articles that it has not seen: the articles fall into parts by the
digest of their text, and each part is searched with a judge of sides fitted to the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kg.evaluation.counts import align, jaccard
from kg.evaluation.score import OVERLAP, SAME_KIND, SAME_START, is_compatible
from kg.extract.meetings import find_encounters, sides, worth
from kg.extract.meetings.encounter import dates_agree
from kg.extract.meetings.find import find_occurrences
from kg.extract.meetings.frames import load_frames
from kg.extract.meetings.judge import BASE, Judges, Weights
from kg.extract.meetings.matching import trigger_hits
from kg.extract.meetings.occurrence import TRAVEL, Family, Occurrence
from kg.extract.meetings.report import is_reported, kind, make_reports, report_id, status
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.units import Unit
from kg.model import EntityKind, MeetingReport
from kg.training.examples import Case
from kg.training.logistic import as_table, fit

PARTS = 3  # into which the articles fall
RIDGES = {sides.JUDGE: 3.0, worth.JUDGE: 6.0}  # 1 to 10 give the same F1 on held-out articles
NEVER: Weights = {BASE: -99.0}
ALWAYS: Weights = {BASE: 99.0}
Example = tuple[list[str], bool]


def train_meetings(cases: Sequence[Case], folder: Path) -> None:
    """Fit both judges on annotated articles and write their tables to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, weights in fit_judges(cases).items():
        (folder / f"{name}.tsv").write_text(as_table(weights), encoding="utf-8", newline="\n")


def fit_judges(cases: Sequence[Case]) -> Judges:
    """Both judges, by name."""
    parts: dict[int, list[Case]] = defaultdict(list)
    for case in cases:
        parts[int(case.linked.article.digest[:8], 16) % PARTS].append(case)
    examples = {part: [e for case in some for e in sides_examples(case)] for part, some in sorted(parts.items())}
    listed: list[Example] = []
    for part, some in sorted(parts.items()):
        others = [e for other, found in examples.items() if other != part for e in found]
        weights = _fit(others, sides.JUDGE)
        listed += [e for case in some for e in worth_examples(case, weights)]
    whole = [e for found in examples.values() for e in found]
    return {sides.JUDGE: _fit(whole, sides.JUDGE), worth.JUDGE: _fit(listed, worth.JUDGE)}


def _fit(examples: Sequence[Example], name: str) -> dict[str, float]:
    return fit([traits for traits, _ in examples], [is_true for _, is_true in examples], RIDGES[name])


def sides_examples(case: Case) -> Iterator[Example]:
    """Every name beside every trigger of an article, true where it takes part in the meeting that its sentence tells.

    Sentences that tell of several meetings of one family are left out, as it is not known which trigger means which.
    """
    frames = load_frames()
    scene = Scene(case.linked, frames, {sides.JUDGE: NEVER, worth.JUDGE: ALWAYS})
    hits_of = trigger_hits(case.linked, frames)
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


def _told_by_frames(case: Case, found: Mapping[tuple[int, int], list[Occurrence]]) -> dict[int, set[str]]:
    """Which meetings the sentences tell of where the gold does not say: those whose sides a frame finds there."""
    told: dict[int, set[str]] = defaultdict(set)
    for (number, _), occurrences in found.items():
        for occurrence in occurrences:
            mine = {case.actor(k) for k in (*occurrence.sides.people, *occurrence.sides.parties, *occurrence.hosts)}
            scored = [(jaccard(mine, case.actors(m)), i) for i, m in case.meetings.items() if _fits(m, occurrence)]
            best = max(scored, default=(0.0, ""))
            if best[0] >= OVERLAP:
                told[number].add(best[1])
    return told


def _fits(meeting: Mapping[str, object], found: Occurrence) -> bool:
    start, end = meeting["start"], meeting["end"] or meeting["start"]
    same_family = (meeting["kind"] == "visit") == (found.family is Family.VISIT)
    dates = (start if isinstance(start, str) else None, end if isinstance(end, str) else None)
    return same_family and dates_agree(*dates, found.first, found.last or found.first)


def _is_visit(case: Case, identity: str) -> bool:
    return bool(case.meetings[identity]["kind"] == "visit")


def _actors_of(unit: Unit, scene: Scene, case: Case) -> set[tuple[str, str]]:
    found = set()
    for key in unit.entities:
        entity = scene.cast.entities[key]
        if entity.kind is EntityKind.PERSON:
            found.add(case.actor(key))
        elif entity.kind is EntityKind.PLACE:
            found |= {("party", entity.country)} if entity.country else set()
        else:
            party = scene.cast.party(key)
            found |= {case.actor(party)} if party is not None else set()
    return found


def worth_examples(case: Case, weights: Weights) -> Iterator[Example]:
    """Every encounter that an article may tell of, true where it answers for a gold meeting."""
    frames = load_frames()
    hits = trigger_hits(case.linked, frames)
    if not hits:
        return
    scene = Scene(case.linked, frames, {sides.JUDGE: weights, worth.JUDGE: ALWAYS})
    encounters, article = find_encounters(scene, hits), case.linked.article
    reports = make_reports(encounters, scene, lambda folded, start, end: ())
    right = set(align_meetings(case, reports).values())
    for encounter in encounters:
        state = status(encounter, article.day)
        if is_reported(encounter, state):
            traits = worth.traits(encounter, kind(encounter), state, scene)
            yield traits, report_id(article, encounter) in right


def align_meetings(case: Case, reports: Sequence[MeetingReport]) -> dict[str, str]:
    """Which report answers for which gold meeting, as the scorer aligns them."""
    return align((_closeness(case, meeting, r), i, r.id) for i, meeting in case.meetings.items() for r in reports)


def _closeness(case: Case, meeting: Mapping[str, str | None], report: MeetingReport) -> float:
    mine = {case.actor(key) for key in (*report.participants, *report.parties)}
    overlap = jaccard(mine, case.actors(meeting))
    held_alike = (meeting["status"] == "held") == (report.status == "held")
    if overlap < OVERLAP or not is_compatible(meeting["start"], report.start) or not held_alike:
        return 0.0
    bonus = SAME_START * (meeting["start"] == report.start) + SAME_KIND * (meeting["kind"] == report.kind)
    return overlap + bonus
