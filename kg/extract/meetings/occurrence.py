"""The record of one occurrence of an encounter in the text."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from kg.extract.meetings.actors import Sides
from kg.model import MeetingKind, Status

NOBODY = Sides()
TRAVEL = frozenset({"visit", "inbound", "arrive", "journey", "stop"})  # classes of words of travel
GIVEN = frozenset({"inbound-before", "visit-relative"})  # frames of what is taken as known: 会见来访的普京


class Family(StrEnum):
    """Kinds that can be one encounter under different words."""

    TALK = "talk"
    VISIT = "visit"
    CONFERENCE = "conference"


LAST = -1  # the last one of several
BY_JUDGE = "judged"  # the rule of what the judge of sides makes of names near a word of encounter
GUESSES = frozenset({"near", BY_JUDGE})  # rules that take those named nearby for the sides
OUTCOME = "outcome"  # the rule of what brought something that is put into practice: 落实北京峰会成果


class Occurrence(Struct, frozen=True, kw_only=True, gc=False):
    """Words that speak of an encounter. Offsets are of the article; `left` and `right` bound the frame.

    `near` are the people of its clause, `apart` those whom its sentence tells of another such encounter, `likely` how
    likely the judge of sides holds those it was asked about; `head` is the last word of a conference's name, or the
    word for honours (欢迎仪式); `title` is the name of a conference of which no body's name is part (治丧大员会议);
    `convener` is the country that holds a conference. What the flags mean:
    `is_partial` one side is missing; `is_back` nobody is named, it can only go back to an encounter spoken of;
    `is_inside` it stands in an adverbial (在联合国大会期间); `is_weak` it cannot found an encounter;
    `is_vague` a habit, or several; `is_other` another one than the one spoken of;
    `is_next` agreed on by those who met, or said to go on after it;
    `is_definite` marked as spoken of before (此次); `is_certain` a conference that is no mere setting;
    `is_lent` its date is that of the journey on which it was;
    `is_past`, `is_today`, `is_old` its date lies before publication, on that day, or months before; `is_moved` put off;
    `is_tour` a journey to a region or through several countries; `is_bare` a visitor without name or office;
    `is_continued` who acts stands in a clause before;
    `is_thin` negotiations of which nobody is named; `is_stage` an official goes to or reaches a country,
    which is a visit where the article tells of a journey; `is_stay` one country of a journey through several;
    `turn` is which one of several it is said to be (第二场: 2, 最后一轮: LAST, none: 0);
    `is_along` someone goes with those spoken of (也将一同访台);
    `is_session` a council or assembly of a union of states sits (安理会举行公开会);
    `is_closing` a paragraph of its own says who was there too; `is_plural` at all that was told (参加上述活动);
    `is_sure` its words leave no doubt about what became of it (fate.py);
    `is_unnamed` a gathering of which neither a name nor a frame tells whose it is (在峰会上);
    `is_listed` a gathering of one of several unions that are named before one word (在上合组织、金砖国家等峰会上).
    """

    family: Family
    start: int
    end: int
    left: int = -1
    right: int = -1
    sentence: int = -1
    block: int = -1
    kind: MeetingKind = MeetingKind.MEETING
    is_kind_sure: bool = False
    sides: Sides = NOBODY
    hosts: tuple[str, ...] = ()
    level: str | None = None
    name: tuple[int, int] | None = None
    head: str = ""
    title: str = ""
    bodies: tuple[str, ...] = ()
    chairs: tuple[str, ...] = ()
    convener: str | None = None
    near: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    likely: tuple[tuple[str, float], ...] = ()
    status: Status | None = None
    first: str | None = None
    last: str | None = None
    city: str | None = None
    country: str | None = None
    turn: int = 0
    is_partial: bool = False
    is_back: bool = False
    is_inside: bool = False
    is_weak: bool = False
    is_vague: bool = False
    is_other: bool = False
    is_definite: bool = False
    is_certain: bool = True
    is_lent: bool = False
    is_past: bool = False
    is_today: bool = False
    is_old: bool = False
    is_moved: bool = False
    is_tour: bool = False
    is_next: bool = False
    is_bare: bool = False
    is_continued: bool = False
    is_thin: bool = False
    is_stage: bool = False
    is_stay: bool = False
    is_along: bool = False
    is_session: bool = False
    is_closing: bool = False
    is_plural: bool = False
    is_unnamed: bool = False
    is_listed: bool = False
    is_sure: bool = False
    rule: str = ""
    confidence: float = 1.0

    @property
    def since(self) -> int:
        """Where its frame begins, or its word if no frame fits."""
        return self.left if self.left >= 0 else self.start

    @property
    def until(self) -> int:
        """Where its frame and its word have ended."""
        return max(self.right, self.end)

    @property
    def position(self) -> tuple[int, int]:
        """Its place in the order of the text: the sentence, and where in the article its word starts."""
        return self.sentence, self.start

    @property
    def actors(self) -> set[str]:
        """All whom it tells of: people, parties and hosts."""
        return {*self.sides.people, *self.sides.parties, *self.hosts}

    @property
    def is_visit(self) -> bool:
        """Whether it is a journey, not a talk or a conference."""
        return self.family is Family.VISIT
