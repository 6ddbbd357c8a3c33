import pytest

from kg.errors import UsageError
from kg.view.select import Subset, find, select
from kg.viewmodel import View

CASES = [
    # what is wanted, what must be there, what must not
    (Subset(person="龐培歐"), {"person/pompeo", "meeting/m3", "country/US"}, {"meeting/m1", "person/wang-yi"}),
    (Subset(person="wang yi"), {"meeting/m1", "meeting/m4", "person/blinken", "country/US"}, {"meeting/m3"}),
    (Subset(issue="arms"), {"issue/arms", "meeting/m1", "person/wang-yi", "country/CN"}, {"meeting/m4"}),
    (Subset(around="country/JP"), {"country/JP"}, {"country/CN"}),
    (Subset(around="country:JP"), {"country/JP"}, {"country/CN"}),
    (Subset(around="https://w3id.org/diplokg/issue/arms"), {"issue/arms", "meeting/m1"}, {"country/JP"}),
    (Subset(around="person/pompeo", hops=2), {"meeting/m3", "country/US", "person/blinken"}, {"person/wang-yi"}),
    (Subset(since="2024-10"), {"meeting/m4", "meeting/m2"}, {"meeting/m1", "meeting/m3", "person/pompeo"}),
    (Subset(until="2020"), {"meeting/m3", "person/pompeo"}, {"meeting/m1", "person/wang-yi"}),
    (Subset(since="2024-09-27", until="2024-09"), {"meeting/m1"}, {"meeting/m2", "meeting/m3", "meeting/m4"}),
    (Subset(top=11), {"person/wang-yi", "meeting/m1", "country/US"}, {"country/JP"}),
]


@pytest.mark.parametrize(("subset", "there", "gone"), CASES, ids=lambda case: repr(case)[:60])
def test_a_part_holds_what_is_wanted_and_only_what_it_needs(
    sample: View, subset: Subset, there: set[str], gone: set[str]
) -> None:
    part, left = select(sample, subset)
    kept = {node.id for node in part.nodes}
    assert there <= kept
    assert not gone & kept
    assert left is not None
    assert left.nodes == len(sample.nodes) - len(kept)
    assert all(edge.source in kept and edge.target in kept for edge in part.edges)
    passages = {passage.id for passage in part.passages}
    assert all(set(edge.passages) <= passages for edge in part.edges)
    articles = {article.id for article in part.articles}
    assert {passage.article for passage in part.passages} <= articles
    assert {article for node in part.nodes for article in node.articles} <= articles


def test_top_keeps_no_more_than_so_many(sample: View) -> None:
    for top in range(1, len(sample.nodes)):
        part, _ = select(sample, Subset(top=top))
        assert len(part.nodes) == top


def test_the_whole_leaves_nothing_out(sample: View) -> None:
    part, left = select(sample, Subset())
    assert left is None
    assert part.nodes == sample.nodes


def test_an_unknown_name_is_a_clear_error(sample: View) -> None:
    with pytest.raises(UsageError, match="nothing in the graph is called 某某"):
        find(sample, "某某")
