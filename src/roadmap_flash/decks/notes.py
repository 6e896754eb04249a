"""Notes as the cache keeps them, and the cards that they make."""

from __future__ import annotations

import json

from roadmap_flash.core.kinds import card_id, kind_named
from roadmap_flash.core.model import Note, Source


def card_ids(note: Note) -> list[str]:
    """The ids of all cards that a note makes."""
    return [card_id(note.id, side) for side in kind_named(note.kind).sides(note.fields)]


_PARTS = ("id", "topic", "kind", "fields", "level", "file", "line", "digest", "sources", "as_of", "lines")


def note_to_json(note: Note, replaces: str | None) -> str:
    """A note as the cache keeps it; `replaces` is the digest of the shipped note that it stands in for."""
    return json.dumps([*(getattr(note, part) for part in _PARTS), replaces])


def note_of_json(body: str) -> Note:
    """What `note_to_json` gave, once more a note."""
    *parts, replaces = json.loads(body)
    values = dict(zip(_PARTS, parts, strict=True))
    values["sources"] = tuple(Source(*source) for source in values["sources"])
    values["as_of"] = tuple((name, version) for name, version in values["as_of"])
    return Note(**values, replaces=replaces)
