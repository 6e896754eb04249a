"""What was exported to a program that keeps its own copy: each note as it was then, in a file of the data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from roadmap_flash.decks.changes import Change, from_iso, to_iso
from roadmap_flash.decks.rows import read_rows, write_rows
from roadmap_flash.exporters import Entry
from roadmap_flash.paths import shipped_decks


class Known(NamedTuple):
    """A note as it was last exported."""

    change: Change
    topic: str
    kind: str


class Record:
    """All notes of a library that were ever exported. Of a record that is damaged, what can be read counts."""

    def __init__(self, roots: list[Path], folder: Path) -> None:
        self._path = folder / _name(roots[0])
        self.known = _read(self._path)

    def change(self, note_id: str) -> Change | None:
        """When a note last changed, as far as an export saw it."""
        known = self.known.get(note_id)
        return known.change if known else None

    def gone(self, present: set[str], topics: frozenset[str] | None) -> list[str]:
        """The notes, of these topics or of all, that were exported once and are in the decks no more."""
        wanted = (note for note, known in self.known.items() if topics is None or known.topic in topics)
        return sorted(note for note in wanted if note not in present)

    def remember(self, entries: list[Entry]) -> str:
        """Add what was just exported; why that failed, or nothing."""
        kept = {entry.note.id: Known(entry.change, entry.topic.slug, entry.note.kind) for entry in entries}
        if all(self.known.get(note) == known for note, known in kept.items()):
            return ""
        self.known |= kept
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_rows(self._path, {note: _row(known) for note, known in self.known.items()})
        except OSError as error:
            return error.strerror or str(error)
        return ""


def _name(root: Path) -> str:
    """The shipped decks keep their record when an upgrade moves them to another folder; others go by their own."""
    if root == shipped_decks():
        return "exported.lock"
    return f"exported-{crc32(str(root.resolve()).encode('utf-8', 'surrogateescape')):08x}.lock"


def _row(known: Known) -> list[str]:
    return [known.change.content, to_iso(known.change.at), known.topic, known.kind]


def _read(path: Path) -> dict[str, Known]:
    found = {note: _known(row) for note, row in read_rows(path).items()}
    return {note: known for note, known in found.items() if known}


def _known(row: Any) -> Known | None:
    try:
        content, at, topic, kind = row
        return Known(Change(str(content), from_iso(at)), str(topic), str(kind))
    except (ValueError, TypeError):
        return None
