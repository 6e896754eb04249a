"""Which system calls a snippet is denied: those that reach round namespaces and limits, and those no card needs.

The kernel's own filter (seccomp, in the classic BPF of bpf(4)) answers them with EPERM. The list is short on purpose:
the namespaces hold without it. It closes what they leave open: memory that no process is charged for (memfd, System
V), sockets that know no network namespace (vsock, the kernel's crypto), and the kernel's less-trodden doors.
"""

from __future__ import annotations

import ctypes
import platform
import struct

from roadmap_flash.decks.proof.sandbox import linux

_DENIED = {
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "ptrace": (101, 117),
    "process_vm_writev": (311, 271),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
}
"""Numbers on x86_64 and aarch64."""
_SOCKET = (41, 198)
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""Which of the numbers holds, and what the kernel calls the machine."""
_LAST_FAMILY = 16
"""AF_UNIX, AF_INET, AF_INET6 and AF_NETLINK are not above it."""
_LOAD, _EQUAL, _GREATER, _AT_LEAST, _RETURN = 0x20, 0x15, 0x25, 0x35, 0x06
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
_OTHER_ABI = 0x40000000
"""On x86_64, numbers from here on are the x32 interface, which would go round the list."""


def deny_calls() -> None:
    """Put the filter before every call of this process and its children; nothing on machines it has no numbers of."""
    if platform.machine() in _MACHINES:
        program = _program(*_MACHINES[platform.machine()])
        linux.filter_calls((ctypes.c_uint64 * len(program))(*program))


def _program(column: int, machine: int) -> list[int]:
    """Load the number, jump to the refusal on each that is denied; a socket is judged by its family."""
    denied = [numbers[column] for numbers in _DENIED.values()]
    head = [(_LOAD, 0, 0, _MACHINE), (_EQUAL, 1, 0, machine), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, _NUMBER)]
    tail = [
        (_EQUAL, 0, 2, _SOCKET[column]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_GREATER, 1, 0, _LAST_FAMILY),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    to_refusal = len(denied) + len(tail) - 1
    tests = [(_AT_LEAST, to_refusal, 0, _OTHER_ABI)]
    tests += [(_EQUAL, to_refusal - 1 - place, 0, number) for place, number in enumerate(denied)]
    return [int.from_bytes(struct.pack("<HBBI", *step), "little") for step in (*head, *tests, *tail)]
