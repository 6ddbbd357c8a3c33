"""From what a user writes to terms of the graph: names in any spelling and script, codes, IRIs, dates, numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg import days
from kg import vocab as v
from kg.errors import UsageError
from kg.fold import converted, fold, nearest
from kg.knowledge.tables import read_table, split_cell
from kg.rdf.engine import Graph
from kg.resources import ontology_dir
from kg.vocab import PREFIXES

# What each kind of parameter may name.
CLASSES: Final = {
    "person": (v.PERSON,),
    "country": (v.COUNTRY,),
    "body": (v.ORGANIZATION,),
    "place": (v.PLACE,),
    "party": (v.COUNTRY, v.ORGANIZATION),
    "actor": (v.PERSON, v.COUNTRY, v.ORGANIZATION),
    "entity": (v.PERSON, v.COUNTRY, v.ORGANIZATION, v.PLACE),
    "meeting": (v.MEETING,),
    "publisher": (v.PUBLISHER_CLASS,),
    "issue": (v.ISSUE,),
    "act": (v.ACT_CLASS,),
    "kind": (v.KIND_CLASS,),
    "status": (v.STATUS_CLASS,),
    "camp": (v.CAMP_CLASS,),
}
LITERALS: Final = {
    "date": days.DATE,
    "number": re.compile(r"\d+(\.\d+)?", re.ASCII),
    "share": re.compile(r"0(\.\d+)?|1(\.0+)?", re.ASCII),
    "text": re.compile(r".*", re.DOTALL),
    "office": re.compile(r".*", re.DOTALL),  # as dkg:office is written, in simplified script
}
NAMES: Final = (v.LABEL, v.PREF_LABEL, v.ALT_LABEL, v.ISO2, v.NOTATION, v.NAME)
MOST: Final = 20  # things that a part of a name may mean before it is too vague
_IRI: Final = re.compile(r"<?(https?://[^\s<>\"{}|^`\\]+)>?")


def comparison_key(name: str) -> str:
    """A name as it is looked up: simplified script, no accents, case, spaces or separators.

    >>> comparison_key("龐培歐‧ＡＢ c")
    '庞培欧abc'
    """
    plain = unicodedata.normalize("NFKD", fold(name)).casefold()
    return "".join(c for c in plain if c.isalnum())


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a text stands for: the terms taken, sorted, and other things of the same name that were not taken."""

    terms: tuple[ox.NamedNode | ox.Literal, ...]
    others: tuple[ox.NamedNode, ...] = ()


def resolve(graph: Graph, kind: str, text: str) -> Resolved:
    """The terms that a parameter's text stands for.

    Of several people, countries, bodies or places of one name the one is taken that most articles name; of other
    things all. A whole name counts before a part of one. Raises UsageError if nothing fits.
    """
    if kind in LITERALS:
        return Resolved((_literal(kind, text),))
    if named := _as_iri(text):
        return Resolved((named,))
    if kind == "iri":
        raise UsageError(f"{text!r} is no IRI and no prefixed name (one of {', '.join(PREFIXES)})")
    if kind not in CLASSES:
        raise UsageError(f"unknown kind of parameter: {kind}")
    found = whole_names(graph, kind, text) or _by_alias(graph, kind, text) or _by_comparison(graph, kind, text)
    return _most_named(graph, found)


def _most_named(graph: Graph, things: set[str]) -> Resolved:
    nodes = [ox.NamedNode(iri) for iri in sorted(things)]
    values = " ".join(map(str, nodes))
    query = f"SELECT ?thing ?articles {{ VALUES ?thing {{ {values} }} ?thing <{v.ARTICLE_COUNT}> ?articles }}"
    counts = {thing or "": int(articles or 0) for thing, articles in graph.rows(query)}
    most = max((counts.get(node.value, 0) for node in nodes), default=0)
    best = tuple(node for node in nodes if counts.get(node.value, 0) == most)
    return Resolved(best, tuple(node for node in nodes if node not in best))


