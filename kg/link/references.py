"""What pronouns and bare titles refer to inside the article: 他, 双方, 两国外长, 美国国务卿."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.knowledge.countries import load_country_context
from kg.knowledge.names import load_names
from kg.knowledge.references import ReferenceLexicon, load_references
from kg.link.gazetteer import KnownPeople
from kg.model import Annotated, Candidate, Entity, EntityKind, Form, Mention, Part

CHINA = "CN"
UNION = "organization/EU"  # what 欧 means beside a state
_BACK = 4  # how many sentences back a pronoun may look
_QUOTE = re.compile(r"“[^”\n]{0,1500}”|「[^」\n]{0,1500}」|『[^』\n]{0,1500}』")


@dataclass(slots=True)
class Scene:
    """The resolved names of one article, for looking back from a place."""

    annotated: Annotated
    entities: Mapping[str, Entity]
    named: Sequence[Mention]
    known: KnownPeople
    title_starts: Mapping[int, int]
    served: Mapping[tuple[str, str | None], set[str]]  # (body, office) in the article's words -> who has it
    pair: tuple[str, ...] = ()
    starts: list[int] = field(default_factory=list)
    sentence_starts: list[int] = field(default_factory=list)
    quotes: list[tuple[int, int]] = field(default_factory=list)

    def is_quoted(self, place: int) -> bool:
        """Whether the offset lies inside a quotation."""
        index = bisect_right(self.quotes, (place, place)) - 1
        return index >= 0 and place < self.quotes[index][1]

    def sentence_of(self, place: int) -> int:
        """The index of the sentence that holds the offset."""
        return max(0, bisect_right(self.sentence_starts, place) - 1)

    def between(self, start: int, end: int, kind: EntityKind) -> list[Mention]:
        """The mentions of a kind that begin in the stretch, in order."""
        low, high = bisect_right(self.starts, start - 1), bisect_right(self.starts, end - 1)
        return [m for m in self.named[low:high] if m.kind is kind]

    def back(self, place: int) -> Iterator[tuple[int, int]]:
        """The stretch before the offset in its sentence, then whole sentences before it, nearest first."""
        index = self.sentence_of(place)
        sentences = self.annotated.sentences
        yield sentences[index].start, place
        for i in range(index - 1, max(-1, index - 1 - _BACK), -1):
            yield sentences[i].start, sentences[i].end


def make_scene(
    annotated: Annotated,
    titles: Sequence[Candidate],
    entities: Mapping[str, Entity],
    mentions: Sequence[Mention],
    known: KnownPeople,
) -> Scene:
    """Sort what is named so that it can be looked up by place."""
    named = sorted((m for m in mentions if m.form is not Form.LATIN), key=lambda m: (m.start, -m.end))
    title_starts = {holder.start: title.start for title in reversed(titles) for holder in title.holders}
    served = _served(titles, named, annotated.folded)
    scene = Scene(
        annotated=annotated, entities=entities, named=named, known=known, title_starts=title_starts, served=served
    )
    scene.starts = [m.start for m in named]
    scene.sentence_starts = [sentence.start for sentence in annotated.sentences]
    scene.quotes = [m.span() for m in _QUOTE.finditer(annotated.folded)]
    scene.pair = main_pair(scene)
    return scene


def _served(
    titles: Sequence[Candidate], named: Sequence[Mention], folded: str
) -> dict[tuple[str, str | None], set[str]]:
    """(body, office) in the article's words -> who is introduced with it."""
    people = {m.start: m.entities for m in named if m.kind is EntityKind.PERSON}
    served: dict[tuple[str, str | None], set[str]] = {}
    for title in titles:
        if title.body:
            keys = {key for holder in title.holders for key in people.get(holder.start, ())}
            served.setdefault((folded[title.body.start : title.body.end], title.role), set()).update(keys)
    return served


