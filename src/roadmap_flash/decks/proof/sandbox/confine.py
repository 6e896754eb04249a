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
    python = os.path.dirname(sys.executable)
    return {
        "PATH": f"{python}:{PATH}",
        "HOME": home,
        "TMPDIR": temporary,
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def leave_privileges(mapped: Callable[[], None]) -> None:
    """Become an ordinary user in a user namespace of one's own, without capabilities and without further namespaces.

    `mapped` returns once the supervisor has given the new namespace its one user. The limit on processes counts within it.
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
    """Resource limits: memory beyond what was loaded already, CPU seconds, file size, open files, processes, no core."""
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
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    if isolated:
        calls.deny_calls()


def _loaded() -> int:
    """Bytes of address space that this process has already."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
