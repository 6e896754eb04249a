"""What counts as a word, a sentence, an item."""

from __future__ import annotations

import pytest
from hypothesis import given

from roadmap_flash.decks.lint.prose import Prose
from tests.support.hostile import texts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one", 1),
        ("state-of-the-art p99 latency, 1 %", 4),
        ("`git log --oneline` prints", 1),
        ("at most $O(n \\log n)$ steps", 4),
        ("**bold** and _slanted_", 3),
        ("a – b", 2),
        ("[a link](https://example.org/a)", 2),
        ("```\nmuch code\n```\nafter", 1),
    ],
)
def test_words(text: str, count: int) -> None:
    assert len(Prose(text).words) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one sentence", 1),
        ("One. Two.", 2),
        ("One! Two? Three.", 3),
        ("in version 2.39 of it", 1),
        ("files, e.g. Logs, i.e. All of them vs. None", 1),
        ("One paragraph\n\nand another", 2),
        ("It ends. `code` follows", 2),
        ("`code`\n\n```\nmore\n```", 0),
        ("A. Turing wrote it", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(Prose(text).sentences) == count


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("a, b and c", ["a", "b", "c"]),
        ("a; b; c", ["a", "b", "c"]),
        ("- a\n- b\n* c\n1. d", ["a", "b", "c", "d"]),
        ("a and b", []),
        ("it waits until the lock is free, then goes on", []),
        ("reading, which is slow, and writing", []),
        ("(a, b, c)", []),
        ("1,000", []),
        ("`a, b, c`", []),
    ],
)
def test_items(text: str, items: list[str]) -> None:
    assert Prose(text).items == items


@pytest.mark.parametrize(("text", "count"), [("What? Why?", 2), ("What (is it?) so?", 1), ("`?` a?b", 0), ("x?", 1)])
def test_question_marks(text: str, count: int) -> None:
    assert Prose(text).question_marks == count


@given(texts)
def test_any_text_has_words_sentences_and_items(text: str) -> None:
    prose = Prose(text)
    assert len(prose.sentences) <= max(len(prose.plain), 1)
    assert (prose.items == []) or all(prose.items)
    assert prose.commas >= 0
    assert all("\n" not in word for word in prose.words)
    assert prose.question_marks <= text.count("?")
