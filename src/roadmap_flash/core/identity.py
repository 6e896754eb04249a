"""Ids of cards, and matching an edited card to its history."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from roadmap_flash.core.model import Fields

ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*-[a-z0-9]{4}")
"""`<prefix>-<4 characters of a-z0-9>`."""

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))

SAME_CARD = 0.6
"""An edited question that is at least this much like an orphan's of the same deck and kind is the same card."""


def note_of(card_id: str) -> str:
    """The id of the note that a card belongs to: `eig-k3w9:term` is a side of `eig-k3w9`."""
    return card_id.partition(":")[0]


def digest(value: object) -> str:
    """A short hash of anything JSON can hold, the same on every machine."""
    import hashlib

    text = _ENCODER.encode(value)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def provisional_id(kind: str, question: str) -> str:
    """The id of a note whose author gave none: it is known by its kind and its question."""
    return f"{kind}.{digest([kind, ' '.join(question.split())])}"


def nearest(question: str, orphans: Iterable[tuple[str, str]]) -> str | None:
    """The id of the orphan (id, question) that an edited `question` most likely was; None if none is near."""
    from difflib import SequenceMatcher

    scored = ((SequenceMatcher(None, question, old).ratio(), orphan) for orphan, old in orphans)
    score, orphan = max(scored, default=(0.0, ""))
    return orphan if score >= SAME_CARD else None


def content_digest(kind: str, fields: Fields, deck: Fields) -> str:
    """The hash of all that a learner sees or a proof runs: the card and what it inherits from its deck."""
    return digest([kind, fields, deck])
