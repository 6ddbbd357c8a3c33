"""A process that answers queries connects to nobody: the system itself refuses it (Linux, seccomp)."""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from typing import Final

# machine: (what linux/audit.h calls it, the number of connect)
CONNECT: Final = {"x86_64": (0xC000003E, 42), "aarch64": (0xC00000B7, 203)}
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2  # linux/prctl.h, linux/seccomp.h
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06  # linux/bpf_common.h
NUMBER, MACHINE = 0, 4  # offsets in struct seccomp_data


def forbid_connections() -> bool:
    """Let every connect of this process, and of all that it becomes or starts, fail; whether the system does so.

    What connects to it is still answered. There is no way back.
    """
    if sys.platform != "linux" or platform.machine() not in CONNECT:
        return False
    machine, number = CONNECT[platform.machine()]
    steps = (
        (LOAD, 0, 0, MACHINE),
        (EQUAL, 0, 3, machine),
        (LOAD, 0, 0, NUMBER),
        (EQUAL, 0, 1, number),
        (RETURN, 0, 0, REFUSE),
        (RETURN, 0, 0, ALLOW),
    )
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(SET_SECCOMP, FILTER, program, 0, 0) == 0)
