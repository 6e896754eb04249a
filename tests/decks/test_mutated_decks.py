"""Decks broken at random: none makes reading raise. The whole run is `python -m benchmarks.mutated_decks`."""

from __future__ import annotations

import pytest
from benchmarks import mutated_decks

from roadmap_flash.decks.problems import READING_RULES


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_thousand_mutants_are_read(seed: int) -> None:
    tally = mutated_decks.run(1000, seed)
    assert tally.read == 1000
    assert 20 < tally.sound < 500
    assert tally.notes > 1000
    assert len(tally.rules) >= 15
    assert set(tally.rules) <= set(READING_RULES)
    assert str(tally).startswith("1000 mutated decks read, none raised: ")


def test_a_mutant_is_the_same_each_time_and_no_two_are_alike() -> None:
    known = mutated_decks.sources()
    mutants = [mutated_decks.mutant(known, 1, number) for number in range(200)]
    assert mutants == [mutated_decks.mutant(known, 1, number) for number in range(200)]
    assert len(set(mutants)) > 190


def test_what_raises_is_reported_with_the_mutant(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(*arguments: object) -> object:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr(mutated_decks, "read_text", failing)
    assert mutated_decks.main(["--count", "5", "--seed", "7"]) == 1
    found = capsys.readouterr()
    assert found.out == ""
    assert "ZeroDivisionError: on purpose" in found.err
    assert "mutant 0 of seed 7: b'" in found.err


def test_one_mutant_can_be_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    assert mutated_decks.main(["--only", "3", "--seed", "1"]) == 0
    assert "cards:" in capsys.readouterr().out
