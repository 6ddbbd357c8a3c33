"""Parts of a view: around a person, an issue, a span of time, or the strongest so many nodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import unquote

from msgspec.structs import replace

from kg import days
from kg.errors import UsageError
from kg.fold import fold, nearest
from kg.viewmodel import Edge, Node, NodeType, Readout, Report, Role, Statement, View
from kg.vocab import HOME, ID

PREFIXED = {"org": "organization", **{type_.value: type_.value for type_ in NodeType}}  # as in the graph's prefixes
# The share of a page that each type may take when a graph is too large for it. Meetings and people are what the page is
# about; a share that a type does not use goes to the best of the others.
SHARES = {
    NodeType.MEETING: 0.38,
    NodeType.PERSON: 0.34,
    NodeType.ORGANIZATION: 0.14,
    NodeType.COUNTRY: 0.08,
    NodeType.ISSUE: 0.06,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subset:
    """What of a graph is wanted; names in any spelling, dates become ISO prefixes (2024, 2024-09, 2024-09-27)."""

    person: str | None = None
    issue: str | None = None
    since: str | None = None
    until: str | None = None
    around: str | None = None
    hops: int = 1
    top: int | None = None

    def __post_init__(self) -> None:
        for bound in ("since", "until"):
            if day := getattr(self, bound):
                object.__setattr__(self, bound, days.checked(day))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How many nodes and edges of the whole graph are not in a part of it."""

    nodes: int
    edges: int


def add(left: LeftOut | None, more: LeftOut | None) -> LeftOut | None:
    """What two cuts after one another leave out."""
    if left is None or more is None:
        return left or more
    return LeftOut(nodes=left.nodes + more.nodes, edges=left.edges + more.edges)


def select(view: View, subset: Subset) -> tuple[View, LeftOut | None]:
    """The part of a view that is wanted and what it leaves out, None if nothing. UsageError for unknown names."""
    kept = {node.id for node in view.nodes}
    if subset.since or subset.until:
        kept &= _dated(view, subset.since or "", subset.until or "9999")
    for name, type_ in ((subset.person, NodeType.PERSON), (subset.issue, NodeType.ISSUE)):
        if name:
            kept = _with_meetings(view, _near(view, find(view, name, type_=type_), 1, kept), kept)
    if subset.around:
        kept = _near(view, find(view, subset.around), subset.hops, kept)
    if subset.top is not None and len(kept) > subset.top:
        kept = strongest(view, kept, subset.top)
    part = keep(view, kept)
    gone = LeftOut(nodes=len(view.nodes) - len(part.nodes), edges=len(view.edges) - len(part.edges))
    return part, gone if gone.nodes or gone.edges else None


def find(view: View, *names: str, type_: NodeType | None = None) -> str:
    """The id of the node of one of these ids, codes or names in any spelling; the best reported if several bear it."""
    wanted = {fold(_id(name)).casefold() for name in names}
    called = [node for node in view.nodes if type_ in (None, node.type) and not wanted.isdisjoint(_called(node))]
    if not called:
        known = {name: spelling for n in view.nodes if type_ in (None, n.type) for name, spelling in _called(n).items()}
        near = [known[name] for name in nearest(fold(names[0]).casefold(), known)]
        hint = f"; near it: {', '.join(near)}" if near else ""
        raise UsageError(f"nothing in the graph is called {' or '.join(names)}{hint}")
    return min(called, key=lambda node: (-len(node.articles), node.id)).id


def _called(node: Node) -> dict[str, str]:
    """Everything that a node is called: as it is looked for -> as it is written."""
    spellings = (node.id, node.code, node.names.hans, node.names.hant, node.names.latin, *node.names.spellings)
    return {fold(spelling).casefold(): spelling for spelling in spellings if spelling}


def _id(name: str) -> str:
    """An IRI or a prefixed name of the graph as an id; any other name as it is.

    >>> _id("https://w3id.org/diplokg/id/person/%E7%8E%8B%E6%AF%85"), _id("meeting:m1"), _id("王毅")
    ('person/王毅', 'meeting/m1', '王毅')
    """
    for base in (ID, HOME):
        if name.startswith(base):
            return unquote(name[len(base) :])
    prefix, colon, rest = name.partition(":")
    return f"{PREFIXED[prefix]}/{unquote(rest)}" if colon and prefix in PREFIXED else name


