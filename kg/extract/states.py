"""States and bodies that an article's accounts are about without its words naming them.

A minister speaks for a state that the article may never name; the United Nations are a party of a General Assembly.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.publishers import find_publisher
from kg.model import Entity, EntityKind, MeetingReport, Readout, Statement

STATE, BODY, PERSON = "country/", "organization/", "person/"  # how the keys of entities begin
WHOLE = "EU"  # the union that all its organs speak for, those too that are known by a code


def is_state(key: str) -> bool:
    """Whether a key is that of a country or territory."""
    return key.startswith(STATE)


def is_body(key: str) -> bool:
    """Whether a key is that of an organization."""
    return key.startswith(BODY)


def is_person(key: str) -> bool:
    """Whether a key is that of a person."""
    return key.startswith(PERSON)


def state_key(code: str) -> str:
    """The key of the country or territory of an ISO code."""
    return STATE + code


def country_code(key: str | None) -> str | None:
    """The ISO code in a country's key; None for any other."""
    return key.removeprefix(STATE) if key and is_state(key) else None


def media_state(entity: Entity) -> str | None:
    """The key of the state whose own news agency or broadcaster an entity is."""
    publisher = find_publisher(entity.name) if entity.category == "media" else None
    is_of_state = publisher is not None and publisher.kind == "state" and publisher.country
    return state_key(publisher.country or "") if publisher is not None and is_of_state else None


def with_states(
    entities: tuple[Entity, ...],
    meetings: Iterable[MeetingReport],
    statements: Iterable[Statement],
    readouts: Iterable[Readout],
) -> tuple[Entity, ...]:
    """The entities of an article, and those countries and known bodies that its accounts use but it does not name."""
    used = {key for report in meetings for key in report.parties}
    used |= {key for s in statements for key in (s.speaker, s.side, s.addressee, s.target) if key}
    used |= {readout.side for readout in readouts}
    missing = sorted(used - {e.key for e in entities})
    added = [country_entity(key.removeprefix(STATE)) for key in missing if is_state(key)]
    codes = [key.removeprefix(BODY) for key in missing if is_body(key)]
    added += [body_entity(code) for code in codes if code in load_gazetteer().organizations]
    return entities + tuple(added)


def country_entity(code: str) -> Entity:
    """A state that the words of an article do not name."""
    known = load_gazetteer().countries.get(code)
    name = known.hans if known else code
    return Entity(key=state_key(code), kind=EntityKind.COUNTRY, name=name, country=code, known=code)


def union(body: Entity) -> str:
    """The key of the union that a body is an organ of (UN of 安理会, EU of 欧洲央行); WHO is one of its own."""
    bodies = load_gazetteer().organizations
    known = bodies.get(body.known or "")
    while known is not None and known.parent:
        parent = bodies.get(known.parent)
        has_own_code = known.id.isupper() and parent is not None and parent.id != WHOLE
        if parent is None or parent.category != "igo" or has_own_code:
            break
        known = parent
    return f"{BODY}{known.id}" if known is not None else body.key


def body_entity(code: str) -> Entity:
    """A known body that the words of an article do not name."""
    known = load_gazetteer().organizations[code]
    return Entity(
        key=BODY + code,
        kind=EntityKind.ORGANIZATION,
        name=known.hans,
        country=known.country,
        known=code,
        category=known.category,
    )
