"""A small input of articles written for the tests, and builds of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.config import Config
from kg.pipeline import BuildResult, build

ARTICLES = Path(__file__).parent.parent / "articles"
Build = Callable[..., BuildResult]


@pytest.fixture
def make(tmp_path: Path) -> Build:
    """Build inputs into tmp_path/out (or another folder) with one worker and without pages, unless told otherwise."""

    def run(*inputs: str | Path, out: str = "out", **options: Any) -> BuildResult:
        config = Config(**{"output": tmp_path / out, "jobs": 1, "pages": False, **options})
        return build(list(inputs), config)

    return run


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
