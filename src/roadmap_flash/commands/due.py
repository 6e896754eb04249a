"""`flash due`: what today still holds, in one line for a shell prompt."""

from __future__ import annotations

from dataclasses import asdict

from roadmap_flash.commands import Decks, Json, say


def main(json: Json = False, decks: Decks = None) -> None:  # noqa: FBT002 - typer's own way to declare a flag
    """What today still holds: due, learning, new, and minutes at your pace. Fast enough for a shell prompt."""
    from roadmap_flash import context, quick

    rollover = context.settings().rollover
    key = quick.key_now(rollover)  # taken first: what changes in the meantime makes the memo void
    with context.collection(decks) as collection:
        answer = asdict(collection.outlook())
    if decks is None:
        quick.remember(answer, rollover, key)
    say(quick.told_json(answer) if json else quick.told(answer))
