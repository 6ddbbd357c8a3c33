"""What passes between tasks, apart from the records of the stages themselves."""

from __future__ import annotations

from msgspec import Struct

from kg.merge.accounts import Origin
from kg.merge.keys import StatementKey
from kg.model import MergeDecision
from kg.pipeline.cache import Reading
from kg.rdf.terms import Term, Triple
from kg.rdf.triples import Names
from kg.read import Skipped


class Place(Struct, frozen=True):
    """A file to read, as `kg.read.discover.Found`; a path is given in bytes, since names of files need be no text."""

    name: str
    prefix: str
    address: bytes
    is_path: bool
    is_given: bool


class ToRead(Struct, frozen=True):
    """Files for one worker; their articles are handed on in groups of `size`."""

    version: str
    files: tuple[Place, ...]
    size: int


class Index(Struct, frozen=True):
    """What was read: sources with their readings, what was skipped, and the ids of the articles, by group."""

    readings: tuple[tuple[str, Reading], ...]
    skipped: tuple[Skipped, ...]
    groups: tuple[tuple[str, ...], ...]


class Told(Struct, frozen=True):
    """What the extraction of a group of articles has to report."""

    failures: dict[str, str]  # article -> error
    days: dict[str, int]  # day of publication ("" if unknown) -> number of articles
    statements: int
    counts: dict[str, int]
    publishers: dict[str, int]
    unresolved: dict[str, int]


class Row(Struct, frozen=True, gc=False):
    """A statement of an article, with things and the meeting in the place of the article's own keys."""

    origin: Origin
    statement: StatementKey


class Said(Struct, frozen=True, gc=False):
    """The statement of an article, as its keys have it."""

    article: str
    statement: StatementKey


class Naming(Struct, frozen=True, gc=False):
    """What the graph of one article needs to know of all others; clusters of statements come later."""

    names: Names
    origin: Origin


class ToMerge(Struct, frozen=True):
    """What merging is given besides keys."""

    decisions: tuple[MergeDecision, ...]


class ToWrite(Struct, frozen=True):
    """A part of the graph: into which folder, under which name; the files that hold each article."""

    version: str
    output: str
    name: str
    files: dict[str, tuple[str, ...]] = {}


class Written(Struct, frozen=True):
    """A part that was written, and what of it stands at the end of the graph.

    `publishers` are given with the first of their articles, which may tell how they spell themselves.
    """

    name: str
    digest: str
    count: int  # of triples
    publishers: dict[Term, tuple[str, tuple[Triple, ...]]] = {}
    conflicts: tuple[str, ...] = ()
    countries: tuple[Term, ...] = ()
    clusters: int = 0


class Ending(Struct, frozen=True):
    """What of all parts stands at the end of the graph."""

    publishers: tuple[tuple[Triple, ...], ...]
    conflicts: tuple[str, ...]
    countries: tuple[Term, ...]
