"""Meetings found in sentences written for the purpose; the table is meetings.yaml."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg import link, nlp
from kg.extract.issues import find_issues, index_issues
from kg.extract.meetings import find_meetings
from kg.fold import fold
from kg.model import Article, Block, Linked, MeetingReport, Part

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "meetings.yaml").read_text(encoding="utf-8"))
PUBLISHED = "2024-05-15"


def make_article(text: str, headline: str = "", published: str = PUBLISHED) -> Article:
    """An article of a headline and paragraphs (one a line)."""
    blocks, start = [], 0
    parts = [(Part.HEADLINE, headline), *((Part.BODY, line) for line in text.split("\n"))]
    for number, (part, line) in enumerate(parts, start=-1):
        paragraph = number if part is Part.BODY else None
        blocks.append(Block(part=part, start=start, end=start + len(line), paragraph=paragraph))
        start += len(line) + 1
    return Article(
        id="case",
        source_file="case.txt",
        text="\n".join(line for _, line in parts),
        blocks=tuple(blocks),
        headline=headline,
        published=published,
        published_source="record",
    )


def find(text: str, headline: str = "", published: str = PUBLISHED) -> tuple[Linked, tuple[MeetingReport, ...]]:
    linked = link.run(nlp.run(make_article(text, headline, published)))
    return linked, find_meetings(linked, partial(find_issues, index=index_issues(linked.folded)))


def describe(report: MeetingReport, linked: Linked) -> dict[str, Any]:
    """A report with names in place of keys, as the table writes it."""
    entities = {entity.key: entity for entity in linked.entities}
    return {
        "kind": report.kind.value,
        "status": report.status.value,
        "participants": {names_of(key, linked) for key in report.participants},
        "parties": {entities[k].known or k.split("/")[1] if k in entities else k.split("/")[1] for k in report.parties},
        "start": report.start,
        "end": report.end,
        "city": entities[report.city].name if report.city else None,
        "country": report.country,
        "venue": report.venue,
        "duration": report.duration,
        "main": report.main,
        "issues": set(report.issues),
    }


def names_of(key: str, linked: Linked) -> frozenset[str]:
    """Every form by which the text names someone."""
    text = linked.article.text
    return frozenset(fold(text[m.start : m.end]) for m in linked.mentions if m.entities == (key,))


def fits(got: dict[str, Any], want: dict[str, Any]) -> bool:
    """Whether a report has all that a row of the table gives."""
    for slot, value in want.items():
        if slot == "participants":
            names = [fold(name) for name in value]
            if len(names) != len(got[slot]) or not all(any(n in forms for forms in got[slot]) for n in names):
                return False
        elif slot == "parties":
            if set(value) != got[slot]:
                return False
        elif slot == "issues":
            if not set(value) <= got[slot]:
                return False
        elif str(got[slot]) != str(value):
            return False
    return True


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("headline") or case["text"][:24])
def test_table(case: dict[str, Any]) -> None:
    linked, reports = find(case["text"], case.get("headline", ""), str(case.get("published", PUBLISHED)))
    got = [describe(report, linked) for report in reports]
    wanted = case.get("meetings", [])
    assert bool(wanted) != bool(case.get("none"))
    for want in wanted:
        assert any(fits(one, want) for one in got), (want, got)
    assert len(got) == len(wanted), got


def test_table_is_whole() -> None:
    assert len(CASES) >= 80
    assert sum("none" in case for case in CASES) >= 15
