"""Gold annotations: one JSON file an article, and optionally which meetings of different articles are one."""

import json
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


def load_gold(folder: Path) -> Gold:
    """Read a folder; InputError if it holds no annotations or a broken file."""
    paths = sorted(folder.glob("*.json"))
    articles = tuple(_json(p) for p in paths if not p.name.startswith("events"))
    if not articles:
        raise InputError(f"{folder}: no gold annotations (*.json)")
    events = tuple(
        {(r["doc"], r["meeting"]): e["event"] for e in _json(p) for r in e["reports"]}
        for p in paths
        if p.name.startswith("events")
    )
    return Gold(articles=articles, events=events)


def surface(item: dict[str, Any]) -> set[str]:
    """All names of a gold person or organization in comparison form."""
    return {norm(m) for m in item["mentions"]} | {norm(item["name"])}


def parties(meeting: dict[str, Any]) -> set[str]:
    """The parties of a gold meeting by code or comparison form."""
    return {body(c) for c in meeting["parties"]}


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {error}") from error
