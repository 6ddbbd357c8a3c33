"""All known names and titles found in one pass over the folded text, and the best way to read them side by side."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

import ahocorasick_rs
from msgspec import Struct

from kg.knowledge.gazetteer import Gazetteer, load_gazetteer
from kg.knowledge.latin import latin_names
from kg.knowledge.names import NameLexicon, load_names
from kg.model import Introduced

_TOWN = 2  # characters of a town whose last one is no word for what it is: 福州
NAMELESS_CATEGORIES = ("media",)  # a news agency's name names no country (法国国际广播电台)


class Lexeme(Struct, kw_only=True, gc=False):
    """One form with all that it can mean, as ids of the gazetteer. `nested` are the countries named inside it."""

    form: str
    countries: list[str] = []
    capital_of: list[str] = []
    seat_of: list[str] = []
    organizations: list[str] = []
    bodies: list[str] = []
    full_names: list[str] = []
    short_names: list[str] = []
    weak_names: list[str] = []
    offices: list[str] = []
    cities: list[str] = []
    is_word: bool = False
    is_unknown_body: bool = False  # made for one text: a body found by its last word
    introduced: Introduced | None = None  # made for one text: a name that other articles introduce
    nested: tuple[tuple[int, int, str], ...] = ()
    weight: int = 0
    is_person: bool = False  # it can name a person
    is_weak: bool = False  # it names people only where something else says so
    is_frame: bool = False  # a name cannot run over it: a country, a body, a title
    is_short_body: bool = False  # a short name of a body or office, which may be a chance of words

    def closed(self) -> Lexeme:
        """The lexeme, when all its meanings are in, with what they come to: asked for at every hit, so kept."""
        is_sure = bool(self.full_names or self.short_names or self.introduced)
        self.is_person = is_sure or bool(self.weak_names)
        self.is_weak = bool(self.weak_names) and not is_sure
        self.is_frame = bool(
            self.countries or self.organizations or self.bodies or self.offices or self.is_unknown_body
        )
        size = len(self.form)
        is_short = (size <= 3 and (self.organizations or self.bodies)) or (size == 2 and self.offices)
        is_other = self.is_person or self.countries or not self.form[0] > "\u3400"
        self.is_short_body = bool(is_short) and not is_other
        return self


class Hit(NamedTuple):
    """An occurrence of a lexeme; offsets are code points of the text."""

    start: int
    end: int
    lexeme: Lexeme


END = attrgetter("end")


def ending_at(hits: Sequence[Hit], end: int) -> Hit | None:
    """The one of hits in the order of the text, none over another, that ends there."""
    number = bisect_left(hits, end, key=END)
    return hits[number] if number < len(hits) and hits[number].end == end else None


def between(hits: Sequence[Hit], start: int, end: int) -> Sequence[Hit]:
    """Those that end after `start` and not after `end`."""
    return hits[bisect_right(hits, start, key=END) : bisect_right(hits, end, key=END)]


class Lexicon:
    """The matcher over every form of a gazetteer; built once, used for all articles."""

    def __init__(self, gazetteer: Gazetteer, names: NameLexicon) -> None:
        self.gazetteer = gazetteer
        self.names = names
        self.lexemes, self._composed = _collect(gazetteer, names)
        _nest(self.lexemes, gazetteer, names.posted)
        self.body_of = {(o.body, o.country): key for key, o in gazetteer.organizations.items() if o.body}
        self.shorts = _shorts(gazetteer)
        self.latin = latin_names(gazetteer)
        forms = sorted({*self.lexemes, *self._composed})
        self._by_number = [self.lexemes.get(form) or self._joined(form) for form in forms]
        self._has_latin = [form[0] < "\u0250" or form[-1] < "\u0250" for form in forms]
        self._matcher = ahocorasick_rs.AhoCorasick(forms)

    def _joined(self, form: str) -> Lexeme:
        """The lexeme of a first part with its title; it wins over a word that is no name (爱荷华州|长)."""
        town = self.lexemes.get(form[:-1])
        return Lexeme(form=form, weight=len(form) ** 2 * (1 + (town is not None and town.is_word)))

    def find(self, folded: str, introduced: Sequence[Introduced] = ()) -> list[Hit]:
        """Non-overlapping hits that together cover the text best, sorted; 外交部长 wins over 外交部 plus a rest."""
        lexemes, matches = self._by_number, self._matcher.find_matches_as_indexes(folded, overlapping=True)
        latin = self._has_latin
        found = sorted(
            [
                (start, -end, index)
                for index, start, end in matches
                if not (latin[index] and _is_inside_latin(folded, start, end))
            ]
        )
        known = [Hit(start, -end, lexemes[index]) for start, end, index in found]
        best = best_path(self._with_introduced(known, folded, introduced) if introduced else known)
        path = [part for hit in best for part in self._parts(hit, folded)]
        starts = {hit.start for hit in path}
        return [
            self._whole(hit, folded) if hit.lexeme.offices and hit.start else hit
            for hit in path
            if not (hit.lexeme.is_short_body and self._is_broken(hit, folded, starts))
        ]

    def _parts(self, hit: Hit, folded: str) -> Iterator[Hit]:
        """The hit, or both of a title that holds its body (国台办|主任), or the body in 国防部|长期, 驻华|大使馆."""
        form, chief = hit.lexeme.form, self.names.chief
        if hit.lexeme.offices and folded[hit.end : hit.end + 1] == self.names.mission:
            longer = (form[-size:] + self.names.mission for size in (3, 2))
            seat = next((word for word in longer if word in self.lexemes and self.lexemes[word].bodies), None)
            if seat is not None:
                yield Hit(hit.end + 1 - len(seat), hit.end + 1, self.lexemes[seat])
                return
        if form[-1] == chief and form[:-1] in self.lexemes and folded[hit.end : hit.end + 1] in self.names.not_chief:
            yield Hit(hit.start, hit.end - 1, self.lexemes[form[:-1]])
            return
        size, title = self._composed.get(form, (0, hit.lexeme))
        if not size or hit.lexeme.introduced:
            yield hit
            return
        head = self.lexemes.get(form[:size]) or self.lexemes.get(form[: size + 1])
        if head is not None:
            yield Hit(hit.start, hit.start + size, head)
        yield Hit(hit.start + size, hit.end, title)

    def _with_introduced(self, known: list[Hit], folded: str, names: Iterable[Introduced]) -> list[Hit]:
        """The hits with those of names that other articles introduce; what the gazetteer has stays what it is there."""
        found = list(known)
        for name in names:
            if name.form not in self.lexemes:
                lexeme = Lexeme(form=name.form, introduced=name, weight=len(name.form) ** 2).closed()
                found += (Hit(m.start(), m.end(), lexeme) for m in re.finditer(re.escape(name.form), folded))
        return sorted(found, key=lambda hit: (hit.start, -hit.end))

    def _is_broken(self, hit: Hit, folded: str, starts: set[int]) -> bool:
        """Whether common words lie over the edges of a body's short name: 东盟 in 中东盟友, 台军 in 台军事.

        The seat of an envoy is whole before 外, 员 or 舍: 领事馆|外.
        """
        words = self.names.words
        if hit.lexeme.form[-1] == self.names.mission:
            return False
        left = folded[hit.start - 1 : hit.start + 1] in words
        right = folded[hit.end - 1 : hit.end + 1] in words and hit.end not in starts
        return right and (left or folded[hit.end : hit.end + 2] not in words)

    def _whole(self, hit: Hit, folded: str) -> Hit:
        """An office whose first character belongs to a word before it without that character: 关|系主任 -> 主任."""
        rest = self.lexemes.get(hit.lexeme.form[1:])
        if rest is not None and rest.offices and folded[hit.start - 1 : hit.start + 1] in self.names.words:
            return Hit(hit.start + 1, hit.end, rest)
        return hit

    def owner_inside(self, form: str) -> str | None:
        """The country whose name or capital a generic body's name begins with: 台北经济文化办事处."""
        lead = self.lexemes.get(form[:2]) if len(form) > 2 else None
        return next(iter((*lead.countries, *lead.capital_of)), None) if lead is not None else None

    def body_inside(self, form: str) -> tuple[int, str] | None:
        """The body that a title names as a word of its own: 外交部发言人 -> (3, foreign-ministry), but not 外交部长."""
        for size in range(len(form) - 1, 1, -1):
            head, rest = self.lexemes.get(form[:size]), self.lexemes.get(form[size:])
            if head is not None and head.bodies and rest is not None and rest.offices:
                return size, head.bodies[0]
        return None


