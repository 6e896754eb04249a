"""What a deck is made of: kinds, levels, definitions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from roadmap_flash.core.model import Note
from roadmap_flash.decks.lint.model import Card, DeckView, Found, Gate

DEFINITIONS, ONE_WAY, KINDS, RECALL, APPLY, APPLY_IN_OPERATIONS, SAME_ANSWER = 0.25, 2, 3, 0.5, 0.15, 0.35, 4
OPERATIONS = frozenset({"devops", "mlops", "llmops"})
"""The roles whose people run systems: more of their cards apply what is known."""
_DEFINES = re.compile(
    r"(?:what (?:is|are) (?:an? |the (?:meaning|definition) of )|what does .{1,60} (?:mean|stand for)\b|define )"
)

Answered = Iterator[tuple[Note | None, Found]]


def _definitions(deck: DeckView) -> Answered:
    share = sum(_defines(card) or card.note.kind == "both" for card in deck.cards) / len(deck.cards)
    if share > DEFINITIONS:
        message = f"{share:.0%} of the cards ask what a thing is; at most {DEFINITIONS:.0%} do, the others what it does"
        yield None, Found("", message)


def _one_way(deck: DeckView) -> Answered:
    cards = [card for card in deck.cards if _defines(card)]
    for card in cards[ONE_WAY:]:
        yield (
            card.note,
            Found("q", "a definition that is asked one way only; write `term` and `def`, which makes both cards"),
        )


def _kinds(deck: DeckView) -> Answered:
    kinds = sorted({card.note.kind for card in deck.cards})
    if len(kinds) < KINDS:
        yield None, Found("", f"all cards are of the kind {' or '.join(kinds)}; use at least {KINDS} kinds")


def _recall(deck: DeckView) -> Answered:
    share = sum(card.note.level == 1 for card in deck.cards) / len(deck.cards)
    if share > RECALL:
        yield None, Found("", f"{share:.0%} of the cards are of level 1; at most {RECALL:.0%} are")


def _apply(deck: DeckView) -> Answered:
    least = APPLY_IN_OPERATIONS if deck.topic.role in OPERATIONS else APPLY
    share = sum(card.note.level >= 3 for card in deck.cards) / len(deck.cards)
    if share < least:
        yield None, Found("", f"{share:.0%} of the cards are of level 3 or 4; at least {least:.0%} are")


def _same_answer(deck: DeckView) -> Answered:
    by_answer: dict[str, list[Card]] = defaultdict(list)
    for card in deck.cards:
        for answer in {side.answer.text.strip().lower() for side in card.sides} - {""}:
            by_answer[answer].append(card)
    for answer, cards in by_answer.items():
        for card in cards[SAME_ANSWER:]:
            message = f"`{answer[:40].strip('`')}` is the answer of {len(cards)} cards of this deck; vary what is asked"
            yield card.note, Found(card.sides[0].key, message)


def _defines(card: Card) -> bool:
    return card.note.kind != "both" and any(_DEFINES.match(stem.lower) for key, stem in card.stems if key == "q")


GATES = (
    Gate("definitions", "warning", f"At most {DEFINITIONS:.0%} of the cards ask what a thing is.", _definitions),
    Gate(
        "one-way-definition",
        "warning",
        f"More than {ONE_WAY} definitions are asked both ways, as `term` and `def`.",
        _one_way,
    ),
    Gate("kinds", "warning", f"A deck has at least {KINDS} kinds of card.", _kinds),
    Gate("recall", "warning", f"At most {RECALL:.0%} of the cards are of level 1.", _recall),
    Gate(
        "apply",
        "warning",
        f"At least {APPLY:.0%} of the cards are of level 3 or 4; {APPLY_IN_OPERATIONS:.0%} in DevOps, MLOps, LLMOps.",
        _apply,
    ),
    Gate("same-answer", "warning", f"No answer is that of more than {SAME_ANSWER} cards.", _same_answer),
)
