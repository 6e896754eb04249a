"""The multiple choices of a deck: how many, and whether length tells the right option."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_flash.core.model import Note
from roadmap_flash.decks.lint.model import Card, DeckView, Found, Gate

SHARE, RIGHT_LONGEST, FEWEST = 0.2, 0.45, 5
"""`FEWEST`: below so many choices, the share of those whose right option is longest says nothing."""


def _share(deck: DeckView) -> Iterator[tuple[Note | None, Found]]:
    share = len(_choices(deck)) / len(deck.cards)
    if share > SHARE:
        yield None, Found("", f"{share:.0%} of the cards are multiple choices; at most {SHARE:.0%} are")


def _longest(deck: DeckView) -> Iterator[tuple[Note | None, Found]]:
    choices = _choices(deck)
    share = sum(map(_right_is_longest, choices)) / max(len(choices), 1)
    if len(choices) >= FEWEST and share > RIGHT_LONGEST:
        yield (
            None,
            Found("", f"the right option is the longest in {share:.0%} of the choices; at most in {RIGHT_LONGEST:.0%}"),
        )


def _choices(deck: DeckView) -> list[Card]:
    return [card for card in deck.cards if card.note.kind == "choice"]


def _right_is_longest(card: Card) -> bool:
    right, wrong = card.options
    return len(right.text) > max(len(option.text) for option in wrong)


GATES = (
    Gate("choices", "warning", f"At most {SHARE:.0%} of the cards are multiple choices.", _share),
    Gate(
        "right-is-longest",
        "warning",
        f"The right option is the longest in at most {RIGHT_LONGEST:.0%} of the choices (from {FEWEST} choices on).",
        _longest,
    ),
)
