"""`flash review`: study what is due today, then new cards. Without options it is called past this file: see cli."""

from __future__ import annotations

from typing import Annotated

import typer

from roadmap_flash.commands import Decks

_Topics = Annotated[list[str] | None, typer.Argument(help="Topics, sections or roles; none: all of them.")]


def main(
    topics: _Topics = None,
    new: Annotated[int | None, typer.Option(min=0, help="So many new cards now, whatever was done today.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many answers in this sitting.")] = None,
    minutes: Annotated[float | None, typer.Option(min=0.1, help="At most so many minutes.")] = None,
    decks: Decks = None,
    plain: Annotated[bool, typer.Option("--plain", help="Line by line, for pipes and screen readers.")] = False,  # noqa: FBT002
) -> None:
    """Study what is due today, then new cards. Every answer is kept at once; end whenever you like with q."""
    from roadmap_flash.studying import study

    study(topics, new=new, limit=limit, minutes=minutes, decks=decks, plain=plain)
