"""Texts that are not written yet, kept in files of their own: whatever goes wrong, nothing that was typed is lost."""

from __future__ import annotations

import os
import re
import tempfile
from itertools import count
from pathlib import Path

from roadmap_flash.paths import data_folder

FOLDER = "drafts"


def keep(name: str, text: str) -> Path:
    """A new file with the text, called like `name`, in the data folder; where that cannot be, in the temporary one."""
    plain = re.sub(r"[^\w.]+", "-", Path(name).stem).strip("-.")[:60] or "draft"
    try:
        folder = data_folder() / FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _new_file(folder, plain, text)
    except OSError:
        return _new_file(Path(tempfile.mkdtemp(prefix="flash-")), plain, text)


def _new_file(folder: Path, name: str, text: str) -> Path:
    for number in count(1):
        path = folder / (f"{name}.yaml" if number == 1 else f"{name}-{number}.yaml")
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            continue
        with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor, no path
            file.write(text.encode("utf-8", "replace"))
        return path
    raise AssertionError("numbers do not end")
