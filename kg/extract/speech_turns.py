"""Turns of speech: who says which stretch of an article, by which verb, relayed by whom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from kg.extract.speech import DEED, DISCUSS, DO, SAY, Cue
from kg.extract.speech_scene import Scene, Turn, find_units, is_subhead, make_scene
from kg.extract.speech_subjects import (
    BEFORE,
    Phrase,
    PhraseIndex,
    Subject,
    find_subject,
    index_phrases,
    is_subject,
    load_patterns,
    load_surroundings,
)
from kg.extract.states import state_key
from kg.fold import fold
from kg.knowledge.clauses import BREAK_OR_LINE
from kg.model import EntityKind, Linked, MeetingReport, Part

SHORTEST = 3  # code points; less after a verb of saying is no content
AFTER_QUOTE = 12  # the same where a quotation stands before it: “…”王毅告诉记者。
SHARPENING = 4  # code points after a verb of saying within which a second word goes on with it: 表示|强烈|支持
SETTLED = ("agree", "pledge", "urge")  # acts that govern what follows: 同意继续推动


def read_turns(linked: Linked, reports: tuple[MeetingReport, ...] = (), phrases: PhraseIndex | None = None) -> Scene:
    """All turns of speech of the article's body, in order, with the scene in which they were found."""
    scene = make_scene(linked, phrases or index_phrases(linked))
    main = next((r for r in reports if r.main), None)
    if main is not None:
        scene.people, scene.parties_met = main.participants, main.parties
    for start, end, block in find_units(scene):
        if linked.article.blocks[block].part is Part.BODY and not is_subhead(linked, block):
            _read_unit(scene, start, end, block)
    return scene


def _read_unit(scene: Scene, start: int, end: int, block: int) -> None:
    if block != scene.block:
        quoted = any(q.end >= end - 1 for q in scene.quotes.opening(start, start + 1))
        scene.block, scene.speakers = block, scene.speakers if quoted else ()
    paragraph = scene.linked.article.blocks[block].paragraph
    first, last = bisect_left(scene.cue_starts, start), bisect_left(scene.cue_starts, end)
    cues = scene.cues[first:last]
    if scene.speakers and load_patterns().first_person.match(scene.linked.folded, start, end):
        _go_on(scene, start, end, paragraph)
        return
    if _is_question(scene, start, end, cues):
        scene.speakers = ()
        return
    found = _voices(scene, cues, start)
    _note_actors(scene, start, end)
    if not found:
        _continue(scene, start, end, paragraph, said=any(c.kind == SAY and not c.quoted for c in cues))
        return
    begin = start
    for i, voice in enumerate(found):
        after = found[i + 1] if i + 1 < len(found) else None
        stop = after.begin if after else end
        added = bool(voice.speakers) and _add_turn(scene, voice, (begin, stop, end), paragraph)
        keeps_frame = after is not None and not added and after.speakers == voice.speakers
        begin = begin if keeps_frame else stop
        scene.speakers, scene.since = voice.within or voice.speakers, voice.since


def _is_question(scene: Scene, start: int, end: int, cues: tuple[Cue, ...]) -> bool:
    """Whether a sentence only asks: nobody is said to say anything in it."""
    asks = load_patterns().question.search(scene.linked.folded, start, end) is not None
    return asks and not any(c.kind == SAY for c in cues) and not scene.quotes.opening(start, end)


def _add_turn(scene: Scene, voice: Voice, span: tuple[int, int, int], paragraph: int | None) -> bool:
    """Add a turn over `span` (begin, end, end of its sentence), unless nothing is said in it."""
    begin, stop, end = span
    content = voice.cue.end
    before = scene.quotes.opening(begin, voice.subject[0])
    quoted = any(0 <= voice.subject[0] - q.end <= SHORTEST for q in before)
    if stop - content <= (AFTER_QUOTE if quoted else SHORTEST):
        if stop < end and not quoted:
            return False  # 国务院说，布林肯强调…: nothing of its own
        content = begin
    scene.turns.append(
        Turn(
            since=min(voice.since, begin),
            start=begin,
            end=stop,
            content=content,
            speakers=voice.speakers,
            subject=voice.subject,
            cue=voice.cue,
            rule=voice.rule,
            paragraph=paragraph,
            relayed_by=voice.relay,
        )
    )
    return True


