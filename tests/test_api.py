"""The interface of `import kg` as a newcomer to it uses it."""

import gzip
from importlib.resources import files
from pathlib import Path

import pytest

import kg
from kg.errors import InputError

ARTICLE = "王毅会见布林肯\n2024年9月28日\n\n中国外交部长王毅27日在纽约会见了美国国务卿布林肯，双方谈到台湾问题。\n"


@pytest.mark.parametrize("as_path", [str, Path])
def test_one_input_need_be_no_list(tmp_path: Path, as_path: type) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    graph = kg.build(as_path(tmp_path), jobs=1)
    assert len(graph) == len(kg.build([tmp_path], jobs=1)) > 100


def test_a_packed_graph_is_loaded(tmp_path: Path) -> None:
    triple = "<https://x.example/a> <https://x.example/b> <https://x.example/c> .\n"
    (tmp_path / "graph.nt.gz").write_bytes(gzip.compress(triple.encode()))
    assert len(kg.load(tmp_path / "graph.nt.gz")) == 1


def test_a_graph_that_is_not_there_or_no_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        kg.load(tmp_path / "graph.ttl")
    (tmp_path / "graph.nt.gz").write_bytes(b"<a>")
    with pytest.raises(InputError, match="not readable as RDF"):
        kg.load(tmp_path / "graph.nt.gz")


def test_users_may_check_the_types() -> None:
    assert files("kg").joinpath("py.typed").is_file()
