"""Which names of bodies in an article are the same body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from msgspec.structs import replace

from kg.fold import fold
from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.organizations import load_org_context
from kg.link.home import home_bodies
from kg.model import Annotated, Candidate, Entity, EntityKind, Mention


@dataclass(slots=True)
class Organization:
    """One body of an article."""

    id: str
    known: str | None
    candidates: list[Candidate] = field(default_factory=list)


def link_organizations(annotated: Annotated) -> list[Organization]:
    """The bodies of an article in the order of their first mention."""
    own = _own_publisher(annotated.article.publisher)
    candidates = [
        c for c in annotated.candidates if c.kind is EntityKind.ORGANIZATION and not own.intersection(c.known)
    ]
    found: dict[str, Organization] = {}
    unknown: list[Organization] = []
    for c in candidates:
        if c.rule == "body":
            continue
        if c.known:
            found.setdefault(c.known[0], Organization(id=c.known[0], known=c.known[0])).candidates.append(c)
    for c in candidates:
        if c.rule != "body" and not c.known:
            _add_unknown(c, annotated.folded, unknown, found.values())
    home = home_bodies(annotated, [c for c in candidates if c.rule == "body"])
    for c in candidates:
        if c.rule == "body":
            owner = _owner(c, found, annotated, home)
            if owner in load_org_context().unnamed_unowned:
                continue
            key, country = _of_main_country(c, annotated) if owner == c.known[0] else (owner, c.country)
            found.setdefault(key, Organization(id=key, known=key)).candidates.append(replace(c, country=country))
    _join_missions(found)
    everything = [*found.values(), *unknown]
    everything.sort(key=lambda organization: min((c.start, c.end) for c in organization.candidates))
    return everything


def _join_missions(found: dict[str, Organization]) -> None:
    """Let a mission that is named without its post (中国大使馆) be the only one of that country, if there is one."""
    for key in [key for key in found if key.partition("-")[2] in load_org_context().missions]:
        posted = [other for other in found if other.startswith(f"{key}-")]
        if len(posted) == 1:
            found[posted[0]].candidates += found.pop(key).candidates


@cache
def _own_publisher(publisher: str | None) -> frozenset[str]:
    """The article's own publisher, which it does not count as a body it speaks of."""
    name = fold(publisher or "")
    return frozenset(
        key
        for key, entry in load_gazetteer().organizations.items()
        if entry.category == "media" and any(form in name for form in entry.forms)
    )


def _country(organization: Organization, longest: Candidate) -> str | None:
    entry = load_gazetteer().organizations.get(organization.known or "")
    return entry.country if entry else longest.country


def _add_unknown(candidate: Candidate, folded: str, unknown: list[Organization], known: Iterable[Organization]) -> None:
    text = folded[candidate.start : candidate.end]
    if candidate.rule == "mission" and (owner := _sender(candidate, text, folded, known)):
        owner.candidates.append(candidate)
        return
    for organization in unknown:
        other = organization.candidates[0]
        name = folded[other.start : other.end]
        if text.endswith(name) or name.endswith(text):
            organization.candidates.append(candidate)
            return
    unknown.append(Organization(id=f"{len(unknown) + 1}", known=None, candidates=[candidate]))


def _sender(candidate: Candidate, text: str, folded: str, known: Iterable[Organization]) -> Organization | None:
    """The mission of that kind and post whose country is named (中国驻休斯敦总领馆 … 驻休斯敦总领馆)."""
    post = candidate.role or text
    return next((o for o in known if o.id.endswith(post) or _names(o, text, folded)), None)


def _names(organization: Organization, text: str, folded: str) -> bool:
    return any(folded[c.start : c.end].endswith(text) for c in organization.candidates)


def _owner(candidate: Candidate, found: dict[str, Organization], annotated: Annotated, home: Mapping[str, str]) -> str:
    """The named body that a bare one (国务院) stands for: the nearest before, one at home, the first of its kind.

    Right behind another body (伊朗议会|国家安全委员会) it is of that one's country, in a title of its holder's.
    """
    body = candidate.known[0]
    country = _country_of_whole(candidate, annotated) or _country_of_holder(candidate, annotated)
    name = annotated.folded[candidate.start : candidate.end]
    for owner, words in load_org_context().owners_after.get(name, {}).items():
        if annotated.folded.startswith(words, candidate.end):
            return owner
    same = [
        (c.start, organization.id)
        for organization in found.values()
        for c in organization.candidates
        if annotated.folded[c.start : c.end].endswith(name) and country in (None, c.country)
    ]
    before = [item for item in same if item[0] < candidate.start]
    if before:
        return max(before)[1]
    if country is None and name in home:
        return home[name]
    return min(same)[1] if same else _by_country(candidate, annotated, country) or body


