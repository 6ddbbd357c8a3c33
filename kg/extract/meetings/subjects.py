"""Who acts in a clause that does not say so itself."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from kg.extract.meetings.actors import Cast
from kg.extract.meetings.frames import ACTORS, GROUP, PERSON
from kg.extract.meetings.units import Line, Unit
from kg.extract.states import is_state
from kg.knowledge.clauses import BREAK_OR_QUOTE, clause_start
from kg.model import Form

ANTECEDENT_DISCOUNT = 0.1  # what an occurrence loses in confidence when who acts stands in an earlier clause


def subject_before(line: Line, at: int, cast: Cast) -> list[Unit]:
    """The actors that open the clause before character `at`, or those of the nearest earlier clause of the sentence.

    蓬佩奥7日抵达东京，与茂木敏充会谈: 蓬佩奥 for the second clause. Empty where there is none.
    """
    for start, end in _clauses_before(line.text, at):
        if found := _actors_of(line, start, end, cast):
            return found
    return []


def _actors_of(line: Line, start: int, end: int, cast: Cast) -> list[Unit]:
    """The actors that open the clause line.text[start:end]."""
    for index in range(start, end):
        if line.text[index] in ACTORS and _can_act(line, index, start, cast):
            match = cast.frames.patterns["actors"].match(line.text, index, end)
            return line.between(index, match.end() if match else index + 1)
    return []


def opening_subject(line: Line, cast: Cast) -> list[Unit]:
    """The actors of the first clause of a line that has any."""
    for start, end in reversed(list(_clauses_before(line.text, len(line.text)))):
        if found := _actors_of(line, start, end, cast):
            return found
    return []


def anchor_groups(line: Line, cast: Cast) -> Line:
    """The line with 双方 (both sides) read as the two parties that its sentence names before, where it names two."""
    if GROUP not in line.text:
        return line
    units = list(line.units)
    for index, unit in enumerate(units):
        if unit is None or unit.symbol != GROUP or unit.form is not Form.PRONOUN:
            continue
        if not all(is_state(key) for key in unit.entities):
            continue
        before = [u for u in units[:index] if u is not None and u.symbol in ACTORS and u.symbol != GROUP]
        parties = cast.resolve(before).parties
        if len(parties) == 2 and set(parties) != set(unit.entities):
            units[index] = replace(unit, entities=parties)
    return replace(line, units=tuple(units))


def _clauses_before(text: str, at: int) -> Iterator[tuple[int, int]]:
    end = at
    while end > 0:
        start = clause_start(text, end, BREAK_OR_QUOTE)
        if start < end:
            yield start, end
        end = start - 1


def _can_act(line: Line, index: int, clause: int, cast: Cast) -> bool:
    unit, text = line.units[index], line.text
    assert unit is not None
    patterns = cast.frames.patterns
    opening = patterns["opening"].match(text[clause:index])
    if (
        opening is None
        or patterns["object"].search(text[clause:index])
        or patterns["attribute"].match(text[index + 1 :])
    ):
        return False
    return not (unit.symbol == PERSON and cast.is_spokesperson(unit.entities[0]))
