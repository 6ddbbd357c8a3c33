"""How sentences say that someone holds an office that stands away from the name (ontology/lexicon/roles.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.knowledge.alternatives import any_of
from kg.knowledge.records import load_words, make_record


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLexicon:
    """Expressions for the verbs before an office, and for what may stand between the one who holds it and the verb."""

    taking: re.Pattern[str]  # group "by": the verb is passive; "who": the verb has the holder behind it;
    # "guise": the office is somebody's capacity; "is": a copula
    light: re.Pattern[str]
    unreal: re.Pattern[str]
    past: re.Pattern[str]
    future: re.Pattern[str]
    by: tuple[str, ...]
    replacing: tuple[str, ...]
    not_after: tuple[str, ...]
    fronting: frozenset[str]
    letting: tuple[str, ...]
    guises: tuple[str, ...]
    clause_ends: tuple[str, ...]
    no_office: frozenset[str]
    one_of: tuple[str, ...]
    as_: tuple[str, ...]
    stops: frozenset[str]
    joint: re.Pattern[str]
    national: str


@cache
def load_roles() -> RoleLexicon:
    """The words that ship with the package, read once."""
    data = load_words("roles.yaml")
    taking, appointed, appointing = (any_of(data[key]) for key in ("taking", "appointed", "appointing"))
    light = rf"(?:\([^()\n]{{1,60}}\))?(?:{any_of(data['light'])}|{data['light_phrases']})*"
    return make_record(
        RoleLexicon,
        data,
        taking=re.compile(
            f"(?P<by>{appointed})|{taking}(?!{any_of(data['not_taking'])})|(?P<who>{appointing})|(?P<guise>{any_of(data['guise'])})|(?P<is>{any_of(data['is'])})"
        ),
        light=re.compile(light),
        unreal=re.compile(f"(?!{any_of(data['real'])}){any_of(data['unreal'])}"),
        one_of=(*data["one_of"], *data["taking"], *data["appointed"]),
        as_=tuple(data["as"]),
        joint=re.compile(any_of(data["joints"])),
    )
