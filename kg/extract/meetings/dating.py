"""When an encounter was, as a judge holds it, of the days, months and years that the article offers.

The words beside an encounter give its date (slots.py) where they hold one. Many encounters are told without: the judge
weighs what a reader would infer from, the dates told nearby, those of a journey or of the same people's other
encounters, and the day of publication, each as exact as it is or cut to its month or year.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kg.days import DAY, MONTH, YEAR
from kg.extract.judge import chances, doubted
from kg.extract.meetings.encounter import FUTURE, LEAD, Encounter
from kg.extract.meetings.journeys import contains
from kg.extract.meetings.occurrence import Family
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.scope import Told
from kg.extract.meetings.worth import part_of, surest
from kg.knowledge.clauses import BREAK
from kg.knowledge.numerals import NUMERALS
from kg.model import DateMention, Status

JUDGE = "meeting-dates"  # the model in ontology/models
GAPS = (0, 1, 3)  # upper ends of the classes of distance, in sentences; what is farther off counts only in the lead
FAR = len(GAPS)  # the class of what is farther off
LEFT, RIGHT = 8, 4  # characters around the surest words that count
WORDED = ("none", "published", "self")  # marks of which each counts with each character
NEWS_BONUS = 2.0  # log odds by which the month of publication may be less likely for the news itself; 1 to 4 do alike
NOTICE = 4  # sentences up to which an article is a short notice
NEWS_PARTS = ("headline", "lead")  # where the news of an article is told first
NUMBER = re.compile(f"[0-9{NUMERALS}廿]+")
DISTANCES = (0, 2, 5, 10, 20, 40)  # classes of how far a date stands from the words, in characters
NEWS = timedelta(days=1)  # how long before publication that was of which an article is the news
SURE = 0.6  # log odds by which dates must be likelier than none; 0 gives more dates, more of them wrong
COMPATIBLE = 1.0  # worth of a date that does not contradict the true one, against 1 for the true one

Dates = tuple[str | None, str | None]


class Dating:
    """The dates of an article, and those of its encounters, found once."""

    def __init__(self, told: Told, scene: Scene) -> None:
        self.told = told
        self.scene = scene
        starts = [sentence.start for sentence in scene.linked.sentences]
        dates = [mention for mention in scene.linked.dates if mention.first]
        head = dates[0] if dates else None
        # 2024-05-14 新闻联播
        self._is_list = head is not None and head.rule == "date" and not scene.linked.folded[: head.start].strip()
        self._dates = [(bisect_right(starts, mention.start) - 1, mention) for mention in dates]

    def candidates(self, index: int, kind: str, status: Status) -> Iterator[tuple[Dates, list[str]]]:
        """The dates that an encounter, by its place in the list, may have, with their traits; none is one of them."""
        encounter, day = self.told.encounters[index], self.scene.linked.article.day
        marks: dict[str | None, list[str]] = defaultdict(list)
        last_of: dict[str, str | None] = {}
        for first, last, mark in self._offers(encounter, day):
            if _is_impossible(status, first, last or first, day):
                continue
            if mark not in marks[first]:
                marks[first].append(mark)
            last_of.setdefault(first, last)
        marks[None].append("none")
        role = self.told.role(encounter)
        own = len(encounter.first or "")
        contexts = (
            status,
            kind,
            role,
            f"own {own}",
            f"{kind} own {own}",
            part_of(encounter.occurrences[0], self.scene),
        )
        words = self._words(encounter)
        for value, some in marks.items():
            near = [mark for mark in some if mark.startswith(WORDED)]
            traits = [f"{mark} {word}" for mark in near for word in words]
            traits += [*some, *(f"{context} {mark}" for context in contexts for mark in some)]
            if value is not None:
                size, when = len(value), _when(value, day)
                traits += (f"size {size} {status}", f"when {when} {status}", f"size {size} when {when}")
                traits += (f"size {size} own {own}", f"{kind} size {size}")
            yield (value, last_of.get(value or "")), traits

    def _words(self, encounter: Encounter) -> list[str]:
        """The characters around the surest words that speak of it."""
        best, folded = surest(encounter), self.scene.linked.folded
        around = folded[max(0, best.start - LEFT) : best.start] + folded[best.end : best.end + RIGHT]
        return [f"char {sign}" for sign in dict.fromkeys(around) if sign.isalpha()]

    def _offers(self, encounter: Encounter, day: str | None) -> Iterator[tuple[str, str | None, str]]:
        """First and last day of each date on offer, with the mark of where it comes from."""
        yield from _cut(encounter.first, encounter.last, "self")
        yield from _cut(day, day, "published")
        for number, mention in self._dates:
            place = self._place(encounter, number)
            if place is not None:
                yield from self._lent(encounter, mention.first, mention.last, place)
            for mark in self._beside(encounter, number, mention):
                yield from self._lent(encounter, mention.first, mention.last, mark)
        for other in self.told.encounters:
            if other is not encounter and other.first:
                yield from self._lent(encounter, other.first, other.last, f"of {relation(encounter, other)}")

    def _lent(
        self, encounter: Encounter, first: str | None, last: str | None, mark: str
    ) -> Iterator[tuple[str, str | None, str]]:
        """A date told of something else; of the days of a journey a talk is on one, it is not told which."""
        offers = _cut(first, last, mark)
        if encounter.family is Family.TALK and last not in (None, first):
            next(offers, None)
        return offers

    def _beside(self, encounter: Encounter, number: int, mention: DateMention) -> Iterator[str]:
        """Marks of a date in a sentence that tells of the encounter: its words, how far it stands, what follows it."""
        folded = self.scene.linked.folded
        own = [o for o in encounter.occurrences if o.sentence == number]
        if not own:
            return
        nearest = min(own, key=lambda o: abs(o.start - mention.start))
        left = nearest.since
        gap = left - mention.end if mention.end <= left else mention.start - nearest.end
        side = "before" if mention.end <= left else "after" if mention.start >= nearest.end else "in"
        between = folded[min(mention.end, nearest.end) : max(mention.start, left)]
        breaks = min(2, len(BREAK.findall(between)))
        yield f"words {shape(folded[mention.start : mention.end])}"
        yield f"{side} {bisect_right(DISTANCES, gap)} breaks {breaks}"
        yield f"then {sign(folded[mention.end : mention.end + 1])}"
        yield f"back {sign(folded[mention.start - 1 : mention.start])}"

    def _place(self, encounter: Encounter, number: int) -> str | None:
        gaps = [number - o.sentence for o in encounter.occurrences]
        gap = min(gaps, key=abs)
        size = bisect_left(GAPS, abs(gap))
        if size < FAR:
            return f"gap {size} {'after' if gap > 0 else 'before'}"
        return "lead" if number <= LEAD else None

    def judged(self, index: int, kind: str, status: Status) -> Dates:
        """First and last day, month or year: the day beside the words, if any, else the date that is likely right.

        A month beside the words is not cut to its year. That a talk planned for a journey is of the month of
        publication need only be likelier than none, that the news itself is may be somewhat less likely.
        """
        encounter, day = self.told.encounters[index], self.scene.linked.article.day
        if encounter.is_bygone:
            return None, None
        own = encounter.first or "", encounter.last or encounter.first or ""
        is_told = bool(own[0]) and not _is_impossible(status, *own, _eve(day) if status in FUTURE else day)
        if is_told and len(own[0]) == DAY:
            return own
        cases = chances(self.scene.judges[JUDGE], self.candidates(index, kind, status))
        likely = _likeliest(doubted(cases, SURE))
        if status is Status.PLANNED and self._is_on_journey(encounter):
            bare = _likeliest(cases)
            if bare[0] == (day or "")[:MONTH]:
                return bare
        if status is Status.HELD and likely[0] and (visited := self._visited(encounter)).startswith(likely[0]):
            return visited, visited
        if likely[0] is None and self._is_news(encounter, status):
            month = (day or "")[:MONTH]
            likely = next((v for v, c in doubted(cases, -NEWS_BONUS) if v[0] == month and c >= 1), likely)
        is_cut = likely[0] is not None and len(likely[0]) < MONTH == len(own[0])
        is_cut = is_cut or (likely[0] is None and status is Status.CANCELLED)
        return own if is_told and is_cut else likely

    def _is_news(self, encounter: Encounter, status: Status) -> bool:
        """Whether it is the news of the article, told at its start as held or under way: of the month, if not the day.

        Of longer articles a visit told of at the start without a date is mostly what they comment on; a list of news,
        headed by its day, has many.
        """
        if status is not Status.HELD or encounter is not self.told.main or self._is_on_journey(encounter):
            return False
        if self._is_list or (encounter.is_visit and len(self.scene.linked.sentences) > NOTICE):
            return False
        return part_of(encounter.occurrences[0], self.scene) in NEWS_PARTS

    def _is_on_journey(self, talk: Encounter) -> bool:
        """Whether it is told as a talk on a journey: 访问期间将会谈."""
        linked, stay = self.scene.linked, self.scene.frames.cues["stay"]
        starts = ((linked.sentences[o.sentence].start, o.start) for o in talk.occurrences)
        return not talk.is_visit and any(stay.search(linked.folded, *span) for span in starts)

    def _visited(self, talk: Encounter) -> str:
        """The day of the visit on which a talk was, where one is told and is that of the news; else nothing."""
        visits = [e for e in self.told.encounters if e.state is Status.HELD and len(e.hosts) == 1 and contains(e, talk)]
        days = {(e.first, e.last) for e in visits if e.first and len(e.first) == DAY}
        first, last = next(iter(days)) if len(days) == 1 else (None, None)
        today = self.scene.linked.article.day
        if today is None or first is None or first != last:
            return ""
        return first if timedelta(0) <= date.fromisoformat(today) - date.fromisoformat(first) <= NEWS else ""


def shared(encounters: Sequence[Encounter], dates: Sequence[Dates]) -> list[Dates]:
    """The dates of encounters, those that one word tells of as exact as one of them: 分别与总统、总理通了电话."""
    given: dict[tuple[object, ...], Dates] = {}
    for encounter, when in zip(encounters, dates, strict=True):
        best = given.get(_word(encounter))
        if when[0] and _is_dated_together(encounter) and (best is None or _is_within(when, best)):
            given[_word(encounter)] = when
    shares = [given.get(_word(e)) if _is_dated_together(e) and not e.is_bygone else None for e in encounters]
    return [best if best and _is_within(best, when) else when for best, when in zip(shares, dates, strict=True)]


def _is_within(dates: Dates, others: Dates) -> bool:
    """Whether dates are at least as exact as others, and do not contradict them."""
    return (dates[0] or "").startswith(others[0] or "")


def _word(encounter: Encounter) -> tuple[object, ...]:
    """The word that first tells of it, and how."""
    first = encounter.occurrences[0]
    return first.start, encounter.family, first.status, first.is_tour, first.is_stay


def _is_dated_together(encounter: Encounter) -> bool:
    """Whether its date goes for all that its first word tells of: no stage of a journey, nor dated elsewhere alone."""
    first = encounter.occurrences[0]
    if encounter.family is Family.CONFERENCE or first.is_tour or first.is_stay:
        return False
    return all(o.first in (None, first.first) for o in encounter.occurrences)


def _likeliest(cases: Sequence[tuple[Dates, float]]) -> Dates:
    """The date that is likely right or at least does not contradict the true one."""

    def worth(value: Dates, chance: float) -> float:
        return chance + COMPATIBLE * sum(other for one, other in cases if _is_compatible(value[0], one[0]))

    return max(cases, key=lambda case: worth(*case))[0]


def shape(words: str) -> str:
    """The words of a date with one sign for numbers: 9月#日, 周#, 昨天."""
    return NUMBER.sub("#", "".join(words.split()))


