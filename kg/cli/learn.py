"""kg learn: mine articles for people and the spellings of their names."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.model import Article


@click.command(name="learn", epilog="Example: kg learn news/ -o names.tsv")
@click.argument("inputs", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("names.tsv"),
    show_default=True,
    help="Where the table goes.",
)
def command(inputs: tuple[str, ...], output: Path) -> None:
    """Mine INPUTS (files, folders, archives) for people: names with a Latin form in brackets, names behind titles.

    The table has the columns of ontology/gazetteer/persons_mined.tsv: facts (names, Latin forms, countries, offices,
    counts), no passages.
    """
    from kg.learn import learn, write_learned

    learned = learn(_articles(inputs), again=_articles(inputs))
    write_learned(learned, output)
    click.echo(f"{len(learned.persons)} people -> {output}", err=True)


def _articles(inputs: tuple[str, ...]) -> "Iterator[Article]":
    from kg import read
    from kg.model import Article

    return (found for found in read.run(inputs) if isinstance(found, Article))
