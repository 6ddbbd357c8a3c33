"""What else a statement carries: to whom it was said, its words in quotation marks, the meeting, the day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from kg.extract.meetings.encounter import dates_agree
from kg.extract.speech import ACT, ASIDE, QUOTES, SAY, Cue, Quote, Quotes
from kg.extract.speech_scene import Scene, Turn
from kg.extract.speech_subjects import PhraseIndex, is_subject, load_patterns
from kg.extract.states import STATE, is_person, is_state, state_key
from kg.knowledge.clauses import BREAK_OR_LINE, clause_start
from kg.model import DateMention, EntityKind, MeetingKind, MeetingReport, Span, Statement, Status

SHORTEST_QUOTE = 8  # code points with the marks; shorter ones are scare quotes: “不合理”
CLOSING = frozenset('"').union(QUOTES.values(), QUOTES)  # marks that end a quotation, also an opening one: “…“
NAMED_REACH = 4  # code points before a quotation in which it may be told that it is a name: 题为“…”
SENTENCE_ENDS = "。!?\n"  # in comparison form
LEAD = 2  # code points that may stand before a date which leads its clause: 但|去年
AIMED = frozenset({"criticise", "reject", "warn"})  # acts that strike whom they are aimed at
REACH = 16  # code points behind a verb in which the one told is looked for
ENDS = (",", ":", "。", "“", "「", "")  # what follows the one told: 告诉王毅：


def find_addressee(turn: Turn, speaker: str, scene: Scene) -> str | None:
    """Whom the speaker speaks to, if it is somebody else: 对王毅表示, 敦促中国."""
    if turn.cue is None:
        return None
    told = _told_before(turn, turn.cue, scene) or _told_behind(turn, turn.cue, speaker, scene)
    return told if told != speaker else None


def find_target(turn: Turn, speaker: str, scene: Scene) -> str | None:
    """Whom a verb of blame, refusal or warning strikes: 谴责|中国, 对|中国|的做法表示不满; not one's own state."""
    cue = turn.cue
    if cue is None or cue.act not in AIMED or cue.kind not in (SAY, ACT):
        return None
    struck = _struck_behind(turn, cue, scene) or _struck_before(turn, cue, scene)
    return None if struck in {speaker, *map(state_key, scene.countries((speaker,)))} else struck


def _struck_behind(turn: Turn, cue: Cue, scene: Scene) -> str | None:
    """The one named right behind the verb, no part of what is spoken of: 指责|中国; not 反对|台湾|独立."""
    patterns, folded = load_patterns(), scene.linked.folded
    after = next(iter(scene.phrases.between(cue.end, min(turn.end, cue.end + REACH))), None)
    if after is None or len(after.entities) != 1 or not patterns.struck_lead.fullmatch(folded, cue.end, after.start):
        return None
    return None if patterns.not_struck.match(folded, after.end) else after.entities[0]


def _struck_before(turn: Turn, cue: Cue, scene: Scene) -> str | None:
    """The last one named after a preposition in the clause of the verb: 对|中国|的做法表示不满; not 对|他|拒绝对话."""
    patterns, folded = load_patterns(), scene.linked.folded
    begin = clause_start(folded, cue.start, BREAK_OR_LINE, since=max(turn.start, turn.subject[1]))
    for phrase in reversed(scene.phrases.between(begin, cue.start)):
        if len(phrase.entities) == 1 and patterns.addressed.search(folded, begin, phrase.start):
            is_struck = patterns.shown.search(folded, phrase.end, cue.end) and not patterns.not_struck.match(
                folded, phrase.end
            )
            return phrase.entities[0] if is_struck else None
    return None


def _told_before(turn: Turn, cue: Cue, scene: Scene) -> str | None:
    """The one named after a preposition and right before the verb: 向|中方|提出交涉,要求; not 对|中国|的政策表示."""
    patterns, folded = load_patterns(), scene.linked.folded
    for phrase in scene.phrases.between(max(turn.start, turn.subject[1]), cue.start):
        if len(phrase.entities) != 1 or not patterns.addressed.search(folded, turn.start, phrase.start):
            continue
        if patterns.told_apart.fullmatch(folded, phrase.end, cue.start):
            return phrase.entities[0]
    return None


def _told_behind(turn: Turn, cue: Cue, speaker: str, scene: Scene) -> str | None:
    """The one named right behind the verb: 告诉|王毅:, 敦促|中国; not 要求|中国|企业, 呼吁|中|美合作."""
    patterns, folded = load_patterns(), scene.linked.folded
    is_urged = cue.act == "urge" and not patterns.hoped.fullmatch(folded, cue.start, cue.end)
    if is_urged and _is_demand_of_another(turn, cue, speaker, scene):
        return None
    if not is_urged and not patterns.addressed.search(folded, turn.start, cue.end):
        return None
    after = next(iter(scene.phrases.between(cue.end, min(turn.end, cue.end + REACH))), None)
    if after is None or after.start != cue.end or len(after.entities) != 1:
        return None
    if is_urged and (patterns.told_not.match(folded, after.end) or scene.phrases.between(after.end, after.end + 1)):
        return None
    return after.entities[0] if is_urged or folded[after.end : after.end + 1] in ENDS else None


