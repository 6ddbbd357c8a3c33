"""Time and memory of builds of growing archives: python -m tests.benchmarks.scale ARTICLES --work FOLDER.

Makes archives of the sizes wanted out of the articles given (tests/benchmarks/archive.py), builds each from nothing,
then with one article more, and prints a table: seconds, processor time, the largest memory of all processes together,
sizes of what was written. Annotated articles may be hidden in each archive (--hidden ARTICLES=GOLD) and are scored in
its graph by `--scorer`, a script that takes a graph and a folder of annotations.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.archive import make_archive

SIZES = (9_000, 36_000, 144_000)
HEAD = ("articles", "build", "s", "CPU s", "articles/s", "peak MB", "graph MB", "cache MB")
_SUBJECT = re.compile(r"<https://w3id\.org/diplokg/id/(passage|report|statement|tenure|readout|article)/([0-9a-f]+)")
_SHARE = re.compile(r"^Pss: +(\d+) kB", re.MULTILINE)
_IRI = re.compile(r"<https://w3id\.org/diplokg/[^>]*>")
NEW = "挪威外交大臣布兰德斯塔（Ole Brandstad）周二抵达北京，与中国外长王毅举行会谈，双方讨论了台湾问题。\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one command took; `peak` is in bytes."""

    seconds: float
    cpu: float
    peak: int


def measured(command: Sequence[str]) -> Usage:
    """Run a command and watch it with all processes that it starts; 1 means that some file was not read.

    Raises CalledProcessError.
    """
    started, peak, cpu = time.perf_counter(), 0, 0.0
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            usage = [stat for pid in family(process.pid) if (stat := of_process(pid))]
            peak = max(peak, sum(size for size, _ in usage))
            cpu = max(cpu, sum(seconds for _, seconds in usage))
            time.sleep(0.25)
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, command)
    return Usage(seconds=time.perf_counter() - started, cpu=cpu, peak=peak)


def family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def of_process(pid: int) -> tuple[int, float] | None:
    """Its bytes of memory, and seconds on the processor with those of ended children; None for one that has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        shares = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except (OSError, IndexError):
        return None
    share = _SHARE.search(shares)  # of what it shares with others, its part: a copy of a process shares most
    return 1024 * int(share[1]) if share else 0, sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def size_of(path: Path) -> int:
    """The bytes of a file or of all files of a folder."""
    return sum(p.stat().st_size for p in (path.rglob("*") if path.is_dir() else [path]) if p.is_file())


def subset(graph: Path, articles: Iterable[str], target: Path) -> Path:
    """The triples of some articles, by their ids, and of what these point to, out of graph.nt.gz."""
    wanted, named = set(articles), set[str]()
    with gzip.open(graph, "rt", encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line in lines:
            owner = _SUBJECT.match(line)
            if owner and owner[2] in wanted:
                out.write(line)
                named.update(_IRI.findall(line))
    with gzip.open(graph, "rt", encoding="utf-8") as lines, target.open("a", encoding="utf-8") as out:
        out.writelines(line for line in lines if line.split(" ", 1)[0] in named and not _SUBJECT.match(line))
    return target


def score(output: Path, hidden: Path, gold: Path, scorer: Path) -> str:
    """What the scorer prints for hidden articles in a built graph."""
    files = json.loads((output / "report.json").read_text(encoding="utf-8"))["files"]
    names = {path.name for path in hidden.iterdir()}
    ids = [f["article"] for f in files if f["file"] in names and f["outcome"] == "read"]
    part = subset(output / "graph.nt.gz", ids, output.parent / "hidden.nt")
    command = [sys.executable, str(scorer), str(part), str(gold)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def row(size: int, what: str, usage: Usage, output: Path) -> str:
    """A line of the table."""
    graph, cache = output / "graph.ttl", output.parent / f".{output.name}.cache"
    cells = (
        f"{size:,}",
        what,
        f"{usage.seconds:.1f}",
        f"{usage.cpu:.1f}",
        f"{size / usage.seconds:.0f}",
        *(f"{number / 1e6:.0f}" for number in (usage.peak, size_of(graph), size_of(cache))),
    )
    return f"| {' | '.join(cells)} |"


def run(args: argparse.Namespace, size: int) -> Iterator[str]:
    """Build one size twice; the lines to print."""
    archive = make_archive(args.articles, args.work / f"archive-{size}", size)
    added = args.work / f"added-{size}"
    added.mkdir(exist_ok=True)
    output = args.work / f"out-{size}"
    hidden = [pair.partition("=")[::2] for pair in args.hidden]
    inputs = [str(archive), str(added), *(articles for articles, _ in hidden)]
    command = [sys.executable, "-m", "kg", "build", *inputs, "-o", str(output), "-q", *args.option]
    for path in added.iterdir():
        path.unlink()
    yield row(size, "from nothing", measured(command), output)
    (added / "new.txt").write_text(NEW, encoding="utf-8")
    yield row(size, "one article more", measured(command), output)
    for articles, gold in hidden if args.scorer else ():
        yield f"\n{articles}:\n{score(output, Path(articles), Path(gold), args.scorer)}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="folder for archives and outputs; they stay there")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--hidden", action="append", default=[], metavar="ARTICLES=GOLD")
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--option", action="append", default=[], help="of kg build: --option=--no-pages")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    print(f"| {' | '.join(HEAD)} |\n|{'---:|' * len(HEAD)}", flush=True)
    for size in args.sizes:
        for line in run(args, size):
            print(line, flush=True)


if __name__ == "__main__":
    main()
