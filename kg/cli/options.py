"""Options that several commands have."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

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


def format_option(*forms: str, about: str) -> Callable[[Any], Any]:
    """The option that chooses among forms of the output, the first unless told otherwise."""
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], show_default=True, help=about)
