"""The kind `output`."""

from __future__ import annotations

from roadmap_flash.core.kinds import kind_named
from roadmap_flash.core.model import Face

KIND = kind_named("output")


def test_the_answer_is_what_is_printed_character_for_character() -> None:
    fields = {"q": "What?", "code": "print('*a*\\n  $b')", "lang": "python", "output": "*a*\n  $b", "why": "So."}
    assert list(KIND.faults(fields)) == []
    assert KIND.sides(fields) == ("",)
    assert KIND.face(fields, "", {}) == Face(
        prompt="What?", answer="", code="print('*a*\\n  $b')", lang="python", output="*a*\n  $b", why="So."
    )
    assert KIND.gist(fields) == ("What?", "*a*\n  $b")
