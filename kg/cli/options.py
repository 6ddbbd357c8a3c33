"""Options that several commands have."""

from pathlib import Path

import click

graph_option = click.option(
    "-g",
    "--graph",
    type=click.Path(path_type=Path),
    default=Path("outputs/graph.ttl"),
    show_default=True,
    help="The graph: Turtle or N-Triples, also packed by gzip.",
)
language_option = click.option(
    "--lang",
    type=click.Choice(["en", "zh-Hans", "zh-Hant"]),
    default="en",
    show_default=True,
    help="Language of labels.",
)
