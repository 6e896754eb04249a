"""`flash`: finds its commands, one file each, and prints every error in one place.

A command is imported when it is called: only its own file, and that file imports what is heavy when it needs it.
"""

from __future__ import annotations

import gc
import io
import os
import sys

TYPE_CHECKING = False  # the name that type checkers know; typing itself would cost the shell prompt milliseconds
if TYPE_CHECKING:
    from typing import Any

    import typer


def main() -> None:
    """The console script."""
    from roadmap_flash import quick

    gc.set_threshold(50_000)  # the many objects that imports make are none to search for garbage
    _prepare_streams()
    try:
        code = 0 if quick.main() else run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        code = 0  # the reader of our output went away: be quiet about it
    except OSError as error:
        code = _fail(f"cannot go on: {error}", 1)
    os._exit(code)  # without waiting for a thread that may still import something


def run(arguments: list[str]) -> int:
    """Run one command line; its exit code. What goes wrong is one line on standard error."""
    from roadmap_flash.errors import FlashError

    os.umask(0o077)  # what is written here is the learner's own
    try:
        if arguments[:1] == ["review"] and not any(word.startswith("-") for word in arguments):
            return _review(arguments[1:])
        return _parse_and_run(arguments)
    except FlashError as error:
        return _fail(str(error), error.exit_code)
    except (KeyboardInterrupt, EOFError):
        return 130


def _review(topics: list[str]) -> int:
    """The daily command, as it is mostly typed: its first question does not wait for a parser of options."""
    from roadmap_flash.studying import study

    study(topics or None)
    return 0


def _parse_and_run(arguments: list[str]) -> int:
    """Any command line, by typer."""
    import typer

    usage_error: Any = typer.BadParameter.__base__  # typer brings its own click, or a shared one: ask it, not click
    try:
        command = typer.main.get_command(application())
        with command.make_context("flash", list(arguments)) as context:  # not main(): it ends at a broken pipe itself
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except usage_error as error:
        where = error.ctx.command_path if error.ctx else "flash"
        return _fail(f"{error.format_message().rstrip('.')}. See: {where} --help", error.exit_code)
    except typer.Abort:
        return 130
    return 0


def application() -> typer.Typer:
    """The typer application with a group that finds its commands."""
    import typer

    from roadmap_flash.commands import CommandGroup, today

    app = typer.Typer(cls=CommandGroup, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.callback(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})(today.main)
    return app


def _fail(message: str, code: int) -> int:
    from roadmap_flash.core.text import clean_line

    sys.stderr.write(f"flash: {clean_line(message)}\n")
    return code


def _prepare_streams() -> None:
    """A terminal that knows no UTF-8 gets question marks; what is closed gets nothing."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - no pathlib here
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - no pathlib here
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
