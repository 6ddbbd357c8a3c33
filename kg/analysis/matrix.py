"""Readouts side by side: what each side of a meeting is reported to have said of each issue, and to have left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

from kg.errors import DataError
from kg.resources import ontology_dir
from kg.viewmodel import Matrix, MatrixCell, MatrixRow, NodeType, Readout, Relation, Statement, Table, View

AGREE, OPPOSE = "agree", "oppose"
ADDRESSEE = "addressee"  # in stances.tsv: the act is aimed at the other side itself


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


def relation(acts: Mapping[str, Iterable[str]], aimed: Iterable[tuple[str, str]] = ()) -> str:
    """Whether sides oppose each other on an issue, agree on it, or neither; one clash outweighs agreement.

    Two who do the same (both criticise, both support) are on one side and do not clash by their acts, for what they
    criticise is mostly a third; they do where one is said to address the other: `aimed` are such (side, side) pairs.

    >>> relation({"CN": ["act/criticise"], "US": ["act/reject"]})
    'oppose'
    >>> relation({"AU": ["act/criticise", "act/support"], "US": ["act/criticise"]})
    ''
    >>> relation({"CN": ["act/criticise"], "US": ["act/criticise"]}, [("US", "CN")])
    'oppose'
    """
    sides = {side: {act.rpartition("/")[2] for act in found} for side, found in acts.items()}
    if any(side in sides and other in sides for side, other in aimed):
        return OPPOSE
    met = set()
    for left, right in combinations(sides.values(), 2):
        pairs = {stances().get((a, b), "") for a in left for b in right}
        is_shared = any(any(act in pair for pair in stances()) for act in left & right)
        met |= pairs - {OPPOSE} if is_shared else pairs
    return OPPOSE if OPPOSE in met else AGREE if AGREE in met else ""


@dataclass(slots=True)
class Done:
    """What shows that a side did something, and how sure the surest statement of it is."""

    passages: list[str] = field(default_factory=list)
    confidence: float = 0.0


@dataclass(slots=True)
class Told:
    """What is reported of one meeting: acts by issue, side and act; omissions; who aims at whom on what."""

    said: dict[str, dict[str, dict[str, Done]]] = field(default_factory=dict)
    omitted: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    aimed: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    def add_statement(self, item: Statement, sides: Mapping[str, tuple[str, ...]]) -> None:
        """Note a statement of a side; `sides` are whom each node stands for."""
        if item.side is None:
            return
        acts = self.said.setdefault(item.issue, {}).setdefault(item.side, {})
        done = acts.setdefault(item.act, Done())
        done.passages.extend(item.passages)
        done.confidence = max(done.confidence, item.act_confidence)
        if stances().get((item.act.rpartition("/")[2], ADDRESSEE)) == OPPOSE:
            struck = {one for one in (item.addressee, item.target) if one}
            others = struck.union(*(sides.get(one, ()) for one in struck)) - {item.side}
            self.aimed.setdefault(item.issue, set()).update((item.side, other) for other in others)

    def add_readout(self, readout: Readout) -> None:
        """Note what a side's account covers and leaves out; to cover is to have spoken, by no particular act."""
        for covered in readout.covers:
            acts = self.said.setdefault(covered.issue, {}).setdefault(readout.side, {})
            acts.setdefault("", Done()).passages.extend(covered.passages)
        for left_out in readout.omits:
            silent = self.omitted.setdefault(left_out.issue, {})
            silent.setdefault(readout.side, []).extend(left_out.passages)

    @property
    def sides(self) -> set[str]:
        """Every side that something is reported of."""
        return {side for found in (self.said, self.omitted) for by_side in found.values() for side in by_side}


def _cell(side: str, said: dict[str, Done], omitted: list[str] | None, others: bool) -> MatrixCell:
    passages = tuple(sorted({passage for done in said.values() for passage in done.passages}))
    acts = tuple((act, tuple(sorted({*said[act].passages})), said[act].confidence) for act in sorted(said) if act)
    silent = None if omitted is None else tuple(sorted(set(omitted)))
    state = "said" if said else "omitted" if silent is not None else "other-only" if others else "unknown"
    return MatrixCell(side=side, state=state, acts=acts, passages=passages, omitted=silent)


def _row(issue: str, told: Told, sides: Iterable[str], discussed: Iterable[str]) -> MatrixRow:
    said, omitted = told.said.get(issue, {}), told.omitted.get(issue, {})
    cells = tuple(_cell(side, said.get(side, {}), omitted.get(side), bool(said)) for side in sides)
    stance = relation({cell.side: [act for act, *_ in cell.acts] for cell in cells}, told.aimed.get(issue, ()))
    return MatrixRow(issue=issue, cells=cells, relation=stance, unattributed=tuple(sorted(set(discussed))))


def matrices(view: View) -> tuple[Matrix, ...]:
    """The matrix of each meeting at which a side is reported to have spoken or to have kept silent, by meeting id."""
    told: dict[str, Told] = defaultdict(Told)
    agenda: dict[str, dict[str, list[str]]] = defaultdict(dict)
    parties: dict[str, set[str]] = defaultdict(set)
    stands_for = {node.id: node.countries for node in view.nodes}
    for item in view.statements:
        if item.meeting:
            told[item.meeting].add_statement(item, stands_for)
    for readout in view.readouts:
        if readout.meeting:
            told[readout.meeting].add_readout(readout)
    for edge in view.edges:
        if edge.relation == Relation.DISCUSSED:
            agenda[edge.source].setdefault(edge.target, []).extend(edge.passages)
        elif edge.relation == Relation.PARTY and edge.source.startswith("country/"):
            parties[edge.target].add(edge.source)
    found = []
    for meeting in (node.id for node in view.nodes if node.type == NodeType.MEETING):
        if meeting in told and told[meeting].sides:
            sides = tuple(sorted(told[meeting].sides | parties[meeting]))
            issues = sorted({*told[meeting].said, *told[meeting].omitted, *agenda[meeting]})
            rows = tuple(_row(issue, told[meeting], sides, agenda[meeting].get(issue, ())) for issue in issues)
            found.append(Matrix(meeting=meeting, sides=sides, rows=rows))
    return tuple(found)


def table(view: View, found: Iterable[Matrix]) -> Table:
    """One row a cell: meeting, issue, side, state, acts, whether the sides agree or oppose, and the words."""
    node = {item.id: item for item in view.nodes}
    quote = {passage.id: passage.text for passage in view.passages}
    rows = []
    for matrix in found:
        meeting = node[matrix.meeting]
        for row in matrix.rows:
            for cell in row.cells:
                acts = "|".join(act for act, *_ in cell.acts)
                words = " | ".join(quote[passage] for passage in (*cell.passages, *(cell.omitted or ())))
                name = node[row.issue].names.any if row.issue in node else row.issue
                head = (matrix.meeting, meeting.names.any, meeting.start, row.issue, name)
                rows.append((*head, cell.side, cell.state, cell.omitted is not None, acts, row.relation, words))
    columns = ("meeting", "meeting_name", "date", "issue", "issue_name", "side", "state", "omitted", "acts", "relation")
    return Table(name="readouts", columns=(*columns, "quotes"), rows=tuple(rows))
