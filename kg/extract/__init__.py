"""Linked sentences -> what an article says: meetings, statements, readouts."""

from kg.extract.issues import index_issues
from kg.extract.readouts import find_readouts
from kg.extract.statements import find_statements
from kg.model import Extraction, Linked


def run(linked: Linked) -> Extraction:
    """All that one article says; entities, mentions and tenures pass through."""
    index = index_issues(linked.folded)
    statements = find_statements(linked, (), index)
    return Extraction(
        article=linked.article,
        entities=linked.entities,
        mentions=linked.mentions,
        tenures=linked.tenures,
        statements=statements,
        readouts=find_readouts(linked, statements, (), index),
    )
