"""Files that a command writes: what goes wrong is told in one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Raise OutputError where a file or folder cannot be written; what is wrong with stdout is not about it."""
    from kg.errors import OutputError

    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot write {place}: {error.strerror}") from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new file beside another, whose place it takes when the block ends well: one that is stopped leaves the old."""
    new = path.with_name(f".{path.name}.new")
    yield new
    new.replace(path)
