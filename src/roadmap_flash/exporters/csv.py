"""`.csv`: one row a card, for spreadsheets."""

from __future__ import annotations

import csv
import io

from roadmap_flash.core.model import Face
from roadmap_flash.exporters import Entry, Exported, OneWay, Progress, faces

COLUMNS = ("card", "topic", "kind", "level", "question", "answer", "hint", "why", "source", "checked")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula when it stands first."""


class Csv(OneWay):
    """All text is as the author typed it; a cell that a spreadsheet would calculate begins with an apostrophe."""

    suffix = ".csv"
    about = "one row a card, for spreadsheets"

    def export(self, entries: list[Entry], progress: Progress[Entry]) -> Exported:
        """UTF-8 with the mark that spreadsheets know it by, and the line ends of RFC 4180."""
        into = io.StringIO()
        writer = csv.writer(into)
        writer.writerow(COLUMNS)
        cards = 0
        for entry in progress(entries):
            for side, face in faces(entry.note).items():
                writer.writerow([_safe(cell) for cell in _row(entry, side, face)])
                cards += 1
        return Exported(into.getvalue().encode("utf-8-sig"), len(entries), cards)


def _row(entry: Entry, side: str, face: Face) -> list[str]:
    note = entry.note
    return [
        f"{note.id}:{side}" if side else note.id,
        note.topic,
        note.kind,
        str(note.level),
        "\n\n".join(filter(None, [face.prompt, face.code, "\n".join(f"- {option}" for option in face.choices)])),
        face.output or face.answer,
        face.hint,
        face.why,
        "; ".join(" ".join(filter(None, source)) for source in note.sources),
        entry.proven or ("" if entry.proven is None else "yes"),
    ]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


EXPORTER = Csv()
