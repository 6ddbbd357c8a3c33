"""When a visit begins, where that is told apart from it by the arrival: 周日抵达台北的部长会见总统."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from kg.days import DAY
from kg.extract.meetings.actors import countries_of
from kg.extract.meetings.encounter import Encounter, dates_agree
from kg.extract.meetings.frames import COUNTRY, PLACE
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.scene import Scene
from kg.model import MeetingKind, Status

SURENESS = 0.8  # of words that tell of an arrival, as of those of other frames of travel


def begin_on_arrival(encounters: Sequence[Encounter], scene: Scene) -> None:
    """Give the visits to one country that have no day the sentence that tells when one of the visitors came there.

    Of several days the first counts; what is called off begins on none.
    """
    undated = [e for e in encounters if e.is_visit and len(e.hosts) == 1 and len(e.first or "") < DAY]
    arrivals = sorted(_arrivals(scene), key=lambda one: (one.first, one.start)) if undated else []
    for visit in undated:
        if Status.CANCELLED in visit.statuses:
            continue
        for one in arrivals:
            is_same = one.hosts == visit.hosts and not one.near.isdisjoint(visit.sides.people)
            if is_same and dates_agree(visit.first, visit.last, one.first, one.last):
                visit.add(one)
                visit.occurrences.sort(key=lambda found: found.position)
                break


def _arrivals(scene: Scene) -> Iterator[Occurrence]:
    """The places where a day is told on which those whom the sentence names arrive in a country."""
    linked, names, day = scene.linked, scene.names, scene.linked.article.day
    starts = [sentence.start for sentence in linked.sentences]
    for date in linked.dates:
        if not date.first or date.first != date.last or len(date.first) < DAY:
            continue
        match = scene.frames.cues["arrives"].match(linked.folded, date.end)
        goal = next(iter(names.inside(match.end(), match.end() + 1)), None) if match else None
        if match is None or goal is None or goal.symbol not in (COUNTRY, PLACE):
            continue
        number = bisect_right(starts, date.start) - 1
        sentence = linked.sentences[number]
        yield Occurrence(
            family=Family.VISIT,
            kind=MeetingKind.VISIT,
            hosts=countries_of([goal], scene.cast),
            near=frozenset(key for unit in names.inside(sentence.start, sentence.end) for key in unit.entities),
            start=match.start("word"),
            end=match.end(),
            left=date.start,
            right=goal.end,
            sentence=number,
            block=sentence.block,
            first=date.first,
            last=date.last,
            is_past=day is not None and date.first < day,
            is_today=date.first == day,
            is_weak=True,
            rule="arrival",
            confidence=SURENESS,
        )
