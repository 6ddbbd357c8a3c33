"""Whether confidence means what it says: statements by band of confidence, and the share of them that the gold has."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.evaluation.gold import Gold, speaker
from kg.evaluation.graph import FoundArticle, Query, Reader, tail
from kg.evaluation.names import body
from kg.evaluation.score import Scores, score_people

BANDS = ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01))
STATEMENTS = """SELECT ?f ?s ?i ?act ?c ?ac { ?st a dkg:Statement ; dkg:inArticle ?a ; dkg:speaker ?s ; dkg:about ?i ;
                dkg:act ?act ; dkg:confidence ?c . ?a dkg:sourceFile ?f OPTIONAL { ?st dkg:actConfidence ?ac } }"""

Rated = tuple[float, bool]  # a confidence, and whether what it rates is right


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Statements rated from `low` to below `high`: how many, their mean confidence, and the share that is right."""

    low: float
    high: float
    count: int
    rated: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """The bands that hold statements, lowest first: by confidence in speaker and issue, and in these with the act."""

    pairs: list[Band]
    acts: list[Band]


def reliability(query: Query, gold: Gold) -> Reliability:
    """How right statements are by band of confidence."""
    rated = list(_rated(query, gold))
    return Reliability(pairs=_bands([pair for pair, _ in rated]), acts=_bands([act for _, act in rated]))


def _bands(rated: list[Rated]) -> list[Band]:
    bands = []
    for low, high in BANDS:
        inside = [r for r in rated if low <= r[0] < high]
        if inside:
            mean, right = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            bands.append(Band(low=low, high=high, count=len(inside), rated=mean, right=right))
    return bands


def as_table(found: Reliability) -> str:
    """The bands as lines of two tables."""
    lines = []
    for title, bands in (("confidence", found.pairs), ("actConfidence", found.acts)):
        lines += ["", f"{title:14s}{'statements':>11s}{'rated':>8s}{'right':>8s}"]
        for b in bands:
            name = f"{b.low:.1f}-{min(b.high, 1.0):.1f}"
            lines.append(f"{name:14s}{b.count:11d}{b.rated:8.2f}{b.right:8.2f}")
    return "\n".join(lines[1:])


def _rated(query: Query, gold: Gold) -> Iterator[tuple[Rated, Rated]]:
    """How speaker and issue of every statement of the gold's articles are rated, and how these with the act."""
    reader = Reader(query)
    reader.mentions()
    truths = {truth["doc"]: truth for truth in gold.articles}
    known = {doc: _truth(truth, reader.articles.get(doc, FoundArticle())) for doc, truth in truths.items()}
    seen: set[tuple[str, str, str, str]] = set()
    for file, actor, issue, act, confidence, act_confidence in sorted(reader.rows(STATEMENTS)):
        key = (file, actor, issue, act)
        if file not in known or key in seen:
            continue
        seen.add(key)
        pairs, triples, back = known[file]
        who = back.get(actor, reader.key.get(actor, actor))
        who = body(who) if actor in reader.key else who
        said = (who, tail(issue))
        yield (float(confidence), said in pairs), (float(act_confidence or confidence), (*said, tail(act)) in triples)


Truth = tuple[set[tuple[str, str]], set[tuple[str, str, str]], dict[str, str]]


def _truth(truth: dict[str, object], got: FoundArticle) -> Truth:
    """Gold (speaker, issue) and (speaker, issue, act), and the names of the people found."""
    people, statements = truth["people"], truth["statements"]
    assert isinstance(people, list)
    assert isinstance(statements, list)
    names = {p["name"] for p in people}
    triples = {(speaker(s, names), s["issue"], s["act"]) for s in statements}
    back = score_people(truth, got, Scores())
    return {t[:2] for t in triples}, triples, back
