"""The signal words of issues and acts as alternative labels of their concepts.

`python -m kg.knowledge.signals` writes them into ontology/issues.ttl and acts.ttl; a test holds the files and the
lexicons in step.
"""

from __future__ import annotations

import re
from pathlib import Path

from kg.fold import converted
from kg.knowledge.tables import read_table, split_cell
from kg.resources import ontology_dir

ALT_LABEL = re.compile(r"^    skos:altLabel [^;]*;\n", re.MULTILINE)
PREF_LABEL = re.compile(r"^    skos:prefLabel [^\n]*?( [;.])\n", re.MULTILINE)
CONCEPT = re.compile(r"^(?:issue|act):(\S+) a [^\n]*\n(?:    [^\n]*\n)+", re.MULTILINE)
PATTERN_SIGNS = set("[]{}?*\\")
WIDTH = 110  # characters after which a list of labels goes on in the next line


def issue_words() -> dict[str, tuple[str, ...]]:
    """The words that signal an issue by themselves, by code."""
    words: dict[str, list[str]] = {}
    for row in read_table(ontology_dir() / "lexicon" / "issue-words.tsv"):
        if row["kind"] == "word":
            words.setdefault(row["code"], []).extend(w for w in split_cell(row["words"]) if not PATTERN_SIGNS & set(w))
    return {code: tuple(dict.fromkeys(found)) for code, found in words.items()}


def act_words() -> dict[str, tuple[str, ...]]:
    """The verbs that settle an act, by code."""
    words: dict[str, list[str]] = {}
    for row in read_table(ontology_dir() / "lexicon" / "speech.tsv"):
        if row["act"]:
            words.setdefault(row["act"], []).extend(split_cell(row["words"]))
    return {code: tuple(dict.fromkeys(found)) for code, found in words.items()}


def with_words(turtle: str, words: dict[str, tuple[str, ...]]) -> str:
    """The scheme with the words as altLabels of its concepts in both scripts, in place of those it had."""
    return CONCEPT.sub(lambda match: _labelled(match.group(), words.get(match.group(1), ())), turtle)


def _labelled(concept: str, words: tuple[str, ...]) -> str:
    concept = ALT_LABEL.sub("", concept)
    if not words:
        return concept
    labels = [f'"{w}"@zh-Hans' for w in words]
    labels += [f'"{t}"@zh-Hant' for w in words if (t := converted(w, "s2t")) != w]
    at = PREF_LABEL.search(concept)
    assert at is not None
    labels = [label for label in labels if label not in at.group()]  # SKOS keeps preferred and alternative apart
    listed = f"    skos:altLabel {_wrapped(labels)} ;\n"
    return concept[: at.start()] + listed + concept[at.start() :]


def _wrapped(labels: list[str]) -> str:
    lines, line = [], ""
    for label in labels:
        if line and len(line) + len(label) > WIDTH:
            lines.append(line)
            line = ""
        line += (", " if line else "") + label
    return ",\n        ".join([*lines, line])


def write_words(folder: Path) -> None:
    """Bring the schemes of an ontology folder in step with the lexicons."""
    for name, words in (("issues.ttl", issue_words()), ("acts.ttl", act_words())):
        path = folder / name
        path.write_text(with_words(path.read_text(encoding="utf-8"), words), encoding="utf-8")


if __name__ == "__main__":
    write_words(ontology_dir())
