"""The examples in the docstrings of the analysis, the pages and what both stand on."""

import doctest
import importlib
import pkgutil

import pytest

import kg.analysis
import kg.view

MODULES = ["kg.cells", "kg.viewmodel", "kg.rdf.facts", "kg.analysis", "kg.view"]
MODULES += [f"kg.analysis.{found.name}" for found in pkgutil.iter_modules(kg.analysis.__path__)]
MODULES += [f"kg.view.{found.name}" for found in pkgutil.iter_modules(kg.view.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_every_measure_has_an_example() -> None:
    finder = doctest.DocTestFinder()
    for found in pkgutil.iter_modules(kg.analysis.__path__):
        module = importlib.import_module(f"kg.analysis.{found.name}")
        examples = [example for test in finder.find(module) for example in test.examples]
        assert examples or found.name in ("positions",), f"{found.name} has no example"
