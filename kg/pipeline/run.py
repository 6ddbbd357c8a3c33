"""The loop of a build: read, extract, merge, write."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg import read
from kg.config import Config
from kg.errors import InputError, OutputError
from kg.knowledge.gazetteer import load_gazetteer
from kg.merge import load_decisions
from kg.merge import run as merge
from kg.model import Extraction
from kg.pipeline.cache import Cache, iterate
from kg.pipeline.codec import rules_version
from kg.pipeline.gather import Gathered, gather
from kg.pipeline.outputs import write_outputs
from kg.pipeline.publish import cache_folder, locked, staged
from kg.pipeline.report import FileOutcome, Tally, summarise, write_report
from kg.pipeline.work import extract_all

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
        cache = Cache(cache_folder(settings.output) / "build.sqlite")
        try:
            return _build(list(inputs), settings, cache, tell)
        except sqlite3.DatabaseError as error:  # a full disk, above all
            raise OutputError(f"cannot write beside {settings.output}: {error}") from error
        finally:
            cache.close()


def _build(inputs: list[str | Path], config: Config, cache: Cache, tell: Progress) -> BuildResult:
    gathered = gather(cache, read.discover(inputs), workers=config.workers, tell=tell)
    _check_readable(gathered, config)
    gathered = gathered.marked(rules_version())
    failures = extract_all(cache, gathered, workers=config.workers, tell=tell)
    gathered = gathered.without(failures)
    _check_readable(gathered, config)
    tell("merge", 0, 0)
    tally = Tally()
    decisions = load_decisions(config.decisions) if config.decisions else ()
    gazetteer = load_gazetteer()
    kb = merge(_counted(extractions(cache, gathered), tally), gazetteer, decisions=decisions)
    summary = summarise(gathered.outcomes, tally, kb)
    with staged(config.output) as folder:
        write_outputs(folder, lambda: extractions(cache, gathered), kb, summary, config=config, tell=tell)
        write_report(folder, summary)
    cache.keep(gathered.sources, gathered.files)
    return BuildResult(report=summary, complete=not _troubles(gathered.outcomes))


def extractions(cache: Cache, gathered: Gathered) -> Iterator[Extraction]:
    """The extractions of all articles, sorted by article id, under the file names they were found at."""
    for extraction in iterate(cache, sorted(gathered.marks.items())):
        names = gathered.files[extraction.article.id]
        article = replace(extraction.article, source_file=names[0], other_files=names[1:])
        yield replace(extraction, article=article)


def _check_readable(gathered: Gathered, config: Config) -> None:
    troubles = _troubles(gathered.outcomes)
    if not gathered.files:
        reason = f": {troubles[0].file}: {troubles[0].reason}" if troubles else ""
        raise InputError(f"no article could be read{reason}")
    if config.strict and troubles:
        raise InputError(f"{len(troubles)} files cannot be read; the first is {troubles[0].file}: {troubles[0].reason}")


def _troubles(outcomes: Iterable[FileOutcome]) -> list[FileOutcome]:
    return [f for f in outcomes if f.outcome in ("unreadable", "failed")]


def _counted(stream: Iterable[Extraction], tally: Tally) -> Iterator[Extraction]:
    for extraction in stream:
        tally.add(extraction)
        yield extraction


def _silent(what: str, done: int, total: int) -> None:
    """Say nothing."""
