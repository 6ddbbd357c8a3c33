"""From one article to its extraction: the one place that knows the order of the stages."""

from kg import extract, link, nlp
from kg.knowledge.gazetteer import Gazetteer, load_gazetteer
from kg.model import Article, Extraction


def process(article: Article, *, gazetteer: Gazetteer | None = None) -> Extraction:
    """All that one article says. Pure: the same article and gazetteer give the same record."""
    known = gazetteer or load_gazetteer()
    annotated = nlp.run(article, gazetteer=known)
    linked = link.run(annotated, gazetteer=known)
    return extract.run(linked)