def link_references(
    annotated: Annotated, titles: Sequence[Candidate], scene: Scene, offices: Mapping[tuple[str, str | None], list[str]]
) -> Iterator[Mention]:
    """Mentions of form PRONOUN or TITLE. `offices` maps (office, country) to the people of the article who hold it."""
    lexicon = load_references()
    spans: dict[tuple[int, int], list[Candidate]] = {}
    for title in titles:
        if not title.holders and not annotated.folded.startswith(load_names().concurrent, title.end):
            spans.setdefault((title.start, title.end), []).append(title)
    for group in spans.values():
        yield from _title(group, scene, offices, lexicon)
    for c in annotated.candidates:
        if c.form is Form.PRONOUN:
            yield from _pronoun(c, scene)


def holders_of(
    titles: Sequence[Candidate],
    spans: Mapping[tuple[int, int], str],
    entities: Mapping[str, Entity],
    known: KnownPeople,
    day: str | None,
) -> dict[tuple[str, str | None], list[str]]:
    """(office, country) -> people of the article who hold it, by its own words or by the table of terms on its day."""
    held: dict[tuple[str, str | None], list[str]] = {}

    def add(office: str, country: str | None, key: str) -> None:
        people = held.setdefault((office, country), [])
        if key not in people:
            people.append(key)

    for title in titles:
        for holder in title.holders:
            key = spans.get((holder.start, holder.end))
            if key and title.modifier != "former":
                for office in (*known.classes_of(title.known, title.role), f"role/{title.role}"):
                    add(office, title.country or entities[key].country, key)
    for key, entity in entities.items():
        for term in known.terms.get(entity.known or "", ()) if entity.kind is EntityKind.PERSON else ():
            if term.covers(day):
                for office in known.classes_of((term.office,)):
                    add(office, term.country, key)
    return held


def main_pair(scene: Scene) -> tuple[str, ...]:
    """The two countries that the article is most about: those of its headline, its people and its mentions."""
    counts: Counter[str] = Counter()
    blocks = scene.annotated.article.blocks
    headline = blocks[0].end if blocks and blocks[0].part is Part.HEADLINE else 0
    for m in scene.named:
        for key in m.entities:
            country = scene.entities[key].country
            if country and m.kind in (EntityKind.PERSON, EntityKind.COUNTRY):
                counts[f"country/{country}"] += 3 if m.start < headline else 1
    ranked = sorted(counts, key=lambda key: (-counts[key], key))
    return tuple(key for key in ranked if key in scene.entities)[:2]


def _title(
    group: Sequence[Candidate],
    scene: Scene,
    offices: Mapping[tuple[str, str | None], list[str]],
    lexicon: ReferenceLexicon,
) -> Iterator[Mention]:
    first = group[0]
    text = scene.annotated.folded
    plural = next((w for w in lexicon.two_states if text.endswith(w, 0, first.start)), None)
    pointing = next((w for w in lexicon.pointing if text.endswith(w, 0, first.start)), "")
    if plural and not any(c.country for c in group if c.body or c.start < c.end - len(c.role or "")):
        keys = _of_two(first, scene, offices)
        if keys:
            kind = scene.entities[keys[0]].kind
            yield _mention(first.start - len(plural), first.end, keys, kind, Form.TITLE, "two-titles")
        return
    if not pointing and _means_nobody(first, text, lexicon):
        return
    keys = tuple(dict.fromkeys(key for c in group for key in _one(c, scene, offices, is_pointing=bool(pointing))))
    if not keys:
        return
    is_person = any(scene.entities[key].kind is EntityKind.PERSON for key in keys)
    kind, rule = (EntityKind.PERSON, "title") if is_person else (EntityKind.COUNTRY, "title-country")
    yield _mention(first.start - len(pointing), first.end, keys, kind, Form.TITLE, rule)


