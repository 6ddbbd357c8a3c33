"""Meetings: every encounter that an article speaks of, as reports of who, when, where and on what."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.extract.meetings.coalesce import coalesce
from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.find import find_occurrences
from kg.extract.meetings.frames import load_frames
from kg.extract.meetings.journeys import inherit, link_sidelines
from kg.extract.meetings.judge import load_judges
from kg.extract.meetings.matching import Hit, trigger_hits
from kg.extract.meetings.report import make_reports
from kg.extract.meetings.scene import Scene
from kg.model import IssueSpan, Linked, MeetingReport
from kg.steps import Steps, finish

IssueFinder = Callable[[str, int, int], tuple[IssueSpan, ...]]


def find_meetings(linked: Linked, issues: IssueFinder) -> tuple[MeetingReport, ...]:
    """The encounters of an article, in the order in which it first speaks of them.

    `issues(folded, start, end)` tells which issues folded[start:end] speaks of. Sentences without a word of
    encounter (ontology/frames/meetings.yaml) are not looked at.
    """
    return finish(meeting_steps(linked, issues))


def meeting_steps(linked: Linked, issues: IssueFinder) -> Steps[tuple[MeetingReport, ...]]:
    """The same, to be taken side by side with other articles."""
    frames = load_frames()
    hits = trigger_hits(linked, frames)
    if not hits:
        return ()
    scene = Scene(linked, frames, load_judges())
    yield
    encounters = find_encounters(scene, hits)
    yield
    return make_reports(encounters, scene, issues)


def find_encounters(scene: Scene, hits: Sequence[tuple[int, Sequence[Hit]]]) -> list[Encounter]:
    """The encounters that the words of an article may tell of, before it is judged which are to be listed."""
    encounters = coalesce(find_occurrences(scene, hits), scene.cast)
    link_sidelines(encounters)
    inherit(encounters)
    return encounters
