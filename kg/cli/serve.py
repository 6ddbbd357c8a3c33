"""kg serve: a local, read-only SPARQL endpoint."""

from __future__ import annotations

import os
import resource
import shutil
import sys
from pathlib import Path

import click

from kg.cli.options import graph_option


@click.command(name="serve", epilog="Example: kg serve --port 7878, then open http://localhost:7878")
@graph_option
@click.option("--host", default="localhost", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=7878, show_default=True, help="Port to listen on.")
@click.option("--timeout", type=click.IntRange(min=1), default=60, show_default=True, help="Seconds a query may take.")
@click.option(
    "--memory", type=click.IntRange(min=256), default=4096, show_default=True, help="Megabytes for the server."
)
def command(graph: Path, host: str, port: int, timeout: int, memory: int) -> None:
    """Serve the graph as a SPARQL endpoint with a query page, read-only, by Oxigraph's own server.

    The endpoint is /query, the page /; a query with SERVICE reaches no other server, and one that needs more memory
    than allowed ends the server. Stop it with Ctrl-C. Needs the extra `serve` (pip install 'diplokg[serve]').
    """
    from kg.errors import UsageError
    from kg.rdf.confine import forbid_connections
    from kg.rdf.engine import store_of
    from kg.rdf.limits import MEGABYTE

    program = shutil.which(
        "oxigraph", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    )
    if program is None:
        raise UsageError("kg serve needs Oxigraph's server: pip install 'diplokg[serve]'")
    store = store_of(graph)
    click.echo(f"http://{host}:{port}/ serves {graph} read-only; Ctrl-C stops it", err=True)
    resource.setrlimit(resource.RLIMIT_DATA, (memory * MEGABYTE, memory * MEGABYTE))
    location = ["--location", str(store), "--bind", f"{host}:{port}", "--timeout-s", str(timeout)]
    if not forbid_connections():
        click.echo("kg serve: this system cannot keep queries with SERVICE from the network", err=True)
    os.execv(program, [program, "serve-read-only", *location])
