"""Turns of speech: who says which stretch of an article, by which verb, relayed by whom."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace

from kg.extract.speech import DEED, DISCUSS, SAY, Cue, Quote, find_cues, find_quotes
from kg.extract.speech_subjects import (
    CLAUSE_END,
    PhraseIndex,
    Subject,
    find_subject,
    index_phrases,
    is_subject,
    load_patterns,
    load_surroundings,
)
from kg.fold import fold
from kg.model import Entity, EntityKind, Linked, Part

SUBHEAD = 45  # code points; a paragraph without a full stop that is shorter is a heading
SETTLED = ("agree", "pledge", "urge")  # acts that govern what follows: 同意继续推动


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch text[start:end] of speech: subject and frame before `content`, what is said after it.

    `since` is where the words that name its speaker begin.
    """

    since: int
    start: int
    end: int
    content: int
    speakers: tuple[str, ...]
    subject: tuple[int, int]
    cue: Cue | None
    rule: str
    paragraph: int | None
    relayed_by: tuple[str, ...] = ()


@dataclass(slots=True)
class Scene:
    """An article with everything that finding its turns needs, and what the last sentence left behind."""

    linked: Linked
    entities: dict[str, Entity]
    phrases: PhraseIndex
    quotes: tuple[Quote, ...]
    cues: tuple[Cue, ...]
    cue_starts: tuple[int, ...]
    speakers: tuple[str, ...] = ()  # of the last turn of this paragraph
    person: tuple[str, ...] = ()  # the last person who spoke or acted
    source: tuple[str, ...] = ()  # the last body or document cited
    parties: tuple[str, ...] = ()  # those who last talked together
    since: int = 0  # where the name of the last speaker stands
    block: int = -1
    turns: list[Turn] = field(default_factory=list)

    def kind(self, speakers: tuple[str, ...]) -> str:
        """person, media or state: what sort of speakers these are."""
        entities = [self.entities[s] for s in speakers if s in self.entities]
        if any(e.kind is EntityKind.PERSON for e in entities):
            return "person"
        return "media" if any(e.category == "media" for e in entities) else "state"

    def countries(self, speakers: tuple[str, ...]) -> set[str]:
        """The countries of the speakers."""
        return {c for s in speakers if s in self.entities and (c := self.entities[s].country)}


def make_scene(linked: Linked) -> Scene:
    """The article's phrases, quotations and words of speech."""
    quotes = find_quotes(linked.folded)
    phrases = index_phrases(linked)
    cues = sorted((*find_cues(linked.folded, quotes), *_colons(linked, phrases)), key=lambda c: c.start)
    entities = {e.key: e for e in linked.entities}
    return Scene(linked, entities, phrases, quotes, tuple(cues), tuple(c.start for c in cues))


def _colons(linked: Linked, phrases: PhraseIndex) -> list[Cue]:
    """A person, a colon, a quotation: 苏紫云：“…”."""
    folded = linked.folded
    return [
        Cue(p.end, p.end + 1, SAY, None)
        for p in phrases.phrases
        if p.kind is EntityKind.PERSON and not p.refers and re.match(r":\s*[“「『\"]", folded[p.end : p.end + 4])
    ]


def read_turns(linked: Linked) -> Scene:
    """All turns of speech of the article's body, in order, with the scene in which they were found."""
    scene = make_scene(linked)
    for start, end, block in _units(scene):
        if linked.article.blocks[block].part is Part.BODY and not _is_subhead(linked, block):
            _read_unit(scene, start, end, block)
    return scene


def _is_subhead(linked: Linked, block: int) -> bool:
    """Whether a paragraph is a heading, which only repeats what the text below it says."""
    span = linked.article.blocks[block]
    text = linked.folded[span.start : span.end]
    return len(text) < SUBHEAD and load_patterns().closed.search(text) is None


def _units(scene: Scene) -> list[tuple[int, int, int]]:
    """Sentences, those that one quotation spans joined."""
    units: list[tuple[int, int, int]] = []
    at = 0
    for sentence in scene.linked.sentences:
        while at < len(scene.quotes) and scene.quotes[at].end <= sentence.start:
            at += 1
        quote = scene.quotes[at] if at < len(scene.quotes) else None
        if units and quote is not None and quote.start < units[-1][1] < quote.end and units[-1][2] == sentence.block:
            units[-1] = (units[-1][0], sentence.end, sentence.block)
        else:
            units.append((sentence.start, sentence.end, sentence.block))
    return units


