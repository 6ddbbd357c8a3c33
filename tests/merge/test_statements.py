"""Statements that several articles report are counted as one."""

from itertools import combinations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from kg.knowledge.gazetteer import load_gazetteer
from kg.merge import run
from kg.merge.accounts import Origin, bounds
from kg.merge.keys import StatementKey, pair_bits
from kg.merge.statements import StatementTable
from kg.model import Extraction, StatementCluster

from .building import article, person

WHO = person("赵某某", "CN")
WORDS = "发言人赵某某说，中方坚决反对在该海域的一切军事挑衅"


def clusters(*extractions: Extraction) -> tuple[StatementCluster, ...]:
    return run(extractions, load_gazetteer()).clusters


def said(id_: str, words: str = WORDS, issue: str = "taiwan", day: str = "2020-08-08") -> Extraction:
    return article(id_, day=day, publisher=id_, people=[WHO], statements=[("赵某某", issue, "oppose", words)])


def test_the_same_words_are_one_statement() -> None:
    (cluster,) = clusters(said("a1"), said("a2", WORDS.replace("一切", "任何")))
    assert cluster.members == (("a1", 0), ("a2", 0))
    assert (cluster.source_count, cluster.publisher_count) == (2, 2)


def test_other_words_other_issue_or_another_time_are_not() -> None:
    assert clusters(said("a1"), said("a2", "赵某某周二在例会上呼吁有关国家谨言慎行不要添乱")) == ()
    assert clusters(said("a1"), said("a2", issue="hong-kong")) == ()
    assert clusters(said("a1"), said("a2", day="2020-09-08")) == ()


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[tuple[str, StatementKey]], dict[str, Origin], dict[tuple[str, str], str]]:
    """Statements of some articles, where these stand, and the meetings of their reports."""
    origins = {
        name: Origin(
            article=name,
            root=draw(st.sampled_from(["a0", name])),
            day=draw(st.sampled_from([None, "2020-08", "2020-08-01", "2020-08-04", "2020-08-07"])),
            source=draw(st.sampled_from(["甲报", "乙报"])),
        )
        for name in ("a0", "a1", "a2", "a3")
    }
    rows = []
    for name in origins:
        for index in range(draw(st.integers(0, 3))):
            words = draw(st.sampled_from(["一二三四五六", "一二三四七八", "甲乙丙丁戊己", ""]))
            key = StatementKey(
                index=index,
                speaker=draw(st.sampled_from(["p", "q"])),
                side=draw(st.sampled_from(["country/CN", None])),
                issue="taiwan",
                act="act/oppose",
                made_at=draw(st.sampled_from([None, "r1", "r2"])),
                bits=pair_bits(words),
            )
            rows.append((name, key))
    reports = [(name, report) for name in origins for report in ("r1", "r2")]
    meetings = {key: meeting for key in reports if (meeting := draw(st.sampled_from(["", "m1", "m2"])))}
    return rows, origins, meetings


@given(found=tables())
def test_clusters_are_what_every_two_statements_of_one_make(
    found: tuple[list[tuple[str, StatementKey]], dict[str, Origin], dict[tuple[str, str], str]],
) -> None:
    rows, origins, meetings = found
    table, ties = StatementTable(), nx.Graph()
    for name, key in rows:
        table.add(name, key)
        ties.add_node((name, key.index))
    for (one, a), (two, b) in combinations(rows, 2):
        places = meetings.get((one, a.made_at or "")), meetings.get((two, b.made_at or ""))
        days = [bounds(day)[0] if day else None for day in (origins[one].day, origins[two].day)]
        is_near = days[0] == days[1] if None in days else abs(days[0] - days[1]) <= 4  # type: ignore[operator]
        bits = int.from_bytes(a.bits), int.from_bytes(b.bits)
        is_like = (bits[0] & bits[1]).bit_count() >= 0.45 * (bits[0] | bits[1]).bit_count()
        is_alike = one != two and is_near and (is_like or origins[one].root == origins[two].root)
        if (a.speaker, a.side) == (b.speaker, b.side) and (
            (places[0] and places[0] == places[1]) or (is_alike and not (places[0] and places[1]))
        ):
            ties.add_edge((one, a.index), (two, b.index))
    wanted = [tuple(sorted(some)) for some in nx.connected_components(ties) if len({name for name, _ in some}) > 1]
    assert sorted(cluster.members for cluster in table.clusters(origins, {}, meetings)) == sorted(wanted)
