"""What else a statement carries: to whom it was said, its words in quotation marks, the meeting, the day."""

from __future__ import annotations

from kg.extract.speech import Cue, Quotes
from kg.extract.speech_scene import Turn
from kg.extract.speech_subjects import PhraseIndex, load_patterns
from kg.model import DateMention, Linked, MeetingKind, MeetingReport, Span, Status

SHORTEST_QUOTE = 8  # code points with the marks; shorter ones are scare quotes: “不合理”
REACH = 16  # code points behind a verb in which the one told is looked for
ENDS = (",", ":", "。", "“", "「", "")  # what follows the one told: 告诉王毅：


def find_addressee(turn: Turn, speaker: str, phrases: PhraseIndex, folded: str) -> str | None:
    """Whom the speaker speaks to, if it is somebody else: 对王毅表示, 敦促中国."""
    if turn.cue is None:
        return None
    told = _told_before(turn, turn.cue, phrases, folded) or _told_behind(turn, turn.cue, phrases, folded)
    return told if told != speaker else None


def _told_before(turn: Turn, cue: Cue, phrases: PhraseIndex, folded: str) -> str | None:
    """The one named after a preposition and right before the verb: 向|中方|提出交涉,要求; not 对|中国|的政策表示."""
    patterns = load_patterns()
    for phrase in phrases.between(max(turn.start, turn.subject[1]), cue.start):
        if len(phrase.entities) != 1 or not patterns.addressed.search(folded, turn.start, phrase.start):
            continue
        if patterns.told_apart.fullmatch(folded, phrase.end, cue.start):
            return phrase.entities[0]
    return None


def _told_behind(turn: Turn, cue: Cue, phrases: PhraseIndex, folded: str) -> str | None:
    """The one named right behind the verb: 告诉|王毅:, 敦促|中国."""
    is_urged = cue.act == "urge" and not load_patterns().hoped.fullmatch(folded, cue.start, cue.end)
    if not is_urged and not load_patterns().addressed.search(folded, turn.start, cue.end):
        return None
    after = next(iter(phrases.between(cue.end, min(turn.end, cue.end + REACH))), None)
    if after is None or after.start != cue.end or len(after.entities) != 1:
        return None
    return after.entities[0] if is_urged or folded[after.end : after.end + 1] in ENDS else None


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
    """The meeting at which something was said: one where the speaker was and that the words speak of.

    A state speaks at its talks, not at visits, of which its people speak; others of a side where the words say so.
    """
    cue_end = turn.cue.end if turn.cue else turn.start
    told = load_patterns().together.search(linked.folded, turn.start, max(cue_end, turn.content)) is not None

    def was_there(report: MeetingReport) -> bool:
        if speaker in report.participants:
            return True
        is_party = speaker in report.parties or (told and side in report.parties)
        return is_party and report.kind is not MeetingKind.VISIT

    own = [r for r in reports if r.status is Status.HELD and was_there(r)]
    near = [r for r in own if any(e.start < turn.end and turn.since < e.end for e in r.evidence)]
    if not own or not (told or near or turn.relayed_by):
        return None
    return min(near or own, key=lambda r: (speaker not in r.participants, not r.main, r.id))


def find_day(turn: Turn, dates: tuple[DateMention, ...]) -> str | None:
    """The date that stands between the start of a turn and its verb."""
    upto = turn.cue.start if turn.cue else turn.start
    return next((d.first for d in dates if turn.start <= d.start and d.end <= upto and d.first == d.last), None)
