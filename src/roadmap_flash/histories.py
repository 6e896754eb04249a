"""The library held against how it was last seen: what is new, changed or gone, and whose history goes on where.

A card with an id keeps its history whatever happens to it. One without is known by its kind and question: the id that
it is given takes the history over, and a question that was edited is matched to the one in its deck that is gone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from roadmap_flash.core.identity import nearest, provisional_id
from roadmap_flash.core.kinds import card_id, kind_named
from roadmap_flash.core.model import Moment, Note
from roadmap_flash.decks.library import Library
from roadmap_flash.decks.notes import card_ids
from roadmap_flash.store import reading
from roadmap_flash.store.store import Store

Known = tuple[str, int, str, str, str | None]
"""What is remembered of a note: digest, day of its correction, kind, question, digest of what it replaces."""


@dataclass
class Changes:
    """What an upgrade or an edit of the decks brought, in numbers of cards."""

    new: int = 0
    changed: int = 0
    corrected: int = 0
    removed: int = 0
    adopted: list[str] = field(default_factory=list)
    overridden: list[str] = field(default_factory=list)

    def told(self) -> list[str]:
        """What the learner is told, a line each; nothing for nothing."""
        parts = {
            "new": self.new,
            "changed": self.changed,
            "corrected": self.corrected,
            "removed": self.removed,
        }
        counts = [f"{count} {word}" for word, count in parts.items() if count]
        lines = (
            [f"The decks changed: {', '.join(counts)} card{'s' if sum(parts.values()) > 1 else ''}."] if counts else []
        )
        lines += [f"{new}: its question was edited; it keeps its history." for new in self.adopted]
        return lines + [
            f"{note}: the shipped card that yours replaces has changed; compare them." for note in self.overridden
        ]


def follow_changes(library: Library, store: Store, present: set[str], now: Moment) -> Changes:
    """What changed, `present` being the notes that the library has now; histories are handed on."""
    return _Comparison(library, store, present, now).run()


def known_of(note: Note) -> Known:
    """What is remembered of a note, to tell later what became of it."""
    fixed = date.fromisoformat(note.fields["fixed"]["on"]).toordinal() if "fixed" in note.fields else 0
    return note.digest, fixed, note.kind, _question(note), note.replaces


class _Comparison:
    def __init__(self, library: Library, store: Store, present: set[str], now: Moment) -> None:
        self._library = library
        self._store = store
        self._now = now
        self._known = reading.known_decks(store.database)
        self._before = {note: row for _, notes in self._known.values() for note, row in notes.items()}
        self._lost = {note: row for note, row in self._before.items() if note not in present}
        self._found = Changes()

    def run(self) -> Changes:
        """Adopt first what is certain, then in each deck what is most alike; count the rest."""
        if not self._known:
            return self._found
        digests = {topic: digest for topic, (digest, _) in self._known.items()}
        topics = dict.fromkeys([*digests, *self._library.digests])
        changed = [topic for topic in topics if digests.get(topic) != self._library.digests.get(topic)]
        notes = [note for topic in changed for note in self._library.notes(topic)]
        fresh = [note for note in notes if note.id not in self._before]
        fresh = [note for note in fresh if not self._adopt(note, _former_id(note))]
        fresh = [note for note in fresh if not self._adopt(note, self._nearest(note))]
        self._found.new = sum(len(card_ids(note)) for note in fresh)
        for note in notes:
            if note.id in self._before:
                self._compare(note, self._before[note.id])
        self._found.removed = len(self._lost)
        return self._found

    def _compare(self, note: Note, old: Any) -> None:
        digest, fixed_day, kind, _, replaces = old
        if note.kind != kind:
            self._keep_history(note)
        if known_of(note)[1] > fixed_day:
            self._found.corrected += 1
        elif note.digest != digest:
            self._found.changed += 1
        if replaces and note.replaces != replaces:
            self._found.overridden.append(note.id)

    def _keep_history(self, note: Note) -> None:
        """The kind changed, and with it the ids of its cards: the longest history goes to the first card."""
        wanted = card_ids(note)
        left = [card for card in reading.cards_of(self._store.database, note.id) if card.card_id not in wanted]
        if left and reading.card(self._store.database, wanted[0]) is None:
            self._store.writer.adopt(max(left, key=lambda card: card.reps), wanted[0], self._now)

    def _nearest(self, note: Note) -> str | None:
        """The lost note of the same deck and kind that this one most likely was, if one of the two has no id."""
        same = [
            (old, row[3])
            for old, row in self._known.get(note.topic, ("", {}))[1].items()
            if old in self._lost and row[2] == note.kind and "." in f"{old}{note.id}"
        ]
        return nearest(_question(note), same)

    def _adopt(self, note: Note, old: str | None) -> bool:
        """Hand a note the history of a lost one; False if there is no such."""
        if old is None or old not in self._lost:
            return False
        for side in kind_named(note.kind).sides(note.fields):
            state = reading.card(self._store.database, card_id(old, side))
            if state is not None:
                self._store.writer.adopt(state, card_id(note.id, side), self._now)
        del self._lost[old]
        self._found.adopted.append(note.id)
        return True


def _former_id(note: Note) -> str:
    """The id that a note has as long as its deck gives it none."""
    return provisional_id(note.kind, _question(note))


def _question(note: Note) -> str:
    return kind_named(note.kind).gist(note.fields)[0]
