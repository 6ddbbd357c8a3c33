"""What a speaker does with an issue: words of speech and of stance, the rules and the acts before, weighed together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extract.acts import acts_in, load_acts
from kg.extract.statements.lines import Line, Sheet

CLAUSE = re.compile(r"[,。;!?:]")


@dataclass(slots=True)
class Memory:
    """The act of each speaker last, and last with each issue."""

    of: dict[str, str] = field(default_factory=dict)
    on: dict[tuple[str, str], str] = field(default_factory=dict)

    def note(self, speaker: str, code: str, act: str) -> None:
        """Take in an act."""
        self.of[speaker] = self.on[speaker, code] = act


def features(line: Line, speaker: str, code: str, sheet: Sheet, memory: Memory) -> Iterator[str]:
    """What tells the act of a speaker on an issue in a line."""
    who = sheet.cast[speaker]
    public = who.side is not None
    yield f"public:{public}"
    yield f"kind:{who.entity.kind.name}"
    yield f"issue:{code}"
    yield "quote:{:d}{:d}{:d}".format(*line.quoted)
    yield f"last:{memory.of.get(speaker)}"
    yield f"last-on:{memory.on.get((speaker, code))}"
    yield from _of_rules(line, speaker, code, public=public)
    yield from _of_stance(line, code, public=public)
    yield from _of_cues(line, speaker)


def _of_rules(line: Line, speaker: str, code: str, *, public: bool) -> Iterator[str]:
    for turn in line.turns.get(speaker, ()):
        yield f"rule:{turn.rule}"
        if turn.cue is not None:
            yield f"rule-word:{line.text[turn.cue.start - line.start : turn.cue.end - line.start]}"
            yield f"rule-act:{turn.cue.act}"
            yield f"rule-act:{turn.cue.kind}:{turn.cue.act}"
            yield f"rule-act:{turn.cue.kind}:{turn.cue.act}:{public}"
    read = [r.act for r in line.readings if r.speaker == speaker and r.hit.code == code]
    for act in read:
        yield f"read:{act}"
        yield f"read:{act}:{public}"
    if not read:
        yield "read:nothing"


def _of_stance(line: Line, code: str, *, public: bool) -> Iterator[str]:
    """The acts whose words stand in the line, and in the clauses that name the issue."""
    clauses = dict.fromkeys(_clause(line, hit.start - line.start) for hit in line.hits if hit.code == code)
    there = acts_in(line.text)
    near = {act for clause in clauses for act in acts_in(clause)} if clauses else there
    for act in load_acts():
        if act in near:
            yield f"near:{act}"
            yield f"near:{act}:{public}"
        if act in there:
            yield f"words:{act}"


def _clause(line: Line, position: int) -> str:
    start = max((m.end() for m in CLAUSE.finditer(line.text, 0, position)), default=0)
    end = CLAUSE.search(line.text, position)
    return line.text[start : end.start() if end else len(line.text)]


def _of_cues(line: Line, speaker: str) -> Iterator[str]:
    places = line.places.get(speaker)
    after = places[0].end if places else 0
    is_next = True
    for cue in line.cues:
        start = cue.start - line.start
        yield f"cue-word:{line.text[start : cue.end - line.start]}"
        yield f"cue:{cue.kind}:{cue.act}"
        if is_next and start >= after:
            yield f"next-cue:{cue.kind}:{cue.act}"
            is_next = False
