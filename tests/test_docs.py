"""The documents say what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docs import make_counts, make_rules

from roadmap_flash.commands import CommandGroup
from roadmap_flash.config import HELP
from roadmap_flash.core.kinds import all_kinds
from roadmap_flash.core.kinds.drill import FUNCTIONS
from roadmap_flash.decks.language import COMMON_KEYS, DECK_KEYS
from roadmap_flash.decks.lint import rule_names
from roadmap_flash.decks.problems import READING_RULES

ROOT = Path(__file__).parents[1]


def document(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_the_table_of_reading_rules_is_the_program_s() -> None:
    table = re.search(r"<!-- rules -->(.*)<!-- /rules -->", document("docs/decks.md"), re.DOTALL)
    assert table
    assert dict(re.findall(r"^\| `([\w-]+)` \| (.*) \|$", table[1], re.MULTILINE)) == READING_RULES


def test_every_key_of_the_deck_language_is_told() -> None:
    text = document("docs/decks.md")
    keys = COMMON_KEYS | DECK_KEYS | {key for kind in all_kinds() for key in kind.required | kind.optional}
    assert [key for key in sorted(keys) if not re.search(rf"[`\s]{key}[`:]", text)] == []


def test_the_functions_of_a_drill_are_told() -> None:
    assert f"`{' '.join(sorted(FUNCTIONS))}`" in document("docs/decks.md")


@pytest.mark.parametrize("name", CommandGroup(name="flash", commands={}).list_commands(None))
def test_every_command_stands_in_the_readme(name: str) -> None:
    assert f"`flash {name}" in document("README.md")


def test_the_readme_counts_the_shipped_notes() -> None:
    assert make_counts.page(document("README.md")) == document("README.md"), "run: python -m docs.make_counts"


def test_settings_that_the_readme_names_exist() -> None:
    assert set(re.findall(r"flash config (\w+)", document("README.md"))) - {"KEY"} <= set(HELP)


def test_the_rules_of_lint_are_told_as_the_program_has_them() -> None:
    text = document("docs/lint.md")
    assert make_rules.page(text) == text
    for name in rule_names():
        assert f"`{name}`" in text
