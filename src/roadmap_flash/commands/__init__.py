"""The commands, one file each: parse, call, print. A new command is a new file here that defines `main`."""

from __future__ import annotations

import json
import pkgutil
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from roadmap_flash.core.text import clean
from roadmap_flash.errors import UsageError

HIDDEN = frozenset({"today"})
"""`flash` alone; it is no command by name."""

Decks = Annotated[
    Path | None, typer.Option("--decks", help="Study this folder of decks, or this one deck.", metavar="PATH")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class CommandGroup(TyperGroup):
    """A group whose commands are the files of this folder, each imported when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the files."""
        return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name not in HIDDEN)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | None:
        """The command of a file; None if there is no such file."""
        return _command(cmd_name) if cmd_name.isidentifier() and cmd_name in self.list_commands(ctx) else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of the first word; an unknown one gets the nearest names."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.list_commands(ctx), n=3)
            hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(self.list_commands(ctx))}"
            raise UsageError(f"no command is called {args[0][:40]!r}; {hint}")
        return super().resolve_command(ctx, args)


@cache
def _command(name: str) -> TyperCommand:
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    settings = {"help_option_names": ["-h", "--help"]}
    app.command(name=name, context_settings=settings)(import_module(f"{__name__}.{name}").main)
    command = typer.main.get_command(app)
    if not isinstance(command, TyperCommand):
        raise TypeError(f"{name} is a group of commands")
    return command


def say(*lines: str) -> None:
    """Print lines on standard output, cleaned."""
    for line in lines:
        sys.stdout.write(clean(line) + "\n")


def say_json(value: Any) -> None:
    """Print JSON: escaped to ASCII, so that nothing in it can reach a terminal as a control character."""
    sys.stdout.write(json.dumps(value, ensure_ascii=True, indent=1) + "\n")


def table(rows: list[list[str]]) -> None:
    """Print rows in columns as wide as their content."""
    from roadmap_flash.core.text import clean_line, width

    cleaned = [[clean_line(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cleaned, strict=True)]
    for row in cleaned:
        cells = (cell + " " * (space - width(cell)) for cell, space in zip(row, widths, strict=True))
        say("  ".join(cells).rstrip())
