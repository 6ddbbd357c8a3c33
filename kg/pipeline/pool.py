"""Work spread over processes: results in the items' order, a bounded number of tasks under way."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 16  # items a task: large enough that sending costs little, small enough for smooth progress
WINDOW = 3  # tasks under way for each worker; bounds the memory
FEW = 48  # below this a second process costs more than it saves


def spread(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int,
    lost: Callable[[Item, str], Result],
    setup: Callable[[], None] | None = None,
) -> Iterator[Result]:
    """`function` of every item, in order; the same for any number of workers.

    `setup` runs once in every process that works, this one if there is no other. An item whose worker dies (killed for
    lack of memory, say) gives `lost(item, reason)`; the others are still done.
    """
    stream = iter(items)
    first = list(islice(stream, FEW))
    if workers <= 1 or len(first) < FEW:
        if setup and first:
            setup()
        yield from map(function, first)
        yield from map(function, stream)
        return
    crew = Crew(function, workers, lost, setup)
    try:
        yield from crew.run(_chunks(chain(first, stream)))
    finally:
        crew.stop()


class Crew(Generic[Item, Result]):
    """A process pool that is made anew when one of its workers dies."""

    def __init__(
        self,
        function: Callable[[Item], Result],
        workers: int,
        lost: Callable[[Item, str], Result],
        setup: Callable[[], None] | None,
    ) -> None:
        self.function, self.workers, self.lost, self.setup = function, workers, lost, setup
        self.pool = self._pool(workers)
        self.pending: deque[tuple[list[Item], Future[list[Result]]]] = deque()

    def _pool(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=self.setup)

    def run(self, chunks: Iterator[list[Item]]) -> Iterator[Result]:
        """The results of all chunks."""
        for chunk in chunks:
            self._submit(chunk)
            if len(self.pending) >= WINDOW * self.workers:
                yield from self._take()
        while self.pending:
            yield from self._take()

    def stop(self) -> None:
        """End the workers."""
        self.pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, chunk: list[Item]) -> None:
        try:
            future = self.pool.submit(_each, self.function, chunk)
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
        self.stop()
        self.pool = self._pool(self.workers)
        waiting, self.pending = self.pending, deque()
        results = [self._alone(item) for item in chunk]
        for other, future in waiting:
            done = future.done() and not future.cancelled() and future.exception() is None
            self.pending.append((other, future)) if done else self._submit(other)
        return results

    def _alone(self, item: Item) -> Result:
        """One item in a process of its own, so that it can take down only itself."""
        with self._pool(1) as single:
            try:
                return single.submit(_each, self.function, [item]).result()[0]
            except BrokenProcessPool:
                return self.lost(item, "the worker process died")


def _each(function: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
    return [function(item) for item in chunk]


def _chunks(items: Iterator[Item]) -> Iterator[list[Item]]:
    while chunk := list(islice(items, CHUNK)):
        yield chunk
