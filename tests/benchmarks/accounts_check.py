"""A free check of meetings over an archive's graph: python tests/benchmarks/accounts_check.py GRAPH [--apart N].

Where several publishers tell of one meeting, most of them are right about it. Of what accounts say of its day, city,
country, status and kind, this tells the share that agrees with most publishers, what is said of it in so many words
apart from what only follows from the rest. True differences count against it; they are few. Left out are the days and
cities of journeys, which have several, and whether it took place as told before the day after it.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kg.days import DAY
from kg.rdf import Graph, open_graph
from kg.rdf.triples import SLOTS

LEAST = 3  # publishers that must say the same before accounts are held against them
CHECKED = ("start", "city", "country", "status", "kind")
ACCOUNTS = """SELECT ?meeting ?publisher ?report ?value (EXISTS {{ ?report dkg:inferred <{slot}> }} AS ?inferred) {{
  ?report a dkg:MeetingReport ; dkg:reports ?meeting ; <{slot}> ?value ; dkg:inArticle ?article .
  {only} OPTIONAL {{ ?article dkg:publisher ?known }} BIND(COALESCE(?known, ?article) AS ?publisher)
}}"""
ONE_DAY = "FILTER NOT EXISTS { ?meeting dkg:kind <https://w3id.org/diplokg/kind/visit> }"
AFTERWARDS = (
    "?meeting dkg:startDate ?day . ?article dkg:datePublished ?told FILTER(SUBSTR(STR(?told), 1, 10) > STR(?day))"
)
ONLY = {"start": ONE_DAY, "city": ONE_DAY, "status": AFTERWARDS}


class Account(NamedTuple):
    """What one report says in one slot."""

    meeting: str
    publisher: str
    report: str
    value: str
    is_said: bool = True


class Verdict(NamedTuple):
    """An account held against what most publishers say of its meeting."""

    account: Account
    most: str

    @property
    def agrees(self) -> bool:
        """Whether it says what they say."""
        return self.account.value == self.most


def accounts_of(graph: Graph, slot: str) -> list[Account]:
    """What all reports say in a slot; of dates only days."""
    rows = graph.rows(ACCOUNTS.format(slot=SLOTS[slot], only=ONLY.get(slot, "")))
    found = (Account(*(cell or "" for cell in row[:4]), is_said=row[4] == "false") for row in rows)
    return [account for account in found if slot != "start" or len(account.value) == DAY]


def verdicts(accounts: Iterable[Account]) -> Iterator[Verdict]:
    """The accounts of meetings of which more than half of the publishers, three at the least, say the same.

    A publisher has one voice, what most of its accounts say, however many there are.
    """
    told: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        told[account.meeting].append(account)
    for meeting in sorted(told):
        voices = Counter(_voices(told[meeting]).values())
        (value, count), *_ = voices.most_common(1)
        if count >= LEAST and 2 * count > voices.total():
            yield from (Verdict(account, value) for account in told[meeting])


def _voices(accounts: Iterable[Account]) -> Mapping[str, str]:
    given: dict[str, Counter[str]] = defaultdict(Counter)
    for account in accounts:
        given[account.publisher][account.value] += 1
    return {who: min(counts, key=lambda value: (-counts[value], value)) for who, counts in given.items()}


def share(found: Iterable[Verdict]) -> str:
    """Those that agree, all, and the share: `90/100 = 0.900`."""
    agree = [verdict.agrees for verdict in found]
    return f"{sum(agree)}/{len(agree)} = {sum(agree) / max(1, len(agree)):.3f}"


def main() -> None:
    """Print the shares of every slot, and accounts that stand apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--apart", type=int, default=0, help="print that many accounts of each slot that stand apart")
    options = parser.parse_args()
    graph = open_graph(options.graph)
    for slot in CHECKED:
        found = list(verdicts(accounts_of(graph, slot)))
        said, rest = ([v for v in found if v.account.is_said is is_said] for is_said in (True, False))
        print(f"{slot:8} said {share(said)}" + (f", inferred {share(rest)}" if rest else ""))
        for verdict in [v for v in found if not v.agrees][: options.apart]:
            print("  ", *(part.rpartition("/")[2] for part in (*verdict.account[:4], verdict.most)))


if __name__ == "__main__":
    main()
