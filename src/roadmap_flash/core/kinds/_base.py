"""What most kinds have in common: one card, nothing drawn, a prompt in `q`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from roadmap_flash.core.kinds import Fault
from roadmap_flash.core.model import Face, Fields


class OneCard:
    """A kind whose notes make a single card that looks the same at every showing."""

    name: str
    marks: frozenset[str]
    required: frozenset[str]
    optional: frozenset[str] = frozenset()

    def faults(self, fields: Fields) -> Iterator[Fault]:
        """Nothing beyond what holds for every kind."""
        yield from ()

    def sides(self, fields: Fields) -> tuple[str, ...]:
        """One card without a suffix."""
        return ("",)

    def draw(self, fields: Fields, seed: str) -> Fields:
        """Nothing to draw."""
        return {}

    def gist(self, fields: Fields) -> tuple[str, str]:
        """The question and the answer as typed."""
        return fields["q"], fields["a"]


def common(fields: Fields) -> dict[str, Any]:
    """The parts of a face that any kind may have."""
    return {key: fields.get(key, "") for key in ("code", "lang", "hint", "why")}


def plain_face(prompt: str, answer: str, fields: Fields) -> Face:
    """A face of prompt and answer with what any kind may have."""
    return Face(prompt=prompt, answer=answer, **common(fields))
