"""kg stats: the network analysis as tables, CSV, GraphML or GEXF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import format_option, graph_option, terminal_width

if TYPE_CHECKING:
    from kg.viewmodel import Cell, Table

WIDEST = 40  # characters of a cell in a table for people
EPILOG = (
    "Example: kg stats; kg stats encounters --top 20; kg stats agenda --format csv > agenda.csv; kg stats -o tables"
)


@click.command(name="stats", epilog=EPILOG)
@click.argument("name", required=False)
@graph_option
@format_option("table", "csv", "graphml", "gexf", about="Form of the tables, or the network as a file.")
@click.option("--top", type=click.IntRange(min=1), help="Rows of a table at the most [10, with csv all].")
@click.option("--since", help="From this day, month or year on.")
@click.option("--until", help="Up to this day, month or year.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Write every file into a folder."
)
def command(name: str | None, graph: Path, form: str, output: Path | None, **options: str | int | None) -> None:
    """Show the tables of the analysis, or only the one called NAME, on stdout.

    Tables: nodes, communities, encounters, party_encounters, issue_pairs, agenda, publisher_issues, meetings_by_month,
    positions, readouts.
    """
    from kg import analysis
    from kg.errors import UsageError
    from kg.rdf import open_graph
    from kg.rdf.project import project
    from kg.view.select import Subset, select

    since, until, top = options["since"], options["until"], options["top"]
    whole = project(open_graph(graph).rows)
    part, _ = select(whole, Subset(since=str(since) if since else None, until=str(until) if until else None))
    tables = analysis.run(part)
    if output is not None:
        _write(output, analysis.files(part, tables))
    elif form in ("graphml", "gexf"):
        click.echo(analysis.files(part, tables)[f"graph.{form}"], nl=False)
    else:
        chosen = [table for table in tables.tables if name in (None, table.name)]
        if not chosen:
            raise UsageError(f"no table {name}; there are {', '.join(table.name for table in tables.tables)}")
        if form == "csv" and name is None:
            raise UsageError("with --format csv name a table, or give -o for all")
        for table in chosen:
            click.echo(_shown(table, form, int(top) if top else None), nl=False)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    from kg.cli.writing import writing

    with writing(folder):
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    click.echo("\n".join(str(folder / name) for name in files))


def _shown(table: Table, form: str, top: int | None) -> str:
    from msgspec.structs import replace

    from kg.analysis import to_csv
    from kg.rdf.render import aligned

    if form == "csv":
        return to_csv(replace(table, rows=table.rows[:top]))
    rows = table.rows[: top or 10]
    lines = aligned([table.columns, *([_short(cell) for cell in row] for row in rows)], width=terminal_width())
    more = [f"({len(table.rows) - len(rows)} more rows)"] if len(table.rows) > len(rows) else []
    return "\n".join([f"# {table.name}", *lines, *more]) + "\n\n"


def _short(cell: Cell) -> str:
    """One line of printable text, cut where it is long."""
    text = "" if cell is None else "".join(char if char.isprintable() else " " for char in str(cell))
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
