"""Where names begin and end: common words and the small words that stand around names."""

from __future__ import annotations

from collections.abc import Container

from kg.knowledge.names import NameLexicon


def is_han(character: str) -> bool:
    """Whether it is a Chinese character: 国 yes, A no, · no."""
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"


def end_score(text: str, end: int, names: NameLexicon, starts: Container[int] = ()) -> float:
    """How well a name can end at `end`: high before punctuation, a known name or a common word, low inside a word.

    `starts` are offsets at which known names and titles begin. 布林肯|特别 scores 2, 布林肯特|别 below 0.
    """
    if end >= len(text) or not (is_han(text[end]) or text[end] == "·"):
        return 3.0
    score = 0.0
    if end in starts:
        score = 2.5
    elif text[end : end + 2] in names.words or text[end : end + 3] in names.words:
        score = 2.0
    elif text[end] in names.after_name:
        score = 1.5
    elif text.startswith(names.speech, end):
        score = 2.0
    if text[end - 1 : end + 1] in names.words:
        score -= 1.5
    elif text[end - 2 : end + 1] in names.words or text[end - 1 : end + 2] in names.words:
        score -= 1.0
    return score


def start_score(text: str, start: int, names: NameLexicon, ends: Container[int] = ()) -> float:
    """How well a name can begin at `start`; the mirror image of `end_score`."""
    if start <= 0 or not (is_han(text[start - 1]) or text[start - 1] == "·"):
        return 3.0
    score = 0.0
    if start in ends:
        score = 2.5
    elif text[start - 2 : start] in names.words or text[max(0, start - 3) : start] in names.words:
        score = 2.0
    elif text[start - 1] in names.before_name:
        score = 1.5
    if text[start - 1 : start + 1] in names.words:
        score = score - 1.5 if start in ends else -1.5
    elif (start >= 2 and text[start - 2 : start + 1] in names.words) or text[start - 1 : start + 2] in names.words:
        score -= 1.0
    return score


def breaks_word(text: str, start: int, end: int, names: NameLexicon) -> bool:
    """Whether common words lie over the edges of the span: 中 in 集中, 美 in 美好, but not 拜登 in 拜登|上台."""
    if end_score(text, end, names) < 0:
        return True
    return start_score(text, start, names) < 0 and text[max(0, start - 2) : start] not in names.words


def lies_across(text: str, start: int, end: int, names: NameLexicon) -> bool:
    """Whether the span begins in one common word and ends in another: 衡水 in 均衡|水平."""
    return end_score(text, end, names) < 0 and start_score(text, start, names) < 0


def speaks(text: str, end: int, names: NameLexicon) -> bool:
    """Whether a verb of speech follows a name, also behind a mark, a day, adverbs or whom it is said to: 周五也表示."""
    before = names.before_speech.match(text, end)
    place = before.end() if before else end
    return text.startswith(names.speech, place) or names.speech_to.match(text, place) is not None
