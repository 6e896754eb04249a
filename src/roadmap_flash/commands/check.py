"""`flash check`: what is wrong with decks, by path and line."""

from __future__ import annotations

from typing import Annotated

import typer

from roadmap_flash.commands import Decks, Json, say, say_json
from roadmap_flash.terminal.aside import say_aside


def main(
    targets: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH|TOPIC]...", help="Deck files, folders or topics; none: all."),
    ] = None,
    fix: Annotated[  # noqa: FBT002 - typer's own way to declare a flag
        bool, typer.Option("--fix", help="First write missing ids, and changes.lock.")
    ] = False,
    complete: Annotated[  # noqa: FBT002 - as above
        bool,
        typer.Option("--complete", help="Decks that do not yet hold what the roadmap promises are an error."),
    ] = False,
    json: Json = False,  # noqa: FBT002 - as above
    decks: Decks = None,
) -> None:
    """Check decks against the reading rules and lint; errors end with exit code 3."""
    from roadmap_flash.checking import check
    from roadmap_flash.core.text import clean_line
    from roadmap_flash.errors import DeckError
    from roadmap_flash.paths import shortened
    from roadmap_flash.render.labels import plural

    if fix:
        from roadmap_flash.fixing import fix as write_what_is_missing

        say_aside(*write_what_is_missing(decks))
    problems, notes = check(targets or [], decks, complete=complete)
    rows = [problem._replace(path=shortened(problem.path)) for problem in problems]
    errors = sum(problem.severity == "error" for problem in rows)
    if json:
        say_json([row._asdict() for row in rows])
    else:
        say(*(clean_line(str(row)) for row in rows))
    if errors:
        raise DeckError(f"{plural(errors, 'error')} in the decks; each line above says what to mend")
    if not json:
        say(f"{plural(notes, 'note')} checked, {plural(len(rows), 'warning')}, no error.")
