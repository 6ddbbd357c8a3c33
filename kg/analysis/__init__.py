"""Measures of a view with networkx: who stands where, who meets whom, which issues go together, and when."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.cells import SafeCells
from kg.patchwork import Piece, joined
from kg.viewmodel import Cell, Relation, Table, Tables, View


def load() -> None:
    """Load what measuring takes, while there is nothing to measure."""
    from kg.analysis import centrality, communities, export, matrix, positions

    del centrality, communities, export, matrix, positions


def communities_of(view: View) -> dict[str, int]:
    """The community of every node."""
    from kg.analysis import communities

    return communities.find(view)


def run(view: View, communities: Callable[[], dict[str, int]] | None = None, *, with_positions: bool = True) -> Tables:
    """All tables of the analysis, the community of every node and the matrix of every meeting.

    `communities` gives the communities, if something else finds them meanwhile; they are asked for late. Without
    positions that table, which is as large as all others, is left to be written in stretches.

    >>> [table.name for table in run(View()).tables][:3]
    ['nodes', 'communities', 'encounters']
    """
    from kg.analysis import agenda, centrality, encounters, issues, matrix, positions
    from kg.analysis.communities import table as communities_table

    matrices = matrix.matrices(view)
    plain = (
        encounters.table(view, Relation.PARTICIPANT, "encounters"),
        encounters.table(view, Relation.PARTY, "party_encounters"),
        issues.table(view),
        agenda.over_time(view),
        agenda.by_publisher(view),
        agenda.meetings_by_month(view),
        *([positions.table(view)] if with_positions else []),
        matrix.table(view, matrices),
    )
    found = communities() if communities else communities_of(view)
    tables = (centrality.table(view, found), communities_table(view, found), *plain)
    return Tables(tables=tables, communities=found, matrices=matrices)


def to_csv(table: Table) -> str:
    """A table as CSV with a header; no cell can become a formula."""
    return csv_rows([table.columns, *table.rows])


def csv_rows(rows: Iterable[Sequence[Cell]]) -> str:
    """The same of rows, whatever they are."""
    out = io.StringIO()
    safe = SafeCells()
    cells = ([safe[cell] if type(cell) is str else cell for cell in row] for row in rows)
    csv.writer(out, lineterminator="\n").writerows(cells)
    return out.getvalue()


def files(view: View, tables: Tables) -> dict[str, bytes]:
    """Every file of the analysis by its path below the outputs: analysis/*.csv, graph.graphml, graph.gexf."""
    networks = {name: joined(pieces) for name, pieces in exports(view, tables.communities)}
    return dict(csv_files(tables)) | networks


def csv_files(tables: Tables) -> Iterator[tuple[str, bytes]]:
    """The tables one by one, each made when it is asked for."""
    return ((f"analysis/{table.name}.csv", to_csv(table).encode()) for table in tables.tables)


def exports(view: View, communities: dict[str, int]) -> Iterator[tuple[str, Iterator[Piece]]]:
    """The network in the forms of other tools, in pieces."""
    from kg.analysis import export

    return export.files(view, communities)
