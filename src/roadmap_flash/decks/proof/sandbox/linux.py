"""The system calls of Linux that Python 3.11 does not offer, each raising OSError with its own name."""

from __future__ import annotations

import ctypes
import os
import platform

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = (
    *(0x00020000, 0x04000000, 0x08000000),
    *(0x10000000, 0x20000000, 0x40000000),
)
MS_BIND, MS_REC, MS_PRIVATE, MS_NOSUID, MS_NODEV = 0x1000, 0x4000, 0x40000, 0x2, 0x4
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_MOUNT_SETATTR = 442
_AT_FDCWD, _AT_RECURSIVE, _MNT_DETACH = -100, 0x8000, 2
_READ_ONLY_NO_SUID = 0x1 | 0x2
_PDEATHSIG, _SET_DUMPABLE, _SUBREAPER, _NO_NEW_PRIVS = 1, 4, 36, 38
_CAPABILITY_VERSION = 0x20080522
_SIGKILL = 9

_libc = ctypes.CDLL(None, use_errno=True)


def unshare(flags: int) -> None:
    """Leave the namespaces that `flags` name for new ones."""
    _call("unshare", flags)


def own_pid_namespace(descriptor: int) -> None:
    """Have the next child born in the pid namespace of `descriptor` again."""
    _call("setns", descriptor, NEWPID)


def mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    """Mount as mount(2) does."""
    texts = [text.encode() if text else None for text in (source, target, kind)]
    _call("mount", *texts, ctypes.c_ulong(flags), options.encode() or None)


def pivot_root(new: str, old: str) -> None:
    """Make `new` the root of this mount namespace, and `old` the place of the former one."""
    _call("syscall", _PIVOT_ROOT[platform.machine()], new.encode(), old.encode())


def detach(path: str) -> None:
    """Unmount a tree."""
    _call("umount2", path.encode(), _MNT_DETACH)


def make_read_only(path: str) -> None:
    """Make a mount and all below it read-only, and deaf to set-user-id bits (Linux 5.12)."""
    attributes = (ctypes.c_uint64 * 4)(_READ_ONLY_NO_SUID, 0, 0, 0)
    _call("syscall", _MOUNT_SETATTR, _AT_FDCWD, path.encode(), _AT_RECURSIVE, attributes, ctypes.c_size_t(32))


def die_with_parent() -> None:
    """Have this process killed when the one that started it ends. Lost when the user changes."""
    _call("prctl", _PDEATHSIG, _SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of what the children leave behind."""
    _call("prctl", _SUBREAPER, 1, 0, 0, 0)


def give_up_privileges() -> None:
    """Drop every capability for good: no program that is started gains any, by whatever bits."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    _call("prctl", _NO_NEW_PRIVS, 1, 0, 0, 0)
    _call("capset", header, (ctypes.c_uint32 * 6)())
    _call("prctl", _SET_DUMPABLE, 1, 0, 0, 0)  # a change of user had hidden its own /proc files from it


def filter_calls(program: ctypes.Array[ctypes.c_uint64]) -> None:
    """Put a BPF program before every system call; `program` holds its instructions, 8 bytes each."""
    setting = _Program(len(program), ctypes.cast(program, ctypes.c_void_p))
    _call("prctl", 22, 2, ctypes.byref(setting), 0, 0)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def _call(name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) == -1:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
