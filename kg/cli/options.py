"""Options that several commands have."""

import shutil
import sys
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


def terminal_width() -> int | None:
    """The columns of the terminal that reads the output; None if a file or another program does."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def format_option(*forms: str, about: str) -> Callable[[Any], Any]:
    """The option that chooses among forms of the output, the first unless told otherwise."""
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], show_default=True, help=about)
