"""What the lint rules say of a card before it is written, and which cards look like it."""

from __future__ import annotations

from collections.abc import Iterable

from roadmap_flash.core.model import Note
from roadmap_flash.decks.problems import Problem

SAME, ALIKE = 0.85, 0.70
"""Similarity from which two cards are the same, and from which they are named as look-alikes."""


def card_findings(note: Note, proven: bool) -> list[Problem]:  # noqa: FBT001 - the form of the lint rules
    """What the rules for single cards say."""
    return []


def look_alikes(note: Note, others: Iterable[Note]) -> list[tuple[float, Note]]:
    """The cards that look like this one, the most similar first, with how similar they are."""
    from difflib import SequenceMatcher

    text = _asked(note)
    scored = ((SequenceMatcher(None, text, _asked(other)).ratio(), other) for other in others)
    return sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: -pair[0])


def _asked(note: Note) -> str:
    from roadmap_flash.core.kinds import kind_named

    return f"{kind_named(note.kind).gist(note.fields)[0]}\n{note.fields.get('code', '')}"
