"""Single keys without losing any: the terminal is held in cbreak mode for the whole session."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import tty
from types import FrameType, TracebackType
from typing import Any, Self

RESIZE = "resize"
_ESCAPES = {
    "\x1b[A": "up",
    "\x1b[B": "down",
    "\x1bOA": "up",
    "\x1bOB": "down",
    "\x1b[5~": "page up",
    "\x1b[6~": "page down",
    "\x1b": "escape",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\r": "\n",
    "\x04": "end of input",
}
_ESCAPE_WAIT = 0.025
"""Seconds in which the rest of an escape sequence follows its first byte."""


class Keyboard:
    """Reads keys of the terminal on standard input; on leaving, the terminal is as it was.

    A window that changes its size is a key too. A terminal that went away ends the program as a signal would.
    """

    def __init__(self) -> None:
        self._fd = sys.stdin.fileno()
        self._before: list[Any] = []
        self._handlers: dict[signal.Signals, Any] = {}
        self._pipe = (-1, -1)

    def __enter__(self) -> Self:
        self._before = termios.tcgetattr(self._fd)
        self._pipe = os.pipe()
        os.set_blocking(self._pipe[1], False)
        self.hold()
        self._handlers[signal.SIGWINCH] = signal.signal(signal.SIGWINCH, self._resized)
        for ending in (signal.SIGTERM, signal.SIGHUP):
            self._handlers[ending] = signal.signal(ending, _end)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        for end in self._pipe:
            os.close(end)

    def hold(self) -> None:
        """Take the terminal: no echo, no waiting for Enter."""
        tty.setcbreak(self._fd, termios.TCSADRAIN)

    def release(self) -> None:
        """Give the terminal back as it was."""
        termios.tcsetattr(self._fd, termios.TCSADRAIN, self._before)

    def read(self) -> str:
        """The next key: a character, or a name such as `up`, `escape`, `resize`. Raises EOFError."""
        ready = select.select([self._fd, self._pipe[0]], [], [])[0]
        if self._pipe[0] in ready:
            os.read(self._pipe[0], 1024)
            return RESIZE
        first = os.read(self._fd, 1)
        if not first:
            raise EOFError
        key = (first + self._rest(first)).decode("utf-8", "replace")
        if key.startswith("\x1b"):
            return _ESCAPES.get(key, "")
        return _ESCAPES.get(key, key)

    def _rest(self, first: bytes) -> bytes:
        if first == b"\x1b":
            return self._rest_of_escape()
        missing = 0 if first[0] < 0xC0 else 1 if first[0] < 0xE0 else 2 if first[0] < 0xF0 else 3
        return os.read(self._fd, missing) if missing else b""

    def _rest_of_escape(self) -> bytes:
        rest = b""
        while len(rest) < 16 and select.select([self._fd], [], [], _ESCAPE_WAIT)[0]:
            rest += os.read(self._fd, 1)
            if rest[:1] not in (b"[", b"O") or (len(rest) > 1 and 0x40 <= rest[-1] <= 0x7E):
                break
        return rest

    def _resized(self, number: int, frame: FrameType | None) -> None:
        try:
            os.write(self._pipe[1], b"r")
        except BlockingIOError:  # many at once: one is enough
            return


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
