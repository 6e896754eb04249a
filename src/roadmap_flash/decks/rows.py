"""The locks' common form: a JSON mapping by note id with one row a line, so that Git merges them card by card."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any


def read_rows(path: Path) -> dict[str, Any]:
    """The rows by note id; none where there is no file.

    Of a file that is damaged, such as by a merge that is not finished, all rows whose lines are whole: each of them may
    have taken long to make, or cannot be made on this machine. Of two with one id the last one.
    """
    try:
        text = path.read_text("utf-8", "replace")
    except OSError:
        return {}
    rows = _parsed(text)
    return _whole_lines(text) if rows is None else rows


def is_damaged(path: Path) -> bool:
    """Whether there is a file that is no whole mapping."""
    try:
        return _parsed(path.read_text("utf-8")) is None
    except OSError:
        return False
    except UnicodeDecodeError:
        return True


def write_rows(path: Path, rows: dict[str, Any]) -> None:
    """Write the rows, sorted, so that a change shows as the lines it touches. Raises OSError."""
    from roadmap_flash.decks.atomic import replace_file

    lines = [f"{json.dumps(note)}: {json.dumps(row)}" for note, row in sorted(rows.items())]
    replace_file(path, ("{\n" + ",\n".join(lines) + "\n}\n").encode())


def _parsed(text: str) -> dict[str, Any] | None:
    with suppress(ValueError, RecursionError):
        rows = json.loads(text)
        if isinstance(rows, dict):
            return rows
    return None


def _whole_lines(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in map(str.strip, text.splitlines()):
        if line.startswith('"'):
            found |= _parsed(f"{{{line.removesuffix(',')}}}") or {}
    return found
