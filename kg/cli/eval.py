"""kg eval: a graph against gold annotations."""

from pathlib import Path

import click

from kg.cli.options import graph_option


@click.command(name="eval", epilog="Example: kg eval tests/eval/seeds --graph outputs/graph.ttl --misses")
@click.argument("gold", type=click.Path(path_type=Path, exists=True))
@graph_option
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
@click.option("--misses", is_flag=True, help="Also every name and meeting that was missed or is too much.")
@click.option("--reliability", is_flag=True, help="Also whether the confidence of statements means what it says.")
def command(gold: Path, graph: Path, as_json: bool, misses: bool, reliability: bool) -> None:
    """Precision, recall and F1 of GRAPH against the annotations GOLD: a folder of JSON files, or JSON Lines."""
    from kg import evaluation
    from kg.evaluation.gold import load_gold
    from kg.evaluation.graph import read_graph
    from kg.rdf import open_graph

    annotations = load_gold(gold)
    opened = open_graph(graph)
    scores = evaluation.score(read_graph(opened.rows), annotations)
    click.echo(evaluation.as_json(scores.table) if as_json else evaluation.as_table(scores.table))
    if reliability:
        from kg.evaluation import reliability as measure

        click.echo("\n" + measure.as_table(measure.reliability(opened.rows, annotations)))
    if misses:
        for miss in scores.misses:
            click.echo("\t".join(miss))
