"""Tasks of the workers: writing the parts of the graph into shared storage."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from msgspec.structs import replace as changed

from kg.model import KnowledgeBase, StatementCluster
from kg.pipeline.blocks import Task, block_of, lost_block, make_block
from kg.pipeline.cluster.reading import check_version, in_child
from kg.pipeline.cluster.records import Ending, Naming, ToWrite, Written
from kg.pipeline.cluster.storage import put
from kg.pipeline.codec import pack, unpack
from kg.rdf.above import above, groups_of
from kg.rdf.block import Block, Noted, triples_block
from kg.rdf.terms import Term, Triple
from kg.rdf.writer import Rest

NOTHING = KnowledgeBase(things=(), meetings=(), clusters=(), decisions=(), thing_of={}, meeting_of={}, copies={})


def write_articles(task: bytes, extractions: bytes, namings: bytes, *members: bytes) -> bytes:
    """Write the blocks of a group of articles, in the order of their ids."""
    given = unpack(task, ToWrite)
    packed = unpack(extractions, dict[str, bytes])
    tasks = _tasks(given, packed, unpack(namings, list[Naming]), members)
    made = zip(sorted(packed), in_child(make_block, tasks, lost_block), strict=True)
    return _write(given, ((article, block_of(one)) for article, one in made))


def _tasks(
    given: ToWrite, packed: dict[str, bytes], namings: Iterable[Naming], members: Iterable[bytes]
) -> Iterator[Task]:
    clusters: dict[str, dict[int, str]] = {}
    for some in members:
        for article, index, cluster in unpack(some, list[tuple[str, int, str]]):
            clusters.setdefault(article, {})[index] = cluster
    names = {n.origin.article: replace(n.names, cluster_of=clusters.get(n.origin.article, {})) for n in namings}
    return (Task(i, packed[i], given.files[i], names[i], False) for i in sorted(packed))


def write_above(task: bytes, base: bytes) -> bytes:
    """Write the vocabulary, things, meetings and merge decisions."""
    return _write(unpack(task, ToWrite), (("", group.block()) for group in above(unpack(base, KnowledgeBase))))


def write_clusters(task: bytes, clusters: bytes) -> bytes:
    """Write clusters of statements."""
    found = tuple(unpack(clusters, list[StatementCluster]))
    blocks = (("", group.block()) for group in groups_of(changed(NOTHING, clusters=found)))
    return _write(unpack(task, ToWrite), blocks, len(found))


def write_rest(task: bytes, base: bytes, ending: bytes) -> bytes:
    """Write what stands at the end of the graph: publishers, conflicts and countries that nothing else describes."""
    rest, found = Rest(), unpack(ending, Ending)
    rest.take(Noted(conflicts=found.conflicts, countries=found.countries))
    for publisher in found.publishers:
        rest.take(Noted(publisher=publisher))
    return _write(unpack(task, ToWrite), [("", triples_block(list(rest.triples(unpack(base, KnowledgeBase)))))])


def _write(given: ToWrite, blocks: Iterable[tuple[str, Block]], clusters: int = 0) -> bytes:
    """Write blocks, each with its article if it has one, as one file."""
    check_version(given.version)
    rest, count, members = Rest(), 0, list[bytes]()
    publishers: dict[Term, tuple[str, tuple[Triple, ...]]] = {}
    for article, block in blocks:
        members.append(block.ntriples)
        count += block.count
        rest.take(block.noted)
        if block.noted.publisher:
            publishers.setdefault(block.noted.publisher[0][0], (article, block.noted.publisher))
    data = b"".join(members)
    put(given.output, given.name, data)
    written = Written(
        name=given.name,
        digest=hashlib.sha256(data).hexdigest(),
        count=count,
        publishers=publishers,
        conflicts=tuple(sorted(rest.conflicts)),
        countries=tuple(sorted(rest.countries)),
        clusters=clusters,
    )
    return pack(written)
