"""The loop of a build on a Dask cluster: which tasks there are, and which results of others they are given."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from kg.config import Config
from kg.errors import DataError, KgError, UsageError
from kg.merge import load_decisions
from kg.pipeline.cluster import merging, reading, storage, writing
from kg.pipeline.cluster.bundle import part
from kg.pipeline.cluster.records import Ending, Index, Place, Told, ToMerge, ToRead, ToWrite, Written
from kg.pipeline.codec import pack, unpack, whole_version
from kg.pipeline.gather import Gathered, gathered
from kg.pipeline.report import Known, Tally, rendered, summarise
from kg.pipeline.run import BuildResult, Progress, check_readable, troubles
from kg.read import Skipped

PART = 1_000  # articles of one task and of one part of the graph
RETRIES = 2  # of a task that fails, as storage does for a while; a worker that dies is no failure of its task
WAIT = 30  # seconds for the scheduler and the first worker

Future = Any  # of Dask, which has no types


class Hands:
    """The cluster as a build sees it: functions of bytes, called there."""

    def __init__(self, client: Any) -> None:
        self.client, self._run, self._numbers = client, uuid.uuid4().hex, count()

    def call(self, function: Callable[..., bytes], *given: object) -> Future:
        """A task; futures among its arguments are given as their results, on the worker that has them."""
        key = f"{function.__name__}-{self._run}-{next(self._numbers)}"
        return self.client.submit(function, *given, key=key, retries=RETRIES)

    def part(self, whole: Future, index: int) -> Future:
        """A part of the bundle that a task gives."""
        return self.call(part, whole, index)

    def parts(self, wholes: Iterable[Future], index: int) -> list[Future]:
        """The same part of several bundles."""
        return [self.part(whole, index) for whole in wholes]

    def results(self, futures: Sequence[Future], seen: Callable[[bytes], None] = lambda _: None) -> list[bytes]:
        """The results, in order; each is shown to `seen` as it comes in."""
        from distributed import as_completed

        found: dict[str, bytes] = {}
        for future, result in as_completed(futures, with_results=True, loop=self.client.loop):
            found[future.key] = result
            seen(result)
        return [found[future.key] for future in futures]


@dataclass(frozen=True, slots=True)
class Job:
    """What a build on a cluster is told: where to write, and how many articles make a part."""

    output: str
    size: int
    config: Config
    tell: Progress


@dataclass(frozen=True, slots=True)
class Merged:
    """The results of merging: all of it, the naming of each group of articles, the clusters of statements."""

    whole: Future
    namings: list[Future]
    clustered: list[Future]


def build_on_cluster(
    inputs: Iterable[str | Path],
    address: str,
    output: str,
    config: Config | None = None,
    *,
    size: int = PART,
    progress: Progress | None = None,
) -> BuildResult:
    """Build the graph of the inputs on the workers of a Dask scheduler, as parts of N-Triples in `output`.

    Inputs and output are paths that all machines share, or addresses of fsspec. The triples of all parts together are
    those of `kg.pipeline.build`, and so is the report but for the list of outputs, which is written last. Raises
    InputError if no article can be read, UsageError if the cluster cannot be used.
    """
    job = Job(storage.absolute(output), size, config or Config(), progress or (lambda *_: None))
    with _connected(address) as hands:
        return _build(list(inputs), job, hands)


@contextmanager
def _connected(address: str) -> Iterator[Hands]:
    try:
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise UsageError("kg build --cluster needs Dask: pip install 'diplokg[cluster]'") from error
    try:
        with _client(address) as client:
            client.wait_for_workers(1, timeout=WAIT)
            yield Hands(client)
    except KgError:
        raise
    except KilledWorker as error:
        raise DataError(f"workers died one after the other at the same task: {error.task}") from error
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(f"the cluster {address} failed: {str(error) or type(error).__name__}") from error


def _client(address: str) -> Any:
    """A client of the scheduler; one that is there and does not answer in time is asked once more."""
    from distributed import Client

    try:
        return Client(address, set_as_default=False, timeout=WAIT)
    except TimeoutError:
        return Client(address, set_as_default=False, timeout=WAIT)


def _build(inputs: list[str | Path], job: Job, hands: Hands) -> BuildResult:
    found, groups = _read(inputs, job, hands)
    told = _told(groups, job, hands)
    failures = {i: ("extract", error) for one in told for i, error in one.failures.items()}
    found = found.without(failures)
    check_readable(found, job.config)
    job.tell("merge", 0, 0)
    merged = _merge([group.extracted for group in groups], told, job, hands)
    known = unpack(hands.results([hands.part(merged.whole, merging.KNOWN)])[0], Known)
    storage.begin(job.output)
    written = _write(groups, merged, found, job, hands)
    clusters = sum(one.clusters for one in written)
    summary = summarise(found.outcomes, _tally(told), replace(known, things={**known.things, "cluster": clusters}))
    report = {**summary, "outputs": {one.name: one.digest for one in written}}
    for name, text in sorted(rendered(report).items(), reverse=True):  # report.json last
        storage.put(job.output, name, text.encode())
    return BuildResult(report=report, complete=not troubles(found.outcomes))


@dataclass(frozen=True, slots=True)
class Group:
    """Articles that go through a build together."""

    ids: tuple[str, ...]
    extracted: Future


def _read(inputs: list[str | Path], job: Job, hands: Hands) -> tuple[Gathered, list[Group]]:
    """What became of all files, and the groups of their articles, which are being extracted."""
    skipped: list[Skipped] = []
    files: list[Place] = []
    for place in storage.places(inputs):
        skipped.append(place) if isinstance(place, Skipped) else files.append(place)
    version = whole_version()
    tasks = (ToRead(version, tuple(files[i : i + job.size]), job.size) for i in range(0, len(files), job.size))
    wholes = [hands.call(reading.read, pack(task)) for task in tasks]
    done = 0

    def seen(index: bytes) -> None:
        nonlocal done
        done += len(unpack(index, Index).readings)
        job.tell("read", done, 0)

    indexes = [unpack(data, Index) for data in hands.results(hands.parts(wholes, reading.INDEX), seen)]
    readings = {f"{w}/{name}": what for w, index in enumerate(indexes) for name, what in index.readings}
    skipped += [one for index in indexes for one in index.skipped]
    found = gathered(readings, skipped)
    check_readable(found, job.config)
    lesson = hands.call(reading.learn, *hands.parts(wholes, reading.INTRODUCTIONS))
    return found, list(_groups(wholes, indexes, lesson, hands))


def _groups(wholes: list[Future], indexes: list[Index], lesson: Future, hands: Hands) -> Iterator[Group]:
    """Groups of articles; one that several groups hold belongs to the last, as in a build on one machine."""
    places = [(w, i, ids) for w, index in enumerate(indexes) for i, ids in enumerate(index.groups)]
    owner = {article: (w, i) for w, i, ids in places for article in ids}
    for w, i, ids in places:
        left_out = {article for article in ids if owner[article] != (w, i)}
        articles = hands.part(wholes[w], reading.GROUPS + i)
        extracted = hands.call(reading.extract, articles, lesson, pack(left_out))
        yield Group(tuple(article for article in ids if article not in left_out), extracted)


def _told(groups: list[Group], job: Job, hands: Hands) -> list[Told]:
    total, done = sum(len(group.ids) for group in groups), 0

    def seen(data: bytes) -> None:
        nonlocal done
        one = unpack(data, Told)
        done += sum(one.days.values()) + len(one.failures)
        job.tell("extract", done, total)

    told = hands.parts([group.extracted for group in groups], reading.TOLD)
    return [unpack(data, Told) for data in hands.results(told, seen)]


def _merge(extracted: list[Future], told: list[Told], job: Job, hands: Hands) -> Merged:
    decisions = tuple(load_decisions(job.config.decisions)) if job.config.decisions else ()
    copies = _copies(extracted, told, hands)
    keys = hands.parts(extracted, reading.KEYS)
    whole = hands.call(merging.merge, pack(ToMerge(decisions)), copies, *keys)
    namings = [hands.part(whole, merging.NAMINGS + place) for place in range(len(extracted))]
    number = merging.tasks_of(sum(one.statements for one in told))
    statements = hands.parts(extracted, reading.STATEMENTS)
    dealt = [
        hands.call(merging.deal_statements, some, naming, number)
        for some, naming in zip(statements, namings, strict=True)
    ]
    clustered = [hands.call(merging.cluster, *hands.parts(dealt, place)) for place in range(number)]
    return Merged(whole, namings, clustered)


def _copies(extracted: list[Future], told: list[Told], hands: Hands) -> Future:
    """The copies among all articles, looked for in stretches of days."""
    days: Counter[str] = Counter()
    for one in told:
        days.update(one.days)
    stretches = merging.stretches(dict(days))
    wanted = pack(stretches)
    dealt = [hands.call(merging.deal_texts, texts, wanted) for texts in hands.parts(extracted, reading.TEXTS)]
    pairs = []
    for place, stretch in enumerate(stretches):
        needed = [some for some, one in zip(dealt, told, strict=True) if any(map(stretch.needs, one.days))]
        pairs.append(hands.call(merging.compare, stretch.first, *hands.parts(needed, place)))
    return hands.call(merging.join, *pairs)


def _write(groups: list[Group], merged: Merged, found: Gathered, job: Job, hands: Hands) -> list[Written]:
    """Write all parts: what stands above the articles, clusters of statements, articles, and the end."""
    version, numbers = whole_version(), count()

    def task(files: dict[str, tuple[str, ...]]) -> bytes:
        return pack(ToWrite(version, job.output, f"part-{next(numbers):05d}.nt.gz", files))

    above = hands.part(merged.whole, merging.ABOVE)
    parts = [hands.call(writing.write_above, task({}), above)]
    clusters = hands.parts(merged.clustered, merging.CLUSTERS)
    parts += [hands.call(writing.write_clusters, task({}), some) for some in clusters]
    for place, group in enumerate(groups):
        files = {i: found.files[i] for i in group.ids if i in found.files}
        extractions = hands.part(group.extracted, reading.EXTRACTIONS)
        members = hands.parts(merged.clustered, merging.MEMBERS + place)
        parts.append(hands.call(writing.write_articles, task(files), extractions, merged.namings[place], *members))
    done = 0

    def seen(_: bytes) -> None:
        nonlocal done
        done += 1
        job.tell("write", done, len(parts))

    written = [unpack(data, Written) for data in hands.results(parts, seen)]
    rest = hands.call(writing.write_rest, task({}), above, pack(_ending(written)))
    return [*written, unpack(hands.results([rest])[0], Written)]


def _ending(written: list[Written]) -> Ending:
    publishers: dict[str, tuple[str, Any]] = {}
    for one in written:
        for term, first in one.publishers.items():
            publishers[term] = min(first, publishers.get(term, first))
    return Ending(
        publishers=tuple(triples for _, triples in publishers.values()),
        conflicts=tuple(sorted({conflict for one in written for conflict in one.conflicts})),
        countries=tuple(sorted({country for one in written for country in one.countries})),
    )


def _tally(told: list[Told]) -> Tally:
    tally = Tally()
    for one in told:
        tally.include(one.counts, one.publishers, one.unresolved)
    return tally
