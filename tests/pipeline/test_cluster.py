"""A build on a Dask cluster gives what a build on one machine gives, even if a worker is killed half way."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli.build import command
from kg.config import Config
from kg.errors import DataError, InputError, UsageError
from kg.merge.copies import Text, copy_pairs, find_copies, joined
from kg.pipeline import BuildResult, build
from kg.pipeline.cluster import build_on_cluster, merging, reading, run, storage
from kg.pipeline.cluster.bundle import bundle, part
from kg.pipeline.cluster.records import Index, Place, ToRead
from kg.pipeline.codec import pack, unpack, whole_version
from kg.read import Limits, Skipped, Source, discover
from tests.pipeline.conftest import ARTICLES
from tests.services.conftest import free_port

distributed = pytest.importorskip("distributed")
fsspec = pytest.importorskip("fsspec")

NAMES = ("布兰德斯塔", "格伦霍尔姆", "斯特兰德维克")
DASK = [sys.executable, "-m", "distributed.cli.dask_"]


def write_input(folder: Path) -> Path:
    """Articles with copies, a name that only one of them explains, an archive, and what cannot be read."""
    folder.mkdir()
    for source in sorted(ARTICLES.iterdir()):
        for year in (2021, 2022, 2024):
            text = source.read_text(encoding="utf-8") + f"\n{year}年，双方也谈到了这些问题。\n"
            (folder / f"{year}-{source.name}").write_text(text, encoding="utf-8")
    for number, name in enumerate(NAMES):
        latin = f"Ole Brandstad{'aeo'[number]}"
        text = f"本报讯 外交大臣{name}（{latin}）9月{number + 1}日会见中国外长王毅，就气候变化交换意见。\n"
        (folder / f"n{number}.txt").write_text(text, encoding="utf-8")
        again = f"本报讯 {name}9月{number + 5}日说，双方将继续就气候变化合作，反对制裁。会谈在北京举行。\n"
        (folder / f"m{number}.txt").write_text(again, encoding="utf-8")
        (folder / f"z{number}.txt").write_text(again, encoding="utf-8")  # the same article again
    with tarfile.open(folder / "more.tar.gz", "w:gz") as archive:
        archive.add(folder / "n0.txt", "n0.txt")
        archive.add(ARTICLES / "a3-hans.md", "2023/a3.md")
    (folder / "nothing.md").write_bytes(b"")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "a.md").write_text("x", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_input(tmp_path_factory.mktemp("in") / "articles")


@pytest.fixture(scope="module")
def local(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[BuildResult, list[bytes]]:
    folder = tmp_path_factory.mktemp("local") / "out"
    result = build([source], Config(output=folder, jobs=1, pages=False))
    return result, lines(folder)


def lines(folder: Path) -> list[bytes]:
    """The triples of all files of a folder, sorted."""
    return sorted(line for path in folder.glob("*.nt.gz") for line in gzip.decompress(path.read_bytes()).splitlines())


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two reports differ in nothing but the outputs."""
    return json.dumps({**one, "outputs": 0}) == json.dumps({**other, "outputs": 0})


