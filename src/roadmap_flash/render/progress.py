"""A progress bar on standard error, for what takes longer than a second or so; on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

_T = TypeVar("_T")
PATIENCE = 0.7
"""Seconds before the bar appears."""


@contextmanager
def counter(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A function to be called after each of `total` steps; the bar appears once they turn out to take long."""
    begun, done = time.monotonic(), 0
    shown: Progress | None = None
    with ExitStack() as stack:

        def advance() -> None:
            nonlocal done, shown
            done += 1
            if shown is None and sys.stderr.isatty() and time.monotonic() - begun > PATIENCE:
                shown = stack.enter_context(_bar())
                shown.add_task(what, total=total)
            if shown is not None:
                shown.update(shown.task_ids[0], completed=done)

        yield advance


def watched(items: Iterable[_T], what: str) -> Iterator[_T]:
    """The items, one by one; once it has taken a while, a bar tells how many of them are done."""
    known = list(items)
    with counter(what, len(known)) as advance:
        for item in known:
            yield item
            advance()


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
