"""Settings: what a user writes (kg.toml, options) and what a build runs on (one frozen, checked Config)."""

import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kg.errors import UsageError

FILE = "kg.toml"
# Nodes of the network page: what opens within three seconds on two cores. More are left out, the least reported first,
# and the page says so; `kg view --top` takes more. Set from tests/browser/large.py: run it before touching it.
NODES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything a build needs to know besides its input.

    `jobs` 0 means one worker a core. `decisions` is a file of reviewed merges. `top` bounds the nodes of a page.
    """

    output: Path = Path("outputs")
    jobs: int = 0
    strict: bool = False
    pages: bool = True
    decisions: Path | None = None
    top: int = NODES

    def __post_init__(self) -> None:
        if self.jobs < 0:
            raise UsageError(f"jobs must be 0 or more, not {self.jobs}")
        if self.top < 1:
            raise UsageError(f"top must be 1 or more, not {self.top}")

    @property
    def workers(self) -> int:
        """The number of worker processes."""
        return self.jobs or len(os.sched_getaffinity(0))


def load_config(folder: Path | None = None, **options: Any) -> Config:
    """The defaults, then kg.toml of the folder (the working folder by default), then the options that are not None.

    Raises UsageError for an unknown key or a value of the wrong type.
    """
    path = (folder or Path()) / FILE
    written = _read(path) if path.is_file() else {}
    given = {k: v for k, v in options.items() if v is not None}
    return replace(Config(), **_checked(written, path), **given) if written or given else Config()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"{path}: {error}") from error


def _checked(written: dict[str, Any], path: Path) -> dict[str, Any]:
    defaults = Config()
    known = {f.name for f in fields(Config)}
    result: dict[str, Any] = {}
    for key, value in written.items():
        if key not in known:
            raise UsageError(f"{path}: unknown setting {key!r}")
        wanted = str if isinstance(getattr(defaults, key), Path | None) else type(getattr(defaults, key))
        if type(value) is not wanted:
            raise UsageError(f"{path}: {key} must be of type {wanted.__name__}")
        result[key] = Path(value) if key in ("output", "decisions") else value
    return result
