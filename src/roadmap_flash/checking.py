"""Checking decks: the whole library, or the files, folders and topics that were named."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from zlib import crc32

from roadmap_flash.context import resolve
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks import changes
from roadmap_flash.decks.findings import Findings
from roadmap_flash.decks.library import Library, open_library
from roadmap_flash.decks.memory import Memory
from roadmap_flash.decks.problems import Problem
from roadmap_flash.decks.rows import is_damaged
from roadmap_flash.errors import UsageError
from roadmap_flash.exporters.anki.fields import why_not
from roadmap_flash.paths import data_folder, deck_roots, is_packaged, resolved, shipped_decks
from roadmap_flash.render.labels import plural
from roadmap_flash.render.progress import watched


def check(targets: list[str], decks: Path | None, *, complete: bool = False) -> tuple[list[Problem], int]:
    """All problems of the targets (reading rules and lint), and how many notes were checked.

    Every file is read, whatever its time says; only the findings are remembered. A path inside the library is checked
    as part of it; one outside is a library of its own. In decks that are called `complete`, a broken promise of the
    roadmap is an error.
    """
    roots = deck_roots(decks, data_folder())
    library = open_library(roots, None)
    inside, outside = _sorted_out(targets, library, roots)
    problems: list[Problem] = []
    count = 0
    if inside or not targets:
        wanted = _any(inside) if inside else lambda _: True
        problems += _problems(library, roots[0], wanted, Memory(_memory_path(roots)), complete=complete)
        problems += _outdated(roots[0]) if not targets else []
        count += sum(wanted(note.file) for note in library.notes())
    for path in outside:
        alone = open_library([path], None)
        problems += _problems(alone, path, lambda _: True, Memory(None), complete=complete)
        problems += _outdated(path)
        count += sum(1 for _ in alone.notes())
    return problems, count


def _problems(
    library: Library, root: Path, wanted: Callable[[str], bool], memory: Memory, *, complete: bool
) -> list[Problem]:
    """What reading and lint find in the files that are wanted, in the order of files and lines."""
    found = [problem for problem in library.problems if wanted(problem.path)]
    found += Findings(library, root, memory, wanted, why_not, complete=complete).problems(watched)
    return sorted(found, key=lambda problem: (problem.path, problem.line))


def _outdated(root: Path) -> list[Problem]:
    """A problem if the folder keeps a `changes.lock`, as that of a checkout does, and it is behind the decks."""
    path = root / changes.FILE
    if is_packaged(root) or not (path.exists() or root == shipped_decks()):
        return []
    stale = changes.outdated(open_library([root], None), path)
    if stale:
        message = f"{plural(len(stale), 'note')} changed since it was written, such as {stale[0]}"
    elif is_damaged(path):
        message = "it is not whole, such as after a merge that left conflicts"
    else:
        return []
    message += "; run: flash check --fix"
    return [Problem(str(path), 1, "", "changes-lock", "error", message)]


def _memory_path(roots: list[Path]) -> Path:
    name = crc32(repr([str(root.resolve()) for root in roots]).encode("utf-8", "surrogateescape"))
    return data_folder() / "cache" / f"findings-{name:08x}.json"


def _sorted_out(
    targets: list[str], library: Library, roots: list[Path]
) -> tuple[list[Callable[[str], bool]], list[Path]]:
    """What tells the files of the library that the targets name, and the paths that lie outside of it."""
    inside: list[Callable[[str], bool]] = []
    outside: list[Path] = []
    for target in targets:
        path = Path(target)
        if not os.path.exists(path):  # noqa: PTH110 - never raises, whatever the name
            if "/" in target or path.suffix in (".yaml", ".yml"):
                raise UsageError(f"{clean_line(target)}: no such file or folder")
            inside.append(_files_of(library, resolve(library.roadmap, [target])))
        elif any(path.resolve().is_relative_to(root.resolve()) for root in roots):
            inside.append(_below(path.resolve()))
        elif path not in outside:
            outside.append(path)
    return inside, outside


def _files_of(library: Library, topics: list[str]) -> Callable[[str], bool]:
    """Tells the files of some topics: those that hold their notes, and those that are called like them."""
    files = {note.file for topic in topics for note in library.notes(topic)}
    files |= {file for topic, file in library.files().items() if topic in topics}
    return lambda file: file in files or Path(file).stem in topics


def _below(place: Path) -> Callable[[str], bool]:
    return cache(lambda file: resolved(file).is_relative_to(place))


def _any(tests: list[Callable[[str], bool]]) -> Callable[[str], bool]:
    return lambda file: any(test(file) for test in tests)
