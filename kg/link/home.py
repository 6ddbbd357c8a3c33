"""Bodies named without a country in media that write for readers at home: 外交部 in a paper of Taiwan is Taiwan's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cache

from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.organizations import load_org_context
from kg.knowledge.publishers import find_publisher
from kg.model import Annotated, Candidate, EntityKind


def home_bodies(annotated: Annotated, bare: Iterable[Candidate]) -> dict[str, str]:
    """The bodies at home that the bare names of an article mean, by the name.

    So they do where the article speaks of that country, or of none at all, and the first such name has no officeholder
    or body of another country before it in its sentence (法国总统发言，外交部附和, but not 法国暴雨，外交部慰问).
    """
    home = _home(annotated.article.publisher)
    if home is None:
        return {}
    codes = [(c.start, c.known[0]) for c in annotated.candidates if c.kind is EntityKind.COUNTRY and c.known]
    if codes and not any(code == home for _, code in codes):
        return {}
    own = _bodies_of(home)
    found: dict[str, str | None] = {}
    for candidate in sorted(bare, key=lambda c: c.start):
        name = annotated.folded[candidate.start : candidate.end]
        if name not in found and name in own:
            found[name] = None if _is_of_another(candidate, home, codes, annotated) else own[name]
    return {name: body for name, body in found.items() if body is not None}


def _is_of_another(candidate: Candidate, home: str, codes: list[tuple[int, str]], annotated: Annotated) -> bool:
    """Whether others who act for a country stand before a bare name in its sentence, and not the country at home."""
    at = bisect_right(annotated.sentences, candidate.start, key=lambda sentence: sentence.start) - 1
    sentence = annotated.sentences[at]
    here = [(start, code) for start, code in codes if sentence.start <= start < sentence.end]
    before = {code for start, code in here if start < candidate.start}
    if not before or any(code == home for _, code in here):
        return False
    return any(
        c.country in before and c.kind is not EntityKind.COUNTRY and sentence.start <= c.start < candidate.start
        for c in annotated.candidates
    )


@cache
def _home(publisher: str | None) -> str | None:
    """The country at whose readers a publisher writes, if bare names of bodies mean those of that country there."""
    found = find_publisher(publisher)
    return found.country if found and found.country in load_org_context().at_home else None


@cache
def _bodies_of(country: str) -> dict[str, str]:
    """The bodies of a country by the names that generic bodies have without it."""
    gazetteer = load_gazetteer()
    own: dict[str, str] = {}
    for key, entry in gazetteer.organizations.items():
        if entry.country == country and entry.category == "government":
            for name in (name for form in entry.forms for name in _bare(form, country)):
                own.setdefault(name, key)
    return own


def _bare(form: str, country: str) -> Iterable[str]:
    """What is left of the name of a body without that of its country."""
    forms = load_gazetteer().countries[country].forms
    return (form.removeprefix(name) for name in forms if form.startswith(name) and form != name)
