"""What is said beside the data: on standard error, to somebody who may be there to answer."""

from __future__ import annotations

import sys

from roadmap_flash.core.text import clean


def is_interactive() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def say_aside(*lines: str) -> None:
    """Print lines on standard error, cleaned: what is neither data nor an error."""
    for line in lines:
        sys.stderr.write(clean(line) + "\n")
    sys.stderr.flush()
