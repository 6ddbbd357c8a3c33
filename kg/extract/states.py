"""States and bodies that an article's accounts are about without its words naming them.

A minister speaks for a state that the article may never name; the United Nations are a party of a General Assembly.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.knowledge.gazetteer import load_gazetteer
from kg.model import Entity, EntityKind, MeetingReport, Readout, Statement

STATE, BODY = "country/", "organization/"
WHOLE = "EU"  # the union that all its organs speak for, those too that are known by a code


def with_states(
    entities: tuple[Entity, ...],
    meetings: Iterable[MeetingReport],
    statements: Iterable[Statement],
    readouts: Iterable[Readout],
) -> tuple[Entity, ...]:
    """The entities of an article, and those countries and known bodies that its accounts use but it does not name."""
    used = {key for report in meetings for key in report.parties}
    used |= {key for s in statements for key in (s.speaker, s.side, s.addressee) if key}
    used |= {readout.side for readout in readouts}
    missing = sorted(used - {e.key for e in entities})
    added = [country_entity(k.removeprefix(STATE)) for k in missing if k.startswith(STATE)]
    bodies = load_gazetteer().organizations
    added += [
        body_entity(k.removeprefix(BODY)) for k in missing if k.startswith(BODY) and k.removeprefix(BODY) in bodies
    ]
    return entities + tuple(added)


def country_entity(code: str) -> Entity:
    """A state that the words of an article do not name."""
    known = load_gazetteer().countries.get(code)
    name = known.hans if known else code
    return Entity(key=STATE + code, kind=EntityKind.COUNTRY, name=name, country=code, known=code)


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
