"""What changed is told by the times of the files; only such files are opened again."""

from pathlib import Path

import pytest

from kg.pipeline import gather
from kg.pipeline.cache import Cache
from kg.pipeline.pool import Workers
from kg.read import Skipped, Source, discover

TEXTS = {"a": "王毅访问北京，会见布林肯。", "b": "布林肯访问东京，会见日本外相。"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(f"标题\n\n{text}\n", encoding="utf-8")
    return folder


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the sources opened so far."""
    names: list[str] = []
    load = gather.load_source

    def noted(source: Source) -> bytes | Skipped:
        names.append(source.name)
        return load(source)

    monkeypatch.setattr(gather, "load_source", noted)
    return names


def read(folder: Path) -> gather.Gathered:
    cache = Cache(folder.parent / "cache.sqlite")
    with Workers(1) as workers:
        found = gather.gather(cache, discover([folder]), workers=workers, tell=lambda *_: None)
    cache.close()
    return found


def test_unchanged_files_are_not_opened(folder: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "SETTLED", 0)
    first = read(folder)
    assert opened == ["a.txt", "b.txt"]
    assert read(folder) == first
    assert opened == ["a.txt", "b.txt"]


def test_a_file_written_to_is_opened(folder: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "SETTLED", 0)
    first = read(folder)
    path = folder / "a.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("北京", "上海"), encoding="utf-8")
    assert read(folder).files.keys() != first.files.keys()
    assert opened == ["a.txt", "b.txt", "a.txt"]


def test_a_file_that_changed_just_now_is_opened_again(folder: Path, opened: list[str]) -> None:
    first = read(folder)
    assert read(folder) == first
    assert opened == ["a.txt", "b.txt"] * 2


def test_a_file_of_another_time_with_the_same_bytes_gives_the_same(
    folder: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "SETTLED", 0)
    first = read(folder)
    (folder / "a.txt").touch()
    assert read(folder) == first
    assert read(folder) == first
    assert opened == ["a.txt", "b.txt", "a.txt"]


def test_a_file_that_vanished_is_no_longer_there(folder: Path) -> None:
    first = read(folder)
    (folder / "a.txt").unlink()
    assert len(read(folder).files) == len(first.files) - 1
