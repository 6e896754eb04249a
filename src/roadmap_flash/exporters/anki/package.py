"""A package that Anki imports: genanki's tables, with our times and ids, written in memory and zipped reproducibly."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator

import genanki

from roadmap_flash.core.identity import digest
from roadmap_flash.core.kinds import seeded
from roadmap_flash.core.model import Topic
from roadmap_flash.exporters import Entry
from roadmap_flash.exporters.anki import note_types
from roadmap_flash.exporters.anki.fields import Picture
from roadmap_flash.exporters.anki.note_types import NoteType, note_type_of

ROOT = "MLOps Roadmap"
_FIRST_ID, _IDS, _NOTES = 1_500_000_000_000, 128, 2**31
"""Ids of notes and cards look like milliseconds of the past; each note has 128 of its own: one, and one a card."""
_LEVEL = 4
"""Of deflate: less than half the time of the usual 6, and the file is still smaller than Anki's own."""
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_NO_INDEXES = """
DROP INDEX ix_notes_usn; DROP INDEX ix_cards_usn; DROP INDEX ix_revlog_usn; DROP INDEX ix_cards_nid;
DROP INDEX ix_cards_sched; DROP INDEX ix_revlog_cid; DROP INDEX ix_notes_csum;
"""
"""A package is read once, from one end to the other: no index of it is ever used."""
_PLACEHOLDER_DATE = 1_500_000_000
"""The time of what Anki never compares: the package's own collection."""


def guid(note_id: str) -> str:
    """What Anki knows a note by, on every machine and for good."""
    return f"flash:{note_id}"


def deck_name(topic: Topic) -> str:
    """The deck of a topic, below those of its section and role."""
    return "::".join([ROOT, *(title.replace("::", ":") for title in topic.path)])


class _Note(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """A note with the time of its last change and ids of its own."""

    def __init__(self, entry: Entry, model: genanki.Model, fields: list[str], place: int, ids: Iterator[int]) -> None:
        super().__init__(model=model, fields=fields, tags=_tags(entry), guid=guid(entry.note.id), due=place)
        self._changed = entry.change.at
        self._ids = ids

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:
        super().write_to_db(cursor, self._changed, deck_id, self._ids)


class Package:
    """Notes are added one by one, in the order in which new cards are to come."""

    def __init__(self) -> None:
        self._models = {note_type: _model(note_type) for note_type in note_types.ALL}
        self._decks: dict[str, genanki.Deck] = {}
        self._media: dict[str, bytes] = {}
        self._taken: set[int] = set()
        self.notes = 0
        self.cards = 0

    def add(self, entry: Entry, fields: list[str]) -> None:
        """Add one note."""
        self.notes += 1
        model = self._models[note_type_of(entry.note.kind)]
        note = _Note(entry, model, fields, self.notes, self._ids(entry.note.id))
        self.cards += len(note.cards)
        self._deck(deck_name(entry.topic)).add_note(note)

    def add_picture(self, picture: Picture) -> None:
        """Add a picture that a field shows."""
        self._media[picture.name] = picture.data

    def describe(self, deck: str, html: str) -> None:
        """Say what a deck holds; Anki shows it above the deck's counts."""
        self._deck(deck).description = html

    def to_bytes(self) -> bytes:
        """The package. The same notes give the same bytes."""
        into = io.BytesIO()
        with zipfile.ZipFile(into, "w") as archive:
            _put(archive, "collection.anki2", self._collection())
            _put(archive, "media", json.dumps({str(place): name for place, name in enumerate(self._media)}).encode())
            for place, data in enumerate(self._media.values()):
                _put(archive, str(place), data)
        return into.getvalue()

    def _deck(self, name: str) -> genanki.Deck:
        if name not in self._decks:
            self._decks[name] = genanki.Deck(_FIRST_ID + int(digest(name)[:10], 16), name)
        return self._decks[name]

    def _ids(self, note_id: str) -> Iterator[int]:
        place = seeded(note_id, _NOTES)
        while place in self._taken:
            place += 1
        self._taken.add(place)
        first = _FIRST_ID + place * _IDS
        return iter(range(first, first + _IDS))

    def _collection(self) -> bytes:
        """The database, in the oldest of Anki's forms, which every Anki reads."""
        database = sqlite3.connect(":memory:")
        try:
            genanki.Package([]).write_to_db(database.cursor(), 0, iter(()))
            database.executescript(_NO_INDEXES)
            decks = {str(deck.deck_id): deck.to_json() for deck in self._decks.values()}
            first = next(iter(self._decks.values())).deck_id if self._decks else 1
            models = {str(m.model_id): m.to_json(note_types.TEMPLATES_CHANGED, first) for m in self._models.values()}
            known = json.loads(database.execute("SELECT decks FROM col").fetchone()[0])
            database.execute(
                "UPDATE col SET crt = ?, mod = ?, scm = ?, decks = ?, models = ?",
                (*[_PLACEHOLDER_DATE] * 3, json.dumps(known | decks), json.dumps(models)),
            )
            cursor = database.cursor()
            for deck in self._decks.values():
                for note in deck.notes:
                    note.write_to_db(cursor, 0, deck.deck_id, iter(()))
            database.commit()
            return bytes(database.serialize())
        finally:
            database.close()


def _model(note_type: NoteType) -> genanki.Model:
    sides = [(template.name, *template.sides(note_type.script)) for template in note_type.templates]
    return genanki.Model(
        note_type.id,
        note_type.name,
        fields=[{"name": name} for name in note_type.fields],
        templates=[{"name": name, "qfmt": front, "afmt": back} for name, front, back in sides],
        css=note_types.style(),
        model_type=genanki.Model.CLOZE if note_type.is_cloze else genanki.Model.FRONT_BACK,
    )


def _tags(entry: Entry) -> list[str]:
    note, topic = entry.note, entry.topic
    tags = {
        "role": topic.role,
        "topic": topic.slug,
        "kind": note.kind,
        "level": str(note.level),
        "answer": "verified" if entry.proven is not None else "sourced",
    }
    own = [f"own::{'_'.join(tag.split())}" for tag in note.fields.get("tags", []) if tag.strip()]
    return [f"roadmap::{name}::{value}" for name, value in tags.items()] + own


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _ZIP_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    archive.writestr(info, data, compresslevel=_LEVEL)
