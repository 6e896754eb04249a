"""The screen on a pseudo-terminal of this process: whatever is drawn fits, and every row can be brought into sight."""

from __future__ import annotations

import os
import re
import struct
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from fcntl import ioctl
from threading import Thread
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import RenderableType
from rich.rule import Rule
from rich.text import Text
from wcwidth import wcswidth

from roadmap_flash.core.text import clean
from roadmap_flash.render.markdown import markdown
from roadmap_flash.terminal.keys import Keyboard
from roadmap_flash.terminal.screen import Screen
from tests.support.hostile import harmful, texts
from tests.support.pty import ENTER, HIDE, LEAVE, OURS, SHOW

FOOT = (Rule(), Text("the keys"))
LAST_ROW = "  the keys"
sizes = st.tuples(st.integers(24, 130), st.integers(6, 50))


class Window:
    """A terminal that this process draws on. What comes is read beside it: a terminal holds but a few pages."""

    def __init__(self, columns: int, rows: int) -> None:
        self.master, self.tty = os.openpty()
        ioctl(self.tty, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._read = b""
        self._marks = 0
        self._reader = Thread(target=self._keep_reading)
        self._reader.start()

    @property
    def output(self) -> str:
        """All that was written up to now."""
        self._marks += 1
        mark = b"\x00%d\x00" % self._marks
        os.write(self.tty, mark)
        while mark not in self._read:
            time.sleep(0.0002)
        return re.sub("\x00\\d+\x00", "", self._read.decode()).replace("\r\r\n", "\n")

    @property
    def rows(self) -> list[str]:
        """The rows of the last page, without styles."""
        return OURS.sub("", self.output.rpartition("\x1b[H")[2]).split("\n")

    def close(self) -> None:
        """Close both ends."""
        os.close(self.tty)
        self._reader.join()
        os.close(self.master)

    def _keep_reading(self) -> None:
        with suppress(OSError):  # the terminal was closed
            while found := os.read(self.master, 65536):
                self._read += found


@contextmanager
def window(columns: int, rows: int) -> Iterator[tuple[Screen, Window]]:
    """A screen on a terminal of that size."""
    made = Window(columns, rows)
    stdin, stdout = os.fdopen(os.dup(made.tty)), os.fdopen(os.dup(made.tty), "w", encoding="utf-8")
    ours = patch.multiple(sys, stdin=stdin, stdout=stdout)
    try:
        with stdin, stdout, ours, Keyboard() as keyboard:
            yield Screen(keyboard), made
    finally:
        made.close()


def check_page(size: tuple[int, int], body: Sequence[RenderableType]) -> None:
    """The page fills its window, no row is wider, the foot is at the bottom, and only text and styles were sent."""
    columns, rows = size
    with window(columns, rows) as (screen, made):
        screen.draw(body, FOOT)
        found, output = made.rows, made.output
    assert len(found) == rows
    assert max(map(wcswidth, found)) <= columns
    assert found[-1] == LAST_ROW
    assert harmful(OURS.sub("", output)) == []


@given(sizes, st.lists(st.text(max_size=200).map(clean), max_size=30))
def test_lines_never_leave_their_window(size: tuple[int, int], lines: list[str]) -> None:
    check_page(size, [Text(line) for line in lines])


@given(sizes, texts)
def test_deck_text_never_leaves_its_window_and_does_nothing_to_it(size: tuple[int, int], text: str) -> None:
    check_page(size, markdown(text))


def test_of_a_formula_that_is_wider_than_the_window_nothing_is_lost() -> None:
    numbers = [str(number) for number in range(1_234_001, 1_234_011)]
    tex = rf"$$\begin{{pmatrix}} {' & '.join(numbers)} \\ {' & '.join('x' * 10)} \end{{pmatrix}}$$"
    with window(60, 20) as (screen, made):
        screen.draw(markdown(tex), FOOT)
        assert [number for number in numbers if number not in " ".join(made.rows)] == []
        assert max(map(wcswidth, made.rows)) <= 60


@pytest.mark.parametrize(("rows", "step"), [(4, 1), (5, 1), (9, 1), (24, 1), (24, 10)])
def test_every_row_can_be_scrolled_into_sight(rows: int, step: int) -> None:
    body = [Text(f"row {number}.") for number in range(30)]
    with window(40, rows) as (screen, made):
        screen.draw(body, FOOT)
        seen = set(made.rows)
        assert "  row 0." in seen
        for _ in range(len(body)):
            if screen.scroll(step):
                screen.draw(body, FOOT, keep_scroll=True)
                seen |= set(made.rows)
        assert not screen.scroll(step)
        assert made.rows[-3:] == ["  row 29.", made.rows[-2], LAST_ROW]
    assert seen >= {f"  row {number}." for number in range(30)}


def test_a_body_that_is_cut_says_so_and_one_that_fits_does_not() -> None:
    with window(40, 10) as (screen, made):
        screen.draw([Text(f"row {number}.") for number in range(9)], FOOT)
        assert "more" in made.rows[7]
        screen.draw([Text(f"row {number}.") for number in range(8)], FOOT)
        assert made.rows[7] == "  row 7."


def test_another_page_starts_at_its_top() -> None:
    body = [Text(f"row {number}.") for number in range(30)]
    with window(40, 10) as (screen, made):
        screen.draw(body, FOOT)
        screen.scroll(100)
        screen.draw(body, FOOT, keep_scroll=True)
        assert "  row 0." not in made.rows
        screen.draw(body, FOOT)
        assert made.rows[0] == "  row 0."


def test_a_window_that_grows_scrolls_back() -> None:
    body = [Text(f"row {number}.") for number in range(30)]
    with window(40, 10) as (screen, made):
        screen.draw(body, FOOT)
        screen.scroll(100)
        ioctl(made.tty, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 40, 0, 0))
        screen.draw(body, FOOT, keep_scroll=True)
        assert made.rows[0] == "  row 0."
        assert len(made.rows) == 50


def test_lines_have_a_width_that_can_be_read() -> None:
    with window(200, 10) as (screen, made):
        screen.draw([Text("word " * 200)], FOOT)
        assert 80 <= max(map(wcswidth, made.rows)) <= 104


def test_a_window_that_does_not_know_its_size_counts_as_the_usual_one() -> None:
    with window(0, 0) as (screen, made):
        screen.draw([Text(f"row {number}.") for number in range(20)], FOOT)
        assert (screen.rows, len(made.rows)) == (24, 24)
        assert "  row 19." in made.rows


def test_the_second_page_is_entered_and_left_even_after_a_fault() -> None:
    def fail() -> None:
        with screen:
            assert made.output == ENTER + HIDE
            raise ZeroDivisionError

    with window(40, 10) as (screen, made):
        with pytest.raises(ZeroDivisionError):
            fail()
        assert made.output == ENTER + HIDE + SHOW + LEAVE


def test_no_colour_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    body = [Text("red", "red"), *markdown("`code` and $x_1$")]
    with window(40, 10) as (screen, made):
        screen.draw(body, FOOT)
        assert "\x1b[31m" in made.output
    monkeypatch.setenv("NO_COLOR", "1")
    with window(40, 10) as (screen, made):
        screen.draw(body, FOOT)
        assert not re.search(r"\x1b\[[0-9;]*\b[349][0-7]\b[0-9;]*m", made.output)
        assert "red" in made.output
