"""What a speaker does with an issue: words of speech and of stance, the rules and the acts before, weighed together."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from kg.extract.acts import acts_in
from kg.extract.statements.lines import Line, Sheet
from kg.extract.wording import Sound, step
from kg.knowledge.clauses import clause_end, clause_start

ODDS = (-6, 2)  # log odds of the wording are rounded and kept between these


@dataclass(slots=True)
class Memory:
    """The act of each speaker last, and last with each issue."""

    of: dict[str, str] = field(default_factory=dict)
    on: dict[tuple[str, str], str] = field(default_factory=dict)

    def note(self, speaker: str, code: str, act: str) -> None:
        """Take in an act."""
        self.of[speaker] = self.on[speaker, code] = act


class Shared:
    """What all that is said in a line shares: `signs` of its words of stance and of speech, and of how it sounds."""

    def __init__(self, line: Line, sound: Sound) -> None:
        self.line = line
        self._acts = acts_in(line.text)
        self._near: dict[str, frozenset[str]] = {}
        self.signs = (*_of_words(self._acts), *_of_cues(line), *_of_sound(sound))

    def near(self, code: str) -> frozenset[str]:
        """The acts whose words stand in the clauses that name an issue; those of the line if none names it."""
        if code not in self._near:
            line = self.line
            clauses = dict.fromkeys([_clause(line, hit.start - line.start) for hit in line.hits if hit.code == code])
            self._near[code] = frozenset().union(*map(acts_in, clauses)) if clauses else self._acts
        return self._near[code]


def features(shared: Shared, speaker: str, code: str, sheet: Sheet, memory: Memory) -> list[str]:
    """What tells the act of a speaker on an issue in a line, beside the signs that all in the line share."""
    line, who = shared.line, sheet.cast[speaker]
    public = sheet.service.side_of(who.entity) is not None
    return [
        *_of_whom(public, who.entity.kind.name, line.quoted),
        f"issue:{code}",
        f"last:{memory.of.get(speaker)}",
        f"last-on:{memory.on.get((speaker, code))}",
        *_of_rules(line, speaker, code, public=public),
        *_of_near(shared.near(code), public),
        *_of_next_cue(line, speaker),
    ]


# Signs that depend on few values are written once for each of them (`cache`): most of what is asked is the same again.


@cache
def _of_whom(public: bool, kind: str, quoted: tuple[bool, bool, bool]) -> tuple[str, ...]:
    return f"public:{public}", f"kind:{kind}", "quote:{:d}{:d}{:d}".format(*quoted)


def _of_rules(line: Line, speaker: str, code: str, *, public: bool) -> list[str]:
    found: list[str] = []
    for turn in line.turns.get(speaker, ()):
        found.append(f"rule:{turn.rule}")
        if turn.cue is not None:
            found.append(f"rule-word:{line.text[turn.cue.start - line.start : turn.cue.end - line.start]}")
            found += _of_verb(turn.cue.kind, turn.cue.act, public)
    read = [r.act for r in line.readings if r.speaker == speaker and r.hit.code == code]
    for act in read:
        found += (f"read:{act}", f"read:{act}:{public}")
    return found if read else [*found, "read:nothing"]


@cache
def _of_verb(kind: str, act: str | None, public: bool) -> tuple[str, ...]:
    return f"rule-act:{act}", f"rule-act:{kind}:{act}", f"rule-act:{kind}:{act}:{public}"


@cache
def _of_near(acts: frozenset[str], public: bool) -> tuple[str, ...]:
    return tuple(sign for act in sorted(acts) for sign in (f"near:{act}", f"near:{act}:{public}"))


@cache
def _of_words(acts: frozenset[str]) -> tuple[str, ...]:
    return tuple(f"words:{act}" for act in sorted(acts))


def _clause(line: Line, position: int) -> str:
    return line.text[clause_start(line.text, position) : clause_end(line.text, position)]


def _of_cues(line: Line) -> list[str]:
    found: list[str] = []
    for cue in line.cues:
        found += (f"cue-word:{line.text[cue.start - line.start : cue.end - line.start]}", f"cue:{cue.kind}:{cue.act}")
    return found


def _of_next_cue(line: Line, speaker: str) -> tuple[str, ...]:
    """The first word of speech after the speaker."""
    places = line.places.get(speaker)
    after = line.start + (places[0].end if places else 0)
    following = next((cue for cue in line.cues if cue.start >= after), None)
    return (f"next-cue:{following.kind}:{following.act}",) if following else ()


def _of_sound(sound: Sound) -> tuple[str, ...]:
    """How the line sounds: like each act, and which it sounds like most."""
    loudest = sorted([(-odds, act) for act, odds in sound.acts.items()])[:2]
    found = [_of_loudness(act, step(odds, *ODDS)) for act, odds in sound.acts.items()]
    return (*found, *[f"loudest:{rank}:{act}" for rank, (_, act) in enumerate(loudest)])


@cache
def _of_loudness(act: str, step: int) -> str:
    return f"sounds:{act}:{step}"
