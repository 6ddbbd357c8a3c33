"""Conferences: gatherings of many parties, known by a name (第79届联合国大会, 东盟外长会议) and by who attends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct
from msgspec.structs import replace

from kg.extract.meetings.actors import Cast, Sides
from kg.extract.meetings.frames import BODY
from kg.extract.meetings.matching import Spot
from kg.extract.meetings.occurrence import NOBODY, Family, Occurrence
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.subjects import subject_before
from kg.extract.meetings.talks import MANY
from kg.extract.meetings.units import Line, Unit
from kg.extract.states import is_state
from kg.knowledge.clauses import BREAK_OR_QUOTE, clause_start
from kg.model import MeetingKind

PAIR = 2  # parties whose summit is a meeting, not a conference
LONGEST = 20  # characters of the line that the name of a conference can have before its last word


class Attendance(Struct, frozen=True, kw_only=True, gc=False):
    """Who is said to take part in a conference, whether it is said to be held or attended, and who chaired it."""

    sides: Sides = NOBODY
    is_said: bool = False
    chairs: tuple[str, ...] = ()


class Named(Struct, frozen=True, kw_only=True):
    """The name of a conference in its line: text[first:end] with its last word text[start:end], and whose it is.

    `is_marked`: it goes back to one spoken of (这次会议); `is_bare`: it is a word for a gathering alone; `is_about`: it
    tells which state's affairs it is about (利比亚问题柏林会议).
    """

    first: int
    start: int
    end: int
    hosts: tuple[Unit, ...]
    is_marked: bool
    is_bare: bool
    is_about: bool

    @property
    def is_back(self) -> bool:
        """Whether it can only mean a conference spoken of."""
        return self.is_bare and not self.hosts


def find_conference(spot: Spot, *, is_open: bool = False) -> Occurrence | None:
    """The conference whose name ends with the trigger, and who attends; None if it is none.

    With `is_open` also one of which neither the name nor who attends tells that states gather: 汽车峰会.
    """
    line, end, scene = spot.line, spot.place[1], spot.scene
    patterns = scene.frames.patterns
    if line.text.startswith(scene.frames.lists["not-conferences"], end):
        return None
    named = _named(spot)
    attendance, name = _attendance(spot, named.first), line.text[named.first : end]
    group = scene.cast.group(name)
    whose = scene.cast.resolve(named.hosts)
    if whose.level == "leaders":
        whose = replace(whose, people=())
    hosts = Sides(parties=group) | whose
    is_of_two = not named.is_about and _is_of_two(name, named.hosts, hosts, scene)
    if is_of_two or _is_sitting(name, named.hosts, scene):
        return None
    if hosts.is_empty and not named.is_marked and len(attendance.sides.parties) == PAIR:
        return None
    if is_open:
        is_told = not (hosts | attendance.sides).is_empty or (attendance.is_said and not named.is_bare)
    else:
        is_told = bool(group) or _is_known(name, named, attendance, scene)
    if not is_told:
        return None
    is_numbered = bool(patterns["name-number"].match(line.text, named.first))
    found = _occurrence(line, named, attendance, hosts)
    found = replace(found, bodies=(*group, *found.bodies), is_session=is_session(spot))
    if not found.bodies and scene.frames.cues["name-common"].fullmatch(name) is None:
        found = replace(found, title=name)
    if is_open:
        return replace(found, is_certain=False, rule="gathering")
    return replace(found, is_certain=attendance.is_said or is_numbered)


def is_unnamed(spot: Spot) -> bool:
    """Whether a word for a gathering has no name that tells which one, so that it is mostly one told of: 视频峰会."""
    named, common = _named(spot), spot.scene.frames.cues["name-common"]
    return not named.hosts and common.fullmatch(spot.line.text, named.first, named.end) is not None


def is_session(spot: Spot) -> bool:
    """Whether a council or assembly that belongs to a union of states sits: 联合国安理会举行公开会."""
    match = spot.scene.frames.patterns["sits"].search(spot.line.text[: spot.place[0]])
    return match is not None and _is_organ(spot.line.between(match.start(), match.start() + 1), spot.scene.cast)


def find_listed(spot: Spot) -> list[Occurrence]:
    """The conferences of unions listed before one word, one of each: 上合组织、金砖国家等峰会; none where none are."""
    line, cast = spot.line, spot.scene.cast
    match = spot.scene.frames.patterns["listed"].search(line.text[: spot.place[0]])
    units = line.between(match.start(), match.end()) if match else []
    unions = tuple(dict.fromkeys(p for unit in units for key in unit.entities if (p := cast.party(key))))
    if len(unions) < PAIR or not all(p in cast.entities and cast.is_union(p) for p in unions):
        return []
    found = find_conference(spot)
    if found is None or not set(unions) <= set(found.sides.parties):
        return []
    bodies = {unit.entities[0] for unit in units}
    return [_of_one(found, union, set(unions), bodies, cast) for union in unions]


def find_deliberation(spot: Spot) -> Occurrence | None:
    """The sitting of a council or assembly of a union: 安理会14日就…进行表决, 安理会14日开会."""
    line, cast, (start, end) = spot.line, spot.scene.cast, spot.place
    match = spot.scene.frames.patterns["deliberates"].search(line.text[:start])
    units = line.between(match.start("o"), match.end("o")) if match else []
    if match is None or not _is_organ(units, cast):
        return None
    return Occurrence(
        family=Family.CONFERENCE,
        kind=MeetingKind.CONFERENCE,
        is_kind_sure=True,
        sides=cast.resolve(units),
        bodies=tuple(dict.fromkeys(key for unit in units for key in unit.entities)),
        is_session=True,
        start=line.offsets[start],
        end=line.offsets[end],
        left=line.offsets[match.start()],
        right=line.offsets[end],
        rule="conference",
        confidence=0.7,
    )


def _of_one(
    found: Occurrence, union: str, unions: AbstractSet[str], bodies: AbstractSet[str], cast: Cast
) -> Occurrence:
    """A conference without the other unions whose conferences its words name too."""
    parties = tuple(party for party in found.sides.parties if party == union or party not in unions)
    named = tuple(key for key in found.bodies if key not in bodies or cast.party(key) == union)
    is_attended = bool(found.sides.people)
    return replace(found, sides=replace(found.sides, parties=parties), bodies=named, is_listed=is_attended)


def _named(spot: Spot) -> Named:
    line, (start, end), patterns = spot.line, spot.place, spot.scene.frames.patterns
    first = _name_start(line.text, start, patterns)
    about, sited = (patterns[name].search(line.text[:start]) for name in ("name-about", "sited"))
    longer = about or sited
    if longer is not None:
        first = min(first, longer.start())
    elif not line.between(first, end) and (host := patterns["name-host"].search(line.text[:first])):
        first = host.start()
    units = [unit for unit in line.between(first, end) if unit.entities]
    is_marked = bool(patterns["name-back"].search(line.text[:start]))
    is_bare = not units and (is_marked or bool(patterns["name-bare"].match(line.text, first, end)))
    if not units and not is_marked:
        units = _conveners(spot, first)
    return Named(
        first=first,
        start=start,
        end=end,
        hosts=tuple(units),
        is_marked=is_marked,
        is_bare=is_bare,
        is_about=about is not None,
    )


def _occurrence(line: Line, named: Named, attendance: Attendance, hosts: Sides) -> Occurrence:
    first, start, end = (line.offsets[at] for at in (named.first, named.start, named.end))
    return Occurrence(
        family=Family.CONFERENCE,
        kind=MeetingKind.CONFERENCE,
        is_kind_sure=True,
        sides=replace(hosts | attendance.sides, level=hosts.level),
        chairs=attendance.chairs,
        bodies=tuple(dict.fromkeys(key for unit in named.hosts for key in unit.entities)),
        level=hosts.level,
        name=(first, end),
        head=line.text[named.start : named.end],
        start=start,
        end=end,
        left=first,
        right=end,
        is_back=named.is_back,
        is_weak=not attendance.is_said,
        rule="conference",
        confidence=0.8 if attendance.is_said else 0.6,
    )


def _conveners(spot: Spot, first: int) -> list[Unit]:
    """Whose conference it is where the name does not say: 欧盟27国领导人1日在布鲁塞尔举行峰会."""
    line, cast = spot.line, spot.scene.cast
    match = spot.scene.frames.patterns["convene"].search(line.text[:first])
    if match is None:
        return []
    units = line.between(match.start("a"), match.end("a"))
    start = clause_start(line.text, match.start(), BREAK_OR_QUOTE)
    unions = [u for u in line.between(start, match.end("a")) if u.entities and cast.is_union(u.entities[0])]
    if unions:
        return [*unions, *(unit for unit in units if unit not in unions)]
    return units if len(cast.resolve(units).parties) >= MANY else []


def _is_known(name: str, named: Named, attendance: Attendance, scene: Scene) -> bool:
    """Whether the name or who attends tells that it is a gathering of states, or goes back to one spoken of."""
    if named.is_about or _is_gathering(name, named.hosts, scene) or (named.is_back and attendance.is_said):
        return True
    return not named.is_back and _is_attended(_in_words(name, named.hosts, scene), attendance, scene)


def _is_of_two(name: str, units: Sequence[Unit], hosts: Sides, scene: Scene) -> bool:
    """Whether it is a meeting of two, 中欧峰会; one of a union whose members come, 中国—东盟峰会, is none."""
    lists = scene.frames.lists
    if len(hosts.parties) != PAIR or any(word in name for word in lists["forums"]):
        return False
    return not any(scene.cast.is_union(key) and key not in lists["coupled"] for u in units for key in u.entities)


def _is_organ(units: Sequence[Unit], cast: Cast) -> bool:
    """Whether it is a council or assembly of a union of states, 联合国安理会, and not the union."""
    return any(cast.is_union(key) and cast.party(key) != key for unit in units for key in unit.entities)


def _is_sitting(name: str, units: Sequence[Unit], scene: Scene) -> bool:
    """Whether it is a numbered sitting of a body of one state: 全国人大常委会第六次会议."""
    patterns = scene.frames.patterns
    if patterns["session"].search(name) is None:
        return False
    if not units:
        return patterns["nationwide"].search(name) is not None
    parties = [scene.cast.party(key) or "" for unit in units for key in unit.entities]
    return all(unit.symbol == BODY for unit in units) and all(is_state(party) for party in parties)


def _name_start(text: str, at: int, patterns: Mapping[str, re.Pattern[str]]) -> int:
    """Where the name that ends at character `at` begins: after the last word that cannot be part of it."""
    least = clause_start(text, at, patterns["name-break"])
    first = max(least, at - LONGEST)
    while least < first and text[first - 1 : first + 1].isdigit():  # 2020年中国国际…交易会
        first -= 1
    starts = [match.start() for match in patterns["name-number"].finditer(text, first, at)]
    whose = patterns["name-whose"]
    return next((start for start in reversed(starts) if not whose.search(text, first, start)), first)


def _is_gathering(name: str, units: Sequence[Unit], scene: Scene) -> bool:
    """Whether the name is one of a gathering of states: a union's, or with a word for such (部长级, 四方)."""
    cast, lists = scene.cast, scene.frames.lists
    if any(cast.is_union(key) for unit in units for key in unit.entities):
        return True
    parties = {p for u in units for p in cast.resolve([u]).parties}
    if len(parties) >= MANY or (len(parties) > 1 and any(word in name for word in lists["forums"])):
        return True
    if len(parties) == 1 and any(region in name for region in lists["regions"]):  # 中国—中亚峰会
        return True
    words = _in_words(name, units, scene)
    is_body = words != name and words.endswith(lists["heads"])  # 世界经济论坛
    return (is_body or not units) and any(word in words for word in lists["gatherings"])


