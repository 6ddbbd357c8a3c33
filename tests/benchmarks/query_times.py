"""How long each named query takes on a graph, labels and all, without parameters and with those of its example.

    nice python -m tests.benchmarks.query_times corpus/graph.ttl [--only NAME …] > times.md

The store beside the graph is made first if there is none. Times are seconds of processor, which other work on the
machine does not change; `-` is a query that was stopped after `--limit` of them.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from kg.errors import KgError, UsageError
from kg.rdf import Graph, open_graph
from kg.rdf.engine import prepare_graph
from kg.rdf.limits import run_limited
from kg.rdf.named import NamedQuery, load_queries
from kg.rdf.render import as_csv, find_labels
from tests.rdf.test_queries import example_of, sparql_of


def example_on(graph: Graph, query: NamedQuery) -> dict[str, str]:
    """The parameters of the example; the fact that it leaves open is the meeting with the most articles."""
    if "…" not in query.example:
        return example_of(query)
    most = graph.rows("SELECT ?m { ?m a dkg:Meeting ; dkg:sourceCount ?n } ORDER BY DESC(?n) LIMIT 1")
    return {"fact": next(most)[0] or ""}


def measure(path: Path, query: NamedQuery, with_example: bool, note: Path, limit: int) -> None:
    """Write rows and seconds of one query; a name that the graph lacks gives no seconds."""
    graph = open_graph(path)
    given = example_on(graph, query) if with_example else {}
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    began = time.process_time()
    try:
        sparql = sparql_of(graph, query, given)
        answer = graph.select(sparql)
        as_csv(answer, find_labels(graph, answer, "en"))
    except UsageError:
        note.write_text("0 -")
        return
    note.write_text(f"{len(answer.rows):,} {time.process_time() - began:.2f}")


def timed(path: Path, query: NamedQuery, with_example: bool, limit: int) -> str:
    """`rows | seconds` of one query in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        note = Path(folder) / "note"
        try:
            run_limited(lambda: measure(path, query, with_example, note, limit))
        except KgError:
            return "- | -"
        return " | ".join(note.read_text().split())


def main(arguments: list[str]) -> None:
    """The table, a row a query."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--only", nargs="*", default=())
    parser.add_argument("--limit", type=int, default=60)
    options = parser.parse_args(arguments)
    run_limited(lambda: prepare_graph(options.graph))
    print("| query | rows | seconds | rows, example | seconds, example |\n|---|---:|---:|---:|---:|")
    for name, query in load_queries().items():
        if not options.only or name in options.only:
            each = (timed(options.graph, query, shown, options.limit) for shown in (False, True))
            print(f"| `{name}` | {' | '.join(each)} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