def _means_nobody(title: Candidate, folded: str, lexicon: ReferenceLexicon) -> bool:
    """Whether a title is part of a thing's name (总统府, 美国总统大选); or, of no country, means many (各国领导人).

    So it does in the name of a gathering (首脑会议), and where it is told who shall hold it (出任首相).
    """
    if folded.startswith(lexicon.office_things, title.end):
        return True
    if title.country or title.body:
        return False
    is_before = folded.endswith(lexicon.office_before, 0, title.start)
    return is_before or folded.startswith(lexicon.office_meetings, title.end) or title.role in lexicon.leaders


def _one(
    title: Candidate, scene: Scene, offices: Mapping[tuple[str, str | None], list[str]], *, is_pointing: bool
) -> tuple[str, ...]:
    """Whom one bare title means: the person of the article who holds it, else its country.

    A common noun (官员, 学者) means a person only with a word that points back (该官员).
    """
    if title.modifier == "former":
        return ()
    if title.body and not title.country:
        body = scene.annotated.folded[title.body.start : title.body.end]
        served = scene.served.get((body, title.role), set())
        return tuple(served) if len(served) == 1 else ()
    kinds = scene.known.classes_of(title.known, title.role)
    people: list[str] = []
    if is_pointing and title.role:
        borne = [kind for kind, _ in offices if kind.startswith("role/") and kind.endswith(title.role)]
        kinds = [*borne, *kinds]
    elif not scene.known.is_definite(title.known):
        held = {key for kind in kinds for key in offices.get((kind, title.country), ())} if is_posted(title) else ()
        if len(held) == 1:
            return tuple(held)
        kinds = []
    for kind in kinds:  # first the office itself, then its like: 总统先生 is a president before a chairman
        people = people or list(offices.get((kind, title.country), ()))
        if not title.country:
            people = people or [key for (office, _), keys in offices.items() if office == kind for key in keys]
    if (title.role or "").endswith(load_references().not_of_china):
        people = [key for key in people if scene.entities[key].country != CHINA]
    people = list(dict.fromkeys(people))
    if len(people) > 1:
        people = _nearest(people, title.start, scene)
    if people:
        return (people[0],)
    country = f"country/{title.country}"
    if not scene.known.is_official(title.known):
        return ()
    return (country,) if country in scene.entities else ()


def is_posted(title: Candidate) -> bool:
    """Whether a title says whose envoy someone is and where, which few are at a time: 中国驻英大使."""
    return title.country is not None and load_names().posted in (title.role or "")


def _nearest(people: Sequence[str], place: int, scene: Scene) -> list[str]:
    last = {key: m.start for m in scene.named if m.start < place for key in m.entities if key in people}
    return [max(last, key=lambda key: (last[key], key))] if last else []


def _of_two(title: Candidate, scene: Scene, offices: Mapping[tuple[str, str | None], list[str]]) -> tuple[str, ...]:
    """The holders of an office in two states (两国外长): of the countries spoken of, else the only two there are."""
    kinds = scene.known.classes_of(title.known, title.role)
    held: dict[str | None, list[str]] = {}
    for (office, country), keys in offices.items():
        if office in kinds:
            held.setdefault(country, []).extend(keys)
    pair = _sides(title.start, scene)
    people = [held[code][0] for key in pair if (code := key.removeprefix("country/")) in held]
    if len(people) != 2:
        people = list(dict.fromkeys(key for keys in held.values() for key in keys))
    first = {key: m.start for m in reversed(scene.named) for key in m.entities}
    return tuple(sorted(people, key=lambda key: first[key])) if len(people) == 2 else pair


def _pronoun(pronoun: Candidate, scene: Scene) -> Iterator[Mention]:
    keys: tuple[str, ...] = ()
    kind = EntityKind.COUNTRY
    if pronoun.rule == "person":
        keys, kind = _subject(pronoun.start, scene), EntityKind.PERSON
    elif pronoun.rule in ("people", "pair"):
        is_pair = pronoun.rule == "pair"
        keys, kind = _two_people(pronoun.start, scene, is_pair=is_pair), EntityKind.PERSON
    else:
        keys = _sides(pronoun.start, scene)
    if keys:
        yield _mention(pronoun.start, pronoun.end, keys, kind, Form.PRONOUN, pronoun.rule)


