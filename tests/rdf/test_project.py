"""A graph read as nodes, edges and passages: a small one written here, and the shape of the gold."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.rdf import open_graph
from kg.rdf.named import fill, find_query
from kg.rdf.project import project
from kg.viewmodel import Coverage, Difference, Mark, Names, NodeType, Relation, View

GRAPH = (Path(__file__).parent / "project.ttl").read_text(encoding="utf-8")
WANG = "person/王毅"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> View:
    path = tmp_path_factory.mktemp("graph") / "graph.ttl"
    path.write_text(GRAPH, encoding="utf-8")
    return project(open_graph(path).rows)


def test_nodes_carry_names_in_each_script_and_the_articles_that_name_them(seen: View) -> None:
    nodes = {node.id: node for node in seen.nodes}
    assert nodes.keys() == {WANG, "person/blinken", "country/CN", "country/US", "issue/scs", "meeting/m"}
    blinken = nodes["person/blinken"]
    assert (blinken.names.hans, blinken.names.spellings) == ("布林肯", ("布林肯先生",))
    assert (blinken.articles, blinken.countries) == (("article/a",), ("country/US",))
    assert nodes["country/CN"].articles == ()
    assert (nodes["issue/scs"].articles, nodes["issue/scs"].broader) == (("article/a", "article/b"), "issue/security")


def test_a_meeting_carries_what_the_graph_settled_and_where_its_reports_differ(seen: View) -> None:
    meeting = next(node for node in seen.nodes if node.type is NodeType.MEETING)
    assert (meeting.kind, meeting.status, meeting.start, meeting.publisher_count) == (
        "meeting",
        "held",
        "2024-09-27",
        2,
    )
    assert meeting.place is not None
    assert meeting.place.hans == "纽约"
    assert meeting.differences == (
        Difference(slot="start", values=((same("2024-09"), ("article/b",)), (same("2024-09-27"), ("article/a",)))),
    )
    assert meeting.passages == ("passage/a-0-9", "passage/b-0-12")


def same(text: str) -> Names:
    """What is written alike in every language."""
    return Names(hans=text, hant=text, latin=text)


def test_what_reports_differ_on_is_told_in_every_language(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    labels = 'rdfs:label "已举行"@zh-Hans, "已舉行"@zh-Hant, "held"@en .'
    other = GRAPH.replace("dkg:differsIn dkg:startDate", "dkg:differsIn dkg:status, dkg:participant")
    path.write_text(f"{other}\nstatus:held a dkg:MeetingStatus ; {labels}\n", encoding="utf-8")
    meeting = next(node for node in project(open_graph(path).rows).nodes if node.type is NodeType.MEETING)
    people, status = meeting.differences
    assert [value for value, _ in people.values] == [
        same("布林肯"),
        Names(hans="布林肯、王毅", hant="布林肯、王毅", latin="布林肯, 王毅"),
    ]
    assert status.values == ((Names(hans="已举行", hant="已舉行", latin="held"), ("article/a", "article/b")),)


def test_what_an_account_only_infers_stands_against_nobody(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    inferred = GRAPH.replace(
        "report:b a dkg:MeetingReport ;", "report:b a dkg:MeetingReport ; dkg:inferred dkg:startDate ;"
    )
    path.write_text(inferred, encoding="utf-8")
    meeting = next(node for node in project(open_graph(path).rows).nodes if node.type is NodeType.MEETING)
    assert [difference.values for difference in meeting.differences] == [((same("2024-09-27"), ("article/a",)),)]
    query = fill(find_query("contradictions"), {})
    assert [row[-1] for row in open_graph(path).rows(query)] == ["https://w3id.org/diplokg/id/article/a"]


REPORTS = """
meeting:{m} a dkg:Meeting ; dkg:differsIn dkg:{slot} ; dkg:publisherCount {count} .
report:{m}-{n} a dkg:MeetingReport ; dkg:reports meeting:{m} ; dkg:inArticle article:{n} ;
  dkg:status status:{status} ; dkg:startDate "2024-09-{day}"^^xsd:date .
