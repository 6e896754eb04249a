"""`flash`: finds its commands, one file each, and prints every error in one place.

A command is imported when it is called: only its own file, and that file imports what is heavy when it needs it.
"""

from __future__ import annotations

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

    if quick.main():
        return
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that knows no UTF-8 gets question marks, no traceback
            stream.reconfigure(errors="replace")
    code = run(sys.argv[1:])
    _leave(code)


def run(arguments: list[str]) -> int:
    """Run one command line; its exit code. What goes wrong is one line on standard error."""
    import typer

    from roadmap_flash.errors import FlashError

    os.umask(0o077)  # what is written here is the learner's own
    usage_error: Any = typer.BadParameter.__base__  # typer brings its own click, or a shared one: ask it, not click
    try:
        result = typer.main.get_command(application()).main(arguments, prog_name="flash", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except FlashError as error:
        return _fail(str(error), error.exit_code)
    except usage_error as error:
        where = error.ctx.command_path if error.ctx else "flash"
        return _fail(f"{error.format_message().rstrip('.')}. See: {where} --help", error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:
        return _close_stdout()


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


def _close_stdout() -> int:
    """The reader of our output went away: be quiet about it, also at the interpreter's own last flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _leave(code: Any) -> None:
    """End without waiting for a thread that may still import something."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        _close_stdout()
    os._exit(int(code))
