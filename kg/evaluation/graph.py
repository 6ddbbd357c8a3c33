"""A built graph as plain sets, article by article, read through the core terms alone."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kg.evaluation.names import body, is_code, norm

Row = tuple[str | None, ...]
Query = Callable[[str], Iterable[Row]]  # a SELECT over the graph -> rows of plain strings

PREFIXES = "PREFIX dkg: <https://w3id.org/diplokg/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "


@dataclass(slots=True)
class FoundMeeting:
    """One report of the graph; entities by IRI or code."""

    event: str
    participants: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)
    issues: set[str] = field(default_factory=set)
    city: set[str] = field(default_factory=set)
    slots: dict[str, str | None] = field(default_factory=dict)  # start, country, kind, status


@dataclass(slots=True)
class FoundArticle:
    """What the graph holds of one article."""

    people: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    countries: set[str] = field(default_factory=set)
    organizations: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    country_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    roles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    meetings: dict[str, FoundMeeting] = field(default_factory=dict)
    statements: set[tuple[str, str | None, str, str]] = field(default_factory=set)


def read_graph(query: Query) -> dict[str, FoundArticle]:
    """The graph as {source file: what it holds}."""
    reader = Reader(query)
    reader.mentions()
    reader.people()
    reader.meetings()
    reader.statements()
    return reader.articles


class Reader:
    """Reads one graph; keeps the codes by which countries and bodies are compared."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self.country = {row[0]: row[1] for row in self.rows("SELECT ?c ?i { ?c dkg:iso2 ?i }")}
        labels: dict[str, set[str]] = defaultdict(set)
        for organization, label in self.rows("SELECT ?o ?l { ?o a dkg:Organization ; rdfs:label ?l }"):
            labels[organization].add(label)
        self.key = {o: sorted(map(body, names), key=lambda b: (not is_code(b), b))[0] for o, names in labels.items()}
        self.key.update(self.country)
        self.persons = {p for (p,) in self.rows("SELECT ?p { ?p a dkg:Person }")}
        files = self.rows("SELECT ?f { ?a a dkg:Article ; dkg:sourceFile ?f }")
        self.articles = {f: FoundArticle() for (f,) in files}

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """The rows of a query; what it leaves unbound is empty."""
        return [tuple(v or "" for v in row) for row in self._query(PREFIXES + query)]

    def mentions(self) -> None:
        """Who and what each article names."""
        query = """SELECT ?f ?e ?x { ?m a dkg:Mention ; dkg:inArticle ?a ; dkg:mentionOf ?e ; dkg:exact ?x .
                                     ?a dkg:sourceFile ?f }"""
        for file, entity, exact in self.rows(query):
            article = self.articles[file]
            if entity in self.persons:
                article.people[entity].add(norm(exact))
            elif entity in self.country:
                article.countries.add(self.country[entity])
            elif entity in self.key:
                article.organizations[entity].add(norm(exact))

    def people(self) -> None:
        """Countries and roles of the people of each article."""
        represents: dict[str, set[str]] = defaultdict(set)
        for person, country in self.rows("SELECT ?p ?c { ?p dkg:represents ?c }"):
            if country in self.country:
                represents[person].add(self.country[country])
        query = """SELECT ?f ?p ?r { ?t a dkg:Tenure ; dkg:holder ?p ; dkg:role ?r ; dkg:inArticle ?a .
                                     ?a dkg:sourceFile ?f }"""
        for file, person, role in self.rows(query):
            self.articles[file].roles[person].add(norm(role))
        for article in self.articles.values():
            article.country_of.update({p: represents[p] for p in article.people})

    def meetings(self) -> None:
        """The reports of each article."""
        query = """SELECT ?r ?f ?m { ?r a dkg:MeetingReport ; dkg:inArticle ?a ; dkg:reports ?m .
                                     ?a dkg:sourceFile ?f }"""
        where: dict[str, FoundMeeting] = {}
        for report, file, event in self.rows(query):
            where[report] = self.articles[file].meetings[report] = FoundMeeting(event=event)
        select = "SELECT ?r ?v { ?r a dkg:MeetingReport ; dkg:%s ?v }"
        for slot, term in (("participants", "participant"), ("parties", "party"), ("issues", "discussed")):
            for report, value in self.rows(select % term):
                getattr(where[report], slot).add(value)
        terms = {"start": "startDate", "country": "heldInCountry", "kind": "kind", "status": "status"}
        for slot, term in terms.items():
            for report, value in self.rows(select % term):
                where[report].slots[slot] = value
        for report, label in self.rows(
            "SELECT ?r ?l { ?r a dkg:MeetingReport ; dkg:heldInCity ?c . ?c rdfs:label ?l }"
        ):
            where[report].city.add(norm(label))
        for meeting in where.values():
            self._finish(meeting)

    def _finish(self, meeting: FoundMeeting) -> None:
        meeting.parties = {self.key.get(v, v) for v in meeting.parties}
        meeting.issues = {tail(v) for v in meeting.issues}
        slots = meeting.slots
        for slot in ("kind", "status"):
            slots[slot] = tail(slots[slot] or "") if slots.get(slot) else None
        slots["country"] = self.country.get(slots.get("country") or "")

    def statements(self) -> None:
        """(speaker, side, issue, act) of each article."""
        query = """SELECT ?f ?s ?side ?i ?act { ?st a dkg:Statement ; dkg:inArticle ?a ; dkg:speaker ?s ;
                   dkg:about ?i ; dkg:act ?act . OPTIONAL { ?st dkg:side ?side } ?a dkg:sourceFile ?f }"""
        for file, speaker, side, issue, act in self.rows(query):
            who = speaker if speaker in self.persons else self.key.get(speaker, speaker)
            self.articles[file].statements.add((who, self.key.get(side, side) or None, tail(issue), tail(act)))


def tail(iri: str) -> str:
    """The last part of an IRI."""
    return iri.rstrip("/").replace("#", "/").rsplit("/", 1)[-1]
