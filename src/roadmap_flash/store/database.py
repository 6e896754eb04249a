"""Opening the database file: permissions, schema, backups, and errors in plain words."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from roadmap_flash.errors import StoreError
from roadmap_flash.store.schema import VERSION, migrate, version_of

FILE = "progress.sqlite"
PART = ".part"
"""How the name of a copy ends that is not complete."""
WAIT_MS = 3000
"""How long a writer waits for another one before it gives up."""


def connect(path: Path) -> sqlite3.Connection:
    """The open database, created or brought to the present schema first. Raises StoreError in plain words."""
    with in_plain_words(path):
        _make_private(path)
        database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=WAIT_MS / 1000)
        try:
            _prepare(database, path)
        except BaseException:
            database.close()
            raise
        return database


def _make_private(path: Path) -> None:
    """Create the folder 0700 and the file 0600; SQLite gives its side files the mode of the file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def _prepare(database: sqlite3.Connection, path: Path) -> None:
    version = version_of(database)
    if version > VERSION:
        raise StoreError(
            f"{path}: made by a newer version of flash (schema {version}, this one knows {VERSION}); "
            "upgrade with: pip install --upgrade roadmap-flash"
        )
    if version < VERSION:
        if version:
            copy_database(database, path.with_name(f"{path.stem}-before-schema-{VERSION}.sqlite"))
        database.execute("PRAGMA journal_mode = WAL")
        migrate(database)
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")


def copy_database(database: sqlite3.Connection, target: Path) -> None:
    """A whole, consistent copy at `target`, 0600; it appears under its name only once it is complete."""
    part = target.with_name(f"{target.stem}.{os.getpid()}-{secrets.token_hex(4)}{PART}")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    copy = sqlite3.connect(part)
    try:
        database.backup(copy)
        copy.close()
        part.replace(target)
    finally:
        copy.close()
        part.unlink(missing_ok=True)


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise into one line that says what, where, and the next step."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{path}: {_explain(error)}") from error


def _explain(error: sqlite3.Error | OSError) -> str:
    text = str(error)
    hints = {
        "locked": "another program holds the database; nothing was written. Close it and try again",
        "busy": "another program holds the database; nothing was written. Close it and try again",
        "readonly": "the file or its folder is read-only; nothing was written. Make it writable or set FLASH_HOME",
        "read-only": "the file or its folder is read-only; nothing was written. Make it writable or set FLASH_HOME",
        "Permission denied": "no permission to open it. Change its permissions or set FLASH_HOME to another folder",
        "full": "the disk is full; nothing was written. Free some space and try again",
        "No space left": "the disk is full; nothing was written. Free some space and try again",
        "unable to open": "cannot be opened. Check the folder, or set FLASH_HOME to another one",
        "not a database": "is not a flash database. Move it away, or restore a backup (see: flash where)",
        "malformed": "is damaged. Restore a backup (see: flash where)",
        "disk I/O": "the disk failed to read or write; nothing was written. Check the disk and its free space",
    }
    return next((hint for word, hint in hints.items() if word in text), f"{text}. See: flash where")
