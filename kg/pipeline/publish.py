"""Outputs appear whole or not at all: written beside the folder, then exchanged with it in one step."""

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import OutputError

RENAME_EXCHANGE = 2  # linux/fs.h
AT_FDCWD = -100


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold the output folder for one build; OutputError at once if another holds it or it cannot be written."""
    folder = cache_folder(output)
    try:
        output.absolute().parent.mkdir(parents=True, exist_ok=True)
        _check_writable(output)
        folder.mkdir(exist_ok=True)
        handle = (folder / "lock").open("a")
    except OSError as error:
        raise OutputError(f"cannot write {output}: {error.strerror}") from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(f"another build is writing {output}") from None
        try:
            _recover(output)
            yield
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)  # closing alone would not do while a copy of this process lives


@contextmanager
def staged(output: Path) -> Iterator[Path]:
    """A new folder to write into; when the block ends well it takes the place of `output`, else it is removed.

    What the old folder held besides the files of a build (a reader's notes) is kept.
    """
    new = _sibling(output, "new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        new.mkdir()
        made = new.stat()
        yield new
        if not os.path.samestat(made, new.stat()):  # removed meanwhile, and made again by a later file
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
        _exchange(new, output)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        raise OutputError(f"cannot write {output}: {error.strerror or error}") from error
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    _recover(output)


def cache_folder(output: Path) -> Path:
    """Where a build of this output folder remembers what it read."""
    return _sibling(output, "cache")


def _sibling(output: Path, suffix: str) -> Path:
    whole = output.absolute()
    return whole.parent / f".{whole.name}.{suffix}"


def _check_writable(output: Path) -> None:
    if output.exists() and not output.is_dir():
        raise OutputError(f"cannot write {output}: it is not a folder")
    folder = output if output.is_dir() else output.parent
    if not os.access(folder, os.W_OK | os.X_OK) or not os.access(output.absolute().parent, os.W_OK | os.X_OK):
        raise OutputError(f"cannot write {output}: permission denied")


def _exchange(new: Path, output: Path) -> None:
    """Put `new` in the place of `output`; afterwards `new` is the old folder, if there was one."""
    _sync(new)
    if not output.exists():
        new.rename(output)
        return
    libc = ctypes.CDLL(None, use_errno=True)
    done = getattr(libc, "renameat2", None)
    if done and done(AT_FDCWD, os.fsencode(new), AT_FDCWD, os.fsencode(output), RENAME_EXCHANGE) == 0:
        return
    if done and ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    old = _sibling(output, "old")  # two steps where the file system has no exchange
    output.rename(old)
    new.rename(output)
    old.rename(new)


def _recover(output: Path) -> None:
    """Finish what a stopped build left: bring a folder's foreign files over, remove what is not needed."""
    old, new = _sibling(output, "old"), _sibling(output, "new")
    if old.is_dir() and not output.exists():
        old.rename(output)
    for left in (old, new):
        if left.is_dir() and (left / "report.json").is_file() and output.is_dir():
            _bring_over(left, output)
        shutil.rmtree(left, ignore_errors=True)


def _bring_over(left: Path, output: Path) -> None:
    for path in sorted(left.iterdir()):
        if not (output / path.name).exists() and path.name not in _written(left):
            path.rename(output / path.name)


def _written(folder: Path) -> set[str]:
    """Names that a build wrote into the folder, from its own report."""
    import json

    with suppress(OSError, ValueError, KeyError, TypeError):
        names = json.loads((folder / "report.json").read_text(encoding="utf-8"))["outputs"]
        return {name.split("/")[0] for name in names} | {"report.json", "report.md"}
    return {path.name for path in folder.iterdir()}


def _sync(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as handle:
                os.fsync(handle.fileno())
