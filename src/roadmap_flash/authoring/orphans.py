"""Progress whose card is gone: found, handed to another card, or given up.

Giving up is an act in the log like any other: the card's row goes, its answers stay in the log and in the statistics
of their days, and an undo brings it back. Nothing is given up of a card that still stands in some deck file.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from roadmap_flash.collection import Collection
from roadmap_flash.core.identity import note_of
from roadmap_flash.core.model import Act, CardState, ReviewLog
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.editing.ids import Corpus
from roadmap_flash.decks.notes import card_ids
from roadmap_flash.errors import UsageError
from roadmap_flash.paths import shortened
from roadmap_flash.store import reading


class Orphan(NamedTuple):
    """A card that was answered and that no deck makes any more; where its id still stands, and what was asked."""

    card: CardState
    place: tuple[Path, int] | None
    question: str


def orphans(collection: Collection, corpus: Corpus) -> list[Orphan]:
    """All of them, by id."""
    present = {ref.card_id for ref in collection.refs}
    known: dict[str, str] = {}
    for _, notes in reading.known_decks(collection.store.database).values():
        known |= {note: row[3] for note, row in notes.items()}
    return [
        Orphan(card, corpus.card_at(note_of(card.card_id)), known.get(note_of(card.card_id), ""))
        for card in reading.cards(collection.store.database)
        if card.card_id not in present
    ]


def adopt(collection: Collection, found: list[Orphan], old: str, new: str) -> list[tuple[str, str]]:
    """Hand the progress of the orphan `old` to the card `new`, which has none; both ids of each card.

    Both may be ids of notes, whose sides are paired by name, or the first with the first. Raises UsageError.
    """
    orphaned = {orphan.card.card_id: orphan.card for orphan in _of(found, old)}
    try:
        wanted = card_ids(collection.note_of(new))
    except KeyError:
        raise UsageError(f"no card is called {clean_line(new)[:60]!r}; look for it with: flash list WORDS") from None
    targets = [card for card in wanted if new in (card, note_of(card))]
    pairs = _paired(orphaned, targets)
    if not pairs:
        raise UsageError(f"{clean_line(new)[:60]!r} has no side that could take over; name one of {', '.join(wanted)}")
    database = collection.store.database
    for _, target in pairs:
        if reading.card(database, target) is not None:
            raise UsageError(f"{target} has progress of its own, which would be lost; nothing was changed")
    collection.store.back_up_daily(collection.moment().day)
    for source, target in pairs:
        collection.store.writer.adopt(orphaned[source], target, collection.moment())
    return pairs


def delete(collection: Collection, found: list[Orphan], ids: list[str]) -> list[str]:
    """Give up the progress of these orphans; their card ids. Raises UsageError, and then none was given up."""
    wanted = {orphan.card.card_id: orphan for name in ids for orphan in _of(found, name)}
    for orphan in wanted.values():
        if orphan.place:
            path, line = orphan.place
            where = f"{shortened(path)}:{line}"
            raise UsageError(f"{orphan.card.card_id} still stands in {where}; mend that deck, or take the id out first")
    collection.store.back_up_daily(collection.moment().day)
    for orphan in wanted.values():
        collection.record(ReviewLog(orphan.card.card_id, Act.DELETE, collection.moment(), orphan.card, None))
    return list(wanted)


def _of(found: list[Orphan], name: str) -> list[Orphan]:
    """The orphans of a note or card. Raises UsageError if there are none."""
    cards = [orphan for orphan in found if name in (orphan.card.card_id, note_of(orphan.card.card_id))]
    if not cards:
        raise UsageError(f"{clean_line(name)[:60]!r} is no orphan; see them with: flash orphans")
    return cards


def _paired(orphaned: dict[str, CardState], targets: list[str]) -> list[tuple[str, str]]:
    """Old and new card ids: the sides of the same name, or else the longest history with the first card."""
    sides = {card.partition(":")[2]: card for card in orphaned}
    same = [(sides[side], card) for card in targets if (side := card.partition(":")[2]) in sides]
    if same or not targets:
        return same
    longest = max(orphaned.values(), key=lambda card: card.reps)
    return [(longest.card_id, targets[0])]
