"""Commands run as a learner runs them: in this process, where it is quick, or as processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from typing import NamedTuple
from unittest.mock import patch

import pytest

from roadmap_flash import cli

PROGRAM = (sys.executable, "-m", "roadmap_flash")


class Ran(NamedTuple):
    """What a command ended with, and all it wrote."""

    code: int
    out: str
    err: str


def environment(**changes: str) -> dict[str, str]:
    """The environment of a process: that of the test, and standard output buffered as usual unless asked otherwise."""
    return {**{name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}, **changes}


def run_here(capsys: pytest.CaptureFixture[str], *arguments: str, typed: str = "") -> Ran:
    """Run a command in this process, with some lines on its standard input."""
    capsys.readouterr()
    with patch.object(sys, "stdin", StringIO(typed)):
        code = cli.run(list(arguments))
    return Ran(code, *capsys.readouterr())


def run_apart(*arguments: str | bytes, typed: str = "", **changes: str) -> Ran:
    """Run a command as a process of its own."""
    done = subprocess.run(
        [*PROGRAM, *arguments],
        input=typed.encode(),
        capture_output=True,
        env=environment(**changes),
        timeout=30,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def assert_refused(ran: Ran, code: int, *words: str) -> None:
    """It ended with this code, and said why in one line on standard error and nowhere else."""
    assert (ran.code, ran.out) == (code, ""), ran
    assert ran.err.startswith("flash: "), ran.err
    assert ran.err.count("\n") == 1, ran.err
    assert ran.err.endswith("\n"), ran.err
    assert [word for word in words if word not in ran.err] == [], ran.err
