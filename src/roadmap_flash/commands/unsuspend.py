"""`flash unsuspend`: show suspended cards again."""

from __future__ import annotations

from roadmap_flash.commands import Decks
from roadmap_flash.commands.suspend import Ids, set_suspended


def main(ids: Ids, decks: Decks = None) -> None:
    """Show suspended cards again. The id of a note means all its cards."""
    set_suspended(ids, decks, suspended=False)
