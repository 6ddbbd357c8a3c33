"""Records of words take each value of a file as the type of the field says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.knowledge.alternatives import longest_first
from kg.knowledge.records import make_record
from kg.knowledge.tables import read_yaml


@dataclass(frozen=True)
class Words:
    mark: str
    small: frozenset[str]
    joints: tuple[str, ...]
    taking: re.Pattern[str]
    owners: Mapping[str, tuple[str, ...]]


DATA = {
    "mark": "驻",
    "small": "的了",
    "joints": ["、", "和"],
    "taking": "出任|担任",
    "owners": {"国务院": ["称", "说"]},
}


def test_a_record_is_made_as_its_types_say() -> None:
    words = make_record(Words, {**DATA, "comment": ["not a field"]}, joints=("与",))
    assert words.small == {"的", "了"}
    assert words.joints == ("与",)  # made already
    assert words.taking.fullmatch("担任")
    assert words.owners == {"国务院": ("称", "说")}


def test_a_lacking_field_is_named() -> None:
    with pytest.raises(DataError, match="Words: no joints, mark"):
        make_record(Words, {key: value for key, value in DATA.items() if key not in ("joints", "mark")})


@pytest.mark.parametrize(("text", "told"), [("a: [", "cannot be read"), ("- a\n", "not a mapping")])
def test_a_broken_file_is_named(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=rf"words\.yaml: {told}"):
        read_yaml(path)


def test_the_longest_word_comes_first_and_each_once() -> None:
    assert longest_first(["外长", "外交部长", "总理", "外长"]) == ["外交部长", "外长", "总理"]