def _subject(place: int, scene: Scene) -> tuple[str, ...]:
    """The person a singular pronoun means: the first one named before it in its sentence, or in the one before."""
    if scene.is_quoted(place):
        return ()
    for start, end in scene.back(place):
        people = [m for m in scene.between(start, end, EntityKind.PERSON) if not scene.is_quoted(m.start)]
        subjects = [m for m in people if not _is_object(m, scene)]
        if people:
            return (subjects or people)[0].entities
    return ()


def _is_object(mention: Mention, scene: Scene) -> bool:
    """Whether a word before the name or its title, or behind it, says it is no subject: 与中国外长王毅, 特朗普政府."""
    start = scene.title_starts.get(mention.start, mention.start)
    if scene.annotated.folded.startswith(load_references().object_after, mention.end):
        return True
    return scene.annotated.folded.endswith(load_references().object_before, 0, start)


def _two_people(place: int, scene: Scene, *, is_pair: bool) -> tuple[str, ...]:
    """The two people just named; in 蓬佩奥与二人 not the one who met them.

    他们 (not `is_pair`) means more than people's names, so that the two must stand side by side: 布林肯和王毅.
    """
    partner: tuple[str, ...] = ()
    if scene.annotated.folded[place - 1 : place] in load_references().joints:
        partner = next((m.entities for m in scene.named if m.end == place - 1 and m.kind is EntityKind.PERSON), ())
    for start, end in scene.back(place):
        people = [m for m in scene.between(start, end, EntityKind.PERSON) if m.entities != partner]
        keys = list(dict.fromkeys(key for m in people for key in m.entities))
        if len(keys) >= 2 and (is_pair or _side_by_side(people, scene)):
            return tuple(keys[:2])
        if keys and not is_pair:
            return ()
    return ()


def _side_by_side(people: Sequence[Mention], scene: Scene) -> bool:
    text = scene.annotated.folded
    return len({m.entities for m in people}) == 2 and any(
        text[a.end : scene.title_starts.get(b.start, b.start)] in load_references().joints for a, b in pairwise(people)
    )


def _sides(place: int, scene: Scene) -> tuple[str, ...]:
    """The two states that 双方 or 两国 means: a pair just named side by side, else the article's main pair.

    Of 中欧|双方 one is the European Union; nobody is meant if the article does not name it.
    """
    before = place - 2, place
    if load_country_context().regions & set(scene.annotated.folded[slice(*before)]):
        sides = (*(m.entities[0] for m in scene.between(*before, EntityKind.COUNTRY)), UNION)
        return sides if len(sides) == 2 and UNION in scene.entities else ()
    for start, end in scene.back(place):
        pair = _named_pair(start, end, scene)
        if pair:
            return pair
    return scene.pair


def _named_pair(start: int, end: int, scene: Scene) -> tuple[str, ...]:
    """The last two countries of a stretch that stand side by side (中日, 美国与印度), or of two people who do."""
    mentions = [*scene.between(start, end, EntityKind.COUNTRY), *scene.between(start, end, EntityKind.PERSON)]
    mentions.sort(key=lambda m: m.start)
    found: tuple[str, ...] = ()
    for left, right in pairwise(mentions):
        gap = scene.annotated.folded[left.end : right.start]
        is_pair = left.kind is right.kind and (
            gap in load_references().joints or (not gap and right.form is Form.COMPOUND)
        )
        sides = tuple(f"country/{scene.entities[m.entities[0]].country}" for m in (left, right))
        if is_pair and len(set(sides)) == 2 and all(key in scene.entities for key in sides):
            found = sides
    return found


def _mention(start: int, end: int, keys: tuple[str, ...], kind: EntityKind, form: Form, rule: str) -> Mention:
    confidence = 0.7 if form is Form.PRONOUN else 0.8
    return Mention(start=start, end=end, entities=keys, kind=kind, form=form, rule=rule, confidence=confidence)
