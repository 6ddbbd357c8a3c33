"""Which issues a stretch of text speaks of: signal words over the folded text, found once for an article.

The words are those of ontology/lexicon/issue-words.tsv and conflicts.tsv, the codes those of issues.tsv.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs
from msgspec import Struct

from kg.errors import DataError
from kg.fold import fold
from kg.knowledge.tables import read_table, split_cell
from kg.model import IssueSpan
from kg.resources import ontology_dir

CONFLICT = "conflict-"  # before the code of a country: the crisis of that country
NEAR = 24  # characters either side in which a conditional word looks for its condition, sentence bounds kept
CRISIS = 8  # the same for a country and a word of crisis
PHRASE = 12  # two issues whose words stand no farther apart, with nothing that lists or ends between, share a phrase
SENTENCE_MARKS = re.compile(r"[。;!?\n]")
REGEX_SIGNS = re.compile(r"[\[{?*\\]")  # what makes an entry of the table a pattern
INSIDE_LATIN = re.compile(r"(?<=[A-Za-z])(?=[A-Za-z])")  # a word of the table never begins or ends there: AI in AIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A concept of the scheme, and the issues that give way to it (in one phrase, in one stretch)."""

    code: str
    broader: str | None
    en: str
    hans: str
    hant: str
    hides_near: frozenset[str] = frozenset()
    hides_all: frozenset[str] = frozenset()


class Hit(Struct, frozen=True, gc=False):
    """Words that signal an issue; a weak hit counts only where a stretch has no other."""

    start: int
    end: int
    code: str
    weak: bool


