"""What the rules alone read out of a turn of speech: its issues, its act, for whom its speaker speaks.

They are precise on the constructions that they know and blind to others; the model of kg.extract.statements weighs what
they say against everything else that stands in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import ahocorasick_rs
from msgspec import Struct

from kg.extract.acts import AGREED, NEUTRAL, judge_act
from kg.extract.issues import Hit, IssueIndex, issues_between
from kg.extract.speech import ACT, DEED, DISCUSS, DO
from kg.extract.speech_scene import Scene, Turn
from kg.extract.speech_subjects import load_patterns, load_surroundings
from kg.extract.states import BODY, state_key
from kg.fold import fold
from kg.knowledge.gazetteer import load_gazetteer
from kg.model import Entity, EntityKind, Linked, Tenure

GOVERNMENT = ("government", "military")
TOPIC_TAIL = 4  # code points after an issue in which its frame may close: 在南海问题上
ACT_MARKS = re.compile(r"[。;!?]")


class Reading(Struct, frozen=True, gc=False):
    """One statement as the rules read it; `entity` is who speaks, `speaker` the key of whom he speaks as."""

    turn: Turn
    hit: Hit
    entity: Entity
    speaker: str
    side: str | None
    act: str


def read_by_rules(scene: Scene, index: IssueIndex, side_of: Callable[[Entity], str | None]) -> Iterator[Reading]:
    """Every statement that the rules read out of the turns of an article, in their order.

    `side_of` tells whom an entity speaks for (kg.extract.serving).
    """
    folded = scene.linked.folded
    for turn in scene.turns:
        entities = [scene.entities[key] for key in turn.speakers if key in scene.entities]
        for hit in topics_of(turn, index, folded):
            for entity in entities:
                side = side_of(entity)
                yield Reading(turn, hit, entity, speaker_key(entity), side, act_of(turn, hit, folded, side))


def topics_of(turn: Turn, index: IssueIndex, folded: str) -> tuple[Hit, ...]:
    """The issues of what is said, and those of its frame: 就台湾问题, 对新疆的局势表示关切."""
    spoken = turn.cue is not None and turn.cue.kind not in (DEED, DO)
    said = issues_between(index, folded, turn.content, turn.end, weak=spoken)
    frame = tuple(
        h
        for h in issues_between(index, folded, turn.start, turn.content, weak=False)
        if (h.end <= turn.subject[0] or h.start >= turn.subject[1]) and _is_framed(h, turn.start, folded)
    )
    if not said and not frame and load_patterns().anaphor.search(folded[turn.start : turn.end]):
        return _named_before(turn, index, folded)
    if frame and all(h.weak for h in said):
        return frame
    codes = {h.code for h in frame}
    return (*frame, *(h for h in said if h.code not in codes))


def _named_before(turn: Turn, index: IssueIndex, folded: str) -> tuple[Hit, ...]:
    """The issues that the sentence before named, for words that point back to them: 该计划, 这一事件."""
    floor = folded.rfind("\n", 0, turn.start) + 1
    own = folded.rfind("。", floor, turn.start) + 1
    start = max(floor, folded.rfind("。", floor, max(floor, own - 1)) + 1)
    return issues_between(index, folded, start, turn.start, weak=False)[-2:]


def _is_framed(hit: Hit, start: int, folded: str) -> bool:
    """Whether a topic word opens the clause of a hit before the verb of saying."""
    clause = max(folded.rfind(mark, start, hit.start) for mark in ",;:。")
    return load_patterns().framed.search(folded, max(start, clause), hit.end + TOPIC_TAIL) is not None


def act_of(turn: Turn, hit: Hit, folded: str, side: str | None) -> str:
    """What the speaker of a turn does with one of its issues."""
    verb = turn.cue.act if turn.cue else None
    if turn.cue is not None and (turn.cue.kind == DISCUSS or (side is None and turn.cue.kind != ACT)):
        return NEUTRAL
    start, end = turn.content, turn.end
    for mark in ACT_MARKS.finditer(folded, turn.content, turn.end):
        if mark.end() <= hit.start:
            start = mark.end()
        elif mark.start() >= hit.end:
            end = mark.start()
            break
    content = load_patterns().invitation.sub("", folded[start:end])
    listed = load_patterns().listed.match(folded, hit.end, end) is not None
    if listed or (verb is None and load_patterns().listing.search(content)):
        return NEUTRAL
    if verb == AGREED and turn.rule == "same-subject" and len(turn.speakers) == 1:
        judged = judge_act(content)  # one side alone tells of what was agreed (表示…达成了…成果)
        return AGREED if judged == NEUTRAL else judged
    return judge_act(content, verb=verb)


def speaker_key(entity: Entity) -> str:
    """The key of whom a speaker speaks as: a government body as its country, an executive organ as its union."""
    if entity.kind is not EntityKind.ORGANIZATION:
        return entity.key
    if _is_state(entity) and entity.country:
        return state_key(entity.country)
    if entity.known and load_surroundings().organ.fullmatch(entity.known):
        return f"{BODY}{load_gazetteer().organizations[entity.known].parent}"
    return entity.key


def _is_state(body: Entity) -> bool:
    ruling = load_surroundings().ruling.fullmatch(body.known or "") is not None
    return ruling or body.category in GOVERNMENT


def side_of_body(entity: Entity) -> str | None:
    """The key of the state or body that a state or body speaks for; None for media, scholars and companies."""
    if entity.category in ("media", "academic", "company", "ngo"):
        return None
    if entity.kind is EntityKind.ORGANIZATION and not _is_state(entity):
        return speaker_key(entity)
    return state_key(entity.country) if entity.country else None


def private_people(linked: Linked) -> frozenset[str]:
    """People who speak for no state: no role in the article and unknown to the gazetteer, or a private or past role."""
    words = load_surroundings().private
    roles: dict[str, list[Tenure]] = {}
    for tenure in linked.tenures:
        roles.setdefault(tenure.holder, []).append(tenure)
    return frozenset(
        e.key for e in linked.entities if e.kind is EntityKind.PERSON and _is_private(e, roles.get(e.key, ()), words)
    )


def _is_private(person: Entity, roles: Sequence[Tenure], words: re.Pattern[str]) -> bool:
    current = [t for t in roles if t.modifier != "former"]
    weighed = current if any(is_official(fold(t.role)) for t in current) else roles
    if not person.country or any(words.search(fold(t.role)) for t in weighed):
        return True
    return person.known is None and not current


def is_official(role: str) -> bool:
    """Whether a role, in comparison form, holds the name of an office of a state or body."""
    return any(_official().find_matches_as_indexes(role))


@cache
def _official() -> ahocorasick_rs.AhoCorasick:
    offices = load_gazetteer().offices.values()
    return ahocorasick_rs.AhoCorasick([form for office in offices if office.rank != "other" for form in office.forms])
