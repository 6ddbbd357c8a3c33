"""Who acts where a sentence does not say so: the person who opens the sentence before."""

from __future__ import annotations

from kg.extract.meetings.frames import ACTORS, COUNTRY, PERSON
from kg.extract.meetings.matching import Spot
from kg.extract.meetings.occurrence import TRAVEL
from kg.extract.meetings.subjects import opening_subject, subject_before
from kg.extract.meetings.units import Unit, mask


def subject_of(spot: Spot, at: int) -> list[Unit]:
    """Who acts at character `at` of the line: in its sentence, else the person who opens the sentence before.

    王毅23日访问日本。24日与茂木敏充举行会谈: 王毅 for the second sentence, as both stand in one paragraph. Empty where
    the sentence names someone else before, or where nobody acts.
    """
    scene = spot.scene
    found = subject_before(spot.line, at, scene.cast)
    others = ACTORS.replace(COUNTRY, "") if spot.hit.name in TRAVEL else ACTORS
    if found or any(symbol in others for symbol in spot.line.text[:at]):
        return found
    sentences, before = scene.linked.sentences, spot.number - 1
    if before < 0 or sentences[before].block != sentences[spot.number].block:
        return []
    opening = opening_subject(mask(scene.line(before), scene.frames), scene.cast)
    return opening if opening and opening[0].symbol == PERSON else []