def _country_of_whole(candidate: Candidate, annotated: Annotated) -> str | None:
    """The country of the body whose name ends where another one begins."""
    bodies = (c for c in annotated.candidates if c.kind is EntityKind.ORGANIZATION and c.end == candidate.start)
    return next((c.country for c in bodies if c.country), None)


def _country_of_holder(candidate: Candidate, annotated: Annotated) -> str | None:
    """The country of the known person who bears the title in which a bare body stands: 国安会|秘书长顾立雄."""
    titles = (c for c in annotated.candidates if c.kind is None and c.body and c.body.start == candidate.start)
    holders = {(span.start, span.end) for title in titles for span in title.holders}
    people = load_gazetteer().persons
    known = (c.known for c in annotated.candidates if c.kind is EntityKind.PERSON and (c.start, c.end) in holders)
    codes = {people[key].country for keys in known for key in keys if key in people}
    return codes.pop() if len(codes) == 1 else None


def _by_country(candidate: Candidate, annotated: Annotated, country: str | None) -> str | None:
    """The body of that kind of the given country, else of the one named last before it, or first behind it."""
    bodies = _national_bodies()
    text = annotated.folded[candidate.start : candidate.end]
    codes = [country] if country else [c.known[0] for c in _countries(candidate, annotated)]
    keys = (bodies.get((candidate.known[0], code)) for code in codes)
    forms = load_gazetteer().organizations
    return next((key for key in keys if key and any(form.endswith(text) for form in forms[key].forms)), None)


def _of_main_country(candidate: Candidate, annotated: Annotated) -> tuple[str, str | None]:
    """A body that belongs to none, and its country: the one named last before it, if the article names none more often.

    Not of a country whose body of that kind is known by other names.
    """
    body = candidate.known[0]
    codes = [c.known[0] for c in _countries(candidate, annotated)]
    counts = Counter(codes)
    if not codes or counts[codes[0]] < max(counts.values()):
        return body, candidate.country
    code, name = codes[0], annotated.folded[candidate.start : candidate.end]
    known = load_gazetteer().organizations.items()
    called = next((k for k, o in known if o.country == code and any(f.endswith(name) for f in o.forms)), None)
    if called is None and ((body, code) in _national_bodies() or body in load_org_context().rarely_owned):
        return body, candidate.country
    return called or f"{code.lower()}-{body}", code


def _countries(candidate: Candidate, annotated: Annotated) -> list[Candidate]:
    """The countries that an article names: the last before a body first, those behind it last."""
    countries = [c for c in annotated.candidates if c.kind is EntityKind.COUNTRY and len(c.known) == 1]
    return sorted(countries, key=lambda c: (c.start > candidate.start, abs(c.start - candidate.start)))


@cache
def _national_bodies() -> dict[tuple[str, str | None], str]:
    return {(entry.body, entry.country): key for key, entry in load_gazetteer().organizations.items() if entry.body}


def organization_entities(
    organizations: Sequence[Organization], annotated: Annotated
) -> Iterator[tuple[Entity, list[Mention]]]:
    """An entity and its mentions for each body."""
    for organization in organizations:
        longest = max(organization.candidates, key=lambda c: (c.end - c.start, -c.start))
        entity = Entity(
            key=f"organization/{organization.id}",
            kind=EntityKind.ORGANIZATION,
            name=annotated.article.text[longest.start : longest.end],
            country=_country(organization, longest),
            known=organization.known,
            category=longest.category,
        )
        mentions = [
            Mention(
                start=c.start,
                end=c.end,
                entities=(entity.key,),
                kind=EntityKind.ORGANIZATION,
                form=c.form,
                rule=c.rule,
                confidence=c.confidence,
            )
            for c in organization.candidates
        ]
        yield entity, mentions