def _literal(kind: str, text: str) -> ox.Literal:
    if kind == "date":
        return ox.Literal(days.checked(text))
    if kind == "office":
        return ox.Literal(fold(text))
    if not LITERALS[kind].fullmatch(text):
        raise UsageError(f"{text!r} is no {kind}" + (" (0 to 1)" if kind == "share" else ""))
    return ox.Literal(float(text)) if kind in ("number", "share") else ox.Literal(text)


def _as_iri(text: str) -> ox.NamedNode | None:
    prefix, colon, tail = text.partition(":")
    whole = PREFIXES[prefix] + tail if colon and prefix in PREFIXES else text
    found = _IRI.fullmatch(whole)
    try:
        return ox.NamedNode(found[1]) if found else None
    except ValueError as error:
        raise UsageError(f"{text!r} is no IRI") from error


def whole_names(graph: Graph, kind: str, text: str) -> set[str]:
    """Things with a name that reads so in either script: found by the store's index, without looking at all names.

    Pattern by pattern: as one query, all things of the classes are gone through (1.3 s for 10,000 people).
    """
    forms = {text, text.upper(), fold(text), converted(fold(text), "s2t")}
    names = [ox.Literal(form, language=tag) for form in forms for tag in ("zh-hans", "zh-hant", "en")]
    names += [ox.Literal(form) for form in forms]
    kinds = [ox.NamedNode(iri) for iri in CLASSES[kind]]
    named = {thing for by in NAMES for name in names for thing in graph.subjects(ox.NamedNode(by), name)}
    return {
        thing.value for thing in named if isinstance(thing, ox.NamedNode) and any(graph.is_a(thing, of) for of in kinds)
    }


def _by_alias(graph: Graph, kind: str, text: str) -> set[str]:
    """The country that is called so in English, though the graph does not name it so: USA, Britain."""
    code = _country_aliases().get(comparison_key(text))
    return whole_names(graph, "country", code) if code and v.COUNTRY in CLASSES[kind] else set()


@cache
def _country_aliases() -> dict[str, str]:
    rows = read_table(ontology_dir() / "lexicon" / "country_aliases.tsv")
    return {comparison_key(form): row["iso2"] for row in rows for form in split_cell(row["forms"])}


def _by_comparison(graph: Graph, kind: str, text: str) -> set[str]:
    """The same for any spelling, through all names of the kind; then things with a name that holds the text.

    Of concepts (issues, acts) those whose preferred label holds it come first: 台湾 is the issue 台湾与台海, and not
    democracy as well, one of whose words is 民主台湾.
    """
    wanted = comparison_key(text)
    names: dict[str, set[str]] = {}
    preferred = set()
    for thing, name, how in _all_names(graph, kind):
        key = comparison_key(name or "")
        names.setdefault(key, set()).add(thing or "")
        if how == v.PREF_LABEL and wanted in key:
            preferred.add(thing or "")
    if wanted in names:
        return names[wanted]
    parts = preferred or {thing for name, things in names.items() if wanted in name for thing in things}
    if wanted and 0 < len(parts) <= MOST:
        return parts
    hint = near_it(graph, kind, text) or (f"; {len(parts)} names hold it" if parts and wanted else "")
    raise UsageError(f"no {kind} of the graph is named {text!r}{hint}")


def _all_names(graph: Graph, kind: str) -> Iterable[tuple[str | None, ...]]:
    kinds, by = (" ".join(f"<{iri}>" for iri in iris) for iris in (CLASSES[kind], NAMES))
    of_classes = f"VALUES ?class {{ {kinds} }} VALUES ?by {{ {by} }}"
    return graph.rows(f"SELECT ?thing ?name ?by {{ {of_classes} ?thing a ?class ; ?by ?name }}")


def near_it(graph: Graph, kind: str, text: str) -> str:
    """A hint at the names of a kind that are most like a text, "" if none is."""
    names = {comparison_key(name or ""): name or "" for _, name, _ in _all_names(graph, kind)}
    near = [names[key] for key in nearest(comparison_key(text), names)]
    return f"; near it: {', '.join(near)}" if near else ""
