"""Meetings: every encounter that an article speaks of, as reports of who, when, where and on what."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.judge import load_judges
from kg.extract.meetings import hearing
from kg.extract.meetings.arrivals import begin_on_arrival
from kg.extract.meetings.coalesce import coalesce
from kg.extract.meetings.encounter import Encounter
from kg.extract.meetings.find import find_occurrences
from kg.extract.meetings.frames import load_frames
from kg.extract.meetings.journeys import inherit, link_sidelines
from kg.extract.meetings.matching import Hit, trigger_hits
from kg.extract.meetings.members import Members
from kg.extract.meetings.pictures import places_shown
from kg.extract.meetings.report import Reported, make_reports
from kg.extract.meetings.rivals import with_rivals
from kg.extract.meetings.scene import Scene
from kg.extract.wording import Sound, hear
from kg.model import Linked, MeetingReport
from kg.steps import Steps, finish


def find_meetings(linked: Linked) -> tuple[MeetingReport, ...]:
    """The encounters of an article, in the order in which it first speaks of them, without what was discussed there.

    Sentences without a word of encounter (ontology/frames/meetings.yaml) are looked at only where they sound like one,
    or tell what a picture shows.
    """
    return finish(meeting_steps(linked, hear(linked).sounds)).reports


def meeting_steps(linked: Linked, sounds: Sequence[Sound]) -> Steps[Reported]:
    """The same, to be taken side by side with other articles; `sounds` tells how each sentence sounds.

    What was discussed is asked of what is found, when it is known who said what (Reported.with_issues).
    """
    frames = load_frames()
    hits = trigger_hits(linked, frames)
    odds = [sound.meetings for sound in sounds]
    is_silent = all(max(row.values()) < hearing.LEAST for row in odds)
    if not hits and is_silent and not places_shown(linked, frames):
        return Reported()
    scene = Scene(linked, frames, load_judges(), odds)
    yield
    encounters = find_encounters(scene, hits)
    yield
    return make_reports(encounters, scene)


def find_encounters(scene: Scene, hits: Sequence[tuple[int, Sequence[Hit]]]) -> list[Encounter]:
    """The encounters that the words of an article may tell of, before it is judged which are to be listed."""
    found = with_rivals(find_occurrences(scene, hits), scene.linked.folded, scene.frames)
    encounters = coalesce(found, scene.cast)
    if hearing.JUDGE in scene.judges:
        members = Members(scene)
        heard = [hearing.with_sides(one, members) for one in hearing.unfounded(scene, hits, found)]
        encounters = hearing.hear(encounters, heard, scene)
    link_sidelines(encounters, scene.linked.folded, scene.frames.cues)
    inherit(encounters)
    begin_on_arrival(encounters, scene)
    return encounters
