"""kg train-statements: fit the models of statements to annotated articles."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
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
def command(labels: Path, inputs: tuple[str, ...], output: Path) -> None:
    """Fit the models of statements to annotated sentences (the extra `train`: JAX and scikit-learn).

    LABELS is a table of columns file, start, end, speaker, said: in code points start to end of the file's clean text
    the speaker (a name as written, an ISO code, EU or UN) says the issues of `said` with their acts (taiwan:support …).
    A further column `weight` (1 if empty) tells how many times an article counts: more if it is annotated with care.
    INPUTS hold the files. Each quarter of the articles is held out once, to measure how many statements are right.
    """
    from kg.training.statements import fit_models, hold_out, read_labels, write_models

    examples = sorted(_examples(inputs, read_labels(labels)), key=lambda example: example.name)
    if not examples:
        raise click.UsageError("no annotated file is among the inputs")
    figures, measured = hold_out(examples)
    write_models(fit_models(examples, measured=measured), output)
    unknown = sum(example.unknown for example in examples)
    click.echo(f"{len(examples)} articles, {unknown} annotations of speakers that were not found", err=True)
    click.echo(f"precision {figures.precision:.3f} recall {figures.recall:.3f} f1 {figures.f1:.3f}")
    click.echo(f"f1 with act {figures.f1_with_act:.3f}")


def _examples(inputs: tuple[str, ...], labels: "dict[str, list[Label]]") -> "Iterator[Example]":
    from kg import link, nlp, read
    from kg.extract.meetings import find_meetings
    from kg.model import Article
    from kg.training.statements import make_example

    for article in read.run(inputs):
        if isinstance(article, Article) and article.source_file in labels:
            linked = link.run(nlp.run(article))
            yield make_example(linked, find_meetings(linked), labels[article.source_file])
