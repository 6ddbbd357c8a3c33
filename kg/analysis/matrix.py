"""Readouts side by side: what each side of a meeting is reported to have said of each issue, and to have left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from kg.errors import DataError
from kg.resources import ontology_dir
from kg.viewmodel import Matrix, MatrixCell, MatrixRow, NodeType, Readout, Relation, Statement, Table, View

AGREE, OPPOSE = "agree", "oppose"


@cache
def stances() -> dict[tuple[str, str], str]:
    """How the acts of two sides on one issue stand to each other: `agree` or `oppose`, by (act, act) in both orders."""
    path = ontology_dir() / "lexicon" / "stances.tsv"
    found: dict[tuple[str, str], str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith(("#", "left\t")):
            continue
        left, right, relation = line.split("\t")
        if relation not in (AGREE, OPPOSE):
            raise DataError(f"{path.name}: {relation} is neither {AGREE} nor {OPPOSE}")
        found[left, right] = found[right, left] = relation
    return found


def relation(acts: Iterable[Iterable[str]]) -> str:
    """Whether sides oppose each other on an issue, agree on it, or neither; one clash outweighs agreement.

    >>> relation([["act/criticise"], ["act/reject"]]), relation([["act/agree"], ["act/agree", "act/inform"]])
    ('oppose', 'agree')
    """
    sides = [{act.rpartition("/")[2] for act in side} for side in acts]
    met = {
        stances().get((a, b), "")
        for index, left in enumerate(sides)
        for right in sides[index + 1 :]
        for a in left
        for b in right
    }
    return OPPOSE if OPPOSE in met else AGREE if AGREE in met else ""


def _cell(side: str, said: dict[str, list[str]], omitted: list[str] | None, others: bool) -> MatrixCell:
    passages = tuple(sorted({passage for shown in said.values() for passage in shown}))
    acts = tuple((act, tuple(sorted(set(shown)))) for act, shown in sorted(said.items()) if act)
    silent = None if omitted is None else tuple(sorted(set(omitted)))
    state = "said" if said else "omitted" if silent is not None else "other-only" if others else "unknown"
    return MatrixCell(side=side, state=state, acts=acts, passages=passages, omitted=silent)


def _matrix(
    meeting: str, parties: list[str], statements: list[Statement], readouts: list[Readout], agenda: dict[str, list[str]]
) -> Matrix | None:
    said: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    omitted: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for item in statements:
        if item.side:
            said[item.issue][item.side][item.act] += item.passages
    for readout in readouts:
        for covered in readout.covers:
            said[covered.issue][readout.side][""] += covered.passages
        for left_out in readout.omits:
            omitted[left_out.issue].setdefault(readout.side, []).extend(left_out.passages)
    if not said and not omitted:
        return None
    spoken = {side for by_side in said.values() for side in by_side}
    spoken |= {side for by_side in omitted.values() for side in by_side}
    sides = sorted(spoken | {party for party in parties if party.startswith("country/")})
    rows = []
    for issue in sorted({*said, *omitted, *agenda}):
        cells = tuple(
            _cell(side, dict(said[issue].get(side, {})), omitted[issue].get(side), bool(said[issue])) for side in sides
        )
        stance = relation([act for act, _ in cell.acts] for cell in cells)
        shown = tuple(sorted(set(agenda.get(issue, ()))))
        rows.append(MatrixRow(issue=issue, cells=cells, relation=stance, unattributed=shown))
    return Matrix(meeting=meeting, sides=tuple(sides), rows=tuple(rows))


def matrices(view: View) -> tuple[Matrix, ...]:
    """The matrix of each meeting at which a side is reported to have spoken or to have kept silent, by meeting id."""
    statements: dict[str, list[Statement]] = defaultdict(list)
    readouts: dict[str, list[Readout]] = defaultdict(list)
    agenda: dict[str, dict[str, list[str]]] = defaultdict(dict)
    parties: dict[str, list[str]] = defaultdict(list)
    for item in view.statements:
        if item.meeting:
            statements[item.meeting].append(item)
    for readout in view.readouts:
        if readout.meeting:
            readouts[readout.meeting].append(readout)
    for edge in view.edges:
        if edge.relation == Relation.DISCUSSED:
            agenda[edge.source].setdefault(edge.target, []).extend(edge.passages)
        elif edge.relation == Relation.PARTY:
            parties[edge.target].append(edge.source)
    meetings = [node.id for node in view.nodes if node.type == NodeType.MEETING]
    found = (_matrix(m, parties[m], statements[m], readouts[m], agenda[m]) for m in meetings)
    return tuple(matrix for matrix in found if matrix)


def table(view: View, found: Iterable[Matrix]) -> Table:
    """One row a cell: meeting, issue, side, state, acts, whether the sides agree or oppose, and the words."""
    node = {item.id: item for item in view.nodes}
    quote = {passage.id: passage.text for passage in view.passages}
    rows = []
    for matrix in found:
        meeting = node[matrix.meeting]
        for row in matrix.rows:
            for cell in row.cells:
                acts = "|".join(act for act, _ in cell.acts)
                words = " | ".join(quote[passage] for passage in (*cell.passages, *(cell.omitted or ())))
                name = node[row.issue].names.any if row.issue in node else row.issue
                head = (matrix.meeting, meeting.names.any, meeting.start, row.issue, name)
                rows.append((*head, cell.side, cell.state, cell.omitted is not None, acts, row.relation, words))
    columns = ("meeting", "meeting_name", "date", "issue", "issue_name", "side", "state", "omitted", "acts", "relation")
    return Table(name="readouts", columns=(*columns, "quotes"), rows=tuple(rows))
