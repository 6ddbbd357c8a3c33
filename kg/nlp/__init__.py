"""From an article to its names, titles and dates; see `kg.nlp.pipeline` for the steps."""

from kg.model import Annotated, Article, Introduced
from kg.steps import Steps, finish


def run(article: Article, introduced: tuple[Introduced, ...] = ()) -> Annotated:
    """Annotate one article, looking also for names that others introduce; the pipeline is loaded on first use."""
    return finish(steps(article, introduced))


def steps(article: Article, introduced: tuple[Introduced, ...] = ()) -> Steps[Annotated]:
    """The same, to be taken side by side with other articles."""
    from kg.nlp.pipeline import steps as annotate

    return annotate(article, introduced)
