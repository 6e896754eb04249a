"""The learner's own editor, opened at the right line: a list of arguments, never a shell."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from roadmap_flash.errors import UsageError

_PLUS_LINE = frozenset(
    {
        "vi",
        "vim",
        "nvim",
        "view",
        "nano",
        "pico",
        "emacs",
        "emacsclient",
        "gvim",
        "kak",
        "joe",
        "jed",
        "ne",
        "mg",
        "nvi",
    }
)
"""Editors that take `+LINE` before the file, and `--` before its name."""
_PLUS_LINE_ONLY = frozenset({"micro", "mcedit", "gedit", "xed", "pluma", "geany"})
"""Editors that take `+LINE`, and would open a file called `--`."""
_GOTO = frozenset({"code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"})
"""Editors that take `--goto FILE:LINE`, and come back at once unless told to wait."""
_COLON = frozenset({"subl", "zed", "hx", "helix"})
"""Editors that take `FILE:LINE`."""
_WAITS = {**dict.fromkeys(_GOTO, "--wait"), "subl": "--wait", "zed": "--wait", "gvim": "--nofork"}
_USUAL = ("nano", "vi")


def edit(path: Path, line: int) -> None:
    """Open a file in `$VISUAL` or `$EDITOR` and wait until it is closed. Raises UsageError if that fails."""
    arguments = command(path.absolute(), line)
    with _out_of_the_way():
        try:
            code = subprocess.run(arguments, check=False).returncode  # noqa: S603 - the learner's own command, no shell
        except OSError as error:
            raise UsageError(f"the editor {arguments[0]!r} cannot be started: {error.strerror}; set EDITOR") from error
    if code:
        raise UsageError(f"the editor {arguments[0]!r} ended with code {code}")


def command(path: Path, line: int) -> list[str]:
    """The editor and its arguments for one line of a file, whose path is absolute: it looks like no option."""
    words = _named()
    name = Path(words[0]).name
    waits = [_WAITS[name]] if name in _WAITS and not {"-w", "-f", _WAITS[name]} & set(words) else []
    words += waits
    if name in _PLUS_LINE:
        return [*words, f"+{line}", "--", str(path)]
    if name in _PLUS_LINE_ONLY:
        return [*words, f"+{line}", str(path)]
    if name in _GOTO:
        return [*words, "--goto", f"{path}:{line}"]
    return [*words, f"{path}:{line}" if name in _COLON else str(path)]


def _named() -> list[str]:
    for variable in ("VISUAL", "EDITOR"):
        typed = os.environ.get(variable, "").strip()
        try:
            words = shlex.split(typed)
        except ValueError as error:
            raise UsageError(f"{variable}: {typed[:60]!r} cannot be read: {error}") from error
        if words:
            return words
    found = next((name for name in _USUAL if shutil.which(name)), None)
    if found is None:
        raise UsageError("no editor is known; name yours in EDITOR, such as: export EDITOR=nano")
    return [found]


@contextmanager
def _out_of_the_way() -> Iterator[None]:
    """Keys such as Ctrl-C and Ctrl-Z are the editor's while it runs: we neither end nor draw because of them.

    A handler of our own is used, for a signal that we ignore would be ignored by the editor, too.
    """
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGQUIT)}
    before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