def _read_unit(scene: Scene, start: int, end: int, block: int) -> None:
    if block != scene.block:
        scene.block, scene.speakers = block, ()
    paragraph = scene.linked.article.blocks[block].paragraph
    first, last = bisect_left(scene.cue_starts, start), bisect_left(scene.cue_starts, end)
    cues = scene.cues[first:last]
    found = _voices(scene, cues, start)
    _note_actors(scene, start, end)
    if not found:
        _continue(scene, start, end, paragraph, said=any(c.kind == SAY and not c.quoted for c in cues))
        return
    for i, voice in enumerate(found):
        if voice.speakers:
            begin = start if i == 0 else voice.begin
            stop = found[i + 1].begin if i + 1 < len(found) else end
            content = voice.cue.end if stop - voice.cue.end > 3 else begin
            since = min(voice.since, begin)
            where = (since, begin, stop, content)
            scene.turns.append(
                Turn(*where, voice.speakers, voice.subject, voice.cue, voice.rule, paragraph, voice.relay)
            )
        scene.speakers, scene.since = voice.speakers, voice.since


@dataclass(frozen=True, slots=True)
class Voice:
    """A word of speech with its speakers; `begin` is where its clause starts."""

    begin: int
    cue: Cue
    speakers: tuple[str, ...]
    subject: tuple[int, int]
    rule: str
    since: int
    relay: tuple[str, ...] = ()


def _voices(scene: Scene, cues: tuple[Cue, ...], start: int) -> list[Voice]:
    voices: list[Voice] = []
    previous = start
    for cue in cues:
        if cue.quoted and not (voices and scene.kind(voices[-1].speakers) == "state"):
            continue
        voice = _voice(scene, cue, start, previous, voices)
        if voice is None or (cue.quoted and voice.rule not in ("relayed", "pronoun")):
            continue
        if voices and voice.begin <= voices[-1].begin:
            voices.pop()
        voices.append(voice)
        previous = cue.end
        _remember(scene, voice)
    return voices


def _remember(scene: Scene, voice: Voice) -> None:
    if scene.kind(voice.speakers) == "person":
        if len(voice.speakers) == 1:
            scene.person = voice.speakers
    else:
        scene.source = voice.speakers
    if len(voice.speakers) > 1:
        scene.parties = voice.speakers


def _voice(scene: Scene, cue: Cue, start: int, previous: int, voices: list[Voice]) -> Voice | None:
    """The voice of one word of speech, or None where it only belongs to the content of another."""
    clause = _clause_start(scene, previous, cue.start, inside=cue.quoted)
    outer = next((v for v in reversed(voices) if v.speakers), None)
    before = scene.linked.folded[clause : cue.start]
    if _is_content(before, cue, outer):
        return None
    if outer is not None and clause == previous:  # the same clause: 表示支持, 呼吁停止支持
        return _inner(scene, cue, outer, previous)
    if load_surroundings().other.search(before):
        return Voice(clause, cue, (), (clause, clause), "nobody", clause)
    return _in_clause(scene, cue, outer, (start, clause), before)


def _in_clause(scene: Scene, cue: Cue, outer: Voice | None, span: tuple[int, int], before: str) -> Voice | None:
    """The voice of a word that opens a clause of its own; `span` is where sentence and clause begin."""
    start, clause = span
    floor = start if outer is None else outer.cue.end if scene.kind(outer.speakers) == "state" else clause
    subject, begin = _subject(scene, cue, clause, floor)
    if begin < clause and load_surroundings().unnamed.search(before):
        return Voice(clause, cue, (), (clause, clause), "nobody", clause)
    speakers = _speakers(scene, subject, start) if subject else ()
    if subject is None or not speakers:
        return _referred(scene, before, outer, cue, span)
    voice = Voice(begin, cue, speakers, (subject.start, subject.end), "named", subject.start)
    if outer is not None:
        if load_patterns().topic_first.match(scene.linked.folded, outer.cue.end, begin):
            voice = replace(voice, begin=outer.cue.end)
        return _against(scene, cue, outer, voice)
    if cue.kind == DEED and _is_own_state(scene, speakers):
        return None
    return replace(voice, relay=_source(scene, start, begin))


