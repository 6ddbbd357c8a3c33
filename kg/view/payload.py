"""A view as the plain data that the pages read: lists of short rows that point to each other by number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from kg.fold import fold
from kg.ids import digest
from kg.viewmodel import Names, Node, NodeType, Relation, Statement, View

TYPES = tuple(NodeType)
RELATIONS = tuple(Relation)
POINTERS = ("country", "broader")  # facts of a node that are the number of another, which may be 0
PASSAGES_A_NODE = 12  # of its own; its edges bring theirs
PASSAGES_AN_EDGE = 4
STATEMENTS_A_PAIR = 3  # of one speaker on one issue; positions.csv has all
Row = list[Any]


@dataclass(frozen=True)
class Numbers:
    """The number of each node, article, publisher and passage in the page's lists."""

    view: View

    @cached_property
    def node(self) -> dict[str, int]:
        """Nodes by id."""
        return {node.id: at for at, node in enumerate(self.view.nodes)}

    @cached_property
    def article(self) -> dict[str, int]:
        """Articles by id."""
        return {article.id: at for at, article in enumerate(self.view.articles)}

    @cached_property
    def publisher(self) -> dict[str, int]:
        """Publishers by name, the one with most articles first."""
        counts = Counter(article.publisher for article in self.view.articles if article.publisher)
        ranked = sorted(counts, key=lambda name: (-counts[name], name))
        return {name: at for at, name in enumerate(ranked)}

    @cached_property
    def passage(self) -> dict[str, int]:
        """Passages by id, in the view's order."""
        return {passage.id: at for at, passage in enumerate(self.view.passages)}

    def nodes(self, ids: Iterable[str]) -> list[int]:
        """Numbers of the nodes that the page holds."""
        return [self.node[key] for key in ids if key in self.node]

    def articles(self, ids: Iterable[str]) -> list[int]:
        """Numbers of the articles that the page holds."""
        return [self.article[key] for key in ids if key in self.article]

    def passages(self, ids: Iterable[str]) -> list[int]:
        """Numbers of the passages that the page holds."""
        return [self.passage[key] for key in ids if key in self.passage]


def names_row(names: Names, otherwise: str = "") -> Row:
    """[simplified, traditional, Latin]; the traditional one is "" where it is the same."""
    first = names.hans or names.hant or names.latin or next(iter(names.spellings), "") or otherwise
    return [first, names.hant if names.hant != first else "", names.latin if names.latin != first else ""]


def terms(view: View) -> dict[str, Row]:
    """Labels of acts, kinds and statuses by id."""
    return {key: names_row(names, key) for key, names in view.terms}


def span(view: View) -> list[str]:
    """The first and the last day on which an article was published, if any tells its day."""
    days = [article.published for article in view.articles if article.published]
    return [min(days), max(days)] if days else []


def publishers(view: View) -> list[dict[str, Any]]:
    """Publishers in the order of their numbers; ids stand in addresses, where a name could hold anything."""
    known = dict(view.publishers)
    return [
        {"id": digest(name, size=8), "names": names_row(known.get(name, Names(hans=name)), name)}
        for name in Numbers(view).publisher
    ]


def node_rows(view: View, places: dict[str, tuple[int, int]], communities: dict[str, int]) -> list[Row]:
    """One row a node: id, type, names, spellings, articles, their number, more facts, x, y, community."""
    numbers = Numbers(view)
    rows = []
    for node in view.nodes:
        spellings = [name for name in node.names.spellings if name not in names_row(node.names)]
        head = [node.id, TYPES.index(node.type), names_row(node.names, node.id), spellings]
        x, y = places[node.id]
        articles = numbers.articles(node.articles)
        rows.append([*head, articles, len(node.articles), _more(node, numbers), x, y, communities.get(node.id, 0)])
    return rows


def _more(node: Node, numbers: Numbers) -> dict[str, Any]:
    given = {
        "kind": node.kind,
        "status": node.status,
        "start": node.start,
        "end": node.end,
        "countries": numbers.nodes(node.countries),
        "place": names_row(node.place) if node.place else None,
        "country": numbers.node.get(node.country) if node.country else None,
        "venue": node.venue,
        "broader": numbers.node.get(node.broader) if node.broader else None,
        "publishers": node.publisher_count,
        "passages": len(node.passages),
        "differ": differences(node),
    }
    kept = {key: value for key, value in given.items() if value or (value == 0 and key in POINTERS)}
    return kept | ({"confidence": round(node.confidence, 3)} if node.type is NodeType.MEETING else {})


def differences(node: Node) -> list[Row]:
    """What the reports of a meeting differ on: each slot, with its values and in how many articles they stand."""
    return [[d.slot, [[names_row(value), len(articles)] for value, articles in d.values]] for d in node.differences]


def edge_rows(view: View) -> list[Row]:
    """One row an edge: source, target, relation, accounts, confidence, articles."""
    numbers = Numbers(view)
    return [
        [
            numbers.node[edge.source],
            numbers.node[edge.target],
            RELATIONS.index(edge.relation),
            edge.count,
            round(edge.confidence, 3),
            numbers.articles(edge.articles),
        ]
        for edge in view.edges
    ]


