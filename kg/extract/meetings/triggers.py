"""What a sentence says at one trigger: by frames, names of conferences, who was there, and the judge of sides."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from kg.extract.meetings.conferences import find_conference, find_deliberation, find_listed, is_session, is_unnamed
from kg.extract.meetings.frames import BODY
from kg.extract.meetings.matching import BRIEF, SHOWN, Hit, Spot, match_frame, next_hit
from kg.extract.meetings.near import match_near
from kg.extract.meetings.occurrence import GUESSES, TRAVEL, Family, Occurrence
from kg.extract.meetings.outcomes import find_outcome
from kg.extract.meetings.presence import find_attendance, find_floor, is_attended
from kg.extract.meetings.sides import with_judged
from kg.extract.meetings.talks import HOST, KINDS, find_talks
from kg.extract.meetings.visits import find_visits
from kg.model import MeetingKind

GATHERINGS = frozenset({"conference", "summit"})  # classes of words for a gathering of many
GAP = 12  # characters between two words of one name
FRAMED = frozenset({"address", "declare", "sign", "deliberate"})  # words of which only the frames know who met
LIGHT = frozenset({"weak", "loose", "arrive", "inbound", "conference", "stop", "host", "joint", "care"})
TALKED = frozenset({"spoke", "screen"})  # verbs for talking with someone
NEEDY = BRIEF | SHOWN | FRAMED | LIGHT | TALKED  # need sides


def told_at(spot: Spot, *, is_inside: bool) -> Sequence[Occurrence]:
    """What the sentence says at one trigger; `is_inside` if it stands in an adverbial, which the line then is."""
    at, _ = spot.place
    if at == len(spot.line.units):  # it begins in the last name of an adverbial and goes on behind: 在中国领导人|会谈上
        return []
    if spot.line.units[at] is None and spot.line.offsets[at] > spot.hit.start:
        hit = next_hit(spot.scene.linked.folded, spot.line.offsets[at], spot.scene.frames)
        spot = replace(spot, hit=hit or spot.hit)  # the trigger began inside a name: 习拜会, 何立峰会谈
    if _is_told_before(spot):
        return []
    if _calls_at(spot):
        spot = replace(spot, hit=spot.hit._replace(name="visit"))
    if _is_gathering(spot) and _is_of_name(spot):
        return _brought(spot)
    framed = _brought(spot) or _listed(spot) or _framed(spot, is_inside=is_inside)
    if spot.hit.name not in GATHERINGS and is_attended(spot):
        return [found for found in framed if len(found.sides.parties) > 1]
    is_told = spot.hit.name in FRAMED or _is_before_honours(spot)
    return framed if is_told else _unnamed(spot, with_judged(spot, framed))


def _unnamed(spot: Spot, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """The occurrences at a word for a gathering that nothing names, marked as such where their sides are a guess."""
    is_marked = spot.scene.frames.patterns["this-one"].search(spot.line.text[: spot.place[0]]) is not None
    guessed = [o for o in found if (o.rule in GUESSES or is_marked) and not (o.is_back or o.bodies)]
    if not guessed or not _is_gathering(spot):
        return found
    if not is_unnamed(spot):
        return found
    return [replace(o, is_unnamed=True) if o in guessed else o for o in found]


def _is_told_before(spot: Spot) -> bool:
    """Whether a word for a journey ends what another word of travel begins, which tells who goes: 形容他访台|之行."""
    start = max((h.end for h in spot.hits if h.end <= spot.hit.start and h.name in TRAVEL), default=-1)
    if spot.hit.name != "journey" or not spot.line.covers(start):
        return False
    between = spot.line.text[spot.line.index(start) : spot.place[0]]
    return spot.scene.frames.patterns["goal-only"].fullmatch(between) is not None


def _calls_at(spot: Spot) -> bool:
    """Whether a word for calling on someone is said of places, which makes a journey of it: 接着拜访莫斯科."""
    frames, hit = spot.scene.frames, spot.hit
    is_word = hit.name == "receive" and spot.scene.linked.folded[hit.start : hit.end] in frames.lists["calls"]
    return is_word and frames.patterns["calls-at"].match(spot.line.text, spot.place[1]) is not None


def _brought(spot: Spot) -> Sequence[Occurrence]:
    """The summit of which only the outcome is spoken of."""
    if spot.hit.name not in GATHERINGS:
        return []
    found = find_outcome(spot)
    return [found] if found is not None else []


def _listed(spot: Spot) -> Sequence[Occurrence]:
    """The conferences of several unions that have one word in common."""
    return find_listed(spot) if _is_gathering(spot) else []


def _is_before_honours(spot: Spot) -> bool:
    """Whether a word only says when someone was welcomed, whose sides stand with another: 会谈前，…举行欢迎仪式."""
    is_time = spot.scene.frames.cues["before-after"].match(spot.scene.linked.folded, spot.hit.end) is not None
    return is_time and any(hit.name == HOST and hit.start > spot.hit.end for hit in spot.hits)


def _framed(spot: Spot, *, is_inside: bool) -> Sequence[Occurrence]:
    """What frames and names of conferences tell."""
    at, _ = spot.place
    unit = spot.line.units[at]
    is_named_so = unit is not None and unit.symbol == BODY and spot.hit.name in ("weak", "talk")
    is_named_so |= (
        spot.hit.name == "face" and spot.scene.frames.patterns["numbered"].search(spot.line.text[:at]) is not None
    )
    conference = find_conference(spot) if _is_gathering(spot) or is_named_so else None
    if conference is not None and unit is not None:
        is_told = is_inside or conference.is_certain or bool(conference.sides.parties)
        return [conference] if is_told else []
    if unit is not None or (conference is not None and not conference.is_back):
        return [] if conference is None else [conference]
    around = [] if _is_carried_out(spot) else _around(spot)
    if conference is not None:
        is_guess = not conference.is_weak and all(found.rule in GUESSES for found in around)
        return around if not is_guess and any(_is_whole(found) for found in around) else [conference]
    if _is_gathering(spot) and all(found.rule == "bare" for found in around):
        conference = find_conference(spot, is_open=True)
        return around if conference is None else [conference]
    return around


def _is_of_name(spot: Spot) -> bool:
    """Whether another word for a gathering follows at once, so that this one is in its name: 四方安全对话外长会议."""
    gap = spot.scene.linked.folded[spot.hit.end : spot.hit.end + GAP]
    after = [h for h in spot.hits if spot.hit.end <= h.start <= spot.hit.end + GAP and _gathers(h, spot)]
    is_gap = spot.scene.frames.patterns["name-gap"].fullmatch
    return any(is_gap(gap[: h.start - spot.hit.end]) or _is_union_of(spot, h) for h in after)


def _is_union_of(spot: Spot, hit: Hit) -> bool:
    """Whether the trigger stands in the name of the union whose summit another one is: 中非合作论坛北京|峰会."""
    sited = spot.scene.frames.patterns["sited"].search(spot.line.text[: spot.line.index(hit.start)])
    return sited is not None and sited.start("o") == spot.place[0]


def _is_carried_out(spot: Spot) -> bool:
    """Whether only what a gathering brought is spoken of, as put into practice: 愿同巴方落实北京峰会成果."""
    patterns, (at, end) = spot.scene.frames.patterns, spot.place
    is_outcome = patterns["outcome"].match(spot.line.text, end) is not None
    is_word = spot.hit.name in GATHERINGS
    return is_word and is_outcome and patterns["carried-out"].search(spot.line.text[:at]) is not None


def _is_whole(found: Occurrence) -> bool:
    """Whether a talk has both its sides."""
    return not (found.is_back or found.is_partial) and len(found.sides.people) + len(found.sides.parties) > 2


def _is_gathering(spot: Spot) -> bool:
    """Whether the trigger is a word for a gathering of many, 峰会, 视频会议."""
    return _gathers(spot.hit, spot)


def _gathers(hit: Hit, spot: Spot) -> bool:
    """The same of any trigger of the sentence."""
    word = spot.scene.linked.folded[hit.start : hit.end]
    is_remote = hit.name == "video" and word.endswith(spot.scene.frames.lists["remote"])
    return hit.name in GATHERINGS or is_remote


def _around(spot: Spot) -> Sequence[Occurrence]:
    hit = spot.hit
    is_sat = hit.name == "weak" and is_session(spot)  # 安理会就加沙局势举行|磋商
    alone = ALONE.get("deliberate" if is_sat else hit.name)
    if alone is not None:
        found = alone(spot)
        return [found] if found is not None else []
    if hit.name == "again":
        is_visit = spot.scene.linked.folded[hit.start : hit.end] in spot.scene.frames.lists["journeys-back"]
        family = Family.VISIT if is_visit else Family.TALK
        return [Occurrence(family=family, start=hit.start, end=hit.end, is_back=True, rule="again")]
    if hit.name == "receive" and spot.scene.frames.patterns["outsider"].match(spot.line.text, spot.place[1]):
        return []
    match = match_frame(spot) or match_near(spot)
    if match is None:
        return [_sitting(spot) or _bare(hit)] if hit.name not in NEEDY else []
    if hit.name in TRAVEL:
        return find_visits(spot, match)
    talks = find_talks(spot, match)
    return [_bare(hit)] if not talks and match.frame.rule == "clause" and hit.name not in NEEDY else talks


def _sitting(spot: Spot) -> Occurrence | None:
    """The sitting of a council of which it is said that it meets: 安理会14日开会."""
    word = next_hit(spot.scene.linked.folded, spot.hit.start, spot.scene.frames)
    return find_deliberation(spot) if word is not None and word.name == "convene" else None


ALONE = {"floor": find_floor, "attend": find_attendance, "deliberate": find_deliberation}  # classes read without frames


def _bare(hit: Hit) -> Occurrence:
    """A word of encounter without a side: it can only go back to an encounter already spoken of."""
    is_visit = hit.name in TRAVEL
    kind = MeetingKind.VISIT if is_visit else KINDS.get(hit.name, MeetingKind.MEETING)
    family = Family.VISIT if is_visit else Family.TALK
    return Occurrence(family=family, kind=kind, start=hit.start, end=hit.end, is_back=True, rule="bare")