def _in_words(name: str, units: Sequence[Unit], scene: Scene) -> str:
    """The name of a conference with the names of the bodies in it, which are one character each, at its end."""
    bodies = (key for unit in units if unit.symbol == BODY for key in unit.entities)
    return name + "".join(scene.cast.entities[key].name for key in bodies)


def _is_attended(name: str, attendance: Attendance, scene: Scene) -> bool:
    """Whether a name such as 家庭领导峰会 is one of a gathering that an official attends."""
    is_named = name.endswith(scene.frames.lists["heads"])
    return is_named and any(scene.cast.is_official(person) for person in attendance.sides.people)


def _attendance(spot: Spot, first: int) -> Attendance:
    """Who is said to attend, chair or convene the conference whose name begins at character `first`."""
    line, end, cast = spot.line, spot.place[1], spot.scene.cast
    patterns = spot.scene.frames.patterns
    match = patterns["attend"].search(line.text[:first]) or patterns["chair-after"].match(line.text, end)
    speech = patterns["speaks-at"].search(line.text[:first]) if match is None else None
    if speech is not None and patterns["spoken"].match(line.text, end):
        return Attendance(sides=cast.resolve(line.between(speech.start("a"), speech.end("a"))), is_said=True)
    if match is None:
        return Attendance(is_said=patterns["convened"].match(line.text, end) is not None)
    after = patterns["attendee"].match(line.text, end) if not match.group("a") else match
    units = line.between(after.start("a"), after.end("a")) if after else subject_before(line, match.start(), cast)
    sides = cast.resolve(units)
    is_chaired = spot.scene.frames.cues["chaired"].search(match.group()) is not None
    return Attendance(sides=sides, is_said=True, chairs=sides.people if is_chaired else ())
