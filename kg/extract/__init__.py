"""Linked sentences -> what an article says: meetings, statements, readouts."""

from functools import partial

from kg.extract.issues import find_issues, index_issues
from kg.extract.meetings import meeting_steps
from kg.extract.readouts import find_readouts
from kg.extract.speech_subjects import index_phrases
from kg.extract.statements import statement_steps
from kg.extract.states import with_states
from kg.extract.wording import hear
from kg.model import Extraction, Linked
from kg.steps import Steps, finish


def run(linked: Linked) -> Extraction:
    """All that one article says; entities, mentions and tenures pass through."""
    return finish(steps(linked))


def steps(linked: Linked) -> Steps[Extraction]:
    """The same, to be taken side by side with other articles."""
    index, phrases = index_issues(linked.folded), index_phrases(linked)
    yield
    heard = hear(linked)
    yield
    found = yield from meeting_steps(linked, heard.sounds)
    yield
    statements = yield from statement_steps(linked, found.reports, index, phrases, heard)
    yield
    meetings = found.with_issues(partial(find_issues, index=index), heard.sounding, statements)
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
