"""kg explain: a fact and the passages behind it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option, language_option

if TYPE_CHECKING:
    from kg.rdf.explain import Explanation, Proof


@click.command(name="explain", epilog="Example: kg explain person:wang-yi; kg explain statement:… --json")
@click.argument("fact")
@graph_option
@language_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(fact: str, graph: Path, lang: str, as_json: bool) -> None:
    """Show what the graph says of FACT, and the passages that say so, with rule and confidence.

    FACT is an IRI, a prefixed name (meeting:…, statement:…, person:…), or the name of a meeting,
    an entity or an issue.
    """
    from kg.rdf import open_graph
    from kg.rdf.explain import explain

    found = explain(open_graph(graph), fact, lang)
    click.echo(_json(found) if as_json else _text(found))


def _json(found: Explanation) -> str:
    import json
    from dataclasses import asdict

    return json.dumps(asdict(found), ensure_ascii=False, indent=1)


def _text(found: Explanation) -> str:
    from kg.rdf.render import one_line

    lines = [one_line(found.title), found.iri, ""]
    lines += [f"  {one_line(name)}: {one_line(value)}" for name, value in found.statements]
    lines += [f"  reports differ: {one_line(', '.join(difference))}" for difference in found.differences]
    for number, proof in enumerate(found.proofs, start=1):
        lines += ["", f"[{number}] {one_line(_source(proof))}", f"    “{one_line(proof.exact)}”", f"    {_how(proof)}"]
    return "\n".join(lines)


def _source(proof: Proof) -> str:
    place = f"{proof.part} {proof.paragraph}".strip()
    parts = (proof.publisher, proof.published, proof.headline, place, f"characters {proof.start}-{proof.end}")
    return ", ".join(part for part in parts if part)


def _how(proof: Proof) -> str:
    from kg.rdf.render import compact_iri

    parts = (
        compact_iri(proof.account),
        f"rule {proof.rule}" if proof.rule else "",
        f"confidence {proof.confidence}" if proof.confidence else "",
        proof.url,
    )
    return ", ".join(part for part in parts if part)
