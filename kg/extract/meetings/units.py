"""A sentence as a short line in which every name is one character, so that frames can be tried on it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct
from msgspec.structs import replace

from kg.extract.meetings.frames import (
    ACTORS,
    ADVERBIAL,
    BODY,
    COUNTRY,
    DATE,
    GROUP,
    PERSON,
    PLACE,
    Frames,
    Reduction,
)
from kg.extract.states import country_code, state_key
from kg.fold import fold
from kg.knowledge.numerals import number
from kg.model import DateMention, Entity, EntityKind, Form, Linked, Mention

SILENT_CATEGORIES = frozenset({"media"})  # bodies that report and never take part

TAILS = frozenset({"talk", "face", "receive", "call"})  # classes of words that a name is not to end with
ABSENT = "absent"  # the reduction of those who were not there, in whose name or under whom someone came
MOURNED = "mourned"  # the reduction of who has died, at whose funeral the state is host
SET_ASIDE = frozenset({"bystander", ABSENT, MOURNED})  # reductions of names that do not act
PLURAL = 6  # characters before a title that may make it one of many: 各国元首
REACH = 200  # characters back in which those that 四人 counts are named
SYMBOL_OF = {
    EntityKind.PERSON: PERSON,
    EntityKind.COUNTRY: COUNTRY,
    EntityKind.ORGANIZATION: BODY,
    EntityKind.PLACE: PLACE,
}


class Unit(Struct, frozen=True, kw_only=True, gc=False):
    """What one symbol of a line stands for. `sides` are whom the words before a person say that the person serves."""

    symbol: str
    start: int
    end: int
    entities: tuple[str, ...] = ()
    form: Form = Form.FULL
    roles: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    office: str = ""
    date: DateMention | None = None


Cell = tuple[str, int, Unit | None]


class Line(Struct, frozen=True, kw_only=True, gc=False):
    """A sentence in symbols. `offsets[i]` is where character i starts in the article; the last one is the end."""

    text: str
    offsets: tuple[int, ...]
    units: tuple[Unit | None, ...]

    def index(self, offset: int) -> int:
        """The character that covers an offset of the article."""
        return bisect_right(self.offsets, offset, 1) - 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters that cover article[start:end], at least one."""
        return self.index(start), self.index(max(start, end - 1)) + 1

    def covers(self, offset: int) -> bool:
        """Whether the line has the character at an offset of the article, or a unit in its place."""
        at = self.index(offset)
        if at >= len(self.text):
            return False
        unit = self.units[at]
        return self.offsets[at] == offset if unit is None else unit.start <= offset < unit.end

    def between(self, start: int, end: int) -> list[Unit]:
        """The units of text[start:end]."""
        return [unit for unit in self.units[start:end] if unit is not None]

    def absent(self) -> list[Unit]:
        """The stretches that name someone who was not there."""
        return [unit for unit in self.units if unit is not None and unit.symbol == ADVERBIAL and unit.entities]

    def cut(self, start: int, end: int) -> Line:
        """The part of the line that covers article[start:end]."""
        i, j = self.index(start), bisect_left(self.offsets, end)
        return Line(text=self.text[i:j], offsets=self.offsets[i : j + 1], units=self.units[i:j])


