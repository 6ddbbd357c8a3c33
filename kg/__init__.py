"""diplokg: a knowledge graph of Chinese-language diplomatic news.

>>> import kg
>>> graph = kg.build(["seeds"])  # doctest: +SKIP
>>> graph = kg.load("outputs/graph.ttl")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import rdflib

__version__ = "0.1.0"
__all__ = ["__version__", "build", "load"]


def build(inputs: str | Path | Iterable[str | Path], output: str | Path | None = None, **options: Any) -> rdflib.Graph:
    """Build the graph of files, folders or archives and return it as an rdflib Graph.

    `output` is the folder for graph, analysis and pages; without it nothing is kept. Further options are the fields of
    `kg.config.Config` (jobs, strict, pages, top, decisions). Raises `kg.errors.InputError` if no article can be read;
    files of others that cannot be read are in the folder's report.json.
    """
    import tempfile

    from kg.config import load_config
    from kg.pipeline import build as run

    if output is None:
        with tempfile.TemporaryDirectory() as folder:
            return build(inputs, Path(folder) / "outputs", **{"pages": False, **options})
    run([inputs] if isinstance(inputs, str | Path) else inputs, load_config(output=Path(output), **options))
    return load(Path(output) / "graph.ttl")


def load(path: str | Path = "outputs/graph.ttl") -> rdflib.Graph:
    """A built graph (graph.ttl, graph.nt.gz) as an rdflib Graph. Raises `kg.errors.InputError` if it cannot be read."""
    from kg.rdf import load as read

    return read(Path(path))
