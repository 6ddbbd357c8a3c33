"""The command line as a whole: help, manual, start-up, exit codes."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli import COMMANDS, cli

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_and_stands_in_the_manual(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert f"Example: kg {name}" in " ".join(result.output.split())
    assert f"`kg {name}" in (ROOT / "MANUAL.md").read_text(encoding="utf-8")


def test_help_lists_all_commands() -> None:
    output = CliRunner().invoke(cli, ["--help"]).output
    assert all(f"  {name} " in output for name in COMMANDS)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from kg.cli import cli;"
        "assert CliRunner().invoke(cli, ['--help']).exit_code == 0;"
        "heavy = {'spacy', 'rdflib', 'pyoxigraph', 'networkx', 'bs4', 'opencc', 'numpy'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_help_starts_fast() -> None:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "kg", "--help"], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.6  # 0.3 s on a quiet machine; twice that under load


def test_an_unknown_command_is_wrong_usage() -> None:
    assert CliRunner().invoke(cli, ["no-such-command"]).exit_code == 2


@pytest.mark.parametrize(("written", "meant"), [("bild", "build"), ("qery", "query"), ("train", "train-statements")])
def test_an_unknown_command_is_answered_with_the_nearest(written: str, meant: str) -> None:
    said = CliRunner().invoke(cli, [written])
    assert said.exit_code == 2
    assert f"No such command '{written}'. Did you mean {meant}" in said.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command
    assert [option.name for option in command.params if isinstance(option, click.Option) and not option.help] == []


def test_all_that_is_printed_comes_out_before_the_process_ends() -> None:
    command = [sys.executable, "-m", "kg", "stats", "-g", str(ROOT / "outputs" / "graph.ttl"), "--format", "graphml"]
    done = subprocess.run(command, check=True, capture_output=True)
    assert done.stdout.rstrip().endswith(b"</graphml>")
    assert subprocess.run([*command[:3], "none"], check=False, capture_output=True).returncode == 2


PRINTING = [
    ["query"],
    ["query", "met", "-g", "GRAPH"],
    ["query", "met", "--help"],
    ["stats", "-g", "GRAPH"],
    ["stats", "-g", "GRAPH", "-o", "OUTPUT"],
    ["explain", "王毅", "-g", "GRAPH"],
    ["export", "jsonld", "-g", "GRAPH"],
    ["export", "graphml", "-g", "GRAPH"],
    ["merges", "-g", "GRAPH"],
    ["view", "-g", "GRAPH", "-o", "OUTPUT"],
]


def printing(args: list[str], folder: Path) -> list[str]:
    places = {"GRAPH": str(ROOT / "outputs" / "graph.ttl"), "OUTPUT": str(folder)}
    return [sys.executable, "-m", "kg", *(places.get(arg, arg) for arg in args)]


@pytest.mark.parametrize("args", PRINTING, ids=" ".join)
def test_where_nobody_reads_any_more_a_command_ends_as_other_programs_do(args: list[str], tmp_path: Path) -> None:
    with subprocess.Popen(printing(args, tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (-signal.SIGPIPE, b"")


@pytest.mark.parametrize("args", PRINTING, ids=" ".join)
def test_what_cannot_be_printed_is_told_in_one_line(args: list[str], tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(printing(args, tmp_path), check=False, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("kg: ")
    assert done.stderr.endswith("No space left on device\n")
    assert done.stderr.count("\n") == 1


def test_a_build_that_nobody_looks_on_says_one_line(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("王毅批评关税。", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "kg",
        "build",
        str(tmp_path / "one.txt"),
        "-o",
        str(tmp_path / "out"),
        "--no-pages",
    ]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    assert said == f"1 article, 1 person, 0 meetings, 1 statement -> {tmp_path / 'out'}\n"