class Voice(Struct, frozen=True, gc=False):
    """A word of speech with its speakers; `begin` is where its clause starts.

    `within` are those who tell of it in their own speech: they go on when the sentence is over.
    """

    begin: int
    cue: Cue
    speakers: tuple[str, ...]
    subject: tuple[int, int]
    rule: str
    since: int
    relay: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


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
    if cue.kind == DO and (voices or cue.quoted):
        return None
    before = scene.linked.folded[clause : cue.start]
    if _is_content(before, cue, outer) or _is_attributive(scene, cue, outer):
        return None
    if outer is not None and clause == previous:  # the same clause: 表示支持, 呼吁停止支持
        return _inner(scene, cue, outer, previous)
    if load_surroundings().other.search(before):
        if outer is not None and scene.kind(outer.speakers) == "media":
            return None  # 据《南华早报》报道，消息人士透露…: the paper speaks
        return Voice(clause, cue, (), (clause, clause), "nobody", clause)
    return _in_clause(scene, cue, outer, (start, clause), before)


def _in_clause(scene: Scene, cue: Cue, outer: Voice | None, span: tuple[int, int], before: str) -> Voice | None:
    """The voice of a word that opens a clause of its own; `span` is where sentence and clause begin."""
    start, clause = span
    cites = outer is not None and outer.cue.kind == SAY and not outer.cue.act
    floor = start
    if outer is not None:
        floor = outer.cue.end if cites and scene.kind(outer.speakers) != "person" else clause
    subject, begin = _subject(scene, cue, clause, floor)
    if begin < clause and load_surroundings().somebody.search(before):
        return Voice(clause, cue, (), (clause, clause), "nobody", clause)
    speakers = _speakers(scene, subject, start, outer) if subject else ()
    if subject and load_patterns().witness.search(scene.linked.folded, subject.end, cue.start):
        speakers = _states(scene, speakers) or speakers
    if (subject is None or not speakers) and cue.kind == DO:
        return None
    if subject is None or not speakers:
        return _referred(scene, before, outer, cue, span)
    voice = Voice(begin, cue, speakers, (subject.start, subject.end), "named", subject.start)
    if outer is not None:
        if load_patterns().topic_first.match(scene.linked.folded, outer.cue.end, begin):
            voice = replace(voice, begin=outer.cue.end)
        return _against(scene, cue, outer, voice)
    if cue.kind in (DEED, DO) and _is_own_state(scene, speakers):
        return None
    return replace(voice, relay=_source(scene, start, begin))


def _states(scene: Scene, speakers: tuple[str, ...]) -> tuple[str, ...]:
    """The states of people, as far as the article names them: who watches a signing does not sign himself."""
    states = (state_key(e.country) for key in speakers if (e := scene.entities.get(key)) and e.country)
    return tuple(state for state in dict.fromkeys(states) if state in scene.entities)


def _is_own_state(scene: Scene, speakers: tuple[str, ...]) -> bool:
    """Whether a deed of states goes on with what a person of one of them was just saying."""
    own = scene.kind(scene.speakers) == "person" and scene.kind(speakers) == "state"
    return own and bool(scene.countries(scene.speakers) & scene.countries(speakers))


def _is_content(before: str, cue: Cue, outer: Voice | None) -> bool:
    """Whether the words before a word of speech show that it is no speech: 应邀请, 将讨论, 各国应谴责."""
    patterns = load_patterns()
    return bool(
        patterns.invited.search(before)
        or patterns.passive.search(before)
        or (cue.kind != SAY and patterns.noun.search(before))
        or (patterns.silent if cue.kind == SAY else patterns.unreal).search(before)
        or (outer is not None and patterns.demand.search(before))
    )


def _is_attributive(scene: Scene, cue: Cue, outer: Voice | None) -> bool:
    """Whether a word of speech only describes what follows while somebody else speaks: 王毅提议的三份清单."""
    speaking = outer is not None or bool(scene.speakers)
    return speaking and load_patterns().possessive.match(scene.linked.folded, cue.end) is not None


def _clause_start(scene: Scene, start: int, end: int, *, inside: bool = False) -> int:
    """Where the clause that ends at `end` begins, not before `start`; marks in quotations count only `inside` one."""
    folded = scene.linked.folded
    at = start
    for match in BREAK_OR_LINE.finditer(folded, start, end):
        if inside or not scene.quotes.hold(match.start()):
            at = match.end()
    return at


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


