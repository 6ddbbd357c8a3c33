"""`--since` and `--until` of named queries: days, months and years on both sides."""

import pyoxigraph as ox
import pytest

from kg.rdf import Graph
from kg.rdf.named import find_query
from kg.vocab import PREFIXES
from tests.rdf.test_queries import sparql_of

DATED = {"2019": "gYear", "2020": "gYear", "2020-08-31": "date", "2020-09": "gYearMonth", "2020-09-01": "date"}
DATED |= {"2020-09-30": "date", "2020-10": "gYearMonth", "2020-10-01": "date", "2021-01": "gYearMonth"}


@pytest.mark.parametrize("name", ["meetings", "statements"])  # the two forms of a bound
@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ({"since": "2020"}, "2020", "2021-01"),
        ({"since": "2020-09"}, "2020-09", "2021-01"),
        ({"since": "2020-09-15"}, "2020-09-30", "2021-01"),
        ({"until": "2019"}, "2019", "2019"),
        ({"until": "2020"}, "2019", "2020-10-01"),
        ({"until": "2020-09"}, "2019", "2020-09-30"),
        ({"until": "2020-09-15"}, "2019", "2020-09-01"),
        ({"since": "2020-09-30", "until": "2020-09"}, "2020-09-30", "2020-09-30"),
    ],
)
def test_a_bound_keeps_what_may_lie_within_it(name: str, given: dict[str, str], first: str, last: str) -> None:
    """A month holds its days, on both sides: what is known to the month or year alone is kept where it may fit."""
    triples = "".join(
        f"""<http://a/m{day}> a dkg:Meeting ; dkg:kind kind:call ; dkg:status status:held ; dkg:sourceCount 1 ;
            dkg:startDate "{day}"^^xsd:{kind} . <http://a/a{day}> dkg:datePublished "{day}"^^xsd:{kind} .
        <http://a/s{day}> dkg:speaker person:x ; dkg:act act:urge ; dkg:about issue:taiwan ;
            dkg:inArticle <http://a/a{day}> ; dkg:evidence <http://a/p> . <http://a/p> dkg:exact "x" ."""
        for day, kind in DATED.items()
    )
    store = ox.Store()
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    store.update(f"{prefixes} INSERT DATA {{ {triples} }}")
    graph = Graph(store)
    found = {row[0] for row in graph.rows(sparql_of(graph, find_query(name), given))}
    vague = {day for day in DATED if any(bound.startswith(day) for bound in given.values())}
    exact = {day for day in DATED if first <= day <= last}
    assert found == exact | vague
