"""Proving single cards in tests: a card as text, and what came of it."""

from __future__ import annotations

from collections.abc import Callable

from roadmap_flash.core.model import Note
from roadmap_flash.decks.proof.judging import Outcome, judge
from roadmap_flash.decks.proof.plan import Program, plan
from roadmap_flash.decks.proof.runs import Result, Run
from tests.support.decks import read_note

NO_PROGRAM = Program()


def prove(note: Note, run: Callable[[Run], Result], program: Program = NO_PROGRAM) -> Outcome:
    """What comes of a note; it must have something to run."""
    found = plan(note, program)
    assert not found.impossible
    return judge(found, run)


def card(text: str) -> Note:
    """A note of a card's keys, indented as it likes."""
    lines = [f"  {line}" for line in text.strip("\n").splitlines()]
    return read_note("topic: alpha\ncards:\n- id: al-aaaa\n" + "\n".join(lines) + "\n")
