"""`flash orphans`: progress whose card is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from roadmap_flash.commands import Decks, Json, say, say_json, table

if TYPE_CHECKING:
    from roadmap_flash.authoring.orphans import Orphan
    from roadmap_flash.core.timing import StudyDays


def main(
    action: Annotated[str, typer.Argument(metavar="[list|adopt|delete]", help="What to do.")] = "list",
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="adopt OLD NEW; delete ID…")] = None,
    json: Json = False,  # noqa: FBT002 - typer's own way to declare a flag
    decks: Decks = None,
) -> None:
    """Progress whose card is in no deck any more: list it, hand it to another card, or give it up.

    Mostly nothing is to be done: a card that comes back finds its progress. `adopt` hands the history of a card that
    was written anew under another id to the new one, for good. `delete` takes the progress away; flash undo brings it
    back.
    """
    from roadmap_flash import context
    from roadmap_flash.authoring.orphans import adopt, delete, orphans
    from roadmap_flash.decks.editing.ids import Corpus
    from roadmap_flash.errors import UsageError
    from roadmap_flash.paths import data_folder, deck_roots

    names = ids or []
    if (action, bool(names)) not in (("list", False), ("adopt", True), ("delete", True)):
        raise UsageError("say flash orphans, or flash orphans adopt OLD NEW, or flash orphans delete ID…")
    with context.collection(decks) as collection:
        found = orphans(collection, Corpus(deck_roots(decks, data_folder())))
        if action == "list":
            _list(found, collection.days, json=json)
        elif action == "adopt":
            if len(names) != 2:
                raise UsageError("adopt takes two ids: the one that is gone, and the one that takes over")
            pairs = adopt(collection, found, *names)
            _tell([{"from": old, "to": new} for old, new in pairs], json=json)
        else:
            gone = delete(collection, found, names)
            _tell([{"deleted": card_id} for card_id in gone], json=json)
            if not json:
                say("flash undo takes it back." if len(gone) == 1 else f"flash undo, {len(gone)} times, takes it back.")


def _list(found: list[Orphan], days: StudyDays, *, json: bool) -> None:
    rows = [_row(orphan, days) for orphan in found]
    if json:
        say_json(rows)
    elif rows:
        table(
            [
                ["card", "answers", "interval", "last", "where its id still stands, or what was asked"],
                *map(_cells, rows),
            ]
        )
    else:
        say("No progress without a card.")


def _row(orphan: Orphan, days: StudyDays) -> dict[str, Any]:
    from datetime import date

    from roadmap_flash.paths import shortened

    card, last = orphan.card, orphan.card.last_day
    return {
        "id": card.card_id,
        "reps": card.reps,
        "interval_days": card.interval,
        "last": date.fromordinal(last).isoformat() if last else None,
        "place": f"{shortened(orphan.place[0])}:{orphan.place[1]}" if orphan.place else None,
        "question": orphan.question or None,
    }


def _cells(row: dict[str, Any]) -> list[str]:
    about = row["place"] or row["question"] or "–"
    return [row["id"], str(row["reps"]), f"{row['interval_days']} d", row["last"] or "–", about]


def _tell(rows: list[dict[str, str]], *, json: bool) -> None:
    if json:
        say_json(rows)
    else:
        say(*("  ".join(f"{key} {value}" for key, value in row.items()) for row in rows))
