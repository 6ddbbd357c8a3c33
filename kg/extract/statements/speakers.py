"""Who says a sentence: each who could is weighed by where he stands in it, by the rules, and by who spoke before.

A small network (kg.extract.signs) hears signs that are there or not, how the sentence and those beside it sound, and
the characters around the name (both as kg.extract.wording hears them; the two networks learn together). `features`
tells the signs, `attribute` decides line by line, so that each line knows who said the one before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, pairwise

import numpy as np

from kg.extract.signs import Signs, Vectors
from kg.extract.speech import Cue
from kg.extract.speech_subjects import load_patterns
from kg.extract.statements.lines import Line, Place, Sheet
from kg.extract.wording import Heard, Scores
from kg.model import EntityKind

SPEAKS = 0.4  # above it, one counts as the speaker of a line for the lines that follow; set on held-out articles
STARTS, GAPS, LENGTHS = (0, 5, 12, 25), (0, 3, 8, 15, 30), (15, 30, 60)  # code points: where buckets end
AGO = (1, 2, 3, 6)  # lines: where buckets end
RECENT = 4  # lines: who spoke no longer ago may speak again, named or not
HEARD = -2.0  # log odds of speech, from which a line is asked who speaks though it has no word of speech
NOWHERE = (-1, -1, -1, -1)  # the code points around the name of one whom a line does not name


@dataclass(slots=True)
class Memory:
    """Who spoke in the line before, the last person spoken of, and when each spoke last."""

    last: tuple[str, ...] = ()
    person: str | None = None
    spoke: dict[str, int] = field(default_factory=dict)  # in the line of which number each spoke last
    times: dict[str, int] = field(default_factory=dict)  # how many lines each spoke

    def note(self, number: int, speakers: tuple[str, ...], sheet: Sheet) -> None:
        """Take in a line and who was found to say it."""
        line = sheet.lines[number]
        self.spoke |= dict.fromkeys(speakers, number)
        self.times |= {key: self.times.get(key, 0) + 1 for key in speakers}
        self.last = speakers
        acting = chain(line.turns, (k for k, places in line.places.items() if any(p.subject for p in places)))
        self.person = next((k for k in acting if _is_person(sheet, k)), self.person)
        people = [k for k in speakers if _is_person(sheet, k)]
        if len(people) == 1:
            self.person = people[0]


Asked = dict[str, list[str]]  # who could say a line, and his signs


def attribute(sheet: Sheet, network: Signs, heard: Heard) -> list[Scores]:
    """For each line, who may say it and how likely that is (0-1)."""
    chances, scores = teller(sheet, network, heard), list[Scores]()

    def weigh(number: int, asked: Asked) -> tuple[str, ...]:
        scores.append(chances(number, asked))
        return tuple(sorted(key for key, score in scores[-1].items() if score >= SPEAKS))

    walk(sheet, [heard.sounds[line.number].voices["speech"] for line in sheet.lines], weigh)
    return scores


def walk(sheet: Sheet, speech: Sequence[float], decide: Callable[[int, Asked], tuple[str, ...]]) -> None:
    """Go through the lines; `decide` is given a line's number and candidates with their signs, and says who speaks.

    `speech` tells the log odds that anyone says the line.
    """
    memory = Memory()
    for number, odds in enumerate(speech):
        asked: Asked = {}
        if keys := candidates(number, memory, sheet, odds):
            common = _Common(number, memory, sheet)
            asked = {key: features(key, common) for key in keys}
        memory.note(number, decide(number, asked), sheet)


def teller(sheet: Sheet, network: Signs, heard: Heard) -> Callable[[int, Asked], Scores]:
    """A function that tells how likely (0-1) each candidate says the line of a number."""
    if not sheet.lines:
        return lambda number, asked: {}
    hidden = np.stack([heard.sounds[line.number].hidden for line in sheet.lines])
    lines = lines_beside(hidden, sheet) @ network.numbers[: 3 * hidden.shape[1]]
    named = {(n, key): places[0] for n, line in enumerate(sheet.lines) for key, places in line.places.items()}
    size, starts = len(heard.letters), [line.start for line in sheet.lines]
    places = [around((starts[n] + place.start, starts[n] + place.end), size) for (n, _), place in named.items()]
    at = np.array([*places, NOWHERE], dtype=np.intp)
    letters = np.where((at >= 0)[:, :, None], heard.letters.take(at, axis=0), 0).reshape(len(at), -1)
    names = letters @ network.numbers[3 * hidden.shape[1] :]
    row_of = {who: row for row, who in enumerate(named)}

    def chances(number: int, asked: Asked) -> Scores:
        rows = [row_of.get((number, key), -1) for key in asked]
        return dict(zip(asked, network.chances(asked.values(), lines[number] + names.take(rows, axis=0)), strict=True))

    return chances


def lines_beside(hidden: Vectors, sheet: Sheet) -> Vectors:
    """How each line sounds, and those before and after it in its paragraph, 0 where there is none (lines, 3h)."""
    same = np.array([[line.block == after.block] for line, after in pairwise(sheet.lines)], dtype=np.float32)
    beside = np.zeros((len(hidden), 3, hidden.shape[1]), dtype=np.float32)
    beside[:, 0] = hidden
    if len(hidden) > 1:
        beside[1:, 1], beside[:-1, 2] = hidden[:-1] * same, hidden[1:] * same
    return beside.reshape(len(hidden), -1)


def around(place: tuple[int, int] | None, size: int) -> tuple[int, int, int, int]:
    """The code points before a name, at its beginning, at its end and after it, in a text of some size; -1 for none."""
    if place is None:
        return NOWHERE
    start, end = place
    return start - 1, start, end - 1, end if end < size else -1


def candidates(number: int, memory: Memory, sheet: Sheet, speech: float) -> tuple[str, ...]:
    """Who could say a line: whom it names, whom the rules find, who spoke before; nobody where nothing is said."""
    line = sheet.lines[number]
    if not (line.turns or line.cues or line.quoted[2] or memory.last or speech >= HEARD):
        return ()
    person = (memory.person,) if memory.person else ()
    recent = [key for key, last in memory.spoke.items() if number - last <= RECENT]
    most = [max(memory.times, key=memory.times.__getitem__)] if memory.times else []
    found = dict.fromkeys((*line.turns, *line.places, *memory.last, *person, *recent, *most))
    return tuple([key for key in found if key in sheet.cast])


class _Common:
    """What all candidates for one line share."""

    def __init__(self, number: int, memory: Memory, sheet: Sheet) -> None:
        line = sheet.lines[number]
        self.number, self.line, self.memory, self.sheet = number, line, memory, sheet
        self.signs = _of_line(line.is_first, line.quoted, min(2, len(line.codes)))
        self.length = f"length:{bisect_left(LENGTHS, len(line.text))}"
        self.relays = {who for found in line.turns.values() for turn in found for who in turn.relayed_by}
        self.order = {key: min(i, 3) for i, key in enumerate(line.places)}
        self.acting = [key for key, found in line.places.items() for place in found if place.subject]
        self.by_name = {key for key, found in line.places.items() for place in found if not place.refers}
        self.has_cues = bool(line.cues)
        self.named = min(len(line.places), 3)
        opening = load_patterns().referring.match(line.text)
        self.refers = f"refers:{opening.group(1) if opening else 'none'}"


def features(key: str, common: _Common) -> list[str]:
    """What speaks for and against one candidate for a line."""
    who = common.sheet.cast[key]
    kind = who.entity.kind.name
    places = common.line.places.get(key)
    found = [*_of_whom(kind, who.entity.category, who.is_private, who.is_spokesperson), *common.signs]
    if kind == "PERSON":
        found.append(common.length)
    found += _of_rules(key, kind, common)
    found += _of_places(key, kind, places, common) if places else _unnamed(key, kind, common)
    found += _of_memory(key, common, named=bool(places))
    found += _since(key, common, named=bool(places))
    return found


# Signs that depend on few values are written once for each of them (`cache`): most of what is asked is the same again.


@cache
def _of_whom(kind: str, category: str | None, is_private: bool, is_spokesperson: bool) -> tuple[str, ...]:
    signs = {f"kind:{kind}": True, "private": is_private, f"category:{category}": bool(category)}
    signs["spokesperson"] = is_spokesperson
    return tuple(sign for sign, there in signs.items() if there)


@cache
def _of_line(is_first: bool, quoted: tuple[bool, bool, bool], issues: int) -> tuple[str, ...]:
    return "first" if is_first else "later", "quote:{:d}{:d}{:d}".format(*quoted), f"issues:{issues}"


def _of_rules(key: str, kind: str, common: _Common) -> list[str]:
    line, turns = common.line, common.line.turns.get(key)
    found: list[str] = []
    for turn in turns or ():
        found += _of_turn(turn.rule, turn.cue.kind if turn.cue else "-", kind)
        found.append(f"rule-word:{_word(line, turn.cue) if turn.cue else ''}")
    if not turns:
        found += ("rule:none", f"rule:none:{kind}")
    if key in common.relays:
        found.append("relays")
    if len(line.turns) > (1 if turns else 0):
        found += ("rule:other", "rule:other:too" if turns else "rule:other:only")
    return found


@cache
def _of_turn(rule: str, cue: str, kind: str) -> tuple[str, ...]:
    return f"rule:{rule}", f"rule:{rule}:{cue}", f"rule:{rule}:{kind}"


def _of_places(key: str, kind: str, places: list[Place], common: _Common) -> list[str]:
    line, first = common.line, places[0]
    found = [f"at:{bisect_left(STARTS, first.start)}", f"order:{common.order[key]}"]
    if key in common.acting:
        found += ("subject", f"subject:{kind}")
    if key not in common.by_name:
        found.append("only-refers")
    if common.acting[:1] == [key]:
        found += ("first-subject", f"first-subject:{kind}")
    found += _of_cue(line, key, places)
    return found


def _of_cue(line: Line, key: str, places: list[Place]) -> list[str]:
    """The word of speech that follows the candidate most closely."""
    nearest = _cue_after(line, places)
    if nearest is None:
        return ["no-cue-after"]
    place, cue = nearest
    start = cue.start - line.start
    between = line.text[place.end : start]
    others = any(p.start >= place.end and p.end <= start for k, v in line.places.items() if k != key for p in v)
    found = [*_of_way(bisect_left(GAPS, len(between)), others, "," in between, place.subject, cue.kind)]
    found += (f"cue-word:{_word(line, cue)}", f"cue-after:{between[-2:]}")
    if load_patterns().silent.search(between):
        found.append("cue-silent")
    if cue.quoted:
        found.append("cue-quoted")
    return found


def _cue_after(line: Line, places: list[Place]) -> tuple[Place, Cue] | None:
    """The place and the word of speech after it with the least between them; of several pairs the first."""
    pairs = [(place, cue) for place in places for cue in line.cues if cue.start - line.start >= place.end]
    return min(pairs, key=lambda pair: pair[1].start - pair[0].end, default=None)


@cache
def _of_way(gap: int, others: bool, comma: bool, is_subject: bool, cue: str) -> tuple[str, ...]:
    return f"gap:{gap}", f"between:{others}:{comma}", f"cue:{cue}", f"cue:{cue}:{others}:{is_subject}"


def _unnamed(key: str, kind: str, common: _Common) -> list[str]:
    """A candidate whom the line does not name: what it begins with, and who else is in it."""
    text, refers = common.line.text, common.refers
    found = [*_of_absence(common.named, common.has_cues, bool(common.acting)), refers, f"opening:{text[:2]}"]
    if common.memory.person == key:
        found += ("last-person", f"last-person:{refers}")
    if key in common.memory.last:
        found += (f"last:{kind}:{refers}", f"last:opening:{text[:3]}")
    return found


@cache
def _of_absence(named: int, has_cues: bool, has_subject: bool) -> tuple[str, ...]:
    return "unnamed", f"unnamed:others:{named}", f"unnamed:cue:{has_cues}", f"unnamed:subject:{has_subject}"


def _of_memory(key: str, common: _Common, *, named: bool) -> tuple[str, ...]:
    line, last = common.line, common.memory.last
    first = "first" if line.is_first else "later"
    if key in last:
        where = f"{named}:{common.has_cues}:{key in line.turns}:{first}"
        return _of_last(first, where, line.quoted, common.named, len(last) > 1)
    return ("last:other", f"last:other:{first}") if last else ()


@cache
def _of_last(first: str, where: str, quoted: tuple[bool, bool, bool], named: int, several: bool) -> tuple[str, ...]:
    signs = ("last", f"last:{first}", f"last:{where}", "last:quote:{:d}{:d}".format(*quoted), f"last:others:{named}")
    return (*signs, "last:several") if several else signs


def _since(key: str, common: _Common, *, named: bool) -> tuple[str, ...]:
    """How many lines ago a candidate spoke, and whether in the same paragraph."""
    last = common.memory.spoke.get(key)
    if last is None:
        return (f"spoke:never:{named}",)
    lines, ago = common.sheet.lines, bisect_left(AGO, common.number - last)
    here = lines[last].block == common.line.block
    return f"spoke:{ago}:{named}:{common.line.is_first}", f"spoke-here:{here}:{named}"


def _word(line: Line, cue: Cue) -> str:
    return line.text[cue.start - line.start : cue.end - line.start]


def _is_person(sheet: Sheet, key: str) -> bool:
    return key in sheet.cast and sheet.cast[key].entity.kind is EntityKind.PERSON
