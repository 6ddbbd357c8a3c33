"""kg train-statements: fit the models of statements to annotated articles."""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.extract.statements.models import Models
    from kg.model import Linked
    from kg.training.statements import Example, Label


@click.command(name="train-statements", epilog="Example: kg train-statements labels.tsv news/ -o ontology/models")
@click.argument("labels", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("inputs", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("models"),
    show_default=True,
    help="Where the tables go.",
)
@click.option(
    "--onto",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Models that learn on from the annotated articles, and keep what they know.",
)
@click.option(
    "--keep",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="With --onto: articles without annotation, of which they keep what they say.",
)
def command(labels: Path, inputs: tuple[str, ...], output: Path, onto: Path | None, keep: tuple[Path, ...]) -> None:
    """Fit the models of statements to annotated sentences (the extra `train`: JAX and scikit-learn).

    LABELS is a table of columns file, start, end, speaker, said: in code points start to end of the file's clean text
    the speaker (a name as written, an ISO code, EU or UN) says the issues of `said` with their acts (taiwan:support …).
    A further column `weight` (1 if empty) tells how many times an article counts: more if it is annotated with care.
    INPUTS hold the files. Each quarter of the articles is held out once, to measure how many statements are right.

    A few articles of one's own teach little alone: with --onto ontology/models the models that ship learn on from them.
    """
    if keep and not onto:
        raise click.UsageError("--keep goes with --onto")
    from kg.training.statements import fit_models, hold_out, read_labels, write_models

    examples = sorted(_examples(inputs, read_labels(labels)), key=lambda example: example.name)
    if not examples:
        raise click.UsageError("no annotated file is among the inputs")
    if onto:
        learn = _learner(onto, keep, {example.name for example in examples})
        figures, _ = hold_out(examples, learn)
        models = learn(examples)
    else:
        figures, confidence = hold_out(examples)
        models = replace(fit_models(examples), measured=confidence.pairs, measured_acts=confidence.acts)
    write_models(models, output)
    unknown = sum(example.unknown for example in examples)
    click.echo(f"{len(examples)} articles, {unknown} annotations of speakers that were not found", err=True)
    click.echo(f"precision {figures.precision:.3f} recall {figures.recall:.3f} f1 {figures.f1:.3f}")
    click.echo(f"f1 with act {figures.f1_with_act:.3f}")


def _learner(folder: Path, inputs: Sequence[Path], annotated: Set[str]) -> "Callable[[list[Example]], Models]":
    """What has the models of a folder learn on; of articles that are not annotated they keep what they say."""
    from kg.extract.meetings import find_meetings
    from kg.extract.statements.models import read_models
    from kg.training.statements import fit_further, keep

    models = read_models(folder)
    linked = _linked(inputs, lambda file: file not in annotated)
    kept = [keep(one, find_meetings(one), models) for one in linked]
    return lambda examples: fit_further(models, examples, kept)


def _examples(inputs: Sequence[str], labels: "dict[str, list[Label]]") -> "Iterator[Example]":
    from kg.extract.meetings import find_meetings
    from kg.training.statements import make_example

    for linked in _linked(inputs, labels.__contains__):
        yield make_example(linked, find_meetings(linked), labels[linked.article.source_file])


def _linked(inputs: Sequence[str | Path], is_wanted: Callable[[str], bool]) -> "Iterator[Linked]":
    """The articles of the inputs whose file is wanted, linked; the others are only read."""
    from kg import link, nlp, read
    from kg.model import Article

    for article in read.run(inputs):
        if isinstance(article, Article) and is_wanted(article.source_file):
            yield link.run(nlp.run(article))
