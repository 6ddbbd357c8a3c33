"""kg merges: proposed merges to review."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option

if TYPE_CHECKING:
    from kg.model import MergeDecision
    from kg.rdf import Graph

DECISIONS = """
SELECT ?kind ?left ?right ?judgement ?score (GROUP_CONCAT(?reason; separator="; ") AS ?reasons) {
    ?d a dkg:MergeDecision ; dkg:mergeKind ?kind ; dkg:left ?left ; dkg:right ?right ; dkg:judgement ?judgement ;
       dkg:confidence ?score .
    OPTIONAL { ?d dkg:reason ?reason }
} GROUP BY ?kind ?left ?right ?judgement ?score
"""
REPORTS = """
SELECT ?report (SAMPLE(?text) AS ?words) (SAMPLE(?file) AS ?source) {
    ?report a dkg:MeetingReport ; dkg:evidence/dkg:exact ?text ; dkg:inArticle/dkg:sourceFile ?file .
} GROUP BY ?report
"""
WIDTH = 120  # characters of a passage shown to the reviewer


@click.command(name="merges", epilog="Example: kg merges > review.tsv; kg build seeds --decisions review.tsv")
@graph_option
@click.option(
    "--judgement",
    type=click.Choice(["unsure", "same", "different", "all"]),
    default="unsure",
    show_default=True,
    help="Which decisions to list.",
)
def command(graph: Path, judgement: str) -> None:
    """List the merges that the rules left open, with what each side says, as a file to be reviewed.

    Write same or different into the fourth column and give the file to kg build --decisions: it is replayed by every
    build, and a "different" keeps two whole clusters apart.
    """
    from kg.merge import write_decisions
    from kg.rdf import open_graph

    opened = open_graph(graph)
    found = [d for d in _decisions(opened) if judgement in ("all", d.judgement.value)]
    words = _words(opened) if any(d.kind == "meeting" for d in found) else {}
    header, *lines = write_decisions(found).splitlines()
    click.echo(header)
    for line in lines:
        _, left, right, *_ = line.split("\t")
        for side in (left, right):
            if side in words:
                click.echo(f"# {words[side]}")
        click.echo(line)


def _decisions(graph: "Graph") -> Iterator["MergeDecision"]:
    from kg.model import Judgement, MergeDecision

    for kind, left, right, judgement, score, reasons in graph.rows(DECISIONS):
        yield MergeDecision(
            kind=kind or "",
            left=left or "",
            right=right or "",
            judgement=Judgement(judgement or ""),
            score=float(score or 0),
            reasons=tuple(sorted((reasons or "").split("; "))),
        )


def _words(graph: "Graph") -> dict[str, str]:
    """Report ids (article/report) -> file and words, on one line."""
    words: dict[str, str] = {}
    for report, text, file in graph.rows(REPORTS):
        tail = (report or "").rsplit("/", 1)[-1].replace("-", "/", 1)
        words[tail] = " ".join(f"{file}: {text}".split())[:WIDTH]
    return words
