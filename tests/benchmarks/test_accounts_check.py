"""How often accounts of one meeting agree with most of the others."""

from pathlib import Path

from kg.rdf import open_graph
from tests.benchmarks.accounts_check import CHECKED, Account, accounts_of, share, verdicts

GRAPH = Path(__file__).parents[2] / "outputs/graph.ttl"


def told(*values: str) -> list[Account]:
    """Accounts of one meeting, each `publisher value`."""
    parts = [(*one.split(), str(number)) for number, one in enumerate(values)]
    return [Account("m", publisher, report, value) for publisher, value, report in parts]


def test_accounts_are_held_against_what_most_publishers_say() -> None:
    found = list(verdicts(told("甲 7", "乙 7", "丙 7", "丁 8")))
    assert [(v.account.publisher, v.agrees) for v in found] == [("甲", True), ("乙", True), ("丙", True), ("丁", False)]
    assert share(found) == "3/4 = 0.750"


def test_a_publisher_has_one_voice() -> None:
    assert not list(verdicts(told("甲 7", "甲 7", "甲 8", "乙 7")))
    assert [v.agrees for v in verdicts(told("甲 7", "甲 8", "乙 7", "丙 7"))] == [True, False, True, True]


def test_where_publishers_are_torn_nobody_is_judged() -> None:
    assert not list(verdicts(told("甲 7", "乙 7", "丙 7", "丁 8", "戊 8", "己 8")))


def test_every_slot_is_read_from_a_graph() -> None:
    graph = open_graph(GRAPH)
    assert all(accounts_of(graph, slot) for slot in CHECKED)
    assert any(not account.is_said for account in accounts_of(graph, "country"))
