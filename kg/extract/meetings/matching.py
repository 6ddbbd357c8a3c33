"""Triggers in the text, and the frames that fit around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from kg.extract.meetings.frames import Frame, Frames
from kg.extract.meetings.scene import Scene
from kg.extract.meetings.units import Line, Unit
from kg.model import Linked

BRIEF = frozenset({"meet", "see"})  # headline words of one character
MILD = BRIEF | {"again", "weak", "loose", "arrive", "spoke", "screen"}  # do not take the sides of a word after them
# what two do together that is no talk
SHOWN = frozenset({"press", "hand", "seen", "saw", "greet", "exchange", "facing", "answer", "met"})
# own no sides that stand before a word after them
ASIDE = SHOWN | {"address", "declare", "sign", "deliberate", "again", "attend", "floor"}
COMING = frozenset({"come", "go"})  # words of arrival where what stands around them says so
COME_REACH = 16  # characters before 来台 in which a word says that nobody came
PAPERS = {"call": "message", "conference": "paper"}  # what shows that words of a class are of a paper
VISITING = {"guest": ("receive", 2), "address": ("address", 3)}  # two words in one; the length of the second, of travel
LONGEST = 8  # characters of the longest trigger
NESTED = 4  # names that may stand at one place, one in another


class Hit(NamedTuple):
    """A trigger in the article and its class."""

    start: int
    end: int
    name: str


class Spot(Struct, frozen=True, kw_only=True):
    """A trigger in its line, with the other triggers of the sentence and the sentence's number."""

    scene: Scene
    line: Line
    hit: Hit
    hits: Sequence[Hit]
    number: int = -1

    @property
    def place(self) -> tuple[int, int]:
        """Where in the line the trigger starts and ends; of 领导人峰会 only 峰会: 领导人 is part of the unit before."""
        at = self.line.index(self.hit.start)
        end = min(self.line.index(self.hit.end - 1) + 1, len(self.line.text))  # the line may end within the trigger
        unit = self.line.units[at]
        return (at + 1, end) if unit is not None and unit.end < self.hit.end else (at, end)


class Match(Struct, frozen=True, kw_only=True):
    """A frame that fits: the units in each of its groups, and where it starts and ends in the line."""

    frame: Frame
    groups: dict[str, list[Unit]]
    start: int
    end: int


def trigger_hits(linked: Linked, frames: Frames) -> list[tuple[int, list[Hit]]]:
    """The triggers of an article by sentence (its number), in one pass over the folded text."""
    starts = [sentence.start for sentence in linked.sentences]
    by_number: dict[int, list[Hit]] = {}
    for which, start, end in frames.automaton.find_matches_as_indexes(linked.folded):
        hit = _past_name(Hit(start, end, frames.classes[which]), linked, frames)
        number = bisect_right(starts, start) - 1
        is_whole = number >= 0 and hit.end <= linked.sentences[number].end
        paper = frames.patterns[PAPERS[hit.name]].match(linked.folded, hit.end) if hit.name in PAPERS else None
        if hit.name != "none" and is_whole and paper is None and (hits := _read(hit, linked.folded, frames)):
            by_number.setdefault(number, []).extend(hits)
    return list(by_number.items())


def _past_name(hit: Hit, linked: Linked, frames: Frames) -> Hit:
    """A trigger; in place of a word that is none the one behind a name that reaches into it: 特朗普|通话, no 普通话."""
    if hit.name != "none":
        return hit
    at = bisect_left(linked.mentions, hit.start, key=attrgetter("start"))
    near = linked.mentions[max(0, at - NESTED) : at]
    behind = next((m.end for m in near if hit.start < m.end < hit.end and m.form.names), None)
    found = None if behind is None else next_hit(linked.folded, behind, frames)
    return found or hit


