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
            if key in of and self.lexicon.gazetteer.organizations[key].country not in countries:
                yield self._candidate(hit.start, hit, of[key])

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

    def _candidate(self, start: int, hit: Hit, country: str) -> Candidate:
        entry = self.lexicon.gazetteer.organizations[hit.lexeme.organizations[0]]
        kind = next(iter(hit.lexeme.bodies), entry.body)
        name = entry.id.removeprefix(f"{(entry.country or '').lower()}-")
        key = (self.lexicon.body_of.get((kind, country)) if kind else None) or f"{country.lower()}-{kind or name}"
        found = body(start, hit.end, rule="namesake", category=entry.category)
        return replace(found, known=(key,), country=country)