def _speakers(scene: Scene, subject: Subject, start: int, outer: Voice | None) -> tuple[str, ...]:
    """The entities of a subject; 双方 and 两外长 are those who talk in the sentence, else at the main meeting."""
    words = scene.linked.folded[subject.start : subject.end]
    patterns = load_patterns()
    if not subject.refers or not (patterns.joint.match(words) or patterns.pair.match(words)):
        return subject.entities
    if outer is not None and len(outer.speakers) > 1:
        return outer.speakers
    before = scene.phrases.between(outer.cue.end if outer else start, subject.start)
    people = _keys(p for p in before if p.kind is EntityKind.PERSON and p.end - p.head > 1)
    if len(people) == 2 and len(scene.countries(people)) == 2:
        return people
    states = _keys(p for p in before if p.kind is EntityKind.COUNTRY)
    if patterns.pair.match(words):
        return scene.people if len(scene.people) == 2 and subject.kind is not EntityKind.PERSON else subject.entities
    return (
        scene.parties_met
        if len(scene.parties_met) == 2 and not set(subject.entities) <= set(states)
        else subject.entities
    )


def _keys(phrases: Iterable[Phrase]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e for p in phrases for e in p.entities))


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
    if (cue.kind in (DEED, DISCUSS) and not leads) or (cue.kind == DEED and outer.cue.act in SETTLED):
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
        near = cue.start - outer.cue.end <= SHARPENING
        return replace(outer, begin=outer.begin if near else outer.cue.end, cue=cue)
    voice = Voice(outer.cue.end, cue, subject.entities, (subject.start, subject.end), "named", subject.start)
    return _against(scene, cue, outer, voice)


def _against(scene: Scene, cue: Cue, outer: Voice, inner: Voice) -> Voice | None:
    """Whether a named subject inside another's speech speaks for itself, for the outer speaker, or not at all."""
    kind, who = scene.kind(outer.speakers), set(inner.speakers)
    if load_patterns().third.search(scene.linked.folded, *inner.subject) and kind == "person":
        who = set(outer.speakers)
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
        told = cue.kind == SAY and inner_kind == "person" and not set(outer.speakers) & who
        return replace(inner, within=outer.speakers) if told else None
    return replace(inner, rule="relayed", relay=outer.speakers)


def is_spokesperson(scene: Scene, speakers: tuple[str, ...]) -> bool:
    """Whether one of the speakers speaks for others by office."""
    words = load_surroundings().spokesperson
    return any(t.holder in speakers and words.search(fold(t.role)) for t in scene.linked.tenures)


def _source(scene: Scene, start: int, begin: int) -> tuple[str, ...]:
    """The body that the sentence cites before its subject: 据中国外交部发布的纪要."""
    citing = load_surroundings().citing
    for phrase in scene.phrases.between(start, begin):
        if citing.close(scene.linked.folded[max(start, phrase.start - BEFORE) : phrase.start]):
            scene.source = phrase.entities
            return phrase.entities
    return ()


def _note_actors(scene: Scene, start: int, end: int) -> None:
    """Keep in mind whom a following 他 or 他们 means."""
    people = [
        p
        for p in scene.phrases.between(start, end)
        if p.kind is EntityKind.PERSON and not p.refers and not scene.quotes.hold(p.start)
    ]
    first = next((p for p in people if is_subject(p, scene.linked.folded, start, end)), None)
    if first is not None and len(first.entities) == 1:
        scene.person = first.entities
    keys = _keys(people)
    if len(keys) == 2:
        scene.parties = keys


def _continue(scene: Scene, start: int, end: int, paragraph: int | None, *, said: bool) -> None:
    """A sentence without a word of speech goes on with what was said, if it brings in nobody new."""
    if not scene.speakers or said:
        scene.speakers = ()
        return
    quoted = bool(scene.quotes.opening(start, start + 1))
    subject = None if quoted else find_subject(scene.phrases, scene.linked.folded, start, end, joint=True)
    new = subject is not None and not set(subject.entities) <= set(scene.speakers)
    if subject is not None and new and (subject.kind is EntityKind.PERSON or not _is_same_side(scene, subject)):
        scene.speakers = ()
        return
    _go_on(scene, start, end, paragraph)


def _is_same_side(scene: Scene, subject: Subject) -> bool:
    """Whether a subject holds a state of those who speak."""
    return bool(scene.countries(subject.entities) & scene.countries(scene.speakers))


def _go_on(scene: Scene, start: int, end: int, paragraph: int | None) -> None:
    """The one who spoke last says this sentence too."""
    where = (scene.since, start, end, start)
    scene.turns.append(Turn(*where, scene.speakers, (start, start), None, "continued", paragraph))
