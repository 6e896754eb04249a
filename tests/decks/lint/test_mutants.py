"""Cards of decks broken at random: whatever can be read can be judged."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import mutated_decks
from hypothesis import given

from roadmap_flash.core.model import Topic
from roadmap_flash.decks import lint
from roadmap_flash.decks.reader import read_text
from tests.support.cards import asks, notes_of
from tests.support.hostile import texts

TOPIC = Topic("alpha", "Alpha", "mlops", ("Alpha",), (), (), 50, ages=True, executable=0.5, books=("clrs",))


@pytest.mark.parametrize("seed", [11, 12])
def test_a_mutant_is_judged_without_raising(seed: int) -> None:
    known = mutated_decks.sources()
    judged = 0
    for number in range(150):
        notes = read_text(mutated_decks.mutant(known, seed, number), Path("alpha.yaml"), None).notes
        judged += len(notes)
        for note in notes:
            assert all(str(problem) for problem in lint.card_findings(note, False))
        if notes:
            lint.judge_deck(lint.DeckView(TOPIC, [lint.Card(note, False) for note in notes], {}, True), complete=True)
            lint.judge_pairs(notes, lint.all_pairs([lint.asked(note) for note in notes]), lambda _: True)
    assert judged > 300


@given(texts, texts)
def test_any_text_can_stand_in_any_key(text: str, other: str) -> None:
    (note,) = notes_of(asks("Which number is the largest?", hint="none"))
    note.fields.update(q=text, a=other, hint=text, why=other, code=text, verify=[other], allow=[text, other])
    found = lint.card_findings(note, False)
    assert all("\n" not in str(problem) and problem.line > 0 for problem in found)
