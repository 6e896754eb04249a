"""A review from start to end: welcome, sitting, what is written down last. Knows nothing of the command line."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from roadmap_flash.core.text import clean_line
from roadmap_flash.paths import shortened

if TYPE_CHECKING:
    from roadmap_flash.collection import Collection

_PROBLEMS_TOLD = 2


def study(
    topics: list[str] | None = None,
    *,
    new: int | None = None,
    limit: int | None = None,
    minutes: float | None = None,
    decks: Path | None = None,
    plain: bool = False,
) -> None:
    """Study what is due, then new cards: on the full screen, or line by line where that is wanted or no terminal."""
    from roadmap_flash import context

    capable = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") not in (None, "dumb")
    full = capable and not plain
    if full:
        _welcome(decks)
    with context.collection(decks, topics, new) as collection:
        from roadmap_flash.core.session import Session

        notices = collection.changes().told() + _troubles(collection)
        session = Session(collection, limit, minutes)
        if full:
            from roadmap_flash.terminal.review import review
        else:
            from roadmap_flash.terminal.plain import review
        review(session, collection, notices, decks)
        if session.done:
            collection.settle()


def _welcome(decks: Path | None) -> None:
    """At the very first start: goals and minutes."""
    from roadmap_flash.config import FILE
    from roadmap_flash.paths import data_folder
    from roadmap_flash.store.database import FILE as DATABASE

    folder = data_folder()
    if not decks and not (folder / FILE).exists() and not (folder / DATABASE).exists():
        from roadmap_flash import context
        from roadmap_flash.terminal.welcome import welcome

        welcome(context.library(), folder)


def _troubles(collection: Collection) -> list[str]:
    """What is wrong with decks and clock, told once at the start."""
    errors = [problem for problem in collection.library.problems if problem.severity == "error"]
    told = [clean_line(f"! {shortened(p.path)}:{p.line}: {p.message}") for p in errors[:_PROBLEMS_TOLD]]
    if len(errors) > _PROBLEMS_TOLD:
        told.append(f"! {len(errors) - _PROBLEMS_TOLD} more problems in the decks; see: flash check")
    return told + collection.clock_warning()
