"""What a knowledge base and its articles say, as triples; each piece on its own, so that parts can be written apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg import vocab as v
from kg.fold import converted
from kg.knowledge.gatherings import english_of
from kg.knowledge.gazetteer import load_gazetteer
from kg.model import EntityKind, KnowledgeBase, Label, Meeting, MeetingKind, MergeDecision, StatementCluster, Thing
from kg.rdf.concepts import concept_labels
from kg.rdf.terms import Term, Triple, decimal, integer, iri, string, tagged, when

Value = Term | Iterable[Term] | None

CLASS_OF: Final = {
    EntityKind.PERSON: v.PERSON,
    EntityKind.COUNTRY: v.COUNTRY,
    EntityKind.ORGANIZATION: v.ORGANIZATION,
    EntityKind.PLACE: v.PLACE,
}
SLOTS: Final = {
    "start": v.START_DATE,
    "end": v.END_DATE,
    "city": v.HELD_IN_CITY,
    "country": v.HELD_IN_COUNTRY,
    "participants": v.PARTICIPANT,
    "parties": v.PARTY,
    "status": v.STATUS,
    "kind": v.KIND,
}
LANGUAGES: Final = ("zh-Hans", "zh-Hant", "en")


@dataclass(frozen=True, slots=True)
class Names:
    """What an article's records need of the knowledge base: which thing, meeting and cluster each key stands for."""

    thing_of: Mapping[str, str]  # entity key -> id
    meeting_of: Mapping[str, str]  # report id -> id
    cluster_of: Mapping[int, str]  # index of a statement -> id
    copy_of: str | None  # the article that this one is a copy of


