"""Which known person a name can be: by form, Latin form, country, office and date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg.ids import slug
from kg.knowledge.gazetteer import HIGH, Gazetteer, TenureEntry, load_gazetteer, terms_of
from kg.knowledge.names import load_names
from kg.knowledge.references import ReferenceLexicon, load_references


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPeople:
    """The gazetteer's people by Latin form and by office."""

    gazetteer: Gazetteer
    by_latin: Mapping[str, str]
    terms: Mapping[str, tuple[TenureEntry, ...]]
    references: ReferenceLexicon
    leaders: Mapping[str, tuple[str, ...]]  # who ever led a state, by the first character of the name

    def classes_of(self, offices: Iterable[str], role: str | None = None) -> list[str]:
        """The offices, and what kind of office they are in any state: secretary-of-state is ministers/foreign-ministry.

        A deputy that shares the table's row with the office itself (副委员长) is a kind of its own.
        """
        kinds: list[str] = []
        is_deputy = role is not None and any(word in role for word in load_names().deputies)
        for office in offices:
            entry = self.gazetteer.offices[office]
            if is_deputy and not office.startswith(("deputy", "vice")):
                kinds.append(f"deputy/{office}")
                continue
            kinds.append(office)
            if entry.rank == "ministers" and entry.body:
                kinds.append(f"ministers/{entry.body}")
            elif office in self.references.heads:
                kinds.append("leaders")
        return kinds

    def is_official(self, offices: Iterable[str]) -> bool:
        """Whether an unnamed bearer speaks for a state: ministers and officials, not scholars or reporters."""
        return any(self.gazetteer.offices[o].rank != "other" for o in offices)

    def is_definite(self, offices: Iterable[str]) -> bool:
        """Whether a title with these offices is held by one person at a time, so that alone it means that person."""
        return any(self.gazetteer.offices[o].rank != "other" and o not in self.references.common for o in offices)

    def country(self, person: str) -> str | None:
        """The country of a person."""
        return self.gazetteer.persons[person].country

    def choose(
        self,
        known: Iterable[str],
        countries: frozenset[str],
        offices: frozenset[str],
        day: str | None,
        former: frozenset[str] = frozenset(),
    ) -> str | None:
        """The likeliest of the people who bear a name, or None where the title's country contradicts all of them.

        One who held one of the offices on that day, or one of the `former` before it, comes first, then one of the
        right country, then one leading a state or a ministry on that day, then the one met most often, then the first
        of `known`.
        """
        scored = []
        for place, person in enumerate(dict.fromkeys(known)):
            entry = self.gazetteer.persons[person]
            if countries and entry.country and entry.country not in countries:
                continue
            held = self.held(person, former, day) or self.holds(person, offices, day)
            is_right = bool(countries and entry.country in countries)
            scored.append((held, is_right, self.is_leading(person, day), entry.count, -place, person))
        return max(scored)[-1] if scored else None

    def holds(self, person: str, offices: frozenset[str], day: str | None) -> bool:
        """Whether the person held one of the offices on the day (or ever, if there is no day)."""
        return any(term.office in offices and term.covers(day) for term in self.terms.get(person, ()))

    def held(self, person: str, offices: frozenset[str], day: str | None) -> bool:
        """Whether the person had held one of the offices, and no longer did on the day."""
        terms = [term for term in self.terms.get(person, ()) if term.office in offices]
        return any(term.last and (day is None or term.last < day) for term in terms)

    def is_elsewhere(self, person: str, offices: frozenset[str]) -> bool:
        """Whether the offices lead a state, party or ministry, and the person's own are known and none of that kind."""
        lead = {office for office in offices if self.gazetteer.offices[office].rank in HIGH}
        terms = self.terms.get(person, ())
        if not lead or not terms:
            return False
        own = {term.office for term in terms if term.office in self.gazetteer.offices}
        return not own.intersection(offices) and not set(self.classes_of(own)).intersection(self.classes_of(lead))

    def is_leading(self, person: str, day: str | None) -> bool:
        """Whether the person led a state, a ministry or an international body on the day."""
        offices = self.gazetteer.offices
        return any(
            term.office in offices and offices[term.office].rank in HIGH and term.covers(day)
            for term in self.terms.get(person, ())
        )

    def leader(self, surname: str, offices: frozenset[str], day: str | None) -> str | None:
        """The only one of a surname who led a state on the day, with a title of those who lead: 习|主席, 蔡|总统."""
        if not any(self.gazetteer.offices[office].rank == "leaders" for office in offices):
            return None
        heads = frozenset(self.references.heads)
        found = [person for person in self.leaders.get(surname, ()) if self.holds(person, heads, day)]
        return found[0] if len(found) == 1 else None

    def is_called(self, person: str, latin: str) -> bool:
        """Whether a Latin form can be that person's: the same surname and the first letter of the first name."""
        entry = self.gazetteer.persons[person]
        parts = slug(latin).split("-")
        own = [slug(form).split("-") for form in (entry.latin, *entry.also) if form]
        if len(parts) == 1:
            return not own or any(parts[0] in o for o in own)
        return not own or any(o[-1] == parts[-1] and o[0][:1] == parts[0][:1] for o in own)


@cache
def load_known_people() -> KnownPeople:
    """The index over the shipped gazetteer."""
    gazetteer = load_gazetteer()
    by_latin: dict[str, str] = {}
    for key, entry in gazetteer.persons.items():
        for latin in (entry.latin, *entry.also):
            if latin:
                by_latin.setdefault(slug(latin), key)
                by_latin.setdefault(slug(latin).replace("-", ""), key)  # AntonyBlinken
    terms, references = terms_of(gazetteer), load_references()
    leaders: dict[str, list[str]] = {}
    for person, held in sorted(terms.items()):
        if person in gazetteer.persons and any(term.office in references.heads for term in held):
            leaders.setdefault(gazetteer.persons[person].hans[:1], []).append(person)
    return KnownPeople(
        gazetteer=gazetteer,
        by_latin=by_latin,
        terms=terms,
        references=references,
        leaders={surname: tuple(people) for surname, people in leaders.items()},
    )
