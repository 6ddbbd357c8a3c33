"""From the sightings of one Latin name to what is known of the person: spellings, country, offices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kg.ids import slug
from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.latin import distance, latin_key, surnames_latin
from kg.knowledge.names import NameLexicon
from kg.learn.division import Named, divide, is_surnamed, sound
from kg.learn.frames import FrameReader
from kg.learn.sightings import Sighting

MOST_NATIVE_SOUND = 1.0  # a Chinese name sounds less foreign than that: 史达伟 (David Stilwell) 0.4, 施瓦辛格 1.9
NEAR_VOTES = 2  # of a country right before the office; one that stands further off has one
LEAST_VOTES = 2  # that tell whose someone is
_COUNTRY_SHARE = 0.6  # of the titles with a country that must agree on it
_CJK = ("zh", "ko", "vi")


@dataclass(slots=True)
class Person:
    """One person as gathered: forms with the number of sightings, by what they are."""

    keys: set[tuple[str, ...]]
    known: str | None = None  # id in the gazetteer, where a Latin form is exactly one of its
    latins: Counter[str] = field(default_factory=Counter)
    full: Counter[str] = field(default_factory=Counter)
    short: Counter[str] = field(default_factory=Counter)
    written: dict[str, Counter[str]] = field(default_factory=dict)  # script -> full or short forms as written
    countries: Counter[str] = field(default_factory=Counter)
    offices: Counter[str] = field(default_factory=Counter)
    is_eastern: bool = False  # Chinese, Korean or Vietnamese by the Latin surname
    articles: set[str] = field(default_factory=set)

    @property
    def latin(self) -> str:
        """The commonest Latin form, the longest of equals."""
        return max(self.latins, key=lambda latin: (self.latins[latin], len(latin), latin))

    @property
    def country(self) -> str | None:
        """The country that most of the titles name."""
        return majority(self.countries)

    def join(self, other: Person) -> None:
        """Take in the sightings of another Latin form of the same person."""
        self.keys |= other.keys
        self.known = self.known or other.known
        for mine, theirs in (
            (self.latins, other.latins),
            (self.full, other.full),
            (self.short, other.short),
            (self.countries, other.countries),
            (self.offices, other.offices),
        ):
            mine.update(theirs)
        for script, forms in other.written.items():
            self.written.setdefault(script, Counter()).update(forms)
        self.articles |= other.articles


def ranked(votes: Counter[str]) -> list[tuple[str, int]]:
    """The values with their counts, the commonest first; equals in the order of their characters."""
    return sorted(votes.items(), key=lambda item: (-item[1], item[0]))


def majority(votes: Counter[str]) -> str | None:
    """The commonest value, if it has enough votes and most of them."""
    value, count = ranked(votes)[0] if votes else (None, 0)
    return value if count >= max(LEAST_VOTES, _COUNTRY_SHARE * votes.total()) else None


Group = tuple[tuple[str, ...], str]  # Latin key, and the id of the gazetteer or ""
Divide = Callable[[Sequence[Sighting], FrameReader], list[Named]]


def people_of(
    found: Iterable[Sighting], gazetteer: Gazetteer, frames: FrameReader, *, divide: Divide = divide
) -> list[Person]:
    """The people of all sightings, their Latin forms joined; the same for any order of the sightings.

    `divide` cuts the names out of the sightings of one Latin key, in their order; it may remember.
    """
    groups = _groups(found, gazetteer)
    people = []
    for key, known in sorted(groups):
        person = gather(key, divide(groups[key, known], frames), frames.names)
        person.known = known or None
        people.append(person)
    return join_latins(people)


def _groups(found: Iterable[Sighting], gazetteer: Gazetteer) -> dict[Group, list[Sighting]]:
    """The sightings by Latin key and, where the Latin form is exactly one of the gazetteer's, the id it has there."""
    exact = {
        slug(latin): key for key, person in gazetteer.persons.items() for latin in (person.latin, *person.also) if latin
    }
    groups: dict[Group, list[Sighting]] = defaultdict(list)
    for sighting in found:
        groups[latin_key(sighting.latin), exact.get(slug(sighting.latin), "")].append(sighting)
    return groups


