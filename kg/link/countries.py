"""Countries and places of an article."""

from __future__ import annotations

from collections.abc import Iterator

from kg.knowledge.countries import load_country_context
from kg.knowledge.gazetteer import Gazetteer
from kg.model import Annotated, Candidate, Entity, EntityKind, Form, Mention


def link_countries(annotated: Annotated, gazetteer: Gazetteer) -> tuple[list[Entity], list[Mention]]:
    """The countries named, with their mentions; a short form of several countries is the one otherwise named."""
    candidates = [c for c in annotated.candidates if c.kind is EntityKind.COUNTRY and c.form is not Form.PRONOUN]
    sure = {c.known[0] for c in candidates if c.rule != "country-weak" and (len(c.known) == 1 or c.form is Form.FULL)}
    homonyms = load_country_context().homonyms
    mentions: list[Mention] = []
    names: dict[str, str] = {}
    for c in candidates:
        code = _code(c, sure)
        homonym = homonyms.get(annotated.folded[c.start : c.end])
        if code is None or (homonym and homonym in annotated.folded):
            continue
        text = annotated.article.text[c.start : c.end]
        if c.form is not Form.METONYM and len(text) > len(names.get(code, "")):
            names[code] = text
        names.setdefault(code, "")
        mentions.append(
            Mention(
                start=c.start,
                end=c.end,
                entities=(f"country/{code}",),
                kind=EntityKind.COUNTRY,
                form=c.form,
                rule=c.rule,
                confidence=c.confidence,
            )
        )
    entities = [
        Entity(
            key=f"country/{code}",
            kind=EntityKind.COUNTRY,
            country=code,
            known=code,
            name=name if len(name) > 1 else gazetteer.countries[code].hans,
        )
        for code, name in names.items()
    ]
    return entities, mentions


def _code(candidate: Candidate, sure: set[str]) -> str | None:
    if candidate.form is Form.FULL or (len(candidate.known) == 1 and candidate.rule != "country-weak"):
        return candidate.known[0]
    named = [code for code in candidate.known if code in sure]
    return named[0] if len(named) == 1 else None


def link_places(annotated: Annotated) -> Iterator[tuple[Entity, Mention]]:
    """Cities and other places, one entity a place (repeated for each mention)."""
    for c in annotated.candidates:
        if c.kind is EntityKind.PLACE:
            entity = Entity(
                key=f"place/{c.known[0]}",
                kind=EntityKind.PLACE,
                name=annotated.article.text[c.start : c.end],
                country=c.country,
                known=c.known[0],
            )
            yield (
                entity,
                Mention(
                    start=c.start,
                    end=c.end,
                    entities=(entity.key,),
                    kind=EntityKind.PLACE,
                    form=c.form,
                    rule=c.rule,
                    confidence=c.confidence,
                ),
            )
