"""One person, one meeting, one statement across articles: see `run`."""

from kg.merge.decisions import load_decisions, write_decisions
from kg.merge.keys import Keys, collect, interned
from kg.merge.run import merge_keys, run

__all__ = ["Keys", "collect", "interned", "load_decisions", "merge_keys", "run", "write_decisions"]
