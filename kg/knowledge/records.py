"""Records of words, made of the YAML files of ontology/lexicon as the types of their fields say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, get_type_hints

from kg.errors import DataError
from kg.knowledge.tables import read_yaml
from kg.resources import ontology_dir

Record = TypeVar("Record")


def _of_tuples(lists: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in lists.items()}


# How a value of YAML becomes a field of a type: a list, or the characters of a string, a set; a string, a pattern.
_MADE: Mapping[Any, Callable[[Any], Any]] = {
    str: str,
    frozenset[str]: frozenset,
    tuple[str, ...]: tuple,
    re.Pattern[str]: re.compile,
    Mapping[str, str]: dict,
    Mapping[str, int]: dict,
    Mapping[str, tuple[str, str]]: _of_tuples,
    Mapping[str, tuple[str, ...]]: _of_tuples,
    Mapping[str, Mapping[str, tuple[str, ...]]]: lambda tables: {name: _of_tuples(t) for name, t in tables.items()},
}


def load_words(name: str) -> dict[str, Any]:
    """One YAML file of ontology/lexicon. Raises DataError if it cannot be read or is no mapping."""
    return read_yaml(ontology_dir() / "lexicon" / name)


def make_record(kind: type[Record], data: Mapping[str, Any], **made: Any) -> Record:
    """A record whose fields are those that are `made` already, and for all others the values of that name in `data`.

    Raises DataError where `data` lacks one.
    """
    types = {name: hint for name, hint in get_type_hints(kind).items() if name not in made}
    if lacking := types.keys() - data.keys():
        raise DataError(f"{kind.__name__}: no {', '.join(sorted(lacking))}")
    return kind(**made, **{name: _MADE[hint](data[name]) for name, hint in types.items()})
