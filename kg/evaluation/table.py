"""The figures for people and for programs."""

import json

from kg.evaluation.counts import Count


def as_table(table: dict[str, Count]) -> str:
    """Precision, recall, F1 and the number of golds, a line a row."""
    lines = [f"{'':34s}{'P':>7s}{'R':>7s}{'F1':>7s}{'gold':>7s}"]
    for name, c in table.items():
        golds = str(int(c.gold)) if float(c.gold).is_integer() and c.gold > 1 else ""
        lines.append(f"{name:34s}{c.precision:7.3f}{c.recall:7.3f}{c.f1:7.3f}{golds:>7}")
    return "\n".join(lines)


def as_json(table: dict[str, Count]) -> str:
    """The same as JSON, four decimals."""
    figures = {
        name: {"precision": round(c.precision, 4), "recall": round(c.recall, 4), "f1": round(c.f1, 4)}
        for name, c in table.items()
    }
    return json.dumps(figures, ensure_ascii=False, indent=1)
