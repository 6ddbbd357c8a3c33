"""Examples for the judge of whom people speak for: the people to whom an annotated article ascribes statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.evaluation.names import body
from kg.extract.judge import Judges
from kg.extract.serving import Service
from kg.training.examples import Case

TIMES = 3  # on held-out articles .932 of statements have the right side; each once .930


def side_examples(case: Case, _judges: Judges) -> Iterator[list[tuple[list[str], bool]]]:
    """The sides on offer for everyone who speaks; those whom the gold gives another side, or several, are left out.

    Each counts as often as he is said to speak, up to TIMES.
    """
    given: dict[str, list[str | None]] = defaultdict(list)
    for statement in case.gold.get("statements", ()):
        given[statement["speaker"]].append(statement["side"] and body(statement["side"]))
    service = Service(case.linked)
    for person, name in case.names.items():
        sides = given[name]
        if len(set(sides)) != 1:
            continue
        side = sides[0]
        choice = [
            (traits, side is None if key is None else case.actor(key)[1] == side)
            for key, traits in service.candidates(person)
        ]
        if sum(is_true for _, is_true in choice) == 1:
            yield from [choice] * min(TIMES, len(sides))
