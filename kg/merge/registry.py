"""The things of the world, gathered from the entities of all articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from sys import intern

from msgspec.structs import replace

from kg.knowledge.entries import NO_STATE
from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.latin import is_full, is_unlike, latin_key
from kg.merge.batch import Batch
from kg.merge.clusters import Clusters
from kg.merge.identity import Who, cluster, combine, one, reference, summary, weight
from kg.merge.keys import EntityKey, interned_entity, plain
from kg.model import EntityKind, MergeDecision


@dataclass(slots=True)
class Seen:
    """What the articles show of one node or thing; the counters count articles."""

    spellings: dict[tuple[str, str], int] = field(default_factory=dict)  # (text, language)
    names: dict[str, int] = field(default_factory=dict)  # plain names
    latin: dict[str, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, int] = field(default_factory=dict)  # organizations in whose office a person stands
    articles: int = 0

    def note(self, entity: EntityKey, articles: int) -> None:
        """Take in an entity that so many articles have."""
        for spelling in entity.spellings:
            self.spellings[spelling] = self.spellings.get(spelling, 0) + articles
        self.names[entity.plain] = self.names.get(entity.plain, 0) + articles
        if entity.latin:
            self.latin[entity.latin] = self.latin.get(entity.latin, 0) + articles
        if entity.category:
            self.categories[entity.category] = self.categories.get(entity.category, 0) + articles
        if entity.body:
            self.bodies[entity.body] = self.bodies.get(entity.body, 0) + articles
        self.articles += articles


@dataclass(slots=True)
class _Way:
    """A way in which articles have an entity, the node that it stands for, and the number of such articles."""

    entity: EntityKey
    node: str
    articles: int = 0


class ThingOf(Mapping[tuple[str, str], str]):
    """(article id, entity key) -> thing id; keys that are the thing's id themselves take no room."""

    def __init__(self, keys: Mapping[str, tuple[str, ...]], other: Mapping[str, dict[str, str]], moved: dict[str, str]):
        self._keys, self._other, self._moved = keys, other, moved

    def __getitem__(self, item: tuple[str, str]) -> str:
        article, key = item
        if key not in self._keys[article]:
            raise KeyError(item)
        return self._other.get(article, {}).get(key) or self._moved.get(key, key)

    def get(self, item: tuple[str, str], default: str | None = None) -> str | None:  # type: ignore[override]
        """The same without the cost of an error: many of those asked for are not there."""
        return self[item] if item[1] in self._keys.get(item[0], ()) else default

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((article, key) for article in sorted(self._keys) for key in self._keys[article])

    def __len__(self) -> int:
        return sum(map(len, self._keys.values()))


