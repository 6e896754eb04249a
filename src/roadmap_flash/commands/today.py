"""`flash` alone: what today holds, the last days, and one hint."""

from __future__ import annotations

from typing import Annotated

import typer

from roadmap_flash.commands import Decks, say
from roadmap_flash.errors import UsageError


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback
    if wanted:
        from roadmap_flash import __version__

        say(f"roadmap-flash {__version__}")
        raise typer.Exit


def main(
    ctx: typer.Context,
    decks: Decks = None,
    version: Annotated[  # noqa: FBT002 - typer's own way to declare a flag; its callback prints
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Spaced repetition for the whole MLOps roadmap. Alone: what today holds. The daily command: flash review."""
    if ctx.invoked_subcommand is not None:
        if decks is not None:
            raise UsageError(f"write --decks after the command: flash {ctx.invoked_subcommand} --decks {decks}")
        return
    from roadmap_flash import context
    from roadmap_flash.core import stats
    from roadmap_flash.render.labels import plural
    from roadmap_flash.store import reading
    from roadmap_flash.terminal.closing import week

    with context.collection(decks) as collection:
        notices = collection.changes().told()
        outlook, today = collection.outlook(), collection.moment().day
        days = reading.study_days(collection.store.database)
        learning = f" · {outlook.learning} learning" if outlook.learning else ""
        row = stats.streak(days, today)
        since = f"     day {len(days)} · {row} in a row" if row > 1 else ""
        say(*notices, f"{outlook.due} due{learning} · {outlook.new} new · about {outlook.minutes} min{since}")
        if days:
            say(week(collection))
        if problems := len(collection.library.problems):
            say(f"{plural(problems, 'problem')} in the decks; see: flash check")
        say(_hint(outlook.due + outlook.learning + outlook.new, collection.hint()))


def _hint(left: int, about_goals: str) -> str:
    if left:
        return f"Start with: flash review.{' ' + about_goals if about_goals else ''}"
    return f"Done for today. {about_goals or 'Ten more new cards: flash review --new 10'}"
