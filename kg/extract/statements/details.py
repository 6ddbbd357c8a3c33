"""What else a statement carries: to whom it was said, its words in quotation marks, the meeting, the day."""

from __future__ import annotations

from kg.extract.speech import Quotes
from kg.extract.speech_scene import Turn
from kg.extract.speech_subjects import PhraseIndex, load_patterns
from kg.model import DateMention, Linked, MeetingReport, Span, Status

SHORTEST_QUOTE = 8  # code points with the marks; shorter ones are scare quotes: “不合理”
ENDS = (",", ":", "。", "“", "「", "")  # what follows the one told: 告诉王毅：


def find_addressee(turn: Turn, phrases: PhraseIndex, folded: str) -> str | None:
    """Whom the speaker speaks to: 对王毅表示, 敦促中国."""
    if turn.cue is None:
        return None
    for phrase in phrases.between(max(turn.start, turn.subject[1]), turn.cue.start):
        if load_patterns().addressed.search(folded, turn.start, phrase.start) and len(phrase.entities) == 1:
            return phrase.entities[0]
    if load_patterns().addressed.search(folded, turn.start, turn.cue.end) or turn.cue.act == "urge":
        after = phrases.between(turn.cue.end, min(turn.end, turn.cue.end + 16))
        told = turn.cue.act == "urge" or (after and folded[after[0].end : after[0].end + 1] in ENDS)
        if told and after and after[0].start == turn.cue.end and len(after[0].entities) == 1:
            return after[0].entities[0]
    return None


def find_quotation(turn: Turn, hit: int, quotes: Quotes) -> Span | None:
    """The words in quotation marks that hold the issue at `hit`; failing that, the first of the turn."""
    own = [q for q in quotes.opening(turn.start, turn.end) if q.end - q.start >= SHORTEST_QUOTE]
    holding = [q for q in own if q.start <= hit < q.end]
    if not own:
        return None
    quote = (holding or own)[0]
    return Span(start=quote.start + 1, end=quote.end - 1)


def find_meeting(
    turn: Turn, speaker: str, side: str | None, linked: Linked, reports: tuple[MeetingReport, ...]
) -> MeetingReport | None:
    """The meeting at which something was said: one that the speaker took part in and that the words speak of."""
    cue_end = turn.cue.end if turn.cue else turn.start
    told = load_patterns().together.search(linked.folded, turn.start, max(cue_end, turn.content)) is not None
    own = [r for r in reports if speaker in r.participants or speaker in r.parties or (side and side in r.parties)]
    near = [r for r in own if any(e.start < turn.end and turn.since < e.end for e in r.evidence)]
    held = [r for r in near or own if r.status is Status.HELD]
    if not held or not (told or near or turn.relayed_by):
        return None
    return min(held, key=lambda r: (speaker not in r.participants, not r.main, r.id))


def find_day(turn: Turn, dates: tuple[DateMention, ...]) -> str | None:
    """The date that stands between the start of a turn and its verb."""
    upto = turn.cue.start if turn.cue else turn.start
    return next((d.first for d in dates if turn.start <= d.start and d.end <= upto and d.first == d.last), None)