def _is_demand_of_another(turn: Turn, cue: Cue, speaker: str, scene: Scene) -> bool:
    """Whether a demand is only spoken of: 王毅获悉|美国|要求中方…, 回应|美国|要求…, 英国|可以|要求….

    A state's demand is also that of the person who speaks for it: 王毅表示,|中方|敦促美方….
    """
    patterns, folded = load_patterns(), scene.linked.folded
    begin = clause_start(folded, cue.start, BREAK_OR_LINE, since=turn.start)
    if patterns.not_yet_demanded.search(folded, begin, cue.start):
        return True
    own = set(map(state_key, scene.countries((speaker,))))
    for phrase in reversed(scene.phrases.between(begin, cue.start)):
        if not {speaker, *turn.speakers}.isdisjoint(phrase.entities):
            return False
        if patterns.demand_of.search(folded, begin, phrase.start):
            return True
        if is_subject(phrase, folded, begin, cue.start):
            return own.isdisjoint(phrase.entities)
    return False


def find_relay(turn: Turn, speaker: str, phrases: PhraseIndex, folded: str) -> str | None:
    """Who passes on the words, if it is somebody else: 据路透社报道; no body that is only in the title of a person.

    学院的高级讲师李明认为: the body stands before a person, with no word of passing on between them.
    """
    relay = next((r for r in turn.relayed_by if r != speaker and not is_state(r)), None)
    if relay is None:
        return None
    upto = turn.cue.start if turn.cue else turn.content
    since = _sentence_start(folded, turn.start)
    named = phrases.between(since, upto)
    told = next((p for p in reversed(named) if relay in p.entities), None)
    if told is None or load_patterns().cited.search(folded, since, told.start):
        return relay
    later = (p for p in named if p.start >= told.end and p.kind is EntityKind.PERSON and relay not in p.entities)
    person = next(later, None)
    if person is None or load_patterns().passing_on.search(folded, told.end, person.start):
        return relay
    return None


def find_quotation(turn: Turn, hit: int, quotes: Quotes, folded: str) -> Span | None:
    """The words in quotation marks that hold the issue at `hit`; failing that, the first of the turn.

    A quotation that its paragraph does not close has no mark at its end.
    """
    own = [q for q in quotes.opening(turn.start, turn.end) if q.end - q.start >= SHORTEST_QUOTE]
    said = [q for q in own if _is_said(q, folded)]
    if not said:
        return None
    quote = next((q for q in said if q.start <= hit < q.end), said[0])
    return Span(start=quote.start + 1, end=quote.end - (folded[quote.end - 1] in CLOSING))


def _is_said(quote: Quote, folded: str) -> bool:
    """Whether a quotation holds what someone says, no name or term and no words of others that are spoken of."""
    patterns = load_patterns()
    if patterns.named_so.search(folded, max(0, quote.start - NAMED_REACH), quote.start):
        return False
    if patterns.others_words.match(folded, quote.end) or patterns.name_behind.match(folded, quote.end):
        return False
    return patterns.term.fullmatch(folded, quote.start + 1, quote.end - 1) is None


def find_meeting(
    turn: Turn, statement: Statement, scene: Scene, reports: tuple[MeetingReport, ...]
) -> MeetingReport | None:
    """The meeting at which something was said: one where the speaker was and that the words speak of.

    A state speaks where it is told to at talks, or two do together, not at visits, of which its people speak; others of
    a side where the words say so. What is said before or after it, on another day, of it, or to the press except on a
    visit, is not said at it.
    """
    if not reports:
        return None
    patterns, folded, speaker = load_patterns(), scene.linked.folded, statement.speaker
    content = max(turn.cue.end if turn.cue else turn.start, turn.content)
    words = folded[turn.start : content]
    told = patterns.together.search(words) is not None
    is_during = patterns.during.search(words) is not None
    is_apart = bool(patterns.recalled.search(words) or (not is_during and patterns.apart.search(words)))
    is_public = not is_during and patterns.to_press.search(words) is not None
    speaks = is_person(speaker) or told or len(turn.speakers) > 1

    def was_there(report: MeetingReport) -> bool:
        if speaker in report.participants:
            return True
        is_party = (speaks and speaker in report.parties) or (told and statement.side in report.parties)
        return is_party and report.kind is not MeetingKind.VISIT

    def is_elsewhere(report: MeetingReport) -> bool:
        return is_apart or (is_public and report.kind is not MeetingKind.VISIT)

    held = [
        r for r in reports if r.status is Status.HELD and dates_agree(r.start, r.end, statement.date, statement.date)
    ]
    own = [r for r in held if was_there(r) and not is_elsewhere(r)]
    if _is_only_spoken_of(turn, content, folded):
        near = list[MeetingReport]()
    else:
        near = [r for r in own if any(e.start < turn.end and turn.since < e.end for e in r.evidence)]
    far = own if patterns.spoken_there.search(words) else [r for r in own if _is_meant(r, statement, scene)]
    return min(near or far, key=lambda r: (speaker not in r.participants, not r.main, r.id), default=None)


