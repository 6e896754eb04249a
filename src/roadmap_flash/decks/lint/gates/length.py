"""How long the answers of a deck are."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from roadmap_flash.core.model import Note
from roadmap_flash.decks.lint.model import DeckView, Found, Gate

MEDIAN, NINETIETH = 8, 20


def _median(deck: DeckView) -> Iterator[tuple[Note | None, Found]]:
    if (words := median(_words(deck))) > MEDIAN:
        yield None, Found("", f"half of the answers have more than {words:.0f} words; the median is at most {MEDIAN}")


def _ninetieth(deck: DeckView) -> Iterator[tuple[Note | None, Found]]:
    counts = _words(deck)
    if (words := counts[(9 * len(counts) - 1) // 10]) > NINETIETH:
        yield (
            None,
            Found("", f"one answer of ten has {words} words or more; the 90th percentile is at most {NINETIETH}"),
        )


def _words(deck: DeckView) -> list[int]:
    """The number of words of each answer, sorted."""
    return sorted(len(side.answer.words) for card in deck.cards for side in card.sides)


GATES = (
    Gate("median-answer", "warning", f"The median answer has at most {MEDIAN} words.", _median),
    Gate("long-answers", "warning", f"Nine of ten answers have at most {NINETIETH} words.", _ninetieth),
)
