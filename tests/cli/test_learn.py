"""kg learn: which articles it reads, and what it says of none."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.errors import InputError

TEXT = "挪威外交大臣布兰德斯塔（Ole Brandstad）周二抵达北京。布兰德斯塔说，会谈很有成果。\n"


def test_a_folder_without_articles_is_an_error_as_in_a_build(tmp_path: Path) -> None:
    for command in (["learn", str(tmp_path)], ["build", str(tmp_path)]):
        with pytest.raises(InputError, match="no article could be read"):
            CliRunner().invoke(cli, [*command, "-o", str(tmp_path / "made")], catch_exceptions=False)
    assert list(tmp_path.glob("made*")) == []


def test_a_list_of_paths_gives_the_same_names_as_their_folder(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for number in range(3):
        (news / f"{number}.md").write_text(f"# 会谈之{number}\n\n{TEXT * 3}", encoding="utf-8")
    listing = "".join(f"{path}\n" for path in news.iterdir())
    made = []
    for given, stdin in ((str(news), ""), ("-", listing)):
        output = tmp_path / "names.tsv"
        assert CliRunner().invoke(cli, ["learn", given, "-o", str(output)], input=stdin).exit_code == 0
        made.append(output.read_text(encoding="utf-8"))
    assert "Ole Brandstad" in made[0]
    assert made[1] == made[0]
