"""readouts.html: for each meeting what each side is reported to have said and left out, and positions over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from kg.view import payload
from kg.view.page import assemble
from kg.view.select import narrow
from kg.viewmodel import Matrix, MatrixCell, MatrixRow, Node, Statement, Tables, View

MEETINGS = 400  # matrices in the page: those with most issues and articles; the CSV has all
STATEMENTS = 6000  # statements of sides in the plot of positions, the latest
STATES = ("said", "other-only", "omitted", "unknown")
SCRIPTS = ("base.js", "evidence.js", "readouts-matrix.js", "readouts-positions.js", "readouts.js")


def page(view: View, tables: Tables) -> bytes:
    """The page of a view and its matrices."""
    known = {node.id for node in view.nodes}
    ranked = sorted((m for m in tables.matrices if m.meeting in known), key=_rank)
    chosen = ranked[:MEETINGS]
    of_sides = [statement for statement in view.statements if statement.side]
    said = latest(of_sides, STATEMENTS)
    part = _part(view, chosen, said)
    numbers = payload.Numbers(part)
    blocks = {
        "readouts": {
            "things": [_thing(node) for node in part.nodes],
            "states": STATES,
            "matrices": [_matrix(matrix, numbers) for matrix in chosen],
            "left": len(ranked) - len(chosen),
            "leftSaid": len(of_sides) - len(said),
            "statements": [payload.statement_row(s, numbers) for s in said],
        },
        "evidence": payload.evidence(part),
        "terms": payload.terms(part),
    }
    return assemble("readouts", blocks, scripts=SCRIPTS)


def latest(statements: Sequence[Statement], most: int) -> list[Statement]:
    """The latest so many, by date and id."""
    days = sorted([statement.date or "" for statement in statements])
    since = days[-most] if len(days) > most else ""
    return sorted((s for s in statements if (s.date or "") >= since), key=lambda s: (s.date or "", s.id))[-most:]


def _rank(matrix: Matrix) -> tuple[int, int, str]:
    """Meetings of which two sides are told come first, then those with most cells filled."""
    filled = [cell for row in matrix.rows for cell in row.cells if cell.state in ("said", "omitted")]
    sides = {cell.side for cell in filled}
    return (-min(len(sides), 2), -len(filled), matrix.meeting)


def _part(view: View, matrices: list[Matrix], said: list[Statement]) -> View:
    """The nodes that matrices and statements speak of, with the passages they show."""
    shown = {m.meeting for m in matrices} | {row.issue for m in matrices for row in m.rows}
    shown |= {side for m in matrices for side in m.sides}
    shown |= {end for s in said for end in (s.speaker, s.side, s.issue, s.meeting) if end}
    rows = [row for matrix in matrices for row in matrix.rows]
    passages = {passage for statement in said for passage in statement.passages}
    passages |= {passage for row in rows for passage in row.unattributed}
    passages |= {passage for row in rows for c in row.cells for passage in (*c.passages, *(c.omitted or ()))}
    nodes = tuple(node for node in view.nodes if node.id in shown)
    return narrow(replace(view, nodes=nodes, reports=()), passages)


def _thing(node: Node) -> list[Any]:
    facts = [node.start, node.kind, node.status, len(node.articles), node.publisher_count]
    return [node.id, node.type, payload.names_row(node.names, node.id), *facts]


def _matrix(matrix: Matrix, numbers: payload.Numbers) -> list[Any]:
    return [numbers.node[matrix.meeting], numbers.nodes(matrix.sides), [_row(row, numbers) for row in matrix.rows]]


def _row(row: MatrixRow, numbers: payload.Numbers) -> list[Any]:
    cells = [_cell(cell, numbers) for cell in row.cells]
    return [numbers.node.get(row.issue, -1), cells, row.relation, numbers.passages(row.unattributed)]


def _cell(cell: MatrixCell, numbers: payload.Numbers) -> list[Any]:
    acts = [[act.rpartition("/")[2], numbers.passages(shown), round(sure, 3)] for act, shown, sure in cell.acts]
    omitted = None if cell.omitted is None else numbers.passages(cell.omitted)
    return [STATES.index(cell.state), acts, numbers.passages(cell.passages), omitted]
