"""Checking decks: the whole library, or the files, folders and topics that were named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from roadmap_flash import clock
from roadmap_flash.context import resolve
from roadmap_flash.core.model import Note
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks import changes
from roadmap_flash.decks.library import Library, open_library
from roadmap_flash.decks.problems import Problem
from roadmap_flash.errors import DeckError, UsageError
from roadmap_flash.exporters.anki.fields import why_not
from roadmap_flash.paths import data_folder, deck_roots, is_installed, shipped_decks, shortened
from roadmap_flash.render.labels import plural


def check(targets: list[str], decks: Path | None) -> tuple[list[Problem], int]:
    """All problems of the targets, and how many notes were checked. Nothing is cached: every file is read.

    A path inside the library is checked as part of it; one outside is a library of its own.
    """
    roots = deck_roots(decks, data_folder())
    library = open_library(roots, None)
    if not targets:
        found, notes = _within(library, lambda _: True)
        return found + _outdated(roots[0]), notes
    problems: list[Problem] = []
    count = 0
    for target in targets:
        found, notes = _check_one(target, library, roots)
        problems += [problem for problem in found if problem not in problems]
        count += notes
    return problems, count


def fix(decks: Path | None) -> list[str]:
    """Bring `changes.lock` of the decks up to date; what was done, a line each. Raises UsageError, DeckError."""
    root = deck_roots(decks, data_folder())[0]
    if not root.is_dir() or is_installed(root):
        raise UsageError(f"{shortened(root)}: only a folder of decks is fixed; name yours with --decks")
    library, path = open_library([root], None), root / changes.FILE
    stale = changes.outdated(library, path)
    if not stale:
        return [f"{shortened(path)}: nothing to do."]
    try:
        changes.write_changes(path, changes.renewed(library, changes.read_changes(path), clock.now_ms() // 1000))
    except OSError as error:
        raise DeckError(f"{shortened(path)}: cannot be written: {error.strerror}") from error
    return [f"{shortened(path)}: {plural(len(stale), 'note')} changed since it was last written."]


def _outdated(root: Path) -> list[Problem]:
    """A problem if the folder keeps a `changes.lock`, as the shipped decks do, and it is behind the decks."""
    path = root / changes.FILE
    if not path.exists() and root != shipped_decks():
        return []
    stale = changes.outdated(open_library([root], None), path)
    if not stale:
        return []
    message = f"{plural(len(stale), 'note')} changed since it was written, such as {stale[0]}; run: flash check --fix"
    return [Problem(str(path), 1, "", "changes-lock", "error", message)]


def _check_one(target: str, library: Library, roots: list[Path]) -> tuple[list[Problem], int]:
    path = Path(target)
    if not os.path.exists(path):  # noqa: PTH110 - never raises, whatever the name
        if "/" in target or path.suffix in (".yaml", ".yml"):
            raise UsageError(f"{clean_line(target)}: no such file or folder")
        return _within(library, _files_of(library, resolve(library.roadmap, [target])))
    place = path.resolve()
    if any(place.is_relative_to(root.resolve()) for root in roots):
        return _within(library, lambda file: Path(file).resolve().is_relative_to(place))
    problems, count = _within(open_library([path], None), lambda _: True)
    return problems + _outdated(path), count


def _files_of(library: Library, topics: list[str]) -> Callable[[str], bool]:
    """Tells the files of some topics: those that hold their notes, and those that are called like them."""
    files = {note.file for topic in topics for note in library.notes(topic)}
    files |= {file for topic, file in library.files().items() if topic in topics}
    return lambda file: file in files or Path(file).stem in topics


def _within(library: Library, wanted: Callable[[str], bool]) -> tuple[list[Problem], int]:
    problems = [problem for problem in library.problems if wanted(problem.path)]
    notes = [note for note in library.notes() if wanted(note.file)]
    return problems + _unseen(notes), len(notes)


def _unseen(notes: Iterable[Note]) -> list[Problem]:
    """The notes that a program which cards are exported to could not show."""
    return [
        Problem(note.file, note.line, note.id, "unseen", "error", reason)
        for note in notes
        if (reason := why_not(note)) is not None
    ]
