"""Who publishes under which site and name, and to which country and camp a publisher belongs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from kg.fold import fold
from kg.knowledge.tables import read_table, split_cell
from kg.resources import ontology_dir


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """One publisher. `kind` is state, government-funded, public, private, movement or citizen; `country` iso2."""

    id: str
    name: str
    hans: str
    hant: str
    en: str
    names: tuple[str, ...]
    hosts: tuple[str, ...]
    country: str | None
    kind: str
    note: str


@cache
def load_publishers() -> dict[str, Publisher]:
    """Publishers by id, in the table's order. `name` is the one an article without a named publisher gets."""
    rows = read_table(ontology_dir() / "lexicon" / "publishers.tsv")
    return {
        row["id"]: Publisher(
            id=row["id"],
            name=row["name"],
            hans=row["hans"],
            hant=row["hant"],
            en=row["en"],
            names=split_cell(row["names"]),
            hosts=split_cell(row["hosts"]),
            country=row["country"] or None,
            kind=row["kind"],
            note=row["note"],
        )
        for row in rows
    }


@cache
def _by_name() -> dict[str, Publisher]:
    table: dict[str, Publisher] = {}
    for publisher in load_publishers().values():
        for name in (publisher.name, publisher.hans, publisher.hant, publisher.en, *publisher.names):
            table.setdefault(_key(name), publisher)
    return table


@cache
def _by_host() -> dict[str, Publisher]:
    return {host: publisher for publisher in load_publishers().values() for host in publisher.hosts}


def _key(name: str) -> str:
    return "".join(fold(name).lower().split())


def find_publisher(name: str | None, url: str | None = None) -> Publisher | None:
    """The publisher of that name in any script or spelling or, failing that, of the site that a URL belongs to."""
    if name and (found := _by_name().get(_key(name))):
        return found
    host = host_of(url)
    labels = host.split(".")
    return next((p for i in range(len(labels)) if (p := _by_host().get(".".join(labels[i:])))), None)


def publisher_of_url(url: str | None) -> str | None:
    """The name of the site's publisher; the site's host if the table does not know it; None without a URL."""
    publisher = find_publisher(None, url)
    return publisher.name if publisher else host_of(url).removeprefix("www.") or None


def host_of(url: str | None) -> str:
    """The host of a URL in lower case, "" if there is none."""
    try:
        return (urlsplit(url or "").hostname or "").rstrip(".")
    except ValueError:
        return ""
