"""Records that pass between the stages.

Offsets everywhere are code points into `Article.text`, end exclusive, so that
`article.text[span.start:span.end]` is the quote. Dates are ISO strings whose length is their
precision: "2024-09-27" (day), "2024-09" (month), "2024" (year); None is unknown. An entity is
named inside one article by its `key`; only the merge stage knows which thing in the world a key is.

They are msgspec structs, which are made, changed and read back in a tenth of the time of frozen dataclasses; as they
hold no cycles, the garbage collector passes them by (`gc=False`). As bytes they are lists without the names of their
fields (`array_like`): less to write, to compress and to read.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kg.kinds import EntityKind as EntityKind
from kg.kinds import Form as Form
from kg.kinds import Judgement as Judgement
from kg.kinds import MeetingKind as MeetingKind
from kg.kinds import Part as Part
from kg.kinds import Status as Status


class Span(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A stretch of an article's clean text."""

    start: int
    end: int


class Block(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One headline, body paragraph or caption; body paragraphs count from 0, the others have None."""

    part: Part
    start: int
    end: int
    paragraph: int | None = None


class Article(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One article, cleaned. `text` is its blocks joined by newlines: headline, body, captions.

    `id` is made from the content (headline, publisher, url, text), `source_file` is the path relative to the input
    given; `offsets` maps clean text to the decoded file as sorted (clean start, file start) runs.
    """

    id: str
    source_file: str
    text: str
    blocks: tuple[Block, ...]
    headline: str = ""
    publisher: str | None = None
    url: str | None = None
    published: str | None = None  # ISO day, or date-time in UTC
    published_source: str | None = None  # front-matter, mirror-header, time-element, dateline, file-name, record
    script: str = "Hans"  # Hans or Hant, whichever has more of its characters
    dateline: str | None = None  # the city of the publisher's dateline, if any
    credits: tuple[str, ...] = ()  # agencies the article credits: 新华社, 路透社
    offsets: tuple[tuple[int, int], ...] = ()
    digest: str = ""  # sha256 of the clean text
    other_files: tuple[str, ...] = ()  # further files that hold the same article
    filed: str | None = None  # the ISO day of an agency's dateline: 法新社柏林1日电

    @property
    def day(self) -> str | None:
        """The ISO day of publication (UTC)."""
        return self.published[:10] if self.published else None


class Sentence(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A sentence of one block; quotes stay whole where their full stop is inside them."""

    start: int
    end: int
    block: int


class DateMention(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A date expression and what it means; `first` and `last` are equal for a single day, month or year."""

    start: int
    end: int
    first: str | None
    last: str | None
    rule: str


class Candidate(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A name or title found in the text before it is known whom it names."""

    start: int
    end: int
    kind: EntityKind | None  # None for a title or a pronoun
    form: Form
    rule: str
    known: tuple[str, ...] = ()  # gazetteer ids that bear this name, best first
    latin: str | None = None
    country: str | None = None  # iso2, as the words around it say
    body: Span | None = None  # the body of a title: 美国国务院 in 美国国务院发言人
    role: str | None = None  # the office, without country: 国务卿
    modifier: str | None = None  # of a title: former, acting, deputy, designate, current, outgoing
    holders: tuple[Span, ...] = ()  # of a title: the names that bear it
    category: str | None = None  # of an organization
    confidence: float = 1.0


class Introduced(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A person's name that some article of the same input introduces: with its Latin form, or behind offices.

    `form` is in comparison form; a surname alone (`is_full` false) counts only where it clearly stands by itself.
    """

    form: str
    latin: str | None = None
    country: str | None = None  # iso2, as the titles before the name say
    is_full: bool = True


class Annotated(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """An article with what the pipeline found in it. `folded` is the text in comparison form, of the same length."""

    article: Article
    folded: str
    sentences: tuple[Sentence, ...]
    candidates: tuple[Candidate, ...]
    dates: tuple[DateMention, ...]
    introduced: tuple[Introduced, ...] = ()  # names in the text that other articles may have introduced


class Entity(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """Someone or something inside one article.

    `key` is unique in the article: `country/US`, `organization/UN` (gazetteer id), `person/blinken` (gazetteer id) or
    `person/1` (unknown to it), `place/new-york-city`. `name` is the fullest form, as written. Where no words tell the
    country of a person, it is guessed from the rest of the article (`is_guessed`).
    """

    key: str
    kind: EntityKind
    name: str
    latin: str | None = None
    country: str | None = None  # iso2: whom a person serves, where a body or place belongs
    known: str | None = None  # gazetteer id
    category: str | None = None  # of an organization: gold/FORMAT.md
    is_guessed: bool = False


class Mention(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """Words that name, or refer to, one or (双方, 两国外长) several entities of the article."""

    start: int
    end: int
    entities: tuple[str, ...]
    kind: EntityKind
    form: Form
    rule: str
    confidence: float = 1.0


class Tenure(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A role as the article gives it: 美国国务卿布林肯 -> role 国务卿, country US."""

    holder: str
    role: str
    start: int
    end: int
    country: str | None = None
    body: str | None = None
    modifier: str | None = None  # former, acting, deputy, designate, current, outgoing


class Linked(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """An article whose names are resolved.

    Mentions are sorted by start, longer first; they may nest (美国 in 美国国务院).
    """

    article: Article
    folded: str
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    tenures: tuple[Tenure, ...]
    dates: tuple[DateMention, ...]


class MeetingReport(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One article's account of one encounter. Entities by key, issues by code, `evidence` the sentences that say it."""

    id: str
    kind: MeetingKind
    status: Status
    participants: tuple[str, ...]
    parties: tuple[str, ...]
    evidence: tuple[Span, ...]
    start: str | None = None
    end: str | None = None
    city: str | None = None
    country: str | None = None  # iso2
    issues: tuple[str, ...] = ()
    main: bool = False
    name: str | None = None  # 第79届联合国大会
    venue: str | None = None
    duration: str | None = None  # as written: 逾7个小时
    host: str | None = None
    chairs: tuple[str, ...] = ()
    level: str | None = None  # leaders, ministers, officials
    outcome: str | None = None  # agreed, signed, no-breakthrough
    sidelines_of: str | None = None  # id of another report of the article
    announced: str | None = None  # when a planned meeting was announced
    rule: str = ""
    confidence: float = 1.0
    inferred: tuple[str, ...] = ()  # those of start, city, country that are not said of it, but follow from the rest


class Statement(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One speaker's act on one issue; `evidence` holds the words that carry speaker, act and issue."""

    speaker: str
    issue: str
    act: str
    evidence: Span
    paragraph: int | None = None
    side: str | None = None  # key of a country or organization
    quotation: Span | None = None
    addressee: str | None = None
    target: str | None = None  # who is blamed, refused or warned
    made_at: str | None = None  # id of a report of the article
    relayed_by: str | None = None
    date: str | None = None
    rule: str = ""
    confidence: float = 1.0  # that speaker and issue are right
    act_confidence: float = 1.0  # that the act is right as well


class IssueSpan(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """An issue a readout covers or is said to omit, with the words that say so."""

    issue: str
    start: int
    end: int


class Readout(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One side's official account of a meeting as this article relays it."""

    side: str
    evidence: tuple[Span, ...]
    meeting: str | None = None  # id of a report of the article
    covers: tuple[IssueSpan, ...] = ()
    omits: tuple[IssueSpan, ...] = ()
    issuer: str | None = None
    rule: str = ""
    confidence: float = 1.0


class Extraction(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """All that one article says; what a build remembers of it."""

    article: Article
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    meetings: tuple[MeetingReport, ...] = ()
    statements: tuple[Statement, ...] = ()
    readouts: tuple[Readout, ...] = ()


class Label(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A spelling with its language tag: zh-Hans, zh-Hant or en."""

    text: str
    language: str


class Thing(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A person, country, organization or place of the world.

    `id` is the tail of its IRI (`country/US`). `labels` has at most one a language, `spellings` every form seen;
    `used` is the usual full name in the articles, of a body that the gazetteer calls otherwise. `represents` (of a
    person) are ids of countries or organizations.
    """

    id: str
    kind: EntityKind
    labels: tuple[Label, ...]
    used: tuple[Label, ...] = ()
    spellings: tuple[Label, ...] = ()
    represents: tuple[str, ...] = ()
    country: str | None = None  # iso2 of a body's or place's country; of a country itself
    category: str | None = None
    article_count: int = 0


class Difference(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A slot on which the accounts of a meeting differ, with every value and the articles that give it."""

    slot: str  # start, end, city, country, participants, status
    values: tuple[tuple[str, tuple[str, ...]], ...]  # (value, article ids)


class Meeting(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One encounter of the world, whoever reports it: the better supported value of each slot, things by id."""

    id: str
    kind: MeetingKind
    status: Status
    participants: tuple[str, ...]
    parties: tuple[str, ...]
    start: str | None = None
    end: str | None = None
    city: str | None = None
    country: str | None = None  # iso2
    issues: tuple[str, ...] = ()
    name: str | None = None
    venue: str | None = None
    sidelines_of: str | None = None
    reports: tuple[tuple[str, str], ...] = ()  # (article id, report id)
    history: tuple[tuple[str, Status], ...] = ()  # (day published, status), sorted
    differences: tuple[Difference, ...] = ()
    source_count: int = 1
    publisher_count: int = 1
    confidence: float = 1.0


class StatementCluster(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """The same statement in several articles: members are (article id, index of the statement in its extraction)."""

    id: str
    members: tuple[tuple[str, int], ...]
    source_count: int
    publisher_count: int


class MergeDecision(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """Why two things were joined, kept apart or left to a reviewer."""

    kind: str  # person, organization, meeting
    left: str
    right: str
    judgement: Judgement
    score: float
    reasons: tuple[str, ...]


class KnowledgeBase(Struct, frozen=True, kw_only=True):
    """What the accounts are about. `thing_of` maps (article id, entity key) to a thing's id."""

    things: tuple[Thing, ...]
    meetings: tuple[Meeting, ...]
    clusters: tuple[StatementCluster, ...]
    decisions: tuple[MergeDecision, ...]
    thing_of: Mapping[tuple[str, str], str]
    meeting_of: dict[tuple[str, str], str]  # (article id, report id) -> meeting id
    copies: dict[str, str]  # article id -> id of the article it is a copy of
