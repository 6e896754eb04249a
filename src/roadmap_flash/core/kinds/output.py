"""`q`, `code`, `lang` and `output`: what does this print?"""

from __future__ import annotations

from dataclasses import replace

from roadmap_flash.core.kinds._base import OneCard, plain_face
from roadmap_flash.core.model import Face, Fields


class Output(OneCard):
    """A program whose output is the answer; always checked by running it."""

    name = "output"
    marks = frozenset({"output"})
    required = frozenset({"q", "code", "lang", "output"})

    def face(self, fields: Fields, side: str, drawn: Fields) -> Face:
        """The answer is the printed text, character for character."""
        return replace(plain_face(fields["q"], "", fields), output=fields["output"])

    def gist(self, fields: Fields) -> tuple[str, str]:
        """The question, and what is printed."""
        return fields["q"], fields["output"]


KIND = Output()
