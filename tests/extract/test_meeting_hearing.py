"""Encounters that only the wording of a sentence tells of: of their own, of others, or none."""

import pytest

from kg import link, nlp
from kg.extract.judge import BASE, Weights, load_judges
from kg.extract.meetings import find_encounters, members
from kg.extract.meetings.frames import load_frames
from kg.extract.meetings.hearing import JUDGE, LEAST
from kg.extract.meetings.matching import trigger_hits
from kg.extract.meetings.scene import Scene
from tests.extract.test_meetings import make_article

CALL = "王毅14日同布林肯通上了话。"
QUIET = dict.fromkeys(("meeting", "call", "video", "visit", "conference"), -5.0)


def search(text: str, sounds: list[dict[str, float]], weights: Weights) -> list[tuple[str, list[str], int]]:
    """Family, people and number of sentences of each encounter, everyone on offer being a member."""
    linked = link.run(nlp.run(make_article(text)))
    judges = {**load_judges(), members.JUDGE: {BASE: 9.0}, JUDGE: weights}
    scene = Scene(linked, load_frames(), judges, [{**QUIET, **sound} for sound in sounds])
    found = find_encounters(scene, trigger_hits(linked, scene.frames))
    name = scene.cast.entities
    return [(e.family, [name[p].name for p in e.sides.people], len({o.sentence for o in e.occurrences})) for e in found]


@pytest.mark.parametrize(
    ("text", "sounds", "weights", "expected"),
    [
        (CALL, [{"call": 2.0}], {"new": 9.0}, [("talk", ["王毅", "布林肯"], 1)]),
        (CALL, [{"call": 2.0}], {"no": 9.0}, []),
        (CALL, [{"call": LEAST - 0.1}], {"new": 9.0}, []),  # does not sound like one
        ("马克龙在柏林露面。", [{"visit": 2.0}], {"new": 9.0}, [("visit", ["马克龙"], 1)]),
        ("双方谈了很久。", [{"meeting": 2.0}], {"new": 9.0}, []),  # names nobody
        ("王毅与布林肯举行会谈。", [{"meeting": 2.0}], {"new": 9.0}, [("talk", ["王毅", "布林肯"], 1)]),  # once
        (
            "王毅与布林肯举行会谈。\n布林肯握了手。",
            [{}, {"meeting": 2.0}],
            {"old": 9.0},
            [("talk", ["王毅", "布林肯"], 2)],
        ),
        (
            "王毅与布林肯举行会谈。\n布林肯握了手。",
            [{}, {"visit": 2.0}],
            {"old": 9.0, "no": 1.0},
            [("talk", ["王毅", "布林肯"], 1)],
        ),
        (
            "王毅与布林肯举行会谈。\n苏利文同马克龙通上了话。",
            [{}, {"call": 2.0}],
            {"new": 9.0},
            [("talk", ["王毅", "布林肯"], 1), ("talk", ["苏利文", "马克龙"], 1)],
        ),
    ],
)
def test_hearing(
    text: str, sounds: list[dict[str, float]], weights: Weights, expected: list[tuple[str, list[str], int]]
) -> None:
    assert search(text, sounds, weights) == expected
