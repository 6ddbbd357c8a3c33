"""A personal name read from a given place on: behind a title, behind another name of a list."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from kg.knowledge.names import NameLexicon
from kg.nlp.boundaries import end_score, is_han, speaks

SURNAME_FIRST = {
    "CN": "zh",
    "TW": "zh",
    "HK": "zh",
    "MO": "zh",
    "SG": "zh",
    "KR": "ko",
    "KP": "ko",
    "VN": "vi",
    "JP": "ja",
}
_MIN_WEIGHT = 0.9  # mean log-odds above which a run of characters is a transliteration
_MIN_END = 1.0  # a name must end before a mark, a known name, a common word or a small word
_MARK = 3.0  # how well a name ends before a mark; 泰国外长玛立。 is long enough then
_MAX_FOREIGN = 9
_CLEAR_END = 1.5  # how well a name must end that begins like a word with a rare surname
_BEFORE_SPEECH = 2.5  # a given name of two characters before a verb of speech: 刁大明|说, not 刁大|明说
_BEFORE_WORD = 2.0  # ... before a word: 袁弥明|早前, not 袁弥|明早
_BEFORE_ANY = 1.0  # ... before what is no word, if surname and given name are none either: 李光章|共进
_TAIL = 2.0
_MAX_UNUSUAL = 5  # characters of a name that only a verb of speech ends


class Reading(NamedTuple):
    """A possible name: where it ends, how sure it is (higher is better), and its language."""

    end: int
    score: float
    language: str


def read_name(
    text: str, start: int, limit: int, names: NameLexicon, *, country: str | None = None, starts: Container[int] = ()
) -> Reading | None:
    """The best reading of a name that begins at `start` and ends by `limit`, or None.

    `country` is that of the title before it, which tells the kind of name to expect; `starts` are offsets of known
    names and titles. 国防部长魏凤和6日 -> 魏凤和, 外长拉夫罗夫在 -> 拉夫罗夫.
    """
    if text[start : start + 1] in "·-":
        return None
    expected = SURNAME_FIRST.get(country or "")
    readings = [
        reading
        for reading in (
            _surnamed(text, start, limit, names, starts, expected),
            _foreign(text, start, limit, names, starts, country),
        )
        if reading is not None
    ]
    best = max(readings, key=lambda reading: (reading.score, reading.end), default=None)
    if best is None and expected == "ja":
        return _japanese(text, start, limit, names, starts)
    return best


def _foreign(
    text: str, start: int, limit: int, names: NameLexicon, starts: Container[int], country: str | None
) -> Reading | None:
    is_unlikely = country in SURNAME_FIRST
    run = start
    while run < limit and run - start < 20 and (text[run] in names.weights or text[run] in "·-"):
        run += 1
    options = [
        (end_score(text, end, names, starts) + 0.5 * (end == run), end)
        for end in range(start + 2, run + 1)
        if "·" in text[start:end] or end - start <= _MAX_FOREIGN
    ]
    options = [option for option in options if text[option[1] - 1] not in "·-"]
    if not options:
        return None
    score, end = max(options)
    weight = names.mean_weight(text[start:end].replace("·", "").replace("-", ""))
    if text[start:end] in names.words:
        return None
    is_bare = end - start == 2 and not (country and not is_unlikely and score >= _MARK)
    if score < _MIN_END or weight < _MIN_WEIGHT + (0.6 if is_bare else 0.0):
        return None
    doubt = (1.5 if is_unlikely else 0.0) + (1.0 if end - start == 2 else 0.0)
    return Reading(end, score + weight - doubt, "foreign")


def _surnamed(
    text: str, start: int, limit: int, names: NameLexicon, starts: Container[int], expected: str | None
) -> Reading | None:
    best: Reading | None = None
    for language, surnames in names.surnames.items():
        for length in (3, 2, 1):
            surname = text[start : start + length]
            is_double = length == 2 and language == "zh" and _is_double(surname, names)
            if not (surname in surnames or is_double) or start + length > limit:
                continue
            bonus = 2.0 if language == expected else (0.0 if expected is None else 0.5)
            for given in (2,) if is_double else (1, 2, 3) if language == "ja" else (1, 2):
                end = start + length + given
                if end > limit:
                    break
                if language != "ja" and length == 1 and _is_word_on(text, start, end, names, starts):
                    continue
                reading = _given(text, start + length, end, names, starts)
                if reading is not None and (best is None or (reading + bonus, end) > (best.score, best.end)):
                    best = Reading(end, reading + bonus, language)
    return best


def _is_word_on(text: str, start: int, end: int, names: NameLexicon, starts: Container[int]) -> bool:
    """Whether it is a word and one character more, 康复|后, 陆续|递, rather than a name that begins like a word."""
    if end - start != 3 or text[start : start + 2] not in names.words:
        return False
    if text[end - 1] in names.behind_words:
        return True
    is_clear = end_score(text, end, names, starts) >= _CLEAR_END or speaks(text, end, names)
    return text[start] not in names.usual_surnames and not is_clear


def _is_double(surname: str, names: NameLexicon) -> bool:
    """Whether it is a husband's and an own family name: 何刘 in 何刘伟聪."""
    return names.usual_surnames.issuperset(surname) and len(surname) == 2 and surname not in names.words


