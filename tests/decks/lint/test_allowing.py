"""`allow` silences warnings, and only warnings; a name that does nothing is itself a warning."""

from __future__ import annotations

import pytest

from roadmap_flash.decks.lint import card_findings
from roadmap_flash.decks.lint.registry import all_rules
from tests.support.cards import asks, notes_of, rules_of, sourced


def allowing(card: str, *names: str) -> str:
    return f"{card.rstrip()}\nallow: [{', '.join(names)}]\n"


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_warning_can_be_allowed_and_an_error_cannot(rule: object) -> None:
    name, severity, card = rule.name, rule.severity, rule.bad  # type: ignore[attr-defined]
    text = allowing(card if name == "unsourced" else sourced(card), name)
    (note,) = notes_of(text)
    found = {problem.rule for problem in card_findings(note, False)}
    assert (name in found) is (severity == "error")
    assert ("superfluous-allow" in found) is (severity == "error")


def test_an_unknown_name_and_one_that_does_nothing_are_warnings_at_their_line() -> None:
    (note,) = notes_of(sourced(allowing(asks("Which number is the largest?"), "long-answer", "nonsense")))
    found = {problem.rule: problem for problem in card_findings(note, False)}
    assert set(found) == {"unknown-allow", "superfluous-allow"}
    assert {problem.severity for problem in found.values()} == {"warning"}
    assert "`nonsense`" in found["unknown-allow"].message
    assert "`long-answer`" in found["superfluous-allow"].message
    assert {problem.line for problem in found.values()} == {note.lines["allow"]}


def test_rules_of_decks_and_of_the_library_may_be_named_and_are_not_judged_by_the_card_alone() -> None:
    assert rules_of(allowing(asks("Which number is the largest?"), "same-answer", "look-alike")) == {}
