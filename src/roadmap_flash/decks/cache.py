"""The cache of a library: what was read of its decks, in SQLite. Whatever happens to it costs time, never a card."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import finalize
from zlib import crc32

from roadmap_flash.decks.files import DeckFile

if TYPE_CHECKING:
    from roadmap_flash.decks.assembly import Assembly

FORMAT = "6"
"""Changes whenever what the cache holds changes its form or meaning."""
DAMAGE = (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What reading a damaged cache may raise."""

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE deck (file TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE note (id TEXT PRIMARY KEY, place INTEGER NOT NULL, topic TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX note_topic ON note (topic, place);
"""


class Cache:
    """One library as it stands: in a file of `folder`, or in memory where that cannot be."""

    def __init__(self, roots: list[Path], found: list[DeckFile], stamp: str, folder: Path | None) -> None:
        self.stamp = stamp
        self._roots = roots
        self._found = found
        self._path = _path(roots, folder) if folder else None
        try:
            self._database = self._opened()
        except (*DAMAGE, OSError) as error:
            self.renew(error)

    def meta(self, name: str) -> str:
        """One of `index`, `refs` and `proofs`, in JSON."""
        (value,) = self._database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(value)

    def note(self, note_id: str) -> str | None:
        """The body of one note."""
        row = self._database.execute("SELECT body FROM note WHERE id = ?", (note_id,)).fetchone()
        return row[0] if row else None

    def notes(self, topic: str) -> list[str]:
        """The bodies of the notes of one topic, in their order."""
        sql = "SELECT body FROM note WHERE topic = ? ORDER BY place"
        return [body for (body,) in self._database.execute(sql, (topic,))]

    def renew(self, error: Exception) -> None:
        """Read everything anew after an error of the cache: into a new file, or else into memory."""
        if self._path and getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
            try:
                self._path.unlink(missing_ok=True)
                self._database = self._opened()
            except (sqlite3.Error, OSError):
                pass  # a cache that cannot be used is no reason not to study
            else:
                return
        self._path = None
        self._database = self._opened()

    def _opened(self) -> sqlite3.Connection:
        if self._path:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = sqlite3.connect(self._path or ":memory:", isolation_level=None, check_same_thread=False, timeout=1)
        finalize(self, database.close)  # Python 3.13 warns of connections that are left open
        database.execute("PRAGMA synchronous = OFF")
        if database.execute("PRAGMA user_version").fetchone() != (int(FORMAT),):
            database.executescript(
                "BEGIN IMMEDIATE; DROP TABLE IF EXISTS meta; DROP TABLE IF EXISTS deck; DROP TABLE IF EXISTS note;"
                f"{_SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT"
            )
        row = database.execute("SELECT value FROM meta WHERE name = 'stamp'").fetchone()
        if row != (self.stamp,):
            self._refresh(database)
        return database

    def _refresh(self, database: sqlite3.Connection) -> None:
        from roadmap_flash.decks.assembly import assemble

        database.execute("BEGIN IMMEDIATE")
        try:
            rows = database.execute("SELECT file, body FROM deck").fetchall()
            known = {DeckFile(*json.loads(file)): body for file, body in rows}
            row = database.execute("SELECT value FROM meta WHERE name = 'served'").fetchone()
            _store(database, assemble(self._roots, self._found, known, json.loads(row[0]) if row else {}), self.stamp)
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise


def _path(roots: list[Path], folder: Path) -> Path:
    name = crc32(repr([str(root.resolve()) for root in roots]).encode("utf-8", "surrogateescape"))
    return folder / f"library-{name:08x}.sqlite"


def _store(database: sqlite3.Connection, made: Assembly, stamp: str) -> None:
    """File names go in as JSON: a name that is not UTF-8 is no text to SQLite."""
    database.executemany("DELETE FROM deck WHERE file = ?", [(json.dumps(file),) for file in made.gone])
    rows = [(json.dumps(file), json.dumps(brief)) for file, brief in made.decks_read.items()]
    database.executemany("INSERT OR REPLACE INTO deck VALUES (?, ?)", rows)
    database.executemany("DELETE FROM note WHERE topic = ?", [(topic,) for topic in made.topics_changed])
    database.executemany("INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?)", made.notes_changed)
    meta = {
        "index": json.dumps(made.index),
        "refs": json.dumps(made.refs),
        "proofs": json.dumps(made.proofs),
        "served": json.dumps(made.served),
        "stamp": stamp,
    }
    database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", meta.items())
