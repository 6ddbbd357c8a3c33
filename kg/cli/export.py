"""kg export: the graph in other forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli.options import graph_option


@click.command(name="export", epilog="Example: kg export trig -o graph.trig; kg export csv -o neo4j/")
@click.argument("form", type=click.Choice(["jsonld", "trig", "csv", "graphml"]))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File, or for csv folder, to write [stdout].")
@graph_option
def command(form: str, output: Path | None, graph: Path) -> None:
    """Write the graph as FORM.

    jsonld: JSON-LD with the context of ontology/context.jsonld. trig: one named graph an article. csv: a property graph
    for `neo4j-admin database import`, a folder of nodes-*.csv and edges-*.csv. graphml: the same as one file.
    """
    from kg.cli.writing import writing
    from kg.errors import UsageError

    if output is not None:
        with writing(output):
            _write(form, output, graph)
    elif form == "csv":
        raise UsageError("csv writes many files: give a folder with -o")
    else:
        for text in _texts(form, graph):
            click.echo(text, nl=False)


def _write(form: str, output: Path, graph: Path) -> None:
    from kg.cli.writing import replacing

    if form == "csv":
        output.mkdir(parents=True, exist_ok=True)
        for name, data in _tables(graph).items():
            (output / name).write_bytes(data)
    else:
        with replacing(output) as new, new.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(_texts(form, graph))


def _tables(graph: Path) -> dict[str, bytes]:
    from kg.rdf import open_graph
    from kg.rdf.property_graph import as_csv, property_graph

    return as_csv(property_graph(open_graph(graph)))


def _texts(form: str, graph: Path) -> Iterator[str]:
    if form == "graphml":
        from kg.rdf import open_graph
        from kg.rdf.property_graph import as_graphml, property_graph

        yield as_graphml(property_graph(open_graph(graph))).decode()
        return
    from kg.rdf.export import FORMS

    yield from FORMS[form](graph)
