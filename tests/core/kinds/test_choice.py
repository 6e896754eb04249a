"""The kind `choice`: shuffled at each showing."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.core.kinds import kind_named
from roadmap_flash.core.model import Fields

KIND = kind_named("choice")


def _note(wrong: int) -> Fields:
    return {"q": "Which?", "right": "r", "wrong": [{f"w{number}": f"because {number}"} for number in range(wrong)]}


@given(st.text(), st.sampled_from([2, 3]))
def test_what_is_shown_is_a_permutation_with_the_right_one_known(seed: str, wrong: int) -> None:
    fields = _note(wrong)
    drawn = KIND.draw(fields, seed)
    assert sorted(drawn["order"]) == list(range(wrong + 1))
    face = KIND.face(fields, "", drawn)
    assert sorted(face.choices) == ["r", *(f"w{number}" for number in range(wrong))]
    assert face.choices[face.right] == face.answer == "r"
    for choice, reason in zip(face.choices, face.reasons, strict=True):
        assert reason == ("" if choice == "r" else f"because {choice[1:]}")


@pytest.mark.parametrize(("wrong", "orders"), [(2, 6), (3, 24)])
def test_every_order_comes_up_about_as_often_as_any_other(wrong: int, orders: int) -> None:
    found = Counter(tuple(KIND.draw(_note(wrong), f"al-dddd/{number}")["order"]) for number in range(200 * orders))
    assert len(found) == orders
    assert 140 < min(found.values()) <= max(found.values()) < 260


def test_the_order_is_the_same_on_every_machine() -> None:
    assert [KIND.draw(_note(3), f"al-dddd/{number}")["order"] for number in range(3)] == [
        [0, 2, 1, 3],
        [0, 3, 2, 1],
        [0, 1, 3, 2],
    ]


def test_without_a_draw_the_right_option_comes_first() -> None:
    assert KIND.face(_note(2), "", {}).choices == ("r", "w0", "w1")
    assert KIND.face(_note(2), "", {}).right == 0


def test_the_gist_is_the_right_option() -> None:
    assert KIND.gist(_note(2)) == ("Which?", "r")
    assert KIND.sides(_note(2)) == ("",)


@pytest.mark.parametrize(
    "wrong",
    [
        [{"a": "x"}],
        [{"a": "x"}, {"b": "x"}, {"c": "x"}, {"d": "x"}],
        ["a", "b"],
        [{"a": "x"}, "b"],
        [{"a": "x", "b": "y"}, {"c": "z"}],
        [{}, {"a": "x"}],
        [{"a": ""}, {"b": "x"}],
        [{"a": "  "}, {"b": "x"}],
        [{"a": ["x"]}, {"b": "x"}],
        [{"a": "x"}, {"a": "y"}],
        [{"r": "x"}, {"b": "y"}],
        {"a": "x", "b": "y"},
        "a",
    ],
)
def test_wrong_options_of_another_form_are_one_fault(wrong: Any) -> None:
    (fault,) = KIND.faults({"q": "Which?", "right": "r", "wrong": wrong})
    assert (fault.key, fault.rule) == ("wrong", "value")


@pytest.mark.parametrize("count", [2, 3])
def test_two_or_three_wrong_options_are_fine(count: int) -> None:
    assert list(KIND.faults(_note(count))) == []
