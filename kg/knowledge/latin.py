"""Latin names: which forms are the same person's, which exclude each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.ids import slug
from kg.knowledge.entries import Gazetteer
from kg.knowledge.records import load_words
from kg.knowledge.tables import read_table, split_cell
from kg.resources import ontology_dir

IGNORED = frozenset(
    {"jr", "sr", "ii", "iii", "iv", "dr", "mr", "mrs", "ms", "sir", "gen", "de", "da", "van", "von", "al"}
)
MIN_TYPO = 6  # letters from which one or two wrong ones are a slip of spelling

_GLUED = re.compile("^(?!Mac|Van|Von|Del|Dos)([A-ZÀ-Þ][a-zß-ÿ]{2,})(?=[A-ZÀ-Þ][a-zß-ÿ]+$)")  # FrédéricLemaître

UNLIKE = 0.6  # share of the letters that must differ for two words not to be spellings of one


@dataclass(frozen=True, slots=True, kw_only=True)
class LatinNames:
    """Latin words in lower case: given names and family names, whole names of people, and those of other things."""

    given: frozenset[str]
    surnames: frozenset[str]
    people: frozenset[str]
    others: frozenset[str]


def latin_names(gazetteer: Gazetteer) -> LatinNames:
    """The Latin names of a gazetteer; those of cities, countries and bodies are no people (Hong Kong)."""
    people = {n.lower() for entry in gazetteer.persons.values() for n in (entry.latin, *entry.also) if n and " " in n}
    tables = (gazetteer.cities, gazetteer.countries, gazetteer.organizations)
    known = {word for names in _given_names().items() for word in names}
    return LatinNames(
        given=frozenset({name.split()[0] for name in people} | known),
        surnames=frozenset({name.split()[-1] for name in people} | surnames_latin()),
        people=frozenset(people),
        others=frozenset(entry.en.lower() for table in tables for entry in table.values()),
    )


@cache
def latin_words() -> dict[str, frozenset[str]]:
    """Latin words in and around names that are none by themselves, by kind (ontology/lexicon/latin_names.yaml)."""
    return {kind: frozenset(words) for kind, words in load_words("latin_names.yaml").items()}


@cache
def surnames_latin() -> frozenset[str]:
    """Chinese, Korean and Vietnamese family names in Latin letters, in lower case."""
    return frozenset(row["surname"] for row in read_table(ontology_dir() / "lexicon" / "surnames_latin.tsv"))


@lru_cache(maxsize=1 << 16)
def latin_key(name: str) -> tuple[str, ...]:
    """The words of a Latin name in comparison form: no case, accents, initials, titles or short given names.

    >>> latin_key("Tony J. Blinken"), latin_key("Antony Blinken")
    (('anthony', 'blinken'), ('anthony', 'blinken'))
    """
    words = [word for word in slug(_GLUED.sub(r"\1 ", name)).split("-") if word]
    long = [word for word in words if len(word) > 1 and word not in IGNORED]
    return tuple(_given_names().get(word, word) for word in long or words)


def is_full(name: tuple[str, ...]) -> bool:
    """Whether a key has at least two words; one alone is a surname, which many bear."""
    return len(name) > 1


def is_compatible(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two keys may be one person: one holds the other, in any order, or they differ by a slip of spelling.

    >>> is_compatible(("blinken",), ("anthony", "blinken")), is_compatible(("anne", "blinken"), ("anthony", "blinken"))
    (True, False)
    """
    one, two = set(a), set(b)
    if one <= two or two <= one:
        return True
    left, right = sorted(one - two), sorted(two - one)
    if len(left) != len(right):
        return len(one & two) >= 2
    return all(_is_near(x, y) for x, y in zip(left, right, strict=True))


def _is_near(a: str, b: str) -> bool:
    """Whether two words differ by one letter, or two if they are long."""
    if min(len(a), len(b)) < MIN_TYPO - 1:
        return False
    return distance(a, b) <= (2 if min(len(a), len(b)) > MIN_TYPO else 1)


def is_unlike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two keys are clearly of two people: words that they do not share have little in common.

    >>> is_unlike(("sidney", "powell"), ("jonathan", "powell"))
    True
    >>> is_unlike(("svetlana", "tikhanovskaya"), ("sviatlana", "tsikhanouskaya"))
    False
    """
    left, right = sorted({*a} - {*b}), sorted({*b} - {*a})
    return any(distance(x, y) > UNLIKE * max(len(x), len(y)) for x, y in zip(left, right, strict=False))


def distance(a: str, b: str) -> int:
    """The letters by which two words differ (Levenshtein distance)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


@cache
def _given_names() -> dict[str, str]:
    """Short or other form -> the form that stands for all; a short form of two names goes to the first."""
    table: dict[str, str] = {}
    for row in read_table(ontology_dir() / "lexicon" / "given_names.tsv"):
        for form in split_cell(row["also"]):
            table.setdefault(form, row["name"])
    return table