"""


def told(meeting: str, slot: str, count: int, *reports: tuple[str, int]) -> str:
    """A meeting with reports (status, day of September)."""
    return "".join(
        REPORTS.format(m=meeting, n=n, slot=slot, count=count, status=status, day=day)
        for n, (status, day) in enumerate(reports)
    )


def test_contradictions_of_what_came_of_it_are_told_without_the_plans_the_surest_first(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    parts = [
        told("a", "status", 9, ("held", 27), ("cancelled", 27), ("planned", 27)),
        told("b", "startDate", 3, ("held", 27), ("held", 28), ("planned", 26), ("planned", 27)),
        told("c", "startDate", 7, ("planned", 21), ("possible", 22)),
    ]
    path.write_text("".join(line + "\n" for line in GRAPH.splitlines() if line.startswith("@prefix")) + "".join(parts))
    query = fill(find_query("contradictions"), {})
    rows = [[str(cell).rpartition("/")[2] for cell in row] for row in open_graph(path).rows(query)]
    assert [(row[0], row[2]) for row in rows] == [
        ("c", "2024-09-21"),
        ("c", "2024-09-22"),
        ("b", "2024-09-27"),
        ("b", "2024-09-28"),
        ("a", "cancelled"),
        ("a", "held"),
    ]


def test_contradictions_of_where_it_was_are_told_without_the_plans(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    text = told("a", "heldInCountry", 9, ("held", 27), ("held", 27), ("planned", 27))
    for country in ("FR", "IT", "CN"):
        text = text.replace('"2024-09-27"^^xsd:date .', f'"2024-09-27" ; dkg:heldInCountry country:{country} .', 1)
    path.write_text("".join(line + "\n" for line in GRAPH.splitlines() if line.startswith("@prefix")) + text)
    rows = open_graph(path).rows(fill(find_query("contradictions"), {}))
    assert [str(row[2]).rpartition("/")[2] for row in rows] == ["FR", "IT"]


def test_edges_are_backed_by_the_accounts_that_say_them(seen: View) -> None:
    edges = {(edge.source, edge.target, edge.relation): edge for edge in seen.edges}
    shared = edges["person/blinken", "meeting/m", Relation.PARTICIPANT]
    assert (shared.articles, shared.passages) == (("article/a", "article/b"), ("passage/a-0-9", "passage/b-0-12"))
    assert (shared.count, shared.confidence) == (2, 0.9)
    alone = edges[WANG, "meeting/m", Relation.PARTICIPANT]
    assert (alone.articles, alone.confidence) == (("article/b",), 0.5)
    assert edges["meeting/m", "issue/scs", Relation.DISCUSSED].articles == ("article/b",)
    assert edges["person/blinken", "country/US", Relation.REPRESENTS].passages == ("passage/a-0-9",)
    assert edges["person/blinken", "issue/scs", Relation.SAID].articles == ("article/a",)
    assert len(edges) == 8


def test_passages_mark_the_names_inside_them(seen: View) -> None:
    passages = {passage.id: passage for passage in seen.passages}
    assert passages["passage/a-0-9"].marks == (Mark(start=0, end=3, node="person/blinken"),)
    assert passages["passage/b-0-12"].marks == (
        Mark(start=0, end=2, node="country/CN"),
        Mark(start=9, end=11, node="issue/scs"),
    )
    assert passages["passage/b-0-12"].part == "headline"
    assert "passage/a-0-3" not in passages
    assert "passage/a-4-9" not in passages  # a quotation, which stands inside what shows the statement


def test_an_omission_shows_the_sentence_that_names_the_issue(seen: View) -> None:
    assert seen.readouts[0].omits == (Coverage(issue="issue/scs", passages=("passage/b-0-12",)),)


def test_accounts_keep_what_they_say(seen: View) -> None:
    said = seen.statements[0]
    assert (said.act, said.meeting, said.date) == ("act/criticise", "meeting/m", "2024-09-27")
    assert said.passages == ("passage/a-0-9",)
    assert (said.confidence, said.act_confidence) == (0.7, 0.4)
    assert [(role.role, role.body) for role in seen.roles] == [("国务卿", "country/US")]
    assert [report.start for report in seen.reports] == ["2024-09-27", "2024-09"]
    assert dict(seen.terms).keys() == {"kind/meeting"}
    assert [key for key, _ in seen.publishers] == ["publisher/one"]
    assert seen.articles[0].publisher == "publisher/one"


def test_the_view_does_not_depend_on_the_order_of_the_rows(seen: View, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(GRAPH, encoding="utf-8")
    rows = open_graph(path).rows

    def backwards(query: str) -> Iterable[tuple[str | None, ...]]:
        return reversed(list(rows(query)))

    assert project(backwards) == seen


def test_meetings_without_facts_of_their_own_take_those_of_their_reports(tmp_path: Path) -> None:
    path = tmp_path / "gold.ttl"
    path.write_text(GRAPH.replace("meeting:m a dkg:Meeting", "meeting:other a dkg:Meeting", 1), encoding="utf-8")
    found = project(open_graph(path).rows)
    meeting = next(node for node in found.nodes if node.id == "meeting/m")
    assert (meeting.kind, meeting.start) == ("meeting", "2024-09-27")
    ends = {e.source for e in found.edges if e.target == "meeting/m" and e.relation is Relation.PARTICIPANT}
    assert ends == {WANG, "person/blinken"}
