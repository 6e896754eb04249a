"""Ids, hashes that are the same everywhere, and finding the card that an edited one was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.core.identity import ID, SAME_CARD, content_digest, digest, nearest, note_of, provisional_id


@pytest.mark.parametrize("good", ["git-c8r5", "a-0000", "linear-algebra-k3w9", "k8s-2b-zzzz"])
def test_an_id_is_a_prefix_and_four_characters(good: str) -> None:
    assert ID.fullmatch(good)


@pytest.mark.parametrize(
    "bad",
    [
        *("", "git", "git-c8r", "git-c8r5x", "Git-c8r5", "git-C8R5", "-c8r5", "1git-c8r5", "git--c8r5", "git_c8r5"),
        *("git-c8r5:term", "git-c8r5\n", " git-c8r5", "gít-c8r5", "question.0123456789"),
    ],
)
def test_anything_else_is_no_id(bad: str) -> None:
    assert not ID.fullmatch(bad)


@pytest.mark.parametrize(("card", "note"), [("git-c8r5", "git-c8r5"), ("eig-k3w9:term", "eig-k3w9"), ("a:b:c", "a")])
def test_a_card_belongs_to_the_note_before_the_colon(card: str, note: str) -> None:
    assert note_of(card) == note


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", "e5d8df5ca0309f0bfb1a"),
        (["question", "What is λ?"], "d117669437c4450b30dd"),
        ({"b": 1, "a": [True, None, 1.5]}, "295f91b3fe1126562e63"),
    ],
)
def test_a_hash_never_changes_with_machine_or_version(value: object, expected: str) -> None:
    assert digest(value) == expected


def test_a_hash_does_not_depend_on_the_order_of_keys_but_on_that_of_lists() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest([1, 2]) != digest([2, 1])


def test_every_text_has_a_hash_also_one_that_no_file_can_hold() -> None:
    assert digest("name\udcff.yaml") != digest("name\udcfe.yaml")


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(VALUES, VALUES)
def test_different_content_has_different_hashes(one: Any, other: Any) -> None:
    same = repr(_sorted(one)) == repr(_sorted(other))
    assert (digest(one) == digest(other)) is same


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return "mapping", [(key, _sorted(value[key])) for key in sorted(value)]
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def test_a_card_without_an_id_is_known_by_kind_and_question_however_it_is_wrapped() -> None:
    wrapped = provisional_id("question", "What is\n   a rebase?\n")
    assert wrapped == provisional_id("question", "What is a rebase?")
    assert wrapped != provisional_id("cloze", "What is a rebase?")
    assert wrapped != provisional_id("question", "What is a merge?")
    assert wrapped.startswith("question.")
    assert not ID.fullmatch(wrapped)


def test_an_edited_question_is_matched_to_the_most_similar_orphan() -> None:
    orphans = [("a", "What does git rebase do?"), ("b", "What does git merge do?"), ("c", "Who wrote Git?")]
    assert nearest("What does `git rebase` do to commits?", orphans) == "a"
    assert nearest("What does git merge do", orphans) == "b"


def test_nothing_is_matched_to_an_orphan_that_is_not_near() -> None:
    assert nearest("Which command lists containers?", [("a", "Who wrote Git?")]) is None
    assert nearest("Anything?", []) is None


def test_an_orphan_that_is_just_near_enough_is_the_same_card() -> None:
    assert SAME_CARD == 0.6
    assert nearest("abcdefXXXX", [("a", "abcdefYYYY")]) == "a"
    assert nearest("abcdeXXXXX", [("a", "abcdeYYYYY")]) is None


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "cloze"},
        {"fields": {"q": "Q?", "a": "B"}},
        {"fields": {"q": "Q?", "a": "A", "why": "W"}},
        {"deck": {"setup": "x = 1", "runs": ""}},
    ],
)
def test_the_hash_of_a_card_changes_with_all_that_is_seen_or_run(change: dict[str, Any]) -> None:
    card: dict[str, Any] = {"kind": "question", "fields": {"q": "Q?", "a": "A"}, "deck": {"setup": "", "runs": ""}}
    assert content_digest(**card) == content_digest(**card)
    assert content_digest(**{**card, **change}) != content_digest(**card)