def _dated(view: View, since: str, until: str) -> set[str]:
    """Meetings of the span, and whatever else an article or a meeting of the span speaks of."""
    published = {article.id: article.published or "" for article in view.articles}

    def within(date: str) -> bool:
        return bool(date) and date >= since[: len(date)] and date[: len(until)] <= until

    meetings = {n.id for n in view.nodes if n.type is NodeType.MEETING and within(n.start or _first(n, published))}
    others = {
        n.id
        for n in view.nodes
        if n.type is not NodeType.MEETING and any(within(published.get(a, "")) for a in n.articles)
    }
    linked = {end for e in view.edges for end in (e.source, e.target) if e.source in meetings or e.target in meetings}
    dead = {n.id for n in view.nodes if n.type is NodeType.MEETING} - meetings
    return (meetings | others | linked) - dead


def _first(node: Node, published: dict[str, str]) -> str:
    return min((published[article] for article in node.articles if published.get(article)), default="")


def _near(view: View, start: str, hops: int, allowed: Collection[str]) -> set[str]:
    links: dict[str, list[str]] = defaultdict(list)
    for edge in view.edges:
        links[edge.source].append(edge.target)
        links[edge.target].append(edge.source)
    seen, ring = {start}, [start]
    for _ in range(hops):
        ring = [other for node in ring for other in links[node] if other in allowed and other not in seen]
        seen.update(ring)
    return seen


def _with_meetings(view: View, near: set[str], allowed: Collection[str]) -> set[str]:
    """What is near, and whoever and whatever belongs to its meetings."""
    meetings = {node.id for node in view.nodes if node.type is NodeType.MEETING and node.id in near}
    ends = {end for e in view.edges if e.source in meetings or e.target in meetings for end in (e.source, e.target)}
    return near | {end for end in ends if end in allowed}


def strongest(view: View, allowed: Collection[str], top: int) -> set[str]:
    """The best reported nodes, each type within its share, then the best of the rest; ties go by degree and id."""
    degree: dict[str, int] = defaultdict(int)
    for edge in view.edges:
        degree[edge.source] += 1
        degree[edge.target] += 1
    ranked = sorted(
        (node for node in view.nodes if node.id in allowed), key=lambda n: (-len(n.articles), -degree[n.id], n.id)
    )
    kept: set[str] = set()
    for type_, share in SHARES.items():
        kept.update([node.id for node in ranked if node.type is type_][: round(top * share)])
    for node in ranked:
        if len(kept) >= top:
            break
        kept.add(node.id)
    return kept


def keep(view: View, kept: Collection[str]) -> View:
    """The view of some of its nodes: only edges, accounts, passages and articles that they need."""
    nodes = tuple(node for node in view.nodes if node.id in kept)
    edges = tuple(edge for edge in view.edges if edge.source in kept and edge.target in kept)
    statements = tuple(s for s in view.statements if s.speaker in kept and s.issue in kept)
    reports = tuple(report for report in view.reports if report.meeting in kept)
    readouts = tuple(readout for readout in view.readouts if readout.meeting in kept)
    roles = tuple(role for role in view.roles if role.holder in kept)
    part = replace(
        view, nodes=nodes, edges=edges, statements=statements, reports=reports, readouts=readouts, roles=roles
    )
    return trim(part, _used(nodes, edges) | _used_by_accounts(part))


def _used(nodes: Collection[Node], edges: Collection[Edge]) -> set[str]:
    shown: Iterator[Node | Edge] = chain(nodes, edges)
    return set(chain.from_iterable(one.passages for one in shown))


def _used_by_accounts(view: View) -> set[str]:
    accounts: Iterator[Statement | Report | Readout] = chain(view.statements, view.reports, view.readouts)
    used = set(chain.from_iterable(account.passages for account in accounts))
    for readout in view.readouts:
        used.update(passage for part in (*readout.covers, *readout.omits) for passage in part.passages)
    return used | {role.passage for role in view.roles if role.passage}


def narrow(view: View, passages: Collection[str]) -> View:
    """The same view with only these passages, and only the articles of passages and reports: for pages of accounts."""
    shown = tuple(passage for passage in view.passages if passage.id in passages)
    needed = {passage.article for passage in shown} | {report.article for report in view.reports}
    return replace(view, passages=shown, articles=tuple(a for a in view.articles if a.id in needed))


def trim(view: View, passages: Collection[str]) -> View:
    """The same view with only these passages, and only the articles that something of it still comes from."""
    shown = tuple(passage for passage in view.passages if passage.id in passages)
    needed = {passage.article for passage in shown}
    things: Iterator[Node | Edge] = chain(view.nodes, view.edges)
    needed.update(chain.from_iterable(thing.articles for thing in things))
    accounts: Iterator[Statement | Report | Readout | Role]
    accounts = chain(view.statements, view.reports, view.readouts, view.roles)
    needed.update(account.article for account in accounts)
    return replace(view, passages=shown, articles=tuple(a for a in view.articles if a.id in needed))
