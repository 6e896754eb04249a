"""One run of a snippet as a value: what is run, within which limits, and how it ended."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple


class Limits(NamedTuple):
    """What one run may take: wall-clock seconds, and bytes but for `processes`."""

    seconds: float = 10
    memory: int = 2**30
    processes: int = 64
    disk: int = 2**26
    output: int = 2**16


class Run(NamedTuple):
    """A snippet with the names that it gets.

    `prints`: what it prints is the answer, so it runs as it would by itself; numpy and sympy are not put into its way.
    `needs` are modules to load before, `options` what only one language knows.
    """

    language: str
    code: str
    setup: str = ""
    names: dict[str, Any] = {}  # noqa: RUF012 - a tuple's default is shared, and nobody changes it
    prints: bool = False
    needs: tuple[str, ...] = ()
    options: dict[str, Any] = {}  # noqa: RUF012 - as above


class Ending(StrEnum):
    """How a run ended."""

    PASSED = "passed"
    REFUSED = "refused"
    """A test of the snippet failed."""
    CRASHED = "crashed"
    """It ended before its tests could tell: an exception, a command that does not exist, a signal."""
    SETUP = "setup"
    """The deck's `setup` failed; of the snippet nothing is known."""
    TIMEOUT = "timeout"
    MEMORY = "memory"


class Result(NamedTuple):
    """How a run ended, and what it printed, standard error included, up to the limit."""

    ending: Ending
    output: str


class Refused(Exception):  # noqa: N818 - it is the outcome of a test, no error
    """A snippet's own test failed."""


class SetupFailed(Exception):  # noqa: N818 - as above
    """The deck's `setup` failed."""
