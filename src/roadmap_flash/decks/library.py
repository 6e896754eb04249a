"""The library: all decks of all roots as one, cached, so that an unchanged one costs next to nothing.

The first root is the shipped library; each later one is laid over it: a note there replaces the note with its id.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from roadmap_flash import __version__
from roadmap_flash.core.model import CardRef, Note
from roadmap_flash.decks import files
from roadmap_flash.decks.notes import note_of_json
from roadmap_flash.decks.problems import Problem
from roadmap_flash.decks.roadmap import Roadmap
from roadmap_flash.errors import DeckError

if TYPE_CHECKING:
    from roadmap_flash.decks.assembly import Assembly

FORMAT = "4"
"""Changes whenever what the cache holds changes its form or meaning."""

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE deck (root INTEGER, path TEXT, size INTEGER, mtime_ns INTEGER, body TEXT NOT NULL,
                   PRIMARY KEY (root, path));
CREATE TABLE note (id TEXT PRIMARY KEY, place INTEGER NOT NULL, topic TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX note_topic ON note (topic);
"""


class Library:
    """What the decks hold. Notes are fetched one by one; the references of all cards are at hand."""

    def __init__(self, cache: sqlite3.Connection, stamp: str) -> None:
        self._cache = cache
        self.stamp = stamp
        self._index = json.loads(self._meta("index"))
        self.roadmap = Roadmap.from_json(self._index["roadmap"])
        self.digests: dict[str, str] = {slug: row["digest"] for slug, row in self._index["topics"].items()}

    def refs(self) -> list[CardRef]:
        """Every card, in roadmap order and the order of the decks."""
        return list(map(CardRef._make, json.loads(self._meta("refs"))))

    def files(self) -> dict[str, str]:
        """The deck file of each topic that has one; the shipped one where there are two."""
        return {slug: row["file"] for slug, row in self._index["topics"].items()}

    @property
    def problems(self) -> list[Problem]:
        """What is wrong in any deck, in the order of the files."""
        return [Problem(*row) for row in self._index["problems"]]

    def note(self, note_id: str) -> Note:
        """One note. Raises KeyError if the library has none of this id."""
        row = self._cache.execute("SELECT body FROM note WHERE id = ?", (note_id,)).fetchone()
        if row is None:
            raise KeyError(note_id)
        return note_of_json(row[0])

    def notes(self, topic: str | None = None) -> Iterator[Note]:
        """All notes in roadmap order, or those of one topic."""
        sql = "SELECT body FROM note WHERE topic = ?1 OR ?1 IS NULL ORDER BY place"
        for (body,) in self._cache.execute(sql, (topic,)):
            yield note_of_json(body)

    def proven(self, note: Note) -> str | None:
        """The tools a note's answer was checked with by running, such as "git 2.39"; None if it was not."""
        proof = self._proofs.get(note.id)
        return proof[1] if proof and proof[0] == note.digest else None

    @cached_property
    def _proofs(self) -> dict[str, tuple[str, str]]:
        """Digest and tools of each proof, by note."""
        proofs: dict[str, tuple[str, str]] = json.loads(self._meta("proofs"))
        return proofs

    def _meta(self, name: str) -> str:
        (value,) = self._cache.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(value)


def open_library(roots: list[Path], cache_folder: Path | None) -> Library:
    """The library of these roots; files that did not change since the last time are not read again.

    `cache_folder` None keeps nothing. Raises DeckError if a root is missing or its roadmap cannot be read.
    """
    for root in roots[:1]:
        if not os.path.exists(root):  # noqa: PTH110 - never raises, whatever the name
            raise DeckError(f"{root}: no such deck folder; name another one with --decks or FLASH_DECKS")
    found = files.scan(roots)
    stamp = files.stamp(roots, found, f"{FORMAT} {__version__}")
    if cache_folder is not None:
        try:
            return _cached(roots, found, stamp, cache_folder)
        except (sqlite3.Error, OSError, KeyError, ValueError, TypeError):
            pass  # a cache that cannot be used is no reason not to study
    return _fresh(roots, found, stamp)


def _fresh(roots: list[Path], found: list[files.DeckFile], stamp: str) -> Library:
    cache = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    cache.executescript(_SCHEMA)
    return _refreshed(cache, roots, found, stamp)


def _cached(roots: list[Path], found: list[files.DeckFile], stamp: str, folder: Path) -> Library:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = crc32(repr([str(root.resolve()) for root in roots]).encode("utf-8", "surrogateescape"))
    path = folder / f"library-{name:08x}.sqlite"
    try:
        cache = _open_cache(path)
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)
        cache = _open_cache(path)
    row = cache.execute("SELECT value FROM meta WHERE name = 'stamp'").fetchone()
    return Library(cache, stamp) if row == (stamp,) else _refreshed(cache, roots, found, stamp)


def _open_cache(path: Path) -> sqlite3.Connection:
    cache = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=1)
    cache.execute("PRAGMA synchronous = OFF")
    if cache.execute("PRAGMA user_version").fetchone() != (int(FORMAT),):
        cache.executescript(
            "BEGIN IMMEDIATE; DROP TABLE IF EXISTS meta; DROP TABLE IF EXISTS deck; DROP TABLE IF EXISTS note;"
            f"{_SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT"
        )
    return cache


def _refreshed(cache: sqlite3.Connection, roots: list[Path], found: list[files.DeckFile], stamp: str) -> Library:
    from roadmap_flash.decks.assembly import assemble

    cache.execute("BEGIN IMMEDIATE")
    try:
        sql = "SELECT root, path, size, mtime_ns, body FROM deck"
        known = {files.DeckFile(*row[:4]): row[4] for row in cache.execute(sql)}
        _store(cache, assemble(roots, found, known), stamp)
        cache.execute("COMMIT")
    except BaseException:
        cache.execute("ROLLBACK")
        raise
    return Library(cache, stamp)


def _store(cache: sqlite3.Connection, made: Assembly, stamp: str) -> None:
    cache.executemany("DELETE FROM deck WHERE root = ? AND path = ?", [file[:2] for file in made.gone])
    cache.executemany("INSERT OR REPLACE INTO deck VALUES (?, ?, ?, ?, ?)", made.decks_read)
    cache.executemany("DELETE FROM note WHERE topic = ?", [(topic,) for topic in made.topics_changed])
    cache.executemany("INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?)", made.notes_changed)
    meta = {
        "index": json.dumps(made.index),
        "refs": json.dumps(made.refs),
        "proofs": json.dumps(made.proofs),
        "stamp": stamp,
    }
    cache.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", meta.items())
