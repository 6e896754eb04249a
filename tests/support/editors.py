"""Editors for tests: small shell scripts, which note how they were called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


def write_editor(folder: Path, script: str, name: str = "editor") -> tuple[Path, Callable[[], list[list[str]]]]:
    """An editor that runs `script`, which finds the file to edit in `$file`; and how it was called so far."""
    folder.mkdir(parents=True, exist_ok=True)
    path, log = folder / name, folder / f"{name}.log"
    path.write_text(
        f'#!/bin/bash\nprintf "%s\\0" "$@" >> \'{log}\'; printf "\\0" >> \'{log}\'\nfile="${{@: -1}}"\n{script}\n'
    )
    path.chmod(0o755)

    def calls() -> list[list[str]]:
        if not log.exists():
            return []
        return [call.split("\0") for call in log.read_text().split("\0\0")[:-1]]

    return path, calls


def use_editor(
    monkeypatch: pytest.MonkeyPatch, folder: Path, script: str, name: str = "editor"
) -> Callable[[], list[list[str]]]:
    """Make such an editor the learner's."""
    path, calls = write_editor(folder / "editors", script, name)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(path))
    return calls
