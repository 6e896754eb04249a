"""Lint: the rules for cards, the gates of decks, and look-alikes. Pure: notes in, findings out.

A rule is in one of the files of `rules/`, a gate in one of `gates/`; a new file is found by its place.
"""

from roadmap_flash.decks.lint.judging import (
    LIBRARY_RULES,
    UNSEEN,
    card_findings,
    judge_card,
    judge_deck,
    judge_pairs,
    located,
    rule_names,
)
from roadmap_flash.decks.lint.model import Card, DeckView, Finding
from roadmap_flash.decks.lint.registry import version
from roadmap_flash.decks.lint.similarity import ALIKE, SAME, Pair, all_pairs, asked, look_alikes

__all__ = [
    "ALIKE",
    "LIBRARY_RULES",
    "SAME",
    "UNSEEN",
    "Card",
    "DeckView",
    "Finding",
    "Pair",
    "all_pairs",
    "asked",
    "card_findings",
    "judge_card",
    "judge_deck",
    "judge_pairs",
    "located",
    "look_alikes",
    "rule_names",
    "version",
]
