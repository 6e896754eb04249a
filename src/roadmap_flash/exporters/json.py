"""`.json`: everything there is of each note, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from roadmap_flash.core.kinds import card_id
from roadmap_flash.decks.changes import to_iso
from roadmap_flash.exporters import Entry, Exported, OneWay, Progress, faces

FORMAT = 1
"""Rises when a key changes its meaning or goes; a new key may come at any time."""


class Json(OneWay):
    """Notes with the fields as typed, and each of their cards as it is asked and answered."""

    suffix = ".json"
    about = "everything of each note, for programs"

    def export(self, entries: list[Entry], progress: Progress[Entry]) -> Exported:
        """UTF-8, in one object: `format`, and `notes` in the order of the roadmap."""
        notes = [_note(entry) for entry in progress(entries)]
        text = json.dumps({"format": FORMAT, "notes": notes}, ensure_ascii=False, indent=1)
        return Exported(text.encode("utf-8", "replace"), len(notes), sum(len(note["cards"]) for note in notes))


def _note(entry: Entry) -> dict[str, Any]:
    note, topic = entry.note, entry.topic
    return {
        "id": note.id,
        "topic": {"slug": topic.slug, "path": topic.path},
        "kind": note.kind,
        "level": note.level,
        "fields": note.fields,
        "sources": [source._asdict() for source in note.sources],
        "as_of": dict(note.as_of),
        "checked": entry.proven,
        "changed": to_iso(entry.change.at),
        "cards": [{"id": card_id(note.id, side), **_said(asdict(face))} for side, face in faces(note).items()],
    }


def _said(face: dict[str, Any]) -> dict[str, Any]:
    """The parts of a face that say something."""
    return {name: part for name, part in face.items() if part not in ("", (), -1)}


EXPORTER = Json()
