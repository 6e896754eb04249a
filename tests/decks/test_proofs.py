"""The answers of the shipped decks hold when they are run, and the lock says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from roadmap_flash.core.model import Note
from roadmap_flash.decks.library import open_library
from roadmap_flash.decks.lock import FILE, read_lock
from tests.support.proving import ROOT, Prover

LIBRARY = open_library([ROOT / "decks"], None)
NOTES = list(LIBRARY.notes())
PARTS = 12


@pytest.fixture(scope="module")
def prover() -> Iterator[Prover]:
    with Prover(LIBRARY) as started:
        yield started


def has_proof(note: Note) -> bool:
    return note.kind in ("output", "drill") or "verify" in note.fields


@pytest.mark.parametrize("part", range(PARTS))
def test_every_proof_passes_with_right_answers_and_fails_with_wrong_ones(part: int, prover: Prover) -> None:
    outcomes = {note.id: prover.prove(note) for note in NOTES[part::PARTS] if has_proof(note)}
    assert {note: outcome.failure for note, outcome in outcomes.items() if outcome.failure} == {}
    assert all(outcome.proven for outcome in outcomes.values())


def test_the_lock_names_exactly_the_cards_with_a_proof_as_they_stand() -> None:
    locked = {note: proof.digest for note, proof in read_lock(ROOT / "decks" / FILE).items()}
    assert locked == {note.id: note.digest for note in NOTES if has_proof(note)}


def broken(note: Note, **fields: object) -> Note:
    return Note(
        note.id, note.topic, note.kind, {**note.fields, **fields}, note.level, note.file, note.line, note.digest
    )


def first(kind: str, key: str) -> Note:
    return next(note for note in NOTES if note.kind == kind and key in note.fields)


def test_a_false_answer_is_refused(prover: Prover) -> None:
    note = next(note for note in NOTES if note.kind == "question" and "ANSWER" in str(note.fields.get("verify")))
    assert prover.prove(broken(note, a="no such answer", accept=[])).failure


def test_a_false_output_is_refused(prover: Prover) -> None:
    assert prover.prove(broken(first("output", "code"), output="something else")).failure


def test_a_false_drill_is_refused(prover: Prover) -> None:
    note = first("drill", "compute")
    compute = note.fields["compute"]
    assert prover.prove(
        broken(note, compute=[f"{c} + 1" for c in [compute]] if isinstance(compute, str) else ["1"])
    ).failure


def test_a_snippet_that_takes_any_answer_is_refused(prover: Prover) -> None:
    note = next(note for note in NOTES if note.kind == "question" and isinstance(note.fields.get("verify"), str))
    assert "wrong answer" in prover.prove(broken(note, verify={"bash": "true # $ANSWER"})).failure
