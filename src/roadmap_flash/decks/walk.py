"""The files of a deck folder. Imports next to nothing: `flash due` in a shell prompt waits for it."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES = (".yaml", ".yml")
LOCK = "verified.lock"


def walk(root: str) -> Iterator[tuple[str, int, int]]:
    """Path below the root, size and time of change of each deck file, roadmap and lock; in no certain order.

    Links to folders are not followed: they could lead in circles, or out of the root. A root that is a file has the
    empty path; a link to nowhere has size -1, and the reader will name it.
    """
    if os.path.isfile(root):  # noqa: PTH113 - no pathlib here
        yield ("", *_facts(root))
        return
    folders = [root]
    while folders:
        try:
            entries = list(os.scandir(folders.pop()))
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif entry.name.endswith(SUFFIXES) or entry.name == LOCK:
                yield (entry.path[len(root) :].lstrip("/"), *_facts(entry.path))


def _facts(path: str) -> tuple[int, int]:
    try:
        found = os.stat(path)  # noqa: PTH116 - no pathlib here
    except OSError:
        return -1, -1
    return found.st_size, found.st_mtime_ns
