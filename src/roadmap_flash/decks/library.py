"""The library: all decks of all roots as one, cached, so that an unchanged one costs next to nothing.

The first root is the shipped library; each later one is laid over it: a note there replaces the note with its id.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from roadmap_flash import __version__
from roadmap_flash.core.model import CardRef, Fields, Note
from roadmap_flash.decks import files
from roadmap_flash.decks.cache import DAMAGE, FORMAT, Cache
from roadmap_flash.decks.notes import note_of_json
from roadmap_flash.decks.problems import Problem
from roadmap_flash.decks.roadmap import Roadmap
from roadmap_flash.errors import DeckError

_T = TypeVar("_T")


class Library:
    """What the decks hold. Notes are fetched one by one; the references of all cards are at hand."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self.stamp = cache.stamp
        try:
            self._load()
        except DAMAGE as error:
            self._renew(error)

    def refs(self) -> list[CardRef]:
        """Every card, in roadmap order and the order of the decks."""
        return self._safe(lambda: list(map(CardRef._make, json.loads(self._cache.meta("refs")))))

    def files(self) -> dict[str, str]:
        """The deck file of each topic that has one; the shipped one where there are two."""
        return {slug: row["file"] for slug, row in self._index["topics"].items()}

    @property
    def problems(self) -> list[Problem]:
        """What is wrong in any deck, in the order of the files."""
        return [Problem(*row) for row in self._index["problems"]]

    def note(self, note_id: str) -> Note:
        """One note. Raises KeyError if the library has none of this id."""
        note = self._safe(lambda: self._note(note_id))
        if note is None:
            raise KeyError(note_id)
        return note

    def notes(self, topic: str | None = None) -> Iterator[Note]:
        """All notes in roadmap order, or those of one topic."""
        for slug in list(self._index["topics"]) if topic is None else [topic]:
            yield from self._safe(partial(self._notes, slug))

    def proven(self, note: Note) -> str | None:
        """The tools a note's answer was checked with by running, such as "git 2.39"; None if it was not."""
        return self._proofs.get(note.id, {}).get(note.digest)

    def program(self, note: Note) -> Fields:
        """What the note's deck says of how its snippets run: `runs`, `setup` and `needs`, as far as they are there."""
        return self._programs.get(note.file, {})

    @cached_property
    def _proofs(self) -> dict[str, dict[str, str]]:
        """The tools of each proof, by note and the digest that it holds for: each root may have its own."""
        proofs: dict[str, dict[str, str]] = self._safe(lambda: json.loads(self._cache.meta("proofs")))
        return proofs

    @cached_property
    def _programs(self) -> dict[str, Fields]:
        programs: dict[str, Fields] = self._safe(lambda: json.loads(self._cache.meta("programs")))
        return programs

    def _note(self, note_id: str) -> Note | None:
        body = self._cache.note(note_id)
        if body is None and any(ref.note_id == note_id for ref in self.refs()):
            raise ValueError("a note is missing from the cache")
        return note_of_json(body) if body is not None else None

    def _notes(self, topic: str) -> list[Note]:
        notes = [note_of_json(body) for body in self._cache.notes(topic)]
        if len(notes) != self._index["topics"].get(topic, {"notes": 0})["notes"]:
            raise ValueError("notes are missing from the cache")
        return notes

    def _load(self) -> None:
        self._index = json.loads(self._cache.meta("index"))
        self.roadmap = Roadmap.from_json(self._index["roadmap"])
        self.digests: dict[str, str] = {slug: row["digest"] for slug, row in self._index["topics"].items()}

    def _renew(self, error: Exception) -> None:
        self._cache.renew(error)
        self._load()

    def _safe(self, ask: Callable[[], _T]) -> _T:
        """What `ask` reads from the cache; if that is damaged, it is made anew first."""
        try:
            return ask()
        except DAMAGE as error:
            self._renew(error)
            return ask()


def open_library(roots: list[Path], cache_folder: Path | None) -> Library:
    """The library of these roots; files that did not change since the last time are not read again.

    `cache_folder` None keeps nothing. Raises DeckError if a root is missing or its roadmap cannot be read.
    """
    for root in roots[:1]:
        if not os.path.exists(root):  # noqa: PTH110 - never raises, whatever the name
            raise DeckError(f"{root}: no such deck folder; name another one with --decks or FLASH_DECKS")
    found = files.scan(roots)
    return Library(Cache(roots, found, files.stamp(roots, found, f"{FORMAT} {__version__}"), cache_folder))
