"""Notes from the YAML of their keys, for the tests of lint."""

from __future__ import annotations

import textwrap
from typing import Any

from roadmap_flash.core.model import Note
from roadmap_flash.decks.lint import card_findings
from tests.support.decks import read

HEADER = "topic: alpha\nsources:\n  page: {doc: The page, url: 'https://example.org/page'}\n"


def deck_of(*cards: str, header: str = HEADER) -> str:
    """A deck of cards, each given by the YAML of its keys; those without an id get one."""
    items = []
    for number, card in enumerate(cards):
        keys = card if card.startswith("id:") or "\nid:" in card else f"id: al-{number:04d}\n{card}"
        items.append("- " + textwrap.indent(keys.strip("\n"), "  ").lstrip() + "\n")
    return f"{header}cards:\n{''.join(items)}"


def notes_of(*cards: str, header: str = HEADER) -> list[Note]:
    """The notes of cards given by the YAML of their keys."""
    found = read(deck_of(*cards, header=header))
    assert found.problems == []
    return found.notes


def sourced(card: str) -> str:
    """The card with a source."""
    return f"{card.rstrip()}\nsrc: page\n"


def rules_of(card: str, proven: bool = False) -> dict[str, str]:
    """The rules that a card breaks, and the severity of each; the card is given a source."""
    (note,) = notes_of(sourced(card))
    return {problem.rule: problem.severity for problem in card_findings(note, proven)}


def asks(question: str, answer: str = "a thing", **more: Any) -> str:
    """The YAML of a question."""
    rest = "".join(f"\n{key}: {value}" for key, value in more.items())
    return f"q: |\n{textwrap.indent(question, '  ')}\na: |\n{textwrap.indent(answer, '  ')}{rest}"