def _read(hit: Hit, folded: str, frames: Frames) -> list[Hit]:
    """A trigger as what it is: 外长会 as it goes on (会谈, 会晤), or a conference of that name; 对到访的 as two."""
    if hit.name in VISITING:
        name, size = VISITING[hit.name]
        return [Hit(hit.start, hit.end - size, name), Hit(hit.end - size, hit.end, "inbound")]
    if hit.name in COMING:
        return _arrival(hit, folded, frames)
    if hit.name == "delegates":
        return _listed(hit, folded, frames)
    if hit.name == "joint" and frames.patterns["joint-meeting"].match(folded, hit.end):
        return [Hit(hit.end - 2, hit.end, "attend")]
    if hit.name != "ministerial":
        return [hit._replace(name="talk")] if hit.name == "convene" else [hit]
    after = next_hit(folded, hit.end - 1, frames)
    return [
        after if after is not None and after.name not in BRIEF | {"again"} else Hit(hit.end - 1, hit.end, "conference")
    ]


def _arrival(hit: Hit, folded: str, frames: Frames) -> list[Hit]:
    """A word for coming or going as one of arrival: 率团来台, 还要去; none where nobody came, or it is another word."""
    before = frames.patterns["come-unreal"].search(folded, max(0, hit.start - COME_REACH), hit.start)
    is_unreal = hit.name == "come" and before is not None
    is_arrival = not is_unreal and frames.patterns[hit.name].match(folded, hit.start) is not None
    return [Hit(hit.start, hit.start + 1, "arrive")] if is_arrival else []


def _listed(hit: Hit, folded: str, frames: Frames) -> list[Hit]:
    """A word for those who travel along, 访团成员包括; where they are not listed, the word that it begins with: 访."""
    if frames.patterns["along"].match(folded, hit.end):
        return [Hit(hit.start, hit.end, "attend")]
    inner = next_hit(folded[hit.start : hit.end - 1], 0, frames)
    return [Hit(hit.start, hit.start + inner.end, inner.name)] if inner and inner.name != "none" else []


def next_hit(folded: str, at: int, frames: Frames) -> Hit | None:
    """The trigger that starts at an offset, whatever begins before it."""
    for which, start, end in frames.automaton.find_matches_as_indexes(folded[at : at + LONGEST]):
        if start == 0:
            return Hit(at, at + end, frames.classes[which])
    return None


def match_frame(spot: Spot) -> Match | None:
    """The first frame of the trigger's class that fits the words around it."""
    at, end = spot.place
    left, right = spot.line.text[:at], spot.line.text[end:]
    for frame in spot.scene.frames.frames[spot.hit.name]:
        before = frame.left.search(left)
        after = frame.right.match(right) if before and frame.right else None
        if before is None or (frame.right is not None and after is None):
            continue
        groups = _groups(spot.line, before, 0) | (_groups(spot.line, after, end) if after else {})
        if not _is_crossed(spot, groups):
            start = before.start() if before.group() else at
            return Match(frame=frame, groups=groups, start=start, end=end + (after.end() if after else 0))
    return None


def _groups(line: Line, match: re.Match[str], shift: int) -> dict[str, list[Unit]]:
    return {
        name: [u for u in line.between(match.start(name) + shift, match.end(name) + shift) if u.entities]
        for name, text in match.groupdict().items()
        if text
    }


def _is_crossed(spot: Spot, groups: dict[str, list[Unit]]) -> bool:
    """Whether another word of encounter stands between the sides and this one, which then owns them."""
    hit, line = spot.hit, spot.line
    units = [unit for some in groups.values() for unit in some if unit.end <= hit.start]
    first, last = min((u.start for u in units), default=hit.start), max((u.end for u in units), default=hit.start)
    return any(
        first <= h.start and h.end < hit.start and (h.start < last or h.name not in MILD) and h.name not in ASIDE
        for h in spot.hits
        if line.covers(h.start) and line.units[line.index(h.start)] is None and not _is_auxiliary(h, line)
    )


def _is_auxiliary(hit: Hit, line: Line) -> bool:
    """Whether a headline word for a meeting stands between no two names, so that it is none: 他会去印度访问."""
    before, after = line.index(hit.start) - 1, line.index(hit.end - 1) + 1
    return hit.name in BRIEF and (line.units[before] is None or None in line.units[after : after + 1])
