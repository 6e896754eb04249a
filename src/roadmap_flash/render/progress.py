"""A progress bar on standard error, for what takes longer than a second or so; on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

_T = TypeVar("_T")
PATIENCE = 0.7
"""Seconds before the bar appears."""


def watched(items: Sequence[_T], what: str) -> Iterator[_T]:
    """The items, one by one; once it has taken a while, a bar tells how many of them are done."""
    begun = time.monotonic()
    rest = iter(items)
    for done, item in enumerate(rest):
        yield item
        if time.monotonic() - begun > PATIENCE and sys.stderr.isatty():
            yield from _with_bar(rest, what, done + 1, len(items))


def _with_bar(rest: Iterator[_T], what: str, done: int, total: int) -> Iterator[_T]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, completed=done)
        for item in rest:
            yield item
            bar.advance(task)
