"""Decks written for other programs, one file a format. A new format is a new file here that defines `EXPORTER`."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import NamedTuple, Protocol, TypeVar

from roadmap_flash.core.kinds import kind_named
from roadmap_flash.core.model import Face, Note, Topic
from roadmap_flash.decks.changes import Change

_T = TypeVar("_T")
Progress = Callable[[Iterable[_T]], Iterator[_T]]
"""Passes on what it is given, and may show how far it is."""


class Entry(NamedTuple):
    """One note to be exported."""

    note: Note
    topic: Topic
    proven: str | None
    """The tools its answer was checked with by running; None if it was not."""
    change: Change
    """When its content last changed."""


class LeftOut(NamedTuple):
    """A note that the format cannot hold, and why."""

    note: Note
    reason: str


@dataclass(frozen=True)
class Exported:
    """A file to be written, and what is in it."""

    data: bytes
    notes: int
    cards: int
    left_out: list[LeftOut] = field(default_factory=list)


class Exporter(Protocol):
    """One format. Same entries, same bytes."""

    suffix: str
    about: str
    """What the format is good for, in a few words."""
    keeps: bool
    """Whether its reader keeps a copy of each note, which a later export updates."""

    def export(self, entries: list[Entry], progress: Progress[Entry]) -> Exported:
        """The file of some notes, which come in the order of the roadmap."""

    def same_form(self, kind: str, other: str) -> bool:
        """Whether a note whose kind changes from one to the other is still the same to a reader that keeps it."""


@cache
def all_exporters() -> dict[str, Exporter]:
    """Every format there is a file for, by its suffix."""
    names = [found.name for found in pkgutil.iter_modules(__path__) if not found.ispkg and found.name[0] != "_"]
    exporters: list[Exporter] = [import_module(f"{__name__}.{name}").EXPORTER for name in sorted(names)]
    return {exporter.suffix: exporter for exporter in exporters}


class OneWay:
    """A format whose reader keeps nothing of ours: it is written anew each time."""

    keeps = False

    def same_form(self, kind: str, other: str) -> bool:
        """There is nothing to differ from."""
        return True


def faces(note: Note) -> dict[str, Face]:
    """The sides of a note as they are asked where nothing is drawn anew: what is drawn depends on the id alone."""
    kind = kind_named(note.kind)
    drawn = kind.draw(note.fields, note.id)
    return {side: kind.face(note.fields, side, drawn) for side in kind.sides(note.fields)}
