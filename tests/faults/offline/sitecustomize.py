"""Put on PYTHONPATH: a Python process that asks for the network ends at once, and so do the processes it starts.

Python's own calls are seen by an audit hook; those of libraries in C by the system (seccomp), where it is Linux on a
processor known here. Sockets between processes of one machine (AF_UNIX) are no network.
"""

import ctypes
import os
import platform
import struct
import sys

FORBIDDEN = 99  # exit code of a process that the hook ends
SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # machine: (its name for seccomp, number of socket)
AF_UNIX, KILL, ALLOW = 1, 0x80000000, 0x7FFF0000
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2


def hook(event: str, arguments: tuple[object, ...]) -> None:
    """End the process if it looks up a name or uses a socket that is not local."""
    is_socket = event in ("socket.__new__", "socket.connect", "socket.bind") and AF_UNIX not in arguments[1:2]
    if is_socket or event in ("socket.getaddrinfo", "socket.gethostbyname"):
        os.write(2, f"{event} is forbidden\n".encode())
        os._exit(FORBIDDEN)


def program(machine: str) -> bytes:
    """The filter: load the machine, the number of the call and its first argument; kill socket() but for AF_UNIX."""
    name, number = SOCKET[machine]
    load, equal, give = 0x20, 0x15, 0x06
    steps = [
        (load, 0, 0, 4),
        (equal, 0, 4, name),
        (load, 0, 0, 0),
        (equal, 0, 2, number),
        (load, 0, 0, 16),
        (equal, 0, 1, AF_UNIX),
        (give, 0, 0, ALLOW),
        (give, 0, 0, KILL),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def forbid() -> None:
    """Install the filter, which this process and all it starts keep for good."""
    code = program(platform.machine())
    steps = ctypes.create_string_buffer(code)
    head = struct.pack("HP", len(code) // 8, ctypes.addressof(steps))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(SET_SECCOMP, FILTER, ctypes.create_string_buffer(head), 0, 0)


if sys.platform == "linux" and platform.machine() in SOCKET:
    forbid()
sys.addaudithook(hook)
