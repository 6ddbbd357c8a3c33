"""spaCy without its command line, which brings in an HTTP library that opens a socket when it is imported."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

CLI, INFO = "spacy.cli", "spacy.cli.info"


@contextmanager
def without_command_line() -> Iterator[None]:
    """Import spaCy in the block: a third of the time and of the modules is saved, and no socket opened.

    Afterwards the command line can be imported as ever, and `spacy.info` does it.
    """
    if "spacy" in sys.modules:
        yield
        return
    cli, info = ModuleType(CLI), ModuleType(INFO)
    cli.__path__ = []
    info.info = _info  # type: ignore[attr-defined]
    sys.modules.update({CLI: cli, INFO: info})
    try:
        yield
    finally:
        for name in (CLI, INFO):
            del sys.modules[name]
        if "spacy" in sys.modules and hasattr(sys.modules["spacy"], "cli"):
            del sys.modules["spacy"].cli


def _info(*arguments: Any, **options: Any) -> Any:
    """What `spacy.info` tells."""
    from spacy.cli.info import info

    return info(*arguments, **options)
