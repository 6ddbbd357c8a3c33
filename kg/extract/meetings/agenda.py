"""What was discussed at an encounter, as a judge holds it: every issue of the article beside the encounter.

The scope (scope.py) gathers the sentences that tell of an encounter's talk by rule. The judge takes that for one trait
of several: how far from the encounter an issue is spoken of, by whom, how often, and whether another one is nearer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.frames import PERSON
from kg.extract.meetings.judge import probability
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.scope import IssueFinder, Told
from kg.model import Part

JUDGE = "meeting-issues"  # the model in ontology/models
LIKELY = 0.4  # from which on an issue was discussed; what the sides are quoted with is added later
GAPS = (0, 1, 2, 5, 12)  # upper ends of the classes of distance, in sentences
CUES = ("discuss", "topic", "agenda", "analyst")


class Agenda:
    """The issues of every sentence of an article, found once."""

    def __init__(self, told: Told, scene: Scene, find_issues: IssueFinder) -> None:
        self.told = told
        self.scene = scene
        folded = scene.linked.folded
        self.issues = [
            tuple(dict.fromkeys(found.issue for found in find_issues(folded, sentence.start, sentence.end)))
            for sentence in scene.linked.sentences
        ]
        self._spoken = [sorted({o.sentence for o in e.occurrences}) for e in told.encounters]
        self._cues = {name: scene.frames.cues[name] for name in CUES}

    def candidates(
        self, index: int, kind: str, status: str, scoped: Collection[str]
    ) -> Iterator[tuple[str, list[str]]]:
        """The issues of the article with their traits beside the encounter of that place in the list.

        `scoped` are the issues of the sentences that tell of its talk by rule.
        """
        places: dict[str, list[int]] = {}
        for number, issues in enumerate(self.issues):
            for issue in issues:
                places.setdefault(issue, []).append(number)
        encounter = self.told.encounters[index]
        for issue, numbers in places.items():
            yield (
                issue,
                [
                    *self._general(issue, numbers, encounter, f"{kind} {status}"),
                    *self._near(index, numbers, is_scoped=issue in scoped),
                ],
            )

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

    def _near(self, index: int, numbers: Sequence[int], *, is_scoped: bool) -> Iterator[str]:
        encounter = self.told.encounters[index]
        role = self.told.role(encounter)
        gaps = {number: self._gap(index, number) for number in numbers}
        nearest = min(numbers, key=lambda n: (abs(gaps[n]), n))
        gap, side = _class(gaps[nearest]), "after" if gaps[nearest] > 0 else "before"
        others = [abs(self._gap(i, nearest)) for i in range(len(self.told.encounters)) if i != index]
        is_nearest = all(abs(gaps[nearest]) <= other for other in others)
        yield f"scoped {is_scoped}"
        yield f"{role} scoped {is_scoped}"
        yield f"{role} scoped {is_scoped} gap {gap}"
        yield f"{role} gap {gap} {side}"
        yield f"{role} nearest {is_nearest} gap {gap}"
        yield f"here {min(3, sum(not g for g in gaps.values()))}"
        yield f"{role} close {min(3, sum(abs(g) <= GAPS[2] for g in gaps.values()))}"
        yield from self._words(nearest, encounter, gap)

    def _words(self, number: int, encounter: Encounter, gap: int) -> Iterator[str]:
        line, folded = self.scene.line(number), self.scene.linked.folded
        sentence = self.scene.linked.sentences[number]
        people = [k for u in line.units if u is not None and u.symbol == PERSON for k in u.entities]
        ours = any(key in encounter.sides.people for key in people)
        yield f"ours {ours} others {any(k not in encounter.sides.people for k in people)} gap {gap}"
        yield f"opens {bool(people) and people[0] in encounter.sides.people} gap {gap}"
        for name, cue in self._cues.items():
            yield f"{name} {cue.search(folded, sentence.start, sentence.end) is not None} gap {gap}"

    def _gap(self, index: int, number: int) -> int:
        """How many sentences after (or, below 0, before) the nearest one that speaks of an encounter one stands."""
        spoken = self._spoken[index]
        at = bisect_left(spoken, number)
        near = [number - spoken[i] for i in (at - 1, at) if 0 <= i < len(spoken)]
        return min(near, key=abs)

    def judged(self, index: int, kind: str, status: str, scoped: Collection[str]) -> tuple[str, ...]:
        """The issues that were discussed, in the order of the text."""
        weights = self.scene.judges[JUDGE]
        cases = self.candidates(index, kind, status, scoped)
        return tuple(issue for issue, traits in cases if probability(weights, traits) > LIKELY)


def _class(gap: int) -> int:
    return sum(abs(gap) > limit for limit in GAPS)
