"""Foreign names: parts joined by a middle dot, and names followed by their Latin form in brackets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from kg.knowledge.names import NameLexicon
from kg.nlp.boundaries import end_score, is_han, start_score

LATIN = re.compile(r"\s?\(([A-Za-zÀ-ɏ][^()\u3400-\u9fff]{1,60})[^()]{0,12}\)")
_TOKEN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.\-]*$")
_PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "da",
        "dos",
        "der",
        "den",
        "di",
        "du",
        "van",
        "von",
        "bin",
        "ibn",
        "al",
        "el",
        "la",
        "le",
        "ter",
        "ten",
        "bint",
        "ul",
        "ud",
        "y",
        "e",
        "af",
        "av",
        "zu",
        "ben",
    ]
)
_EDGE_BONUS = 1.0  # where the run of name characters itself begins or ends
_SHIFT_GAIN = 0.9  # how much better another edge must be; below it the whole run is kept


@cache
def _run_pattern(characters: frozenset[str]) -> re.Pattern[str]:
    """Parts joined by a dot; French double names (让-伊夫 Jean-Yves) stand with a hyphen, also alone (让-皮埃尔)."""
    part = f"[{''.join(sorted(characters))}]"
    hyphened = rf"(?:让-)?{part}{{1,8}}(?:-{part}{{1,6}})*"
    return re.compile(rf"{hyphened}(?:·{hyphened})+|让-{part}{{2,8}}")


def dotted_names(text: str, names: NameLexicon, frames: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of names whose parts a middle dot joins: 安东尼·布林肯. `frames` are sorted spans that names cannot run over."""
    starts = [start for start, _ in frames]
    for match in _run_pattern(frozenset(names.weights)).finditer(text):
        start, end = match.span()
        mark = "·" if "·" in match.group() else "-"
        first, last = text.index(mark, start), text.rindex(mark, start, end)
        for frame_start, frame_end in frames[max(0, bisect_left(starts, start) - 1) : bisect_left(starts, end)]:
            if (start < frame_end < first and frame_start <= start) or start < frame_end < first:
                start = frame_end
            elif last + 1 < frame_start < end and frame_end > frame_start + 1:
                end = frame_start
        yield _best_start(text, start, first, names), _best_end(text, last, end, names)


def _best_start(text: str, start: int, first: int, names: NameLexicon) -> int:
    kept = start_score(text, start, names) + _EDGE_BONUS
    best, score = start, kept + _SHIFT_GAIN
    for option in range(start + 1, first):
        if (value := start_score(text, option, names)) > score:
            best, score = option, value
    return best


def _best_end(text: str, last: int, end: int, names: NameLexicon) -> int:
    kept = end_score(text, end, names) + _EDGE_BONUS
    best, score = end, kept + _SHIFT_GAIN
    for option in range(end - 1, last + 1, -1):
        if (value := end_score(text, option, names)) > score:
            best, score = option, value
    return best


def personal_latin(latin: str, names: NameLexicon) -> str | None:
    """The Latin name of a person in a bracket, or None if it is something else: "Mike Pompeo, 圖" -> "Mike Pompeo"."""
    latin = re.split(r"[,;/|]", latin)[0].strip().rstrip(".:")
    tokens = latin.split()
    if not tokens or len(tokens) > 6 or (len(tokens) == 1 and (tokens[0].isupper() or len(tokens[0]) < 3)):
        return None
    for token in tokens:
        if token in names.latin_body_words:
            return None
        if token.lower().rstrip("-") not in _PARTICLES and not _TOKEN.match(token):
            return None
    return latin


def bracketed_names(text: str, names: NameLexicon, frames: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Unknown names before a Latin form: (start, end, Latin).

    库尔特坎贝尔(Kurt Campbell): the name is the longest run of name characters, or surname and given name, that
    stands before the bracket and after a title, a small word or a mark.
    """
    ends = {end for _, end in frames}
    for match in LATIN.finditer(text):
        latin = personal_latin(match.group(1), names)
        end = match.start()
        if latin is None or end == 0 or not is_han(text[end - 1]) or end in ends:
            continue
        floor = max((e for _, e in frames if end - 12 <= e < end), default=0)
        start = name_before(text, end, max(floor, end - 12), names)
        if start is not None:
            yield start, end, latin


def name_before(text: str, end: int, floor: int, names: NameLexicon) -> int | None:
    """Where a personal name that ends at `end` begins, not before `floor`; None if the words are no name."""
    run = end
    while run > floor and is_han(text[run - 1]):
        run -= 1
    exact = run == floor or run == 0 or not is_han(text[run - 1])
    if exact and 2 <= end - run <= 4 and _is_surnamed(text[run:end], names):
        return run
    sound = end
    while sound > run and text[sound - 1] in names.weights:
        sound -= 1
    options = [(start_score(text, p, names, (floor,)) + (p == sound), -p) for p in range(sound, end - 1)]
    if options and max(options)[0] >= 0.5:
        start = -max(options)[1]
        if mean_weight(text[start:end], names) >= 0.8:
            return start
    surnamed = [p for p in (end - 3, end - 2, end - 4) if p >= run and _is_surnamed(text[p:end], names)]
    scored = [(start_score(text, p, names, (floor,)), -i, p) for i, p in enumerate(surnamed)]
    return max(scored)[2] if scored and max(scored)[0] >= 1 else None


def mean_weight(name: str, names: NameLexicon) -> float:
    """Mean log-odds of a string's characters as parts of transliterated names; characters never seen count -2."""
    return sum(names.weights.get(c, -2.0) for c in name) / max(1, len(name))


def _is_surnamed(name: str, names: NameLexicon) -> bool:
    return any(
        name.startswith(surname) and 1 <= len(name) - len(surname) <= 2 + (language == "ja")
        for language, surnames in names.surnames.items()
        for surname in (name[:1], name[:2], name[:3])
        if surname in surnames
    )
