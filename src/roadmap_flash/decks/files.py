"""Which deck files there are, and whether any of them changed."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from zlib import adler32, crc32

from roadmap_flash.decks import lock, roadmap
from roadmap_flash.decks.walk import walk


class DeckFile(NamedTuple):
    """One file of a library: `root` says in which folder, `path` where in it; size and time tell a change."""

    root: int
    path: str
    size: int
    mtime_ns: int


def scan(roots: list[Path]) -> list[DeckFile]:
    """All deck files, roadmaps and locks of the roots, in the order of their paths."""
    return sorted(DeckFile(number, *file) for number, root in enumerate(roots) for file in walk(str(root)))


def stamp(roots: list[Path], files: list[DeckFile], version: str) -> str:
    """A short text that changes when any file, the roots or the program changes.

    Checksums serve: nobody gains from forging one, and hashlib alone would take a tenth of the start.
    """
    text = repr((version, [str(root) for root in roots], files)).encode("utf-8", "surrogateescape")
    return f"{crc32(text):08x}{adler32(text):08x}{len(text):x}"


def is_deck(file: DeckFile) -> bool:
    """Whether the file is a deck, not the roadmap or the lock of its root."""
    return file.path != roadmap.FILE and not file.path.endswith(lock.FILE)
