"""`flash where`: where everything is, and how to move it."""

from __future__ import annotations

from roadmap_flash.commands import Json, say, say_json, table


def main(json: Json = False) -> None:  # noqa: FBT002 - typer's own way to declare a flag
    """Where decks, progress, settings and backups are, and how to take them to another machine."""
    from roadmap_flash.config import FILE
    from roadmap_flash.paths import data_folder, deck_roots, shipped_decks
    from roadmap_flash.store.database import FILE as DATABASE

    data = data_folder()
    places = {
        "decks": str(deck_roots(None, data)[0]),
        "shipped_decks": str(shipped_decks()),
        "own_decks": str(data / "decks"),
        "data": str(data),
        "progress": str(data / DATABASE),
        "settings": str(data / FILE),
        "backups": str(data / "backups"),
    }
    if json:
        say_json(places)
        return
    table([[name.replace("_", " "), path] for name, path in places.items()])
    say(
        "",
        "To move to another machine, end every review and copy the data folder there; or copy it anywhere",
        "and name it in FLASH_HOME. To go back to a backup, copy it over the progress file and delete the",
        "two files beside it that end in -wal and -shm.",
    )