def sign(text: str) -> str:
    """A character beside a date or name as part of a trait: letters as they are, all else as one sign."""
    return text if text.isalpha() else "_"


def relation(encounter: Encounter, other: Encounter) -> str:
    """How another encounter of the article stands to one."""
    if contains(other, encounter):
        return "outer"
    if contains(encounter, other):
        return "inner"
    is_together = bool(set(encounter.sides.people) & set(other.sides.people))
    here = {o.sentence for o in encounter.occurrences}
    is_beside = any(o.sentence in here for o in other.occurrences)
    alike = "alike" if other.is_future == encounter.is_future else "unlike"
    return f"{'same' if is_together else 'other'} {'beside' if is_beside else 'apart'} {alike} {other.family}"


def _is_compatible(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one.startswith(other) or other.startswith(one)


def _cut(first: str | None, last: str | None, mark: str) -> Iterator[tuple[str, str | None, str]]:
    """A date as exact as it is, its month, and its year."""
    if first is None:
        return
    yield first, last or first, f"{mark} {len(first)}"
    for size in (MONTH, YEAR):
        if size < len(first):
            yield first[:size], first[:size], f"{mark} {len(first)} to {size}"


def _is_impossible(status: Status, first: str, last: str, day: str | None) -> bool:
    """Whether what is still to come would lie wholly before the day of publication, or what was held after it."""
    if day is None:
        return False
    if status is Status.HELD:
        return first > day[: len(first)]
    return status in FUTURE and last < day[: len(last)]


def _eve(day: str | None) -> str | None:
    """The day before publication, on which what comes out after midnight was written: 将于周二晚间辩论."""
    return (date.fromisoformat(day) - NEWS).isoformat() if day else None


def _when(value: str, day: str | None) -> str:
    """Where a date lies against the day of publication."""
    if not day:
        return "unknown"
    if value == day[: len(value)]:
        return "now"
    if value > day:
        return "future"
    return "past" if value[:YEAR] == day[:YEAR] else "years ago"