def _japanese(text: str, start: int, limit: int, names: NameLexicon, starts: Container[int]) -> Reading | None:
    """A Japanese name of two and two characters whose family name no table knows: 谷崎泰明."""
    end = start + 4
    is_name = end <= limit and all(is_han(c) for c in text[start:end]) and text[start + 2 : end] not in names.words
    score = end_score(text, end, names, starts) if is_name and text[start : start + 2] not in names.words else 0.0
    return Reading(end, score, "ja") if score >= 1.5 else None


def before_speech(text: str, start: int, limit: int, names: NameLexicon) -> int | None:
    """Where a name ends that begins behind a title and that speech ends, whatever its characters: 信强表示.

    None if any two characters of it are a word, or one is a word that stands around names.
    """
    small = names.small
    for end in range(start + 1, min(limit, start + _MAX_UNUSUAL) + 1):
        if not is_han(text[end - 1]) or text[end - 1] in small:
            return None
        if end == start + 1:
            continue
        if text[end - 2 : end] in names.words or text[max(start, end - 3) : end] in names.words:
            return None
        if speaks(text, end, names):
            is_word = text[start:end] in names.words or text.startswith(names.not_unusual, start)
            return None if is_word else end
    return None


def _given(text: str, first: int, end: int, names: NameLexicon, starts: Container[int]) -> float | None:
    if not all(is_han(c) for c in text[first:end]) or _is_phrase(text, first, end, names):
        return None
    is_word = text[first - 1 : first + 1] in names.words
    score = end_score(text, end, names, starts)
    if end - first == 2 and text[end - 1] not in names.after_name:
        score = max(score, _at_two(text, first, end, names))
    if text.startswith(names.name_tails, end):
        score -= _TAIL
    if score < _MIN_END or text[first:end] in names.after_name or text[first] in names.never_first:
        return None
    if end - first == 2:
        score += 0.4 if text[end - 1] not in names.after_name or score >= 2 else -0.6
        score -= 1.0 * is_word
        score += _usual(text, first - 1, end)
        score -= 1.0 if text[first:end] in names.words else 0.0
    return score


def _at_two(text: str, first: int, end: int, names: NameLexicon) -> float:
    """How well a given name of two characters, the usual length, ends there, whatever its last could begin."""
    if text.startswith(names.speech, end):
        return _BEFORE_SPEECH
    pairs = (text[first - 1 : first + 1], text[first:end], text[end - 1 : end + 1], text[end - 1 : end + 2])
    if pairs[0] in names.words or text[end - 1] in names.never_before_any:
        return 0.0
    if text[end : end + 2] in names.words:
        return _BEFORE_WORD
    is_sound = names.weights.get(text[end : end + 1], 0.0) >= _MIN_WEIGHT  # 秦贝科|夫 goes on
    is_usual = text[first - 1] in names.usual_surnames and text[first] not in names.usual_surnames
    return _BEFORE_ANY if is_usual and not is_sound and names.words.isdisjoint(pairs) else 0.0


def _is_phrase(text: str, first: int, end: int, names: NameLexicon) -> bool:
    """Whether surname and given name are no name but words: 尤其是, 曾透露, 连署了, 任内."""
    surname, given = text[first - 1], text[first:end]
    day = names.before_speech.match(text, first - 1)
    if (
        day is not None and day.end() > first  # 周三|晚
    ) or (
        surname + given in names.words
        or given[-1] in names.never_last
        or text.startswith(names.addresses, first)
        or text.startswith(names.speech, first)
        or text.startswith(names.speech, first - 1)
    ):
        return True
    if surname in names.not_surname_alone and surname + given[0] in names.words:
        is_odd = len(given) < 2 or surname in names.after_name or given[-1] in names.never_unusual | names.after_name
        return is_odd or not text.startswith(names.speech, end)  # 关进贤|指, though 关进 is a word
    if surname in names.after_name and given not in names.given_alone and (len(given) < 2 or given in names.words):
        return True
    if surname in names.not_single and len(given) == 1 and not text.startswith(names.speech, end):
        return True
    if len(given) == 1:
        return surname + given in names.words
    return surname + given[0] in names.words and given[-1] in names.after_name


def _usual(text: str, start: int, end: int) -> float:
    """What the rest of the article says of a name's last character: +1 if the shorter name always goes on with it."""
    longer, shorter = text.count(text[start:end]), text.count(text[start : end - 1])
    if longer < shorter:
        return -1.5
    return 1.0 if longer > 1 else 0.0
