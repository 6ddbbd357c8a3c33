"""Who is who across articles: which names of persons, bodies and places are one.

A node is a name as articles give it, with its Latin form and country: `person|蓬佩奥|michael pompeo|US`. A gazetteer
entry is a node of its own, `person/mike-pompeo`. Strong names (full, Latin) may join across articles; a weak one (a
surname) does so only with country and office; failing that it stays with its article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import combinations

from msgspec import Struct

from kg.knowledge.latin import is_compatible, is_full, latin_key
from kg.merge.clusters import Clusters, Edge
from kg.merge.keys import EntityKey
from kg.model import EntityKind, Judgement, MergeDecision

# Reasons to hold two nodes for one, and how sure each makes it.
SAME_LATIN = 0.98
SAME_NAME = 0.95
SAME_NAME_NEAR_LATIN = 0.9  # a name with two Latin forms that may be one: Bonnie Glaser, Bonnie Glazer
SAME_SHORT_NAME = 0.85  # a full name of two characters, which more people share
SAME_NAME_UNPLACED = 0.8  # one of the two has no country, and only one candidate
SURNAME_AND_OFFICE = 0.8  # a surname with the country and office of the only full name that ends so
SURNAME_ONLY = 0.5  # left to a reviewer
# How many times as many articles must give one country of a name for the other to be a slip.
SLIP_BOTH = 2  # of the same Latin form and the same name, with no other office
SLIP_LATIN = 4  # of the same Latin form
SLIP_ROLE = 8  # of the same name and office
SLIP_NAME = 20  # of the same name
RARE = 3  # characters from which on a full name is rarely that of two people in the news
GROUP = 40  # nodes of one name that are compared all with all; the rest of a larger group only with the first


class Who(Struct, frozen=True):
    """What a cluster of nodes is known by."""

    names: frozenset[str]  # full names
    tied: frozenset[str]  # shorter ones that stand with a Latin form: 佩洛西(Nancy Pelosi)
    latin: frozenset[tuple[str, ...]]
    countries: dict[str, int]  # how many articles give each
    guesses: dict[str, int]  # the same of those where no words tell it, which keep nobody apart
    known: frozenset[str]
    roles: frozenset[str]
    weak: frozenset[str]  # a surname alone, by which nothing is joined without country and office

    @property
    def is_strong(self) -> bool:
        """Whether it is known by more than a surname."""
        return bool(self.names or self.latin or self.known)

    @property
    def country(self) -> str | None:
        """The country that most articles give, failing that the one that most guess; the first of several."""
        given = self.countries or self.guesses
        return min(given, key=lambda c: (-given[c], c)) if given else None


@lru_cache(maxsize=1 << 14)
def one(value: str | None) -> frozenset[str]:
    """The set of one value, or of none; shared, since there are very many."""
    return frozenset({value} if value else ())


@lru_cache(maxsize=1 << 14)
def weight(country: str | None, articles: int) -> dict[str, int]:
    """The countries of a node, which has one at most; shared, and therefore never changed."""
    return {country: articles} if country else {}


def add_up(a: dict[str, int], b: dict[str, int]) -> dict[str, int]:
    """The countries of two nodes together."""
    return a | {country: a.get(country, 0) + articles for country, articles in b.items()}


def combine(a: Who, b: Who) -> Who:
    """The cluster of both."""
    return Who(
        a.names | b.names,
        a.tied | b.tied,
        a.latin | b.latin,
        add_up(a.countries, b.countries),
        add_up(a.guesses, b.guesses),
        a.known | b.known,
        a.roles | b.roles,
        a.weak | b.weak,
    )


def conflict(a: Who, b: Who) -> str | None:
    """What forbids that two clusters are one: two countries, two Latin forms, two gazetteer entries.

    A country that few articles give, against many that have the same name, is a slip of reading, not another person.
    """
    if a.known and b.known and a.known != b.known:
        return "two gazetteer entries"
    if a.countries and b.countries and a.country != b.country and not _is_slip(a, b):
        return "two countries"
    if any(not is_compatible(x, y) for x in a.latin for y in b.latin):
        return "two Latin forms"
    return None


def _is_slip(a: Who, b: Who) -> bool:
    few, many = sorted(sum(who.countries.values()) for who in (a, b))
    has_name = not (a.names | a.tied).isdisjoint(b.names | b.tied)
    has_role = not a.roles.isdisjoint(b.roles)
    if not a.latin.isdisjoint(b.latin):
        if has_name and (has_role or not (a.roles and b.roles)):
            return has_role or many >= SLIP_BOTH * few
        return many >= SLIP_LATIN * few
    if a.names.isdisjoint(b.names):
        return False
    return many >= (SLIP_ROLE if has_role else SLIP_NAME) * few


def reference(entity: EntityKey, article: str) -> str:
    """The node of an entity that no gazetteer knows; it names the article where the name is too weak to leave it."""
    latin = latin_key(entity.latin) if entity.latin else ()
    parts = [entity.plain, " ".join(latin) if is_full(latin) else "", _told(entity) or ""]
    if entity.kind is EntityKind.PERSON and not entity.is_full and not is_full(latin):
        parts.append(entity.role or "")
        if not entity.role or not entity.country:
            parts.append(article)
    return f"{entity.kind}|" + "|".join(parts)


def _told(entity: EntityKey) -> str | None:
    """The country that keeps an entity apart from its namesakes: a guess does so only of a name that many may bear."""
    is_rare = len(entity.plain) >= RARE and (entity.is_full or entity.latin is not None)
    return None if entity.is_guessed and is_rare else entity.country


def summary(entity: EntityKey, articles: int = 1) -> Who:
    """What one entity is known by, which so many articles have."""
    told = _told(entity)
    latin = latin_key(entity.latin) if entity.latin else ()
    name = frozenset({entity.plain})
    nothing = one(None)
    has_name = entity.is_full or entity.kind is not EntityKind.PERSON
    return Who(
        name if has_name else nothing,
        name if not has_name and is_full(latin) else nothing,
        frozenset({latin}) if is_full(latin) else frozenset(),
        weight(told, articles),
        weight(entity.country if told is None else None, articles),
        one(entity.known),
        one(entity.role),
        name if not has_name and not is_full(latin) else nothing,
    )


def cluster(kind: EntityKind, nodes: dict[str, Who], decisions: Iterable[MergeDecision]) -> Clusters[Who]:
    """Join the nodes of one kind of entity."""
    clusters = Clusters(kind.value, combine, conflict)
    for node, who in sorted(nodes.items()):
        clusters.add(node, who)
    clusters.review(decisions)
    strong = {node: who for node, who in sorted(nodes.items()) if who.is_strong}
    clusters.join([*_by_latin(strong), *_by_name(strong), *_by_near_latin(strong)])
    _join_unplaced(clusters, strong)
    if kind is EntityKind.PERSON:
        _join_weak(clusters, nodes)
    return clusters


def _groups(nodes: dict[str, Who], keys: Callable[[Who], Iterable[object]]) -> Iterator[tuple[str, str]]:
    """Pairs of nodes that share a key."""
    groups: dict[object, list[str]] = defaultdict(list)
    for node, who in nodes.items():
        for key in keys(who):
            groups[key].append(node)
    for group in groups.values():
        yield from combinations(group[:GROUP], 2)
        yield from ((group[0], other) for other in group[GROUP:])


def _by_latin(nodes: dict[str, Who]) -> Iterator[Edge]:
    for a, b in _groups(nodes, lambda who: {tuple(sorted(name)) for name in who.latin}):
        yield Edge(SAME_LATIN, a, b, ("same Latin form",))


def _by_name(nodes: dict[str, Who]) -> Iterator[Edge]:
    """Pairs of the same full name whose country is given in both; a conflict of countries shows as a decision."""
    for a, b in _groups(nodes, lambda who: who.names):
        if nodes[a].countries and nodes[b].countries:
            shared = max(nodes[a].names & nodes[b].names, key=len)
            yield Edge(SAME_NAME if len(shared) > 2 else SAME_SHORT_NAME, a, b, ("same full name", "same country"))


def _by_near_latin(nodes: dict[str, Who]) -> Iterator[Edge]:
    """Pairs of the same name, full or not, whose Latin forms differ as two spellings of one name do."""
    spelt = {node: who for node, who in nodes.items() if who.latin}
    for a, b in _groups(spelt, lambda who: who.names | who.tied):
        if nodes[a].latin.isdisjoint(nodes[b].latin) and conflict(nodes[a], nodes[b]) is None:
            yield Edge(SAME_NAME_NEAR_LATIN, a, b, ("same name", "Latin forms of one name"))


def _join_unplaced(clusters: Clusters[Who], nodes: dict[str, Who]) -> None:
    """Join a full name without country to the only cluster of that name, or leave it to a reviewer.

    Of several, to the only one of the country that is guessed.
    """
    by_name: dict[str, set[str]] = defaultdict(set)
    for node, who in nodes.items():
        for name in who.names:
            by_name[name].add(clusters.root(node))
    edges = []
    for node, who in nodes.items():
        if who.countries or who.known:
            continue
        others = {clusters.root(root) for name in who.names for root in by_name[name]} - {clusters.root(node)}
        fit = sorted(root for root in others if clusters.can_join(node, root))
        near = [root for root in fit if who.guesses and clusters.summary[root].country == who.country]
        fit = near if len(near) == 1 else fit
        if len(fit) == 1:
            edges.append(Edge(SAME_NAME_UNPLACED, node, fit[0], ("same full name", "the only one of that name")))
        for other in fit if len(fit) > 1 else ():
            reasons = ("same full name", f"{len(fit)} of that name")
            clusters.record(Edge(SURNAME_ONLY, node, other, reasons), Judgement.UNSURE)
    clusters.join(edges)


def _join_weak(clusters: Clusters[Who], nodes: dict[str, Who]) -> None:
    """Join a surname with country and office to the only person of that country and office who bears it."""
    bearers: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for root in clusters.members():
        who = clusters.summary[root]
        for name in who.names | who.tied if who.is_strong else ():
            bearers[name[-2:], who.country].add(root)
    edges = []
    for node, who in nodes.items():
        if who.is_strong or not who.countries:
            continue
        (name,) = who.weak
        near = sorted(bearers.get((name[-2:], who.country), ()))
        fit = [root for root in near if _bears(clusters.summary[root], name)]
        if len(fit) != 1:
            continue
        shared = who.roles & clusters.summary[fit[0]].roles
        if shared:
            why = ("surname of the full name", "same country", f"same office {min(shared)}")
            edges.append(Edge(SURNAME_AND_OFFICE, node, fit[0], why))
        else:
            edge = Edge(SURNAME_ONLY, node, fit[0], ("surname of the full name", "same country"))
            clusters.record(edge, Judgement.UNSURE)
    clusters.join(edges)


def _bears(who: Who, name: str) -> bool:
    return name in who.tied or any(full.endswith(name) for full in who.names)
