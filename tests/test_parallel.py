"""Work beside other work is done once the block ends, whatever becomes of the process that does it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.parallel import Send, ahead, beside

KILLED = """
import os, sys, time
from pathlib import Path
from kg.parallel import Send, ahead, beside
def work(send):
    Path(sys.argv[1]).write_text(str(os.getpid()))
    time.sleep(60)
with beside(work):
    time.sleep(60)
"""


@pytest.mark.parametrize("alone", [False, True])
def test_the_work_is_done_when_the_block_ends(tmp_path: Path, alone: bool) -> None:
    with beside(lambda _: (tmp_path / "pid").write_text(str(os.getpid())), alone=alone):
        pass
    assert ((tmp_path / "pid").read_text() == str(os.getpid())) == (alone or sys.platform != "linux")


def test_what_a_copy_that_dies_leaves_is_done_here(tmp_path: Path) -> None:
    here = os.getpid()

    def work(_: object) -> None:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        (tmp_path / "done").touch()

    with beside(work):
        pass
    assert (tmp_path / "done").exists()


def test_an_error_of_the_work_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError), beside(lambda _: 1 // 0):
        pass


def test_an_error_of_the_block_ends_the_work() -> None:
    start = time.monotonic()
    with pytest.raises(KeyError), beside(lambda _: time.sleep(60)):
        raise KeyError
    assert time.monotonic() - start < 30


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no copy")
def test_the_copy_ends_with_a_process_that_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with subprocess.Popen([sys.executable, "-c", KILLED, str(note)]) as process:
        end = time.monotonic() + 20
        while not (note.exists() and note.read_text()) and time.monotonic() < end:
            time.sleep(0.02)
        process.kill()
        process.wait()
    while Path("/proc", note.read_text()).exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert not Path("/proc", note.read_text()).exists()


def test_what_is_sent_comes_however_much_it_is(tmp_path: Path) -> None:
    data = bytes(1_000_000)

    def work(send: Send) -> None:
        send(data)
        (tmp_path / "done").touch()

    with beside(work) as receive:
        assert receive() == (data if sys.platform == "linux" else b"")
    assert (tmp_path / "done").exists()
    with beside(work, alone=True) as receive:
        assert receive() == b""


def test_nothing_comes_of_a_copy_that_dies() -> None:
    here = os.getpid()
    with beside(lambda _: os.getpid() == here or os.kill(os.getpid(), signal.SIGKILL)) as receive:
        assert receive() == b""


@pytest.mark.parametrize("alone", [False, True])
def test_what_is_made_ahead_comes_whoever_makes_it(alone: bool) -> None:
    here = os.getpid()
    with ahead(lambda: str(os.getpid()).encode(), alone=alone) as made:
        assert (made() == str(here).encode()) == (alone or sys.platform != "linux")
    with ahead(lambda: b"here" if os.getpid() == here else os._exit(1), alone=alone) as made:
        assert made() == b"here"


def test_an_error_of_what_is_made_ahead_is_raised_where_it_is_asked_for() -> None:
    with ahead(lambda: bytes(1 // 0)) as made, pytest.raises(ZeroDivisionError):
        made()
