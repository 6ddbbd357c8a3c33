"""Who speaks: noun phrases over the mentions of an article, and the subject of a word of speech."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from kg.extract.states import state_key
from kg.fold import fold
from kg.knowledge.alternatives import Endings, longest_first
from kg.knowledge.tables import read_table, split_cell
from kg.model import EntityKind, Linked, Mention
from kg.resources import ontology_dir

BEFORE = 6  # code points before a name in which words stand that make it an object or a source
CITED = 8  # code points at most between a source and its verb: 据路透社星期五报道
TITLE_GAP = 36  # code points between a state and its person: 台湾(立法院外交及国防委员会委员)陈以信
ASIDE = re.compile(r"\([^)]*\)|[“”「」『』\s]")


class Phrase(Struct, frozen=True, gc=False):
    """A noun phrase that names or refers to entities: text[start:end], its head at text[head:end]."""

    start: int
    head: int
    end: int
    entities: tuple[str, ...]
    kind: EntityKind
    refers: bool  # a pronoun or a bare title


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around a name, compiled; `governing` words before it make it an object, `citing` ones a source."""

    citing: Endings
    governing: Endings
    document: re.Pattern[str]
    private: re.Pattern[str]
    once: re.Pattern[str]
    spokesperson: re.Pattern[str]
    nonstate: re.Pattern[str]
    other: re.Pattern[str]
    somebody: re.Pattern[str]
    ruling: re.Pattern[str]
    organ: re.Pattern[str]
    official: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """The patterns of ontology/lexicon/speech-patterns.tsv, described there."""

    title_end: re.Pattern[str]
    title_break: re.Pattern[str]
    conjunction: re.Pattern[str]
    linking: re.Pattern[str]
    possessive: re.Pattern[str]
    joint: re.Pattern[str]
    unreal: re.Pattern[str]
    pronoun: re.Pattern[str]
    referring: re.Pattern[str]
    plural: re.Pattern[str]
    document: re.Pattern[str]
    invited: re.Pattern[str]
    demand: re.Pattern[str]
    lead: re.Pattern[str]
    framed: re.Pattern[str]
    addressed: re.Pattern[str]
    told_apart: re.Pattern[str]
    hoped: re.Pattern[str]
    together: re.Pattern[str]
    topic_first: re.Pattern[str]
    anaphor: re.Pattern[str]
    closed: re.Pattern[str]
    pair: re.Pattern[str]
    third: re.Pattern[str]
    silent: re.Pattern[str]
    noun: re.Pattern[str]
    listing: re.Pattern[str]
    greeted: re.Pattern[str]
    passive: re.Pattern[str]
    question: re.Pattern[str]
    after_of: re.Pattern[str]
    invitation: re.Pattern[str]
    first_person: re.Pattern[str]
    government: re.Pattern[str]
    listed: re.Pattern[str]
    witness: re.Pattern[str]
    named_so: re.Pattern[str]
    term: re.Pattern[str]
    name_behind: re.Pattern[str]
    others_words: re.Pattern[str]
    cited: re.Pattern[str]
    passing_on: re.Pattern[str]
    press: re.Pattern[str]
    apart: re.Pattern[str]
    to_press: re.Pattern[str]
    during: re.Pattern[str]
    told_not: re.Pattern[str]
    not_yet_demanded: re.Pattern[str]
    demand_of: re.Pattern[str]
    struck_lead: re.Pattern[str]
    not_struck: re.Pattern[str]
    shown: re.Pattern[str]
    setting: re.Pattern[str]
    spoken_there: re.Pattern[str]
    recalled: re.Pattern[str]


@cache
def load_patterns() -> Patterns:
    """The patterns, compiled."""
    rows = read_table(ontology_dir() / "lexicon" / "speech-patterns.tsv")
    return Patterns(**{row["name"]: re.compile(row["pattern"]) for row in rows})


@cache
def load_surroundings() -> Surroundings:
    """The words of ontology/lexicon/speakers.tsv: before a name they end the text, after a name they begin it."""
    words = {
        row["kind"]: "|".join(longest_first(map(fold, split_cell(row["words"]))))
        for row in read_table(ontology_dir() / "lexicon" / "speakers.tsv")
    }
    citing, before, objects = (words[kind].split("|") for kind in ("source", "before", "object"))
    governing = Endings((*before, *objects))
    other = re.compile(f"(?:{words['other']})(?:{words['adverb']})*$")
    somebody = re.compile(f"(?:{words['other']})|(?:{words['unnamed']})(?:{words['adverb']})*$")
    begins = {kind: re.compile(f"(?:{words['modifier']})*(?:{words[kind]})") for kind in ("document", "nonstate")}
    anywhere = {
        kind: re.compile(words[kind]) for kind in ("private", "once", "spokesperson", "ruling", "organ", "official")
    }
    return Surroundings(Endings(citing), governing, other=other, somebody=somebody, **begins, **anywhere)


def find_phrases(linked: Linked) -> tuple[Phrase, ...]:
    """The noun phrases of an article in order: 美国国务卿 and 布林肯 are one phrase, whose head is the person."""
    phrases: list[Phrase] = []
    country_of = {e.key: e.country for e in linked.entities}
    for mention in _without_press(_outermost(linked.mentions), linked.folded):
        phrase = _phrase(mention, linked.folded, country_of)
        while phrases and _extends(phrases[-1], phrase, linked.folded):
            phrase = replace(phrase, start=phrases.pop().start)
        phrases.append(phrase)
    return tuple(phrases)


