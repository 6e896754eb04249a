"""The keyboard on a pseudo-terminal of this process: no key is lost, none is made up, the terminal is given back."""

from __future__ import annotations

import os
import signal
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread, get_ident
from types import FrameType
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roadmap_flash.terminal.keys import RESIZE, Keyboard

NAMED = {
    "\x1b[A": "up",
    "\x1bOA": "up",
    "\x1b[B": "down",
    "\x1bOB": "down",
    "\x1b[5~": "page up",
    "\x1b[6~": "page down",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\r": "\n",
    "\n": "\n",
    "\x04": "end of input",
}
IGNORED = ("\x1b[C", "\x1b[1;5A", "\x1b[15~", "\x1b[200~", "\x1bOP", "\x1bx", "\x1b\x1b")
HANDLED = (signal.SIGWINCH, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
PATIENCE = 5.0
"""Seconds after which a read that waits for keys that never come is given up."""
printable = st.characters(exclude_categories=("Cc", "Cs"))


@contextmanager
def keyboard() -> Iterator[tuple[Keyboard, int]]:
    """A keyboard, and the end of the terminal where its keys are pressed."""
    master, tty = os.openpty()
    with os.fdopen(tty) as stdin, patch.object(sys, "stdin", stdin):
        try:
            with _patience(), Keyboard() as held:
                yield held, master
        finally:
            os.close(master)


@contextmanager
def _patience() -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _give_up(number: int, frame: FrameType | None) -> None:
    raise TimeoutError


def read_all(pressed: bytes, count: int) -> list[str]:
    """So many keys of those that were pressed at once, and the one that is pressed after them."""
    with keyboard() as (held, master):
        os.write(master, pressed)
        found = [held.read() for _ in range(count)]
        os.write(master, b".")
        return [*found, held.read()]


@given(st.lists(printable | st.sampled_from(sorted(NAMED)), max_size=40))
@example(list("   3333abcdu@-!hoi?q"))
@example(["é", "漢", "\U0001f642", "3"])
def test_keys_pressed_at_once_are_read_one_by_one(keys: list[str]) -> None:
    expected = [NAMED.get(key, key) for key in keys]
    assert read_all("".join(keys).encode(), len(keys)) == [*expected, "."]


def test_a_lone_escape_is_a_key() -> None:
    assert read_all(b"\x1b", 1) == ["escape", "."]


@pytest.mark.parametrize("sequence", IGNORED)
def test_a_sequence_without_a_meaning_is_swallowed_whole(sequence: str) -> None:
    assert read_all(sequence.encode() + b"3", 2) == ["", "3", "."]


@pytest.mark.parametrize("key", ["é", "漢", "\U0001f642", "\x1b[A"])
def test_a_key_whose_bytes_come_apart_is_one_key(key: str) -> None:
    def press(master: int) -> None:
        for byte in key.encode():
            os.write(master, bytes([byte]))
            time.sleep(0.003)

    with keyboard() as (held, master):
        typist = Thread(target=press, args=(master,))
        typist.start()
        found = held.read()
        typist.join()
        os.write(master, b".")
        assert [found, held.read()] == [NAMED.get(key, key), "."]


@pytest.mark.parametrize("byte", [0x80, 0xC3, 0xE6, 0xF0, 0xFF])
def test_a_byte_that_begins_no_character_takes_no_other_key_with_it(byte: int) -> None:
    assert read_all(bytes([byte]) + b"3", 2) == ["\ufffd", "3", "."]


def test_a_window_that_changes_its_size_is_a_key() -> None:
    with keyboard() as (held, master):
        for _ in range(3):
            signal.raise_signal(signal.SIGWINCH)
        os.write(master, b"3")
        assert [held.read(), held.read()] == [RESIZE, "3"]


def test_more_resizes_than_the_pipe_holds_do_no_harm() -> None:
    with keyboard() as (held, master):
        for _ in range(70_000):
            signal.raise_signal(signal.SIGWINCH)
        os.write(master, b"3")
        while (key := held.read()) == RESIZE:
            pass
        assert key == "3"


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_to_end_ends_the_program_with_its_status(number: signal.Signals, status: int) -> None:
    def read() -> None:
        with keyboard() as (held, _):
            signal.raise_signal(number)
            held.read()

    with pytest.raises(SystemExit) as ended:
        read()
    assert ended.value.code == status


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_to_end_is_heeded_also_where_an_exception_would_be_lost(number: signal.Signals) -> None:
    class Dying:
        def __del__(self) -> None:
            signal.raise_signal(number)

    def read() -> None:
        with keyboard() as (held, master):
            Dying()
            os.write(master, b"3")
            held.read()

    with pytest.raises((SystemExit, KeyboardInterrupt)):
        read()


def test_a_terminal_that_went_away_is_the_end_of_input() -> None:
    master, tty = os.openpty()
    with os.fdopen(tty) as stdin, patch.object(sys, "stdin", stdin), Keyboard() as held:
        os.close(master)
        with pytest.raises(EOFError):
            held.read()


def test_terminal_and_signals_are_given_back_as_they_were() -> None:
    handlers = [signal.getsignal(number) for number in HANDLED]
    master, tty = os.openpty()
    before = termios.tcgetattr(tty)
    with os.fdopen(tty) as stdin, patch.object(sys, "stdin", stdin):
        with Keyboard() as held:
            while_held = termios.tcgetattr(tty)
            held.release()
            assert termios.tcgetattr(tty) == before
            held.hold()
            assert termios.tcgetattr(tty) == while_held
        assert termios.tcgetattr(tty) == before
        assert [signal.getsignal(number) for number in HANDLED] == handlers
    os.close(master)
    assert not while_held[3] & (termios.ECHO | termios.ICANON)
    assert while_held[3] & termios.ISIG


@pytest.mark.parametrize("number", [signal.SIGWINCH, signal.SIGTERM])
def test_a_signal_that_reaches_another_thread_is_heeded_at_once(number: signal.Signals) -> None:
    def wait_and_raise() -> None:
        time.sleep(0.05)  # by then `read` waits
        signal.pthread_kill(get_ident(), number)

    def read() -> str:
        with keyboard() as (held, _):
            other = Thread(target=wait_and_raise)
            other.start()
            try:
                return held.read()
            finally:
                other.join()

    began = time.monotonic()
    if number is signal.SIGWINCH:
        assert read() == RESIZE
    else:
        with pytest.raises(SystemExit):
            read()
    assert time.monotonic() - began < PATIENCE / 2
