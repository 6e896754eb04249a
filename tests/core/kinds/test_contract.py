"""What every kind of card keeps to. A new kind is held to it as soon as the sample deck has one."""

from __future__ import annotations

import copy
import json
import pkgutil
from pathlib import Path

import pytest

from roadmap_flash.core import kinds
from roadmap_flash.core.kinds import Kind, all_kinds, card_id, kind_named, kinds_of, seeded
from roadmap_flash.core.model import Fields
from roadmap_flash.decks.language import COMMON_KEYS
from roadmap_flash.decks.reader import read_text
from tests.support.samples import DECK

NOTES = {note.kind: note for note in read_text(DECK.encode(), Path("alpha.yaml"), None).notes}
SEEDS = [f"{note}/{reps}" for note in ("al-aaaa", "é", "") for reps in range(30)]

every_kind = pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.name)


def _fields(kind: Kind) -> Fields:
    return copy.deepcopy(NOTES[kind.name].fields)


def test_every_file_of_the_folder_is_a_kind_and_the_sample_deck_has_a_card_of_each() -> None:
    files = {module.name for module in pkgutil.iter_modules(kinds.__path__) if not module.name.startswith("_")}
    assert [kind.name for kind in all_kinds()] == sorted(files)
    assert set(NOTES) == files
    assert len(files) >= 6


def test_a_kind_is_found_by_its_name_and_an_unknown_one_is_not() -> None:
    for kind in all_kinds():
        assert kind_named(kind.name) is kind
    with pytest.raises(ModuleNotFoundError):
        kind_named("nothing")


@every_kind
def test_its_marks_are_its_own_and_among_what_it_requires(kind: Kind) -> None:
    assert kind.marks
    assert kind.marks <= kind.required
    assert not kind.required & kind.optional
    assert not kind.marks & COMMON_KEYS
    for other in all_kinds():
        assert other is kind or not other.marks & kind.marks


@every_kind
def test_the_keys_of_a_note_tell_its_kind(kind: Kind) -> None:
    assert kinds_of(set(_fields(kind))) == [kind]
    assert kinds_of(set(kind.required)) == [kind]
    assert kinds_of(set(COMMON_KEYS) | {"q"}) == []


@every_kind
def test_a_sound_note_has_no_faults(kind: Kind) -> None:
    assert list(kind.faults(_fields(kind))) == []


@every_kind
def test_a_note_makes_at_least_one_card_and_each_has_an_id_of_its_own(kind: Kind) -> None:
    sides = kind.sides(_fields(kind))
    ids = [card_id("al-aaaa", side) for side in sides]
    assert len(sides) == len(set(ids)) >= 1
    assert all(":" not in side and not any(c.isspace() for c in side) for side in sides)
    assert all(
        found == "al-aaaa" if side == "" else found == f"al-aaaa:{side}" for found, side in zip(ids, sides, strict=True)
    )
    assert kind.sides(_fields(kind)) == sides


@every_kind
@pytest.mark.parametrize("seed", SEEDS[::10])
def test_the_same_seed_draws_the_same_and_json_keeps_it(kind: Kind, seed: str) -> None:
    fields = _fields(kind)
    drawn = kind.draw(fields, seed)
    assert kind.draw(_fields(kind), seed) == drawn
    kept = json.loads(json.dumps(drawn))
    assert kept == drawn
    for side in kind.sides(fields):
        assert kind.face(fields, side, kept) == kind.face(fields, side, drawn)


@every_kind
def test_every_side_asks_and_answers_whatever_was_drawn(kind: Kind) -> None:
    fields = _fields(kind)
    for side in kind.sides(fields):
        for drawn in [{}, *(kind.draw(fields, seed) for seed in SEEDS)]:
            face = kind.face(fields, side, drawn)
            assert face.prompt.strip()
            assert face.answer.strip() or face.output.strip()
            assert "<<" not in face.prompt
            assert "{{" not in face.prompt


@every_kind
def test_hint_why_and_code_are_on_every_face(kind: Kind) -> None:
    fields = {**_fields(kind), "hint": "a hint", "why": "a reason", "code": "some code", "lang": "python"}
    for side in kind.sides(fields):
        face = kind.face(fields, side, kind.draw(fields, "seed"))
        assert (face.hint, face.why, face.code, face.lang) == ("a hint", "a reason", "some code", "python")


@every_kind
def test_a_face_without_them_has_none(kind: Kind) -> None:
    fields = {key: value for key, value in _fields(kind).items() if key not in {"hint", "why"}}
    for side in kind.sides(fields):
        face = kind.face(fields, side, kind.draw(fields, "seed"))
        assert (face.hint, face.why) == ("", "")


@every_kind
def test_a_gist_is_question_and_answer(kind: Kind) -> None:
    question, answer = kind.gist(_fields(kind))
    assert question.strip()
    assert answer.strip()
    assert "{{" not in question


@every_kind
def test_no_call_changes_the_note(kind: Kind) -> None:
    fields = _fields(kind)
    list(kind.faults(fields))
    kind.gist(fields)
    for side in kind.sides(fields):
        kind.face(fields, side, kind.draw(fields, "seed"))
    assert fields == _fields(kind)


@every_kind
def test_without_any_one_required_key_it_is_not_served(kind: Kind) -> None:
    item = {key: value for key, value in NOTES[kind.name].fields.items() if key in kind.required}
    for missing in (None, *sorted(kind.required)):
        text = json.dumps({"cards": [{key: value for key, value in item.items() if key != missing}]})
        found = read_text(text.encode(), Path("alpha.yaml"), None)
        assert len(found.notes) == (missing is None)
        assert {problem.rule for problem in found.problems} <= {"missing-key", "kind"}
        assert bool(found.problems) == (missing is not None)


@every_kind
def test_every_kind_says_what_it_is(kind: Kind) -> None:
    assert (type(kind).__doc__ or "").strip()
    assert kind.name.islower()
    assert kind.name.isidentifier()


def test_a_drawn_number_depends_on_the_seed_alone_and_is_in_range() -> None:
    assert [seeded("al-aaaa/0", size) for size in (1, 2, 10, 10**9)] == [0, 1, 5, 289680955]
    for seed in SEEDS:
        for size in (1, 2, 3, 7, 1000):
            assert 0 <= seeded(seed, size) < size
    assert len({seeded(f"seed {number}", 6) for number in range(100)}) == 6
