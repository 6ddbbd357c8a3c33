"""The stages of a build, and stock pieces that do the like, as functions over the same articles."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from kg import extract, link, nlp, read
from kg.config import Config
from kg.model import Article, Extraction
from kg.pipeline import build
from kg.pipeline.codec import pack
from kg.pipeline.gist import gist_of
from kg.pipeline.pool import Workers
from kg.read import Source, read_source

Clock = Callable[[], float]
cpu: Clock = time.process_time  # what else runs on the machine counts little


def sources(folder: Path, most: int | None = None) -> list[Source]:
    """The files of a folder; of more than `most` of them so many, evenly spaced."""
    found = [source for source in read.discover([folder]) if isinstance(source, Source)]
    if most is None or most >= len(found):
        return found
    return [found[i * len(found) // most] for i in range(most)]


def articles(files: Iterable[Source]) -> list[Article]:
    """The articles of the files."""
    return [item for source in files for item in read_source(source) if isinstance(item, Article)]


def timed(function: Callable[[], Any], *, clock: Clock = cpu) -> tuple[float, Any]:
    """Seconds of processor time, and the result."""
    start = clock()
    result = function()
    return clock() - start, result


def parts(files: Sequence[Source]) -> tuple[dict[str, float], list[Article], list[Extraction]]:
    """Seconds of each stage up to an article's extraction and its keys, with what they gave."""
    times: dict[str, float] = {}

    def run(name: str, function: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
        times[name], found = timed(lambda: [function(item) for item in items])
        return list(found)

    with Workers(1):  # as in a build: few collections of garbage, products of matrices on one thread
        given = [a for found in run("read", read_source, files) for a in found if isinstance(a, Article)]
        linked = run("link", link.run, run("names, titles, dates", nlp.run, given))
        extractions = run("meetings, statements", extract.run, linked)
        run("keys and keeping", lambda e: (pack(e), pack(gist_of(e))), extractions)
    return times, given, extractions


def whole(files: Sequence[Source], folder: Path, *, pages: bool = True, jobs: int = 1) -> dict[str, float]:
    """Seconds of each stage of a whole build into a new folder, on the processor."""
    times: dict[str, float] = {}
    stage, since = "read", cpu()

    def tell(what: str, _done: int, _total: int) -> None:
        nonlocal stage, since
        if what != stage:
            now = cpu()
            times[stage] = times.get(stage, 0.0) + now - since
            stage, since = what, now

    build([source.path for source in files], Config(output=folder, jobs=jobs, pages=pages), progress=tell)
    tell("end", 0, 0)
    return times


def warm() -> None:
    """Load all libraries and tables, which is done once a process."""
    text = "美国国务卿布林肯(Antony Blinken)9月27日在纽约会见王毅，强调了台湾海峡和平的重要性。"
    article = read.parse_source(Source(name="a.txt", path=Path("a.txt")), text.encode())[0]
    assert isinstance(article, Article)
    gist_of(extract.run(link.run(nlp.run(article))))


def posseg(given: Iterable[Article]) -> None:
    """Words with their parts of speech, as `jieba.posseg` tells them."""
    import jieba.posseg

    for article in given:
        list(jieba.posseg.cut(article.text))


def warm_posseg() -> None:
    """Load jieba's dictionaries."""
    import jieba

    jieba.setLogLevel(60)
    with redirect_stdout(StringIO()):
        import jieba.posseg

        list(jieba.posseg.cut("美国国务卿布林肯在纽约会见王毅"))
