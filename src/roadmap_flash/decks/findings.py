"""What lint finds in a library. What did not change since the last time is remembered, not judged anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from roadmap_flash.core.identity import digest
from roadmap_flash.core.model import Note, Topic
from roadmap_flash.decks import lint
from roadmap_flash.decks.library import Library
from roadmap_flash.decks.memory import Memory
from roadmap_flash.decks.problems import Problem

Watch = Callable[[Sequence[Any], str], Iterable[Any]]
"""Hands on what it is given, one by one, and may show how far it is."""


class Findings:
    """The findings of one library: `wanted` tells the files whose findings are asked for.

    Look-alikes of their cards are searched in all files. `root` is the folder of the shipped decks, which promise what
    the roadmap says; in decks that are called `complete`, a broken promise is an error. `why_unseen` says why a
    note shows nothing where it should.
    """

    def __init__(
        self,
        library: Library,
        root: Path,
        memory: Memory,
        wanted: Callable[[str], bool],
        why_unseen: Callable[[Note], str | None],
        *,
        complete: bool,
    ) -> None:
        self._library = library
        self._root = root
        self._memory = memory
        self._wanted = wanted
        self._why_unseen = why_unseen
        self._complete = complete
        self._notes = list(library.notes())
        self._proven = {note.id: library.proven(note) is not None for note in self._notes}

    def problems(self, watch: Watch = lambda items, _: items) -> Iterator[Problem]:
        """All of them: card by card, then deck by deck, then the look-alikes."""
        here = [note for note in self._notes if self._wanted(note.file)]
        for note in watch(here, "Judging cards"):
            yield from (lint.located(finding, note) for finding in self._of_card(note))
        for topic, file, deck in self._decks():
            if self._wanted(file):
                yield from self._of_deck(topic, file, deck)
        by_id = {note.id: note for note in here}
        for finding in lint.judge_pairs(self._notes, self._pairs(watch), lambda note: note.id in by_id):
            yield lint.located(finding, by_id[finding.note])
        self._memory.keep(whole=len(here) == len(self._notes))

    def _of_card(self, note: Note) -> list[lint.Finding]:
        proven = self._proven[note.id]
        key = f"{note.id} {note.digest} {proven:d}{bool(note.sources):d}"
        return self._memory.findings(key, lambda: [*lint.judge_card(note, proven=proven), *self._unseen(note)])

    def _unseen(self, note: Note) -> Iterator[lint.Finding]:
        if reason := self._why_unseen(note):
            yield lint.Finding(lint.UNSEEN, "error", note.id, "", reason)

    def _decks(self) -> Iterator[tuple[Topic, str, list[Note]]]:
        """The notes of each deck. A note that stands in for a shipped one belongs to the shipped deck."""
        files = self._library.files()
        decks: dict[tuple[str, str], list[Note]] = {}
        for note in self._notes:
            file = files[note.topic] if note.replaces else note.file
            decks.setdefault((note.topic, file), []).append(note)
        for (topic, file), deck in decks.items():
            yield self._library.roadmap.topics[topic], file, deck

    def _of_deck(self, topic: Topic, file: str, deck: list[Note]) -> Iterator[Problem]:
        books = self._library.roadmap.books or {}
        cards = [lint.Card(note, self._proven[note.id]) for note in deck]
        view = lint.DeckView(topic, cards, books, Path(file).is_relative_to(self._root))
        held = [[note.id, note.digest, self._proven[note.id], note.sources, note.as_of] for note in deck]
        key = digest([topic, [books.get(book) for book in topic.books], view.shipped, self._complete, held])
        by_id = {note.id: note for note in deck}
        for finding in self._memory.findings(key, lambda: lint.judge_deck(view, complete=self._complete)):
            yield lint.located(finding, by_id.get(finding.note), file)

    def _pairs(self, watch: Watch) -> list[lint.Pair]:
        """All pairs that look alike: those of unchanged notes are known, the others found by comparing."""
        place = {note.id: number for number, note in enumerate(self._notes)}
        digests = {note.id: note.digest for note in self._notes}
        same, known = self._memory.pairs(digests)
        found = [lint.Pair(score, *sorted((place[one], place[other]))) for score, one, other in known]
        if fresh := [number for number, note in enumerate(self._notes) if note.id not in same]:
            texts = [lint.asked(note) for note in self._notes]
            found += lint.all_pairs(texts, fresh, lambda numbers: watch(numbers, "Comparing cards"))
        self._memory.keep_pairs(digests, [(s, self._notes[a].id, self._notes[b].id) for s, a, b in found])
        return sorted(found)
