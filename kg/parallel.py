"""Work that may be spread over processes, without those who do it knowing how.

A measure or a layout that falls into independent pieces hands them to `each`; a build lends it workers with `lent`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

_each: ContextVar[Each] = ContextVar("each", default=map)


def each(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterable[Result]:
    """`function` of every item, in order. Workers, if there are any, begin at once; else it is done when asked for.

    The function and the items must be such as can be sent to another process.
    """
    return _each.get()(function, items)


@contextmanager
def lent(workers: Each) -> Iterator[None]:
    """Let `each` use these workers inside the block."""
    token = _each.set(workers)
    try:
        yield
    finally:
        _each.reset(token)
