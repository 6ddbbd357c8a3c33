"""From an article to its names, titles and dates; see `kg.nlp.pipeline` for the steps."""

from kg.model import Annotated, Article


def run(article: Article) -> Annotated:
    """Annotate one article; the pipeline is loaded on first use."""
    from kg.nlp.pipeline import run as annotate

    return annotate(article)
