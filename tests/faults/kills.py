"""Kill commands at random moments: the old outputs or the new ones must be there, never a mixture.

    nice python tests/faults/kills.py --kills 200 --seed 1

Builds of two inputs, with and without reviewed merges, go into one folder; `kg merges` reads it; `kg load --replace`
sends one or the other graph to a server (Oxigraph, started for this; without it no loads). Each is killed with SIGKILL,
SIGTERM or SIGINT in turn after a random time of up to that of a whole run; only what was still running counts. After
each kill the folder must equal one of the results from scratch byte for byte, and the server hold one of the graphs; at
the end a build and a load without a kill must give theirs. Exit code 1 at the first failure.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "tests" / "articles"
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
KG = [sys.executable, "-m", "kg"]
# kg load with batches of 200 triples, so that the small graphs of this test are sent in many
LOAD = [
    sys.executable,
    "-c",
    "from kg.rdf import servers; servers.BATCH = 200; from kg.cli import main; main()",
    "load",
]


@dataclass
class Command:
    """A command to be killed, and how long a whole run of it takes; drawn nearer as the machine is found to be."""

    kind: str
    words: list[str]
    seconds: float


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def build(source: Path, output: Path, *options: str) -> list[str]:
    return [*KG, "build", str(source), "-o", str(output), "-q", "--jobs", "2", *options]


def prepare(folder: Path) -> list[Path]:
    """Two inputs that differ in articles added, changed and left out."""
    one, two = folder / "one", folder / "two"
    shutil.copytree(ARTICLES, one)
    shutil.copytree(ARTICLES, two)
    files = sorted(p for p in two.iterdir() if p.name != "README.md")
    files[0].unlink()
    files[1].write_text(files[1].read_text(encoding="utf-8").replace("飛彈", "核武"), encoding="utf-8")
    return [one, two]


def timed(words: list[str]) -> tuple[str, float]:
    """The output of a whole run and the seconds that it took."""
    start = time.perf_counter()
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return done.stdout, time.perf_counter() - start


def review(merges: str, path: Path) -> Path:
    """The merges as a reviewer who calls every one of them different."""
    path.write_text(
        merges.replace("\tsame\t", "\tdifferent\t").replace("\tunsure\t", "\tdifferent\t"), encoding="utf-8"
    )
    return path


def killed(command: Command, seconds: float, number: signal.Signals) -> bool:
    """Start the command, send it the signal after so many seconds; whether that ended it."""
    child = subprocess.Popen(command.words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    child.send_signal(number)
    return child.wait() != 0


@contextmanager
def served(folder: Path) -> Iterator[str | None]:
    """The address of an empty Oxigraph; None where it is not installed."""
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}") or shutil.which("oxigraph")
    if program is None:
        yield None
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    server = subprocess.Popen(
        [program, "serve", "--location", str(folder / "store"), "--bind", address],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with suppress(OSError):
                held(f"http://{address}")
                break
            time.sleep(0.05)
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait()


def held(url: str) -> list[bytes]:
    """The triples of the server's default graph, as sorted lines."""
    request = urllib.request.Request(f"{url}/store?default", headers={"Accept": "application/n-triples"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=60) as answer:
        return sorted(answer.read().splitlines())


class Run:
    """One run of the script: what is wanted of the folder and of the server, and what is killed."""

    def __init__(self, folder: Path, url: str | None) -> None:
        self.output, self.url = folder / "out", url
        self.wanted: list[dict[str, bytes]] = []
        self.graphs: list[list[bytes]] = []
        self.commands: list[Command] = []
        self.folder, self.inputs = folder, prepare(folder)

    def measure(self) -> None:
        """Run everything once from scratch."""
        timed(build(self.inputs[0], self.output))
        merges, seconds = timed([*KG, "merges", "--judgement", "all", "-g", str(self.output / "graph.ttl")])
        self.commands.append(Command("merges", [*KG, "merges", "-g", str(self.output / "graph.ttl")], seconds))
        decisions = review(merges, self.folder / "review.tsv")
        for number, source in enumerate(self.inputs):
            kinds = [("build", []), ("reviewed build", ["--decisions", str(decisions)])]
            for kind, options in kinds[: 2 - number]:
                fresh = self.folder / f"fresh-{number}-{kind}"
                _, seconds = timed(build(source, fresh, *options))
                self.wanted.append(contents(fresh))
                self.commands.append(Command(kind, build(source, self.output, *options), seconds))
            if self.url:
                words = [
                    *LOAD,
                    self.url,
                    "--replace",
                    "--graph",
                    str(self.folder / f"fresh-{number}-build" / "graph.nt.gz"),
                ]
                _, seconds = timed(words)
                self.graphs.append(held(self.url))
                self.commands.append(Command("load", words, seconds))
        distinct = [found for n, found in enumerate(self.wanted) if found not in self.wanted[:n]]
        assert len(distinct) > 2, "the inputs and reviews should give different outputs"

    def check(self, number: int) -> None:
        """Raise AssertionError on a mixture."""
        assert contents(self.output) in self.wanted, f"kill {number}: a mixture in the folder"
        if self.url:
            assert held(self.url) in self.graphs, f"kill {number}: a mixture on the server"

    def finish(self) -> None:
        """Raise AssertionError if what was killed cannot be finished."""
        subprocess.run(build(self.inputs[1], self.output), check=True)
        assert contents(self.output) == self.wanted[-1], "the last build differs from one from scratch"
        loads = [command for command in self.commands if command.kind == "load"]
        for command in loads:
            subprocess.run(command.words, check=True, stderr=subprocess.DEVNULL)
        assert not loads or (self.url and held(self.url) == self.graphs[-1]), "the last load is not whole"


def run(kills: int, seed: int, folder: Path) -> Counter[str]:
    """The kills, by command, and how many commands had ended before; AssertionError on a mixture."""
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    with served(folder) as url:
        found = Run(folder, url)
        found.measure()
        number = 0
        while counts["killed"] < kills:
            command = found.commands[number % len(found.commands)]
            sent = SIGNALS[number // len(found.commands) % len(SIGNALS)]
            if killed(command, chance.uniform(0, command.seconds), sent):
                counts.update(("killed", command.kind))
                command.seconds *= 1.05
            else:
                counts["ended before"] += 1
                command.seconds *= 0.8
            found.check(number)
            number += 1
        found.finish()
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        counts = run(options.kills, options.seed, Path(folder))
    print(
        f"{counts['killed']} kills in {time.perf_counter() - start:.0f} s, no mixture: {dict(sorted(counts.items()))}"
    )


if __name__ == "__main__":
    main()
