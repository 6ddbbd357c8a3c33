"""Reading gold annotations: a folder of files, or one of lines."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluation.gold import load_gold

SEEDS = Path(__file__).parent / "seeds"


def test_lines_hold_what_a_folder_holds(tmp_path: Path) -> None:
    lines = tmp_path / "gold.jsonl"
    files = [path for path in sorted(SEEDS.glob("*.json")) if not path.name.startswith("events")]
    text = "\n".join(path.read_text(encoding="utf-8").replace("\n", " ") for path in files)
    lines.write_text(text, encoding="utf-8")
    assert load_gold(lines).articles == load_gold(SEEDS).articles
    assert load_gold(SEEDS).events
    assert not load_gold(lines).events


@pytest.mark.parametrize("text", ["", "{"])
def test_a_file_without_annotations_or_with_a_broken_one_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl"):
        load_gold(path)
