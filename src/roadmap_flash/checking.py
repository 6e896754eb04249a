"""Checking decks: the whole library, or the files, folders and topics that were named."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from roadmap_flash.context import resolve
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.library import Library, open_library
from roadmap_flash.decks.problems import Problem
from roadmap_flash.errors import UsageError
from roadmap_flash.paths import data_folder, deck_roots


def check(targets: list[str], decks: Path | None) -> tuple[list[Problem], int]:
    """All problems of the targets, and how many notes were checked. Nothing is cached: every file is read.

    A path inside the library is checked as part of it; one outside is a library of its own.
    """
    roots = deck_roots(decks, data_folder())
    library = open_library(roots, None)
    if not targets:
        return library.problems, sum(1 for _ in library.notes())
    problems: list[Problem] = []
    count = 0
    for target in targets:
        found, notes = _check_one(target, library, roots)
        problems += [problem for problem in found if problem not in problems]
        count += notes
    return problems, count


def _check_one(target: str, library: Library, roots: list[Path]) -> tuple[list[Problem], int]:
    path = Path(target)
    if not os.path.exists(path):  # noqa: PTH110 - never raises, whatever the name
        if "/" in target or path.suffix in (".yaml", ".yml"):
            raise UsageError(f"{clean_line(target)}: no such file or folder")
        return _within(library, _files_of(library, resolve(library.roadmap, [target])))
    place = path.resolve()
    if any(place.is_relative_to(root.resolve()) for root in roots):
        return _within(library, lambda file: Path(file).resolve().is_relative_to(place))
    alone = open_library([path], None)
    return alone.problems, sum(1 for _ in alone.notes())


def _files_of(library: Library, topics: list[str]) -> Callable[[str], bool]:
    """Tells the files of some topics: those that hold their notes, and those that are called like them."""
    files = {note.file for topic in topics for note in library.notes(topic)}
    files |= {file for topic, file in library.files().items() if topic in topics}
    return lambda file: file in files or Path(file).stem in topics


def _within(library: Library, wanted: Callable[[str], bool]) -> tuple[list[Problem], int]:
    problems = [problem for problem in library.problems if wanted(problem.path)]
    return problems, sum(wanted(note.file) for note in library.notes())
