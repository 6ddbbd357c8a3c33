"""Where ontology/ lies: beside the package in a checkout, inside it in a wheel."""

from functools import cache
from pathlib import Path

from kg.errors import DataError


@cache
def ontology_dir() -> Path:
    """The folder that holds kg.ttl, gazetteer/, lexicon/, frames/ and queries/."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_ontology", package.parent / "ontology"):
        if folder.is_dir():
            return folder
    raise DataError("the ontology folder is missing from the installation")
