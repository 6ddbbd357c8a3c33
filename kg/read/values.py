"""Records of files that hold many articles: their values, with the place in the file of every character."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.read.cleaning import Clean, clean_text
from kg.read.fields import fields_in, load_names
from kg.read.header import Header, describe


@dataclass(frozen=True, slots=True)
class Value:
    """A string of a record: as it is meant, where it begins in the file, as it stands there, and its escapes."""

    text: str
    start: int
    raw: str
    escapes: re.Pattern[str]

    def places(self) -> list[int]:
        """Where in the file each character of the string stands, and where it ends."""
        if len(self.text) == len(self.raw):  # an escape is longer than what it stands for
            return list(range(self.start, self.start + len(self.raw) + 1))
        places, position = list[int](), 0
        for match in self.escapes.finditer(self.raw):
            places += range(self.start + position, self.start + match.start() + 1)
            position = match.end()
        return [*places, *range(self.start + position, self.start + len(self.raw) + 1)]

    def clean(self) -> Clean:
        """The string cleaned, with places in the file."""
        clean, places = clean_text(self.text), self.places()
        return Clean(clean.text, [places[i] for i in clean.places])


Record = dict[str, Value]  # by the key in comparison form


def find(record: Record, field: str) -> Value | None:
    """The likeliest value of a field that has something in it."""
    return next((record[key] for key in load_names()[field] if key in record and record[key].text.strip()), None)


def header_of(record: Record) -> Header:
    """What a record says about its article."""
    told = {key: value.clean() for key, value in record.items() if fields_in([key]) - {"text", "html"}}
    return describe(told, "record")
