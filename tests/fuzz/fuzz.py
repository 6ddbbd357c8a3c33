"""Coverage-guided fuzzing of reading, dates, names and the Turtle writer, with the checks of targets.py.

Needs `pip install atheris` (Linux; Python 3.11 to 3.13). Run from the project's folder:

    nice -n 15 python tests/fuzz/fuzz.py read -runs=300000 /tmp/fuzz-read

The last argument is a folder for the inputs that reach new code (made if missing); a second run goes on from there.
Without it every run starts from the first inputs of the target. A finding ends the run and is left as `crash-*`: put it
into tests/fuzz/found/TARGET/, where tests/fuzz/test_fuzz.py runs it ever after. Figures of the last runs: the manual.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
WATCHED = {  # the modules whose branches guide the fuzzer
    "read": ["kg.read"],
    "dates": [
        "kg.read.dates",
        *(f"kg.nlp.dates{part}" for part in ("", "_calendar", "_grammar", "_lexicon", "_resolve")),
    ],
    "names": ["kg.nlp", "kg.link", "kg.extract", "kg.learn"],
    "turtle": ["kg.rdf", "kg.vocab"],
}
DEFAULTS = ("-max_len=1024", "-timeout=60", "-print_final_stats=1")


def main() -> None:
    """Run the target that is named first, until the given number of executions or the first finding."""
    name, *rest = sys.argv[1:]
    with atheris.instrument_imports(include=WATCHED[name]):
        from tests.fuzz.targets import TARGETS
    target = TARGETS[name]
    given = [argument for argument in rest if not argument.startswith("-")]
    folder = Path(given[0]) if given else Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(target.seeds()):
        (folder / f"seed-{number:04}").write_bytes(data)
    options = [argument for argument in rest if argument.startswith("-")]
    target.run(target.seeds()[0])  # word lists are read before the fuzzer begins
    atheris.Setup([sys.argv[0], *DEFAULTS, *options, str(folder)], target.run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