def _phrase(mention: Mention, folded: str, country_of: Mapping[str, str | None]) -> Phrase:
    """The phrase of one mention; a person's government (特朗普政府) is the state."""
    phrase = Phrase(mention.start, mention.start, mention.end, mention.entities, mention.kind, not mention.form.names)
    if mention.kind is EntityKind.PERSON and len(mention.entities) == 1 and not phrase.refers:
        rule = load_patterns().government.match(folded, mention.end)
        state = country_of.get(mention.entities[0])
        if rule and state:
            return replace(phrase, end=rule.end(), entities=(state_key(state),), kind=EntityKind.COUNTRY)
    return phrase


def _outermost(mentions: tuple[Mention, ...]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in mentions:
        if not mention.entities or mention.kind is EntityKind.PLACE:
            continue
        if kept and mention.start < kept[-1].end:
            continue
        kept.append(mention)
    return kept


def _without_press(mentions: list[Mention], folded: str) -> list[Mention]:
    """The mentions without states that only tell whose press speaks: 据|英国|媒体报道, 据|法国|和|德国|媒体报道."""
    kept: list[Mention] = []
    patterns, of_press = load_patterns(), -1  # where a state begins that stands before the word for press
    for mention in reversed(mentions):
        is_listed = patterns.linking.fullmatch(folded, mention.end, max(of_press, mention.end)) is not None
        if mention.kind is EntityKind.COUNTRY and (is_listed or patterns.press.match(folded, mention.end)):
            of_press = mention.start
        else:
            kept.append(mention)
    return kept[::-1]


def _extends(left: Phrase, right: Phrase, folded: str) -> bool:
    """Whether two phrases are one, the right one its head: 美国 + 国务卿布林肯, 日本 + 内阁."""
    if right.kind is EntityKind.PERSON:
        if left.kind is EntityKind.PERSON and not left.refers:
            return False
        gap = ASIDE.sub("", folded[left.end : right.start])
        return (
            len(gap) <= TITLE_GAP
            and not load_patterns().title_break.search(gap)
            and (not gap or load_patterns().title_end.search(gap) is not None)
        )
    if left.kind is EntityKind.COUNTRY:
        if right.kind is not EntityKind.ORGANIZATION:
            return False
        gap = ASIDE.sub("", folded[left.end : right.start])
        return not gap or bool(load_patterns().after_of.fullmatch(gap))
    is_body = left.kind is EntityKind.ORGANIZATION and not right.refers
    return is_body and not ASIDE.sub("", folded[left.end : right.start])


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """The phrases of an article, for looking up those within a stretch."""

    phrases: tuple[Phrase, ...]
    starts: tuple[int, ...]

    def between(self, start: int, end: int) -> tuple[Phrase, ...]:
        """The phrases that begin at or after start and end by `end`."""
        first, last = bisect_left(self.starts, start), bisect_right(self.starts, end)
        return tuple([p for p in self.phrases[first:last] if p.end <= end])


def index_phrases(linked: Linked) -> PhraseIndex:
    """The article's phrases, ready for look-up."""
    phrases = find_phrases(linked)
    return PhraseIndex(phrases, tuple(p.start for p in phrases))


class Subject(Struct, frozen=True, gc=False):
    """The speakers of a word of speech, and where their names begin and end."""

    start: int
    end: int
    entities: tuple[str, ...]
    kind: EntityKind
    refers: bool
    joint: bool = False


def find_subject(index: PhraseIndex, folded: str, start: int, cue: int, *, joint: bool) -> Subject | None:
    """The subject of a word of speech at `cue` within folded[start:cue]: first of the phrases that can be one.

    `joint`: whether A与B are both subjects (A与B讨论), not only A (A与B会谈后表示).
    """
    phrases = list(index.between(start, cue))
    for i, phrase in enumerate(phrases):
        if is_subject(phrase, folded, start, cue):
            return _with_partners(phrases[i:], folded, joint=joint)
    return None


def is_subject(phrase: Phrase, folded: str, start: int, cue: int) -> bool:
    """Whether a phrase can speak, as the words around it show."""
    words = load_surroundings()
    before = folded[max(start, phrase.start - BEFORE) : phrase.start].rstrip('“「『"( ')
    after = folded[phrase.end : cue]
    if words.citing.close(before) and len(after) <= CITED and "," not in after:
        return True  # 据路透社报道
    is_person = phrase.kind is EntityKind.PERSON
    if words.governing.close(before) or (is_person and load_patterns().greeted.match(folded, phrase.end)):
        return False
    if is_person:
        return not load_patterns().possessive.match(after) or bool(words.document.match(after))
    if words.document.match(after):
        return True
    if load_patterns().after_of.search(before):
        return False
    return not (words.nonstate.match(after) or load_patterns().possessive.match(after))


def _with_partners(phrases: list[Phrase], folded: str, *, joint: bool) -> Subject:
    first = phrases[0]
    entities, end = list(first.entities), first.end
    patterns = load_patterns()
    for phrase in phrases[1:]:
        gap = ASIDE.sub("", folded[end : phrase.start])
        if not (patterns.conjunction if joint else patterns.linking).fullmatch(gap):
            break
        entities += [e for e in phrase.entities if e not in entities]
        end = phrase.end
    return Subject(first.start, end, tuple(entities), first.kind, first.refers, len(entities) > 1)
