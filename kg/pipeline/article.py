"""From articles to their extractions: the one place that knows the order of the stages."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from kg import extract, link, nlp
from kg.deadline import within
from kg.errors import DataError
from kg.model import Annotated, Article, Extraction, Introduced

Given = TypeVar("Given")
Made = TypeVar("Made")


class Case(NamedTuple):
    """An article, and the names introduced elsewhere that stand in it."""

    article: Article
    introduced: tuple[Introduced, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """What stands in the place of a result: the error that stopped a stage."""

    error: str


def process(article: Article, introduced: tuple[Introduced, ...] = ()) -> Extraction:
    """All that one article says. Pure: the same article, names introduced elsewhere and rules give the same record.

    Raises DataError if a stage refers to an entity that the article does not have: such an article is counted as
    failed, so that it cannot stop the writing of the graph.
    """
    return _checked(extract.run(link.run(nlp.run(article, introduced))))


def process_all(cases: Iterable[Case | Failure]) -> list[Extraction | Failure]:
    """The same of some articles, stage by stage: the tables of a stage then stay in the processor's cache.

    Whatever goes wrong with one of them is its own failure and no one else's.
    """
    linked = attempt(link.run, attempt(_annotated, cases))
    return attempt(_checked, attempt(extract.run, linked))


def attempt(stage: Callable[[Given], Made], given: Iterable[Given | Failure]) -> list[Made | Failure]:
    """What a stage makes of each, in the time that it has for one; what failed already stays so."""
    return [one if isinstance(one, Failure) else _attempted(stage, one) for one in given]


def _attempted(stage: Callable[[Given], Made], one: Given) -> Made | Failure:
    try:
        with within():
            return stage(one)
    except Exception as error:
        return Failure(f"{type(error).__name__}: {error}"[:200])


def _annotated(case: Case) -> Annotated:
    return nlp.run(case.article, case.introduced)


def _checked(extraction: Extraction) -> Extraction:
    known = {entity.key for entity in extraction.entities}
    for what, key in references(extraction):
        if key not in known:
            raise DataError(f"{what} refers to {key}, which is no entity of the article")
    return extraction


def references(extraction: Extraction) -> Iterator[tuple[str, str]]:
    """Every reference of an account or mention to an entity of the article, with where it stands."""
    for mention in extraction.mentions:
        yield from (("a mention", key) for key in mention.entities)
    for tenure in extraction.tenures:
        yield "a tenure", tenure.holder
    for report in extraction.meetings:
        keys = (*report.participants, *report.parties, *filter(None, (report.city, report.host, report.chair)))
        yield from (("a meeting", key) for key in keys)
    for said in extraction.statements:
        keys = (said.speaker, *filter(None, (said.side, said.addressee, said.relayed_by)))
        yield from (("a statement", key) for key in keys)
    for readout in extraction.readouts:
        yield from (("a readout", key) for key in (readout.side, *filter(None, (readout.issuer,))))
