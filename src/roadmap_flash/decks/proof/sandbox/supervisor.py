"""One run from its first process to the end of its last: started, watched, ended, told.

The supervisor is a fork of the process that has everything loaded. In the sandbox it is process 1 of a pid namespace
of the run's own, and the snippet a child of it in a user namespace below, which can neither see past it nor signal it:
when the supervisor ends, the kernel ends all that is left of the run, and its file system with it.
"""

from __future__ import annotations

import io
import os
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from roadmap_flash.decks.proof.runs import Ending, Limits, Refused, Result, Run, SetupFailed
from roadmap_flash.decks.proof.sandbox import confine, linux, room

Body = Callable[[Run], None]
_STATUS = {64: Ending.PASSED, 65: Ending.REFUSED, 66: Ending.SETUP, 70: Ending.CRASHED}
"""Exit statuses of a snippet's process; with any other one, 0 included, it ended before its end."""
_CODES = {ending: status for status, ending in _STATUS.items()}
_TICK = 0.02
_UNREMARKABLE = 2**27
"""Bytes below which it is not worth while to ask which pages are shared; asking takes the kernel a millisecond."""


def supervise(run: Run, body: Body, limits: Limits, *, isolated: bool) -> Result:
    """Run a snippet in a child process and wait for it. This process must be one of its own, and ends soon after."""
    if isolated:
        linux.die_with_parent()
        room.make_private(limits.disk)
        return _watched(run, body, limits, room.HOME, room.TEMPORARY, isolated=True)
    if sys.platform == "linux":
        linux.die_with_parent()
        linux.adopt_orphans()
    folder = tempfile.mkdtemp(prefix="flash-verify-")
    try:
        home, temporary = f"{folder}/home", f"{folder}/tmp"
        Path(home).mkdir()
        Path(temporary).mkdir()
        return _watched(run, body, limits, home, temporary, isolated=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _watched(run: Run, body: Body, limits: Limits, home: str, temporary: str, *, isolated: bool) -> Result:
    output, printed = os.pipe()
    ready, mapped = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        _live(run, body, limits, (printed, ready[1], mapped[0]), (home, temporary), isolated=isolated)
    for end in (printed, ready[1], mapped[0]):
        os.close(end)
    if isolated and os.read(ready[0], 1):
        room.map_user(child, *room.user())
        os.write(mapped[1], b".")
    watch = _Watch(child, output, limits, isolated=isolated)
    ending = watch.wait()
    _end_all(child, isolated=isolated)
    watch.drain()
    return Result(ending, watch.printed.decode("utf-8", "replace"))


def _live(
    run: Run,
    body: Body,
    limits: Limits,
    pipes: tuple[int, int, int],
    folders: tuple[str, str],
    *,
    isolated: bool,
) -> None:
    """The snippet's process; it never returns."""
    printed, ready, mapped = pipes
    os.setsid()
    os.dup2(printed, 1)
    os.dup2(printed, 2)

    def wait_for_map() -> None:
        os.write(ready, b".")
        os.read(mapped, 1)

    ending = Ending.CRASHED
    try:
        if isolated:
            confine.leave_privileges(wait_for_map)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.closerange(3, 65536)
        os.chdir(folders[0])
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(line_buffering=True)  # as on a terminal, so that errors stand in their place
        os.environ.clear()
        os.environ.update(confine.environment(*folders))
        confine.limit(limits, isolated=isolated)
        body(run)
        ending = Ending.PASSED
    except Refused as error:
        ending = Ending.REFUSED
        print(error)  # noqa: T201 - the snippet's output
    except SetupFailed as error:
        ending = Ending.SETUP
        print(error)  # noqa: T201 - as above
    except BaseException as error:  # noqa: BLE001 - whatever a snippet raises is its failure
        import traceback

        print("".join(traceback.format_exception_only(error)).strip())  # noqa: T201 - as above
    finally:
        with suppress(BaseException):
            sys.stdout.flush()
        os._exit(_CODES[ending])


class _Watch:
    """Waits for a snippet within its limits, and keeps the beginning of what it prints."""

    def __init__(self, child: int, output: int, limits: Limits, *, isolated: bool) -> None:
        self._child = child
        self._output = output
        self._limits = limits
        self._isolated = isolated
        self._open = True
        self.printed = bytearray()

    def wait(self) -> Ending:
        """How it ended, or which limit it ran into. What it started may still live."""
        deadline = time.monotonic() + self._limits.seconds
        looked = 0.0
        while (now := time.monotonic()) < deadline:
            self._read(_TICK)
            status = self._reap()
            if status is not None:
                return _STATUS.get(os.waitstatus_to_exitcode(status), Ending.CRASHED)
            if self._isolated and now - looked > 2 * _TICK:
                looked = now
                if _memory() > self._limits.memory:
                    return Ending.MEMORY
        return Ending.TIMEOUT

    def drain(self) -> None:
        """Read what was printed and not read yet."""
        while self._open and self._read(0):
            pass

    def _read(self, seconds: float) -> bool:
        if not self._open:
            time.sleep(seconds / 4)
            return False
        if not select.select([self._output], [], [], seconds)[0]:
            return False
        chunk = os.read(self._output, 65536)
        self._open = bool(chunk)
        self.printed += chunk[: self._limits.output - len(self.printed)]
        return self._open

    def _reap(self) -> int | None:
        """The status of the snippet if it ended. As process 1, this one also buries the orphans of others."""
        with suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                if found[0] == self._child:
                    return found[1]
        return None


def _end_all(child: int, *, isolated: bool) -> None:
    """Kill whatever is left of the run, and wait until it is gone."""
    for _ in range(1000):
        with suppress(ProcessLookupError, PermissionError):
            if isolated:
                os.kill(-1, signal.SIGKILL)
            else:
                os.killpg(child, signal.SIGKILL)
        for orphan in [] if isolated else _children():
            with suppress(ProcessLookupError):
                os.kill(orphan, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _children() -> list[int]:
    """The children of this process, those included that it was given when their parents ended; none off Linux."""
    try:
        return [int(pid) for pid in Path("/proc/thread-self/children").read_text("ascii").split()]
    except OSError:
        return []


def _memory() -> int:
    """Bytes that all processes of the run hold together, this one not counted; pages that several share count once."""
    processes = [path for path in Path("/proc").iterdir() if path.name.isdigit() and path.name != "1"]
    if sum(_number(process / "status", "VmRSS:") for process in processes) < _UNREMARKABLE:
        return 0
    return sum(_number(process / "smaps_rollup", "Pss:") for process in processes)


def _number(path: Path, field: str) -> int:
    """A field of a /proc file, in bytes; 0 if the process is gone."""
    with suppress(OSError, ValueError):
        for line in path.read_text("utf-8", "replace").splitlines():
            if line.startswith(field):
                return int(line.split()[1]) * 1024
    return 0