class Lookup:
    """The names of every article of a knowledge base."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._keys: dict[str, list[str]] = defaultdict(list)
        self._reports: dict[str, list[str]] = defaultdict(list)
        self._clusters: dict[str, dict[int, str]] = defaultdict(dict)
        for article, key in kb.thing_of:
            self._keys[article].append(key)
        for article, report in kb.meeting_of:
            self._reports[article].append(report)
        for cluster in kb.clusters:
            for article, index in cluster.members:
                self._clusters[article][index] = cluster.id

    def of(self, article: str) -> Names:
        """The names of one article."""
        kb = self._kb
        return Names(
            thing_of={key: kb.thing_of[article, key] for key in self._keys.get(article, ())},
            meeting_of={report: kb.meeting_of[article, report] for report in self._reports.get(article, ())},
            cluster_of=self._clusters.get(article, {}),
            copy_of=kb.copies.get(article),
        )


def node(subject: Term, kind: str, *rows: tuple[str, Value]) -> Iterator[Triple]:
    """The triples of one subject: its class, then each row; several values sorted and without repeats."""
    yield subject, iri(v.TYPE), iri(kind)
    for predicate, value in rows:
        if value is None:
            continue
        if isinstance(value, str):
            yield subject, iri(predicate), Term(value)
        else:
            for item in sorted(set(value)):
                yield subject, iri(predicate), item


def optional(text: str | None) -> Term | None:
    """A plain string, or nothing."""
    return string(text) if text else None


def moment(text: str | None) -> Term | None:
    """A date, or nothing."""
    return when(text) if text else None


def concepts(scheme: str, codes: Iterable[str]) -> list[Term]:
    """Concepts of one scheme."""
    return [iri(v.concept(scheme, code)) for code in codes]


def country(iso2: str | None) -> Term | None:
    """A country by its code, or nothing."""
    return iri(v.thing_iri(f"country/{iso2}")) if iso2 else None


def thing_triples(thing: Thing) -> Iterator[Triple]:
    """A person, country, organization or place: class, labels, spellings, whom it serves or where it belongs.

    `skos:prefLabel` is the one name in each language. `rdfs:label` are names in the articles' own language and use: of
    a body what they usually call it (the English name is a translation, and no label), of a place every spelling seen
    (华府 beside 华盛顿).
    """
    preferred = [tagged(label.text, label.language) for label in thing.labels]
    known = {label.text for label in thing.labels}
    others = [tagged(s.text, s.language) for s in thing.spellings if s.text not in known]
    is_country = thing.kind is EntityKind.COUNTRY
    return node(
        iri(v.thing_iri(thing.id)),
        CLASS_OF[thing.kind],
        (v.LABEL, _names(thing, others)),
        (v.PREF_LABEL, preferred),
        (v.ALT_LABEL, others),
        (v.ISO2, string(thing.country or thing.id.rpartition("/")[2]) if is_country else None),
        (v.IN_COUNTRY, None if is_country else country(thing.country)),
        (v.REPRESENTS, [iri(v.thing_iri(t)) for t in thing.represents]),
        (v.CATEGORY, optional(thing.category)),
        (v.ARTICLE_COUNT, integer(thing.article_count)),
    )


def _names(thing: Thing, others: list[Term]) -> list[Term]:
    """The labels of a thing; a body known by its English name alone keeps that."""
    if thing.used:
        return [tagged(label.text, label.language) for label in thing.used]
    chinese = [tagged(label.text, label.language) for label in thing.labels if label.language != "en"]
    if thing.kind is EntityKind.ORGANIZATION and chinese:
        return chinese
    labels = [tagged(label.text, label.language) for label in thing.labels]
    return labels + others if thing.kind is EntityKind.PLACE else labels


def country_thing(iso2: str) -> Thing:
    """A country that no article names, with its labels from the gazetteer."""
    entry = load_gazetteer().countries.get(iso2)
    names = {"zh-Hans": entry.hans, "zh-Hant": entry.hant, "en": entry.en} if entry else {"en": iso2}
    labels = tuple(Label(text=text, language=language) for language, text in names.items())
    return Thing(id=f"country/{iso2}", kind=EntityKind.COUNTRY, labels=labels, country=iso2)


def meeting_triples(meeting: Meeting, labels: dict[str, dict[str, str]]) -> Iterator[Triple]:
    """One encounter with the best supported value of each slot; `labels` are of things, by id and language."""
    return node(
        iri(v.meeting_iri(meeting.id)),
        v.MEETING,
        (v.LABEL, meeting_labels(meeting, labels)),
        (v.KIND, concepts("kind", [meeting.kind])),
        (v.STATUS, concepts("status", [meeting.status])),
        (v.NAME, optional(meeting.name)),
        (v.START_DATE, moment(meeting.start)),
        (v.END_DATE, moment(meeting.end)),
        (v.PARTICIPANT, [iri(v.thing_iri(p)) for p in meeting.participants]),
        (v.PARTY, [iri(v.thing_iri(p)) for p in meeting.parties]),
        (v.HELD_IN_CITY, iri(v.thing_iri(meeting.city)) if meeting.city else None),
        (v.HELD_IN_COUNTRY, country(meeting.country)),
        (v.VENUE, optional(meeting.venue)),
        (v.DISCUSSED, concepts("issue", meeting.issues)),
        (v.ON_SIDELINES_OF, iri(v.meeting_iri(meeting.sidelines_of)) if meeting.sidelines_of else None),
        (v.DIFFERS_IN, [iri(SLOTS[d.slot]) for d in meeting.differences]),
        (v.SOURCE_COUNT, integer(meeting.source_count)),
        (v.PUBLISHER_COUNT, integer(meeting.publisher_count)),
        (v.CONFIDENCE, decimal(meeting.confidence)),
    )


def meeting_labels(meeting: Meeting, labels: dict[str, dict[str, str]]) -> list[Term]:
    """A readable title in each language: 安东尼·布林肯、王毅（会晤，2024-09-27）, 王毅（访问日本，2024-09）."""
    who = meeting.participants or meeting.parties
    found = []
    kinds = concept_labels()[v.concept("kind", meeting.kind)]
    visited = _country_names(meeting.country, labels) if meeting.country and meeting.kind is MeetingKind.VISIT else {}
    for language in LANGUAGES:
        is_english = language == "en"
        people = (", " if is_english else "、").join(title(labels.get(t, {}), language, t) for t in who)
        name = name_in(meeting.name, language) if meeting.name else None
        kind = (", " if is_english else "").join(filter(None, (kinds[language], title(visited, language, ""))))
        detail = (", " if is_english else "，").join(filter(None, (kind, meeting.start)))
        title_ = name or people or meeting.id
        found.append(tagged(f"{title_} ({detail})" if is_english else f"{title_}（{detail}）", language))
    return found


def _country_names(iso2: str, labels: dict[str, dict[str, str]]) -> dict[str, str]:
    """The names of a country by language, whether an article names it or not."""
    return labels.get(f"country/{iso2}") or {label.language: label.text for label in country_thing(iso2).labels}


@lru_cache(maxsize=1 << 12)
def name_in(name: str, language: str) -> str:
    """The name of a gathering in the script of a language; in English where its words are known."""
    if language == "en":
        return english_of(name) or name
    return converted(name, "t2s" if language == "zh-Hans" else "s2tw")


def title(labels: dict[str, str], language: str, otherwise: str) -> str:
    """The label in a language, or the nearest there is."""
    order = (language, *(tag for tag in LANGUAGES if tag != language))
    return next((labels[tag] for tag in order if tag in labels), otherwise.rpartition("/")[2])


def cluster_triples(cluster: StatementCluster) -> Iterator[Triple]:
    """One statement as several articles have it; the members point to it."""
    return node(
        iri(v.cluster_iri(cluster.id)),
        v.STATEMENT_CLUSTER,
        (v.SOURCE_COUNT, integer(cluster.source_count)),
        (v.PUBLISHER_COUNT, integer(cluster.publisher_count)),
    )


def decision_triples(decision: MergeDecision) -> Iterator[Triple]:
    """Why two things were joined, kept apart or left to a reviewer."""
    return node(
        iri(v.decision_iri(decision.kind, decision.left, decision.right)),
        v.MERGE_DECISION,
        (v.MERGE_KIND, string(decision.kind)),
        (v.LEFT, string(decision.left)),
        (v.RIGHT, string(decision.right)),
        (v.JUDGEMENT, string(decision.judgement)),
        (v.REASON, optional("; ".join(decision.reasons))),
        (v.CONFIDENCE, decimal(min(decision.score, 1.0))),
    )