def _is_inside_latin(text: str, start: int, end: int) -> bool:
    """Whether Latin letters go on at an edge of the span: ICC in ICCPR."""
    left, right = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
    return any(len(edge) == 2 and edge.isascii() and edge.isalpha() for edge in (left, right))


@cache
def load_lexicon() -> Lexicon:
    """The lexicon over the shipped gazetteer."""
    return Lexicon(load_gazetteer(), load_names())


def best_path(hits: Iterable[Hit]) -> list[Hit]:
    """The hits of the non-overlapping selection with the greatest sum of weights (squared lengths).

    They come sorted by start, longer first.
    """
    chosen: list[Hit] = []
    cluster: list[Hit] = []
    limit = -1
    for hit in hits:
        start, end, _ = hit
        if start < limit:
            cluster.append(hit)
        else:
            chosen += _best_of_cluster(cluster) if len(cluster) > 1 else cluster
            cluster = [hit]
        limit = max(limit, end)
    return chosen + _best_of_cluster(cluster)


def _best_of_cluster(cluster: list[Hit]) -> list[Hit]:
    if len(cluster) < 2:
        return cluster
    outer = cluster[0]
    if all(hit.end <= outer.end for hit in cluster[1:]):
        return [outer]
    return _weighted_path(cluster)


def _weighted_path(cluster: Sequence[Hit]) -> list[Hit]:
    best: dict[int, tuple[int, list[Hit]]] = {}
    ends = sorted({hit.end for hit in cluster})
    done: tuple[int, list[Hit]] = (0, [])
    by_end: dict[int, list[Hit]] = {}
    for hit in cluster:
        by_end.setdefault(hit.end, []).append(hit)
    for end in ends:
        for hit in by_end[end]:
            before = max((best[e] for e in best if e <= hit.start), key=lambda item: item[0], default=(0, []))
            score = before[0] + hit.lexeme.weight
            if score > done[0]:
                done = (score, [*before[1], hit])
        best[end] = done
    return done[1]


