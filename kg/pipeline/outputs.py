"""Writing all outputs of a build into one folder: the graph, then what is measured and drawn from it."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg import analysis, rdf, view
from kg.config import Config
from kg.model import Extraction, KnowledgeBase
from kg.rdf.project import project
from kg.viewmodel import Account

Tell = Callable[[str, int, int], None]


def write_outputs(
    folder: Path,
    extractions: Callable[[], Iterator[Extraction]],
    kb: KnowledgeBase,
    summary: Mapping[str, Any],
    *,
    config: Config,
    tell: Tell,
) -> None:
    """Write graph.ttl and graph.nt.gz; unless pages are not wanted, also the analysis and the pages."""
    tell("write", 0, 0)
    rdf.write(folder, extractions(), kb)
    if not config.pages:
        return
    tell("pages", 0, 0)
    seen = project(rdf.open_graph(folder / "graph.ttl", keep=False).rows)
    tables = analysis.run(seen)
    for name, data in analysis.files(seen, tables).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    for name, page in view.pages(seen, tables, account=account(summary), top=config.top).items():
        (folder / name).write_bytes(page)


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
