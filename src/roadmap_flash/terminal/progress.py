"""A progress bar on standard error, for what takes longer than a second; nothing where that is no terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

_T = TypeVar("_T")
PATIENCE = 1.0
"""Seconds until the bar is shown."""


def bar(label: str) -> Callable[[Iterable[_T]], Iterator[_T]]:
    """A function that passes on a list and shows how far it is."""

    def passed_on(items: Iterable[_T]) -> Iterator[_T]:
        known = list(items)
        start = time.monotonic()
        for place, item in enumerate(known):
            if sys.stderr.isatty() and time.monotonic() - start > PATIENCE:
                yield from _shown(known, place, label)
                return
            yield item

    return passed_on


def _shown(items: list[_T], start: int, label: str) -> Iterator[_T]:
    """Pass on the items from `start` on, under a bar."""
    from rich.console import Console
    from rich.progress import track

    rest = iter(items[start:])
    yield from track(rest, label, len(items), completed=start, console=Console(stderr=True), transient=True)
