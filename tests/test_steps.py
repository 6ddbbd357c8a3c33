"""Work side by side: each step for all before the next, and each failure one's own."""

import re
from collections.abc import Callable

from kg import steps
from kg.deadline import Clock
from kg.steps import Failure, Steps, finish, side_by_side


def counting(name: str, upto: int, note: Callable[[str], None]) -> Steps[str]:
    for number in range(upto):
        note(f"{name}{number}")
        yield
    return name


def failing() -> Steps[str]:
    yield
    raise ValueError("no")


def endless() -> Steps[str]:
    yield
    re.match("(a+)+$", "a" * 40 + "b")
    return "never"


def test_each_step_is_taken_for_all_before_the_next() -> None:
    order: list[str] = []
    assert side_by_side([counting("a", 2, order.append), counting("b", 3, order.append)]) == ["a", "b"]
    assert order == ["a0", "b0", "a1", "b1", "b2"]


def test_what_is_taken_alone_gives_the_same() -> None:
    assert finish(counting("a", 3, print)) == "a"


def test_a_failure_and_an_endless_step_leave_the_others_alone(monkeypatch) -> None:
    monkeypatch.setattr(steps, "Clock", lambda: Clock(0.3))
    found = side_by_side([counting("a", 9, print), failing(), endless(), counting("b", 9, print)])
    assert found == ["a", Failure("ValueError: no"), Failure("OutOfTime: took more than 0.3 s"), "b"]
