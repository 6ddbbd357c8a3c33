"""From what a user writes to terms of the graph: names in any spelling and script, codes, IRIs, dates, numbers."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import Final

import pyoxigraph as ox

from kg import vocab as v
from kg.errors import UsageError
from kg.fold import fold
from kg.rdf.engine import Graph
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
    "date": re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII),
    "number": re.compile(r"\d+(\.\d+)?", re.ASCII),
    "text": re.compile(r".*", re.DOTALL),
}
MOST: Final = 20  # things that a part of a name may mean before it is too vague
_IRI: Final = re.compile(r"<?(https?://[^\s<>\"{}|^`\\]+)>?")


def comparison_key(name: str) -> str:
    """A name as it is looked up: simplified script, no accents, case, spaces or separators.

    >>> comparison_key("龐培歐‧ＡＢ c")
    '庞培欧abc'
    """
    plain = unicodedata.normalize("NFKD", fold(name)).casefold()
    return "".join(c for c in plain if c.isalnum())


def resolve(graph: Graph, kind: str, text: str) -> list[ox.NamedNode | ox.Literal]:
    """The terms that a parameter's text stands for, sorted; several where a name is borne by several.

    A label counts before a spelling, a spelling before a part of a name. Raises UsageError if nothing fits.
    """
    if kind in LITERALS:
        return [_literal(kind, text)]
    if named := _as_iri(text):
        return [named]
    if kind == "iri":
        raise UsageError(f"{text!r} is no IRI and no prefixed name (one of {', '.join(PREFIXES)})")
    if kind not in CLASSES:
        raise UsageError(f"unknown kind of parameter: {kind}")
    return list(_look_up(graph, kind, text))


def _literal(kind: str, text: str) -> ox.Literal:
    if not LITERALS[kind].fullmatch(text):
        raise UsageError(f"{text!r} is no {kind}" + (": write 2024, 2024-09 or 2024-09-27" if kind == "date" else ""))
    return ox.Literal(float(text)) if kind == "number" else ox.Literal(text)


def _as_iri(text: str) -> ox.NamedNode | None:
    prefix, colon, tail = text.partition(":")
    whole = PREFIXES[prefix] + tail if colon and prefix in PREFIXES else text
    found = _IRI.fullmatch(whole)
    try:
        return ox.NamedNode(found[1]) if found else None
    except ValueError as error:
        raise UsageError(f"{text!r} is no IRI") from error


def _look_up(graph: Graph, kind: str, text: str) -> list[ox.NamedNode]:
    return _exactly(graph, kind, text) or _by_comparison(graph, kind, text)


def _exactly(graph: Graph, kind: str, text: str) -> list[ox.NamedNode]:
    """Things with a label or, failing that, a spelling that reads so in either script: found by the store's index."""
    import opencc

    forms = {text, text.upper(), fold(text), opencc.OpenCC("s2t").convert(fold(text))}
    names = [ox.Literal(form, language=tag) for form in sorted(forms) for tag in ("zh-hans", "zh-hant", "en")]
    names += [ox.Literal(form) for form in sorted(forms)]
    values = " ".join(map(str, names))
    kinds = " ".join(f"<{name}>" for name in CLASSES[kind])
    for predicates in (f"<{v.LABEL}>|<{v.ISO2}>|<{v.NOTATION}>", f"<{v.ALT_LABEL}>|<{v.NAME}>"):
        which = f"VALUES ?name {{ {values} }} ?thing {predicates} ?name . VALUES ?class {{ {kinds} }} ?thing a ?class"
        found = {thing or "" for (thing,) in graph.rows(f"SELECT ?thing {{ {which} }}")}
        if found:
            return _nodes(found)
    return []


def _by_comparison(graph: Graph, kind: str, text: str) -> list[ox.NamedNode]:
    """The same for any spelling, through all names of the kind; then for a part of a name."""
    wanted = comparison_key(text)
    labels: dict[str, set[str]] = {}
    spellings: dict[str, set[str]] = {}
    for subject, predicate, name in graph.rows(_names_query(CLASSES[kind])):
        table = spellings if predicate == v.ALT_LABEL else labels
        table.setdefault(comparison_key(name or ""), set()).add(subject or "")
    for table in (labels, spellings):
        if wanted in table:
            return _nodes(table[wanted])
    parts = {
        thing for table in (labels, spellings) for key, things in table.items() if wanted in key for thing in things
    }
    if wanted and 0 < len(parts) <= MOST:
        return _nodes(parts)
    near = sorted({*get_close_matches(wanted, labels, n=5), *get_close_matches(wanted, spellings, n=5)})
    hint = f"; near it: {', '.join(near)}" if near else f"; {len(parts)} names hold it" if parts else ""
    raise UsageError(f"no {kind} of the graph is named {text!r}{hint}")


def _nodes(iris: set[str]) -> list[ox.NamedNode]:
    return [ox.NamedNode(iri) for iri in sorted(iris)]


def _names_query(classes: tuple[str, ...]) -> str:
    kinds = " ".join(f"<{name}>" for name in classes)
    names = f"<{v.LABEL}> <{v.ALT_LABEL}> <{v.ISO2}> <{v.NOTATION}> <{v.NAME}>"
    of_classes = f"VALUES ?class {{ {kinds} }} VALUES ?by {{ {names} }}"
    return f"SELECT ?thing ?by ?name {{ {of_classes} ?thing a ?class ; ?by ?name }}"
