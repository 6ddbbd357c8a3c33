"""The table of mined people, as it lies in ontology/gazetteer/persons_mined.tsv."""

from __future__ import annotations

from pathlib import Path

from kg.knowledge.gazetteer import Learned, PersonEntry
from kg.knowledge.tables import LIST_SEPARATOR

COLUMNS = ("id", "latin", "country", "hans", "hant", "full", "short", "weak", "also", "count", "offices")
HEAD = """\
# People read off a corpus of news by `kg learn`: Chinese spellings tied by the Latin form that stands with them, and
# names behind titles. Facts only; columns as in persons.tsv, with the number of articles and the commonest titles.
# Entries with an id of persons.tsv add spellings to it.
"""


def write_learned(learned: Learned, path: Path) -> None:
    """Write the people as a table that `load_gazetteer` reads, sorted by id."""
    lines = [_line(person) for person in sorted(learned.persons, key=lambda person: person.id)]
    path.write_text(HEAD + "\t".join(COLUMNS) + "\n" + "".join(line + "\n" for line in lines), encoding="utf-8")


def _line(person: PersonEntry) -> str:
    cells = {
        "id": person.id,
        "latin": person.latin or "",
        "country": person.country or "",
        "hans": person.hans,
        "hant": person.hant,
        "count": str(person.count),
    }
    lists = ("full", "short", "weak", "also", "offices")
    cells |= {column: LIST_SEPARATOR.join(getattr(person, column)) for column in lists}
    return "\t".join(cells[column] for column in COLUMNS).rstrip("\t")
