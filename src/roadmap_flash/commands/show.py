"""`flash show`: one note with its cards."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from roadmap_flash.commands import Decks, Json, say, say_json, table
from roadmap_flash.core.model import CardState, State
from roadmap_flash.core.text import clean_line
from roadmap_flash.core.timing import StudyDays, from_ms


def main(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="The id of a note or of one of its cards.")],
    json: Json = False,  # noqa: FBT002 - typer's own way to declare a flag
    decks: Decks = None,
) -> None:
    """One note as it stands in its deck, with the state of each of its cards."""
    from roadmap_flash import context
    from roadmap_flash.decks.notes import card_ids
    from roadmap_flash.errors import UsageError

    with context.collection(decks) as collection:
        try:
            note = collection.note_of(clean_line(identifier))
        except KeyError:
            raise UsageError(f"no card is called {identifier[:60]!r}; look for it with: flash list WORDS") from None
        cards = [_card(collection.card(card_id), collection.days) for card_id in card_ids(note)]
        proven = collection.library.proven(note)
    if json:
        row = {
            "id": note.id,
            "topic": note.topic,
            "kind": note.kind,
            "level": note.level,
            "fields": note.fields,
        }
        say_json({**row, "file": note.file, "line": note.line, "proven": proven is not None, "cards": cards})
        return
    say(f"{note.id} · {note.topic} · {note.kind}, level {note.level} · {note.file}:{note.line}", "")
    for key, value in note.fields.items():
        if key not in ("id", "level"):
            text = value if isinstance(value, str) else str(value)
            say(*(f"{key if n == 0 else '':<8} {line}" for n, line in enumerate(text.split("\n"))))
    say("")
    table([list(cards[0]), *([str("–" if v is None else v) for v in card.values()] for card in cards)])


def _card(card: CardState, days: StudyDays) -> dict[str, Any]:
    due = days.start(card.due_day) if card.due_day is not None else card.due_at
    memory = card.memory
    return {
        "id": card.card_id,
        "state": "suspended" if card.suspended else State(card.state).name.lower(),
        "due": None if due is None else from_ms(due).astimezone(days.zone).isoformat(timespec="seconds"),
        "interval_days": card.interval,
        "stability": round(memory.stability, 4) if memory else None,
        "difficulty": round(memory.difficulty, 4) if memory else None,
        "reps": card.reps,
        "lapses": card.lapses,
    }
