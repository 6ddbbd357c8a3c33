"""Who says a sentence: each who could is weighed by where he stands in it, by the rules, and by who spoke before.

A logistic regression over features that are there or not; `features` tells them all, `attribute` decides line by
line, so that each line knows who said the one before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kg.extract.speech import Cue
from kg.extract.speech_subjects import load_patterns
from kg.extract.statements.lines import Line, Place, Sheet
from kg.extract.statements.ngrams import Scores
from kg.extract.statements.weights import Weights
from kg.model import EntityKind

SPEAKS = 0.4  # above it, one counts as the speaker of a line for the lines that follow; set on held-out articles
REFERRING = re.compile(r"[“「]?(?:但|而|不过|同时|此外|因此|对此)?,?(他们|他|她|该|这|双方|两国|两人|其)")
STARTS, GAPS, LENGTHS = (0, 5, 12, 25), (0, 3, 8, 15, 30), (15, 30, 60)  # code points: where buckets end
AGO = (1, 2, 3, 6)  # lines: where buckets end


@dataclass(slots=True)
class Memory:
    """Who spoke in the line before, the last person spoken of, and when each spoke last."""

    last: tuple[str, ...] = ()
    person: str | None = None
    spoke: dict[str, int] = field(default_factory=dict)  # in the line of which number each spoke last

    def note(self, number: int, speakers: tuple[str, ...], sheet: Sheet) -> None:
        """Take in a line and who was found to say it."""
        line = sheet.lines[number]
        self.spoke |= dict.fromkeys(speakers, number)
        self.last = speakers
        acting = (*line.turns, *(k for k, places in line.places.items() if any(p.subject for p in places)))
        self.person = next((k for k in acting if _is_person(sheet, k)), self.person)
        people = [k for k in speakers if _is_person(sheet, k)]
        if len(people) == 1:
            self.person = people[0]


def attribute(sheet: Sheet, weights: Weights) -> list[Scores]:
    """For each line, who may say it and how likely that is (0-1)."""

    def weigh(line: Line, asked: dict[str, list[str]]) -> tuple[str, ...]:
        scores.append({key: weights.probability(found) for key, found in asked.items()})
        return tuple(sorted(key for key, score in scores[-1].items() if score >= SPEAKS))

    scores: list[Scores] = []
    walk(sheet, weigh)
    return scores


def walk(sheet: Sheet, decide: Callable[[Line, dict[str, list[str]]], tuple[str, ...]]) -> None:
    """Go through the lines; `decide` is given each line's candidates with their features, and says who speaks."""
    memory = Memory()
    for number, line in enumerate(sheet.lines):
        asked = {key: list(features(number, key, memory, sheet)) for key in candidates(line, memory, sheet)}
        memory.note(number, decide(line, asked), sheet)


def candidates(line: Line, memory: Memory, sheet: Sheet) -> tuple[str, ...]:
    """Who could say a line: whom it names, whom the rules find, who spoke before; nobody where nothing is said."""
    if not (line.turns or line.cues or line.quoted[2] or memory.last):
        return ()
    person = (memory.person,) if memory.person else ()
    return tuple(key for key in dict.fromkeys((*line.turns, *line.places, *memory.last, *person)) if key in sheet.cast)


def features(number: int, key: str, memory: Memory, sheet: Sheet) -> Iterator[str]:
    """What speaks for and against one candidate for the line of a number."""
    line, who = sheet.lines[number], sheet.cast[key]
    kind = who.entity.kind.name
    yield f"kind:{kind}"
    if who.is_private:
        yield "private"
    if who.entity.category:
        yield f"category:{who.entity.category}"
    if who.is_spokesperson:
        yield "spokesperson"
    yield "first" if line.is_first else "later"
    yield "quote:{:d}{:d}{:d}".format(*line.quoted)
    yield f"issues:{min(2, len({hit.code for hit in line.hits}))}"
    if kind == "PERSON":
        yield f"length:{bisect_left(LENGTHS, len(line.text))}"
    yield from _of_rules(line, key, kind)
    places = line.places.get(key)
    if places:
        yield from _of_places(line, key, kind, places)
    else:
        yield from _unnamed(line, key, kind, memory)
    yield from _of_memory(line, key, memory, named=bool(places))
    yield from _since(number, key, memory, sheet, named=bool(places))