def _is_own_state(scene: Scene, speakers: tuple[str, ...]) -> bool:
    """Whether a deed of states goes on with what a person of one of them was just saying."""
    own = scene.kind(scene.speakers) == "person" and scene.kind(speakers) == "state"
    return own and bool(scene.countries(scene.speakers) & scene.countries(speakers))


def _is_content(before: str, cue: Cue, outer: Voice | None) -> bool:
    """Whether the words before a word of speech show that it is no speech: 应邀请, 将讨论, 各国应谴责."""
    patterns = load_patterns()
    return bool(
        patterns.invited.search(before)
        or (cue.kind != SAY and patterns.unreal.search(before))
        or (outer is not None and patterns.demand.search(before))
    )


def _clause_start(scene: Scene, start: int, end: int, *, inside: bool = False) -> int:
    """Where the clause that ends at `end` begins, not before `start`; marks in quotations count only `inside` one."""
    folded = scene.linked.folded
    at = start
    for match in CLAUSE_END.finditer(folded, start, end):
        if inside or not _is_quoted(scene, match.start()):
            at = match.end()
    return at


def _is_quoted(scene: Scene, position: int) -> bool:
    return any(q.start < position < q.end for q in scene.quotes)


def _subject(scene: Scene, cue: Cue, clause: int, start: int) -> tuple[Subject | None, int]:
    """The subject in the clause, or, back to `start`, in the clauses before it; and where its clause begins."""
    folded = scene.linked.folded
    joint = cue.kind != SAY or cue.act is not None
    upto = cue.start
    while True:
        subject = find_subject(scene.phrases, folded, clause, upto, joint=joint)
        pronoun = load_patterns().pronoun.search(folded[clause:upto])
        if pronoun is not None and (subject is None or clause + pronoun.start() < subject.start):
            return None, clause
        if subject is not None or clause <= start:
            return subject, clause
        upto = clause - 1
        clause = _clause_start(scene, start, upto)


def _speakers(scene: Scene, subject: Subject, start: int) -> tuple[str, ...]:
    """The entities of a subject; 双方 are the two people that the sentence named, if it named just two."""
    if subject.refers and load_patterns().joint.match(scene.linked.folded, subject.start):
        people = [p for p in scene.phrases.between(start, subject.start) if p.kind is EntityKind.PERSON]
        keys = tuple(dict.fromkeys(e for p in people for e in p.entities))
        if len(keys) == 2 and len(scene.countries(keys)) == 2:
            return keys
    return subject.entities


def _referred(scene: Scene, clause: str, outer: Voice | None, cue: Cue, span: tuple[int, int]) -> Voice | None:
    """The voice of those whom no name gives: a pronoun, a document, or those who spoke last."""
    patterns = load_patterns()
    start, begin = span
    where = (begin, begin)
    if patterns.pronoun.search(clause):
        plural = patterns.plural.search(clause) is not None
        if outer is not None and (len(outer.speakers) > 1 if plural else scene.kind(outer.speakers) == "person"):
            return replace(outer, begin=begin, cue=cue, subject=where, rule="pronoun")
        speakers = (scene.parties or scene.person) if plural else _last_person(scene, start, begin)
        return Voice(begin, cue, speakers, where, "pronoun", begin) if speakers else None
    if patterns.document.search(clause) and scene.source:
        return Voice(begin, cue, scene.source, where, "document", begin)
    leads = patterns.lead.fullmatch(clause) is not None
    if outer is None:
        return (
            Voice(begin, cue, scene.speakers, where, "same-subject", scene.since)
            if scene.speakers and leads and clause
            else None
        )
    if (cue.kind == DEED and outer.cue.act in SETTLED) or (cue.kind == DISCUSS and not leads):
        return None
    return replace(outer, begin=begin, cue=cue, subject=where, rule="same-subject")