def article_rows(view: View) -> list[Row]:
    """One row an article: headline, publisher, date, url, file, language."""
    publisher = Numbers(view).publisher
    return [
        [a.headline, publisher.get(a.publisher, -1), a.published, a.url, a.source_file, a.language]
        for a in view.articles
    ]


def evidence(view: View) -> dict[str, Any]:
    """Passages and articles with what a page needs to show them; marks are flat triples of start, end and node."""
    numbers = Numbers(view)
    passages = [
        [
            numbers.article[passage.article],
            passage.text,
            passage.part,
            [value for mark in passage.marks for value in (mark.start, mark.end, numbers.node.get(mark.node, -1))],
        ]
        for passage in view.passages
    ]
    names = [row["names"] for row in publishers(view)]
    return {"articles": article_rows(view), "passages": passages, "publishers": names}


def node_passages(view: View) -> list[list[str]]:
    """The passages shown of each node, spread over articles."""
    article = {passage.id: passage.article for passage in view.passages}
    return [spread(node.passages, article, PASSAGES_A_NODE) for node in view.nodes]


def edge_passages(view: View) -> list[list[str]]:
    """The passages shown of each edge, spread over articles."""
    article = {passage.id: passage.article for passage in view.passages}
    return [spread(edge.passages, article, PASSAGES_AN_EDGE) for edge in view.edges]


def spread(passages: Sequence[str], article: dict[str, str], limit: int) -> list[str]:
    """At most `limit` passages, one of each article before a second of any.

    >>> spread(["a1", "a2", "b1"], {"a1": "a", "a2": "a", "b1": "b"}, 2)
    ['a1', 'b1']
    """
    if len(passages) < 2:
        return list(passages)
    seen: dict[str, int] = {}
    ranked = []
    for at, passage in enumerate(passages):
        source = article.get(passage, "")
        nth = seen.get(source, 0)
        ranked.append((nth, at, passage))
        seen[source] = nth + 1
        if len(seen) == limit:  # no other can come before them
            break
    return [passage for _, _, passage in sorted(ranked)[:limit]]


def role_rows(view: View) -> dict[int, list[Row]]:
    """Roles by the number of their holder: the role, the body it is of, in how many articles; the commonest first.

    A role in either script is one, as most articles write it.
    """
    numbers = Numbers(view)
    counts: defaultdict[int, defaultdict[tuple[str, int], Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for holder, role, body, _ in {(r.holder, r.role, r.body or "", r.article) for r in view.roles}:
        if holder in numbers.node:
            counts[numbers.node[holder]][fold(role), numbers.node.get(body, -1)][role] += 1
    rows = {
        holder: [[_usual(written), body, written.total()] for (_, body), written in found.items()]
        for holder, found in sorted(counts.items())
    }
    return {holder: sorted(found, key=lambda row: (-row[2], row[0], row[1])) for holder, found in rows.items()}


def _usual(written: Counter[str]) -> str:
    return min(written, key=lambda form: (-written[form], form != fold(form), form))


def statement_row(statement: Statement, numbers: Numbers) -> Row:
    """One statement: speaker, side, issue, act, meeting, article, date, passages, confidence in the act."""
    find = numbers.node.get
    return [
        find(statement.speaker, -1),
        find(statement.side, -1) if statement.side else -1,
        find(statement.issue, -1),
        statement.act.rpartition("/")[2],
        find(statement.meeting, -1) if statement.meeting else -1,
        numbers.article.get(statement.article, -1),
        statement.date,
        numbers.passages(statement.passages),
        round(statement.act_confidence, 3),
    ]


def best_statements(view: View) -> tuple[Statement, ...]:
    """The surest and latest statements of each speaker on each issue, in the view's order."""
    groups: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in view.statements:
        groups[statement.speaker, statement.issue].append(statement)
    kept: set[str] = set()
    for found in groups.values():
        if len(found) > STATEMENTS_A_PAIR:
            found.sort(key=lambda s: s.date or "", reverse=True)
            found.sort(key=lambda s: -s.confidence)
        kept.update([statement.id for statement in found[:STATEMENTS_A_PAIR]])
    return tuple([statement for statement in view.statements if statement.id in kept])


def statement_rows(view: View) -> list[Row]:
    """All statements whose speaker and issue the page holds."""
    numbers = Numbers(view)
    known = (s for s in view.statements if s.speaker in numbers.node and s.issue in numbers.node)
    return [statement_row(statement, numbers) for statement in known]


def statement_counts(view: View) -> dict[int, int]:
    """How many statements of the graph each node makes, or is the side or issue of, by its number."""
    numbers = Numbers(view)
    counts = Counter(chain.from_iterable({s.speaker, s.side, s.issue, s.meeting} for s in view.statements))
    return dict(sorted((numbers.node[key], n) for key, n in counts.items() if key in numbers.node))


def folding(view: View) -> str:
    """Pairs of a character and its folded form, for every character that folds to one of the page's names.

    With it the page's search takes 庞培欧 for 龐培歐, whichever of the two the names hold.
    """
    held = {
        char for node in view.nodes for name in (*names_row(node.names), *node.names.spellings) for char in fold(name)
    }
    codes = (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))
    chars = "".join(map(chr, codes))
    return "".join(a + b for a, b in zip(chars, fold(chars), strict=True) if a != b and b in held)
