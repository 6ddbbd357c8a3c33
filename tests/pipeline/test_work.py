"""Who loads the rules, and when."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kg.model import Article
from kg.pipeline import work
from kg.pipeline.cache import Cache
from kg.pipeline.codec import unpack


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that a reader extracts to get ready."""
    found: list[str] = []

    def asked(articles: list[work.Asked]) -> list[work.Outcome]:
        found.extend(unpack(one.article, Article).text for one in articles)
        return []

    def ready(get_ready: Callable[[], None], *_: Any, alone: bool) -> None:
        del alone
        get_ready()

    monkeypatch.setattr(work, "_extract_asked", asked)
    monkeypatch.setattr(work, "Helper", ready)
    return found


@pytest.mark.parametrize(("few", "alone", "loads"), [(True, False, [""]), (False, False, []), (True, True, [])])
def test_the_reader_of_a_first_build_loads_the_rules_if_it_has_something_to_do(
    tmp_path: Path, texts: list[str], few: bool, alone: bool, loads: list[str]
) -> None:
    with closing(Cache(tmp_path / "build.sqlite")) as cache:
        work.reader_of(cache, few=few, alone=alone)
    assert texts == loads


def test_an_empty_article_is_one_to_extract() -> None:
    empty = Article(id="", source_file="", text="", blocks=())
    [outcome] = work._extract_asked([work.Asked(("", ""), work.pack(empty), ())])
    assert not outcome.error