@contextmanager
def started(*arguments: str, place: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (place / f"{len(list(place.iterdir()))}.log").open("wb") as log:
        process = subprocess.Popen(
            [*DASK[:-1], DASK[-1] + arguments[0], *arguments[1:]], stdout=log, stderr=log, cwd=place
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process of its own without anything that starts it again."""
    address = f"tcp://127.0.0.1:{free_port()}"
    place = tmp_path / "cluster"
    place.mkdir()
    with ExitStack() as stack:
        stack.enter_context(started("scheduler", "--host", address, "--no-dashboard", "--no-show", place=place))
        own = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(place))
        workers = [stack.enter_context(started("worker", address, *own, place=place)) for _ in range(2)]
        yield address, workers


def children(process: int) -> list[int]:
    return [int(n) for path in Path(f"/proc/{process}/task").glob("*/children") for n in path.read_text().split()]


def test_a_worker_that_is_killed_half_way_changes_nothing(
    source: Path,
    local: tuple[BuildResult, list[bytes]],
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    tmp_path: Path,
) -> None:
    address, workers = cluster
    killed: list[int] = []

    def progress(what: str, done: int, total: int) -> None:
        if what == "extract" and done > total / 3 and not killed:
            killed.extend(children(workers[0].pid))
            killed.append(workers[0].pid)
            os.kill(workers[0].pid, signal.SIGKILL)

    output = tmp_path / "out"
    result = build_on_cluster([f"file://{source}"], address, str(output), size=4, progress=progress)
    assert len(killed) > 1
    assert same(result.report, local[0].report)
    assert result.complete == local[0].complete
    assert lines(output) == local[1]
    names = sorted(path.name for path in output.glob("*.nt.gz"))
    assert names == [f"part-{n:05d}.nt.gz" for n in range(len(names))] == sorted(result.report["outputs"])
    assert json.loads((output / "report.json").read_text(encoding="utf-8")) == result.report
    check_children_end(killed[:-1])


def check_children_end(processes: list[int]) -> None:
    end = time.monotonic() + 10
    while any(Path("/proc", str(n)).exists() for n in processes) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(Path("/proc", str(n)).exists() for n in processes)


def test_the_command_on_a_cluster_of_threads(source: Path, tmp_path: Path) -> None:
    """Addresses that are no paths; what an earlier build left is removed; the exit code tells what was not read."""
    memory = fsspec.filesystem("memory")
    memory.put(str(source), "/archive", recursive=True)
    memory.pipe_file("/out/part-00999.nt.gz", b"old")
    with distributed.LocalCluster(1, threads_per_worker=1, processes=False, dashboard_address=None) as threads:
        arguments = ["memory://archive", "-q", "--cluster", threads.scheduler_address, "-o", "memory://out"]
        found = CliRunner().invoke(command, [*arguments, "--part", "10"])
        assert found.exit_code == 1, found.output
        report = json.loads(memory.cat_file("/out/report.json"))
        with pytest.raises(InputError, match=r"no article could be read: nothing\.md"):
            build_on_cluster([source / "nothing.md"], threads.scheduler_address, str(tmp_path))
    assert {name.removeprefix("/out/") for name in memory.find("/out")} == {
        *report["outputs"],
        "report.json",
        "report.md",
    }
    expected = build([source], Config(output=tmp_path / "out", jobs=1, pages=False)).report
    assert same(report, expected)


@pytest.mark.parametrize("given", [["memory://named"], ["memory://named/b.md", "memory://named/a/b.md"]])
def test_names_are_those_of_a_build_on_one_machine(given: list[str], tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    for name in ("a/b.md", "b.md", "README.md", "x.png", ".h/y.md", "a/.h/z.md", "a/.q.md", "c.zip"):
        (tmp_path / "named" / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / "named" / name).write_text("x", encoding="utf-8")
        memory.pipe_file(f"/named/{name}", b"x")
    paths = [given_.replace("memory://", f"{tmp_path}/") for given_ in given]
    assert outline(storage.places(given)) == outline(storage.places(paths))
    found = [p for p in storage.places(given) if isinstance(p, Place)]
    read = [source for place in found for source in storage.read_place(place, Limits())]
    assert sorted(map(name_of, read)) == sorted(
        name_of(d) for d in discover(paths) if not (isinstance(d, Skipped) and d.kind == "ignored")
    )


def outline(found: Iterator[Place | Skipped]) -> list[tuple[str, ...]]:
    return [("skip", p.source_file, p.reason) if isinstance(p, Skipped) else (p.name, p.prefix) for p in found]


def name_of(found: Source | Skipped) -> str:
    return found.source_file if isinstance(found, Skipped) else found.name


def test_what_is_gone_or_unknown_elsewhere_is_told() -> None:
    with pytest.raises(InputError, match="no such file"):
        list(storage.places(["memory://no/such"]))
    with pytest.raises(UsageError, match="abcd://x"):
        list(storage.places(["abcd://x"]))
    gone = Place("a.md", "a.md/", b"memory://no/a.md", False, False)
    (found,) = storage.read_place(gone, Limits())
    assert isinstance(found, Skipped)
    packed = Place("a.zip", "a.zip/", b"memory://no/a.zip", False, False)
    index = unpack(part(reading.read(pack(ToRead(whole_version(), (packed,), 5))), reading.INDEX), Index)
    assert [one.source_file for one in index.skipped] == ["a.zip"]


def test_a_cluster_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pipeline.cluster.run.WAIT", 0.5)
    with pytest.raises(UsageError, match="the cluster tcp://127"):
        build_on_cluster([ARTICLES], f"tcp://127.0.0.1:{free_port()}", "out")


def test_a_scheduler_that_does_not_answer_in_time_is_asked_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def busy(address: str, **_: object) -> str:
        asked.append(address)
        if len(asked) == 1:
            raise TimeoutError
        return "client"

    monkeypatch.setattr("distributed.Client", busy)
    assert run._client("tcp://127.0.0.1:1") == "client"
    assert len(asked) == 2


def test_a_worker_of_another_version_refuses() -> None:
    with pytest.raises(DataError, match="another version"):
        reading.read(pack(ToRead("another", (), 5)))


def test_a_bundle_gives_its_parts() -> None:
    whole = bundle([b"", b"abc", bytes(range(256)), b""])
    assert [part(whole, i) for i in range(4)] == [b"", b"abc", bytes(range(256)), b""]


@pytest.mark.parametrize("seed", range(20))
def test_copies_of_stretches_of_days_are_those_of_the_whole(seed: int) -> None:
    chance = random.Random(seed)
    words = [chance.sample(range(90), 12) for _ in range(12)]
    texts = []
    for number in range(60):
        day = chance.choice([None, *(f"2024-0{m}-{d:02d}" for m in (2, 3) for d in (1, 2, 4, 7, 11, 28))])
        clauses = sorted({*chance.choice(words), *chance.sample(range(90), 2)})
        texts.append(Text(f"{number:03d}", day, b"".join(c.to_bytes(4, "little") for c in clauses)))
    days: dict[str, int] = {}
    for text in texts:
        days[text.day or ""] = days.get(text.day or "", 0) + 1
    stretches = merging.stretches(days, size=9)
    assert len(stretches) > 4
    pairs = []
    for stretch in stretches:
        near = [text for text in texts if stretch.needs(text.day or "")]
        pairs += copy_pairs(near, since=stretch.first)
    assert find_copies(texts)
    assert joined(pairs) == find_copies(texts)
