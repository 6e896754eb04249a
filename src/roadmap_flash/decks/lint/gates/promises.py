"""What the roadmap says of a topic: how many notes, how many of them proven, dated facts, books."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_flash.core.model import Note
from roadmap_flash.decks.lint.model import DeckView, Found, Gate

Answered = Iterator[tuple[Note | None, Found]]


def _count(deck: DeckView) -> Answered:
    if deck.shipped and len(deck.cards) < deck.topic.cards:
        yield None, Found("", f"{len(deck.cards)} of the {deck.topic.cards} notes that the roadmap asks for")


def _proven(deck: DeckView) -> Answered:
    share = sum(card.proven for card in deck.cards) / len(deck.cards)
    if deck.shipped and share < deck.topic.executable:
        asked = f"{deck.topic.executable:.0%}"
        yield None, Found("", f"{share:.0%} of the answers were checked by running; the roadmap asks for {asked}")


def _undated(deck: DeckView) -> Answered:
    if deck.topic.ages and (card := next((card for card in deck.cards if not card.note.as_of), None)):
        yield (
            card.note,
            Found("", "the facts of this topic age; say in the deck's `as_of` for which versions they hold"),
        )


def _books(deck: DeckView) -> Answered:
    cited = {source.label for card in deck.cards for source in card.note.sources if source.url is None}
    for book in deck.topic.books if deck.shipped else ():
        name = deck.books.get(book, book)
        if not any(label.startswith(name) for label in cited):
            yield None, Found("", f"no card cites {name}, which the roadmap names for this topic")


GATES = (
    Gate(
        "too-few-notes",
        "warning",
        "A deck has at least as many notes as `cards` says in the roadmap.",
        _count,
        least=1,
        promise=True,
    ),
    Gate(
        "too-few-proven",
        "warning",
        "The share of answers checked by running is at least what `executable` says in the roadmap.",
        _proven,
        promise=True,
    ),
    Gate(
        "undated",
        "error",
        "The deck of a topic that ages says for which versions it holds, in `as_of`.",
        _undated,
        least=1,
    ),
    Gate("uncited-book", "warning", "Each book that the roadmap names for the topic is cited by a card.", _books),
)
