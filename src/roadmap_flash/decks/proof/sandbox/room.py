"""What a snippet sees: a root of its own with the system's programs, read-only, and nothing of the learner.

Of what Linux offers, namespaces are the one way that hides the home folder, takes away the network and ends every
process of a run for certain, needs no other program, and works for root and, where the system lets them, for users.
(bubblewrap does the same, but is often not installed, and starts a new Python for every run; Landlock alone hides no
processes and, before Linux 6.7, no network.)

A list of what is there beats one of what is hidden: folders that this program did not think of are not there.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from roadmap_flash.decks.proof.sandbox import linux

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix", "/gnu")
"""Programs and libraries, as far as they exist."""
DEVICES = ("null", "zero", "full", "random", "urandom")
PRIVATE = "/card"
"""Where each run gets a file system of its own in memory, with its home folder and its folder for temporary files."""
HOME, TEMPORARY = f"{PRIVATE}/home", f"{PRIVATE}/tmp"
NOBODY = 65534


def user() -> tuple[int, int]:
    """Who snippets run as: nobody where that can be chosen, for limits never hold root; else the learner."""
    if os.geteuid() == 0 and _mapped(NOBODY):
        return NOBODY, NOBODY
    return os.geteuid(), os.getegid()


def enter() -> None:
    """Move this process, and whatever it starts, into a new room, where it is process 1.

    The former process stays outside and ends with it. Raises OSError where the system grants no namespaces.
    """
    if sys.platform != "linux":
        raise OSError(f"{sys.platform} has no namespaces")
    os.umask(0o022)
    linux.die_with_parent()
    uid, gid = os.geteuid(), os.getegid()
    spaces = linux.NEWNS | linux.NEWNET | linux.NEWUTS | linux.NEWPID
    if user() == (uid, gid):
        linux.unshare(spaces | linux.NEWUSER)
        Path("/proc/self/setgroups").write_text("deny", "ascii")
        map_user("self", uid, gid)
    else:
        linux.unshare(spaces)
    child = os.fork()
    if child:
        os.closerange(0, 3)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
    linux.die_with_parent()
    _furnish()


def map_user(process: int | str, uid: int, gid: int) -> None:
    """Give a process in a new user namespace the ids that it has outside."""
    Path(f"/proc/{process}/uid_map").write_text(f"{uid} {uid} 1", "ascii")
    Path(f"/proc/{process}/gid_map").write_text(f"{gid} {gid} 1", "ascii")


def make_private(disk: int) -> None:
    """Give this process, the first of a new pid namespace, its own processes to see and its own place to write."""
    linux.unshare(linux.NEWNS | linux.NEWIPC)
    linux.mount("proc", "/proc", "proc", linux.MS_NOSUID | linux.MS_NODEV)
    linux.mount("card", PRIVATE, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, f"size={disk},nr_inodes=10000,mode=755")
    for folder in (HOME, TEMPORARY):
        Path(folder).mkdir()
        os.chown(folder, *user())


def _mapped(uid: int) -> bool:
    """Whether this user namespace knows a user."""
    rows = (map(int, row.split()) for row in Path("/proc/self/uid_map").read_text("ascii").splitlines())
    return any(first <= uid < first + count for first, _, count in rows)


def _furnish() -> None:
    """Build the root in memory, and let go of the old one."""
    shown = _shown()
    linux.mount("none", "/", None, linux.MS_REC | linux.MS_PRIVATE)
    linux.mount("room", "/tmp", "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "size=1m,mode=755")
    Path("/tmp/old").mkdir()
    linux.pivot_root("/tmp", "/tmp/old")
    os.chdir("/")
    for path, real in shown.items():
        _show(path, real)
    Path("/dev").mkdir()
    for device in DEVICES:
        Path(f"/dev/{device}").touch()
        linux.mount(f"/old/dev/{device}", f"/dev/{device}", None, linux.MS_BIND)
    for name, target in {"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"}.items():
        Path(f"/dev/{name}").symlink_to(f"/proc/self/fd{target}")
    Path("/dev/shm").symlink_to(TEMPORARY)
    for folder in ("/tmp", PRIVATE, "/proc"):
        Path(folder).mkdir(exist_ok=True)
    linux.mount("proc", "/proc", "proc", linux.MS_NOSUID | linux.MS_NODEV)
    linux.detach("/old")
    Path("/old").rmdir()
    linux.make_read_only("/")


def _shown() -> dict[Path, Path]:
    """The system's folders and those of this Python, each with where it really is; none that holds the home folder."""
    home = Path.home().resolve()
    python = sorted({sys.prefix, sys.base_prefix, *filter(os.path.isabs, sys.path)}, key=len)
    shown: dict[Path, Path] = {}
    for path in map(Path, (*SYSTEM, *python)):
        real = path.resolve()
        if path.is_dir() and not home.is_relative_to(real) and not any(map(path.is_relative_to, shown)):
            shown[path] = real
    return shown


def _show(path: Path, real: Path) -> None:
    """Put a folder where it was; `/bin` and the like, which link into `/usr`, are links again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path != real and str(path) in SYSTEM:
        path.symlink_to(real)
        return
    path.mkdir()
    linux.mount(f"/old{real}", str(path), None, linux.MS_BIND | linux.MS_REC)
