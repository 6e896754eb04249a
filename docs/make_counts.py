"""Writes the table of decks into the README: python -m docs.make_counts"""

from __future__ import annotations

import re
from pathlib import Path

from roadmap_flash.core.model import Note
from roadmap_flash.decks.library import Library, open_library

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
OPENED, CLOSED = "<!-- decks -->\n", "<!-- /decks -->"


def table() -> str:
    """A row for each deck, under its role: notes, and how many of their answers were checked by running."""
    library = open_library([ROOT / "decks"], None)
    topics = library.roadmap.topics
    lines = ["| deck | notes | answers checked by running |", "|---|---|---|"]
    role = ""
    for slug in library.files():
        if topics[slug].role != role:
            role = topics[slug].role
            lines.append(f"| **{topics[role].title}** | | |")
        notes = list(library.notes(slug))
        lines.append(f"| {topics[slug].title} | {len(notes)} | {_proven(library, notes)} |")
    everything = list(library.notes())
    lines.append(f"| **all** | **{len(everything)}** | **{_proven(library, everything)}** |")
    return "\n".join(lines) + "\n"


def _proven(library: Library, notes: list[Note]) -> int:
    return sum(library.proven(note) is not None for note in notes)


def page(text: str) -> str:
    """The README with its table as the decks have it."""
    return re.sub(f"(?s){OPENED}.*?{CLOSED}", lambda _: f"{OPENED}{table()}{CLOSED}", text)


if __name__ == "__main__":
    README.write_text(page(README.read_text("utf-8")), "utf-8")
