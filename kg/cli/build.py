"""kg build: articles -> outputs."""

import sys
from pathlib import Path
from typing import Any

import click

from kg.cli.progress import shown_progress
from kg.config import NODES, load_config
from kg.counts import counted
from kg.pipeline import build
from kg.pipeline.report import TROUBLES


@click.command(
    name="build",
    epilog="Example: kg build seeds -o outputs; find news -name '*.md' | kg build - -o outputs",
)
@click.argument("inputs", nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(file_okay=False), help="Output folder [outputs].")
@click.option("-j", "--jobs", type=click.IntRange(min=0), help="Worker processes; 0: one a core [0].")
@click.option("--strict", is_flag=True, default=None, help="Write nothing unless every file can be read.")
@click.option("--pages/--no-pages", default=None, help="Write the HTML pages [pages].")
@click.option("--top", type=click.IntRange(min=1), help=f"Nodes of the network page at the most [{NODES}].")
@click.option("--decisions", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Reviewed merges.")
@click.option("--cluster", metavar="ADDRESS", help="Build on the workers of a Dask scheduler: tcp://HOST:8786.")
@click.option("--part", type=click.IntRange(min=1), default=1000, show_default=True, help="Articles of a part there.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on stderr.")
def command(
    inputs: tuple[str, ...], output: str | None, cluster: str | None, part: int, quiet: bool, **options: Any
) -> None:
    """Build graph, analysis and pages of INPUTS: files, folders, archives, or - for a list of paths on stdin.

    With --cluster, INPUTS and the output folder may be addresses that fsspec knows (s3://…), and the output is the
    graph in parts of N-Triples with the report.

    Exit code 0: all files were read; 1: some were not (see report.json); 2: none was, or the outputs cannot be written.
    """
    config = load_config(output=None if output is None else Path(output), **options)
    place = output or str(config.output)
    with shown_progress(quiet=quiet) as progress:
        if cluster:
            from kg.pipeline.cluster import build_on_cluster

            result = build_on_cluster(inputs, cluster, place, config, size=part, progress=progress)
        else:
            result = build(inputs, config, progress=progress)
    for outcome in result.report["files"]:
        if outcome["outcome"] in TROUBLES:
            click.echo(f"kg: {outcome['file']}: {outcome['reason']}", err=True)
    if not quiet:
        click.echo(_summary(result.report, place), err=True)
    sys.exit(0 if result.complete else 1)


def _summary(report: dict[str, Any], output: str) -> str:
    things, accounts = report["things"], report["accounts"]
    counts = {
        "article": report["inputs"].get("read", 0),
        "person": things.get("person", 0),
        "meeting": things.get("meeting", 0),
        "statement": accounts.get("statements", 0),
    }
    return f"{', '.join(counted(number, word) for word, number in counts.items())} -> {output}"
