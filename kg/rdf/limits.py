"""Work that ends in time: done in a child process, which can be stopped whatever it is doing."""

from __future__ import annotations

import faulthandler
import math
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from kg.errors import KgError
from kg.rdf.confine import forbid_connections

STEP = 0.005  # seconds between looks at the child
MEGABYTE = 1 << 20
FAILED = 2


def run_limited(work: Callable[[], None], *, seconds: float = math.inf, megabytes: int | None = None) -> int:
    """Do the work in a child process of bounded time and memory that connects to nobody.

    The result is its exit code: 0, or 2 after a known failure.
    What the work prints goes where this process prints. Raises KgError if it had to be stopped, BrokenPipeError if
    nobody reads that any more. The store's threads do not outlive a fork: open no graph before.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _be_child(work, megabytes)
    try:
        return _wait(child, seconds)
    except BaseException:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        raise


def _wait(child: int, seconds: float) -> int:
    end = time.monotonic() + seconds
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() > end:
            raise KgError(f"stopped after {seconds:g} s; ask for less, or allow more with --timeout")
        time.sleep(STEP)
    if os.WIFSIGNALED(status):
        if os.WTERMSIG(status) == signal.SIGPIPE:
            raise BrokenPipeError
        raise KgError("the query needed more memory than allowed; ask for less, or allow more with --memory")
    return os.WEXITSTATUS(status)


def _be_child(work: Callable[[], None], megabytes: int | None) -> None:
    code = 1
    try:
        if megabytes is not None:
            resource.setrlimit(resource.RLIMIT_DATA, (megabytes * MEGABYTE, megabytes * MEGABYTE))
        faulthandler.disable()  # running out of memory is told in one line, by the parent
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # nobody reads any more: told by the parent
        forbid_connections()
        work()
        sys.stdout.flush()
        code = 0
    except MemoryError:
        os.kill(os.getpid(), signal.SIGKILL)
    except (KgError, OSError) as error:
        os.write(2, f"kg: {error}\n".encode(errors="replace"))
        code = FAILED
    finally:
        os._exit(code)
