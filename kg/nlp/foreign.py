"""Foreign names: parts joined by a middle dot, and names followed by their Latin form in brackets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache

from kg.knowledge.latin import latin_words
from kg.knowledge.names import NameLexicon
from kg.nlp.boundaries import end_score, is_han, speaks, start_score

LATIN = re.compile(r"\s?\(([A-Za-zÀ-ɏ][^()\u3400-\u9fff]{1,60})[^()]{0,12}\)")
_TOKEN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.\-]*$")
_MARK = re.compile(r"[·.-]")
_JOINT = re.compile(r"·(?= ?[^\s0-9])|[.-](?=[^\s0-9])")  # one that can join the parts of a name
_LONGEST_NAME = 12  # characters of a name before its Latin form, or from the frame before it
_LONGEST_CHINESE = 3  # characters of most Chinese names
_LONGEST_PART = 8  # characters of a part before the first mark, as in the pattern below
_GLUED = re.compile("[a-zß-ÿ][A-ZÀ-Þ][a-zß-ÿ]")  # names that lost the space between: FrédéricLemaître
_TAIL_SOUND = 0.9  # weight of each character of the end of a foreign name, and of the one before it
_WORD = 3.0  # what is cut off is a common word
_LETTER = 1.5  # a last part of one character is rarely a name
_CLEAR_END = 2.0  # how well a name must end behind a character that is no usual sound
_EDGE_BONUS = 1.0  # where the run of name characters itself begins or ends
_SHIFT_GAIN = 0.9  # how much better another edge must be; below it the whole run is kept


@cache
def _run_pattern(characters: str, first: str) -> re.Pattern[str]:
    """Parts joined by a dot or hyphen; `first` (让) begins French double names, also alone (让-皮埃尔 Jean-Pierre)."""
    part = f"[{characters}]"
    hyphened = rf"(?:{first}-)?{part}{{1,8}}(?:-{part}{{1,6}})*"
    dotted = rf"{hyphened}(?:(?:· ?|\.)(?:[A-Z]\.?[·.])?{hyphened})+"
    return re.compile(rf"{dotted}|{first}-{part}{{2,8}}|{part}{{2,6}}-{part}{{2,8}}")


def dotted_names(text: str, names: NameLexicon, frames: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of names whose parts a middle dot or hyphen joins: 安东尼·布林肯.

    `frames` are sorted spans that names cannot run over.
    """
    starts, ends = [start for start, _ in frames], frozenset(end for _, end in frames)
    for match in _runs(text, _run_pattern(names.sounds, names.hyphen_first)):
        start, end = match.span()
        marks = [m.start() for m in _MARK.finditer(text, start, end)]
        first, last = marks[0], marks[-1]
        for frame_start, frame_end in frames[max(0, bisect_left(starts, start) - 1) : bisect_left(starts, end)]:
            is_first_part = first - frame_end == 1 and frame_end - frame_start == 2 and frame_start == start
            if start < frame_end < first and not is_first_part:  # 西德尼·鲍威尔 is not West Germany's 尼·鲍威尔
                start = frame_end
            elif last + 1 < frame_start < end and frame_end > frame_start + 1:
                end = frame_start
        yield (
            _best_start(text, start, first, names, ends),
            _whole_end(text, _best_end(text, last, end, names), last, names),
        )


