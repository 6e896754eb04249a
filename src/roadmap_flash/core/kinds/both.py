"""`term` and `def`: asked in both directions, two sibling cards."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_flash.core.kinds import Fault
from roadmap_flash.core.kinds._base import OneCard, plain_face
from roadmap_flash.core.model import Face, Fields

ASK = {"term": "What is meant by **{}**?", "def": "What is the term for this?\n\n{}"}
"""How each side is asked when the note has no `ask` of its own; `{}` is where the side goes."""


class Both(OneCard):
    """A term and its definition. The card `term` shows the term, the card `def` the definition."""

    name = "both"
    marks = frozenset({"term", "def"})
    required = frozenset({"term", "def"})
    optional = frozenset({"ask", "accept", "not"})

    def faults(self, fields: Fields) -> Iterator[Fault]:
        """`ask` is a mapping of the two sides to sentences with one `{}` each."""
        ask = fields.get("ask", {})
        if not isinstance(ask, dict) or not set(ask) <= {"term", "def"}:
            yield Fault("ask", "value", "`ask` is a mapping with `term`, `def` or both")
        elif any(not isinstance(text, str) or text.count("{}") != 1 for text in ask.values()):
            yield Fault("ask", "value", "each text of `ask` needs exactly one {} where the side goes")

    def sides(self, fields: Fields) -> tuple[str, ...]:
        """Two cards, `term` first."""
        return "term", "def"

    def face(self, fields: Fields, side: str, drawn: Fields) -> Face:
        """The named side is shown, the other one is the answer."""
        prompt = {**ASK, **fields.get("ask", {})}[side].replace("{}", fields[side])
        return plain_face(prompt, fields["def" if side == "term" else "term"], fields)

    def gist(self, fields: Fields) -> tuple[str, str]:
        """The term, and its definition."""
        return fields["term"], fields["def"]


KIND = Both()
