"""What is said beside the data: on standard error, to somebody who may be there to answer."""

from __future__ import annotations

import sys
from contextlib import suppress

from roadmap_flash.core.text import clean


def is_interactive() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def say_aside(*lines: str) -> None:
    """Print lines on standard error, cleaned: what is neither data nor an error."""
    for line in lines:
        sys.stderr.write(clean(line) + "\n")
    sys.stderr.flush()


def ask(prompt: str) -> str:
    """One line that is typed, without its spaces. Raises EOFError at the end of input."""
    with suppress(ImportError):
        import readline  # noqa: F401 - arrow keys
    if not sys.stdout.isatty():  # what is written there is data
        sys.stderr.write(f"{prompt}> ")
        sys.stderr.flush()
        return input().strip()
    return input(f"{prompt}> ").strip()
