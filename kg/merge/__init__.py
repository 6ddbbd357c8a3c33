"""One person, one meeting, one statement across articles: see `run`."""

from kg.merge.batch import Batch, batches, make_batch
from kg.merge.decisions import load_decisions, write_decisions
from kg.merge.keys import Keys, collect
from kg.merge.memory import Decided, Memory
from kg.merge.run import Archive, merge_archive, merge_batches, run

__all__ = [
    "Archive",
    "Batch",
    "Decided",
    "Keys",
    "Memory",
    "batches",
    "collect",
    "load_decisions",
    "make_batch",
    "merge_archive",
    "merge_batches",
    "run",
    "write_decisions",
]
