"""Linked sentences -> what an article says: meetings, statements, readouts."""

from functools import partial

from msgspec.structs import replace

from kg.extract.issues import find_issues, index_issues
from kg.extract.meetings import meeting_steps
from kg.extract.readouts import find_readouts
from kg.extract.speech_subjects import index_phrases
from kg.extract.statements import statement_steps
from kg.extract.states import with_states
from kg.extract.wording import hear
from kg.model import Extraction, Linked, MeetingReport, Statement
from kg.steps import Steps, finish

SURE = 0.4  # confidence from which what is said at a meeting counts as discussed there; set on annotated articles


def run(linked: Linked) -> Extraction:
    """All that one article says; entities, mentions and tenures pass through."""
    return finish(steps(linked))


def steps(linked: Linked) -> Steps[Extraction]:
    """The same, to be taken side by side with other articles."""
    index, phrases = index_issues(linked.folded), index_phrases(linked)
    yield
    heard = hear(linked)
    yield
    meetings = yield from meeting_steps(linked, partial(find_issues, index=index), heard.sounds)
    yield
    statements = yield from statement_steps(linked, meetings, index, phrases, heard)
    yield
    meetings = tuple(_with_said(report, statements) for report in meetings)
    readouts = find_readouts(linked, statements, meetings, index, phrases)
    return Extraction(
        article=linked.article,
        entities=with_states(linked.entities, meetings, statements, readouts),
        mentions=linked.mentions,
        tenures=linked.tenures,
        meetings=meetings,
        statements=statements,
        readouts=readouts,
    )


def _with_said(report: MeetingReport, statements: tuple[Statement, ...]) -> MeetingReport:
    """The report with the issues of what its sides are quoted with, there or right after."""
    said = (s.issue for s in statements if s.made_at == report.id and s.confidence >= SURE)
    return replace(report, issues=tuple(dict.fromkeys((*report.issues, *said))))
