"""The store as its users see it: open it, read, write, close. The ORM is imported at the first write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from uuid import uuid4

from roadmap_flash.errors import StoreError
from roadmap_flash.store import reading
from roadmap_flash.store.backups import back_up
from roadmap_flash.store.database import FILE, connect, in_plain_words

if TYPE_CHECKING:
    from roadmap_flash.store.writing import Writer


class Store:
    """The open progress database of one data folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.backups = folder / "backups"
        self.database = connect(self.path)
        self._writer: Writer | None = None
        self._warming: Thread | None = None

    @property
    def writer(self) -> Writer:
        """The one that writes; the first use imports the ORM, which takes some 0.4 s."""
        if self._writer is None:
            from roadmap_flash.store.writing import Writer

            self._writer = Writer(self.database, self.path, self._device())
        return self._writer

    def warm_up(self, day: int) -> None:
        """While the learner reads the first question: import the ORM, and write the backup of study day `day`.

        A backup that fails must not stop a review: it is written the next time.
        """

        def work() -> None:
            import roadmap_flash.store.writing  # noqa: F401

            with suppress(StoreError, sqlite3.Error, OSError):
                backup_source = connect(self.path)
                try:
                    back_up(backup_source, self.backups, day)
                finally:
                    backup_source.close()

        self._warming = Thread(target=work, daemon=True)
        self._warming.start()

    def back_up_daily(self, day: int) -> None:
        """Write the backup of study day `day` if there is none yet, before anything is changed."""
        with in_plain_words(self.backups):
            back_up(self.database, self.backups, day)

    def close(self) -> None:
        """Close the file; what was written is durable already. A backup that was begun is finished first."""
        if self._warming:
            self._warming.join()
        self.database.close()

    def _device(self) -> str:
        """The name this machine has in the log; drawn once."""
        known = reading.fact(self.database, "device")
        if known is None:
            known = uuid4().hex[:12]
            with in_plain_words(self.path):
                self.database.execute("INSERT OR IGNORE INTO fact VALUES ('device', ?)", (known,))
        return reading.fact(self.database, "device") or known


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """The store of a data folder, closed at the end. Raises StoreError."""
    store = Store(folder)
    try:
        yield store
    except sqlite3.Error:
        with in_plain_words(store.path):
            raise
    finally:
        store.close()
