"""Between the values of the core and the rows of the tables."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from roadmap_flash.core.identity import digest
from roadmap_flash.core.model import CardState, MemoryState, Parameters, State

Row = dict[str, Any]
CARD_COLUMNS = (
    *(
        "card_id",
        "state",
        "step",
        "stability",
        "difficulty",
        "due_day",
        "due_at",
        "interval",
        "reps",
        "lapses",
    ),
    *("first_day", "last_day", "last_at", "suspended", "buried_day", "flag"),
)


def card_row(card: CardState) -> Row:
    """The columns of a card."""
    stability, difficulty = card.memory or (None, None)
    special = {"state": int(card.state), "stability": stability, "difficulty": difficulty}
    return {name: special[name] if name in special else getattr(card, name) for name in CARD_COLUMNS}


def card_json(card: CardState) -> Row:
    """The columns of a card for the log, without those that are as in a new card: a log holds many of them."""
    new = card_row(CardState(card.card_id))
    return {name: value for name, value in card_row(card).items() if name == "card_id" or value != new[name]}


def card_of(row: Row) -> CardState:
    """The card of a row or of its JSON; `card_row` and `card_json` the other way round."""
    values = {**card_row(CardState(row["card_id"])), **{name: row[name] for name in CARD_COLUMNS if name in row}}
    stability, difficulty = values.pop("stability"), values.pop("difficulty")
    values |= {"state": State(values["state"]), "suspended": bool(values["suspended"])}
    return CardState(memory=None if stability is None else MemoryState(stability, difficulty), **values)


def parameters_content(parameters: Parameters) -> Row:
    """The parameters as JSON; the same for equal parameters."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(parameters).items()}


def parameters_id(parameters: Parameters) -> str:
    """The id of a parameter set: the hash of its content."""
    return digest(parameters_content(parameters))


def parameters_of(content: Row) -> Parameters:
    """The parameters of a stored set."""
    values: Row = {name: tuple(value) if isinstance(value, list) else value for name, value in content.items()}
    return Parameters(**values)
