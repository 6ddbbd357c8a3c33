"""Work spread over processes: results in the items' order, a bounded number of tasks under way.

All stages of a build share its workers: each of them loads libraries and tables once.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from multiprocessing.connection import wait
from types import TracebackType
from typing import Generic, Self, TypeVar

import numpy as np  # noqa: F401  # so that the library whose threads are limited is there
from threadpoolctl import threadpool_limits

from kg.errors import UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 16  # items a task: large enough that sending costs little, small enough for smooth progress
WINDOW = 3  # tasks under way for each worker; bounds the memory
FEW = 48  # below this a second process costs more than it saves
# Objects after which the garbage collector looks for cycles: records hold none, and what trees of pages hold is little.
RARELY = (20_000, 20, 100)


class Workers:
    """The worker processes of a build, started when there is enough to do; ended with the `with` block."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None
        self._usual = gc.get_threshold()

    def __enter__(self) -> Self:
        gc.set_threshold(*RARELY)
        self._limits = _one_thread()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        gc.set_threshold(*self._usual)
        self._limits.restore_original_limits()
        self.stop()

    def pool(self) -> ProcessPoolExecutor:
        """The running pool."""
        if self._pool is None:
            self._pool = new_pool(self.count)
        return self._pool

    def check(self) -> None:
        """Raise UsageError if no worker process can so much as start."""
        with new_pool(1) as single:
            try:
                single.submit(os.getpid).result()
            except BrokenProcessPool:
                raise UsageError(
                    "worker processes cannot start: begin the work under `if __name__ == '__main__':`, as each of them"
                    " imports the script, or take one worker (jobs=1)"
                ) from None

    def stop(self) -> None:
        """End the processes; others are started if there is more to do."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles in the block: merging, measuring and writing make few, and much to search."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def new_pool(count: int) -> ProcessPoolExecutor:
    """A pool of fresh processes, which share no state with this one."""
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """What a worker does first: it collects garbage rarely, and ends with its parent, which may be killed."""
    gc.set_threshold(*RARELY)
    _one_thread()
    threading.Thread(target=_follow, daemon=True).start()


def _one_thread() -> threadpool_limits:
    """Products of matrices on one thread: those of an article are so small that several would wait for each other."""
    return threadpool_limits(limits=1, user_api="blas")


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def spread(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: Workers,
    lost: Callable[[Item, str], Result],
) -> Iterator[Result]:
    """`function` of every item, in order; the same for any number of workers.

    An item whose worker dies (killed for lack of memory, say) gives `lost(item, reason)`; the others are still done.
    """
    yield from spread_chunks(partial(_each, function), items, workers=workers, lost=lost)


def spread_chunks(
    function: Callable[[list[Item]], list[Result]],
    items: Iterable[Item],
    *,
    workers: Workers,
    lost: Callable[[Item, str], Result],
) -> Iterator[Result]:
    """The same with a `function` of some items at once, which gives a result for each of them, in order."""
    stream = iter(items)
    first = list(islice(stream, FEW))
    chunks = _chunks(chain(first, stream))
    if workers.count <= 1 or len(first) < FEW:
        yield from chain.from_iterable(map(function, chunks))
    else:
        yield from _spread(function, chunks, workers, lost)


def spread_apart(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: Workers,
    lost: Callable[[Item, str], Result],
) -> Iterator[Result]:
    """The same, and never in this process: what goes wrong with an item cannot touch it."""
    yield from _spread(partial(_each, function), _chunks(iter(items)), workers, lost)


def _spread(
    function: Callable[[list[Item]], list[Result]],
    chunks: Iterator[list[Item]],
    workers: Workers,
    lost: Callable[[Item, str], Result],
) -> Iterator[Result]:
    crew = Crew(function, workers, lost)
    try:
        yield from crew.run(chunks)
    finally:
        crew.leave()


class Crew(Generic[Item, Result]):
    """Workers at one task; they are replaced when one of them dies."""

    def __init__(
        self, function: Callable[[list[Item]], list[Result]], workers: Workers, lost: Callable[[Item, str], Result]
    ) -> None:
        self.function, self.workers, self.lost = function, workers, lost
        self.pending: deque[tuple[list[Item], Future[list[Result]]]] = deque()

    def run(self, chunks: Iterator[list[Item]]) -> Iterator[Result]:
        """The results of all chunks."""
        for chunk in chunks:
            self._submit(chunk)
            if len(self.pending) >= WINDOW * self.workers.count:
                yield from self._take()
        while self.pending:
            yield from self._take()

    def leave(self) -> None:
        """Drop what was not done."""
        for _, future in self.pending:
            future.cancel()

    def _submit(self, chunk: list[Item]) -> None:
        try:
            future = self.workers.pool().submit(self.function, chunk)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        self.pending.append((chunk, future))

    def _take(self) -> list[Result]:
        chunk, future = self.pending.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            return self._recover(chunk)

    def _recover(self, chunk: list[Item]) -> list[Result]:
        self.workers.stop()
        self.workers.check()
        waiting, self.pending = self.pending, deque()
        results = [self._alone(item) for item in chunk]
        for other, future in waiting:
            done = future.done() and not future.cancelled() and future.exception() is None
            self.pending.append((other, future)) if done else self._submit(other)
        return results

    def _alone(self, item: Item) -> Result:
        """One item in a process of its own, so that it can take down only itself."""
        with new_pool(1) as single:
            try:
                return single.submit(self.function, [item]).result()[0]
            except BrokenProcessPool:
                return self.lost(item, "the worker process died")


def _each(function: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
    return [function(item) for item in chunk]


def _chunks(items: Iterator[Item]) -> Iterator[list[Item]]:
    while chunk := list(islice(items, CHUNK)):
        yield chunk
