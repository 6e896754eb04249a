"""What is frozen stays as it was on the first day, and templates never change without a new date."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmap_flash.core.identity import digest
from roadmap_flash.core.kinds import all_kinds
from roadmap_flash.core.model import Topic
from roadmap_flash.exporters.anki import note_types, package
from roadmap_flash.exporters.anki.note_types import ALL, COMMON, NoteType

FROZEN = {
    "Roadmap Question": (1796140800001, ("Front", "Options", "Back")),
    "Roadmap Both Directions": (1796140800002, ("Front", "Back", "Reverse Front", "Reverse Back")),
    "Roadmap Cloze": (1796140800003, ("Text",)),
    "Roadmap Drill": (1796140800004, ("Front", "Back", "Instances")),
}
TEMPLATES = (1795802400, "92246c857f206779012e")
"""The second in which the templates last changed, and their hash then. If this fails, set TEMPLATES_CHANGED to now."""


def test_note_types_are_frozen() -> None:
    assert {one.name: (one.id, one.own_fields) for one in ALL} == FROZEN
    assert COMMON == ("Hint", "Why", "Source", "Checked", "Extra", "Topic", "Reserve", "Id")


def test_templates_change_with_their_date() -> None:
    written = [[template.sides(one.script) for template in one.templates] for one in ALL]
    assert (note_types.TEMPLATES_CHANGED, digest([written, note_types.style()])) == TEMPLATES


def test_ids_and_names_are_frozen() -> None:
    topic = Topic("a", "B::C", "r", ("R", "B::C"), (), (), 0, ages=False)
    assert package.guid("git-c8r5") == "flash:git-c8r5"
    assert package.deck_name(topic) == "MLOps Roadmap::R::B:C"


@pytest.mark.parametrize("note_type", ALL, ids=lambda one: one.name)
def test_every_own_field_is_on_a_card(note_type: NoteType) -> None:
    shown = "".join(side for template in note_type.templates for side in template.sides(note_type.script))
    assert [name for name in note_type.own_fields if f"{name}}}}}" not in shown] == []
    assert [name for name in COMMON if name not in ("Reserve", "Id") and f"{{{{{name}}}}}" not in shown] == []


def test_nothing_is_loaded_from_the_network() -> None:
    folder = Path(note_types.__file__).with_name("templates")
    assert [path.name for path in folder.iterdir() if "http" in path.read_text("utf-8")] == []


def test_every_kind_has_a_note_type() -> None:
    forms = {kind.name: note_types.note_type_of(kind.name) for kind in all_kinds()}
    assert forms["question"] is forms["choice"] is forms["output"] is note_types.QUESTION
    assert {one.name for one in forms.values()} == set(FROZEN)
