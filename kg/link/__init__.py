"""From candidates to entities: who and what the names of one article are, and what its pronouns refer to."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from kg.link.countries import homonymous, link_countries, link_places
from kg.link.gazetteer import load_known_people
from kg.link.nationality import fill_countries
from kg.link.organizations import link_organizations, organization_entities
from kg.link.people import latin_forms, link_people, person_entities, person_mentions, person_tenures
from kg.link.references import holders_of, link_references, make_scene
from kg.link.roles import RoleFinder
from kg.model import Annotated, Candidate, Entity, EntityKind, Form, Linked, Mention, Span, Tenure


def run(annotated: Annotated) -> Linked:
    """The article with its names resolved inside it and against the gazetteer."""
    known = load_known_people()
    entities: dict[str, Entity] = {}
    mentions: list[Mention] = []
    tenures: list[Tenure] = []
    bodies: dict[tuple[int, int], Entity] = {}
    for entity, found in organization_entities(link_organizations(annotated), annotated):
        entities[entity.key] = entity
        mentions += found
        bodies.update({(m.start, m.end): entity for m in found})
    titles = _with_countries(annotated, bodies)
    people = list(person_entities(link_people(annotated, titles, known), annotated, known))
    latin = latin_forms(annotated)
    for person, entity in fill_countries(people, annotated, bodies):
        entities[entity.key] = entity
        mentions += person_mentions(person, entity, latin)
        tenures += person_tenures(person, entity, annotated, bodies)
    countries, found = link_countries(annotated, known.gazetteer)
    entities.update({entity.key: entity for entity in countries})
    mentions += found
    for entity, mention in link_places(annotated):
        entities.setdefault(entity.key, entity)
        mentions.append(mention)
    spans = {(m.start, m.end): m.entities[0] for m in mentions if m.kind is EntityKind.PERSON}
    offices = holders_of(titles, spans, entities, known, annotated.article.day)
    scene = make_scene(annotated, titles, entities, mentions, known)
    references = list(link_references(annotated, titles, scene, offices))
    roles = RoleFinder(scene=scene, titles=titles, references=references, bodies=bodies)
    tenures += (*roles.referring(), *roles.told())
    mentions += references
    return Linked(
        article=annotated.article,
        folded=annotated.folded,
        sentences=annotated.sentences,
        entities=tuple(entities.values()),
        mentions=tuple(sorted(dict.fromkeys(mentions), key=lambda m: (m.start, -m.end, m.kind, m.form, m.entities))),
        tenures=tuple(sorted(dict.fromkeys(tenures), key=lambda t: (t.start, t.end, t.holder, t.role))),
        dates=annotated.dates,
    )


def _with_countries(annotated: Annotated, bodies: Mapping[tuple[int, int], Entity]) -> list[Candidate]:
    """The titles with the country of their body, or of the title before (法国总统马克龙及外长勒德里昂).

    A country that is only inherited so is marked by the rule "title-inherited"; offices of a body of many states
    inherit none.
    """
    titles: list[Candidate] = []
    others = homonymous(annotated)
    by_end = {end: Span(start=start, end=end) for start, end in sorted(bodies, reverse=True)}  # the longest
    sentence_ends = iter(sentence.end for sentence in annotated.sentences)
    limit = next(sentence_ends, 0)
    before: str | None = None
    for c in annotated.candidates:
        if c.form is not Form.TITLE:
            continue
        while c.start >= limit and (following := next(sentence_ends, None)) is not None:
            limit, before = following, None
        place = (c.body.start, c.body.end) if c.body else None
        named = by_end.get(place[1], c.body) if place and place not in bodies else c.body  # 外交部, of 中国外交部
        body = bodies.get((named.start, named.end)) if named else None
        country = c.country or (body.country if body else None)
        country = others.get(country, country) if country else None
        if country is None and c.holders and before and not (body and body.category == "igo"):
            titles.append(replace(c, body=named, country=before, rule="title-inherited"))
        else:
            titles.append(replace(c, body=named, country=country))
        before = country or before
    return titles
