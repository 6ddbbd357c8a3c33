"""Queries only read, and only the graph that they are asked of."""

import re
import sys

from kg.errors import UsageError

# What may hold any word without meaning it: comments, IRIs, strings (long ones first).
_QUOTED = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r"|<[^<>\"{}|^`\\\x00-\x20]*>"
    r"|#[^\n\r]*",
    re.DOTALL,
)
_WORD = re.compile(
    r"(?<![\w?$:.@-])(?:service|from|load|insert|delete|clear|drop|create|add|move|copy)(?![\w:-])", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def _decode(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= sys.maxunicode else match[0]


def check_query(query: str) -> None:
    """Raise UsageError if a query would change the graph, ask another server, or name a graph to fetch."""
    decoded = _ESCAPE.sub(_decode, query)  # as SPARQL reads it: \u0053ERVICE is SERVICE
    found = _WORD.search(_QUOTED.sub(" ", query)) or _WORD.search(_QUOTED.sub(" ", decoded))
    if found:
        raise UsageError(f"queries only read this graph: {found.group().upper()} is not allowed")