class Registry:
    """Nodes of all kinds with what they are known by, and the node of every entity of every article.

    Most entities stand in many articles in just the same way: each way is kept once, with the number of its articles.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.nodes: dict[EntityKind, dict[str, Who]] = {kind: {} for kind in EntityKind}
        self._ways: dict[tuple[EntityKey, str], _Way] = {}
        self._by_node: dict[str, list[_Way]] = {}
        self._other: dict[str, dict[str, str]] = {}  # article -> entity key -> node, where it is not the key itself
        self._keys: dict[str, tuple[str, ...]] = {}
        self._others: dict[tuple[str | None, str | None], bool] = {}

    def add(self, batch: Batch) -> None:
        """Take in the entities of some articles."""
        shared = [self._ways.get((entity, "")) for entity in batch.entities]
        for source in batch.sources:
            ways = {}
            for number in memoryview(source.entities).cast("I"):
                way = shared[number]
                if way is None:
                    way = self._way(batch.entities[number], source.article)
                    shared[number] = None if way.node.endswith(source.article) else way
                way.articles += 1
                ways[way.entity.key] = way
            article = intern(source.article)
            self._keys[article] = tuple(ways)
            other = {key: way.node for key, way in ways.items() if key != way.node}
            if other:
                self._other[article] = other

    def _way(self, entity: EntityKey, article: str) -> _Way:
        """A way in which an entity was not met before, or one that is this article's alone."""
        node = self._node(entity, article)
        entity = interned_entity(entity)
        way = _Way(entity, entity.key if node == entity.key else node)
        self._ways[entity, article if node.endswith(article) else ""] = way
        self._by_node.setdefault(way.node, []).append(way)
        return way

    def seen(self, nodes: Iterable[str]) -> Seen:
        """What the articles show of several nodes together."""
        total = Seen()
        for node in nodes:
            for way in self._by_node[node]:
                total.note(way.entity, way.articles)
        return total

    def cluster(self, decisions: Iterable[MergeDecision]) -> dict[EntityKind, Clusters[Who]]:
        """Join the nodes of each kind."""
        reviewed = tuple(decisions)
        for node, ways in self._by_node.items():
            for way in ways:
                self._enter(node, way)
            self._weigh(node, ways)
        return {kind: cluster(kind, nodes, reviewed) for kind, nodes in self.nodes.items()}

    def _weigh(self, node: str, ways: list[_Way]) -> None:
        """Note how many articles stand behind the country of a node; one is what it was made with."""
        articles, nodes = sum(way.articles for way in ways), self.nodes[ways[0].entity.kind]
        if articles > 1 and nodes[node].countries:
            nodes[node] = replace(nodes[node], countries=weight(nodes[node].country, articles))

    def things(self, ids: Mapping[str, str]) -> ThingOf:
        """The thing of every entity, from the thing of every node; the registry is of no further use."""
        for other in self._other.values():
            for key, node in other.items():
                other[key] = ids[node]
        moved = {node: id_ for nodes in self.nodes.values() for node in nodes if (id_ := ids[node]) != node}
        self._ways.clear()
        self._by_node.clear()
        self.nodes.clear()
        return ThingOf(self._keys, self._other, {node: id_ for node, id_ in moved.items() if "|" not in node})

    def _node(self, entity: EntityKey, article: str) -> str:
        if entity.kind is EntityKind.COUNTRY and entity.country:
            return f"country/{entity.country}"
        if self._is_unowned(entity):
            return f"{entity.kind}|{entity.plain}|{article}"
        if entity.known and not self._is_other(entity):
            return f"{entity.kind}/{entity.known}"
        return reference(_unknown(entity), article)

    def _enter(self, node: str, way: _Way) -> None:
        """Add to a node what one way of naming it says."""
        nodes, entity = self.nodes[way.entity.kind], way.entity
        if entity.kind is EntityKind.COUNTRY and entity.country:
            if node not in nodes:
                nodes[node] = summary(entity)
        elif self._is_unowned(entity):
            nodes[node] = Who(one(None), one(None), frozenset(), {}, {}, one(None), one(None), one(entity.plain))
        elif entity.known and not self._is_other(entity):
            if node not in nodes:
                nodes[node] = self._known(entity)
            self._learn(nodes, node, way)
        else:
            who = summary(_unknown(entity), way.articles)
            nodes[node] = combine(nodes[node], who) if node in nodes else who

    def _learn(self, nodes: dict[str, Who], node: str, way: _Way) -> None:
        """Add to what is known the office and, where its Latin form stands with it, the name of the article.

        Where the gazetteer has no country of a person, and of all else, it is the one that most articles give.
        """
        who, entity = nodes[node], way.entity
        entry = self._gazetteer.persons.get(entity.known or "") if entity.kind is EntityKind.PERSON else None
        if (entry is None or entry.country is None) and entity.country:
            counts = who.countries | {entity.country: who.countries.get(entity.country, 0) + way.articles}
            nodes[node] = who = replace(who, countries=counts)
        if entity.role and entity.role not in who.roles:
            nodes[node] = who = replace(who, roles=who.roles | {entity.role})
        is_tied = entity.latin is not None and entity.kind is EntityKind.PERSON
        if is_tied and entity.plain not in who.tied and entity.plain not in who.names:
            nodes[node] = replace(who, tied=who.tied | {entity.plain})

    def _is_unowned(self, entity: EntityKey) -> bool:
        """Whether it is a body of a kind that every state has, and nothing tells whose: 内政部, its article's alone."""
        is_kind = entity.kind is EntityKind.ORGANIZATION and entity.known in self._gazetteer.bodies
        return is_kind and entity.country is None

    def _is_other(self, entity: EntityKey) -> bool:
        """Whether the Latin form in the article is clearly not that of the gazetteer's person."""
        if entity.latin is None or entity.kind is not EntityKind.PERSON:
            return False
        names = entity.known, entity.latin
        if (found := self._others.get(names)) is None:
            found = self._others[names] = self._is_unlike(*names)
        return found

    def _is_unlike(self, known: str | None, latin: str) -> bool:
        entry = self._gazetteer.persons.get(known or "")
        if entry is None or entry.latin is None:
            return False
        form = latin_key(latin)
        return is_full(form) and all(is_unlike(form, latin_key(name)) for name in (entry.latin, *entry.also))

    def _known(self, entity: EntityKey) -> Who:
        """What the gazetteer knows of a person; of the others the id says all."""
        roles = one(entity.role)
        entry = self._gazetteer.persons.get(entity.known or "") if entity.kind is EntityKind.PERSON else None
        if entry is None:
            return Who(one(None), one(None), frozenset(), {}, {}, one(entity.known), roles, one(None))
        return Who(
            frozenset(map(plain, entry.full)),
            frozenset(map(plain, entry.short)),
            frozenset(key for name in (entry.latin, *entry.also) if name and is_full(key := latin_key(name))),
            weight(None if entry.country == NO_STATE else entry.country, 1),
            {},
            one(entry.id),
            roles,
            one(None),
        )


def _unknown(entity: EntityKey) -> EntityKey:
    """An entity whose Latin form says that it is not the one of the gazetteer."""
    return replace(entity, known=None, country=None) if entity.known else entity
