"""The node and edge view that stands between the graph and everything that shows or measures it.

`kg.rdf` reads a view out of a graph, `kg.analysis` measures it, `kg.view` draws it; none of them knows RDF but the
first. Ids are the tails of the graph's IRIs (`person/antony-blinken`, `country/US`, `issue/taiwan`). Dates are ISO
strings whose length is their precision ("2024-09-27", "2024-09", "2024"). Offsets are code points, end exclusive.
All tuples are sorted, so that a view is the same whatever order the graph was read in.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class NodeType(StrEnum):
    """What a node stands for."""

    PERSON = "person"
    COUNTRY = "country"
    ORGANIZATION = "organization"
    MEETING = "meeting"
    ISSUE = "issue"


class Relation(StrEnum):
    """What an edge says; source and target types stand in the comments."""

    PARTICIPANT = "participant"  # person -> meeting
    PARTY = "party"  # country, organization -> meeting
    REPRESENTS = "represents"  # person -> country, organization
    DISCUSSED = "discussed"  # meeting -> issue
    SAID = "said"  # person, country, organization -> issue
    SIDELINES = "sidelines"  # meeting -> the conference it was held beside


class Names(Struct, frozen=True, kw_only=True, array_like=True):
    """What a thing is called in each script, and every spelling seen; "" where the graph has none."""

    hans: str = ""
    hant: str = ""
    latin: str = ""
    spellings: tuple[str, ...] = ()

    @property
    def any(self) -> str:
        """The first label there is: simplified, traditional, Latin, a spelling."""
        return self.hans or self.hant or self.latin or next(iter(self.spellings), "")


class Article(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """Where words come from; `published` is an ISO day or None."""

    id: str
    headline: str = ""
    publisher: str = ""
    published: str | None = None
    url: str = ""
    source_file: str = ""
    language: str = ""


class Mark(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """Words inside a passage that name a node; offsets count from the passage's start."""

    start: int
    end: int
    node: str


class Passage(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A stretch of an article's clean text; `start` is its offset there, `part` is headline, body or caption."""

    id: str
    article: str
    text: str
    start: int = 0
    part: str = "body"
    marks: tuple[Mark, ...] = ()


class Difference(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A slot of a meeting on which its reports differ: every value with the articles that give it."""

    slot: str
    values: tuple[tuple[Names, tuple[str, ...]], ...]


class Node(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A person, country, organization, meeting or issue.

    `articles` speak of it, `passages` show it. `countries` are ids: whom a person serves, where a body belongs, the
    parties of a meeting. `kind` is a meeting's kind or a body's category. `code` is an iso2 or issue code.
    """

    id: str
    type: NodeType
    names: Names
    articles: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    code: str = ""
    kind: str = ""
    status: str = ""
    start: str | None = None
    end: str | None = None
    place: Names | None = None
    country: str | None = None  # id of the country a meeting took place in
    venue: str = ""
    broader: str | None = None  # id of an issue's broader issue
    publisher_count: int = 0
    confidence: float = 1.0
    differences: tuple[Difference, ...] = ()


class Edge(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One relation between two nodes, however many accounts say it; `count` is how many do."""

    source: str
    target: str
    relation: Relation
    articles: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    confidence: float = 1.0
    count: int = 1


class Report(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One article's account of one meeting; all that it points to by id."""

    id: str
    meeting: str
    article: str
    kind: str = ""
    status: str = ""
    start: str | None = None
    end: str | None = None
    participants: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    city: str | None = None
    country: str | None = None
    beside: str | None = None  # the conference that it was held beside
    passages: tuple[str, ...] = ()
    confidence: float = 1.0
    inferred: tuple[str, ...] = ()  # slots that the article does not say of it


class Role(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A role as an article gives it to a person; `body` is the id of the state or body served."""

    holder: str
    role: str
    article: str
    body: str | None = None
    passage: str | None = None


class Statement(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """What a speaker does with an issue in one article; `act` and `issue` are ids (`act/urge`, `issue/taiwan`).

    `confidence` is that of speaker and issue, `act_confidence` that of these and the act.
    """

    id: str
    speaker: str
    issue: str
    act: str
    article: str
    side: str | None = None
    meeting: str | None = None
    date: str | None = None
    addressee: str | None = None
    target: str | None = None
    passages: tuple[str, ...] = ()
    confidence: float = 1.0
    act_confidence: float = 1.0


class Coverage(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """An issue that a readout covers or is said to omit, with the passages that say so."""

    issue: str
    passages: tuple[str, ...] = ()


class Readout(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One side's official account of a meeting as one article relays it."""

    id: str
    side: str
    article: str
    meeting: str | None = None
    covers: tuple[Coverage, ...] = ()
    omits: tuple[Coverage, ...] = ()
    passages: tuple[str, ...] = ()
    confidence: float = 1.0


class View(Struct, frozen=True, kw_only=True, array_like=True):
    """A graph as nodes, edges and the accounts and words behind them; `terms` label acts, kinds and statuses."""

    articles: tuple[Article, ...] = ()
    passages: tuple[Passage, ...] = ()
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    reports: tuple[Report, ...] = ()
    roles: tuple[Role, ...] = ()
    statements: tuple[Statement, ...] = ()
    readouts: tuple[Readout, ...] = ()
    terms: tuple[tuple[str, Names], ...] = ()
    publishers: tuple[tuple[str, Names], ...] = ()  # what Article.publisher is called in each script


class Account(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """What a build read and what it could not: for the front page. `unresolved` are names with their counts."""

    read: int = 0
    skipped: tuple[tuple[str, str], ...] = ()  # (file, reason)
    duplicates: int = 0
    unresolved: tuple[tuple[str, int], ...] = ()
    unresolved_count: int = 0  # all of them, where `unresolved` lists the commonest


Cell = str | int | float | None


class Table(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A table of the analysis: `name` is its file name without .csv."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class MatrixCell(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """What one side does with one issue at one meeting.

    `state` is `said`, `other-only` (only another side is reported to have spoken of it), `omitted` (its readout is
    reported to leave it out) or `unknown`. `acts` are act ids with the passages that show them and how sure the surest
    statement of each is. A side may be reported to have spoken of what its readout leaves out: then the state is
    `said`, and `omitted` holds the passages.
    """

    side: str
    state: str
    acts: tuple[tuple[str, tuple[str, ...], float], ...] = ()
    passages: tuple[str, ...] = ()
    omitted: tuple[str, ...] | None = None  # passages that report the omission; None if none is reported


class MatrixRow(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One issue of a meeting: a cell for each side; `relation` is `agree`, `oppose` or ""."""

    issue: str
    cells: tuple[MatrixCell, ...]
    relation: str = ""
    unattributed: tuple[str, ...] = ()  # passages that say it was discussed, naming no side


class Matrix(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """Issue by side for one meeting, sides in columns."""

    meeting: str
    sides: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


class Tables(Struct, frozen=True, kw_only=True, array_like=True):
    """What the analysis found: tables to write, the community of each node, the matrix of each meeting."""

    tables: tuple[Table, ...]
    communities: dict[str, int]
    matrices: tuple[Matrix, ...]


def labels(view: View) -> dict[str, str]:
    """The first label of each node by id; its id where it has none."""
    return {node.id: node.names.any or node.id for node in view.nodes}
