"""`changes.lock`: when each note last changed, for those who keep a copy of it elsewhere and update only what is newer.

Such as Anki: it takes a note from a package only if the note's time is newer than that of its own copy. So the time is
that of the change, never "now", and it travels with the decks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from roadmap_flash.core.identity import digest
from roadmap_flash.core.model import Note
from roadmap_flash.decks.library import Library
from roadmap_flash.decks.rows import read_rows, write_rows

FILE = "changes.lock"
_UNSEEN = frozenset({"id", "verify", "check", "allow", "confuse", "not"})
"""Keys that no learner sees: a change of them changes no copy of the card."""


class Change(NamedTuple):
    """The content of a note, as a hash, and the second since 1970 UTC in which it became so."""

    content: str
    at: int


def content_of(note: Note, proven: str | None, path: tuple[str, ...]) -> str:
    """The hash of all that a learner sees of a note: `path` are the titles down to its topic."""
    seen = {key: value for key, value in note.fields.items() if key not in _UNSEEN}
    if picture := picture_of(note):
        seen["image"] = [note.fields["image"], _digest_of(picture)]
    return digest([note.kind, seen, note.level, note.sources, note.as_of, proven, path])


def picture_of(note: Note) -> Path | None:
    """The file of a note's picture. The reader saw to it that it lies below the deck's own folder."""
    return Path(note.file).parent / note.fields["image"] if "image" in note.fields else None


def picture_digest(data: bytes) -> str:
    """A short hash of a picture's content."""
    return blake2b(data, digest_size=10).hexdigest()


def _digest_of(picture: Path) -> str:
    try:
        return picture_digest(picture.read_bytes())
    except OSError:
        return ""  # it vanished since the deck was read; that is for others to report


def last_change(content: str, known: Iterable[Change | None], now: int) -> Change:
    """The last of the `known` changes of a note if that made its `content` what it is; else a new one, `now`.

    A new one is later than all that are known, even if the clock was set back: whoever has a copy must see it as newer.
    """
    last = max(filter(None, known), key=lambda change: (change.at, change.content != content), default=None)
    if last is None:
        return Change(content, now)
    return last if last.content == content else Change(content, max(now, last.at + 1))


def renewed(library: Library, known: dict[str, Change], now: int) -> dict[str, Change]:
    """The changes of all notes with an id of their own: as `known` where nothing changed since, else in this second."""
    topics = library.roadmap.topics
    contents = {
        note.id: content_of(note, library.proven(note), topics[note.topic].path)
        for note in library.notes()
        if "id" in note.fields
    }
    return {note: last_change(content, [known.get(note)], now) for note, content in contents.items()}


def outdated(library: Library, path: Path) -> list[str]:
    """The notes whose content is not what the `changes.lock` at `path` says."""
    known = read_changes(path)
    return [note for note, change in renewed(library, known, 0).items() if known.get(note) != change]


def read_changes(path: Path) -> dict[str, Change]:
    """The changes by note id; without those that are damaged."""
    found = {note: _change(row) for note, row in read_rows(path).items()}
    return {note: change for note, change in found.items() if change}


def _change(row: Any) -> Change | None:
    try:
        content, at = row
        return Change(str(content), from_iso(at))
    except (ValueError, TypeError):
        return None


def write_changes(path: Path, changes: dict[str, Change]) -> None:
    """One line a note. Raises OSError."""
    write_rows(path, {note: [change.content, to_iso(change.at)] for note, change in changes.items()})


def to_iso(at: int) -> str:
    """A second since 1970 UTC as `2026-11-27T16:02:49Z`."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_iso(text: str) -> int:
    """What `to_iso` gave, once more a number. Raises ValueError."""
    return int(datetime.fromisoformat(text).timestamp())
