"""Kill builds at random moments: the old outputs or the new ones must be there, never a mixture.

    python tests/faults/kills.py --kills 200 --seed 1

Two inputs are built from scratch first; then builds of one or the other into one folder are killed (SIGKILL, SIGTERM,
SIGINT in turn) after a random delay of up to the time of a whole build. After each kill the folder must equal one of
the two from-scratch results byte for byte; at the end a build without a kill must give its result. Exit code 1 at the
first failure.
"""

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ARTICLES = Path(__file__).parent.parent / "articles"
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def command(source: Path, output: Path) -> list[str]:
    return [sys.executable, "-m", "kg", "build", str(source), "-o", str(output), "-q", "--jobs", "1"]


def prepare(folder: Path) -> list[Path]:
    """Two inputs that differ in articles added, changed and left out."""
    one, two = folder / "one", folder / "two"
    shutil.copytree(ARTICLES, one)
    shutil.copytree(ARTICLES, two)
    files = sorted(p for p in two.iterdir() if p.name != "README.md")
    files[0].unlink()
    files[1].write_text(files[1].read_text(encoding="utf-8").replace("飛彈", "核武"), encoding="utf-8")
    return [one, two]


def run(kills: int, seed: int, folder: Path) -> dict[str, int]:
    """Counts of what stood in the folder after the kills; raises AssertionError on a mixture."""
    chance = random.Random(seed)
    inputs = prepare(folder)
    wanted, slowest = [], 0.0
    for number, source in enumerate(inputs):
        start = time.perf_counter()
        subprocess.run(command(source, folder / f"fresh{number}"), check=True)
        slowest = max(slowest, time.perf_counter() - start)
        wanted.append(contents(folder / f"fresh{number}"))
    output, found = folder / "out", {"first": 0, "second": 0, "finished": 0}
    subprocess.run(command(inputs[0], output), check=True)
    for number in range(kills):
        child = subprocess.Popen(command(chance.choice(inputs), output), stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, slowest))
        child.send_signal(SIGNALS[number % len(SIGNALS)])
        found["finished"] += child.wait() == 0
        now = contents(output)
        assert now in wanted, f"kill {number}: a mixture"
        found["first" if now == wanted[0] else "second"] += 1
    subprocess.run(command(inputs[1], output), check=True)
    assert contents(output) == wanted[1], "the last build differs from one from scratch"
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run(options.kills, options.seed, Path(folder))
    print(f"{options.kills} kills: {found}")


if __name__ == "__main__":
    main()
