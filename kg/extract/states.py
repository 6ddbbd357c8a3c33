"""States that an article speaks for without naming them: the one that a minister serves."""

from __future__ import annotations

from collections.abc import Iterable

from kg.knowledge.gazetteer import load_gazetteer
from kg.model import Entity, EntityKind, MeetingReport, Readout, Statement

PREFIX = "country/"


def with_states(
    entities: tuple[Entity, ...],
    meetings: Iterable[MeetingReport],
    statements: Iterable[Statement],
    readouts: Iterable[Readout],
) -> tuple[Entity, ...]:
    """The entities of an article, and those countries that its accounts use but its words do not name."""
    used = {key for report in meetings for key in report.parties}
    used |= {key for s in statements for key in (s.speaker, s.side, s.addressee) if key}
    used |= {readout.side for readout in readouts}
    missing = sorted(k for k in used - {e.key for e in entities} if k.startswith(PREFIX))
    return entities + tuple(_country(key.removeprefix(PREFIX)) for key in missing)


def _country(code: str) -> Entity:
    known = load_gazetteer().countries.get(code)
    name = known.hans if known else code
    return Entity(key=PREFIX + code, kind=EntityKind.COUNTRY, name=name, country=code, known=code)