class Names(Struct, frozen=True, kw_only=True):
    """The mentions and dates of an article, outermost only, ready to be cut into sentences."""

    units: tuple[Unit, ...]
    starts: tuple[int, ...]

    def inside(self, start: int, end: int) -> Sequence[Unit]:
        """The units that start in article[start:end]."""
        return self.units[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def index_names(linked: Linked, frames: Frames) -> Names:
    """The outermost mentions and the dates of an article as units, in the order of the text."""
    entities = {entity.key: entity for entity in linked.entities}
    units: list[Unit] = []
    shared = -1  # where a list of offices ends that several countries before it share
    for mention in linked.mentions:
        if units and mention.start < units[-1].end:
            continue
        if mention.form is Form.TITLE and _is_shared(mention, units, shared, linked.folded, frames):
            shared = mention.end
            continue
        unit = (
            None
            if _is_part_of_name(mention, linked.folded, frames)
            else _unit(mention, entities, linked.folded, frames)
        )
        if unit is not None:
            units.append(_clipped(unit, linked.folded, frames))
    counted = _counted(linked, units, frames)
    units = [u for u in units if not any(c.start <= u.start < c.end for c in counted)]
    units = sorted([*units, *counted, *_coupled(linked, units, frames)], key=lambda u: u.start)
    ends, starts = [unit.end for unit in units], [unit.start for unit in units]
    for date in linked.dates:
        at = bisect_right(ends, date.start)
        if at == len(ends) or starts[at] >= date.end:
            units.append(Unit(symbol=DATE, start=date.start, end=date.end, date=date))
    units.sort(key=lambda u: u.start)
    return Names(units=tuple(units), starts=tuple(unit.start for unit in units))


def _is_shared(mention: Mention, units: Sequence[Unit], shared: int, folded: str, frames: Frames) -> bool:
    """Whether several countries share a bare title, 美国与澳大利亚的外长与防长, so that it means no one person."""
    joints = frames.lists["joints"]
    if units and units[-1].symbol == COUNTRY and folded[units[-1].end : mention.start] in joints:
        return True
    return shared >= 0 and folded[shared : mention.start] in joints


def _counted(linked: Linked, units: Sequence[Unit], frames: Frames) -> list[Unit]:
    """Units for those who are counted: 四人, where exactly so many were named right before; 两位美国部长, 三位防长.

    Of an office or a state there must be just so many in all that goes before, or before its sentence.
    """
    found: list[Unit] = []
    starts = [sentence.start for sentence in linked.sentences]
    for name, reach in (("counted", REACH), ("counted-of", len(linked.folded))):
        for match in frames.patterns[name].finditer(linked.folded):
            (start, end), size = match.span(), number(match["n"])
            inner = _overlapping(units, start, end)
            if not all(u.symbol == COUNTRY or u.form is Form.TITLE for u in inner) or _overlapping(found, start, end):
                continue
            states = {key for unit in inner if unit.symbol == COUNTRY for key in unit.entities}
            office = None if name == "counted" else match["office"]
            for until in (start, starts[bisect_right(starts, start) - 1]):
                people = _people_between(units, start - reach, until)
                people = people if office is None else _holders(linked, people, office, states, frames)
                if len(people) == size:
                    found.append(Unit(symbol=GROUP, start=start, end=end, entities=people, form=Form.TITLE))
                    break
    return found


def _overlapping(units: Sequence[Unit], start: int, end: int) -> list[Unit]:
    """The units that have a character in common with article[start:end]."""
    return [unit for unit in units if unit.start < end and start < unit.end]


def _people_between(units: Sequence[Unit], start: int, end: int) -> tuple[str, ...]:
    """The people named by units that start in article[start:end], each once."""
    named = [unit for unit in units if unit.symbol == PERSON and start <= unit.start < end]
    return tuple(dict.fromkeys(key for unit in named for key in unit.entities))


def _holders(
    linked: Linked, people: Sequence[str], office: str, states: AbstractSet[str], frames: Frames
) -> tuple[str, ...]:
    """Those of the people who hold such an office, by its word, class or level, for one of the states if any."""
    kind, held = frames.roles.get(office), dict[str, set[str]]()
    for tenure in linked.tenures:
        if tenure.modifier != "former":
            role = fold(tenure.role)
            classes = {frames.roles.get(word, "other") for word in frames.roles_in(role)}
            words = {office} if office in role else set[str]()
            levels = {frames.levels.get(name, name) for name in classes}
            held.setdefault(tenure.holder, set()).update(words, classes - {"other"}, levels)
    served = {e.key: state_key(e.country) for e in linked.entities if e.country}
    able = [person for person in people if not held.get(person, set()).isdisjoint({office, kind})]
    return tuple(person for person in able if not states or served.get(person) in states)


def _coupled(linked: Linked, units: Sequence[Unit], frames: Frames) -> Iterator[Unit]:
    """Units for one character that stands for a union beside a country, 中欧峰会, if the article names the union."""
    keys = {entity.key for entity in linked.entities}
    ends, starts = ({u.end for u in units if u.symbol == COUNTRY}, {u.start for u in units if u.symbol == COUNTRY})
    for match in frames.patterns["coupled"].finditer(linked.folded):
        key = frames.lists["coupled"][0]
        if key in keys and (match.start() in ends or match.end() in starts):
            yield Unit(symbol=BODY, start=match.start(), end=match.end(), entities=(key,), form=Form.SHORT)


def _is_part_of_name(mention: Mention, folded: str, frames: Frames) -> bool:
    """Whether a bare title only says whose conference or level it is: 外长会议, 部长级."""
    if mention.form is not Form.TITLE:
        return False
    patterns, before = frames.patterns, folded[max(0, mention.start - PLURAL) : mention.start]
    if len(mention.entities) == 1 and patterns["title-numbered"].match(folded, mention.end):
        return True
    return bool(patterns["title-part"].match(folded, mention.end) or patterns["title-plural"].search(before))


def _clipped(unit: Unit, folded: str, frames: Frames) -> Unit:
    """A person's name without the word of encounter that was read as its end: 塞茹尔内会面."""
    if unit.symbol != PERSON:
        return unit
    for which, start, end in frames.automaton.find_matches_as_indexes(folded[unit.start : unit.end]):
        if unit.start + end == unit.end and start > 1 and frames.classes[which] in TAILS:
            return replace(unit, end=unit.start + start)
    return unit


def _unit(mention: Mention, entities: dict[str, Entity], folded: str, frames: Frames) -> Unit | None:
    symbol = SYMBOL_OF[mention.kind]
    if not mention.entities or not all(map(entities.__contains__, mention.entities)):
        return None
    if symbol == BODY and entities[mention.entities[0]].category in SILENT_CATEGORIES:
        return None
    roles: list[str] = []
    if len(mention.entities) > 1:
        symbol = GROUP
    if symbol == GROUP or (mention.form is Form.TITLE and symbol in (COUNTRY, BODY)):
        roles = [frames.roles.get(word, "other") for word in frames.roles_in(folded[mention.start : mention.end])]
    return Unit(
        symbol=symbol,
        start=mention.start,
        end=mention.end,
        entities=mention.entities,
        form=mention.form,
        roles=tuple(roles),
    )


def make_line(
    folded: str, units: Sequence[Unit], span: tuple[int, int], frames: Frames, countries: Mapping[str, str | None]
) -> Line:
    """The line of folded[span] with its names reduced to one unit each.

    `countries` tells whom people and bodies serve (by key, ISO code), so that 美国国务卿 goes to the right person.
    """
    line = _raw_line(folded, units, *span)
    for reduction in frames.reductions:
        if any(map(line.text.__contains__, reduction.heads)) and reduction.pattern.search(line.text):
            line = rewrite(line, reduction.pattern, _reducer(reduction, line, frames, countries))
    return line


def _raw_line(folded: str, units: Sequence[Unit], start: int, end: int) -> Line:
    text: list[str] = []
    offsets: list[int] = []
    found: list[Unit | None] = []
    at = start
    for unit in units:
        if at < unit.start:
            text.append(folded[at : unit.start])
            offsets += range(at, unit.start)
            found += [None] * (unit.start - at)
        text.append(unit.symbol)
        offsets.append(unit.start)
        found.append(unit)
        at = min(unit.end, end)
    text.append(folded[at:end])
    offsets += range(at, end + 1)
    found += [None] * (end - at)
    return Line(text="".join(text), offsets=tuple(offsets), units=tuple(found))


def rewrite(line: Line, pattern: re.Pattern[str], make: Callable[[re.Match[str]], list[Cell] | None]) -> Line:
    """The line with every match replaced by the cells that `make` gives; None leaves a match as it is."""
    text: list[str] = []
    offsets: list[int] = []
    units: list[Unit | None] = []
    at = 0
    for match in pattern.finditer(line.text):
        start = match.start()
        new = make(match)
        if new is None or start < at:
            continue
        text += (line.text[at:start], *(cell[0] for cell in new))
        offsets += (*line.offsets[at:start], *(cell[1] for cell in new))
        units += (*line.units[at:start], *(cell[2] for cell in new))
        at = match.end()
    if not at:
        return line
    text.append(line.text[at:])
    return Line(text="".join(text), offsets=(*offsets, *line.offsets[at:]), units=(*units, *line.units[at:]))


def _cells(line: Line, start: int, end: int) -> Iterator[Cell]:
    return zip(line.text[start:end], line.offsets[start:end], line.units[start:end], strict=True)


def _reducer(
    reduction: Reduction, line: Line, frames: Frames, countries: Mapping[str, str | None]
) -> Callable[[re.Match[str]], list[Cell] | None]:
    if reduction.name == "brackets":
        return lambda match: _bracket(line, match)
    return lambda match: _merge(reduction.name, line, match, frames, countries)


def _bracket(line: Line, match: re.Match[str]) -> list[Cell]:
    """What stays of a bracket: its dates, and its names where it lists several, 四方(美、日、印、澳)."""
    cells = [c for c in _cells(line, match.start(), match.end()) if c[2] is not None]
    actors = [c for c in cells if c[0] in ACTORS]
    kept = actors if len(actors) > 2 else []
    return [c for c in cells if c[0] == DATE or c in kept]


def _merge(
    name: str, line: Line, match: re.Match[str], frames: Frames, countries: Mapping[str, str | None]
) -> list[Cell] | None:
    head = line.units[match.start("head")]
    assert head is not None
    groups = match.groupdict()
    roles = tuple(frames.roles.get(w, "other") for w in frames.roles_in(groups.get("roles") or ""))
    sides = head.sides
    if "side" in groups:
        side = line.units[match.start("side")]
        assert side is not None
        if not _serves(head, side, countries):
            return None
        sides = (*sides, *side.sides, *side.entities) if side.symbol != PERSON else (*sides, *side.sides)
    start, end = line.offsets[match.start()], line.offsets[match.end()]
    if name in SET_ASIDE:
        aside = Unit(symbol=ADVERBIAL, start=start, end=end, entities=head.entities if name != "bystander" else ())
        host = countries.get(head.entities[0]) if name == MOURNED else None
        if host is None or state_key(host) not in countries:
            return [(ADVERBIAL, start, aside)]
        state = Unit(symbol=COUNTRY, start=end - 1, end=end, entities=(state_key(host),), form=Form.SHORT)
        return [(ADVERBIAL, start, aside), (COUNTRY, end - 1, state)]
    office = head.office or groups.get("office") or ""
    unit = replace(head, start=start, end=end, roles=(*head.roles, *roles), sides=sides, office=office)
    return [(unit.symbol, start, unit)]


def _serves(person: Unit, side: Unit, countries: Mapping[str, str | None]) -> bool:
    """Whether the country or body before a person's name can be the one that the person serves."""
    country, key = countries.get(person.entities[0]), side.entities[0]
    if side.symbol == PERSON:
        return side.entities == person.entities
    theirs = country_code(key) or countries.get(key)
    return country is None or theirs is None or country == theirs


def mask(line: Line, frames: Frames) -> Line:
    """The line with every adverbial (在…期间, 就…问题, 应…邀请) as one symbol, so that its names do not act."""

    def make(match: re.Match[str]) -> list[Cell]:
        start, end = line.offsets[match.start()], line.offsets[match.end()]
        return [(ADVERBIAL, start, Unit(symbol=ADVERBIAL, start=start, end=end))]

    return rewrite(line, frames.adverbials, make)
