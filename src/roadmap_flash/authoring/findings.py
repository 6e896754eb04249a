"""What the lint rules say of cards while they are written."""

from __future__ import annotations

from collections.abc import Iterable

from roadmap_flash.core.model import Note
from roadmap_flash.decks.language import RUN
from roadmap_flash.decks.lint import card_findings
from roadmap_flash.decks.problems import Problem


def findings(notes: Iterable[Note]) -> list[Problem]:
    """All findings; a card with something to run is not asked for a source yet: it may be proven by running."""
    return [finding for note in notes for finding in card_findings(note, bool(RUN & note.fields.keys()))]
