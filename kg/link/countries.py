"""Countries and places of an article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.knowledge.countries import load_country_context
from kg.knowledge.gazetteer import Gazetteer
from kg.model import Annotated, Candidate, Entity, EntityKind, Form, Mention


def link_countries(annotated: Annotated, gazetteer: Gazetteer) -> tuple[list[Entity], list[Mention]]:
    """The countries named, with their mentions; a short form of several countries is the one otherwise named."""
    candidates = [c for c in annotated.candidates if c.kind is EntityKind.COUNTRY and c.form is not Form.PRONOUN]
    sure = {c.known[0] for c in candidates if c.rule != "country-weak" and (len(c.known) == 1 or c.form is Form.FULL)}
    others = homonymous(annotated)
    found = [(c, code) for c in candidates if (code := _code(c, sure)) is not None and code not in others]
    mentions = [
        Mention(
            start=c.start,
            end=c.end,
            entities=(f"country/{code}",),
            kind=EntityKind.COUNTRY,
            form=c.form,
            rule=c.rule,
            confidence=c.confidence,
        )
        for c, code in found
    ]
    names = _names(found, annotated)
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


def _names(found: Sequence[tuple[Candidate, str]], annotated: Annotated) -> dict[str, str]:
    """The longest name of each country as written; a capital that stands for it is none."""
    names: dict[str, str] = {}
    for c, code in found:
        text = annotated.article.text[c.start : c.end] if c.form is not Form.METONYM else ""
        names[code] = max(names.get(code, ""), text, key=len)
    return names


def homonymous(annotated: Annotated) -> dict[str, str]:
    """Countries that the article only seems to name, with the country meant: Georgia -> US beside 乔治亚州."""
    folded = annotated.folded
    names = {form: code for form, (word, code) in load_country_context().homonyms.items() if word in folded}
    return {
        c.known[0]: names[text]
        for c in (annotated.candidates if names else ())
        if c.kind is EntityKind.COUNTRY and c.known and (text := folded[c.start : c.end]) in names
    }


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
