"""The gold annotations of the seeds as records, so that the graph can be tested apart from the extraction."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from kg import read
from kg.fold import fold
from kg.ids import digest
from kg.knowledge.gazetteer import load_gazetteer
from kg.model import (
    Article,
    Difference,
    Entity,
    EntityKind,
    Extraction,
    Form,
    IssueSpan,
    Judgement,
    KnowledgeBase,
    Label,
    Meeting,
    MeetingKind,
    MeetingReport,
    Mention,
    MergeDecision,
    Part,
    Readout,
    Span,
    Statement,
    StatementCluster,
    Status,
    Tenure,
    Thing,
)
from tests.rdf.byhand import READOUTS, SIDELINES, TARGETS

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "eval" / "seeds"
BODIES = {"UN": "联合国", "EU": "欧盟", "NATO": "北约", "ASEAN": "东南亚国家联盟", "APEC": "亚太经济合作会议"}
CODES = {name: code for code, name in BODIES.items()}
# Who is one person across the seeds, by the name in an article; the same as in events.json.
PEOPLE = {
    "安东尼·布林肯": ("antony-blinken", "Antony Blinken"),
    "安东尼‧布林肯": ("antony-blinken", "Antony Blinken"),
    "布林肯": ("antony-blinken", "Antony Blinken"),
    "王毅": ("wang-yi", "Wang Yi"),
    "习近平": ("xi-jinping", "Xi Jinping"),
    "乔·拜登": ("joe-biden", "Joe Biden"),
    "拜登": ("joe-biden", "Joe Biden"),
}


@cache
def articles() -> dict[str, Article]:
    """The seeds by file name."""
    found = (item for item in read.run([ROOT / "seeds"]) if isinstance(item, Article))
    return {article.source_file: article for article in found}


@cache
def gold() -> dict[str, dict[str, Any]]:
    """The annotations by file name."""
    paths = sorted(path for path in GOLD.glob("*.json") if path.name != "events.json")
    return {path.stem + ".txt": json.loads(path.read_text(encoding="utf-8")) for path in paths}


@cache
def events() -> dict[tuple[str, str], str]:
    """(file name, meeting) -> the encounter."""
    listed = json.loads((GOLD / "events.json").read_text(encoding="utf-8"))
    return {(r["doc"], r["meeting"]): e["event"] for e in listed for r in e["reports"]}


def party_key(code: str) -> str:
    """The entity key of a state or body."""
    return f"country/{code}" if len(code) == 2 and code not in BODIES else body_key(code)


def body_key(name: str) -> str:
    """The entity key of a body by its code or name."""
    code = CODES.get(name, name)
    return f"organization/{code}" if code in BODIES else f"organization/{digest(name, size=8)}"


def place_key(name: str) -> str:
    """The entity key of a place."""
    return f"place/{digest(fold(name), size=8)}"


def person_key(name: str) -> str:
    """The entity key of a person: also its id in the world, here."""
    known = PEOPLE.get(name)
    return f"person/{known[0]}" if known else f"person/{digest(name, size=8)}"


def actor_key(name: str, people: set[str]) -> str:
    """The entity key of a speaker."""
    return person_key(name) if name in people else party_key(name)


def places_of(article: Article, words: str) -> Iterator[Span]:
    """Every stretch of the article that reads so."""
    at = article.text.find(words)
    while at >= 0:
        yield Span(start=at, end=at + len(words))
        at = article.text.find(words, at + 1)


def paragraph_span(article: Article, number: int | None) -> Span:
    """A body paragraph, or the headline."""
    wanted = next((b for b in article.blocks if b.part is Part.BODY and b.paragraph == number), article.blocks[0])
    return Span(start=wanted.start, end=wanted.end)


def mentions(article: Article, annotation: dict[str, Any]) -> Iterator[Mention]:
    """Every stretch that a listed surface form names."""
    for person in annotation["people"]:
        for words in person["mentions"]:
            form = Form.FULL if words == person["name"] else Form.SHORT
            for span in places_of(article, words):
                yield mention(span, person_key(person["name"]), EntityKind.PERSON, form)
    for code in annotation["countries"]:
        entry = load_gazetteer().countries[code]
        for span in places_of(article, entry.hans):
            yield mention(span, f"country/{code}", EntityKind.COUNTRY, Form.FULL)
    for body in annotation["organizations"]:
        for words in body["mentions"]:
            for span in places_of(article, words):
                yield mention(span, body_key(body["name"]), EntityKind.ORGANIZATION, Form.FULL)


def mention(span: Span, key: str, kind: EntityKind, form: Form) -> Mention:
    """One mention."""
    return Mention(start=span.start, end=span.end, entities=(key,), kind=kind, form=form, rule="gold")


def report(article: Article, meeting: dict[str, Any]) -> MeetingReport:
    """One meeting of an annotation; its evidence is the first paragraph with one of its names, else the headline."""
    names = [*meeting["participants"]]
    blocks = [
        b for b in article.blocks if b.part is Part.BODY and any(n[-2:] in article.text[b.start : b.end] for n in names)
    ]
    block = blocks[0] if blocks else article.blocks[0]
    return MeetingReport(
        id=meeting["id"],
        kind=MeetingKind(meeting["kind"]),
        status=Status(meeting["status"]),
        participants=tuple(person_key(n) for n in meeting["participants"]),
        parties=tuple(party_key(c) for c in meeting["parties"]),
        evidence=(Span(start=block.start, end=block.end),),
        start=meeting["start"],
        end=meeting["end"],
        city=place_key(meeting["city"]) if meeting["city"] else None,
        country=meeting["country"],
        issues=tuple(meeting["issues"]),
        main=meeting["main"],
        sidelines_of=SIDELINES.get((article.source_file[:3], meeting["id"])),
        rule="gold",
        confidence=0.9,
    )


def statements(article: Article, annotation: dict[str, Any]) -> Iterator[Statement]:
    """The statements of an annotation."""
    people = {p["name"] for p in annotation["people"]}
    for said in annotation["statements"]:
        struck = TARGETS.get((article.source_file[:3], said["side"], said["issue"], said["act"]))
        yield Statement(
            speaker=actor_key(said["speaker"], people),
            side=party_key(said["side"]) if said["side"] else None,
            issue=said["issue"],
            act=said["act"],
            target=party_key(struck) if struck else None,
            evidence=paragraph_span(article, said["paragraph"]),
            paragraph=said["paragraph"],
            rule="gold",
            confidence=0.8,
            act_confidence=0.7 if said["act"] == "inform" else 0.6,
        )


def tenures(article: Article, annotation: dict[str, Any]) -> Iterator[Tenure]:
    """The roles of an annotation, at the first place where the words stand."""
    for person in annotation["people"]:
        for role in person["roles"]:
            span = next(places_of(article, role), Span(start=0, end=1))
            yield Tenure(
                holder=person_key(person["name"]), role=role, start=span.start, end=span.end, country=person["country"]
            )


def extraction(doc: str) -> Extraction:
    """One annotation as what an article says."""
    article, annotation = articles()[doc], gold()[doc]
    return Extraction(
        article=article,
        entities=tuple(entities(annotation)),
        mentions=tuple(mentions(article, annotation)),
        tenures=tuple(tenures(article, annotation)),
        meetings=tuple(report(article, m) for m in annotation["meetings"]),
        statements=tuple(statements(article, annotation)),
        readouts=tuple(readouts(article, doc)),
    )


def readouts(article: Article, doc: str) -> Iterator[Readout]:
    """The two readouts of the fifth seed, by hand: the issues of each, at words that stand for it."""
    if not doc.startswith("004"):
        return
    for side, (covers, omits) in READOUTS.items():
        yield Readout(
            side=f"country/{side}",
            evidence=(paragraph_span(article, 0),),
            meeting="m1",
            covers=tuple(issue_span(article, *item) for item in covers.items()),
            omits=tuple(issue_span(article, *item) for item in omits.items()),
            rule="gold",
            confidence=0.9,
        )


def issue_span(article: Article, issue: str, words: str) -> IssueSpan:
    """An issue at the first place where the words stand."""
    span = next(places_of(article, words))
    return IssueSpan(issue=issue, start=span.start, end=span.end)


def entities(annotation: dict[str, Any]) -> Iterator[Entity]:
    """The people, states and bodies of an annotation."""
    for person in annotation["people"]:
        yield Entity(
            key=person_key(person["name"]),
            kind=EntityKind.PERSON,
            name=person["name"],
            latin=person["latin"],
            country=person["country"],
        )
    for code in annotation["countries"]:
        yield Entity(key=f"country/{code}", kind=EntityKind.COUNTRY, name=code, country=code)
    for body in annotation["organizations"]:
        key = body_key(body["name"])
        yield Entity(key=key, kind=EntityKind.ORGANIZATION, name=body["name"], category=body["category"])


def extractions() -> list[Extraction]:
    """All of the seeds, in the order of their ids."""
    return sorted((extraction(doc) for doc in gold()), key=lambda e: e.article.id)


@cache
def knowledge() -> KnowledgeBase:
    """What the seeds are about: people and states as their keys say, meetings as events.json joins them."""
    everything = extractions()
    files = {e.article.id: e.article.source_file for e in everything}
    keys = {(e.article.id, key): key for e in everything for key in all_keys(e)}
    reports = {(e.article.id, m.id): events()[files[e.article.id], m.id] for e in everything for m in e.meetings}
    return KnowledgeBase(
        things=tuple(sorted(things(everything), key=lambda t: t.id)),
        meetings=tuple(meetings(everything, reports)),
        clusters=tuple(clusters(everything)),
        decisions=(decision(),),
        thing_of=keys,
        meeting_of=reports,
        copies={},
    )


def all_keys(found: Extraction) -> set[str]:
    """Every entity key that an extraction uses."""
    used = {e.key for e in found.entities}
    for m in found.meetings:
        used |= {*m.participants, *m.parties, *([m.city] if m.city else [])}
    for s in found.statements:
        used |= {s.speaker, *([s.side] if s.side else [])}
    return used | {r.side for r in found.readouts}


def things(everything: list[Extraction]) -> Iterator[Thing]:
    """People, states, bodies and places with labels and spellings."""
    names: dict[str, list[str]] = defaultdict(list)
    serves: dict[str, set[str]] = defaultdict(set)
    latin = dict(PEOPLE.values())
    counts: dict[str, int] = defaultdict(int)
    for found in everything:
        for entity in found.entities:
            names[entity.key].append(entity.name)
            counts[entity.key] += 1
            if entity.kind is EntityKind.PERSON and entity.country:
                serves[entity.key].add(party_key(entity.country))
            if entity.latin:
                latin.setdefault(entity.key.partition("/")[2], entity.latin)
        for key in all_keys(found):
            names.setdefault(key, [])
    for annotation in gold().values():
        for person in annotation["people"]:
            names[person_key(person["name"])] += person["mentions"]
        for meeting in annotation["meetings"]:
            if meeting["city"]:
                names[place_key(meeting["city"])].append(meeting["city"])
        for said in annotation["statements"]:
            if said["speaker"] not in {p["name"] for p in annotation["people"]}:
                names[party_key(said["speaker"])].append(said["speaker"])
    for key, forms in names.items():
        yield thing(key, forms, latin.get(key.partition("/")[2]), tuple(sorted(serves[key])), counts[key])


def thing(key: str, forms: list[str], latin: str | None, serves: tuple[str, ...], count: int) -> Thing:
    """One thing of the world."""
    kind, _, tail = key.partition("/")
    if kind == "country":
        entry = load_gazetteer().countries[tail]
        forms, latin = [entry.hans], entry.en
    if tail in BODIES:
        forms, latin = [BODIES[tail]], tail
    full = max(forms, key=lambda form: (len(form), form), default=tail)
    labels = [Label(text=fold(full), language="zh-Hans")] + ([Label(text=latin, language="en")] if latin else [])
    spellings = {Label(text=f, language="zh-Hans" if fold(f) == f else "zh-Hant") for f in forms}
    return Thing(
        id=key,
        kind=EntityKind(kind),
        labels=tuple(labels),
        spellings=tuple(sorted(spellings, key=lambda s: (s.text, s.language))),
        represents=serves,
        country=tail if kind == "country" else None,
        category="igo" if tail in BODIES else None,
        article_count=count,
    )


def meetings(everything: list[Extraction], reports: dict[tuple[str, str], str]) -> Iterator[Meeting]:
    """One encounter for each event; slots from its first report, people, parties and issues from all."""
    told: dict[str, list[tuple[str, MeetingReport]]] = defaultdict(list)
    for found in everything:
        for item in found.meetings:
            told[reports[found.article.id, item.id]].append((found.article.id, item))
    for event, items in sorted(told.items()):
        first = items[0][1]
        yield Meeting(
            id=event,
            kind=first.kind,
            status=first.status,
            participants=tuple(sorted({p for _, r in items for p in r.participants})),
            parties=tuple(sorted({p for _, r in items for p in r.parties})),
            start=first.start,
            end=first.end,
            city=first.city,
            country=first.country,
            issues=tuple(sorted({i for _, r in items for i in r.issues})),
            sidelines_of=next((reports[article, r.sidelines_of] for article, r in items if r.sidelines_of), None),
            reports=tuple((article, r.id) for article, r in items),
            differences=tuple(differences([r for _, r in items])),
            source_count=len(items),
            publisher_count=len(items),
            confidence=0.9,
        )


def differences(reports: list[MeetingReport]) -> Iterator[Difference]:
    """The slots on which reports give values that cannot both be right: 2023 and 2023-11 can."""
    for slot in ("start", "end", "city", "country", "status", "kind"):
        values = sorted({value for r in reports if (value := getattr(r, slot))})
        if any(not a.startswith(b) and not b.startswith(a) for a in values for b in values):
            yield Difference(slot=slot, values=tuple((value, ()) for value in values))


def clusters(everything: list[Extraction]) -> Iterator[StatementCluster]:
    """The statements that agree in speaker, side, issue and act across articles."""
    same: dict[tuple[str, str | None, str, str], list[tuple[str, int]]] = defaultdict(list)
    for found in everything:
        for at, said in enumerate(found.statements):
            same[said.speaker, said.side, said.issue, said.act].append((found.article.id, at))
    for key, members in sorted(same.items(), key=str):
        sources = len({article for article, _ in members})
        if sources > 1:
            yield StatementCluster(
                id=digest(*key), members=tuple(members), source_count=sources, publisher_count=sources
            )


def decision() -> MergeDecision:
    """A pair left to a reviewer."""
    return MergeDecision(
        kind="person",
        left="person/wang-yi",
        right="person/wang-weizheng",
        judgement=Judgement.UNSURE,
        score=0.41,
        reasons=("same surname",),
    )
