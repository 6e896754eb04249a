"""Cleaning: nothing that a terminal obeys is left of any text, and nothing else is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from roadmap_flash.core.text import CONTROL, clean, clean_line, width
from tests.support.hostile import SAMPLES, harmful, texts

EVERYTHING = "".join(map(chr, range(0x11000)))


def test_no_character_that_harms_survives_and_every_other_one_does() -> None:
    cleaned = clean(EVERYTHING)
    assert harmful(cleaned) == []
    changed = [c for c in EVERYTHING if clean(c) != c]
    assert set(changed) == set(harmful(EVERYTHING)) | {"\ufeff"}


@pytest.mark.parametrize("sample", SAMPLES)
def test_each_character_that_harms_leaves_one_visible_mark(sample: str) -> None:
    cleaned = clean(f"a{sample}b")
    assert harmful(cleaned) == []
    assert len(cleaned) == len(sample) + 2
    assert (cleaned[0], cleaned[-1]) == ("a", "b")
    assert unicodedata.category(cleaned[1]) in ("So", "Po")


@given(texts)
def test_cleaning_is_whole_repeatable_and_encodable(text: str) -> None:
    cleaned = clean(text)
    assert harmful(cleaned) == []
    assert clean(cleaned) == cleaned
    assert cleaned.encode().decode() == cleaned
    assert len(cleaned) == len(text)


@given(texts)
def test_a_clean_line_is_one_line_without_edges(text: str) -> None:
    line = clean_line(text)
    assert harmful(line) == []
    assert line.split() == clean(text).split()
    assert len(line.splitlines()) <= 1
    assert line == line.strip()


def test_line_feeds_and_tabs_stay() -> None:
    assert clean("a\n\tb") == "a\n\tb"
    assert clean_line(" a\n\t b ") == "a b"


@pytest.mark.parametrize("text", ["naïve 日本 🙂 e\u0301 a\u200db", "dict[str, int]", "[bold]x[/]", r"\x1b", "\ue000"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert clean(text) == text


def test_the_rule_for_decks_knows_every_control_character_that_is_cleaned() -> None:
    marked = [c for c in EVERYTHING if clean(c) == "\N{REPLACEMENT CHARACTER}" != c]
    assert [c for c in EVERYTHING if CONTROL.search(c)] == marked


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("日本", 4), ("e\u0301", 1), ("ｆ", 2), ("λ²", 2)],
)
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width(text) == columns
