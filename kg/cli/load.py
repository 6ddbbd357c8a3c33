"""kg load: the graph into a SPARQL server."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.options import graph_option

KINDS = ["oxigraph", "virtuoso", "fuseki", "graphdb", "qlever"]


@click.command(
    name="load", epilog="Example: kg load http://localhost:7878 --server oxigraph --graph outputs/graph.nt.gz"
)
@click.argument("url")
@graph_option
@click.option(
    "--server", "kind", type=click.Choice(KINDS), default="oxigraph", show_default=True, help="Kind of server."
)
@click.option("--into", metavar="IRI", help="Named graph to load into [the default graph].")
@click.option("--by", type=click.Choice(["store", "update"]), default="store", show_default=True, help="Protocol.")
@click.option("--replace", is_flag=True, help="Empty the graph on the server first.")
@click.option("--user", envvar="KG_USER", help="User name, for basic or digest authentication [$KG_USER].")
@click.option("--password", envvar="KG_PASSWORD", help="Password [$KG_PASSWORD].")
@click.option("--token", envvar="KG_TOKEN", help="Bearer token [$KG_TOKEN].")
def command(url: str, graph: Path, kind: str, by: str, replace: bool, into: str | None, **access: str | None) -> None:
    """Send the graph to the server at URL, in batches, and compare the number of triples at the end.

    URL is the server's address: http://localhost:7878 (Oxigraph), http://localhost:8890 (Virtuoso),
    http://localhost:3030/dataset (Fuseki), http://localhost:7200/repositories/name (GraphDB).
    """
    from kg.cli.progress import shown_progress
    from kg.rdf.servers import load_into, server_of

    server = server_of(url, kind, graph=into, **access)
    with shown_progress(quiet=not sys.stderr.isatty()) as tell:
        loaded = load_into(server, graph, by=by, replace=replace, tell=tell)
    click.echo(f"{loaded.sent:,} triples sent; {url} held {loaded.before:,} and holds {loaded.after:,}", err=True)