@dataclass(frozen=True, slots=True)
class Signal:
    """What one word of the lexicon means: a code (None hides shorter words), perhaps on a condition.

    `reach` is how many characters away in its sentence the condition may stand; None is anywhere in the article.
    """

    code: str | None
    weak: bool
    needs: re.Pattern[str] | None
    reach: int | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The automaton over all words, what each means, and the patterns that are no plain words."""

    automaton: ahocorasick_rs.AhoCorasick
    signals: tuple[tuple[Signal, ...], ...]
    patterns: tuple[tuple[re.Pattern[str], Signal], ...]
    separate: re.Pattern[str]  # what stands between two things of a list


@dataclass(frozen=True, slots=True)
class IssueIndex:
    """All hits of one article in the order of the text; `starts` are their starts, for slicing."""

    hits: tuple[Hit, ...]
    starts: tuple[int, ...]


@cache
def load_issues() -> dict[str, Issue]:
    """The scheme by code, in the order of the table."""
    issues = {}
    for row in read_table(ontology_dir() / "lexicon" / "issues.tsv"):
        issues[row["code"]] = Issue(
            code=row["code"],
            broader=row["broader"] or None,
            en=row["en"],
            hans=row["zh_hans"],
            hant=row["zh_hant"],
            hides_near=frozenset(split_cell(row["hides_near"])),
            hides_all=frozenset(split_cell(row["hides_all"])),
        )
    return issues


@cache
def load_lexicon() -> Lexicon:
    """The signal words, compiled. Raises DataError for a code that the scheme does not know."""
    words: dict[str, list[Signal]] = {}
    patterns: list[tuple[re.Pattern[str], Signal]] = []
    joints = ""
    for row in read_table(ontology_dir() / "lexicon" / "issue-words.tsv"):
        if row["kind"] == "list":
            joints = row["words"]
            continue
        signal = _signal(row)
        for word in split_cell(row["words"]) if row["kind"] != "regex" else (row["words"],):
            if REGEX_SIGNS.search(word):
                patterns.append((re.compile(fold(word)), signal))
            else:
                words.setdefault(fold(word), []).append(signal)
    _add_conflicts(words)
    automaton = ahocorasick_rs.AhoCorasick(list(words), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    separate = re.compile(rf"[,。;!?、\n]|{fold(joints)}")
    return Lexicon(automaton, tuple(tuple(s) for s in words.values()), tuple(patterns), separate)


def _signal(row: dict[str, str]) -> Signal:
    code = row["code"] or None
    if code is not None and code not in load_issues():
        raise DataError(f"issue-words.tsv: unknown issue {code!r}")
    needs = re.compile(fold(row["needs"])) if row["needs"] else None
    return Signal(code, row["kind"] == "weak", needs, None if row["kind"] == "amid" else NEAR)


def _add_conflicts(words: dict[str, list[Signal]]) -> None:
    rows = list(read_table(ontology_dir() / "lexicon" / "conflicts.tsv"))
    crisis = re.compile(next(fold(r["names"]) for r in rows if r["iso2"] == "*"))
    for row in rows:
        code = f"{CONFLICT}{row['iso2'].lower()}"
        if row["iso2"] == "*":
            continue
        for name in map(fold, split_cell(row["names"])):
            words.setdefault(name, []).append(Signal(code, False, crisis, CRISIS))
        for word in map(fold, split_cell(row["words"])):
            words.setdefault(word, []).append(Signal(code, False, None, 0))


def index_issues(folded: str) -> IssueIndex:
    """Every issue hit of an article: one pass over its folded text."""
    lexicon = load_lexicon()
    hits: set[tuple[int, int, str, bool]] = set()
    for which, start, end in lexicon.automaton.find_matches_as_indexes(folded):
        if INSIDE_LATIN.match(folded, start) or INSIDE_LATIN.match(folded, end):
            continue
        for signal in lexicon.signals[which]:
            if signal.code and (signal.needs is None or _is_near(signal, folded, start, end)):
                hits.add((start, end, signal.code, signal.weak))
    for pattern, signal in lexicon.patterns:
        if signal.code:
            for match in pattern.finditer(folded):
                hits.add((*match.span(), signal.code, signal.weak))
    ordered = tuple(Hit(*h) for h in sorted(hits))
    return IssueIndex(ordered, tuple(h.start for h in ordered))


def _is_near(signal: Signal, folded: str, start: int, end: int) -> bool:
    """Whether the condition of a word stands beside it: before or after, or overlapping it from outside."""
    assert signal.needs is not None
    if signal.reach is None:
        return signal.needs.search(folded) is not None
    before = SENTENCE_MARKS.split(folded[max(0, start - signal.reach) : start])[-1]
    after = SENTENCE_MARKS.split(folded[end : end + signal.reach])[0]
    return bool(signal.needs.search(before) or signal.needs.search(after))


def issues_between(index: IssueIndex, folded: str, start: int, end: int, *, weak: bool = True) -> tuple[Hit, ...]:
    """The issues spoken of in folded[start:end], the first words of each, the most specific codes only."""
    first, last = bisect_left(index.starts, start), bisect_left(index.starts, end)
    hits = [hit for hit in index.hits[first:last] if hit.end <= end]
    strong = [h for h in hits if not h.weak]
    if not strong:
        return _first_of_each(hits) if weak else ()
    return _first_of_each(_without_hidden(strong, folded))


def _without_hidden(hits: list[Hit], folded: str) -> list[Hit]:
    scheme = load_issues()
    kept = []
    for hit in hits:
        for other in hits:
            issue = scheme.get(other.code)
            if issue is None or other.code == hit.code:
                continue
            if hit.code in issue.hides_all or (hit.code in issue.hides_near and _share_phrase(hit, other, folded)):
                break
        else:
            kept.append(hit)
    return kept


def _share_phrase(a: Hit, b: Hit, folded: str) -> bool:
    left, right = (a, b) if a.start <= b.start else (b, a)
    between = folded[left.end : right.start]
    return len(between) <= PHRASE and load_lexicon().separate.search(between) is None


def _first_of_each(hits: list[Hit]) -> tuple[Hit, ...]:
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.code, hit)
    return tuple(first.values())


def find_issues(folded: str, start: int, end: int, index: IssueIndex | None = None) -> tuple[IssueSpan, ...]:
    """The issues that folded[start:end] speaks of, with the words that say so; weak words only where no other speaks.

    Pass the article's `index_issues(folded)` to compute the hits once.

    >>> [s.issue for s in find_issues("双方讨论了台海和南海局势", 0, 12)]
    ['taiwan', 'south-china-sea']
    """
    index = index or index_issues(folded)
    return tuple(IssueSpan(issue=h.code, start=h.start, end=h.end) for h in issues_between(index, folded, start, end))
