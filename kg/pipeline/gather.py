"""Reading all sources: what was read before and is unchanged is not read again."""

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from msgspec import structs

from kg.deadline import within
from kg.errors import in_words
from kg.ids import digest
from kg.learn import Introductions, introductions
from kg.model import Article
from kg.pipeline.cache import Cache, Read, Reading, Remembered
from kg.pipeline.codec import encode, pack, rules_version
from kg.pipeline.pool import Workers, spread
from kg.pipeline.report import FileOutcome
from kg.pipeline.stamps import state_of
from kg.read import Kind, Skipped, Source, load_source, parse_source

Tell = Callable[[str, int, int], None]
MINOR = ("ignored", "duplicate")  # kinds of skipping that are no trouble
BATCH = 64  # sources written to the cache in one transaction
SETTLED = 2_000_000_000  # nanoseconds after which a file's times tell of every change: the coarsest clock ticks in 2 s


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Every source with its outcome; of each article, by id, the names of the files that hold it (sorted), the variant
    that counts, and its mark.
    """

    sources: tuple[str, ...]
    outcomes: tuple[FileOutcome, ...]
    files: dict[str, tuple[str, ...]]
    variants: dict[str, str]
    marks: dict[str, str] = field(default_factory=dict)

    def marked(self, marks: Mapping[str, str]) -> "Gathered":
        """The same, with the marks of the extractions."""
        return replace(self, marks={i: marks[i] for i in self.files})

    def without(self, failures: dict[str, tuple[str, str]]) -> "Gathered":
        """The same without the articles that failed: id -> (stage, error)."""
        failed = {
            name: FileOutcome(file=name, outcome="failed", article=i, stage=stage, reason=reason)
            for i, (stage, reason) in failures.items()
            for name in self.files[i]
        }
        return replace(
            self,
            outcomes=tuple(failed.get(f.file, f) for f in self.outcomes),
            files={i: names for i, names in self.files.items() if i not in failures},
            marks={i: mark for i, mark in self.marks.items() if i not in failures},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A source to read, unless its bytes still bear the known mark."""

    source: Source
    known: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A source that was read; `reading` is None if it is unchanged."""

    name: str
    stamp: str
    mark: str
    reading: Reading | None
    articles: tuple[tuple[str, bytes, bytes], ...] = ()  # id, article and what it introduces, packed


def gather(cache: Cache, sources: Iterable[Source | Skipped], *, workers: Workers, tell: Tell) -> Gathered:
    """Read all sources into the cache."""
    skipped: list[Skipped] = []
    readings: dict[str, Reading] = {}  # by name, in the order of the sources
    remembered = cache.sources()
    stamps: dict[str, str] = {}
    rows: list[Read] = []
    tasks = _to_read(_only_sources(sources, skipped), remembered, readings)
    for done in spread(read_task, tasks, workers=workers, lost=not_read):
        if done.reading is not None:
            readings[done.name] = done.reading
            found = Remembered(stamp=done.stamp, mark=done.mark, reading=done.reading)
            rows.append(Read(done.name, found, done.articles))
        elif done.stamp:
            stamps[done.name] = done.stamp
        if len(rows) >= BATCH:
            cache.put_readings(rows)
            rows = []
        tell("read", len(readings), 0)
    cache.put_readings(rows)
    cache.put_stamps(stamps)
    return gathered(readings, skipped)


def _to_read(
    sources: Iterable[Source], remembered: Mapping[str, Remembered], readings: dict[str, Reading]
) -> Iterator[Task]:
    """The sources that may have changed; what was remembered of each source is put into `readings`."""
    for source in sources:
        known = remembered.get(source.name)
        readings[source.name] = known.reading if known else Reading()
        if known is None or not known.stamp or known.stamp != source_stamp(source):
            yield Task(source=source, known=known.mark if known else None)


def source_stamp(source: Source) -> str:
    """What changes when the file of a source is written to or replaced, with the rules; empty where nothing tells.

    A file that has just changed could change again within the same tick of the file system's clock: it has none.
    """
    if source.data is not None or source.may_wait:
        return ""
    try:
        found = source.path.stat()
    except OSError:
        return ""
    if time.time_ns() - max(found.st_ctime_ns, found.st_mtime_ns) < SETTLED:
        return ""
    return digest(rules_version(), state_of(found))


def read_task(task: Task) -> Done:
    """Read one source; nothing that it holds can stop the build."""
    name, stamp = task.source.name, source_stamp(task.source)  # before the reading, so that a later change shows
    data = load_source(task.source)
    if isinstance(data, Skipped):
        return Done(name=name, stamp="", mark="", reading=Reading(skipped=(data,)))
    mark = digest(rules_version(), hashlib.sha256(data).hexdigest())
    if mark == task.known:
        return Done(name=name, stamp=stamp, mark=mark, reading=None)
    try:
        items = parse_source(task.source, data)
        found = [i for i in items if isinstance(i, Article)]
        articles = tuple((i.id, pack(i), pack(_introduced(i))) for i in found)
    except Exception as error:  # a fault of the reader; the other files are still read
        return not_read(task, in_words(error))
    reading = Reading(
        articles=tuple((a.id, a.source_file, variant_of(a)) for a in found),
        skipped=tuple(i for i in items if isinstance(i, Skipped)),
    )
    return Done(name=name, stamp=stamp, mark=mark, reading=reading, articles=articles)


def variant_of(article: Article) -> str:
    """A digest of all but the name of the file: two files may give one text another date."""
    return hashlib.sha256(encode(structs.replace(article, source_file=""))).hexdigest()[:16]


def _introduced(article: Article) -> Introductions:
    """What an article introduces; nothing if that cannot be told, for then its extraction fails too and is counted."""
    try:
        with within():
            return introductions(article)
    except Exception:
        return Introductions()


def not_read(task: Task, reason: str) -> Done:
    """A source whose reading failed, for a reason."""
    skipped = Skipped(source_file=task.source.name, reason=reason, kind=Kind.FAILED)
    return Done(name=task.source.name, stamp="", mark="", reading=Reading(skipped=(skipped,)))


def _only_sources(sources: Iterable[Source | Skipped], skipped: list[Skipped]) -> Iterator[Source]:
    for source in sources:
        if isinstance(source, Skipped):
            skipped.append(source)
        else:
            yield source


def gathered(readings: Mapping[str, Reading], skipped: list[Skipped]) -> Gathered:
    """What became of every source, from the readings of sources by name and from what was skipped before."""
    files: dict[str, list[str]] = defaultdict(list)
    variants: dict[str, str] = {}  # of several, the last counts
    outcomes = [_skipped_outcome(s) for s in skipped]
    for reading in readings.values():
        outcomes += [_skipped_outcome(s) for s in reading.skipped]
        for article_id, name, variant in reading.articles:
            files[article_id].append(name)
            variants[article_id] = variant
    for article_id, found in files.items():
        first, *others = sorted(found)
        outcomes.append(FileOutcome(file=first, outcome="read", article=article_id))
        reason = f"the same article as {first}"
        outcomes += [FileOutcome(file=o, outcome="duplicate", article=article_id, reason=reason) for o in others]
    named = {i: tuple(sorted(set(found))) for i, found in sorted(files.items())}
    ordered = tuple(sorted(outcomes, key=lambda o: (o.file, o.outcome)))
    return Gathered(sources=tuple(readings), outcomes=ordered, files=named, variants=variants)


def _skipped_outcome(skipped: Skipped) -> FileOutcome:
    outcome = skipped.kind if skipped.kind in (*MINOR, "failed") else "unreadable"
    return FileOutcome(file=skipped.source_file, outcome=outcome, stage=skipped.stage, reason=skipped.reason)
