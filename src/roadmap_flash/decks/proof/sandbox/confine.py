"""What a snippet's own process takes upon itself, in this order, before the first line of the snippet runs."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from roadmap_flash.decks.proof.runs import Limits
from roadmap_flash.decks.proof.sandbox import calls, linux, room

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def environment(home: str, temporary: str) -> dict[str, str]:
    """All that a snippet finds in its environment, besides its names."""
    return {
        "PATH": f"{Path(sys.executable).parent}:{PATH}",
        "HOME": home,
        "TMPDIR": temporary,
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def leave_privileges(mapped: Callable[[], None]) -> None:
    """Become an ordinary user in a user namespace of one's own, without capabilities and without further namespaces.

    `mapped` returns once the supervisor has given the new namespace its one user. The limit on processes counts there.
    """
    uid, gid = room.user()
    if (uid, gid) != (os.geteuid(), os.getegid()):
        os.setgroups([])
    linux.unshare(linux.NEWUSER)
    mapped()
    os.setresgid(*[gid] * 3)
    os.setresuid(*[uid] * 3)
    Path("/proc/sys/user/max_user_namespaces").write_text("0", "ascii")
    linux.give_up_privileges()


def limit(limits: Limits, *, isolated: bool) -> None:
    """Resource limits: CPU seconds, file size, open files, no core, memory beyond what is loaded already, processes.

    Then the filter of system calls.
    """
    pairs = [
        (resource.RLIMIT_CPU, int(limits.seconds) + 1),
        (resource.RLIMIT_FSIZE, limits.disk),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    ]
    if sys.platform == "linux":
        pairs.append((resource.RLIMIT_AS, _loaded() + limits.memory))
    if isolated:  # elsewhere it would count every process of the learner's
        pairs.append((resource.RLIMIT_NPROC, limits.processes))
    for kind, most in pairs:
        hard = resource.getrlimit(kind)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))
    if isolated:
        calls.deny_calls()


def _loaded() -> int:
    """Bytes of address space that this process has already."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
