"""A real review in a process of its own, fed through a pipe, listened to, and killed; and what must hold afterwards."""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from itertools import zip_longest
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from roadmap_flash.errors import StoreError
from roadmap_flash.store.database import FILE
from roadmap_flash.store.store import open_store
from tests.support.stores import check_file

_QUESTION = re.compile(r"\[\d+/\d+(?:, \d+ back)?\] .* \((\S+)\)")
_RATED = re.compile(r"(Again|Hard|Good|Easy): again in ")
_SAID = {"Suspended.": "suspend", "Back tomorrow.": "bury", "Flagged.": "flag"}
_UNDONE = re.compile(r".*\b([a-z]\d{3}-\d{4})\b.* (?:taken back|any more)\.", re.IGNORECASE)
_CONFLICT = re.compile(r"(\S+): the card changed meanwhile, in another session; this answer was not kept")
_RATINGS = ("Again", "Hard", "Good", "Easy")
PATIENCE_S = 60


class Act(NamedTuple):
    """One act as the log has it, and as the learner was told of it."""

    act: str
    card_id: str
    rating: int | None = None


class Review:
    """`flash review --plain` on a folder of decks. What it acknowledged is in `told`, in order."""

    def __init__(self, home: Path, decks: Path, *options: str, now: str | None = None) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FLASH_")}
        environment |= {"FLASH_HOME": str(home), "TZ": "UTC", "PYTHONUTF8": "1"}
        if now:
            environment["FLASH_NOW"] = now
        self.told: list[Act] = []
        self.conflicts: list[str] = []
        self.asked: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "roadmap_flash", "review", "--plain", "--decks", str(decks), *options],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def send(self, lines: str) -> None:
        """Type these lines; a process that is gone hears nothing."""
        assert self._process.stdin
        with suppress(BrokenPipeError):
            self._process.stdin.write(lines)
            self._process.stdin.flush()

    def wait_for_acts(self, count: int) -> None:
        """Return once so many acts were acknowledged, or the process has ended."""
        self._wait_until(lambda: len(self.told) >= count)

    def wait_for_question(self, count: int = 1) -> None:
        """Return once so many questions were asked, or the process has ended."""
        self._wait_until(lambda: len(self.asked) >= count)

    def wait_for_replies(self, count: int) -> None:
        """Return once so many acts were acknowledged or refused, or the process has ended."""
        self._wait_until(lambda: len(self.told) + len(self.conflicts) >= count)

    def kill(self, number: signal.Signals = signal.SIGKILL) -> tuple[int, str]:
        """End it by a signal, and hear all that was said before; exit code and standard error."""
        self._process.send_signal(number)
        return self.finish()

    def finish(self) -> tuple[int, str]:
        """Close its input and wait for its end; exit code and standard error."""
        self._listener.join(PATIENCE_S)
        assert not self._listener.is_alive(), "the review does not end"
        assert self._process.stdin
        assert self._process.stdout
        assert self._process.stderr
        with closing(self._process.stdout), closing(self._process.stderr) as stderr:
            said = stderr.read()
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        return self._process.wait(PATIENCE_S), said

    def _wait_until(self, met: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not met() and self._listener.is_alive():
            assert time.monotonic() < deadline, "the review says nothing"
            time.sleep(0.0005)

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._hear(line.rstrip("\n"))

    def _hear(self, line: str) -> None:
        if found := _QUESTION.fullmatch(line):
            self.asked.append(found[1])
        elif found := _RATED.match(line):
            self.told.append(Act("answer", self.asked[-1], _RATINGS.index(found[1]) + 1))
        elif line in _SAID:
            self.told.append(Act(_SAID[line], self.asked[-1]))
        elif found := _UNDONE.fullmatch(line):
            self.told.append(Act("undo", found[1].lower()))
        elif _CONFLICT.fullmatch(line):
            self.conflicts.append(line)


def logged(home: Path) -> list[Act]:
    """Every act in the log, in the order of writing."""
    with closing(sqlite3.connect(home / FILE)) as database:
        return [Act(*row) for row in database.execute("SELECT act, card_id, rating FROM review_log ORDER BY seq")]


def soundness(home: Path) -> list[str]:
    """What is wrong with a store after a crash: the file, its rows against their log, its backups."""
    problems = []
    try:
        with open_store(home) as store:
            check_file(store.database)
    except (StoreError, AssertionError, sqlite3.Error) as error:
        problems.append(f"{FILE}: {error}")
    for path in sorted((home / "backups").glob("*.sqlite")):
        try:
            with closing(sqlite3.connect(path)) as backup:
                check_file(backup)
        except (AssertionError, sqlite3.Error) as error:
            problems.append(f"{path.name}: {error}")
    return problems


class Killed(NamedTuple):
    """One kill: how many acts were acknowledged before it, how many were written but not told yet, what is wrong."""

    told: int
    untold: int
    problems: list[str]


class Killer:
    """Starts one review after the other on one data folder and kills each at a random moment."""

    def __init__(self, home: Path, decks: Path, seed: int) -> None:
        self._home = home
        self._decks = decks
        self._random = random.Random(seed)
        self._day = 11
        self._written: list[Act] = []

    def kill(self) -> Killed:
        """One review, killed while it starts or while it writes; every acknowledged act must be in the log."""
        self._day += self._random.choice((0, 0, 1, 3))
        now = f"2026-{5 + self._day // 28:02}-{1 + self._day % 28:02}T12:00"
        review = Review(self._home, self._decks, "--new", "1000", now=now)
        review.send("".join(self._line() for _ in range(300)))
        if self._random.random() < 0.3:
            time.sleep(self._random.uniform(0, 0.6))
        else:
            review.wait_for_acts(self._random.randrange(25))
            time.sleep(self._random.uniform(0, 0.004))
        review.kill()
        return self._outcome(review.told)

    def _line(self) -> str:
        """What is typed at a question: mostly an answer."""
        answer = f"\n{self._random.randint(1, 4)}\n"
        return self._random.choices((answer, "!why\n", "-\n", "@\n", "u\n"), (80, 6, 5, 2, 7))[0]

    def _outcome(self, told: list[Act]) -> Killed:
        problems = soundness(self._home)
        before, self._written = self._written, logged(self._home)
        if self._written[: len(before)] != before:
            problems.append("acts that were in the log before are gone")
        written = self._written[len(before) :]
        problems += [
            f"{act} was acknowledged, but {found} written"
            for act, found in zip_longest(told, written[: len(told)])
            if act != found
        ]
        if len(written) > len(told) + 1:
            problems.append(f"{len(written) - len(told)} acts were written before one was acknowledged")
        return Killed(len(told), len(written) - len(told), problems)
