"""People named in a text: known names, dotted and bracketed foreign names, holders of titles, speakers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from msgspec.structs import replace

from kg.fold import JOINTS
from kg.knowledge.names import NameLexicon
from kg.model import Candidate, EntityKind, Form, Introduced
from kg.nlp.boundaries import breaks_word, end_score, speaks, start_score
from kg.nlp.foreign import LATIN, bracketed_names, dotted_names, personal_latin
from kg.nlp.lexicon import Hit, Lexicon
from kg.nlp.personal import before_speech, read_name

_CLAUSE_START = re.compile(r"(?:^|[。,;:!?」”』\s的])(?=[\u4e00-\u9fff])")
_CLOSERS = '”"」』'
_LONGEST_ADDRESS = 8  # characters between a name and its Latin form
_LONG = 3  # characters from which on a name is safe inside other foreign sounds, and those of a usual Chinese name
_SOUND = 1.5  # weight of a character that goes on a foreign name


@dataclass(slots=True)
class People:
    """The people found so far in one text, by where they begin; spans never overlap.

    `covered` are the offsets inside words that the lexicon knows.
    """

    text: str
    lexicon: Lexicon
    covered: frozenset[int]
    by_start: dict[int, Candidate] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def add(self, candidate: Candidate) -> bool:
        """Keep a name unless its place is taken."""
        span = range(candidate.start, candidate.end)
        if not self.taken.isdisjoint(span):
            return False
        self.by_start[candidate.start] = candidate
        self.taken.update(span)
        return True

    def ending_at(self, end: int) -> Candidate | None:
        """The name that ends there, if any."""
        start = end - 1
        while start in self.taken and start not in self.by_start:
            start -= 1
        name = self.by_start.get(start)
        return name if name and name.end == end else None

    def read(
        self,
        start: int,
        limit: int,
        *,
        rule: str,
        country: str | None = None,
        starts: frozenset[int] = frozenset(),
        is_doubtful: bool = False,
    ) -> Candidate | None:
        """Read and keep an unknown name that begins at `start`; None if the words there are no name.

        Where it is doubtful that a name stands there at all, more must show it.
        """
        reading = read_name(self.text, start, limit, self.lexicon.names, country=country, starts=starts)
        end = reading.end if reading else before_speech(self.text, start, limit, self.lexicon.names)
        if end is None or (is_doubtful and not self._is_shown(start, end, is_read=reading is not None)):
            return None
        name = person(start, end, rule=rule, confidence=0.8 if reading else 0.7)
        self._drop_weak(start, end)
        return name if self.add(name) else None

    def _is_shown(self, start: int, end: int, *, is_read: bool) -> bool:
        """Whether a doubtful name is one: its bearer speaks, or it is a usual Chinese name that a mark ends."""
        text, names = self.text, self.lexicon.names
        if not is_read or text[end - 1] in names.never_last:
            return not is_read and end - start >= _LONG
        is_usual = end - start == _LONG and text[start] in names.usual_surnames
        return speaks(text, end, names) or (is_usual and not text[end : end + 1].isalnum())

    def _drop_weak(self, start: int, end: int) -> None:
        """Take back surnames that only the gazetteer knows, where a longer name is read over them: 雷特 in 史雷特."""
        for place in range(start + 1, end):
            name = self.by_start.get(place)
            if name is not None and name.rule == "known-weak" and name.end <= end:
                del self.by_start[place]
                self.taken.difference_update(range(place, name.end))


def person(start: int, end: int, *, rule: str, form: Form = Form.FULL, confidence: float = 1.0) -> Candidate:
    """A candidate of a person's name."""
    return Candidate(start=start, end=end, kind=EntityKind.PERSON, form=form, rule=rule, confidence=confidence)


