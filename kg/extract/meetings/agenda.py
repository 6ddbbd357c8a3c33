"""What was discussed at an encounter, as a judge holds it: every issue of the article beside the encounter.

The scope (scope.py) gathers the sentences that tell of an encounter's talk by rule. The judge takes that for one trait
of several: how far from the encounter an issue is spoken of, by whom, how often, whether another one is nearer, how
much the sentences sound like it, and who is held to have said something of it (voiced.py).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from kg.extract.judge import marked, probability, shown
from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.frames import PERSON
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.scope import IssueFinder, Told
from kg.extract.meetings.voiced import SILENT, Gaps, Sounding, Voiced, by_issue
from kg.model import IssueSpan, MeetingKind, MeetingReport, Part, Statement

JUDGE = "meeting-issues"  # the model in ontology/models
# From which on an issue was discussed: of the visit that an article is about, of one told in passing, and of all else.
# Set on 1,078 articles, each half heard by networks of the wording that learnt on from the other half, judged by what
# three quarters teach: .3 for all has F1 .606, .3 for visits and .38 .614 (higher in each quarter). There, issues of
# talks that are held .3 to .4 likely were so in one of four. Articles read in the way of the gold standard ask for more
# at visits told in passing; from .35 on a visit of the seeds loses one that it has.
VISITED, PASSED, LIKELY = 0.31, 0.34, 0.38
GAPS = (0, 1, 2, 5, 12)  # upper ends of the classes of distance, in sentences
LEFT, RIGHT = 8, 6  # characters around the word of an issue of which the pairs count
DISTANCES = (6, 15, 30, 60)  # classes of how far it stands from the word of encounter, in characters
CUES = ("discuss", "topic", "agenda", "analyst")


class Agenda:
    """The issues of every sentence of an article, found once; those too that no word names, but someone speaks of.

    `sounding` tells how its sentences sound like issues, `statements` what the article attributes to someone.
    """

    def __init__(
        self,
        told: Told,
        scene: Scene,
        find_issues: IssueFinder,
        sounding: Sounding = SILENT,
        statements: Sequence[Statement] = (),
    ) -> None:
        self.told = told
        self.scene = scene
        folded = scene.linked.folded
        self._spans = [_first(find_issues(folded, sentence.start, sentence.end)) for sentence in scene.linked.sentences]
        self.issues = [tuple(spans) for spans in self._spans]
        self._spoken = [sorted({o.sentence for o in e.occurrences}) for e in told.encounters]
        self._away = [self._gaps(index) for index in range(len(told.encounters))]
        self._gap_of: list[list[int]] = [gaps.tolist() for gaps in self._away]
        self._cues = {name: scene.frames.cues[name] for name in CUES}
        self._heard: dict[int, tuple[list[str], list[str]]] = {}
        self._signs: dict[tuple[int, str], list[str]] = {}
        self._places: dict[str, list[int]] = {}
        for number, issues in enumerate(self.issues):
            for issue in issues:
                self._places.setdefault(issue, []).append(number)
        said = by_issue(statements, scene.linked)
        for issue, placed in said.items():
            self._places.setdefault(issue, sorted({number for _, number in placed}))
        self._voiced = Voiced(list(self._places), sounding, said, scene)

    def candidates(self, index: int, report: MeetingReport, scoped: Collection[str]) -> Iterator[tuple[str, list[str]]]:
        """The issues of the article with their traits beside the encounter of that place in the list, which it reports.

        `scoped` are the issues of the sentences that tell of its talk by rule.
        """
        encounter, kind = self.told.encounters[index], report.kind
        away, gap_of = self._away[index], self._gap_of[index]
        around = self._voiced.around(away)
        for issue, numbers in self._places.items():
            nearest = min(numbers, key=lambda n: (abs(gap_of[n]), n))
            gaps, is_scoped = [gap_of[number] for number in numbers], issue in scoped
            traits = [
                *self._general(issue, numbers, encounter, f"{kind} {report.status}"),
                *self._near(index, nearest, gaps, is_scoped=is_scoped),
                *self._wording(issue, encounter, nearest, _class(gap_of[nearest])),
                f"{issue} scoped {is_scoped}",
                f"{kind} issue {issue}",
                *self._voiced.heard(issue, nearest, around, is_scoped=is_scoped),
                *self._voiced.said(issue, report, gap_of, is_scoped=is_scoped),
            ]
            yield issue, traits

    def _general(self, issue: str, numbers: Sequence[int], encounter: Encounter, state: str) -> Iterator[str]:
        blocks, sentences = self.scene.linked.article.blocks, self.scene.linked.sentences
        parts = {blocks[sentences[n].block].part for n in numbers}
        role = self.told.role(encounter)
        yield f"issue {issue}"
        yield f"{role} issue {issue}"
        yield f"{role} {state}"
        yield f"{role} count {min(4, len(numbers))}"
        yield f"{role} headline {Part.HEADLINE in parts}"
        yield f"{role} lead {numbers[0] <= len(GAPS)}"
        yield f"{role} listed {min(4, len(self.told.encounters))}"

    def _near(self, index: int, nearest: int, gaps: Sequence[int], *, is_scoped: bool) -> Iterator[str]:
        encounter = self.told.encounters[index]
        role, distance = self.told.role(encounter), self._gap_of[index][nearest]
        gap, side = _class(distance), "after" if distance > 0 else "before"
        is_nearest = all(abs(distance) <= abs(gap_of[nearest]) for gap_of in self._gap_of)
        yield f"scoped {is_scoped}"
        yield f"{role} scoped {is_scoped}"
        yield f"{role} scoped {is_scoped} gap {gap}"
        yield f"{role} gap {gap} {side}"
        yield f"{role} nearest {is_nearest} gap {gap}"
        yield f"here {min(3, sum(not g for g in gaps))}"
        yield f"{role} close {min(3, sum(abs(g) <= GAPS[2] for g in gaps))}"
        yield from self._words(nearest, encounter, gap)

    def _wording(self, issue: str, encounter: Encounter, nearest: int, gap: int) -> Iterator[str]:
        """Traits of the word of the issue where it stands nearest, of the characters around it, and of who met."""
        gap, span = min(3, gap), self._spans[nearest].get(issue)
        yield f"{issue} gap {gap}"
        yield f"beside {min(4, len(self.issues[nearest]))} gap {gap}"
        yield from (f"{issue} party {key}" for key in (*encounter.sides.parties, *encounter.hosts))
        if span is None:
            yield "unnamed"
            yield f"unnamed gap {gap}"
            return
        signs = self._around(nearest, issue)
        yield f"word {self.scene.linked.folded[span.start : span.end]}"
        yield from signs
        if gap:
            return
        yield from (f"{sign} here" for sign in signs)
        here = [o for o in encounter.occurrences if o.sentence == nearest]
        best = min(here, key=lambda o: abs(o.start - span.start))
        side = "before" if span.start < best.start else "after"
        distance = bisect_right(DISTANCES, abs(best.start - span.start))
        yield f"{side} {distance}"
        yield f"{best.rule} {side} {min(1, distance)}"

    def _around(self, number: int, issue: str) -> list[str]:
        """The pairs of characters around the first word of an issue in a sentence."""
        if (number, issue) not in self._signs:
            folded, span = self.scene.linked.folded, self._spans[number][issue]
            left, right = folded[max(0, span.start - LEFT) : span.start], folded[span.end : span.end + RIGHT]
            self._signs[number, issue] = [*marked("left", shown(left)), *marked("right", shown(right))]
        return self._signs[number, issue]

    def _words(self, number: int, encounter: Encounter, gap: int) -> Iterator[str]:
        if number not in self._heard:
            sentence, folded = self.scene.linked.sentences[number], self.scene.linked.folded
            units = self.scene.names.inside(sentence.start, sentence.end)
            self._heard[number] = (
                [key for unit in units if unit.symbol == PERSON for key in unit.entities],
                [
                    f"{name} {cue.search(folded, sentence.start, sentence.end) is not None}"
                    for name, cue in self._cues.items()
                ],
            )
        people, cues = self._heard[number]
        mine = encounter.sides.people
        yield f"ours {any(k in mine for k in people)} others {any(k not in mine for k in people)} gap {gap}"
        yield f"opens {bool(people) and people[0] in mine} gap {gap}"
        yield from (f"{cue} gap {gap}" for cue in cues)

    def _gaps(self, index: int) -> Gaps:
        """How many sentences after (below 0 before) the nearest one that speaks of an encounter each one stands."""
        spoken, numbers = np.array(self._spoken[index]), np.arange(len(self.issues))
        at = np.searchsorted(spoken, numbers)
        before = numbers - spoken[np.maximum(at - 1, 0)]
        after = numbers - spoken[np.minimum(at, len(spoken) - 1)]
        nearest: Gaps = np.where(np.abs(after) < np.abs(before), after, before)
        return nearest

    def judged(self, index: int, report: MeetingReport, scoped: Collection[str]) -> tuple[str, ...]:
        """The issues that were discussed, in the order of the text."""
        weights = self.scene.judges[JUDGE]
        least = _least(report)
        cases = self.candidates(index, report, scoped)
        return tuple(issue for issue, traits in cases if probability(weights, traits) > least)


def _first(found: Sequence[IssueSpan]) -> dict[str, IssueSpan]:
    """The first words of each issue, by issue."""
    spans: dict[str, IssueSpan] = {}
    for one in found:
        spans.setdefault(one.issue, one)
    return spans


def _class(gap: int) -> int:
    return bisect_left(GAPS, abs(gap))


def _least(report: MeetingReport) -> float:
    if report.kind is not MeetingKind.VISIT:
        return LIKELY
    return VISITED if report.main else PASSED
