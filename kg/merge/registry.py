"""The things of the world, gathered from the entities of all articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.latin import is_full, latin_key
from kg.merge.clusters import Clusters
from kg.merge.identity import Who, cluster, combine, reference, summary
from kg.merge.keys import EntityKey, Keys, plain
from kg.model import EntityKind, MergeDecision


@dataclass(slots=True)
class Seen:
    """What the articles show of one node."""

    spellings: Counter[tuple[str, str]] = field(default_factory=Counter)  # (text, language) -> articles
    names: Counter[str] = field(default_factory=Counter)  # plain name -> articles
    latin: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    bodies: Counter[str] = field(default_factory=Counter)  # node of the organization a person has an office in
    articles: int = 0

    def add(self, other: Seen) -> None:
        """Take in what another node of the same thing shows."""
        for mine, its in (
            (self.spellings, other.spellings),
            (self.names, other.names),
            (self.latin, other.latin),
            (self.categories, other.categories),
            (self.bodies, other.bodies),
        ):
            mine.update(its)  # type: ignore[arg-type]
        self.articles += other.articles


class Registry:
    """Nodes of all kinds with what they are known by, and the node of every entity of every article."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.nodes: dict[EntityKind, dict[str, Who]] = {kind: {} for kind in EntityKind}
        self.seen: defaultdict[str, Seen] = defaultdict(Seen)
        self._unknown: dict[str, dict[str, str]] = {}  # article -> entity key -> node, where it is not the key itself
        self._keys: dict[str, tuple[str, ...]] = {}

    def add(self, keys: Keys) -> None:
        """Take in the entities of one article."""
        nodes = {entity.key: self._node(entity, keys.article) for entity in keys.entities}
        self._keys[keys.article] = tuple(nodes)
        unknown = {key: node for key, node in nodes.items() if key != node}
        if unknown:
            self._unknown[keys.article] = unknown
        for entity in keys.entities:
            self._note(entity, nodes)
        for node in set(nodes.values()):
            self.seen[node].articles += 1

    def node_of(self, article: str, key: str) -> str:
        """The node of an entity of an article."""
        return self._unknown.get(article, {}).get(key, key)

    def entities(self) -> Iterable[tuple[str, str]]:
        """All (article, entity key), sorted by article."""
        return ((article, key) for article in sorted(self._keys) for key in self._keys[article])

    def cluster(self, decisions: Iterable[MergeDecision]) -> dict[EntityKind, Clusters[Who]]:
        """Join the nodes of each kind."""
        reviewed = tuple(decisions)
        return {kind: cluster(kind, nodes, reviewed) for kind, nodes in self.nodes.items()}

    def _node(self, entity: EntityKey, article: str) -> str:
        if entity.kind is EntityKind.COUNTRY and entity.country:
            node = f"country/{entity.country}"
        elif entity.known:
            node = f"{entity.kind}/{entity.known}"
        else:
            node = reference(entity, article)
        nodes = self.nodes[entity.kind]
        who = self._known(entity) if entity.known else summary(entity)
        nodes[node] = combine(nodes[node], who) if node in nodes else who
        return node

    def _known(self, entity: EntityKey) -> Who:
        """What the gazetteer knows of a person; of the others the id says all."""
        entry = self._gazetteer.persons.get(entity.known or "") if entity.kind is EntityKind.PERSON else None
        if entry is None:
            country = frozenset({entity.country}) if entity.country else frozenset[str]()
            return Who(frozenset(), frozenset(), country, frozenset({entity.known or ""}), frozenset(), True)
        latin = {latin_key(name) for name in (entry.latin, *entry.also) if name}
        return Who(
            frozenset(map(plain, entry.full)),
            frozenset(name for name in latin if is_full(name)),
            frozenset({entry.country}) if entry.country else frozenset(),
            frozenset({entry.id}),
            frozenset({entity.role}) if entity.role else frozenset(),
            True,
        )

    def _note(self, entity: EntityKey, nodes: dict[str, str]) -> None:
        seen = self.seen[nodes[entity.key]]
        seen.spellings.update(entity.spellings)
        seen.names[entity.plain] += 1
        if entity.latin:
            seen.latin[entity.latin] += 1
        if entity.category:
            seen.categories[entity.category] += 1
        if entity.body and entity.body in nodes:
            seen.bodies[nodes[entity.body]] += 1
