"""From one article to its extraction: the one place that knows the order of the stages."""

from collections.abc import Iterator

from kg import extract, link, nlp
from kg.errors import DataError
from kg.model import Article, Extraction, Introduced
from kg.steps import Steps, finish


def process(article: Article, introduced: tuple[Introduced, ...] = ()) -> Extraction:
    """All that one article says. Pure: the same article, names introduced elsewhere and rules give the same record.

    Raises DataError if a stage refers to an entity that the article does not have: such an article is counted as
    failed, so that it cannot stop the writing of the graph.
    """
    return finish(steps(article, introduced))


def steps(article: Article, introduced: tuple[Introduced, ...] = ()) -> Steps[Extraction]:
    """The same, to be taken side by side with other articles."""
    annotated = yield from nlp.steps(article, introduced)
    linked = link.run(annotated)
    yield
    extraction = yield from extract.steps(linked)
    _check(extraction)
    return extraction


def _check(extraction: Extraction) -> None:
    known = {entity.key for entity in extraction.entities}
    for what, keys in references(extraction):
        if unknown := sorted(keys - known):
            raise DataError(f"{what} refers to {unknown[0]}, which is no entity of the article")


def references(extraction: Extraction) -> Iterator[tuple[str, set[str]]]:
    """The entities of the article that its mentions, tenures and accounts refer to."""
    yield "a mention", {key for mention in extraction.mentions for key in mention.entities}
    yield "a tenure", {tenure.holder for tenure in extraction.tenures}
    for report in extraction.meetings:
        places = filter(None, (report.city, report.host, *report.chairs))
        yield "a meeting", {*report.participants, *report.parties, *places}
    for said in extraction.statements:
        others = said.side, said.addressee, said.target, said.relayed_by
        yield "a statement", {said.speaker, *filter(None, others)}
    for readout in extraction.readouts:
        yield "a readout", {readout.side, *filter(None, (readout.issuer,))}
