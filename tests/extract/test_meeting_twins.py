"""Encounters that turn out to be one when it is known who took part."""

import pytest
from msgspec.structs import replace

from kg.extract.meetings.actors import Sides
from kg.extract.meetings.encounter import Encounter, meet_at_border
from kg.extract.meetings.occurrence import Family, Occurrence
from kg.extract.meetings.twins import is_twin, without_twins
from kg.model import MeetingKind, Status

WORD = Occurrence(family=Family.TALK, start=0, end=2, sentence=3, rule="pair")
BOTH = Sides(people=("person/a", "person/b"), parties=("country/DE", "country/SE"))


def told(first: str | None, sides: Sides = BOTH, found: Occurrence = WORD) -> Encounter:
    """A talk of which one occurrence tells, held as a meeting."""
    return Encounter(
        family=found.family,
        occurrences=[found],
        sides=sides,
        first=first,
        last=first,
        state=Status.HELD,
        form=MeetingKind.MEETING,
    )


THIRD = Sides(people=("person/a", "person/c"), parties=BOTH.parties)
MORE = Sides(people=("person/a", "person/b", "person/c"), parties=BOTH.parties)
GUESS = replace(WORD, rule="near")


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        (told("2024-05-14"), told("2024-05-14"), True),
        (told("2024-05-14", MORE), told("2024-05-14"), True),
        (told("2024-05-14", THIRD), told("2024-05-14"), False),  # each met another one
        (told("2024-05-14"), told("2024-05-13"), False),
        (told("2024-05"), told("2024-05"), False),  # a month does not say that it was one
        (told(None, found=GUESS), told("2024-05-14"), True),
        (told(None), told("2024-05-14"), False),  # words that name both sides may tell of another one
        (told(None, found=replace(GUESS, sentence=40)), told("2024-05-14"), False),
        (told("2024-05-14", found=replace(WORD, is_other=True)), told("2024-05-14"), False),
        (told("2024-05-14", found=replace(WORD, turn=2)), told("2024-05-14"), False),
    ],
)
def test_twins(one: Encounter, other: Encounter, is_one: bool) -> None:
    assert is_twin(one, other) is is_one
    assert len(without_twins([other, one])) == (1 if is_one else 2)


def test_what_is_put_together() -> None:
    """The first one stays, with all who took part; what was at the side of the other was at its side."""
    first, second, inner = told("2024-05-14"), told("2024-05-14", MORE), told("2024-05-13", THIRD)
    inner.sidelines_of = second
    kept = without_twins([first, second, inner])
    assert kept == [first, inner]
    assert set(first.sides.people) == set(MORE.people)
    assert len(first.occurrences) == 2
    assert inner.sidelines_of is first


@pytest.mark.parametrize(
    ("span", "other", "do_meet"),
    [
        (("2024-09", "2024-09"), ("2024-08-30", "2024-08-30"), True),
        (("2024-08-30", "2024-09-04"), ("2024-09", None), True),
        (("2024-09", "2024-09"), ("2024-08-12", "2024-08-12"), False),
        (("2024-07", "2024-07"), ("2024-08-03", "2024-08-09"), True),
        (("2024-09", "2024-09"), ("2024-08", "2024-08"), False),
        ((None, None), ("2024-08-30", "2024-08-30"), False),
        (("2024", "2024"), ("2024-08-30", "2024-08-30"), False),
    ],
)
def test_months_beside_the_days_of_a_visit(
    span: tuple[str | None, str | None], other: tuple[str | None, str | None], do_meet: bool
) -> None:
    assert meet_at_border(span, other) is do_meet