def _collect(gazetteer: Gazetteer, names: NameLexicon) -> tuple[dict[str, Lexeme], dict[str, tuple[int, Lexeme]]]:
    """The lexemes, and titles that begin with a body, a country or a town (武汉|市长), with its length and the rest."""
    lexemes: dict[str, Lexeme] = {}
    for form, meaning, key in _forms(gazetteer):
        if len(form) > 1:
            lexeme = lexemes.get(form) or lexemes.setdefault(form, Lexeme(form=form))
            getattr(lexeme, meaning).append(key)
    for form in [form for form, lexeme in lexemes.items() if lexeme.bodies or lexeme.organizations]:
        if form[-1] in names.chiefs and form + names.chief not in lexemes:
            lexemes[form + names.chief] = Lexeme(form=form + names.chief, offices=[names.chiefs[form[-1]]])
    for form in (*gazetteer.not_countries, *gazetteer.not_names):
        lexemes.setdefault(form, Lexeme(form=form)).is_word = True
    offices = [form for form, lexeme in lexemes.items() if lexeme.offices]
    split = {form: size for form in offices if (size := _first_part(form, lexemes, gazetteer, names.body_heads))}
    kept = {form: lexeme for form, lexeme in lexemes.items() if form not in split}
    named = [form for form, lexeme in kept.items() if len(form) > _TOWN and (lexeme.cities or lexeme.is_word)]
    towns = {form + names.chief: len(form) - 1 for form in named}
    rests = {form: kept.get(form[size:]) for form, size in {**towns, **split}.items()}
    titles = {form: rest for form, rest in rests.items() if rest is not None and rest.offices}
    return kept, {
        form: (len(form) - len(rest.form), _of_whole(rest, lexemes.get(form))) for form, rest in titles.items()
    }


def _of_whole(rest: Lexeme, whole: Lexeme | None) -> Lexeme:
    """The rest of a title as the office that the whole is: 局长 in 中情局|局长 is of an intelligence service."""
    if whole is None:
        return rest
    return Lexeme(form=rest.form, offices=list(dict.fromkeys((*rest.offices, *whole.offices)))).closed()


