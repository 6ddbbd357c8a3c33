"""kg learn: mine articles for people and the spellings of their names."""

import sys
from collections.abc import Iterator
from io import StringIO
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
    """Mine INPUTS for people: names with a Latin form in brackets, names behind titles.

    INPUTS are files, folders, archives, or - for a list of paths on stdin. Exit code 2 if no article can be read.
    The table has the columns of ontology/gazetteer/persons_mined.tsv: facts (names, Latin forms, countries, offices,
    counts), no passages.
    """
    from kg.errors import InputError
    from kg.learn import learn, write_learned

    listing = sys.stdin.read() if "-" in inputs else ""
    if not any(_articles(inputs, listing)):
        raise InputError("no article could be read")
    learned = learn(_articles(inputs, listing), again=_articles(inputs, listing))
    write_learned(learned, output)
    click.echo(f"{len(learned.persons)} people -> {output}", err=True)


def _articles(inputs: tuple[str, ...], listing: str) -> "Iterator[Article]":
    """The articles of the inputs, of which `-` is the list of paths that standard input held."""
    from kg import read
    from kg.model import Article

    for source in read.discover(inputs, stdin=StringIO(listing)):
        if isinstance(source, read.Source):
            yield from (found for found in read.read_source(source) if isinstance(found, Article))
