"""What a build remembers is put down whole or not at all."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kg.pipeline.cache import Cache


def test_what_fails_half_way_leaves_nothing_and_stops_nothing(tmp_path: Path) -> None:
    def rows() -> Iterator[tuple[str, str, bytes]]:
        yield "2024-09-27", "mark", b"pairs"
        raise OSError("half way")

    with closing(Cache(tmp_path / "build.sqlite")) as cache:
        with pytest.raises(OSError, match="half way"):
            cache.put_copied(rows())
        assert cache.copied() == {}
        cache.put_copied([("2024-09-28", "mark", b"pairs")])
        assert list(cache.copied()) == ["2024-09-28"]
