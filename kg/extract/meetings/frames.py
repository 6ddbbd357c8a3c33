"""The frames of encounters, read once from ontology/frames/meetings.yaml and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import ahocorasick_rs

from kg.errors import DataError
from kg.extract.states import state_key
from kg.fold import fold
from kg.knowledge.alternatives import any_of
from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.tables import read_yaml
from kg.resources import ontology_dir

# The characters that stand for what is named in a sentence while the frames are tried; of the private use area,
# which folding leaves in no text.
PERSON, COUNTRY, BODY, GROUP, DATE, PLACE, ADVERBIAL = (chr(c) for c in range(0xE001, 0xE008))
SYMBOLS = {"P": PERSON, "C": COUNTRY, "O": BODY, "R": GROUP, "D": DATE, "L": PLACE, "V": ADVERBIAL}
HALF_WIDTH = str.maketrans("，；：！？", ",;:!?")  # as kg.fold.fold writes them
ACTORS = PERSON + COUNTRY + BODY + GROUP
NAMED, MEMBERS = "named-", "members-"  # before the name of a group: the lists of the words for it and of its states
SEATED = "seated-"  # before the code of a country: the list of gatherings that are always there


@dataclass(frozen=True, kw_only=True)
class Frame:
    """How the words around a trigger name the sides: `left` ends at it, `right` starts after it.

    They are compiled when they are first asked for: an article has few sorts of triggers.
    """

    rule: str
    classes: frozenset[str]
    before: str
    behind: str | None
    confidence: float

    @cached_property
    def left(self) -> re.Pattern[str]:
        """What ends at the trigger."""
        return re.compile(self.before)

    @cached_property
    def right(self) -> re.Pattern[str] | None:
        """What starts after the trigger, if anything need."""
        return re.compile(self.behind) if self.behind else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """A stretch that becomes one unit: 美国国务卿布林肯 -> the person."""

    name: str
    pattern: re.Pattern[str]
    heads: str  # characters of which a line must hold one


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """All of meetings.yaml.

    `classes` gives the class of the n-th word of `automaton`; `titles` finds the words for roles and offices; `groups`
    are the words that name a group of states, each with the keys of its states; `seats` give the country in which a
    gathering always is, by its key.
    """

    automaton: ahocorasick_rs.AhoCorasick
    titles: ahocorasick_rs.AhoCorasick
    classes: tuple[str, ...]
    frames: Mapping[str, tuple[Frame, ...]]
    reductions: tuple[Reduction, ...]
    adverbials: re.Pattern[str]
    roles: Mapping[str, str]
    speakers: tuple[str, ...]
    ranks: Mapping[str, str]
    levels: Mapping[str, str]
    cues: Mapping[str, re.Pattern[str]]
    patterns: Mapping[str, re.Pattern[str]]
    lists: Mapping[str, tuple[str, ...]]
    groups: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    seats: Mapping[str, str]

    def roles_in(self, text: str) -> list[str]:
        """The words for roles and offices in a folded text, at each place the longest."""
        return self.titles.find_matches_as_strings(text)


@cache
def load_frames() -> Frames:
    """The frames that ship with the package. Raises DataError where the file is broken."""
    path = ontology_dir() / "frames" / "meetings.yaml"
    data = read_yaml(path)
    try:
        return _compile(data)
    except (KeyError, TypeError, re.error) as error:
        raise DataError(f"{path.name}: {error}") from error


def _compile(data: Mapping[str, Any]) -> Frames:
    words = {fold(str(word)): name for name, words in data["triggers"].items() for word in words}
    roles = {fold(word): name for name, words in data["roles"].items() for word in words}
    levels = {name: level for level, names in data["levels"].items() for name in names}
    ranks = {form: office.rank for office in load_gazetteer().offices.values() for form in office.forms}
    macros = {**SYMBOLS, "ROLE": any_of({*roles, *ranks})}
    for name, pattern in data["macros"].items():
        macros[name] = expand(pattern, macros)
    frames = [_frame(row, macros) for row in data["frames"]]
    lists = {name: tuple(map(fold, words)) for name, words in data["lists"].items()}
    return Frames(
        automaton=_automaton(words),
        titles=_automaton({**roles, **ranks}),
        classes=tuple(words.values()),
        frames={name: tuple(f for f in frames if name in f.classes) for name in data["triggers"]},
        reductions=tuple(
            Reduction(
                name=row["name"],
                pattern=re.compile(expand(row["pattern"], macros)),
                heads="".join(SYMBOLS.get(c, c) for c in row["heads"]),
            )
            for row in data["reductions"]
        ),
        adverbials=re.compile("|".join(expand(p, macros) for p in data["adverbials"])),
        roles=roles,
        speakers=tuple(map(fold, data["roles"]["speaker"])),
        ranks={**{w: levels.get(n, "other") for w, n in roles.items()}, **ranks},
        levels=levels,
        cues={name: re.compile(expand(pattern, macros)) for name, pattern in data["cues"].items()},
        patterns={name: re.compile(expand(pattern, macros)) for name, pattern in data["patterns"].items()},
        lists=lists,
        groups=tuple(
            (words, tuple(state_key(code.upper()) for code in lists[name.replace(NAMED, MEMBERS)]))
            for name, words in lists.items()
            if name.startswith(NAMED)
        ),
        seats={
            body: name.removeprefix(SEATED).upper() for name in lists if name.startswith(SEATED) for body in lists[name]
        },
    )


def _automaton(words: Iterable[str]) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(list(words), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def _frame(row: Mapping[str, Any], macros: Mapping[str, str]) -> Frame:
    right = row.get("right")
    return Frame(
        rule=row["rule"],
        classes=frozenset(row["classes"]),
        before=expand(row["left"], macros),
        behind=expand(right, macros) if right else None,
        confidence=float(row["confidence"]),
    )


def expand(pattern: str, macros: Mapping[str, str]) -> str:
    """The pattern in comparison form with every {NAME} replaced; {0,40} and the like stay."""
    pattern = pattern.translate(HALF_WIDTH)
    return re.sub(r"\{([A-Z][A-Z0-9]*)\}", lambda m: macros[m.group(1)], pattern)
