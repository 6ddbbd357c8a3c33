"""Gold annotations: one JSON an article, and optionally which meetings of different articles are one."""

import json
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.evaluation.names import body, norm


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A gold folder: the articles' annotations, and (file, meeting id) -> event for the meetings told several times."""

    articles: tuple[dict[str, Any], ...]
    events: tuple[dict[tuple[str, str], str], ...]


def load_gold(path: Path) -> Gold:
    """Read a folder, or JSON Lines without events; InputError if there are no annotations or a broken one."""
    if not (articles := read_annotations(path)):
        raise InputError(f"{path}: no gold annotations (*.json)")
    events = tuple(
        {(r["doc"], r["meeting"]): e["event"] for e in _json(p) for r in e["reports"]}
        for p in sorted(path.glob("events*.json"))
    )
    return Gold(articles=articles, events=events)


def read_annotations(path: Path) -> tuple[dict[str, Any], ...]:
    """The annotated articles of a folder of JSON files in the order of their names, or of one file of JSON Lines."""
    if path.is_dir():
        return tuple(_json(p) for p in sorted(path.glob("*.json")) if not p.name.startswith("events"))
    return tuple(_parsed(line, path) for line in _text(path).splitlines())


def surface(item: dict[str, Any]) -> set[str]:
    """All names of a gold person or organization in comparison form."""
    return {norm(m) for m in item["mentions"]} | {norm(item["name"])}


def parties(meeting: dict[str, Any]) -> set[str]:
    """The parties of a gold meeting by code or comparison form."""
    return {body(c) for c in meeting["parties"]}


def speaker(statement: dict[str, Any], people: Container[str]) -> str:
    """Who speaks in a gold statement: one of the people by name, anyone else by code or comparison form."""
    name: str = statement["speaker"]
    return name if name in people else body(name)


def _json(path: Path) -> Any:
    return _parsed(_text(path), path)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {error}") from error


def _parsed(text: str, path: Path) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise InputError(f"{path}: {error}") from error
