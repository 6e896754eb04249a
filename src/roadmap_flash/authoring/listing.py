"""Every card that stands in a deck file, served or not, with its id and line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from roadmap_flash.core.kinds import kind_named
from roadmap_flash.core.model import Note
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.editing.layout import Part, layout
from roadmap_flash.decks.library import Library
from roadmap_flash.decks.yaml_tree import TreeError

USED, MISSING, REPLACED, REFUSED, RETIRED = "used", "missing", "replaced", "not served", "retired"
"""An id in use; a card without one; one that the learner's own deck replaces; one with an error; one given up."""


class Listed(NamedTuple):
    """An id where it stands, or a card that has none."""

    id: str
    status: str
    path: Path
    line: int
    topic: str
    question: str


def listed(library: Library, files: dict[Path, bytes], topics: set[str] | None) -> Iterator[Listed]:
    """The ids of all decks, or of those of some topics, in the order of the files."""
    notes = {(Path(note.file), note.line): note for note in library.notes()}
    ids = {note.id for note in notes.values()}
    for path, data in files.items():
        root = _root(data)
        topic = _topic(root, path)
        if topics is None or topic in topics:
            served = {line: note for (file, line), note in notes.items() if file == path}
            yield from _cards(path, topic, root, served, ids)
            yield from _retired(path, topic, root)


def _cards(path: Path, topic: str, root: Part | None, served: dict[int, Note], ids: set[str]) -> Iterator[Listed]:
    """What is served, and in a deck that can be read as a whole also what is not."""
    cards = root.value("cards") if root else None
    found = {part.line + 1: _text(part.value("id")) for part in (cards.parts if cards else ())}
    for line in sorted({*served, *found}):
        note = served.get(line)
        if note:
            given = "." not in note.id
            question = clean_line(kind_named(note.kind).gist(note.fields)[0])
            yield Listed(note.id if given else "", USED if given else MISSING, path, line, topic, question)
        else:
            yield Listed(found[line], REPLACED if found[line] in ids else REFUSED, path, line, topic, "")


def _retired(path: Path, topic: str, root: Part | None) -> Iterator[Listed]:
    retired = root.value("retired") if root else None
    for part in (retired.parts or [retired]) if retired else []:
        if part.text:
            yield Listed(part.text, RETIRED, path, part.line + 1, topic, "")


def _root(data: bytes) -> Part | None:
    """The parts of a deck; None for one that cannot be read as a whole."""
    try:
        root = layout(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, TreeError):
        return None
    return root if root and root.kind == "mapping" else None


def _topic(root: Part | None, path: Path) -> str:
    return (_text(root.value("topic")) if root else "") or path.stem


def _text(part: Part | None) -> str:
    return part.text if part else ""
