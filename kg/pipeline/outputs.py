"""Writing all outputs of a build into one folder: the graph, then what is measured and drawn from it."""

from collections.abc import Callable, Collection, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from kg.config import Config
from kg.model import EntityKind, KnowledgeBase
from kg.pipeline.blocks import Blocks
from kg.pipeline.pages import Whole
from kg.pipeline.report import TROUBLES, Digests, write_report
from kg.rdf.terms import Triple
from kg.rdf.writer import NTRIPLES, TURTLE, write_blocks
from kg.viewmodel import Account

Tell = Callable[[str, int, int], None]

# Articles that the analysis and the pages take in at the most, those of the best reported meetings first: a view takes
# about 40 KB an article. Of a larger archive the front page says what is left out; `kg view` and `kg stats` read more.
VIEWED = 10_000


def chosen(kb: KnowledgeBase, articles: Collection[str]) -> frozenset[str]:
    """The articles that the analysis and the pages take in."""
    if len(articles) <= VIEWED:
        return frozenset(articles)
    strongest = sorted(kb.meetings, key=lambda m: (-m.publisher_count, -m.source_count, -m.confidence, m.id))
    ranked = dict.fromkeys(article for meeting in strongest for article, _ in meeting.reports)
    ranked.update(dict.fromkeys(sorted(articles)))
    return frozenset(islice(ranked, VIEWED))


def write_outputs(folder: Path, blocks: Blocks, summary: Mapping[str, Any], *, config: Config, tell: Tell) -> None:
    """Write graph.ttl and graph.nt.gz; where there is a painter also the analysis and the pages; then the report."""
    painter = blocks.painter

    def ended(rest: tuple[Triple, ...]) -> None:
        if painter:
            tell("pages", 0, 0)
            is_complete = len(blocks.viewed) == len(blocks.articles)
            whole = Whole(is_complete=is_complete, rest=rest, size=_size(blocks.kb), account=account(summary))
            painter.begin(folder, whole)

    write_blocks(folder, blocks.all(config.output, tell=tell), blocks.kb, old=config.output, ended=ended)
    blocks.workers.stop()  # what they hold is of no further use
    blocks.release()
    digests = Digests()
    for name in (TURTLE, NTRIPLES):
        digests.begin(folder / name)
    blocks.remember(folder)
    blocks.cache.keep(blocks.gathered.sources, blocks.gathered.variants)
    if painter:
        painter.end(folder)
    write_report(folder, summary, digests)


def _size(kb: KnowledgeBase) -> int:
    """The number of nodes that a view of the whole would have, issues apart."""
    return len(kb.meetings) + sum(thing.kind is not EntityKind.PLACE for thing in kb.things)


def account(summary: Mapping[str, Any]) -> Account:
    """What the front page says of the files of a build."""
    outcomes = summary["inputs"]
    skipped = [f for f in summary["files"] if f["outcome"] in TROUBLES]
    unresolved = summary["unresolved"]
    return Account(
        read=outcomes.get("read", 0),
        skipped=tuple((f["file"], f["reason"]) for f in skipped),
        duplicates=outcomes.get("duplicate", 0),
        unresolved=tuple(unresolved["most"].items()),
        unresolved_count=unresolved["names"],
    )
