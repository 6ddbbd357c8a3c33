"""Whether confidence means what it says: statements by band of confidence, and the share of them that the gold has."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.evaluation.gold import Gold
from kg.evaluation.graph import FoundArticle, Query, Reader, tail
from kg.evaluation.names import body
from kg.evaluation.score import Scores, score_people

BANDS = ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01))
STATEMENTS = """SELECT ?f ?s ?i ?act ?c { ?st a dkg:Statement ; dkg:inArticle ?a ; dkg:speaker ?s ; dkg:about ?i ;
                dkg:act ?act ; dkg:confidence ?c . ?a dkg:sourceFile ?f }"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Statements rated from `low` to below `high`: how many, and the shares that are right."""

    low: float
    high: float
    count: int
    rated: float  # their mean confidence
    right: float  # speaker and issue
    exact: float  # speaker, issue and act


def reliability(query: Query, gold: Gold) -> list[Band]:
    """The bands that hold statements, lowest first. Confidence rates speaker and issue; the act is shown beside."""
    rated = list(_rated(query, gold))
    bands = []
    for low, high in BANDS:
        inside = [r for r in rated if low <= r[0] < high]
        if inside:
            n = len(inside)
            shares = [sum(r[i] for r in inside) / n for i in range(3)]
            bands.append(Band(low=low, high=high, count=n, rated=shares[0], right=shares[1], exact=shares[2]))
    return bands


def as_table(bands: list[Band]) -> str:
    """The bands as lines of a table."""
    lines = [f"{'confidence':12s}{'statements':>11s}{'rated':>8s}{'right':>8s}{'and act':>9s}"]
    for b in bands:
        name = f"{b.low:.1f}-{min(b.high, 1.0):.1f}"
        lines.append(f"{name:12s}{b.count:11d}{b.rated:8.2f}{b.right:8.2f}{b.exact:9.2f}")
    return "\n".join(lines)


def _rated(query: Query, gold: Gold) -> Iterator[tuple[float, bool, bool]]:
    """(confidence, speaker and issue right, act right too) of every statement of the gold's articles."""
    reader = Reader(query)
    reader.mentions()
    truths = {truth["doc"]: truth for truth in gold.articles}
    known = {doc: _truth(truth, reader.articles.get(doc, FoundArticle())) for doc, truth in truths.items()}
    seen: set[tuple[str, str, str, str]] = set()
    for file, speaker, issue, act, confidence in sorted(reader.rows(STATEMENTS)):
        key = (file, speaker, issue, act)
        if file not in known or key in seen:
            continue
        seen.add(key)
        pairs, triples, back = known[file]
        who = back.get(speaker, reader.key.get(speaker, speaker))
        who = body(who) if speaker in reader.key else who
        said = (who, tail(issue))
        yield float(confidence), said in pairs, (*said, tail(act)) in triples


Truth = tuple[set[tuple[str, str]], set[tuple[str, str, str]], dict[str, str]]


def _truth(truth: dict[str, object], got: FoundArticle) -> Truth:
    """Gold (speaker, issue) and (speaker, issue, act), and the names of the people found."""
    people, statements = truth["people"], truth["statements"]
    assert isinstance(people, list)
    assert isinstance(statements, list)
    names = {p["name"] for p in people}
    triples = {
        (s["speaker"] if s["speaker"] in names else body(s["speaker"]), s["issue"], s["act"]) for s in statements
    }
    back = score_people(truth, got, Scores())
    return {t[:2] for t in triples}, triples, back