def _last_person(scene: Scene, start: int, end: int) -> tuple[str, ...]:
    """Whom 他 means: the last person who was a subject in the sentence so far, else in the one before."""
    for phrase in reversed(scene.phrases.between(start, end)):
        alone = phrase.kind is EntityKind.PERSON and len(phrase.entities) == 1
        if alone and is_subject(phrase, scene.linked.folded, start, end):
            return phrase.entities
    return scene.person


def _inner(scene: Scene, cue: Cue, outer: Voice, previous: int) -> Voice | None:
    """A second word in the clause of the first: it sharpens a plain verb of saying (表示支持), else is content."""
    if outer.cue.kind != SAY or outer.cue.act is not None:
        return None
    subject = find_subject(scene.phrases, scene.linked.folded, previous, cue.start, joint=True)
    if subject is None:
        near = cue.start - outer.cue.end <= 4
        return replace(outer, begin=outer.begin if near else outer.cue.end, cue=cue)
    voice = Voice(outer.cue.end, cue, subject.entities, (subject.start, subject.end), "named", subject.start)
    return _against(scene, cue, outer, voice)


def _against(scene: Scene, cue: Cue, outer: Voice, inner: Voice) -> Voice | None:
    """Whether a named subject inside another's speech speaks for itself, for the outer speaker, or not at all."""
    kind, who = scene.kind(outer.speakers), set(inner.speakers)
    inner_kind = scene.kind(inner.speakers)
    own_state = inner_kind == "state" and scene.countries(inner.speakers) <= scene.countries(outer.speakers)
    if who <= set(outer.speakers) or (kind != "media" and own_state):
        return replace(outer, begin=inner.begin, cue=cue, subject=inner.subject, rule="same-side")
    if cue.kind == DEED:
        return None
    if kind == "person":
        if is_spokesperson(scene, outer.speakers) and inner_kind == "person":
            both = (*outer.speakers, *(s for s in inner.speakers if s not in outer.speakers))
            return replace(inner, speakers=both, rule="relayed", relay=outer.speakers, since=outer.since)
        return inner if cue.kind == SAY and inner_kind == "person" and not set(outer.speakers) & who else None
    return replace(inner, rule="relayed", relay=outer.speakers)


def is_spokesperson(scene: Scene, speakers: tuple[str, ...]) -> bool:
    """Whether one of the speakers speaks for others by office."""
    words = load_surroundings().spokesperson
    return any(t.holder in speakers and words.search(fold(t.role)) for t in scene.linked.tenures)


def _source(scene: Scene, start: int, begin: int) -> tuple[str, ...]:
    """The body that the sentence cites before its subject: 据中国外交部发布的纪要."""
    words = load_surroundings().source
    for phrase in scene.phrases.between(start, begin):
        if words.search(scene.linked.folded[max(start, phrase.start - 6) : phrase.start]):
            scene.source = phrase.entities
            return phrase.entities
    return ()


def _note_actors(scene: Scene, start: int, end: int) -> None:
    """Keep in mind whom a following 他 or 他们 means."""
    people = [
        p
        for p in scene.phrases.between(start, end)
        if p.kind is EntityKind.PERSON and not p.refers and not _is_quoted(scene, p.start)
    ]
    first = next((p for p in people if is_subject(p, scene.linked.folded, start, end)), None)
    if first is not None and len(first.entities) == 1:
        scene.person = first.entities
    keys = tuple(dict.fromkeys(e for p in people for e in p.entities))
    if len(keys) == 2:
        scene.parties = keys


def _continue(scene: Scene, start: int, end: int, paragraph: int | None, *, said: bool) -> None:
    """A sentence without a word of speech goes on with what was said, if it brings in nobody new."""
    if not scene.speakers or said:
        scene.speakers = ()
        return
    subject = find_subject(scene.phrases, scene.linked.folded, start, end, joint=True)
    new = subject is not None and not set(subject.entities) <= set(scene.speakers)
    if subject is not None and new and (subject.kind is EntityKind.PERSON or not scene.countries(subject.entities)):
        scene.speakers = ()
        return
    scene.turns.append(
        Turn(scene.since, start, end, start, scene.speakers, (start, start), None, "continued", paragraph)
    )
