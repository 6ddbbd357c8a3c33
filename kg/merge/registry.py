"""The things of the world, gathered from the entities of all articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.latin import is_full, is_unlike, latin_key
from kg.merge.clusters import Clusters
from kg.merge.identity import Who, cluster, combine, one, reference, summary, weight
from kg.merge.keys import EntityKey, Keys, plain
from kg.model import EntityKind, MergeDecision


@dataclass(slots=True)
class Seen:
    """What the articles show of one node or thing; the counters count articles."""

    spellings: Counter[tuple[str, str]] = field(default_factory=Counter)  # (text, language)
    names: Counter[str] = field(default_factory=Counter)  # plain names
    latin: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    bodies: Counter[str] = field(default_factory=Counter)  # organizations in whose office a person stands
    articles: int = 0

    def note(self, entity: EntityKey) -> None:
        """Take in one article's entity."""
        for spelling in entity.spellings:
            self.spellings[spelling] += 1
        self.names[entity.plain] += 1
        if entity.latin:
            self.latin[entity.latin] += 1
        if entity.category:
            self.categories[entity.category] += 1
        if entity.body:
            self.bodies[entity.body] += 1
        self.articles += 1

    def add(self, other: Seen) -> None:
        """Take in what another node of the same thing shows."""
        self.spellings.update(other.spellings)
        self.names.update(other.names)
        self.latin.update(other.latin)
        self.categories.update(other.categories)
        self.bodies.update(other.bodies)
        self.articles += other.articles


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
    """Nodes of all kinds with what they are known by, and the node of every entity of every article."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.nodes: dict[EntityKind, dict[str, Who]] = {kind: {} for kind in EntityKind}
        self._seen: dict[str, EntityKey | Seen] = {}  # most nodes stand in one article only
        self._other: dict[str, dict[str, str]] = {}  # article -> entity key -> node, where it is not the key itself
        self._keys: dict[str, tuple[str, ...]] = {}

    def add(self, keys: Keys) -> None:
        """Take in the entities of one article."""
        nodes = {entity.key: self._node(entity, keys.article) for entity in keys.entities}
        self._keys[keys.article] = tuple(nodes)
        other = {key: node for key, node in nodes.items() if key != node}
        if other:
            self._other[keys.article] = other
        for entity in keys.entities:
            self._note(nodes[entity.key], entity)

    def seen(self, nodes: Iterable[str]) -> Seen:
        """What the articles show of several nodes together."""
        total = Seen()
        for node in nodes:
            found = self._seen[node]
            if isinstance(found, Seen):
                total.add(found)
            else:
                total.note(found)
        return total

    def cluster(self, decisions: Iterable[MergeDecision]) -> dict[EntityKind, Clusters[Who]]:
        """Join the nodes of each kind."""
        reviewed = tuple(decisions)
        for nodes in self.nodes.values():
            self._weigh(nodes)
        return {kind: cluster(kind, nodes, reviewed) for kind, nodes in self.nodes.items()}

    def _weigh(self, nodes: dict[str, Who]) -> None:
        """Note how many articles stand behind the country of each node; one is what it was made with."""
        for node, seen in self._seen.items():
            if isinstance(seen, Seen) and node in nodes:
                nodes[node] = replace(nodes[node], countries=weight(nodes[node].country, seen.articles))

    def things(self, ids: Mapping[str, str]) -> ThingOf:
        """The thing of every entity, from the thing of every node; the registry is of no further use."""
        for other in self._other.values():
            for key, node in other.items():
                other[key] = ids[node]
        moved = {node: id_ for nodes in self.nodes.values() for node in nodes if (id_ := ids[node]) != node}
        self._seen.clear()
        self.nodes.clear()
        return ThingOf(self._keys, self._other, {node: id_ for node, id_ in moved.items() if "|" not in node})

    def _node(self, entity: EntityKey, article: str) -> str:
        nodes = self.nodes[entity.kind]
        if entity.kind is EntityKind.COUNTRY and entity.country:
            node = f"country/{entity.country}"
            if node not in nodes:
                nodes[node] = summary(entity)
        elif entity.known and not self._is_other(entity):
            node = f"{entity.kind}/{entity.known}"
            if node not in nodes:
                nodes[node] = self._known(entity)
            self._learn(nodes, node, entity)
        else:
            entity = replace(entity, known=None, country=None) if entity.known else entity
            node = reference(entity, article)
            who = summary(entity)
            nodes[node] = combine(nodes[node], who) if node in nodes else who
        return node if node != entity.key else entity.key

    def _learn(self, nodes: dict[str, Who], node: str, entity: EntityKey) -> None:
        """Add to a known person the office and, where its Latin form stands with it, the name of the article.

        Where the gazetteer has no country, it is the one that most articles give.
        """
        who = nodes[node]
        entry = self._gazetteer.persons.get(entity.known or "") if entity.kind is EntityKind.PERSON else None
        if entry is not None and entry.country is None and entity.country:
            counts = who.countries | {entity.country: who.countries.get(entity.country, 0) + 1}
            nodes[node] = who = replace(who, countries=counts)
        if entity.role and entity.role not in who.roles:
            nodes[node] = who = replace(who, roles=who.roles | {entity.role})
        is_tied = entity.latin is not None and entity.kind is EntityKind.PERSON
        if is_tied and entity.plain not in who.tied and entity.plain not in who.names:
            nodes[node] = replace(who, tied=who.tied | {entity.plain})

    def _is_other(self, entity: EntityKey) -> bool:
        """Whether the Latin form in the article is clearly not that of the gazetteer's person."""
        entry = self._gazetteer.persons.get(entity.known or "") if entity.kind is EntityKind.PERSON else None
        if entry is None or entry.latin is None or entity.latin is None:
            return False
        form = latin_key(entity.latin)
        return is_full(form) and all(is_unlike(form, latin_key(known)) for known in (entry.latin, *entry.also))

    def _known(self, entity: EntityKey) -> Who:
        """What the gazetteer knows of a person; of the others the id says all."""
        roles = one(entity.role)
        entry = self._gazetteer.persons.get(entity.known or "") if entity.kind is EntityKind.PERSON else None
        if entry is None:
            country = weight(entity.country, 1)
            return Who(one(None), one(None), frozenset(), country, one(entity.known), roles, one(None))
        return Who(
            frozenset(map(plain, entry.full)),
            frozenset(map(plain, entry.short)),
            frozenset(key for name in (entry.latin, *entry.also) if name and is_full(key := latin_key(name))),
            weight(entry.country, 1),
            one(entry.id),
            roles,
            one(None),
        )

    def _note(self, node: str, entity: EntityKey) -> None:
        found = self._seen.get(node)
        if found is None:
            self._seen[node] = entity
            return
        if not isinstance(found, Seen):
            first, found = found, Seen()
            found.note(first)
            self._seen[node] = found
        found.note(entity)
