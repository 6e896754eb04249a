"""The kind `both`: a term and its definition, asked in both directions."""

from __future__ import annotations

from typing import Any

import pytest

from roadmap_flash.core.kinds import kind_named

KIND = kind_named("both")
FIELDS = {"term": "eigenvalue $\\lambda$", "def": "a factor {by} which"}


def test_there_are_two_cards_and_the_term_comes_first() -> None:
    assert KIND.sides(FIELDS) == ("term", "def")
    term, definition = (KIND.face(FIELDS, side, {}) for side in KIND.sides(FIELDS))
    assert term.prompt == "What is meant by **eigenvalue $\\lambda$**?"
    assert term.answer == "a factor {by} which"
    assert definition.prompt == "What is the term for this?\n\na factor {by} which"
    assert definition.answer == "eigenvalue $\\lambda$"
    assert KIND.gist(FIELDS) == ("eigenvalue $\\lambda$", "a factor {by} which")


@pytest.mark.parametrize(
    ("ask", "term", "definition"),
    [
        ({"term": "Define {}."}, "Define A.", "What is the term for this?\n\nB"),
        ({"def": "Name: {}"}, "What is meant by **A**?", "Name: B"),
        ({"term": "{}?", "def": "{}!"}, "A?", "B!"),
        ({}, "What is meant by **A**?", "What is the term for this?\n\nB"),
    ],
)
def test_a_note_may_ask_in_its_own_words(ask: dict[str, str], term: str, definition: str) -> None:
    fields = {"term": "A", "def": "B", "ask": ask}
    assert list(KIND.faults(fields)) == []
    assert KIND.face(fields, "term", {}).prompt == term
    assert KIND.face(fields, "def", {}).prompt == definition


def test_braces_in_the_text_stay_as_they_are() -> None:
    fields = {"term": "{} and {0}", "def": "{x}", "ask": {"term": "{}: {0}"}}
    assert KIND.face(fields, "term", {}).prompt == "{} and {0}: {0}"
    assert KIND.face(fields, "def", {}).prompt.endswith("{x}")


@pytest.mark.parametrize(
    "ask", ["x {}", ["{}"], {"other": "{}"}, {"term": "no hole"}, {"def": "{} {}"}, {"term": ["{}"]}, {"term": {}}]
)
def test_an_ask_of_another_form_is_a_fault(ask: Any) -> None:
    (fault,) = KIND.faults({**FIELDS, "ask": ask})
    assert (fault.key, fault.rule) == ("ask", "value")
