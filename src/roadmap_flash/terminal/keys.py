"""Single keys without losing any: the terminal is held in cbreak mode for the whole session."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType, TracebackType
from typing import Any, Self

RESIZE = "resize"
_ESCAPE = 0x1B
_NAMES = {
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
_CHARACTER_WAIT = 0.5
"""Seconds in which the rest of a character follows its first byte."""


class Keyboard:
    """Reads keys of the terminal on standard input; on leaving, the terminal is as it was.

    A window that changes its size is a key too. A terminal that went away ends the program as a signal would.
    """

    def __init__(self) -> None:
        self._fd = sys.stdin.fileno()
        self._before: list[Any] = []
        self._handlers: dict[signal.Signals, Any] = {}
        self._pipe = (-1, -1)
        self._woken = -1
        self._typed = bytearray()
        self._ending = 0

    def __enter__(self) -> Self:
        self._before = termios.tcgetattr(self._fd)
        self._pipe = os.pipe()
        os.set_blocking(self._pipe[1], False)
        self._woken = signal.set_wakeup_fd(self._pipe[1], warn_on_full_buffer=False)
        self.hold()
        self._handlers[signal.SIGWINCH] = signal.signal(signal.SIGWINCH, _heed)
        for ending in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            self._handlers[ending] = signal.signal(ending, self._end)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._woken)
        for end in self._pipe:
            os.close(end)
        if self._ending and error is None:
            raise SystemExit(self._ending)

    def hold(self) -> None:
        """Take the terminal: no echo, no waiting for Enter."""
        tty.setcbreak(self._fd, termios.TCSADRAIN)

    def release(self) -> None:
        """Give the terminal back as it was; one that went away needs nothing."""
        with suppress(termios.error):
            termios.tcsetattr(self._fd, termios.TCSADRAIN, self._before)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Leave the terminal to another program: its attributes and the signals are as they were before us."""
        ours = {number: signal.getsignal(number) for number in self._handlers}
        self.release()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        try:
            yield
        finally:
            for number, handler in ours.items():
                signal.signal(number, handler)
            self.hold()

    def read(self) -> str:
        """The next key: a character, or a name such as `up`, `escape`, `resize`. Raises EOFError."""
        while not self._typed:
            if self._ending:
                raise SystemExit(self._ending)
            if self._pipe[0] in select.select([self._fd, self._pipe[0]], [], [])[0]:
                if signal.SIGWINCH in os.read(self._pipe[0], 1024):
                    return RESIZE
            elif not self._take():
                raise EOFError
        first = self._typed.pop(0)
        if first == _ESCAPE:
            return _NAMES.get("\x1b" + self._rest_of_escape().decode("ascii", "replace"), "")
        key = (bytes([first]) + self._rest_of_character(first)).decode("utf-8", "replace")
        return _NAMES.get(key, key)

    def _take(self) -> bool:
        """Wait for what is typed next; False if nothing will ever come."""
        try:
            typed = os.read(self._fd, 1024)
        except OSError:  # the terminal went away
            return False
        self._typed += typed
        return bool(typed)

    def _next(self, seconds: float) -> int | None:
        """The next byte, left where it is; None if none comes in time."""
        if not self._typed and (not select.select([self._fd], [], [], seconds)[0] or not self._take()):
            return None
        return self._typed[0]

    def _rest_of_character(self, first: int) -> bytes:
        """The bytes that follow the first one of a character; one that begins none takes no other key with it."""
        missing = 1 if 0xC2 <= first < 0xE0 else 2 if 0xE0 <= first < 0xF0 else 3 if 0xF0 <= first < 0xF5 else 0
        rest = b""
        while len(rest) < missing and (byte := self._next(_CHARACTER_WAIT)) is not None and 0x80 <= byte < 0xC0:
            rest += bytes([self._typed.pop(0)])
        return rest

    def _rest_of_escape(self) -> bytes:
        rest = b""
        while len(rest) < 16 and self._next(_ESCAPE_WAIT) is not None:
            rest += bytes([self._typed.pop(0)])
            if rest[:1] not in (b"[", b"O") or (len(rest) > 1 and 0x40 <= rest[-1] <= 0x7E):
                break
        return rest

    def _end(self, number: int, frame: FrameType | None) -> None:
        """Note it: an exception from here could come up halfway into the second page, or where Python swallows it."""
        self._ending = 128 + number


def _heed(number: int, frame: FrameType | None) -> None:
    """Nothing: that the signal came is told by the pipe that wakes `read`."""
