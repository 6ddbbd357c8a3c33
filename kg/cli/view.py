"""kg view: pages from a graph, or from a part of it."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import graph_option
from kg.config import NODES

if TYPE_CHECKING:
    from kg.rdf import Graph
    from kg.viewmodel import Account, View

KINDS = {"person": ("person",), "issue": ("issue",), "around": ("entity", "issue", "meeting")}  # that an option names

EPILOG = (
    "Example: kg view; kg view --person 王毅 -o pages/wang-yi; kg view --top 5000; "
    "kg view --around issue/taiwan --hops 2 --since 2024-01 --layout bands -o pages/taiwan"
)


@click.command(name="view", epilog=EPILOG)
@graph_option
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Folder [that of the graph].")
@click.option("--person", help="Only what this person is tied to; a name in any spelling, a part of one, or an id.")
@click.option("--issue", help="Only who and what this issue concerns; a code, a label or a part of one.")
@click.option("--since", help="From this day, month or year on: 2024-09-27, 2024-09 or 2024.")
@click.option("--until", help="Up to this day, month or year.")
@click.option("--around", metavar="NODE", help="Only what is near this node; a name, a code or an id.")
@click.option("--hops", type=click.IntRange(1, 5), default=1, show_default=True, help="How near, in steps.")
@click.option("--top", type=click.IntRange(min=1), default=NODES, show_default=True, help="Nodes of the network page.")
@click.option(
    "--layout",
    type=click.Choice(["clusters", "bands"]),
    default="clusters",
    show_default=True,
    help="Layout of the network: communities together, or a band for each type of node.",
)
def command(graph: Path, output: Path | None, top: int, layout: str, **wanted: Any) -> None:
    """Write index.html, network.html, timeline.html and readouts.html from a graph, or from a part of it.

    A part that holds nothing is told on stderr; its pages are written all the same.
    """
    from kg import analysis, view
    from kg.cli.writing import replacing, writing
    from kg.errors import UsageError
    from kg.rdf import open_graph
    from kg.rdf.project import project
    from kg.view.select import Subset, select

    if output is None and any(value for name, value in wanted.items() if name != "hops"):
        raise UsageError("a part of a graph needs a folder of its own: give -o")
    folder = output or graph.parent
    opened = open_graph(graph)
    whole = project(opened.rows)
    named = {name: _node(whole, opened, name, wanted[name]) for name in KINDS if wanted[name]}
    part, left = select(whole, Subset(**{**wanted, **named}))
    if not part.edges:
        click.echo("kg: the graph ties nobody and nothing within this part: the pages are empty", err=True)
    written = view.pages(part, analysis.run(part), account=_account(graph.parent), top=top, left=left, layout=layout)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, page in written.items():
            with replacing(folder / name) as new:
                new.write_bytes(page)
    click.echo("\n".join(str(folder / name) for name in written))


def _node(view: View, graph: Graph, option: str, name: str) -> str:
    """The id of the node that a name means: a whole name, else what queries take it for, by a part of a name too."""
    from kg.errors import UsageError
    from kg.rdf.resolve import resolve
    from kg.view.select import find
    from kg.viewmodel import NodeType

    type_ = None if option == "around" else NodeType(option)
    try:
        return find(view, name, type_=type_)
    except UsageError as error:
        for kind in KINDS[option]:
            with suppress(UsageError):
                return find(view, *(term.value for term in resolve(graph, kind, name).terms), type_=type_)
        raise error


def _account(folder: Path) -> Account | None:
    """What the build that wrote the graph says of its input, where its report lies beside it."""
    from kg.pipeline.outputs import account

    try:
        return account(json.loads((folder / "report.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None
