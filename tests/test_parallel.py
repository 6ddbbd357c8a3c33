"""Work beside other work is done once the block ends, whatever becomes of the process that does it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.parallel import Helper, Send, beside

KILLED = """
import os, sys, time
from pathlib import Path
from kg.parallel import Send, beside
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


def test_messages_come_one_by_one_while_the_work_goes_on(tmp_path: Path) -> None:
    def work(send: Send) -> None:
        send(b"one")
        while not (tmp_path / "heard").exists():
            time.sleep(0.01)
        send(b"two")

    with beside(work) as receive:
        if sys.platform == "linux":
            assert receive() == b"one"
        (tmp_path / "heard").touch()
        assert receive() == (b"two" if sys.platform == "linux" else b"")
        assert receive() == receive() == b""


def test_nothing_comes_of_a_copy_that_dies() -> None:
    here = os.getpid()
    with beside(lambda _: os.getpid() == here or os.kill(os.getpid(), signal.SIGKILL)) as receive:
        assert receive() == b""


def joined(state: bytes, told: Iterator[bytes]) -> bytes:
    return b"|".join((state, *told, str(os.getpid()).encode()))


@pytest.mark.parametrize("alone", [False, True])
def test_a_helper_gets_ready_and_works_on_what_it_is_told(alone: bool) -> None:
    large = bytes(1_000_000)
    with Helper(lambda: b"ready", joined, alone=alone) as helper:
        assert helper.is_beside != (alone or sys.platform != "linux")
        helper.tell(b"")
        helper.tell(large)
        *found, process = helper.answer().split(b"|")
    assert found == [b"ready", b"", large]
    assert (process == str(os.getpid()).encode()) == (alone or sys.platform != "linux")


def test_helpers_do_not_wait_for_each_other() -> None:
    with Helper(lambda: b"one", joined) as one, Helper(lambda: b"two", joined) as two:
        one.tell(b"a")
        two.tell(b"b")
        assert one.answer().startswith(b"one|a|")
        assert two.answer().startswith(b"two|b|")


@pytest.mark.parametrize("at", ["ready", "work"])
def test_what_a_helper_that_dies_leaves_is_done_here(at: str) -> None:
    here = os.getpid()

    def die(moment: str) -> None:
        if moment == at and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)

    def work(_: None, told: Iterator[bytes]) -> bytes:
        die("work")
        return b"".join(told)

    with Helper(lambda: die("ready"), work) as helper:
        helper.tell(b"a")
        time.sleep(0.1)
        helper.tell(bytes(1_000_000))
        assert helper.answer() == b"a" + bytes(1_000_000)


def test_an_error_of_a_helper_is_raised_where_the_answer_is_asked_for() -> None:
    with Helper(lambda: None, lambda *_: bytes(1 // 0)) as helper, pytest.raises(ZeroDivisionError):
        helper.answer()


def test_a_helper_that_is_not_needed_ends_with_its_block() -> None:
    start = time.monotonic()
    with Helper(lambda: time.sleep(60), lambda *_: b""):
        pass
    assert time.monotonic() - start < 30
