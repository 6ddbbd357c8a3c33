"""Bodies that bear the name of a known body of another country: 俄罗斯自由民主党 is not Japan's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from kg.knowledge.organizations import OrganizationLexicon
from kg.model import Candidate
from kg.nlp.lexicon import Hit, Lexicon
from kg.nlp.organizations import body


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesakes:
    """Finds such bodies in one text."""

    hits: Sequence[Hit]
    lexicon: Lexicon
    context: OrganizationLexicon

    def find(self) -> Iterator[Candidate]:
        """The bodies with the country before them; without it, if the known body's country is nowhere named."""
        countries = {code for hit in self.hits for code in hit.lexeme.countries}
        countries.update(code for hit in self.hits for _, _, code in hit.lexeme.nested)
        of: dict[str, str] = {}
        bare: list[tuple[Hit, str]] = []
        for before, hit in zip((None, *self.hits), self.hits, strict=False):
            if not self._is_national(hit):
                continue
            key = hit.lexeme.organizations[0]
            is_led = before is not None and before.end == hit.start and bool(before.lexeme.countries)
            if before is None or not is_led:
                bare.append((hit, key))
            elif self._is_other(key, before.lexeme.countries[0]):
                country = before.lexeme.countries[0]
                of.setdefault(key, country)
                yield self._candidate(before.start, hit, country)
        for hit, key in bare:
            if self.lexicon.gazetteer.organizations[key].country in countries:
                continue
            is_shared = hit.lexeme.form in self.context.shared_names
            other = of.get(key) or (self._nearest(hit, key) if is_shared else None)
            if other:
                yield self._candidate(hit.start, hit, other)

    def _nearest(self, body: Hit, key: str) -> str | None:
        """The foreign country named last before a body, else first behind it, if nothing speaks of the body's own."""
        own = self.lexicon.gazetteer.organizations[key].country
        if any(own in self._meant(hit) for hit in self.hits):
            return None
        foreign = [
            (hit.start > body.start, abs(hit.start - body.start), code)
            for hit in self.hits
            for code in (*hit.lexeme.countries[:1], *(nested for _, _, nested in hit.lexeme.nested))
            if code not in self.context.chinese_named
        ]
        nearest = min(foreign, default=None)
        is_topic = nearest is not None and sum(country == nearest[2] for *_, country in foreign) > 1
        return nearest[2] if nearest and is_topic else None

    def _meant(self, hit: Hit) -> Sequence[str | None]:
        """The countries whose capital, seat or people it names."""
        lexeme, persons = hit.lexeme, self.lexicon.gazetteer.persons
        people = [persons[key].country for key in (*lexeme.full_names, *lexeme.short_names)]
        return [*lexeme.capital_of, *lexeme.seat_of, *people]

    def _is_national(self, hit: Hit) -> bool:
        """Whether it is a body of a kind that several countries can have under one name."""
        if not hit.lexeme.organizations or hit.lexeme.seat_of or hit.lexeme.nested:
            return False
        key = hit.lexeme.organizations[0]
        if any(key in keys for keys in (self.context.whole_forces, self.context.as_country, self.context.everywhere)):
            return False
        category = self.lexicon.gazetteer.organizations[key].category
        return category in self.context.national or (
            category == "media" and hit.lexeme.form.endswith(self.context.media_ends)
        )

    def _is_other(self, key: str, country: str) -> bool:
        own = self.lexicon.gazetteer.organizations[key].country
        return own is not None and own != country and country not in self.context.parts.get(own, ())

    def _known(self, form: str, country: str) -> str | None:
        """The body of that country that is called so behind its name: 加拿大|保守党."""
        bodies = self.lexicon.gazetteer.organizations.items()
        return next((k for k, o in bodies if o.country == country and any(f.endswith(form) for f in o.forms)), None)

    def _candidate(self, start: int, hit: Hit, country: str) -> Candidate:
        entry = self.lexicon.gazetteer.organizations[hit.lexeme.organizations[0]]
        kind = next(iter(hit.lexeme.bodies), entry.body)
        name = entry.id.removeprefix(f"{(entry.country or '').lower()}-")
        key = self.lexicon.body_of.get((kind, country)) if kind else None
        key = key or self._known(hit.lexeme.form, country) or f"{country.lower()}-{kind or name}"
        found = body(start, hit.end, rule="namesake", category=entry.category)
        return replace(found, known=(key,), country=country)
