"""The table of faults and attacks in the manual names tests that exist, and every test of this folder stands in it."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "MANUAL.md").read_text(encoding="utf-8")
SECTION = MANUAL[MANUAL.index("## Faults and attacks") : MANUAL.index("## Dependencies and their licences")]
ROWS = [line for line in SECTION.splitlines() if line.startswith("|") and line.count("|") == 4][2:]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", SECTION)
KINDS = "tests/faults/test_kinds.py"


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_test_named_exists() -> None:
    assert len(NAMED) > 80
    missing = [f"{path}::{name}" for path, name in NAMED if name not in names_in(ROOT / path)]
    assert missing == []
    assert {"test_a_kind_of_bad_input", "test_a_kind_of_bad_link_or_archive"} <= names_in(ROOT / KINDS)


def test_every_row_names_what_happens_and_a_test() -> None:
    assert len(ROWS) > 40
    for row in ROWS:
        fault, outcome, shown = (cell.strip() for cell in row.strip("|").split("|"))
        assert fault
        is_heading = fault.startswith("**")
        assert is_heading or (outcome and ("`tests/" in shown or "KINDS" in shown)), row


def test_every_test_of_faults_is_in_the_table() -> None:
    here = {f"tests/faults/{p.name}": names_in(p) for p in sorted(Path(__file__).parent.glob("test_*.py"))}
    del here["tests/faults/test_table.py"]
    here[KINDS] -= {"test_a_kind_of_bad_input", "test_a_kind_of_bad_link_or_archive"}
    here["tests/faults/test_faults.py"] -= {"test_nothing_to_read_is_exit_2"}  # wrong usage, no fault
    assert {(path, name) for path, names in here.items() for name in names} <= set(NAMED)
