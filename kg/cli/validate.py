"""kg validate: the graph against its shapes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.rdf.validate import Fault

SHOWN = 5  # nodes shown for each fault
ENGINES = {
    "sparql": "the shapes translated to SPARQL",
    "shacl": "pySHACL",
}


@click.command(name="validate", epilog="Example: kg validate outputs/graph.ttl")
@click.argument("graph", type=click.Path(path_type=Path), default=Path("outputs/graph.ttl"))
@click.option("--engine", type=click.Choice(list(ENGINES)), default="sparql", show_default=True, help="What checks.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON, with every node.")
def command(graph: Path, engine: str, as_json: bool) -> None:
    """Check GRAPH against ontology/shapes.ttl; exit 1 if it does not conform.

    By default the shapes run as SPARQL, which is fast enough for a graph of millions of triples and finds the same
    faults; --engine shacl runs them in pySHACL, which takes minutes from some 50,000 triples on.
    """
    from kg.cli.progress import shown_progress
    from kg.rdf.validate import validate

    with shown_progress(quiet=not sys.stderr.isatty()) as tell:
        report = validate(graph, engine=engine, tell=tell)
    if as_json:
        click.echo(_json(report.faults))
    else:
        for fault in report.faults:
            click.echo(f"{fault.shape}: {fault.message}: broken by {len(fault.nodes)}")
            for node in fault.nodes[:SHOWN]:
                click.echo(f"    {node}")
            if len(fault.nodes) > SHOWN:
                click.echo(f"    and {len(fault.nodes) - SHOWN} more")
        verdict = "conforms" if report.conforms else f"does not conform: {len(report.faults)} kinds of faults"
        click.echo(f"{graph} {verdict} ({report.checks} constraints, checked by {ENGINES[report.engine]})", err=True)
    sys.exit(0 if report.conforms else 1)


def _json(faults: tuple[Fault, ...]) -> str:
    import json

    rows = [{"shape": f.shape, "message": f.message, "nodes": f.nodes} for f in faults]
    return json.dumps(rows, ensure_ascii=False, indent=1)
