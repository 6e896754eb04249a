"""Writing decks as text, and telling what the library makes of them."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from roadmap_flash.core.model import Note
from roadmap_flash.decks.library import Library
from roadmap_flash.decks.problems import Problem
from roadmap_flash.decks.reader import Deck, read_text

_ticks = itertools.count(1)


def question(note_id: str, answer: str = "that", **more: str) -> str:
    """One card of a question; `more` are further keys, as YAML."""
    lines = [f"- id: {note_id}", f"  q: What is {note_id}?", f"  a: {answer}"]
    return "\n".join([*lines, *(f"  {key}: {value}" for key, value in more.items())]) + "\n"


def deck(topic: str, *cards: str, header: str = "") -> str:
    """A deck; a card is a whole item, or the id of a plain question."""
    items = [card if card.startswith("- ") else question(card) for card in cards]
    return f"topic: {topic}\n{header}cards:{'' if items else ' []'}\n{''.join(items)}"


def write(path: Path, text: str | bytes) -> Path:
    """A file whose time of change differs from that of any file written before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    touch(path)
    return path


def touch(path: Path) -> None:
    """Give a file a time of change that no file had so far."""
    moment = (1_600_000_000 + next(_ticks)) * 10**9
    os.utime(path, ns=(moment, moment))


def read(text: str | bytes, path: Path = Path("alpha.yaml"), books: dict[str, str] | None = None) -> Deck:
    """The deck of a text."""
    return read_text(text if isinstance(text, bytes) else text.encode(), path, books)


def read_note(text: str) -> Note:
    """The one note of a sound deck."""
    found = read(text)
    assert found.problems == []
    (note,) = found.notes
    return note


def brief(problems: Iterable[Problem]) -> list[tuple[int, str, str]]:
    """Line, card and rule of each problem."""
    return [(problem.line, problem.card, problem.rule) for problem in problems]


def everything(library: Library) -> dict[str, Any]:
    """All that a library answers, for comparing two."""
    refs = library.refs()
    return {
        "refs": refs,
        "files": library.files(),
        "problems": library.problems,
        "digests": library.digests,
        "roadmap": library.roadmap,
        "notes": list(library.notes()),
        "by topic": {slug: list(library.notes(slug)) for slug in library.roadmap.topics},
        "by id": {ref.note_id: library.note(ref.note_id) for ref in refs},
        "proofs": {note.id: library.proven(note) for note in library.notes()},
    }
