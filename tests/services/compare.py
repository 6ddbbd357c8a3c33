"""One graph in Oxigraph and in Virtuoso: how long loading takes, and whether counts and answers are those found here.

    nice python -m tests.services.compare corpus/graph.ttl > compared.md

The servers are started on loopback with folders of their own, which are removed at the end. Compared are the number
of triples, the number of things of each class and of triples of each property, and the rows of all named queries,
without parameters and with those of their examples. Exit code 1 if anything differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from kg.errors import KgError, UsageError
from kg.rdf import Graph, open_graph
from kg.rdf.named import load_queries
from kg.rdf.servers import Server, ask, count, load_into
from tests.benchmarks.query_times import example_on
from tests.rdf.test_queries import sparql_of
from tests.services.conftest import started_oxigraph, started_virtuoso

Rows = list[tuple[str, ...]]
COUNTS = {
    "things of each class": "SELECT ?class (COUNT(?x) AS ?n) WHERE { ?x a ?class } GROUP BY ?class",
    "triples of each property": "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p",
}
BUFFERS = 250_000  # of Virtuoso: 2 GB


def rows_of(server: Server, query: str, columns: tuple[str, ...]) -> Rows:
    """The sorted rows that a server gives, as plain strings."""
    place = f"?default-graph-uri={server.graph}" if server.graph else ""
    found = ask(replace(server, query=server.query + place), query)
    return sorted(tuple(row.get(column, {}).get("value", "") for column in columns) for row in found)


def rows_here(graph: Graph, query: str) -> Rows:
    """The same from the embedded engine."""
    return sorted(tuple(cell or "" for cell in row) for row in graph.rows(query))


def asked(graph: Graph, only: list[str]) -> Iterator[tuple[str, str]]:
    """Name -> SPARQL of all that is compared; an example that names nothing of the graph is left out."""
    yield from COUNTS.items()
    for name, query in load_queries().items():
        if only and name not in only:
            continue
        yield name, sparql_of(graph, query, {})
        try:
            yield f"{name}, example", sparql_of(graph, query, example_on(graph, query))
        except UsageError:
            continue


def timed(work: Callable[[], Rows]) -> tuple[Rows, str]:
    """What work gives, and how many seconds of the clock it took."""
    began = time.monotonic()
    try:
        found = work()
    except KgError as error:
        return [(str(error),)], "failed"
    return found, f"{time.monotonic() - began:.2f}"


def compare(graph: Graph, servers: dict[str, Server], only: list[str]) -> bool:
    """Print a row for each question; whether all answers are the same."""
    print(f"\n| question | rows | here, s | {', s | '.join(servers)}, s | same |")
    print("|---|---:|---:|" + "---:|" * len(servers) + "---|")
    is_same = True
    for name, query in asked(graph, only):
        columns = graph.select(query).columns
        expected, seconds = timed(lambda query=query: rows_here(graph, query))  # type: ignore[misc]
        found = [timed(lambda s=s, q=query, c=columns: rows_of(s, q, c)) for s in servers.values()]  # type: ignore[misc]
        wrong = [server for server, (rows, _) in zip(servers, found, strict=True) if rows != expected]
        is_same = is_same and not wrong
        times = " | ".join(each for _, each in found)
        verdict = f"not in {', '.join(wrong)}" if wrong else "yes"
        print(f"| {name} | {len(expected):,} | {seconds} | {times} | {verdict} |", flush=True)
    return is_same


def main(arguments: list[str]) -> int:
    """Load, count, ask; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args(arguments)
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2)]
        servers = {
            "Oxigraph": stack.enter_context(started_oxigraph(folders[0])),
            "Virtuoso": stack.enter_context(started_virtuoso(folders[1], buffers=BUFFERS)).server,
        }
        graph = open_graph(options.graph)
        print(f"| place | triples | loading, s |\n|---|---:|---:|\n| here | {len(graph):,} | |", flush=True)
        is_same = True
        for name, server in servers.items():
            began = time.monotonic()
            load_into(server, options.graph)
            print(f"| {name} | {count(server):,} | {time.monotonic() - began:.0f} |", flush=True)
            is_same = is_same and count(server) == len(graph)
        return 0 if compare(graph, servers, options.only) and is_same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
