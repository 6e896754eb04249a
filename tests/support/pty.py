"""The program on a real pseudo-terminal: keys in, a screen out, and every byte it wrote kept for inspection."""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from copy import deepcopy
from fcntl import ioctl
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyte
from wcwidth import wcswidth

from roadmap_flash.core.model import CardState
from roadmap_flash.store.database import FILE, connect
from tests.support.hostile import harmful
from tests.support.running import PROGRAM
from tests.support.stores import card_rows

DEADLINE = 20.0
"""Seconds after which a wait gives up: far more than any machine needs, so that only a fault reaches it."""
HIDE, SHOW, ENTER, LEAVE = "\x1b[?25l", "\x1b[?25h", "\x1b[?1049h", "\x1b[?1049l"
OURS = re.compile(r"\x1b\[(?:\?(?:25|1049)[hl]|[HJK]|[0-9;]*m)")
"""All that the program may send to a terminal besides text: the second page, the cursor, clearing, styles."""
_TAKE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)
_SECOND_PAGE = 1049
_PAGE = re.compile(r"\x1b\[H([^\x1b]*(?:\x1b(?!\[[HJ])[^\x1b]*)*)\x1b\[J")


class TwoPages(pyte.Screen):
    """A screen with the second page that programs of a full screen use; what stood on the first one comes back."""

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__(columns, rows)
        self.on_second = False

    def set_mode(self, *modes: int, **options: bool) -> None:
        """Modes that are switched on."""
        super().set_mode(*modes, **options)
        if options.get("private") and _SECOND_PAGE in modes:
            self.on_second, self._first = True, deepcopy(self.buffer)
            self.save_cursor()
            self.erase_in_display(2)

    def reset_mode(self, *modes: int, **options: bool) -> None:
        """Modes that are switched off."""
        super().reset_mode(*modes, **options)
        if options.get("private") and _SECOND_PAGE in modes and self.on_second:
            self.on_second, self.buffer = False, self._first
            self.restore_cursor()


