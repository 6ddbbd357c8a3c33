"""What stands before a name: office, body, country, and how well a name can begin at a place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.knowledge.gazetteer import Gazetteer, load_curated
from kg.knowledge.names import NameLexicon, load_names

LONGEST_FRAME = 14  # characters; longer titles end in a shorter one


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The title before a name, as far as it is known: 美国国务卿 -> office 国务卿, country US.

    `is_near` says that nothing stands between country and office.
    """

    office: str | None = None
    country: str | None = None
    is_near: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameReader:
    """Looks up the words that end at a place; `countries` gives the country of a form, None where it has no one.

    `ends` are the last characters of all these words.
    """

    offices: dict[str, str | None]
    bodies: frozenset[str]
    countries: dict[str, str | None]
    shorts: dict[str, str]
    ends: frozenset[str]
    names: NameLexicon

    def word_before(self, text: str, end: int) -> str | None:
        """The longest office, body, country or modifier that ends at `end`."""
        if text[end - 1 : end] not in self.ends:
            return None
        for size in range(min(LONGEST_FRAME, end), 1, -1):
            word = text[end - size : end]
            if word in self.offices or word in self.bodies or word in self.countries:
                return word
        return None

    def read(self, text: str, end: int) -> Frame:
        """The office that ends at `end` and the country named before it, over bodies and modifiers between them."""
        office: str | None = None
        country: str | None = None
        place = end - 1 if text.endswith("的", 0, end) and self.word_before(text, end - 1) in self.offices else end
        while place > 0 and country is None:
            word = self.word_before(text, place)
            if word is None:
                step = self._modifier(text, place)
                if step:
                    place -= step
                    continue
                country = self._short(text, place) if office or place < end else None
                break
            if word in self.offices and office is None:
                office = word
                country = self._named_before(text, place - len(word), word) or self.offices[word]
                break
            country = self.countries.get(word)
            if word in self.offices:
                country = country or self.offices[word]
            place -= len(word)
        near = bool(country and office) and self._country_before(text, place - len(office or "")) == country
        return Frame(office=office, country=country, is_near=near)

    def _country_before(self, text: str, end: int) -> str | None:
        word = self.word_before(text, end)
        return self.countries.get(word) if word is not None else self._short(text, end) if end > 0 else None

    def start_score(self, text: str, start: int, *, is_open: bool) -> float:
        """How well a name can begin at `start`; `is_open` says that the text was not cut off at its own beginning."""
        if start == 0:
            return 3.0 if is_open else 0.0
        names = self.names
        if self.word_before(text, start) is not None or text.endswith(names.honorifics, 0, start):
            return 3.0
        if text[start - 1] == "的" and self.follows_office(text, start):
            return 3.0
        if start == 1 and is_open and names.weight(text[0]) < 0:
            return 2.5
        score = 0.0
        if text[start - 2 : start] in names.words or text[max(0, start - 3) : start] in names.words:
            score = 2.0
        elif text[start - 1] in names.before_name:
            score = 1.5
        if text[start - 1 : start + 1] in names.words:
            score -= 1.5
        return score

    def title_behind(self, run: str) -> int:
        """How many characters at the end of a run are a title behind the name: 2 of 卡恩医生, 0 of 教授."""
        word = self.word_before(run, len(run))
        if word is None or word not in self.offices:
            word = next((honorific for honorific in self.names.honorifics if run.endswith(honorific)), "")
        rest = run[: len(run) - len(word)]
        return len(word) if len(rest) > 1 and not rest.endswith("·") else 0

    def follows_office(self, text: str, start: int) -> bool:
        """Whether an office, or an office and 的, ends at `start`: 担任国防部长的|雷诺兹."""
        if text.endswith("的", 0, start):
            start -= 1
        return self.word_before(text, start) in self.offices

    def has_frame_inside(self, name: str) -> bool:
        """Whether a title, or in a name without dot a body or country of three characters, lies inside the name."""
        is_plain = "·" not in name
        return any(
            name[i:j] in self.offices
            or (is_plain and j > i + 2 and (name[i:j] in self.bodies or name[i:j] in self.countries))
            for i in range(len(name))
            for j in range(i + 2, min(len(name), i + 6) + 1)
        )

    def _named_before(self, text: str, end: int, office: str) -> str | None:
        names = self.names
        if office.startswith((*names.subjects, *names.divisions)) or text.endswith(names.subjects, 0, end):
            return None
        place = end
        while place > 0:
            word = self.word_before(text, place)
            if word is None:
                step = self._modifier(text, place)
                if not step:
                    return self._short(text, place)
                place -= step
                continue
            country = self.countries.get(word)
            place -= len(word)
            if country is not None and not text.endswith(names.abroad, 0, place):
                return country
            place -= text.endswith(names.abroad, 0, place)
        return None

    def _short(self, text: str, end: int) -> str | None:
        """The country whose one-character name ends at `end`: 美, but not the 法 of 宪法."""
        names, is_word = self.names, any(text[max(0, end - size) : end] in self.names.words for size in (2, 3))
        if text[end - 1] not in names.short_states or is_word or text.startswith(names.divisions, end):
            return None
        return None if text.endswith(names.abroad, 0, end - 1) else self.shorts.get(text[end - 1])

    def _modifier(self, text: str, end: int) -> int:
        return next((len(word) for word in self.names.role_words if text.endswith(word, 0, end)), 0)


@cache
def load_frames() -> FrameReader:
    """The reader over the shipped gazetteer and lexicon."""
    gazetteer = load_curated()
    offices = {form: office.country for office in gazetteer.offices.values() for form in office.forms}
    bodies = frozenset(form for body in gazetteer.bodies.values() for form in body.forms)
    countries = _countries(gazetteer)
    return FrameReader(
        offices=offices,
        bodies=bodies,
        countries=countries,
        ends=frozenset(form[-1] for form in (*offices, *bodies, *countries) if form),
        shorts={short: c.iso2 for c in reversed(list(gazetteer.countries.values())) for short in c.short},
        names=load_names(),
    )


def _countries(gazetteer: Gazetteer) -> dict[str, str | None]:
    countries: dict[str, str | None] = {
        form: organization.country for organization in gazetteer.organizations.values() for form in organization.forms
    }
    for country in gazetteer.countries.values():
        countries |= dict.fromkeys((*country.forms, *country.seats), country.iso2)
    return countries