def frames_of(hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """The spans that names cannot run over: countries, bodies, titles, and words that only look like names."""
    return [(hit.start, hit.end) for hit in hits if hit.lexeme.is_frame or hit.lexeme.is_word]


def foreign_people(text: str, hits: Sequence[Hit], lexicon: Lexicon) -> Iterator[Candidate]:
    """Names with a middle dot, whole and known to the gazetteer or not."""
    titles = {hit.end for hit in hits if hit.lexeme.offices}
    known = {(hit.start, hit.end) for hit in hits if not hit.lexeme.is_person}
    people_ends = {hit.end for hit in hits if hit.lexeme.is_person}
    whole = [
        (hit.start, hit.end)
        for hit in hits
        if "·" in hit.lexeme.form and (hit.lexeme.introduced or hit.lexeme.full_names)
    ]
    for span in dotted_names(text, lexicon.names, frames_of(hits)):
        start, end = _inner(_outer(span, whole), whole, text, lexicon.names)
        if _is_namesake(text, end, lexicon.names) or (start, end) in known:
            continue
        bracket = LATIN.match(text, end)
        if bracket and " " not in (personal_latin(bracket.group(1), lexicon.names) or ""):
            continue
        bearers = _bearers(text[start:end].replace(" ", ""), lexicon)
        is_shown = bearers or start in titles or end in people_ends or bracket is not None
        is_hyphened = "·" not in text[start:end] and not text.startswith(lexicon.names.hyphen_first, start)
        if is_hyphened and (not is_shown or _is_ticket(text, start, end, hits)):
            continue
        yield replace(person(start, end, rule="dotted"), known=bearers)


def _bearers(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The people of the gazetteer who bear a name, whatever joins its parts: 甲·乙, 甲-乙, 甲.乙."""
    found = (lexicon.lexemes.get(form) for form in (name, JOINTS.sub("·", name)))
    return next((tuple(lexeme.full_names) for lexeme in found if lexeme and lexeme.full_names), ())


def _outer(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The one of some spans, sorted and apart, that holds a span; the span itself if none does."""
    number = bisect_right(spans, span[0], key=itemgetter(0)) - 1
    return spans[number] if number >= 0 and span[1] <= spans[number][1] else span


def _inner(span: tuple[int, int], spans: Sequence[tuple[int, int]], text: str, names: NameLexicon) -> tuple[int, int]:
    """The known name in a span that small words or common ones stand around: 于|甲·乙, 甲·乙|的讲话; else the span."""
    for start, end in spans[bisect_left(spans, (span[0], 0)) : bisect_right(spans, span[1], key=itemgetter(0))]:
        is_led = start == span[0] or start_score(text, start, names) >= 1
        if is_led and (end == span[1] or (end < span[1] and end_score(text, end, names) >= 1)):
            return start, end
    return span


def _is_ticket(text: str, start: int, end: int, hits: Sequence[Hit]) -> bool:
    """Whether a hyphen joins the surnames of two who run together, 拜登-哈里斯, not one's names, 斯蒂芬-比根."""
    place = text.find("-", start, end)
    surnames = {(hit.start, hit.end) for hit in hits if hit.lexeme.short_names and not hit.lexeme.full_names}
    return {(start, place), (place + 1, end)} <= surnames


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edges:
    """Where known names and titles begin and end: what stands there needs no other boundary."""

    starts: frozenset[int]
    ends: frozenset[int]
    people: tuple[frozenset[int], frozenset[int]]  # starts and ends of people only


def known_people(text: str, hits: Sequence[Hit], lexicon: Lexicon) -> Iterator[Candidate]:
    """Names of the gazetteer; a short one only where no common word lies over its edges."""
    sure = [hit for hit in hits if not hit.lexeme.is_weak]
    bearers = [hit for hit in sure if hit.lexeme.is_person and not hit.lexeme.is_frame]
    edges = _Edges(
        starts=frozenset(hit.start for hit in sure),
        ends=frozenset(hit.end for hit in sure),
        people=(frozenset(hit.start for hit in bearers), frozenset(hit.end for hit in bearers)),
    )
    for hit in hits:
        lexeme = hit.lexeme
        if not lexeme.is_person or lexeme.is_frame:
            continue
        size = hit.end - hit.start
        if _is_namesake(text, hit.end, lexicon.names):
            continue
        if lexeme.introduced:
            yield from _introduced(text, hit, lexeme.introduced, edges, lexicon.names)
        elif lexeme.full_names and (size > 2 or not breaks_word(text, hit.start, hit.end, lexicon.names)):
            yield _known(hit, "known-name", Form.FULL, (*lexeme.full_names, *lexeme.short_names), 1.0)
        elif _is_inside_sounds(text, hit, edges, lexicon.names):
            continue
        elif lexeme.short_names and not (size == 2 and breaks_word(text, hit.start, hit.end, lexicon.names)):
            yield _known(hit, "known-short", Form.SHORT, (*lexeme.short_names, *lexeme.weak_names), 0.9)
        elif lexeme.weak_names and _is_bounded(text, hit, edges, lexicon.names):
            is_listed = _is_listed(text, hit, edges, lexicon.names)
            rule, confidence = ("known-listed", 0.7) if is_listed else ("known-weak", 0.5)
            yield _known(hit, rule, Form.SHORT, tuple(lexeme.weak_names), confidence)


def _introduced(text: str, hit: Hit, name: Introduced, edges: _Edges, names: NameLexicon) -> Iterator[Candidate]:
    """A name that another article introduces; a surname alone only between clear edges."""
    if name.is_full and not _is_inside_sounds(text, hit, edges, names):
        yield person(hit.start, hit.end, rule="introduced", confidence=0.9)
    elif not name.is_full and _is_bounded(text, hit, edges, names):
        yield person(hit.start, hit.end, rule="introduced-surname", form=Form.SHORT, confidence=0.8)


def _known(hit: Hit, rule: str, form: Form, known: tuple[str, ...], confidence: float) -> Candidate:
    return Candidate(
        start=hit.start,
        end=hit.end,
        kind=EntityKind.PERSON,
        form=form,
        rule=rule,
        known=known,
        confidence=confidence,
    )


def _is_namesake(text: str, end: int, names: NameLexicon) -> bool:
    """Whether what follows the name says that a ship, place or prize bears it: 里根号, “雷伊斯”号, 尼克松中心."""
    return text.startswith(names.not_person_before, end + (text[end : end + 1] in _CLOSERS and end < len(text)))


def _is_listed(text: str, hit: Hit, edges: _Edges, names: NameLexicon) -> bool:
    """Whether it stands in a list beside a name that is sure: 布什 in 奥巴马、布什以及克林顿."""
    starts, ends = edges.people
    return any(
        (text.endswith(joint, 0, hit.start) and hit.start - len(joint) in ends)
        or (text.startswith(joint, hit.end) and hit.end + len(joint) in starts)
        for joint in names.list_joints
    )


def _is_bounded(text: str, hit: Hit, edges: _Edges, names: NameLexicon) -> bool:
    """Whether marks, small words or known names stand on both sides of it."""
    is_led = hit.start in edges.ends or start_score(text, hit.start, names) >= 1
    return is_led and (hit.end in edges.starts or end_score(text, hit.end, names) >= 1)


def _is_inside_sounds(text: str, hit: Hit, edges: _Edges, names: NameLexicon) -> bool:
    """Whether a short name is only a part of a longer foreign one: 马斯 in 托马斯."""
    left, right = hit.start - 1, hit.end
    if hit.end - hit.start > _LONG:
        return False
    is_led = (
        left >= 0
        and hit.start not in edges.ends
        and names.weights.get(text[left], 0) >= _SOUND
        and text[left] not in names.before_name
        and text[left - 1 : left + 1] not in names.words
    )
    is_trailed = (
        right < len(text)
        and right not in edges.starts
        and names.weights.get(text[right], 0) >= _SOUND
        and end_score(text, right, names) < 1
    )
    return is_led or is_trailed


def add_bracketed(people: People, hits: Sequence[Hit]) -> None:
    """Read unknown names that stand before a Latin form in brackets."""
    titles = {hit.end: hit.start for hit in hits if hit.lexeme.offices}
    known = {hit.end for hit in hits if not hit.lexeme.is_frame and not hit.lexeme.is_word}
    for start, end, latin in bracketed_names(people.text, people.lexicon.names, frames_of(hits), titles):
        if end not in known:
            people.add(replace(person(start, end, rule="latin-bracket"), latin=latin))


def add_latin(people: People, hits: Sequence[Hit]) -> Iterator[Candidate]:
    """Tie Latin forms in brackets to the names before them; yield the Latin mentions."""
    text, names = people.text, people.lexicon.names
    titles = {hit.start: hit.end for hit in hits if hit.lexeme.offices}
    for candidate in list(people.by_start.values()):
        end = candidate.end
        if "(" not in text[end : end + _LONGEST_ADDRESS]:
            continue
        address = next((len(word) for word in names.behind_name if text.startswith(word, end)), 0)
        match = LATIN.match(text, titles.get(end, end + address))
        latin = personal_latin(match.group(1), names) if match else None
        if match and latin:
            people.by_start[candidate.start] = replace(candidate, latin=latin)
            begin = text.find(latin, match.start(1))
            mention = person(begin, begin + len(latin), rule="latin-bracket", form=Form.LATIN)
            yield replace(mention, latin=latin)


def add_speakers(people: People, hits: Sequence[Hit]) -> None:
    """Chinese names at the head of a clause and before a verb of speaking: 苏紫云认为."""
    text, names = people.text, people.lexicon.names
    covered = {hit.start for hit in hits}
    for match in _CLAUSE_START.finditer(text):
        start = match.end()
        first = text[start : start + 1]
        if first not in names.surnames["zh"] or first in names.after_name or start in covered:
            continue
        for end in (start + 3, start + 2):
            if _is_speaker(people, start, end):
                people.add(person(start, end, rule="speaker", confidence=0.7))
                break


def add_repeats(people: People, hits: Sequence[Hit]) -> None:
    """Every further place of a name that is sure once: 鲁卡申柯 after 总统鲁卡申柯, 阿莫林 after 塞尔索·阿莫林."""
    text, names = people.text, people.lexicon.names
    framed = frozenset().union(*[range(start, end) for start, end in frames_of(hits)])
    forms = {form: c for c in people.by_start.values() if c.form is Form.FULL for form in _forms(text, c, names)}
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        first, place = forms[form], text.find(form)
        while place >= 0:
            end = place + len(form)
            if framed.isdisjoint(range(place, end)) and not (
                (len(form) == 2 and breaks_word(text, place, end, names)) or _is_namesake(text, end, names)
            ):
                is_whole = len(form) == first.end - first.start
                repeat = person(
                    place, end, rule="repeat", form=Form.FULL if is_whole else Form.SHORT, confidence=first.confidence
                )
                people.add(replace(repeat, known=first.known if is_whole else ()))
            place = text.find(form, end)


def _forms(text: str, candidate: Candidate, names: NameLexicon) -> Iterator[str]:
    name = text[candidate.start : candidate.end]
    if name not in names.words:
        yield name
    last = JOINTS.split(name)[-1]
    if last != name and len(last) > 1 and last not in names.words:
        yield last
    if len(name) == 4 and name[:2] in names.surnames["ja"]:
        yield name[:2]


def add_compounds(people: People) -> None:
    """Single characters for people named in full elsewhere: 布王会谈, 拜习会; 王 at the head of a clause after 王毅."""
    text, names, covered = people.text, people.lexicon.names, people.covered
    initials = {text[c.start : c.end].rpartition("·")[2][0] for c in people.by_start.values()}
    if not initials:
        return
    surnames = names.surnames["zh"] | names.surnames["ko"]
    for place in sorted(place for initial in initials for place in _places(text, initial)):
        if place in covered or place in people.taken:
            continue
        if text[place + 1 : place + 2] in initials and text.startswith(names.encounters, place + 2):
            is_free = place + 1 not in covered and place + 1 not in people.taken
            for start in (place, place + 1) if is_free and text[place : place + 2] not in names.words else ():
                people.add(person(start, start + 1, rule="compound", form=Form.COMPOUND, confidence=0.8))
        elif text[place] in surnames and _stands_alone(text, place, names):
            people.add(person(place, place + 1, rule="surname", form=Form.SHORT, confidence=0.6))


def _places(text: str, character: str) -> Iterator[int]:
    place = text.find(character)
    while place >= 0:
        yield place
        place = text.find(character, place + 1)


def _stands_alone(text: str, place: int, names: NameLexicon) -> bool:
    if place and text[place - 1] not in "\n 。,;:!?“”「」":
        return False
    return text.startswith(names.surname_after, place + 1) and text[place : place + 2] not in names.words


def _is_speaker(people: People, start: int, end: int) -> bool:
    text, names = people.text, people.lexicon.names
    name = text[start:end]
    if end > len(text) or not name.isalpha() or any(word in names.words for word in (name, name[1:], name[:2])):
        return False
    if name[-1] in names.after_name or is_side(name, people.lexicon):
        return False
    is_said = len(name) == 3 and text.startswith(names.speech, end)  # 蒋旻正|说, though 正说 is a word
    return is_said or (end_score(text, end, names) >= 1 and speaks(text, end, names))


def is_side(name: str, lexicon: Lexicon) -> bool:
    """Whether two characters that begin with a surname are a side, forces or media: 韩方, 巴媒, 左媒; but 谢军."""
    names = lexicon.names
    is_country = name[0] in lexicon.shorts or name[0] not in names.usual_surnames
    return len(name) == 2 and name[1] in names.sides and is_country


def is_kind(people: People, place: int) -> bool:
    """Whether a word for a kind of person ends there: 司机, 经济师, 维权人士, 技术|长."""
    text, names = people.text, people.lexicon.names
    word = text[place - 2 : place]
    if text[place - 1 : place] not in names.person_ends or word in names.not_kinds:
        return False
    if word in names.words or text[place - 3 : place] in names.words:
        return True
    return text.startswith(names.chief, place - 1) and text[place - 3 : place - 1] in names.words
