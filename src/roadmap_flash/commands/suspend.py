"""`flash suspend`: never show these cards again."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from roadmap_flash.commands import Decks, say
from roadmap_flash.core.model import Act, CardState, ReviewLog
from roadmap_flash.core.text import clean_line

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of notes or of single cards.")]


def main(ids: Ids, decks: Decks = None) -> None:
    """Never show these cards again, until they are unsuspended. The id of a note means all its cards."""
    set_suspended(ids, decks, suspended=True)


def set_suspended(ids: list[str], decks: Decks, *, suspended: bool) -> None:
    """Suspend or unsuspend; all names are looked up before the first card is touched."""
    from roadmap_flash import context
    from roadmap_flash.decks.notes import card_ids
    from roadmap_flash.errors import UsageError

    with context.collection(decks) as collection:
        cards = []
        for identifier in ids:
            try:
                known = card_ids(collection.note_of(clean_line(identifier)))
            except KeyError:
                known = []
            wanted = [card_id for card_id in known if identifier in (card_id, card_id.partition(":")[0])]
            if not wanted:
                raise UsageError(f"no card is called {identifier[:60]!r}; look for it with: flash list WORDS")
            cards += wanted
        collection.store.back_up_daily(collection.moment().day)
        acts = 0
        for card_id in dict.fromkeys(cards):
            before = collection.card(card_id)
            if before.suspended is not suspended:
                acts += 1
                act = Act.SUSPEND if suspended else Act.UNSUSPEND
                known_before = None if before == CardState(card_id) else before
                after = replace(before, suspended=suspended)
                collection.record(ReviewLog(card_id, act, collection.moment(), known_before, after))
    told = f"{'Suspended' if suspended else 'Unsuspended'}: {', '.join(dict.fromkeys(cards))}."
    say(f"{told} {_undo_hint(acts)}".rstrip())


def _undo_hint(acts: int) -> str:
    """How to take so many acts back: an undo takes back one card."""
    if acts > 1:
        return f"flash undo, {acts} times, takes it back."
    return "flash undo takes it back." if acts else ""
