"""`flash review`: study what is due today, then new cards."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roadmap_flash.commands import Decks
from roadmap_flash.core.text import clean_line
from roadmap_flash.paths import shortened

if TYPE_CHECKING:
    from roadmap_flash.collection import Collection

_Topics = Annotated[list[str] | None, typer.Argument(help="Topics, sections or roles; none: all of them.")]
_PROBLEMS_TOLD = 2


def main(
    topics: _Topics = None,
    new: Annotated[int | None, typer.Option(min=0, help="So many new cards now, whatever was done today.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many answers in this sitting.")] = None,
    minutes: Annotated[float | None, typer.Option(min=0.1, help="At most so many minutes.")] = None,
    decks: Decks = None,
    plain: Annotated[bool, typer.Option("--plain", help="Line by line, for pipes and screen readers.")] = False,  # noqa: FBT002
) -> None:
    """Study what is due today, then new cards. Every answer is kept at once; end whenever you like with q."""
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
        review(session, collection, notices)
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
