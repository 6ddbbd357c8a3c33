"""The scene of an article's speech: its phrases, quotations, words of speech, and what was last spoken of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from msgspec import Struct

from kg.extract.speech import SAY, Cue, Quotes, find_cues, find_quotes
from kg.extract.speech_subjects import PhraseIndex, load_patterns
from kg.extract.states import STATE, country_entity
from kg.model import Entity, EntityKind, Linked, Sentence

ATTRIBUTION = 30  # code points; a longer sentence after a quotation is one of its own
SUBHEAD = 45  # code points; a paragraph without a full stop that is shorter is a heading


class Turn(Struct, frozen=True, gc=False):
    """One stretch text[start:end] of speech: subject and frame before `content`, what is said after it.

    `since` is where the words that name its speaker begin.
    """

    since: int
    start: int
    end: int
    content: int
    speakers: tuple[str, ...]
    subject: tuple[int, int]
    cue: Cue | None
    rule: str
    paragraph: int | None
    relayed_by: tuple[str, ...] = ()


@dataclass(slots=True)
class Scene:
    """An article with everything that finding its turns needs, and what the last sentence left behind."""

    linked: Linked
    entities: dict[str, Entity]
    phrases: PhraseIndex
    quotes: Quotes
    cues: tuple[Cue, ...]
    cue_starts: tuple[int, ...]
    speakers: tuple[str, ...] = ()  # of the last turn of this paragraph
    person: tuple[str, ...] = ()  # the last person who spoke or acted
    source: tuple[str, ...] = ()  # the last body or document cited
    parties: tuple[str, ...] = ()  # those who last talked together
    people: tuple[str, ...] = ()  # of the article's main meeting
    parties_met: tuple[str, ...] = ()  # of the article's main meeting
    since: int = 0  # where the name of the last speaker stands
    block: int = -1
    turns: list[Turn] = field(default_factory=list)

    def kind(self, speakers: tuple[str, ...]) -> str:
        """person, media or state: what sort of speakers these are."""
        entities = [self.entities[s] for s in speakers if s in self.entities]
        if any(e.kind is EntityKind.PERSON for e in entities):
            return "person"
        return "media" if any(e.category == "media" for e in entities) else "state"

    def countries(self, speakers: tuple[str, ...]) -> set[str]:
        """The countries of the speakers."""
        return {c for s in speakers if s in self.entities and (c := self.entities[s].country)}


def make_scene(linked: Linked, phrases: PhraseIndex) -> Scene:
    """The article with its phrases, quotations and words of speech."""
    quotes = find_quotes(linked.folded)
    cues = sorted((*find_cues(_without_names(linked), quotes), *_colons(linked, phrases)), key=lambda c: c.start)
    entities = {e.key: e for e in linked.entities}
    for key in {k for p in phrases.phrases for k in p.entities if k not in entities and k.startswith(STATE)}:
        entities[key] = country_entity(key.removeprefix(STATE))
    return Scene(linked, entities, phrases, quotes, tuple(cues), tuple(c.start for c in cues))


def _without_names(linked: Linked) -> str:
    """The folded text with people's names blanked, so that none lends a character to a word of speech: 赵立坚称."""
    text: list[str] = []
    at = 0
    for mention in linked.mentions:
        if mention.kind is EntityKind.PERSON and mention.form.names and mention.start >= at:
            text += (linked.folded[at : mention.start], " " * (mention.end - mention.start))
            at = mention.end
    return "".join(text) + linked.folded[at:]


def _colons(linked: Linked, phrases: PhraseIndex) -> list[Cue]:
    """A person, a colon, a quotation: 苏紫云：“…”."""
    folded = linked.folded
    return [
        Cue(p.end, p.end + 1, SAY, None)
        for p in phrases.phrases
        if p.kind is EntityKind.PERSON and not p.refers and re.match(r":\s*[“「『\"]", folded[p.end : p.end + 4])
    ]


def is_subhead(linked: Linked, block: int) -> bool:
    """Whether a paragraph is a heading, which only repeats what the text below it says."""
    span = linked.article.blocks[block]
    text = linked.folded[span.start : span.end]
    return len(text) < SUBHEAD and load_patterns().closed.search(text) is None


def find_units(scene: Scene) -> list[tuple[int, int, int]]:
    """Sentences, those that one quotation spans joined."""
    units: list[tuple[int, int, int]] = []
    at, quotes = 0, scene.quotes.spans
    for sentence in scene.linked.sentences:
        while at < len(quotes) and quotes[at].end <= sentence.start:
            at += 1
        if units and units[-1][2] == sentence.block and _goes_on(scene, units[-1], sentence, at):
            units[-1] = (units[-1][0], sentence.end, sentence.block)
        else:
            units.append((sentence.start, sentence.end, sentence.block))
    return units


def _goes_on(scene: Scene, unit: tuple[int, int, int], sentence: Sentence, at: int) -> bool:
    """Whether a sentence belongs to the unit before it: one quotation spans both, or “…。”王毅说。"""
    quotes = scene.quotes.spans
    quote = quotes[at] if at < len(quotes) else None
    if quote is not None and quote.start < unit[1] < quote.end:
        return True
    before = quotes[at - 1] if at else None
    ended = before is not None and (before.start, before.end) == unit[:2]
    return ended and sentence.end - sentence.start <= ATTRIBUTION
