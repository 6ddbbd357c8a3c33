"""The loop of a build: read, extract, merge, write."""

import sqlite3
from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cache as once
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any

import msgspec

from kg import read
from kg.config import Config
from kg.errors import InputError, OutputError
from kg.ids import digest
from kg.knowledge.gazetteer import load_gazetteer
from kg.merge import Decided, Memory, load_decisions, merge_archive
from kg.pipeline.blocks import Blocks
from kg.pipeline.cache import Cache, DamagedError
from kg.pipeline.codec import decided_version, pack, recall, whole_version
from kg.pipeline.copies import find_copies
from kg.pipeline.gather import Gathered, gather
from kg.pipeline.lesson import learn
from kg.pipeline.lots import Lots
from kg.pipeline.outputs import chosen, write_outputs
from kg.pipeline.pages import Painter, painting
from kg.pipeline.pool import FEW, Workers, uncollected
from kg.pipeline.publish import cache_folder, locked, staged
from kg.pipeline.report import TROUBLES, FileOutcome, known, read_report, summarise
from kg.pipeline.stamps import stamp_of, whole_stamp_of
from kg.pipeline.work import Crew, extract_all, reader_of

DECIDED = "decided"  # the sheet of what was decided of meetings
Progress = Callable[[str, int, int], None]  # (what is being done, how many are done, of how many or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """The report of a build, and whether every file given was read."""

    report: dict[str, Any]
    complete: bool


def build(
    inputs: Iterable[str | Path], config: Config | None = None, *, progress: Progress | None = None
) -> BuildResult:
    """Build the graph, the analysis and the pages of the inputs into `config.output`.

    Raises InputError if no article at all can be read (or, with `strict`, if any file cannot), OutputError before any
    work if the folder cannot be written. The bytes written depend on the articles and the rules alone: not on the
    order of the inputs, the number of workers, or what an earlier build remembered.
    """
    settings = config or Config()
    tell = progress or _silent
    with locked(settings.output):
        try:
            with closing(Cache(cache_folder(settings.output) / "build.sqlite")) as cache:
                sources = list(inputs)
                try:
                    return _with_workers(sources, settings, cache, tell)
                except (DamagedError, sqlite3.DatabaseError, UnicodeDecodeError) as error:
                    if isinstance(error, sqlite3.OperationalError):  # not the file is at fault, but a full disk, say
                        raise
                    _mend(cache)
                    return _with_workers(sources, settings, cache, tell)
        except sqlite3.DatabaseError as error:  # a full disk, above all
            raise OutputError(f"cannot write beside {settings.output}: {error}") from error


def _mend(cache: Cache) -> None:
    """Forget what is damaged: some rows, or everything where the file itself is."""
    try:
        cache.mend()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        cache.clear()


def _with_workers(inputs: list[str | Path], config: Config, cache: Cache, tell: Progress) -> BuildResult:
    with Workers(config.workers) as workers:
        return _build(inputs, config, cache, workers, tell)


def _build(inputs: list[str | Path], config: Config, cache: Cache, workers: Workers, tell: Progress) -> BuildResult:
    lots = Lots(cache)
    with ExitStack() as stack:

        @once
        def painter() -> Painter | None:
            """Who makes the pages: begun while few articles are extracted, or when all are."""
            return stack.enter_context(painting(cache, config))

        gathered = _extracted(inputs, config, lots, workers, tell, painter)
        complete = not troubles(gathered.outcomes)
        key = _key_of(gathered, config)
        if cache.built() == (key, whole_stamp_of(config.output)):
            return BuildResult(report=read_report(config.output), complete=complete)
        stack.enter_context(uncollected())
        tell("merge", 0, 0)
        blocks, summary = _merged(gathered, config, lots, workers, painter())
        with staged(config.output) as folder:
            write_outputs(folder, blocks, summary, config=config, tell=tell)
    cache.keep_graph(stamp_of(config.output))
    cache.put_built(key, whole_stamp_of(config.output))
    return BuildResult(report=summary, complete=complete)


def _extracted(
    inputs: list[str | Path],
    config: Config,
    lots: Lots,
    workers: Workers,
    tell: Progress,
    begin_painting: Callable[[], object],
) -> Gathered:
    """All sources, with the extraction of every article in the cache. Raises InputError."""
    cache = lots.cache
    sources = read.discover(inputs)
    first = list(islice(sources, FEW))
    with reader_of(cache, few=len(first) < FEW, alone=config.workers == 1) as reader:
        gathered = gather(cache, chain(first, sources), workers=workers, tell=tell)
        check_readable(gathered, config)
        with uncollected():
            lesson = learn(cache, gathered.files)
        marks = {name: mark for name, (mark, _) in cache.told().items()}

        def meanwhile(ids: Collection[str]) -> None:
            with uncollected():
                lots.begin({name: marks[name] if name in ids else "" for name in gathered.files})
                begin_painting()

        crew = Crew(workers, reader, meanwhile)
        failures = extract_all(cache, gathered.variants, lesson, crew=crew, tell=tell)
    gathered = gathered.without(failures)
    check_readable(gathered, config)
    return gathered.marked({name: mark for name, (mark, _) in cache.told().items()})


def _merged(
    gathered: Gathered, config: Config, lots: Lots, workers: Workers, painter: Painter | None
) -> tuple[Blocks, dict[str, Any]]:
    """The blocks of the graph, which hold the only reference to all that was decided, and the report."""
    cache, pile = lots.cache, lots.pile(gathered.marks)
    decisions = load_decisions(config.decisions) if config.decisions else ()
    copies = find_copies(cache, gathered.marks)
    memory = Memory(recall(cache.sheet(DECIDED, decided_version()), Decided))
    kb = merge_archive(pile.archive, load_gazetteer(), decisions=decisions, copies=copies, memory=memory)
    if (decided := memory.decided()) is not None:
        cache.put_sheet(DECIDED, decided_version(), pack(decided))
    summary = summarise(gathered.outcomes, pile.tally, known(kb))
    viewed = chosen(kb, gathered.marks) if painter else frozenset[str]()
    return Blocks(cache, gathered, kb, workers=workers, viewed=viewed, painter=painter), summary


def _key_of(gathered: Gathered, config: Config) -> str:
    """A digest of all that the outputs depend on."""
    decisions = sha256(config.decisions.read_bytes()).hexdigest() if config.decisions else ""
    outcomes = msgspec.to_builtins(gathered.outcomes)
    return digest(whole_version(), config.pages, config.top, decisions, outcomes, sorted(gathered.marks.items()))


def check_readable(gathered: Gathered, config: Config) -> None:
    """Raise InputError if no article is there, or, with `strict`, if anything could not be read."""
    found = troubles(gathered.outcomes)
    if not gathered.files:
        reason = f": {found[0].file}: {found[0].reason}" if found else ""
        raise InputError(f"no article could be read{reason}")
    if config.strict and found:
        raise InputError(f"{len(found)} files cannot be read; the first is {found[0].file}: {found[0].reason}")


def troubles(outcomes: Iterable[FileOutcome]) -> list[FileOutcome]:
    """What could not be read, or failed."""
    return [f for f in outcomes if f.outcome in TROUBLES]


def _silent(*_: object) -> None:
    """Say nothing."""