def _runs(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` gives, sought only where a first mark can join: no part is longer than _LONGEST_PART."""
    done = 0
    for mark in _JOINT.finditer(text):
        starts = range(max(done, mark.start() - _LONGEST_PART), mark.start())
        match = next((m for start in starts if (m := pattern.match(text, start))), None)
        if match is not None:
            yield match
            done = match.end()


def _whole_end(text: str, end: int, last: int, names: NameLexicon) -> int:
    """Go on where the last part is one character and what follows it is no boundary: 帕维尔·列|别捷夫."""
    if end - last > 2 or end_score(text, end, names) >= 1:
        return _over_rare(text, end, names) or _to_bracket(text, end, names)
    options = [(end_score(text, option, names), option) for option in range(end + 1, min(len(text), end + 5))]
    said = [option for option in options if text.startswith(names.speech, option[1])]
    score, option = said[0] if said else max(options, default=(0.0, end))
    return option if score >= 1.5 and is_han(text[option - 1]) else _to_bracket(text, end, names)


def _over_rare(text: str, end: int, names: NameLexicon) -> int | None:
    """Go on over one character that is no usual sound, if sounds and a clear end follow: 诺兹德|廖夫|表示."""
    if end_score(text, end, names) > 0 or not is_han(text[end]) or text[end : end + 2] in names.words:
        return None
    if text[end] in names.weights or text[end] in names.after_name or text[end - 1 : end + 1] in names.words:
        return None
    for option in range(end + 2, min(len(text), end + 4)):
        if text[option - 1] not in names.weights or text[option - 2 : option] in names.words:
            return None
        if end_score(text, option, names) >= _CLEAR_END:
            return option
    return None


def _to_bracket(text: str, end: int, names: NameLexicon) -> int:
    """Go on to a Latin form a few characters behind the name: 安德·乌鲁茨贵|(Latin), where 贵 is a rare sound."""
    place = end + (text[end : end + 1] in names.weights)  # also 因 "because" in 侯赛因(Hussein)
    while place < end + 3 and place < len(text) and is_han(text[place]) and text[place] not in names.after_name:
        place += 1
    match = LATIN.match(text, place) if place > end else None
    return place if match and personal_latin(match.group(1), names) and text[end:place] not in names.words else end


def _best_start(text: str, start: int, first: int, names: NameLexicon, ends: Container[int]) -> int:
    kept = start_score(text, start, names, ends) + _EDGE_BONUS
    best, score = start, kept + _SHIFT_GAIN
    first_option = start + 1 + _is_crossed(text, start, names)
    for option in range(first_option, first):
        value = start_score(text, option, names) + _WORD * (text[start:option] in names.words)
        if value > score:
            best, score = option, value
    if best == start and kept < _SHIFT_GAIN and is_han(text[start - 1]) and text[start - 1] not in names.before_name:
        best -= start_score(text, start - 1, names) >= 1.5  # a first character that is no usual sound: 卫斯理
    return best if first - best > 1 else _before_letter(text, best, names, ends)


def _before_letter(text: str, start: int, names: NameLexicon, ends: Container[int]) -> int:
    """Where a first part begins of which only the last character is a usual sound: 由|犹西·某某, but not 由|本·某某."""
    if start_score(text, start, names, ends) >= 1:
        return start
    for option in range(start - 1, max(0, start - 3), -1):
        if not is_han(text[option]) or text[option] in names.small:
            return start
        if start_score(text, option, names, ends) >= 1.5:
            return option
    return start


def _is_crossed(text: str, start: int, names: NameLexicon) -> bool:
    """Whether a word that ends before the run overlaps one that reaches into it: 首相 and 相约 in 首相|约翰·某某."""
    words = {text[start - 2 : start], text[start - 1 : start + 1]}
    return words <= names.words and text[start] not in names.before_name


def _best_end(text: str, last: int, end: int, names: NameLexicon) -> int:
    kept = end_score(text, end, names) + _EDGE_BONUS
    best, score = end, kept + _SHIFT_GAIN
    for option in range(end - 1, last + 1, -1):
        value = end_score(text, option, names) + _WORD * (text[option:end] in names.words)
        value -= _LETTER * (option - last == 2)
        if value > score:
            best, score = option, value
    while best > last + 3 and text[best - 1] in names.after_name:
        best -= 1
    return best


def personal_latin(latin: str, names: NameLexicon) -> str | None:
    """The Latin name of a person in a bracket, or None if it is something else: "Mike Pompeo, 圖" -> "Mike Pompeo"."""
    latin = re.split(r"[,;/|]", latin)[0].strip().rstrip(".:")
    tokens = latin.split()
    while tokens and tokens[0] in names.latin_titles:
        del tokens[0]
    latin = " ".join(tokens)
    if tokens and tokens[0] in names.latin_place_words:
        return None
    if not tokens or len(tokens) > 6 or (len(tokens) == 1 and (tokens[0].isupper() or len(tokens[0]) < 3)):
        return None
    for token in tokens:
        if token in names.latin_body_words:
            return None
        if token.lower().rstrip("-") not in latin_words()["particles"] and not _TOKEN.match(token):
            return None
    return latin


def bracketed_names(
    text: str, names: NameLexicon, frames: Sequence[tuple[int, int]], titles: Mapping[int, int]
) -> Iterator[tuple[int, int, str]]:
    """Unknown names before a Latin form: (start, end, Latin). `titles` gives the start of a title by its end.

    库尔特坎贝尔(Kurt Campbell): the name is the longest run of name characters, or surname and given name, that
    stands before the bracket and after a title, a small word or a mark.
    """
    start_of = {end: start for start, end in frames}
    ends = sorted(start_of)
    for match in LATIN.finditer(text):
        latin = personal_latin(match.group(1), names)
        if latin is None:
            continue
        end = _without_address(text, match.start(), titles, names)
        if end == 0 or not is_han(text[end - 1]) or (end in start_of and not _is_tail(text, start_of[end], end, names)):
            continue
        before = ends[bisect_left(ends, end) - 1] if ends and ends[0] < end else 0
        floor = before if before >= end - _LONGEST_NAME else 0
        is_titled = floor in titles and all(is_han(c) or c == "·" for c in text[floor:end])
        if is_titled and 2 <= end - floor <= 6 and text[floor] not in names.before_name:
            start: int | None = floor
        elif (dot := text.rfind("·", max(floor, end - _LONGEST_PART), end)) > 0:
            start = _dotted_start(text, dot, floor, names)
        elif " " in latin or _GLUED.search(latin) or speaks(text, match.end(), names):
            start = name_before(text, end, floor or max(0, end - _LONGEST_NAME), names)
            is_said = " " in latin or text.startswith(names.speech, match.end())
            if start and not is_said and text[start - 1] in names.before_name:
                continue  # 特拉华州的威尔明顿(Wilmington)对记者表示
        else:
            continue
        if start is not None and not _is_place(text[start:end], names) and text[start:end] not in names.words:
            yield start, end, latin


def _is_place(name: str, names: NameLexicon) -> bool:
    """Whether a name ends like that of a place or body: 班公湖, 祖国党, 图龙拉山, but not 王岐山."""
    return name[-1] in names.place_ends or (len(name) > _LONGEST_CHINESE and name[-1] in names.long_place_ends)


def _without_address(text: str, end: int, titles: Mapping[int, int], names: NameLexicon) -> int:
    """Where a name ends behind which a form of address or a title stands: 德妮森|女士(Susi Dennison)."""
    address = next((len(word) for word in names.behind_name if text.endswith(word, 0, end)), 0)
    if not address and end in titles and not _is_tail(text, titles[end], end, names):
        return titles[end]
    return end - address


def _is_tail(text: str, start: int, end: int, names: NameLexicon) -> bool:
    """Whether what is known is only the end of a foreign name: 拉比 in 查拉比(Ihsan Chalabi)."""
    return start > 0 and min(names.weights.get(c, 0.0) for c in text[start - 1 : end]) >= _TAIL_SOUND


def _dotted_start(text: str, dot: int, floor: int, names: NameLexicon) -> int | None:
    """Where a name with a dot begins whose characters are no usual sounds: 史考特·|白欧 before its Latin form."""
    run = dot
    while run > max(floor, dot - _LONGEST_PART) and (is_han(text[run - 1]) or text[run - 1] == "·"):
        run -= 1
    scored = [
        (
            start_score(text, p, names, (floor,))
            + (p == run)
            + _WORD * (text[run:p] in names.words)
            - _WORD * (text[p] in names.before_name),
            -p,
        )
        for p in range(run, dot - 1)
    ]
    return -max(scored)[1] if scored and max(scored)[0] >= 1 else None


def name_before(text: str, end: int, floor: int, names: NameLexicon) -> int | None:
    """Where a personal name that ends at `end` begins, not before `floor`; None if the words are no name.

    `floor` is where the title or body before it ends, or 0.
    """
    run = end
    while run > floor and (is_han(text[run - 1]) or text[run - 1] == "·"):
        run -= 1
    is_exact = run == 0 or not is_han(text[run - 1])
    if is_exact and 2 <= end - run <= 4 and is_surnamed(text[run:end], names):
        return run
    start = _sounding_start(text, end, run, names)
    if start is not None:
        return start
    surnamed = [p for p in (end - 3, end - 2, end - 4) if p >= run and is_surnamed(text[p:end], names)]
    scored = [(start_score(text, p, names, (floor,)), -i, p) for i, p in enumerate(surnamed)]
    return max(scored)[2] if scored and max(scored)[0] >= 1 else None


def _sounding_start(text: str, end: int, run: int, names: NameLexicon) -> int | None:
    sound = end
    while sound > run and (text[sound - 1] in names.weights or text[sound - 1] == "·"):
        sound -= 1
    options = [(start_score(text, p, names) + (p == sound), -p) for p in range(sound, end - 1) if text[p] != "·"]
    if not options or max(options)[0] < 0.5:
        return None
    start = -max(options)[1]
    if start > run and start_score(text, start, names) < 1:
        is_led = is_surnamed(text[start - 1 : end], names) or start_score(text, start - 1, names) >= 1.5
        start -= is_led and text[start - 1] not in names.before_name | names.after_name
    return start if names.mean_weight(text[start:end].replace("·", "")) >= 0.8 else None


def is_surnamed(name: str, names: NameLexicon) -> bool:
    """Whether it can be a family name with a given name behind it: 何天睦, 茂木敏充; common words (白皮书) are not."""
    return name not in names.words and any(
        name.startswith(surname) and 1 <= len(name) - len(surname) <= 2 + (language == "ja")
        for language, surnames in names.surnames.items()
        for surname in (name[:1], name[:2], name[:3])
        if surname in surnames
    )
