"""The full screen: drawn whole, in one write, on the terminal's second page; left as it was found."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import StringIO
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console

from roadmap_flash.terminal.keys import Keyboard

if TYPE_CHECKING:
    from rich.console import RenderableType

MARGIN = 2
WIDEST = 100
"""Longer lines are hard to read; a wide terminal keeps its right side empty."""
_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"


class Screen:
    """Draws pages: a body that can be scrolled, and a foot that stays."""

    def __init__(self, keyboard: Keyboard) -> None:
        self._keyboard = keyboard
        self._console = Console(highlight=False)
        self._scroll = 0
        self._overflow = 0
        self._before: object = None

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGTSTP, self._stop)
        try:
            self._write(_ENTER)
        except BaseException:  # a signal to end may come just now
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGTSTP, self._before)  # type: ignore[arg-type]  # signal.signal's own return value
        with suppress(OSError):  # a terminal that went away needs no leaving
            self._write(_LEAVE)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Leave the screen to another program, and take it again; what is drawn next is drawn whole."""
        self._write(_LEAVE)
        signal.signal(signal.SIGTSTP, self._before)  # type: ignore[arg-type]  # signal.signal's own return value
        try:
            with self._keyboard.away():
                yield
        finally:
            signal.signal(signal.SIGTSTP, self._stop)
            self._write(_ENTER)

    @property
    def columns(self) -> int:
        """Columns that a page may use."""
        return max(min((os.get_terminal_size(sys.stdout.fileno()).columns or 80) - 2 * MARGIN, WIDEST), 20)

    @property
    def rows(self) -> int:
        """Rows of the terminal."""
        return max(os.get_terminal_size(sys.stdout.fileno()).lines or 24, 4)

    def draw(
        self,
        body: Sequence[RenderableType],
        foot: Sequence[RenderableType],
        *,
        keep_scroll: bool = False,
        sight: int = 0,
    ) -> None:
        """Show a page. A body that is longer than the screen is cut; `scroll` moves it.

        Of a long body, the block with the number `sight` is brought into sight.
        """
        lines, below = self._lines(body), self._lines(foot)
        room = max(self.rows - len(below), 1)
        self._overflow = max(len(lines) - room, 0)
        before = len(self._lines(body[:sight])) if sight and self._overflow else 0
        wanted = self._scroll if keep_scroll else max(before - room // 3, 0)
        self._scroll = min(wanted, self._overflow)
        shown = lines[self._scroll : self._scroll + room]
        if self._overflow > self._scroll:
            shown[-1] = self._lines(["[↓ more]"])[0]
        page = [*shown, *[""] * (room - len(shown)), *below][-self.rows :]
        indent = " " * MARGIN
        self._write("\x1b[H" + "\r\n".join(f"{indent}{line}\x1b[K" if line else "\x1b[K" for line in page) + "\x1b[J")

    def scroll(self, by: int) -> bool:
        """Move the body by so many rows; whether it moved. The page is then drawn anew with `keep_scroll`."""
        before = self._scroll
        self._scroll = min(max(self._scroll + by, 0), self._overflow)
        return self._scroll != before

    def _lines(self, blocks: Sequence[RenderableType]) -> list[str]:
        """The rows of some blocks, with the terminal's own colours. Blocks were cleaned; no markup is read."""
        into = StringIO()
        console = Console(
            file=into,
            width=self.columns,
            color_system=self._console.color_system,  # type: ignore[arg-type]  # rich types its own value narrower
            force_terminal=True,
            no_color=self._console.no_color,
            legacy_windows=False,
            markup=False,
            highlight=False,
            emoji=False,
        )
        for block in blocks:
            console.print(block)
        return [line.rstrip() for line in into.getvalue().split("\n")[:-1]]

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Ctrl-Z: give the terminal back, stop, and take it again when the learner comes back."""
        self._write(_LEAVE)
        self._keyboard.release()
        signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)  # another thread could be late to stop this one
        self._keyboard.hold()
        self._write(_ENTER)
        os.kill(os.getpid(), signal.SIGWINCH)

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
