"""The programs that tests run beside Python, and what happens where they are missing."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest


def program(name: str, package: str) -> str:
    """A program's path; on a developer's machine its absence skips the test, in CI it fails."""
    here = Path(sys.executable).parent
    found = shutil.which(name, path=os.pathsep.join([str(here), os.environ.get("PATH", "")]))
    if found is None:
        missing(name, package)
    return found


def missing(name: str, package: str) -> NoReturn:
    """Skip the test for want of a program; in CI fail it."""
    message = f"{name} is not installed ({package})"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def node_module(folder: Path, name: str) -> Path:
    """The folder of a module of Node that the package-lock.json of a folder names; the same where it is missing."""
    found = folder / "node_modules" / name
    if not found.is_dir():
        missing(name, f"npm ci --prefix {os.path.relpath(folder)}")
    return found