def gather(key: tuple[str, ...], named: Sequence[Named], names: NameLexicon) -> Person:
    """One person from the divided sightings of one Latin key."""
    person = Person(keys={key}, is_eastern=_is_eastern(key))
    counts = Counter(item.name for item in named)
    shorts = {form for form in counts if not _is_full(form, key, names)}
    lasts = {last for form in counts if "·" in form and len(last := form.rpartition("·")[2]) > 1}
    for item in named:
        name = _whole(item.name, counts)
        if _is_cut(name, counts):
            continue
        is_full = name not in shorts or any(len(name) > len(s) and name.endswith(s) for s in lasts)
        (person.full if is_full else person.short)[name] += 1
        if "·" in name and len(last := name.rpartition("·")[2]) > 1:
            person.short[last] += 1
        person.latins[item.sighting.latin] += 1
        person.written.setdefault(item.sighting.script, Counter())[item.written[-len(name) :]] += 1
        person.articles.add(item.sighting.article)
        if item.frame.office is not None:
            person.offices[item.frame.office] += 1
        if item.frame.country is not None:
            person.countries[item.frame.country] += NEAR_VOTES if item.frame.is_near else 1
    return person


def _is_eastern(key: tuple[str, ...]) -> bool:
    """Whether a Latin name begins or ends with a Chinese, Korean or Vietnamese surname."""
    return not surnames_latin().isdisjoint((key[0], key[-1]))


def _is_full(name: str, key: tuple[str, ...], names: NameLexicon) -> bool:
    """Whether a form is a whole name: 安东尼·布林肯, 王毅, 茂木敏充, and 史达伟 for David Stilwell."""
    if "·" in name:
        return True
    if len(name) <= 4 and is_surnamed(name, names, _CJK):
        return _is_eastern(key) or (len(name) > 2 and sound(name, names) < MOST_NATIVE_SOUND)
    return is_surnamed(name, names, ("ja",)) and len(name) > 2 and sound(name, names) < MOST_NATIVE_SOUND


def _whole(name: str, counts: Counter[str]) -> str:
    """The name without what strayed in before it: 比贝拉克·奥巴马 -> 贝拉克·奥巴马, where that is as common."""
    shorter = [o for o in counts if "·" in o and o != name and name.endswith(o) and "·" not in name[: -len(o)]]
    return max((o for o in shorter if counts[o] >= counts[name]), key=lambda o: (counts[o], len(o), o), default=name)


def _is_cut(name: str, counts: Counter[str]) -> bool:
    """Whether a dotted name is the rest of a commoner one: 德·克鲁兹 of 泰德·克鲁兹."""
    return "·" in name and any(o != name and o.endswith(name) and counts[o] >= counts[name] for o in counts)


def join_latins(people: Iterable[Person]) -> list[Person]:
    """Join the Latin forms of one person: one key within another and a Chinese form shared, or a slip of spelling.

    Hassan Fereydoun Rouhani and Hassan Rouhani share 鲁哈尼; Mike Pompeo and Mike Pompe share 蓬佩奥.
    """
    owners: dict[str, list[Person]] = {}
    kept: list[Person] = []
    for person in sorted(people, key=lambda p: (-len(p.articles), sorted(p.keys), p.known or "")):
        forms = (*person.full, *person.short)
        twin = next((p for form in forms for p in owners.get(form, ()) if _is_same(p, person)), None)
        if twin is None:
            twin = person
            kept.append(person)
        else:
            twin.join(person)
        for form in forms:
            if not any(p is twin for p in owners.setdefault(form, [])):
                owners[form].append(twin)
    return kept


def _is_same(known: Person, new: Person) -> bool:
    if known.known and new.known:
        return known.known == new.known
    if new.country and known.country and new.country != known.country:
        return False
    return any(_is_near(one, two) for one in new.keys for two in known.keys)


def _is_near(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    if one[0] == two[0] and one[-1] == two[-1]:
        return True
    if set(one) <= set(two) and len(one) > 1:
        return True
    a, b = "".join(one), "".join(two)
    return min(len(a), len(b)) > 6 and distance(a, b) <= (1 if min(len(a), len(b)) < 10 else 2)
