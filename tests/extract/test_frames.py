"""The frames of encounters are cheap to compile, and find the words for offices as a list of them does."""

import re
from itertools import chain

from kg.extract.meetings.frames import Frames, load_frames
from kg.knowledge.alternatives import any_of


def patterns_of(frames: Frames) -> list[str]:
    """All expressions of the frames, by whose compiling the first article is kept waiting."""
    compiled = (frames.adverbials, *frames.cues.values(), *frames.patterns.values())
    sides = ((frame.before, frame.behind or "") for frame in chain.from_iterable(frames.frames.values()))
    reductions = (row.pattern.pattern for row in frames.reductions if row.name != "roles-of")  # a list of offices
    return [*(pattern.pattern for pattern in compiled), *chain.from_iterable(sides), *reductions]


def test_no_expression_holds_all_offices_more_than_twice_and_few_hold_them_at_all() -> None:
    frames = load_frames()
    offices = any_of({*frames.roles, *frames.ranks})
    counts = [pattern.count(offices) for pattern in {*patterns_of(frames)}]
    assert max(counts) == 2  # the adverbials together
    assert counts.count(1) > 0
    assert sum(counts) <= 16


def test_words_for_roles_are_found_as_by_an_expression() -> None:
    frames = load_frames()
    expression = re.compile(any_of({*frames.roles, *frames.ranks}))
    for text in ("国务委员兼外交部长", "副总理、财政部长及央行行长", "外交部发言人", "首席大法官", "没有人", ""):
        assert frames.roles_in(text) == expression.findall(text)