def _is_only_spoken_of(turn: Turn, content: int, folded: str) -> bool:
    """Whether an encounter is part of what is said, not where it is said: 洪森表示,官员在|会见|外长后确诊."""
    setting = load_patterns().setting
    is_setting = content <= turn.start or setting.search(folded, turn.since, content) is not None
    return not is_setting and setting.search(folded, content, turn.end) is not None


def _is_meant(report: MeetingReport, statement: Statement, scene: Scene) -> bool:
    """Whether words far from those that tell of a meeting are of it: said to another who was there, or, of the main
    meeting, passed on by the speaker's own side.
    """
    if statement.speaker not in report.participants:
        return False
    if statement.addressee in report.participants:
        return True
    relay = statement.relayed_by
    return bool(report.main and relay and scene.countries((relay,)) & scene.countries((statement.speaker,)))


def find_day(turn: Turn, speaker: str, scene: Scene) -> str | None:
    """The date that says when it was said, there or where the sentence names the speaker: 王毅|8日|说…,他还批评…."""
    outer = _outer(turn, scene)
    return _day_in(turn, speaker, scene) or (_day_in(outer, speaker, scene) if outer else None)


def _outer(turn: Turn, scene: Scene) -> Turn | None:
    """The words up to the first verb of a sentence that names the speaker before the turn; None if it is another."""
    folded = scene.linked.folded
    if turn.since >= turn.start or any(mark in folded[turn.since : turn.start] for mark in SENTENCE_ENDS):
        return None
    cue = next((c for c in scene.cues[bisect_left(scene.cue_starts, turn.since) :] if c.start < turn.start), None)
    return replace(turn, start=_sentence_start(folded, turn.since), end=turn.start, cue=cue) if cue else None


def _sentence_start(folded: str, place: int) -> int:
    return 1 + max(folded.rfind(mark, 0, place) for mark in SENTENCE_ENDS)


def _day_in(turn: Turn, speaker: str, scene: Scene) -> str | None:
    """The date that says when a turn was said: of those before the verb the most exact, no aside if it can be.

    The last of several; none of what is said (王毅宣称,|2020年|坚持; “|去年|的关税”,王毅说), of others
    (他们|7月|被派来,卢卡申科声称) or after the article.
    """
    folded, published, quotes = scene.linked.folded, scene.linked.article.published, scene.quotes
    upto = turn.cue.start if turn.cue else turn.start
    dates = [
        (date, date.first)
        for date in scene.linked.dates
        if turn.start <= date.start and date.end <= upto and date.first is not None and date.first == date.last
        if published is None or date.first <= published[: len(date.first)]
        if quotes.hold(upto) or not quotes.hold(date.start)
    ]
    if not dates:
        return None
    last = max(turn.end, upto)  # the verb may stand sentences behind what is said
    asides = [aside.span() for aside in ASIDE.finditer(folded, turn.start, last)]
    ends = [match.start() for match in BREAK_OR_LINE.finditer(folded, turn.start, last)]
    breaks = [turn.start - 1, *(end for end in ends if not _lies_in(end, asides)), last]
    told = [
        (first, not _lies_in(date.start, asides))
        for date, first in dates
        if _is_told_of(date, breaks, turn, speaker, scene)
    ]
    return max(reversed(told), key=lambda one: (len(one[0]), one[1]), default=(None, False))[0]


def _lies_in(place: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < place < end for start, end in spans)


def _is_told_of(date: DateMention, breaks: Sequence[int], turn: Turn, speaker: str, scene: Scene) -> bool:
    """Whether a date leads its clause, or stands in the speaker's, with no word of saying before it."""
    start = max(place + 1 for place in breaks if place < date.start)
    end = min(place for place in breaks if place >= date.end)
    says = [cue for cue in scene.cues if cue.kind == SAY and cue.start < date.start]
    if any(cue.end == start - 1 for cue in says):
        return False
    if date.start - start <= LEAD:
        return True
    state = speaker.removeprefix(STATE)
    named = (
        p for p in scene.phrases.between(start, end) if {speaker, state} & {*p.entities, *scene.countries(p.entities)}
    )
    places = [phrase.end for phrase in named] + [turn.subject[1]] * (start <= turn.subject[0] < end)
    return any(all(cue.start < place for cue in says) for place in places)
