"""How an issue sounds around an encounter, and who is held to have spoken of it: traits for the judge of its issues.

The network of the wording (kg.extract.wording) says how much each sentence sounds like an issue; the statements
(kg.extract.statements) say who spoke of it, how surely and where. Words of the lexicon say neither.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kg.extract.meetings.scene import Scene
from kg.extract.signs import Vectors
from kg.extract.wording import step
from kg.model import Linked, MeetingReport, Statement

LEAST, MOST = -6, 4  # log odds beyond which traits do not tell them apart
FEW = 3  # sentences before and after an encounter that are heard together
SURE = (0.42, 0.5, 0.6, 0.7, 0.8, 0.9)  # of the confidence in a statement: where classes end
SIDES = 3  # that spoke of an issue: so many are many
SAID = ("by ours", "by a side", "by anyone", "near", "there", "elsewhere")
UNSAID = (0,) * len(SAID)

Gaps = NDArray[np.int_]  # by sentence: how many after (below 0 before) the nearest one that speaks of an encounter
Placed = tuple[Statement, int]  # with the number of the sentence that it ends with
Sounding = tuple[Sequence[str], Vectors]  # codes of issues, and the log odds of each in each sentence (n, codes)
SILENT: Sounding = (), np.zeros((0, 0), dtype=np.float32)  # of an article that nobody heard
Around = Sequence[Sequence[float]]  # of each issue, in the order of the list


class Voiced:
    """The issues of an article as its sentences sound, and as people speak of them."""

    def __init__(
        self, issues: Sequence[str], sounding: Sounding, said: Mapping[str, Sequence[Placed]], scene: Scene
    ) -> None:
        codes, self._sounds = sounding
        column = {code: place for place, code in enumerate(codes)}
        self._columns = {issue: place for place, issue in enumerate(issues)}
        odds = np.full((len(self._sounds), len(issues)), LEAST, dtype=np.float64)
        for place, issue in enumerate(issues):
            if issue in column:
                odds[:, place] = self._sounds[:, column[issue]]
        self._odds = odds.clip(LEAST, MOST)
        self._rows = self._odds.tolist()
        self._said, self._scene = said, scene
        self._whole = np.stack([self._odds.max(axis=0), self._odds.mean(axis=0)]).tolist() if len(odds) else []

    def around(self, gaps: Gaps) -> Around:
        """Of each issue the highest odds in the sentences of an encounter, in those after and those before it.

        The first is told as such and against what these sentences sound like most.
        """
        if not len(self._sounds):
            return []
        areas = [gaps == 0, (gaps > 0) & (gaps <= FEW), (gaps < 0) & (gaps >= -FEW)]
        rows = [self._odds[area].max(axis=0, initial=LEAST).tolist() for area in areas]
        most = float(self._sounds[areas[0]].max(initial=LEAST))
        return [*rows, [odds - most for odds in rows[0]]]

    def heard(self, issue: str, nearest: int, around: Around, *, is_scoped: bool) -> Iterator[str]:
        """Traits of how an issue sounds: where it is named nearest to an encounter, around that, and in the article."""
        if not around:
            return
        column = self._columns[issue]
        here, after, before, lead = (row[column] for row in around)
        own = step(here, LEAST, MOST)
        yield f"sounds {step(self._rows[nearest][column], LEAST, MOST)}"
        yield f"sounds here {own}"
        yield f"sounds here {own} scoped {is_scoped}"
        yield f"sounds after {step(after, LEAST, MOST)}"
        yield f"sounds before {step(before, LEAST, MOST)}"
        yield f"sounds behind {step(lead, 2 * LEAST, 0)}"
        yield f"sounds most {step(self._whole[0][column], LEAST, MOST)}"
        yield f"sounds overall {step(2 * self._whole[1][column], 2 * LEAST, MOST)}"
        yield f"tells {step(max(self._scene.sounds[nearest].values()), LEAST, MOST)}"

    def said(self, issue: str, report: MeetingReport, gaps: Sequence[int], *, is_scoped: bool) -> tuple[str, ...]:
        """Traits of who speaks of an issue, and how surely: of those who took part, of the sides, anyone; and where."""
        surest, sides = UNSAID, set()
        for one, number in self._said.get(issue, ()):
            is_ours, is_there = one.speaker in report.participants, one.made_at == report.id
            is_side = is_ours or one.speaker in report.parties or one.side in report.parties
            is_near, is_elsewhere = is_side and 0 <= gaps[number] <= FEW, one.made_at is not None and not is_there
            known = is_ours, is_side, True, is_near, is_there, is_elsewhere
            sure = 1 + bisect_right(SURE, one.confidence)
            surest = tuple(map(max, surest, [sure if is_so else 0 for is_so in known]))
            if is_side:
                sides.add(one.side)
        return _told(surest, min(SIDES, len(sides)), report.kind, is_scoped)


@cache
def _told(surest: tuple[int, ...], sides: int, kind: str, is_scoped: bool) -> tuple[str, ...]:
    """The traits of who speaks of an issue; of most issues nobody does."""
    traits = [*(f"said {name} {sure}" for name, sure in zip(SAID, surest, strict=True)), f"said by sides {sides}"]
    return (*traits, *(f"{kind} {trait}" for trait in traits), *(f"{trait} scoped {is_scoped}" for trait in traits))


def by_issue(statements: Sequence[Statement], linked: Linked) -> Mapping[str, Sequence[Placed]]:
    """The statements by issue, each with the number of the sentence that it ends with."""
    starts = [sentence.start for sentence in linked.sentences]
    placed: dict[str, list[Placed]] = defaultdict(list)
    for one in statements:
        placed[one.issue].append((one, bisect_right(starts, one.evidence.end - 1) - 1))
    return dict(placed)
