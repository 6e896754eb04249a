"""`q` and `a`: a question with one answer."""

from __future__ import annotations

from roadmap_flash.core.kinds._base import OneCard, plain_face
from roadmap_flash.core.model import Face, Fields


class Question(OneCard):
    """The plainest card."""

    name = "question"
    marks = frozenset({"a"})
    required = frozenset({"q", "a"})
    optional = frozenset({"accept", "not"})

    def face(self, fields: Fields, side: str, drawn: Fields) -> Face:
        """The question as typed."""
        return plain_face(fields["q"], fields["a"], fields)


KIND = Question()
