"""From an article to its names, titles and dates; see `kg.nlp.pipeline` for the steps."""

from kg.model import Annotated, Article, Introduced


def run(article: Article, introduced: tuple[Introduced, ...] = ()) -> Annotated:
    """Annotate one article, looking also for names that others introduce; the pipeline is loaded on first use."""
    from kg.nlp.pipeline import run as annotate

    return annotate(article, introduced)
