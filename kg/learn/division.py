"""Where a name begins in the run of characters before its Latin form, read off all runs of the same person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2

from kg.knowledge.names import UNSEEN, NameLexicon
from kg.learn.frames import Frame, FrameReader
from kg.learn.sightings import Sighting

LONGEST_NAME = 18
LONGEST_FIRST = 5  # characters of a first name; each more costs
_JEAN = "让"  # begins French names and is a common word: 让-伊夫 Jean-Yves
_ODD = -0.2  # weight of a character that seldom stands in foreign names
_ODD_LOSS = 1.2
LEAST_SCORE = 2.0  # below it a beginning is a guess; set on a sample of 300 runs of the news, re-read it to change it
_FREQUENCY = 1.2  # weight of the logarithm of how often a beginning recurs among the runs
_VARIETY = 0.8  # for a beginning with different words before it
_FRAME_INSIDE = -4.0
_SOUND_FROM = 0.8  # mean weight of characters from which on a string sounds foreign
_MOST_SOUND = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A sighting whose name is cut out: the name in comparison form and as written, and the title before it."""

    sighting: Sighting
    name: str
    written: str
    frame: Frame


def divide(group: Sequence[Sighting], frames: FrameReader) -> list[Named]:
    """The names of one person's sightings; those whose beginning is not clear are left out.

    国务卿蓬佩奥, 与蓬佩奥, 美国国务卿迈克·蓬佩奥 -> 蓬佩奥, 蓬佩奥, 迈克·蓬佩奥.
    """
    counts, lefts = _suffixes(sighting.run for sighting in group)
    named = []
    for sighting in group:
        start = _best_start(sighting, counts, lefts, frames)
        if start is not None:
            frame = frames.read(sighting.run, start)
            named.append(
                Named(sighting=sighting, name=sighting.run[start:], written=sighting.original[start:], frame=frame)
            )
    return _agree(named)


def sound(name: str, names: NameLexicon) -> float:
    """How foreign a name sounds: the mean weight of its characters, dots and hyphens aside."""
    characters = [c for c in name if c not in "·-"]
    return sum(max(UNSEEN, names.weight(c)) for c in characters) / max(1, len(characters))


def is_surnamed(name: str, names: NameLexicon, languages: Iterable[str]) -> bool:
    """Whether a name of two to five characters begins with a family name of one of the languages."""
    return any(
        size < len(name) <= size + (3 if language == "ja" else 2) and name[:size] in names.surnames[language]
        for language in languages
        for size in (1, 2, 3)
    )


def _suffixes(runs: Iterable[str]) -> tuple[Counter[str], dict[str, set[str]]]:
    counts: Counter[str] = Counter()
    lefts: dict[str, set[str]] = defaultdict(set)
    for run in runs:
        for start in range(max(0, len(run) - LONGEST_NAME), len(run) - 1):
            counts[run[start:]] += 1
            lefts[run[start:]].add(run[start - 1] if start else "")
    return counts, lefts


def _best_start(
    sighting: Sighting, counts: Counter[str], lefts: dict[str, set[str]], frames: FrameReader
) -> int | None:
    run = sighting.run
    dot = run.rfind("·")
    best, score = None, LEAST_SCORE
    for start in range(max(0, len(run) - LONGEST_NAME), dot if dot > 0 else len(run) - 1):
        if run[start] in "·-" or (start and run[start - 1] in "·-"):
            continue
        name = run[start:]
        context = frames.start_score(run, start, is_open=sighting.is_open)
        context += min(4.0, _FREQUENCY * log2(counts[name])) + (_VARIETY if len(lefts[name]) > 1 else 0.0)
        if context + _MOST_SOUND <= score:
            continue
        shape = _shape(name, frames)
        if shape is None:
            if not (2 <= len(name) <= 4 and frames.follows_office(run, start)):
                continue
            shape = 0.0
        if context + shape > score:
            best, score = start, context + shape
    return best


def _shape(name: str, frames: FrameReader) -> float | None:
    names = frames.names
    value = sound(name, names)
    if "·" in name:
        if value < 0 or (name[0] not in names.weights and name[0] != _JEAN):
            return None
        score = min(value, _MOST_SOUND) - _odd_loss(name, names) - max(0, name.index("·") - LONGEST_FIRST)
    elif value >= _SOUND_FROM and len(name) <= 8:
        score = min(value, _MOST_SOUND) - _odd_loss(name, names)
    elif is_surnamed(name, names, ("zh", "ko", "vi", "ja")):
        score = 0.8
    else:
        return None
    if name[0] in names.after_name or name[0] in names.before_name:
        score -= 2.5
    elif names.weight(name[0]) < 0 and value >= _SOUND_FROM:
        score -= 1.0
    return score + (_FRAME_INSIDE if frames.has_frame_inside(name) else 0.0)


def _odd_loss(name: str, names: NameLexicon) -> float:
    return _ODD_LOSS * sum(names.weight(c) < _ODD for c in name if c not in "·-" and c != _JEAN)


def _agree(named: Sequence[Named]) -> list[Named]:
    """Cut a name without dot to the form that more sightings give, where that is its end: 卿蓬佩奥 -> 蓬佩奥."""
    counts = Counter(item.name for item in named)
    kept = []
    for item in named:
        name = item.name
        if "·" not in name:
            shorter = [n for n in counts if n != name and name.endswith(n) and counts[n] > counts[name]]
            if shorter:
                name = max(shorter, key=lambda n: (counts[n], len(n), n))
            elif any(n != name and n.endswith(name) and counts[n] > 3 * counts[name] for n in counts if "·" not in n):
                continue
        kept.append(Named(sighting=item.sighting, name=name, written=item.written[-len(name) :], frame=item.frame))
    return kept
