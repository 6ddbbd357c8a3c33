"""Extractions written in short for the tests of merging."""

from collections.abc import Iterable

from kg.model import (
    Article,
    Block,
    Entity,
    EntityKind,
    Extraction,
    Form,
    MeetingKind,
    MeetingReport,
    Mention,
    Part,
    Span,
    Statement,
    Status,
    Tenure,
)

PERSON, COUNTRY, ORGANIZATION, PLACE = (
    EntityKind.PERSON,
    EntityKind.COUNTRY,
    EntityKind.ORGANIZATION,
    EntityKind.PLACE,
)


def person(
    name: str,
    country: str | None = None,
    latin: str | None = None,
    *,
    strong: bool = True,
    role: str = "",
    known: str | None = None,
    guessed: bool = False,
) -> dict:
    who = {"name": name, "country": country, "latin": latin, "strong": strong, "role": role, "known": known}
    return who | {"guessed": guessed}


def report(
    kind: str, people: str = "", parties: str = "", start: str | None = None, status: str = "held", **slots: object
) -> dict:
    """A meeting in short: names and codes of countries (or of bodies, three letters and more) separated by spaces."""
    return {
        "kind": kind,
        "people": people.split(),
        "parties": parties.split(),
        "start": start,
        "status": status,
        **slots,
    }


def article(
    id_: str,
    *,
    day: str | None = "2020-08-01",
    publisher: str = "甲报",
    people: Iterable[dict] = (),
    reports: Iterable[dict] = (),
    statements: Iterable[tuple[str, str, str, str]] = (),
    text: str = "",
    credits: tuple[str, ...] = (),
) -> Extraction:
    """One article. `people` name those whom more than their name is known of; others are made from the reports."""
    known = {p["name"]: p for p in people}
    made = _Article(id_, text)
    for who in known.values():
        made.person(who)
    meetings = [made.report(i, r, known) for i, r in enumerate(reports)]
    said = [made.statement(s, known) for s in statements]
    whole = Article(
        id=id_,
        source_file=f"{id_}.md",
        text=made.text,
        blocks=(Block(part=Part.BODY, start=0, end=len(made.text), paragraph=0),),
        publisher=publisher,
        published=day,
        credits=credits,
    )
    return Extraction(
        article=whole,
        entities=tuple(made.entities.values()),
        mentions=tuple(made.mentions),
        tenures=tuple(made.tenures),
        meetings=tuple(meetings),
        statements=tuple(said),
    )


class _Article:
    """An article in the making."""

    def __init__(self, id_: str, text: str) -> None:
        self.id, self.text = id_, text
        self.entities: dict[str, Entity] = {}
        self.mentions: list[Mention] = []
        self.tenures: list[Tenure] = []

    def write(self, words: str) -> Span:
        start = len(self.text)
        self.text += words + "。"
        return Span(start=start, end=start + len(words))

    def person(self, who: dict) -> str:
        key = f"person/{who['name']}"
        if key not in self.entities:
            self.entities[key] = Entity(
                key=key,
                kind=PERSON,
                name=who["name"],
                latin=who["latin"],
                country=who["country"],
                known=who["known"],
                is_guessed=who["guessed"],
            )
            span = self.write(who["name"])
            form = Form.FULL if who["strong"] else Form.SHORT
            self.mentions.append(
                Mention(start=span.start, end=span.end, entities=(key,), kind=PERSON, form=form, rule="test")
            )
            if who["role"]:
                self.tenures.append(Tenure(holder=key, role=who["role"], start=span.start, end=span.end))
        return key

    def party(self, code: str) -> str:
        """A country by its two letters, a body by more."""
        is_country = len(code) == 2
        key = f"country/{code}" if is_country else f"organization/{code}"
        kind, country = (COUNTRY, code) if is_country else (ORGANIZATION, None)
        self.entities.setdefault(key, Entity(key=key, kind=kind, name=code, country=country))
        return key

    def place(self, name: str) -> str:
        key = f"place/{name}"
        self.entities.setdefault(key, Entity(key=key, kind=PLACE, name=name))
        return key

    def report(self, index: int, short: dict, known: dict[str, dict]) -> MeetingReport:
        slots = {key: value for key, value in short.items() if key not in ("kind", "people", "parties", "status")}
        if slots.get("city"):
            slots["city"] = self.place(str(slots["city"]))
        slots.setdefault("end", slots["start"])
        return MeetingReport(
            id=f"m{index}",
            kind=MeetingKind(short["kind"]),
            status=Status(short["status"]),
            participants=tuple(self.person(known.get(name) or person(name)) for name in short["people"]),
            parties=tuple(map(self.party, short["parties"])),
            evidence=(),
            **slots,  # type: ignore[arg-type]
        )

    def statement(self, short: tuple[str, str, str, str], known: dict[str, dict]) -> Statement:
        speaker, issue, act, words = short
        key = self.person(known.get(speaker) or person(speaker))
        return Statement(speaker=key, issue=issue, act=act, evidence=self.write(words))
