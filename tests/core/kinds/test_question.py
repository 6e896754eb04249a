"""The kind `question`."""

from __future__ import annotations

from roadmap_flash.core.kinds import kind_named
from roadmap_flash.core.model import Face

KIND = kind_named("question")


def test_the_face_is_the_note() -> None:
    fields = {"id": "al-aaaa", "q": "What is `x`?", "a": "$y$", "accept": ["z"], "not": ["w"], "tags": ["t"]}
    assert list(KIND.faults(fields)) == []
    assert KIND.sides(fields) == ("",)
    assert KIND.draw(fields, "seed") == {}
    assert KIND.face(fields, "", {}) == Face(prompt="What is `x`?", answer="$y$")
    assert KIND.gist(fields) == ("What is `x`?", "$y$")
