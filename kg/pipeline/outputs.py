"""Writing all outputs of a build into one folder."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg import rdf
from kg.config import Config
from kg.model import Extraction, KnowledgeBase

Tell = Callable[[str, int, int], None]


def write_outputs(
    folder: Path,
    extractions: Callable[[], Iterator[Extraction]],
    kb: KnowledgeBase,
    summary: Mapping[str, Any],
    *,
    config: Config,
    tell: Tell,
) -> None:
    """The graph, then what is measured and drawn from it."""
    del summary, config
    tell("write", 0, 0)
    rdf.write(folder, extractions(), kb)
