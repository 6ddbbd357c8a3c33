"""The table of figures: people, countries, organizations, meetings with their slots, statements."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from kg.evaluation.counts import Count, align, b_cubed, jaccard
from kg.evaluation.gold import Gold, parties, speaker, surface
from kg.evaluation.graph import FoundArticle, FoundMeeting
from kg.evaluation.names import body, norm

OVERLAP = 0.5  # a report can answer for a gold meeting from this share of common participants and parties
SAME_START, SAME_KIND = 0.3, 0.2  # what an equal date and kind add when several could answer


@dataclass(slots=True)
class Scores:
    """The rows of the table, the misses as (file, what, which), and the events of the matched reports."""

    table: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    misses: list[tuple[str, str, str]] = field(default_factory=list)
    event_of: dict[tuple[str, str], str] = field(default_factory=dict)


def score(found: dict[str, FoundArticle], gold: Gold) -> Scores:
    """Compare article by article; a gold article that is not in the graph counts as empty."""
    scores = Scores()
    for truth in gold.articles:
        got = found.get(truth["doc"], FoundArticle())
        back = score_people(truth, got, scores)
        score_names(truth, got, scores)
        score_meetings(truth, got, back, scores)
        score_statements(truth, got, back, scores)
    for events in gold.events:
        pairs = [(event, scores.event_of[k]) for k, event in events.items() if k in scores.event_of]
        if pairs:
            scores.table["same meeting (B3)"] = b_cubed(pairs)
    return scores


def score_people(truth: dict[str, Any], got: FoundArticle, scores: Scores) -> dict[str, str]:
    """People with country and roles; the result maps a found person to the gold name."""
    people = {p["name"]: p for p in truth["people"]}
    names = {n: surface(p) for n, p in people.items()}
    to = align((len(names[n] & got.people[q]), n, q) for n in names for q in got.people)
    back = {q: n for n, q in to.items()}
    scores.table["person"].add(len(to), len(got.people), len(names))
    scores.misses += [(truth["doc"], "person missed", n) for n in names if n not in to]
    scores.misses += [
        (truth["doc"], "person extra", "/".join(sorted(v))) for q, v in got.people.items() if q not in back
    ]
    for name, q in to.items():
        if people[name]["country"]:
            scores.table["person's country"].add_sets(got.country_of.get(q, set()), {people[name]["country"]})
        _score_roles({norm(r) for r in people[name]["roles"]}, got.roles.get(q, set()), scores)
    return back


def _score_roles(gold: set[str], found: set[str], scores: Scores) -> None:
    hits = {r for r in gold if any(r in x or x in r for x in found)}
    extra = {x for x in found if not any(r in x or x in r for r in gold)}
    scores.table["person's role"].add(len(hits), len(hits) + len(extra), len(gold))


def score_names(truth: dict[str, Any], got: FoundArticle, scores: Scores) -> None:
    """Countries by code, organizations by any shared name."""
    countries = set(truth["countries"])
    scores.table["country"].add_sets(got.countries, countries)
    scores.misses += [(truth["doc"], "country missed", c) for c in sorted(countries - got.countries)]
    scores.misses += [(truth["doc"], "country extra", c) for c in sorted(got.countries - countries)]
    names = {o["name"]: surface(o) for o in truth["organizations"]}
    hits = align((len(names[n] & got.organizations[q]), n, q) for n in names for q in got.organizations)
    scores.table["organization"].add(len(hits), len(got.organizations), len(names))
    missed = [n for n in names if n not in hits]
    extra = [v for q, v in got.organizations.items() if q not in hits.values()]
    scores.misses += [(truth["doc"], "organization missed", n) for n in missed]
    scores.misses += [(truth["doc"], "organization extra", "/".join(sorted(v))) for v in extra]


def score_meetings(truth: dict[str, Any], got: FoundArticle, back: dict[str, str], scores: Scores) -> None:
    """Meetings by participants, parties, date and whether they were held; then the slots of those that match."""
    people = {r: {back.get(p, p) for p in m.participants} for r, m in got.meetings.items()}
    meetings = {m["id"]: m for m in truth["meetings"]}
    pairs = [(closeness(m, q, people[r]), g, r) for g, m in meetings.items() for r, q in got.meetings.items()]
    to = align(pairs)
    scores.table["meeting"].add(len(to), len(got.meetings), len(meetings))
    main = [g for g, m in meetings.items() if m["main"]]
    hits = sum(g in to for g in main)
    scores.table["main meeting (recall)"].add(hits, hits, len(main))
    doc = truth["doc"]
    scores.misses += [(doc, "meeting missed", _told(m)) for g, m in meetings.items() if g not in to]
    answered = set(to.values())
    scores.misses += [(doc, "meeting extra", _found(q)) for r, q in got.meetings.items() if r not in answered]
    for g, r in to.items():
        scores.event_of[doc, g] = got.meetings[r].event
        score_slots(meetings[g], got.meetings[r], people[r], scores)


def closeness(truth: dict[str, Any], found: FoundMeeting, people: set[str]) -> float:
    """How well a report answers for a gold meeting; 0 if it cannot."""
    left = {("p", n) for n in truth["participants"]} | {("c", c) for c in parties(truth)}
    right = {("p", n) for n in people} | {("c", body(c)) for c in found.parties}
    overlap = jaccard(left, right)
    start, status = found.slots.get("start"), found.slots.get("status")
    held_alike = (truth["status"] == "held") == (status == "held")
    if overlap < OVERLAP or not is_compatible(truth["start"], start) or not held_alike:
        return 0.0
    same_start, same_kind = truth["start"] == start, truth["kind"] == found.slots.get("kind")
    return overlap + SAME_START * bool(same_start) + SAME_KIND * bool(same_kind)


def is_compatible(left: str | None, right: str | None) -> bool:
    """Whether one date is unknown or within the other."""
    return left is None or right is None or left.startswith(right) or right.startswith(left)


def score_slots(truth: dict[str, Any], found: FoundMeeting, people: set[str], scores: Scores) -> None:
    """Participants, parties, issues, date, country, kind, status and city of a matched meeting."""
    table = scores.table
    table["- participants"].add_sets(people, set(truth["participants"]))
    table["- parties"].add_sets({body(c) for c in found.parties}, parties(truth))
    table["- issues"].add_sets(found.issues, set(truth["issues"]))
    for row, slot in (("- date", "start"), ("- country", "country"), ("- kind", "kind"), ("- status", "status")):
        value = found.slots.get(slot)
        table[row].add_sets({value} - {None}, {truth[slot]} - {None})
    city = {norm(truth["city"])} if truth["city"] else set()
    same = any(a in b or b in a for a in found.city for b in city)
    table["- city"].add(same, bool(found.city), len(city))


def score_statements(truth: dict[str, Any], got: FoundArticle, back: dict[str, str], scores: Scores) -> None:
    """Statements as (side, issue), (speaker, issue) and (speaker, issue, act)."""
    names = {p["name"] for p in truth["people"]}
    gold = {(speaker(s, names), s["side"] and body(s["side"]), s["issue"], s["act"]) for s in truth["statements"]}
    found = {(back.get(s, s), side and body(side), issue, act) for s, side, issue, act in got.statements}
    rows = (
        ("statement (side, issue)", (1, 2)),
        ("statement (speaker, issue)", (0, 2)),
        ("statement (speaker, issue, act)", (0, 2, 3)),
    )
    for row, slots in rows:
        scores.table[row].add_sets(
            {tuple(x[i] for i in slots) for x in found}, {tuple(x[i] for i in slots) for x in gold}
        )


def _told(meeting: dict[str, Any]) -> str:
    who = meeting["participants"] or meeting["parties"]
    return f"{meeting['kind']} {meeting['status']} {meeting['start']} {who}"


def _found(meeting: FoundMeeting) -> str:
    slots = meeting.slots
    return f"{slots.get('kind')} {slots.get('status')} {slots.get('start')} {sorted(meeting.parties)}"