def _of_rules(line: Line, key: str, kind: str) -> Iterator[str]:
    turns = line.turns.get(key)
    for turn in turns or ():
        cue = turn.cue
        yield f"rule:{turn.rule}"
        yield f"rule:{turn.rule}:{cue.kind if cue else '-'}"
        yield f"rule:{turn.rule}:{kind}"
        yield f"rule-word:{_word(line, cue) if cue else ''}"
    if not turns:
        yield "rule:none"
        yield f"rule:none:{kind}"
    if any(key in turn.relayed_by for found in line.turns.values() for turn in found):
        yield "relays"
    if len(line.turns) > (1 if turns else 0):
        yield "rule:other"
        yield "rule:other:too" if turns else "rule:other:only"


def _of_places(line: Line, key: str, kind: str, places: list[Place]) -> Iterator[str]:
    first = places[0]
    yield f"at:{bisect_left(STARTS, first.start)}"
    if any(p.subject for p in places):
        yield "subject"
        yield f"subject:{kind}"
    if all(p.refers for p in places):
        yield "only-refers"
    yield f"order:{min(list(line.places).index(key), 3)}"
    leader = next((k for k, found in line.places.items() if any(p.subject for p in found)), None)
    if leader == key:
        yield "first-subject"
        yield f"first-subject:{kind}"
    yield from _of_cue(line, key, places)
    before, after = line.text[: first.start], line.text[first.end :]
    yield f"before:{before[-1:]}"
    yield f"before:{before[-2:]}"
    yield f"after:{after[:1]}"
    yield f"after:{after[:2]}"
    yield f"after:{after[:3]}"


def _of_cue(line: Line, key: str, places: list[Place]) -> Iterator[str]:
    """The word of speech that follows the candidate most closely."""
    pairs = [(cue.start - line.start - p.end, p, cue) for p in places for cue in line.cues]
    gap, place, cue = min(
        ((g, p, c) for g, p, c in pairs if g >= 0), key=lambda pair: pair[0], default=(-1, places[0], None)
    )
    if cue is None:
        yield "no-cue-after"
        return
    start = cue.start - line.start
    others = any(p.start >= place.end and p.end <= start for k, v in line.places.items() if k != key for p in v)
    yield f"gap:{bisect_left(GAPS, gap)}"
    yield f"between:{others}:{',' in line.text[place.end : start]}"
    yield f"cue:{cue.kind}"
    yield f"cue:{cue.kind}:{others}:{place.subject}"
    yield f"cue-word:{_word(line, cue)}"
    yield f"cue-after:{line.text[max(place.end, start - 2) : start]}"
    if load_patterns().silent.search(line.text[place.end : start]):
        yield "cue-silent"
    if cue.quoted:
        yield "cue-quoted"


def _unnamed(line: Line, key: str, kind: str, memory: Memory) -> Iterator[str]:
    """A candidate whom the line does not name: what it begins with, and who else is in it."""
    opening = REFERRING.match(line.text)
    refers = f"refers:{opening.group(1) if opening else 'none'}"
    yield "unnamed"
    yield refers
    yield f"unnamed:others:{min(len(line.places), 3)}"
    yield f"unnamed:cue:{bool(line.cues)}"
    yield f"unnamed:subject:{any(p.subject for found in line.places.values() for p in found)}"
    yield f"opening:{line.text[:2]}"
    if memory.person == key:
        yield "last-person"
        yield f"last-person:{refers}"
    if key in memory.last:
        yield f"last:{kind}:{refers}"
        yield f"last:opening:{line.text[:3]}"


def _of_memory(line: Line, key: str, memory: Memory, *, named: bool) -> Iterator[str]:
    first = "first" if line.is_first else "later"
    if key in memory.last:
        yield "last"
        yield f"last:{first}"
        yield f"last:{named}:{bool(line.cues)}:{key in line.turns}:{first}"
        yield "last:quote:{:d}{:d}".format(*line.quoted)
        yield f"last:others:{min(len(line.places), 3)}"
        if len(memory.last) > 1:
            yield "last:several"
    elif memory.last:
        yield "last:other"
        yield f"last:other:{first}"


def _since(number: int, key: str, memory: Memory, sheet: Sheet, *, named: bool) -> Iterator[str]:
    """How many lines ago a candidate spoke, and whether in the same paragraph."""
    last = memory.spoke.get(key)
    if last is None:
        yield f"spoke:never:{named}"
        return
    yield f"spoke:{bisect_left(AGO, number - last)}:{named}:{sheet.lines[number].is_first}"
    yield f"spoke-here:{sheet.lines[last].block == sheet.lines[number].block}:{named}"


def _word(line: Line, cue: Cue) -> str:
    return line.text[cue.start - line.start : cue.end - line.start]


def _is_person(sheet: Sheet, key: str) -> bool:
    return key in sheet.cast and sheet.cast[key].entity.kind is EntityKind.PERSON