class Terminal:
    """A process on a pseudo-terminal that controls it, as a window does.

    `tty` is our own hold on the end that the process sees: the terminal's attributes outlive the process.
    """

    def __init__(
        self,
        *command: str,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.output = b""
        self.screen = TwoPages(columns or 80, rows or 24)
        self._stream = pyte.ByteStream(self.screen)
        self._master, self.tty = os.openpty()
        self._tell_size(columns, rows)
        self._attributes = termios.tcgetattr(self.tty)
        self.process = subprocess.Popen(  # no fork of ours: it warns in a process with threads, as test workers are
            [sys.executable, "-ISc", _TAKE_TERMINAL, *command],
            stdin=self.tty,
            stdout=self.tty,
            stderr=self.tty,
            start_new_session=True,
            cwd=cwd,
            env={**_environment(), "TERM": "xterm-256color", **(env or {})},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()
        os.close(self.tty)

    def send(self, keys: str) -> None:
        """Press keys, all at once."""
        os.write(self._master, keys.encode())

    def press(self, keys: str, text: str) -> None:
        """Press keys, and wait for a page with `text` that was drawn after them."""
        drawn = len(self.output)
        self.send(keys)
        self.wait_until(lambda: len(self.output) > drawn and self._shows(text), f"{text!r} after {keys!r}")

    def wait(self, text: str) -> None:
        """Until a whole page with `text` is on the screen."""
        self.wait_until(lambda: self._shows(text), repr(text))

    def wait_until(self, holds: Callable[[], bool], what: str) -> None:
        """Until something holds, while the screen is kept up to date."""
        end = time.monotonic() + DEADLINE
        while not holds():
            assert time.monotonic() < end, f"waited for {what}; the screen shows:\n{self.text}"
            self._read(0.02)

    def wait_for_page(self, before: int) -> None:
        """Until one more page was drawn than there were `before`."""
        self.wait_until(lambda: self.drawn > before, "another page")

    def wait_until_stopped(self) -> None:
        """Until the process was stopped by a signal."""
        self.wait_until(lambda: os.WIFSTOPPED(os.waitpid(self.process.pid, os.WNOHANG | os.WUNTRACED)[1]), "a stop")

    def exit_status(self) -> int:
        """What the process ended with; minus the number of the signal that killed it."""
        self.wait_until(lambda: self.process.poll() is not None, "the end")
        self._read(0)
        return self.process.wait()

    def leave(self, key: str) -> int:
        """Press a key that ends the process; its exit status.

        It is pressed again after a while: a Ctrl-C just before the process waits for a line counts with the next key.
        """
        pressed = -DEADLINE

        def ended() -> bool:
            nonlocal pressed
            if time.monotonic() - pressed > DEADLINE / 5:
                pressed = time.monotonic()
                self.send(key)
            return self.process.poll() is not None

        self.wait_until(ended, f"the end by {key!r}")
        return self.exit_status()

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window; the process is told by SIGWINCH."""
        self.screen.resize(rows, columns)
        self._tell_size(columns, rows)

    def hang_up(self) -> None:
        """Close the window."""
        if self._master >= 0:
            os.close(self._master)
        self._master = -1

    @property
    def lines(self) -> list[str]:
        """The rows of the screen."""
        return [row.rstrip() for row in self.screen.display]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    @property
    def written(self) -> str:
        """All that the process wrote, each line with the one line feed that it wrote."""
        return re.sub("\r+\n", "\n", self.output.decode())

    @property
    def drawn(self) -> int:
        """How many pages were drawn to their end."""
        return self.output.count(b"\x1b[J")

    @property
    def page(self) -> list[str]:
        """The rows of the page drawn last as they were written, however wide, without styles."""
        return OURS.sub("", _PAGE.findall(self.written)[-1]).split("\n")

    @property
    def widest(self) -> int:
        """The columns that the widest row of the last page takes."""
        return max(map(wcswidth, self.page))

    @property
    def stray(self) -> list[str]:
        """What the process wrote besides text, line feeds and sequences of its own."""
        return harmful(OURS.sub("", self.written))

    @property
    def styles(self) -> set[int]:
        """The numbers of all colours and other styles that were used."""
        return {int(number) for style in re.findall(r"\x1b\[([0-9;]*)m", self.written) for number in style.split(";")}

    @property
    def is_clean(self) -> bool:
        """Whether the terminal is as it was: its attributes, its first page, a cursor, no style left on."""
        shown = not self.screen.on_second and not self.screen.cursor.hidden
        plain = self.screen.cursor.attrs == self.screen.default_char
        return shown and plain and termios.tcgetattr(self.tty) == self._attributes

    def _shows(self, text: str) -> bool:
        return text in self.text and self.output.rfind(b"\x1b[J") >= self.output.rfind(b"\x1b[H")

    def _read(self, seconds: float) -> None:
        """Keep the screen up to date with what comes within that time."""
        if self._master < 0:
            time.sleep(seconds)
        elif select.select([self._master], [], [], seconds)[0]:
            while select.select([self._master], [], [], 0)[0]:
                found = os.read(self._master, 65536)
                self.output += found
                self._stream.feed(found)

    def _tell_size(self, columns: int, rows: int) -> None:
        ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _environment() -> dict[str, str]:
    """Ours, without the size of our own window: pytest has readline put it there."""
    return {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}


def flash(
    *arguments: str | Path,
    columns: int = 80,
    rows: int = 24,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Terminal:
    """The program on a terminal of that size."""
    return Terminal(*PROGRAM, *map(str, arguments), columns=columns, rows=rows, env=env, cwd=cwd)


def acts(home: Path) -> list[tuple[Any, ...]]:
    """What the log of a data folder holds, in order: card, act, and rating of an answer."""
    database = connect(home / FILE)
    rows = database.execute("SELECT card_id, act, rating FROM review_log ORDER BY seq").fetchall()
    database.close()
    return rows


def cards(home: Path) -> dict[str, CardState]:
    """Every card row of a data folder."""
    database = connect(home / FILE)
    rows = card_rows(database)
    database.close()
    return rows
