"""The graph: written, opened, asked, checked, and sent elsewhere. The one door to rdflib, pyoxigraph and pyshacl."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.rdf.engine import Graph, open_graph
    from kg.rdf.library import load
    from kg.rdf.writer import write

__all__ = ["Graph", "load", "open_graph", "write"]

_HOMES = {"Graph": "engine", "open_graph": "engine", "load": "library", "write": "writer"}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: writing needs no rdflib, asking no writer."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
