"""Answers as a table, CSV, JSON or Markdown, with a label beside every IRI."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, Final

import pyoxigraph as ox

from kg import vocab as v
from kg.cells import safe_cell
from kg.rdf.engine import Answer, Cell, Graph, value_of
from kg.vocab import PREFIXES

WIDEST: Final = 60  # columns of the terminal that a cell of a table may take
LEAST: Final = 10  # columns below which no cell is cut, though the table be wider than the terminal
ORDER: Final = ("en", "zh-hans", "zh-hant")
ESCAPES: Final = str.maketrans(
    {c: f"\\{c}" for c in "\\|`*_[]"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
)  # of Markdown and HTML
LABELS: Final = tuple(map(ox.NamedNode, (v.PREF_LABEL, v.LABEL, v.HEADLINE)))  # the first is preferred

Labels = dict[str, str]


def find_labels(graph: Graph, answer: Answer, language: str) -> Labels:
    """IRI -> label in the language, or in the nearest there is, for every IRI of an answer; articles have headlines.

    Looked up one by one in the store's index: as SPARQL with the IRIs as VALUES it takes ten times as long.
    """
    things = {cell for row in answer.rows for cell in row if isinstance(cell, ox.NamedNode)}
    order = (language.lower(), *ORDER)
    found = {thing.value: _best_label(graph, thing, order) for thing in things}
    return {iri: label for iri, label in found.items() if label is not None}


def _best_label(graph: Graph, thing: ox.NamedNode, order: tuple[str, ...]) -> str | None:
    ranked = []
    for by in LABELS:
        for label in graph.objects(thing, by):
            if isinstance(label, ox.Literal):
                tag = (label.language or "").lower()
                rank = order.index(tag) if tag in order else len(order)
                ranked.append((rank, by != LABELS[0], label.value))
    return min(ranked)[-1] if ranked else None


def compact_iri(iri: str) -> str:
    """An IRI with the usual prefix, if one fits: `person:wang-yi`."""
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = next((name for name, namespace in PREFIXES.items() if namespace == iri[:cut]), None)
    return f"{prefix}:{iri[cut:]}" if prefix and iri[cut:] else iri


def text_of(cell: Cell, labels: Labels) -> str:
    """A cell for people: the label of an IRI, else its short form; the words of a literal."""
    if cell is None:
        return ""
    if isinstance(cell, ox.NamedNode):
        return labels.get(cell.value) or compact_iri(cell.value)
    return cell.value if isinstance(cell, ox.Literal) else str(cell)


def as_table(answer: Answer, labels: Labels, width: int | None = None) -> str:
    """Columns aligned for a terminal, in which Chinese characters are two wide; long cells are cut."""
    rows = [[_cut(one_line(text_of(cell, labels)), WIDEST) for cell in row] for row in answer.rows]
    lines = aligned([answer.columns, *rows], width=width, rule="-")
    return "".join(f"{line}\n" for line in lines)


def aligned(rows: Sequence[Sequence[str]], *, width: int | None = None, rule: str = "") -> list[str]:
    """Rows of as many cells each as lines for a terminal, whose columns stand under each other, a rule below the first.

    Where they are wider than the terminal, the widest columns are cut.
    """
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    if width is not None:
        room = width - 2 * (len(widths) - 1)
        most = next((n for n in range(max(widths), LEAST, -1) if sum(min(w, n) for w in widths) <= room), LEAST)
        widths = [min(w, most) for w in widths]
    ruled = [rows[0], *([[rule * w for w in widths]] if rule else []), *rows[1:]]
    return ["  ".join(_filled(cell, w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in ruled]


def _filled(text: str, width: int) -> str:
    """A cell of exactly this width."""
    text = _cut(text, width)
    return text + " " * (width - width_of(text))


def as_markdown(answer: Answer, labels: Labels) -> str:
    """A Markdown table; characters that Markdown or HTML would read are escaped."""
    lines = [list(answer.columns), ["---"] * len(answer.columns)]
    lines += [[_markdown(one_line(text_of(cell, labels))) for cell in row] for row in answer.rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def as_csv(answer: Answer, labels: Labels) -> str:
    """CSV in which a column of IRIs is followed by one of their labels; no cell can be taken for a formula."""
    linked = _linked(answer)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_headed(answer, linked))
    for row in answer.rows:
        cells: list[object] = []
        for name, cell in zip(answer.columns, row, strict=True):
            cells.append(safe_cell(_plain(cell)))
            if name in linked:
                cells.append(safe_cell(labels.get(_plain(cell), "")))
        writer.writerow(cells)
    return out.getvalue()


def as_json(answer: Answer, labels: Labels) -> str:
    """The W3C's SPARQL 1.1 results in JSON, with a further variable `xLabel` for each column `x` of IRIs."""
    linked = _linked(answer)
    bindings = []
    for row in answer.rows:
        binding: dict[str, Any] = {}
        for name, cell in zip(answer.columns, row, strict=True):
            if cell is None:
                continue
            binding[name] = _binding(cell)
            if name in linked and _plain(cell) in labels:
                binding[f"{name}Label"] = {"type": "literal", "value": labels[_plain(cell)]}
        bindings.append(binding)
    whole = {"head": {"vars": _headed(answer, linked)}, "results": {"bindings": bindings}}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


RENDERERS: Final[dict[str, Callable[[Answer, Labels], str]]] = {
    "table": as_table,
    "csv": as_csv,
    "json": as_json,
    "md": as_markdown,
}


def _linked(answer: Answer) -> set[str]:
    """The columns that hold IRIs."""
    return {
        name for i, name in enumerate(answer.columns) if any(isinstance(row[i], ox.NamedNode) for row in answer.rows)
    }


def _headed(answer: Answer, linked: set[str]) -> list[str]:
    """The columns, each of IRIs followed by that of their labels."""
    return [head for name in answer.columns for head in ([name, f"{name}Label"] if name in linked else [name])]


def _plain(cell: Cell) -> str:
    return "" if cell is None else value_of(cell)


def _binding(cell: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> dict[str, str]:
    if isinstance(cell, ox.NamedNode):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, ox.BlankNode):
        return {"type": "bnode", "value": cell.value}
    if not isinstance(cell, ox.Literal):
        return {"type": "triple", "value": str(cell)}
    if cell.language:
        return {"type": "literal", "value": cell.value, "xml:lang": cell.language}
    if cell.datatype.value == v.XSD + "string":
        return {"type": "literal", "value": cell.value}
    return {"type": "literal", "value": cell.value, "datatype": cell.datatype.value}


def one_line(text: str) -> str:
    """No line breaks and no control characters: nothing can move a terminal's cursor."""
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp") else " " for c in text)


def width_of(text: str) -> int:
    """Columns that a text takes in a terminal: two for a wide character, none for one that is put upon another."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text if not unicodedata.combining(c))


def _cut(text: str, widest: int) -> str:
    if width_of(text) <= widest:
        return text
    return next(text[:n] for n in range(len(text), -1, -1) if width_of(text[:n]) < widest) + "…"


def _markdown(text: str) -> str:
    return text.translate(ESCAPES)
