"""`flash check --fix`: what the program keeps in deck folders, missing ids and `changes.lock`, written by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from roadmap_flash import clock
from roadmap_flash.authoring.workshop import Workshop
from roadmap_flash.decks import changes
from roadmap_flash.decks.editing.ids import write_missing_ids
from roadmap_flash.decks.library import Library, open_library
from roadmap_flash.decks.rows import is_damaged
from roadmap_flash.errors import DeckError
from roadmap_flash.paths import data_folder, deck_roots, is_packaged, shortened
from roadmap_flash.render.labels import plural


def fix(decks: Path | None) -> list[str]:
    """Give each card an id, then bring `changes.lock` up to date; what was done, a line each.

    Decks inside the installed package are left alone. The learner's own decks need no `changes.lock`: an export
    remembers when they changed. Raises DeckError if a file cannot be written.
    """
    roots = deck_roots(decks, data_folder())
    told: list[str] = []
    for root in roots:
        if not is_packaged(root):
            told += _write_ids(root, Workshop(decks).is_taken)
    if roots[0].is_dir() and not is_packaged(roots[0]):
        told += _write_changes(roots[0])
    return told or ["Nothing to fix."]


def _write_ids(root: Path, is_taken: Callable[[str], bool]) -> Iterator[str]:
    library = open_library([root], None)
    for file in sorted({note.file for note in library.notes() if "id" not in note.fields}):
        for line, card_id in write_missing_ids(Path(file), is_taken):
            yield f"{shortened(file)}:{line}: {card_id}"


def _write_changes(root: Path) -> Iterator[str]:
    library, path = open_library([root], None), root / changes.FILE
    stale = changes.outdated(library, path)
    if stale or _knows_more(library, path) or is_damaged(path):
        try:
            changes.write_changes(path, changes.renewed(library, changes.read_changes(path), clock.now_ms() // 1000))
        except OSError as error:
            raise DeckError(f"{shortened(path)}: cannot be written: {error.strerror}") from error
        yield f"{shortened(path)}: {plural(len(stale), 'note')} changed since it was last written."


def _knows_more(library: Library, path: Path) -> bool:
    """Whether the lock has notes that left the decks."""
    return not changes.read_changes(path).keys() <= {note.id for note in library.notes()}