def _forms(gazetteer: Gazetteer) -> Iterator[tuple[str, str, str]]:
    """Every form of the gazetteer as (form, field of a lexeme, id)."""
    for country in gazetteer.countries.values():
        yield from ((form, "countries", country.iso2) for form in country.forms)
        yield from ((form, "capital_of", country.iso2) for form in country.capitals)
        yield from ((form, "seat_of", country.iso2) for form in country.seats)
    for key, organization in gazetteer.organizations.items():
        yield from ((form, "organizations", key) for form in organization.forms)
    for key, generic in gazetteer.bodies.items():
        yield from ((form, "bodies", key) for form in generic.forms)
    for key, office in gazetteer.offices.items():
        yield from ((form, "offices", key) for form in office.forms)
    for key, city in gazetteer.cities.items():
        yield from ((form, "cities", key) for form in city.forms)
    for key, person in gazetteer.persons.items():
        yield from ((form, "full_names", key) for form in person.full)
        yield from ((form, "short_names", key) for form in person.short)
        yield from ((form, "weak_names", key) for form in person.weak)


def _first_part(form: str, lexemes: dict[str, Lexeme], gazetteer: Gazetteer, heads: frozenset[str]) -> int:
    """How long the country, seat or body is that a title begins with if the rest can stand alone (香港|特首), or 0."""
    for size in range(len(form) - 2, 1, -1):
        head, rest = lexemes.get(form[:size]), lexemes.get(form[size:])
        if rest is None or not rest.offices:
            continue
        if form[:size] in heads or (head and (head.organizations or head.seat_of or _is_party(head, gazetteer))):
            return size
        if head and head.countries and any(gazetteer.offices[key].rank != "other" for key in rest.offices):
            return size
    return 0


def _is_party(lexeme: Lexeme, gazetteer: Gazetteer) -> bool:
    """Whether it is a party that many countries have: 工党."""
    return any(gazetteer.bodies[key].category == "party" for key in lexeme.bodies)


def _shorts(gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    shorts: dict[str, list[str]] = {}
    for country in gazetteer.countries.values():
        for short in country.short:
            shorts.setdefault(short, []).append(country.iso2)
    return {short: tuple(codes) for short, codes in shorts.items()}


def _short_inside(lexeme: Lexeme, gazetteer: Gazetteer, posted: str) -> tuple[tuple[int, int, str], ...]:
    """The one-character country that leads a body's short name (美军) or says where an envoy is posted (驻美代表)."""
    if lexeme.nested:
        return ()
    found: list[tuple[int, int, str]] = []
    if lexeme.form[0] == posted:  # 驻美代表, 驻韩美军
        posts = [code for code, country in gazetteer.countries.items() if lexeme.form[1] in country.short]
        found += [(1, 2, posts[0])] if len(posts) == 1 else []
    for code in (gazetteer.organizations[key].country for key in lexeme.organizations):
        shorts = gazetteer.countries[code].short if code and code in gazetteer.countries else ()
        found += [(place, place + 1, code) for place, c in enumerate(lexeme.form[:3]) if code and c in shorts]
    return tuple(dict.fromkeys(found))


def _nest(lexemes: dict[str, Lexeme], gazetteer: Gazetteer, posted: str) -> None:
    """Work out which countries the longer forms name inside themselves: 美国国务院 -> (0, 2, US)."""
    countries = {form: lexeme for form, lexeme in lexemes.items() if lexeme.countries or lexeme.is_word}
    matcher = ahocorasick_rs.AhoCorasick(list(countries), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    names = list(countries)
    for lexeme in lexemes.values():
        lexeme.closed()
        lexeme.weight = len(lexeme.form) ** 2 * (1 + lexeme.is_word)  # what is listed as no name is none
        if lexeme.countries or lexeme.is_word or not (lexeme.organizations or lexeme.offices or lexeme.seat_of):
            continue
        categories = {gazetteer.organizations[key].category for key in lexeme.organizations}
        if not categories.isdisjoint(NAMELESS_CATEGORIES):
            continue
        found = matcher.find_matches_as_indexes(lexeme.form)
        lexeme.nested = tuple(
            (start, end, countries[names[index]].countries[0])
            for index, start, end in found
            if countries[names[index]].countries
        )
        lexeme.nested += _short_inside(lexeme, gazetteer, posted)
        lead = lexeme.nested[0][1] if lexeme.nested and lexeme.nested[0][0] == 0 and not lexeme.offices else 0
        is_apart = lead > 1 or (lead and len(lexeme.form) < 4) or lexeme.form[lead:] in lexemes
        if lead and is_apart:  # as much as its parts, or 中国外交部 would take 外交部长 apart
            lexeme.weight = lead**2 + (len(lexeme.form) - lead) ** 2 + 1
