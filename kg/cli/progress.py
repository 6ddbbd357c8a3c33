"""Progress bars on stderr: how many, how fast, how long still."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, int, int], None]
LABELS = {"read": "Reading", "extract": "Extracting", "merge": "Merging", "write": "Writing", "pages": "Drawing"}


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[Progress | None]:
    """A callback (what, done, total) that moves one bar a stage; None when quiet or where nobody looks on."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:<11}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, int] = {}

        def move(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = int(bars.add_task(LABELS.get(what, what), total=total or None, rate=""))
            task = bars.tasks[tasks[what]]
            rate = f"{task.speed:,.0f}/s" if task.speed else ""
            bars.update(task.id, completed=done, total=total or None, rate=rate)

        yield move
