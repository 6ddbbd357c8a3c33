"""Writing all outputs of a build into one folder: the graph, then what is measured and drawn from it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from kg import analysis, view
from kg.config import Config
from kg.model import EntityKind, KnowledgeBase
from kg.parallel import Send, beside
from kg.pipeline.blocks import Blocks
from kg.pipeline.codec import pack, unpack
from kg.pipeline.report import Digests, write_report
from kg.rdf.watch import Watch
from kg.rdf.writer import NTRIPLES, TURTLE, write_blocks
from kg.viewmodel import Account, View

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


def write_outputs(
    folder: Path, blocks: Blocks, kb: KnowledgeBase, summary: Mapping[str, Any], *, config: Config, tell: Tell
) -> None:
    """Write graph.ttl and graph.nt.gz; if pages are wanted, also the analysis and the pages; then the report."""
    watch = Watch(is_whole=len(blocks.viewed) == len(blocks.articles))
    made = blocks.all(config.output, tell=tell)
    written = write_blocks(folder, made, kb, old=config.output, seen=lambda block: watch.take(block.part))
    blocks.workers.stop()  # what they hold is of no further use
    digests = Digests()
    for name in (TURTLE, NTRIPLES):
        digests.begin(folder / name)
    if config.pages:
        tell("pages", 0, 0)
        _write_pages(folder, watch.view(written.rest), kb, summary, config=config)
    write_report(folder, summary, digests)


def _write_pages(folder: Path, seen: View, kb: KnowledgeBase, summary: Mapping[str, Any], *, config: Config) -> None:
    """Write the tables and the pages; what is drawn is drawn beside the tables, and tells them the communities."""
    nodes = _size(kb) - len(seen.nodes)
    left = view.LeftOut(nodes=nodes, edges=0) if nodes > 0 else None
    known: dict[str, int] = {}

    def communities() -> dict[str, int]:
        known.update(known or analysis.communities_of(seen))
        return known

    def draw(send: Send) -> None:
        send(pack(communities()))
        _put(folder, view.maps(seen, communities(), top=config.top, left=left).items())

    with beside(draw, alone=config.workers == 1) as receive:

        def told() -> dict[str, int]:
            data = receive()
            known.update(unpack(data, dict[str, int]) if data else {})
            return communities()

        tables = analysis.run(seen, told)
        _put(folder, analysis.each_file(seen, tables))
        _put(folder, view.overviews(seen, tables, account=account(summary), left=left).items())


def _put(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for name, data in files:
        path = folder / name
        if path.parent != folder:
            path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


def _size(kb: KnowledgeBase) -> int:
    """The number of nodes that a view of the whole would have, issues apart."""
    return len(kb.meetings) + sum(thing.kind is not EntityKind.PLACE for thing in kb.things)


def account(summary: Mapping[str, Any]) -> Account:
    """What the front page says of the files of a build."""
    outcomes = summary["inputs"]
    skipped = [f for f in summary["files"] if f["outcome"] in ("unreadable", "failed")]
    unresolved = summary["unresolved"]
    return Account(
        read=outcomes.get("read", 0),
        skipped=tuple((f["file"], f["reason"]) for f in skipped),
        duplicates=outcomes.get("duplicate", 0),
        unresolved=tuple(unresolved["most"].items()),
        unresolved_count=unresolved["names"],
    )
