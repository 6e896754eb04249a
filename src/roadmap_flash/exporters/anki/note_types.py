"""The four note types. What is frozen here stays for good: Anki knows a note type by its id and its fields.

A field that is added later makes a second note type and ends all updates; that is what `Reserve` is for. Templates and
styles may change: then `TEMPLATES_CHANGED` is set to that day, and Anki takes them over at the next import.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

TEMPLATES_CHANGED = int(datetime(2026, 11, 27, 18, tzinfo=UTC).timestamp())
COMMON = ("Hint", "Why", "Source", "Checked", "Extra", "Topic", "Reserve", "Id")
"""The fields that every note type ends with."""
_FOLDER = Path(__file__).with_name("templates")


class Template(NamedTuple):
    """A card of a note type: what stands on its front, what of that stays on its back, and what is the answer."""

    name: str
    front: str
    asked: str
    answer: str

    def sides(self, script: str) -> tuple[str, str]:
        """Front and back in Anki's template language."""
        front = _read("front.html").replace("FRONT", self.front)
        back = _read("back.html").replace("FRONT", self.asked).replace("BACK", self.answer)
        return front + script, back + script


class NoteType(NamedTuple):
    """A note type, as Anki has it."""

    id: int
    name: str
    own_fields: tuple[str, ...]
    templates: tuple[Template, ...]
    is_cloze: bool = False
    script: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields, in order; the first is the one that Anki's browser shows and sorts by."""
        return self.own_fields + COMMON


@cache
def _read(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8").strip()


def style() -> str:
    """The style sheet of all note types, light and dark."""
    return _read("card.css")


QUESTION = NoteType(
    1796140800001,
    "Roadmap Question",
    ("Front", "Options", "Back"),
    (Template("Question", "{{Front}}{{Options}}", "{{Front}}", "{{Back}}"),),
)
BOTH = NoteType(
    1796140800002,
    "Roadmap Both Directions",
    ("Front", "Back", "Reverse Front", "Reverse Back"),
    (
        Template("Term to definition", "{{Front}}", "{{Front}}", "{{Back}}"),
        Template("Definition to term", "{{Reverse Front}}", "{{Reverse Front}}", "{{Reverse Back}}"),
    ),
)
CLOZE = NoteType(
    1796140800003,
    "Roadmap Cloze",
    ("Text",),
    (Template("Cloze", "{{cloze:Text}}", "{{cloze:Text}}", ""),),
    is_cloze=True,
)
DRILL = NoteType(
    1796140800004,
    "Roadmap Drill",
    ("Front", "Back", "Instances"),
    (Template("Drill", "{{Front}}", "{{Front}}", "{{Back}}"),),
    script=(
        '\n<script type="application/json" id="instances">{{Instances}}</script>'
        f"\n<script>\n{_read('drill.js')}\n</script>"
    ),
)
ALL = (QUESTION, BOTH, CLOZE, DRILL)
_OF_KIND = {"both": BOTH, "cloze": CLOZE, "drill": DRILL}


def note_type_of(kind: str) -> NoteType:
    """The note type for a kind of card: one that makes a single card, the same each time, is a question."""
    return _OF_KIND.get(kind, QUESTION)
