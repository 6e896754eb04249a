"""Which deck files there are, and whether any of them changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from roadmap_flash.core.identity import digest
from roadmap_flash.decks import lock, roadmap

SUFFIXES = (".yaml", ".yml")


class DeckFile(NamedTuple):
    """One file of a library: `root` says in which folder, `path` where in it; size and time tell a change."""

    root: int
    path: str
    size: int
    mtime_ns: int


def scan(roots: list[Path]) -> list[DeckFile]:
    """All deck files, roadmaps and locks of the roots, in the order of their paths."""
    return sorted(file for number, root in enumerate(roots) for file in _scan(number, str(root)))


def _scan(number: int, root: str) -> Iterator[DeckFile]:
    """Links to folders are not followed: they could lead in circles, or out of the root."""
    if os.path.isfile(root):  # noqa: PTH113 - pathlib costs as much as the whole scan
        found = os.stat(root)  # noqa: PTH116
        yield DeckFile(number, "", found.st_size, found.st_mtime_ns)
        return
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif entry.name.endswith(SUFFIXES) or entry.name == lock.FILE:
                yield _deck_file(number, root, entry)


def _deck_file(number: int, root: str, entry: os.DirEntry[str]) -> DeckFile:
    path = entry.path[len(root) :].lstrip("/")
    try:
        found = entry.stat()
    except OSError:  # a link to nowhere: the reader will name it
        return DeckFile(number, path, -1, -1)
    return DeckFile(number, path, found.st_size, found.st_mtime_ns)


def stamp(roots: list[Path], files: list[DeckFile], version: str) -> str:
    """A hash that changes when any file, the roots or the program changes."""
    return digest([version, [str(root) for root in roots], files])


def is_deck(file: DeckFile) -> bool:
    """Whether the file is a deck, not the roadmap or the lock of its root."""
    return file.path not in (roadmap.FILE, lock.FILE)
