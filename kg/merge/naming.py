"""Ids and labels of things: readable, made from content, the same for any order of the articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from kg.fold import converted, fold
from kg.ids import digest, slug
from kg.knowledge.gazetteer import Gazetteer, OrganizationEntry, bodies_served
from kg.knowledge.organizations import body_codes
from kg.merge.clusters import Clusters
from kg.merge.identity import Who
from kg.merge.keys import plain
from kg.merge.registry import Registry, Seen
from kg.model import EntityKind, Label, Thing

INSIDE = ("裡", "里")  # "inside", for which the converter takes the syllable ri of foreign names
_UNSAFE = re.compile(r"[\s/#?%<>\"'{}|\\^`\[\]]+")


def make_things(
    registry: Registry, clusters: Mapping[EntityKind, Clusters[Who]], gazetteer: Gazetteer
) -> tuple[list[Thing], dict[str, str]]:
    """All things sorted by id, and node -> thing id."""
    ids: dict[str, str] = {}
    merged: dict[str, tuple[EntityKind, Who, Seen]] = {}
    for kind, partition in clusters.items():
        members = partition.members()
        shown = {root: registry.seen(nodes) for root, nodes in members.items()}
        named = _ids(kind, shown, partition.summary, gazetteer)
        for root, nodes in members.items():
            merged[named[root]] = kind, partition.summary[root], shown[root]
            ids.update(dict.fromkeys(nodes, named[root]))
    offices = bodies_served(gazetteer)
    things = []
    for id_, (kind, who, seen) in sorted(merged.items()):
        known = min(who.known, default="")
        entry = _entry(kind, known or id_.removeprefix("country/"), gazetteer)
        represents = _represents(who, seen, ids, offices.get(known, ())) if kind is EntityKind.PERSON else ()
        things.append(_thing(id_, kind, who, seen, entry=entry, represents=represents))
    return things, ids


def _ids(
    kind: EntityKind, members: Mapping[str, Seen], summary: Mapping[str, Who], gazetteer: Gazetteer
) -> dict[str, str]:
    """Root -> id: the gazetteer's, else the Latin form, else the name; with the country, or a digest, on collision."""
    taken = {EntityKind.PERSON: gazetteer.persons, EntityKind.ORGANIZATION: gazetteer.organizations}.get(kind, {})
    wanted: dict[str, str] = {}
    result: dict[str, str] = {}
    for root, seen in members.items():
        if kind is EntityKind.COUNTRY or summary[root].known:
            result[root] = root if kind is EntityKind.COUNTRY else f"{kind}/{min(summary[root].known)}"
        else:
            wanted[root] = _name(seen)
    countries = {root: (summary[root].country or "").lower() for root in wanted}
    result |= {root: f"{kind}/{name}" for root, name in _apart(wanted, countries, taken)}
    return result


def _name(seen: Seen) -> str:
    return slug(best(seen.latin) or "") or _UNSAFE.sub("-", best(seen.names) or "").strip("-") or "x"


def _apart(wanted: dict[str, str], countries: dict[str, str], taken: Mapping[str, object]) -> list[tuple[str, str]]:
    """Names made unique: a collision adds the country, a further one a digest of the node."""
    uses = Counter(wanted.values())
    second = {
        root: name if uses[name] == 1 and name not in taken else f"{name}-{countries[root]}".strip("-")
        for root, name in wanted.items()
    }
    uses = Counter(second.values())
    return [
        (root, name if uses[name] == 1 and name not in taken else f"{name}-{digest(root, size=6)}")
        for root, name in second.items()
    ]


def best(counts: Mapping[str, int]) -> str | None:
    """The most frequent; of several the longest, then the first of the alphabet."""
    if len(counts) < 2:
        return next(iter(counts), None)
    return min(counts, key=lambda text: (-counts[text], -len(text), text))


def _thing(
    id_: str, kind: EntityKind, who: Who, seen: Seen, *, entry: Any | None, represents: tuple[str, ...]
) -> Thing:
    return Thing(
        id=id_,
        kind=kind,
        labels=_labels(entry, seen),
        used=_used(entry, seen) if kind is EntityKind.ORGANIZATION and entry is not None else (),
        spellings=tuple(Label(text=text, language=language) for text, language in sorted(seen.spellings)),
        represents=represents,
        country=id_.removeprefix("country/") if kind is EntityKind.COUNTRY else who.country,
        category=_category(entry, seen) if kind is EntityKind.ORGANIZATION else None,
        article_count=seen.articles,
    )


def _entry(kind: EntityKind, known: str, gazetteer: Gazetteer) -> Any | None:
    """The gazetteer's entry of a thing: a country, organization, person or city."""
    tables: dict[EntityKind, Mapping[str, Any]] = {
        EntityKind.COUNTRY: gazetteer.countries,
        EntityKind.ORGANIZATION: gazetteer.organizations,
        EntityKind.PERSON: gazetteer.persons,
        EntityKind.PLACE: gazetteer.cities,
    }
    return tables[kind].get(known)


def _category(entry: Any | None, seen: Seen) -> str | None:
    return entry.category if entry is not None else best(seen.categories)


def _represents(who: Who, seen: Seen, ids: Mapping[str, str], organizations: Iterable[str]) -> tuple[str, ...]:
    """The country, and the organizations in whose office the gazetteer has the person; failing both, the articles."""
    found = {f"country/{country}" for country in [who.country] if country} | {
        f"organization/{o}" for o in organizations
    }
    body = best(seen.bodies)
    if not found and body is not None and body in ids:
        found = {ids[body]}
    return tuple(sorted(found))


def _labels(entry: Any | None, seen: Seen) -> tuple[Label, ...]:
    """One label a language: the gazetteer's, else the usual fullest spelling, the missing script converted."""
    if entry is not None:
        hans, hant = entry.hans, entry.hant
        english = entry.latin if hasattr(entry, "latin") else entry.en
    else:
        hans, hant = _chinese(seen)
        english = best(seen.latin)
    pairs = (("en", english), ("zh-Hans", hans), ("zh-Hant", hant))
    return tuple(Label(text=text, language=language) for language, text in pairs if text)


def _used(entry: OrganizationEntry, seen: Seen) -> tuple[Label, ...]:
    """What the articles usually call a body that the gazetteer knows; not of those that go by a code (EU, ASEAN)."""
    names = dict.fromkeys((entry.hans, entry.hant, *entry.forms))
    if any(name in body_codes() for name in names):
        return ()
    hans, hant = _chinese(seen)
    if hans.isascii():
        return (Label(text=hans, language="en"),)
    return (Label(text=hans, language="zh-Hans"), Label(text=hant, language="zh-Hant"))


def _chinese(seen: Seen) -> tuple[str, str]:
    """The usual name in both scripts; Latin stays as it is."""
    name = best(seen.names) or ""
    full = {key: count for key, count in seen.spellings.items() if plain(key[0]) == name}
    hans = best(_folded(full)) or name
    written = {text: count for (text, language), count in full.items() if language == "zh-Hant"}
    return hans, best(written) or converted(hans, "s2tw").replace(*INSIDE)


def _folded(full: Mapping[tuple[str, str], int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for (text, _), count in full.items():
        counts[fold(text)] += count
    return counts
