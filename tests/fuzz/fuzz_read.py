"""Coverage-guided fuzzing of reading: any bytes become articles or a reason, in time, with text that outputs can hold.

Needs `pip install atheris` (Python 3.11 to 3.13, Linux). Run from the project's folder:

    python tests/fuzz/fuzz_read.py -runs=1000000 -max_len=4096 /tmp/fuzz-read

The last argument is a folder for the inputs that reach new code (made if missing); a second run goes on from there.
Without it every run starts from the cases of tests/read/cases.py. A finding ends the run and is left as `crash-*`; it
is then added to tests/read/test_bad_input.py. Figures of the last run: see the manual.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
import time
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["kg.read"]):
    for module in ("kg.read.decoding", "kg.read.forms"):  # imported late by kg.read itself
        importlib.import_module(module)
    from kg.model import Article
    from kg.read import Limits, Source, parse_source

from tests.read.cases import CASES, LONG, PAGE  # noqa: E402

LIMITS = Limits(article_chars=100_000)
SLOWEST = 10.0  # seconds for one input
NAMES = ("a.md", "20220925.md", "a.html", "a.jsonl", "a.txt")


def check(article: Article, page_length: int) -> None:
    """What must hold of every article, whatever the bytes were."""
    assert article.text == "\n".join(article.text[b.start : b.end] for b in article.blocks)
    article.text.encode()
    assert not any(ord(c) < 32 and c != "\n" for c in article.text)
    assert [clean for clean, _ in article.offsets] == sorted({clean for clean, _ in article.offsets})
    assert all(0 <= file <= page_length for _, file in article.offsets)
    assert article.published is None or article.published[:4].isdigit()


def test_one_input(data: bytes) -> None:
    """Read the bytes under the name that the first of them chooses."""
    name = NAMES[data[0] % len(NAMES)] if data else NAMES[0]
    start = time.perf_counter()
    results = parse_source(Source(name=name, path=Path(name), limits=LIMITS), data[1:])
    assert time.perf_counter() - start < SLOWEST
    assert results
    for result in results:
        if isinstance(result, Article):
            check(result, len(data) * 2)


def seeds(folder: Path) -> None:
    """Write the cases as the first inputs, in several encodings."""
    pages = [*(case.page for case in CASES), PAGE % LONG]
    for number, page in enumerate(pages):
        for encoding in ("utf-8", "gb18030", "utf-16"):
            name = folder / f"case-{number}-{encoding}"
            if not name.exists():
                name.write_bytes(bytes([number % 256]) + page.encode(encoding, "ignore"))


def main() -> None:
    """Run until the given number of executions or the first finding."""
    given = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    folder = Path(given[0]) if given else Path(tempfile.mkdtemp(prefix="fuzz-read-"))
    folder.mkdir(parents=True, exist_ok=True)
    seeds(folder)
    options = [argument for argument in sys.argv if argument.startswith("-")]
    atheris.Setup([sys.argv[0], *options, str(folder)], test_one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
