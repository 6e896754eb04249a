"""The official Anki backend, as the place where an export arrives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest


class Imported(NamedTuple):
    """What Anki says of an import, in numbers of notes."""

    new: int
    updated: int
    same: int
    conflicting: int


class Anki:
    """A collection of its own, opened by the official backend."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.collection: Any = Collection(str(folder / "collection.anki2"))

    def take(self, package: Path) -> Imported:
        """Import a package as the desktop program does with its usual settings."""
        request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
        log = self.collection.import_anki_package(request).log
        assert not log.missing_notetype
        assert not log.missing_deck
        assert not log.empty_first_field
        return Imported(len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting))

    def note(self, note_id: str) -> Any:
        """The note with this id of ours."""
        (found,) = self.collection.find_notes(f'"Id:{note_id}"')
        return self.collection.get_note(found)

    def cards(self, note_id: str) -> list[Any]:
        """The cards of a note of ours, in their order."""
        return sorted(self.note(note_id).cards(), key=lambda card: card.ord)

    def write(self, note_id: str, **fields: str) -> None:
        """Edit fields of a note, as somebody would in Anki's browser."""
        note = self.note(note_id)
        for name, text in fields.items():
            note[name] = text
        self.collection.update_note(note)

    def everything(self) -> list[list[Any]]:
        """All notes and cards as rows, but for what an import may count."""
        return [
            self.collection.db.all("select guid, mid, mod, tags, flds from notes order by guid"),
            self.collection.db.all("select nid, did, ord, type, queue, due, ivl from cards order by id"),
        ]

    def problems(self) -> tuple[int, str]:
        """How many cards are empty, and what "Check Database" says."""
        said, sound = self.collection.fix_integrity()
        return len(self.collection.get_empty_cards().notes), "" if sound and "rebuilt" in said else said


@contextmanager
def anki(folder: Path) -> Iterator[Anki]:
    """A fresh collection, or the one that is there."""
    opened = Anki(folder)
    try:
        yield opened
    finally:
        opened.collection.close()
