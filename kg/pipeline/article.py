"""From one article to its extraction: the one place that knows the order of the stages."""

from kg import extract, link, nlp
from kg.model import Article, Extraction


def process(article: Article) -> Extraction:
    """All that one article says. Pure: the same article and rules give the same record."""
    return extract.run(link.run(nlp.run(article)))
