"""`flash export`: the decks for Anki, spreadsheets, programs and paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roadmap_flash.commands import Decks, Json, say, say_json
from roadmap_flash.terminal.aside import is_interactive, say_aside

if TYPE_CHECKING:
    from roadmap_flash.exporting import Report


def main(
    out: Annotated[str, typer.Argument(metavar="OUT", help="The file to write: .apkg for Anki, .csv, .json or .md.")],
    topics: Annotated[
        list[str] | None, typer.Argument(metavar="[TOPIC]...", help="Topics, sections or roles; none: all.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", "-f", help="Write over a file that exists.")] = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002 - typer's own way to declare a flag
    decks: Decks = None,
) -> None:
    """Write decks to a file; its suffix says the format. A later .apkg updates in Anki what changed, and only that."""
    from roadmap_flash.core.text import clean_line
    from roadmap_flash.exporting import export
    from roadmap_flash.render.labels import plural
    from roadmap_flash.render.progress import watched

    report = export(
        Path(out), topics, decks, lambda path: force or _asked(path), lambda entries: watched(entries, "Exporting")
    )
    for one in report.left_out:
        say_aside(clean_line(f"left out: {one.note.file}:{one.note.line}: {one.note.id}: {one.reason}"))
    if report.faults:
        say_aside(
            f"{plural(report.faults, 'error')} in the decks; cards that cannot be read are missing. See: flash check"
        )
    if json:
        say_json(_row(report))
    else:
        say(*_told(report))


def _asked(path: Path) -> bool:
    """Ask whether the file may be replaced, where somebody is there to answer."""
    if not is_interactive():
        return False
    return typer.confirm(f"{path} exists. Write over it?", err=True)


def _told(report: Report) -> list[str]:
    from roadmap_flash.core.text import clean_line
    from roadmap_flash.render.labels import plural

    size = f"{report.size / 1e6:.1f} MB" if report.size >= 1e6 else f"{max(report.size // 1000, 1)} kB"
    lines = [f"{clean_line(str(report.path))}: {plural(report.notes, 'note')}, {plural(report.cards, 'card')}, {size}."]
    if report.left_out:
        lines.append(f"{plural(len(report.left_out), 'note')} left out, named above.")
    if report.suffix == ".apkg":
        lines += _what_anki_does(report)
    return lines


def _what_anki_does(report: Report) -> list[str]:
    from roadmap_flash.render.labels import plural

    if report.first:
        lines = [
            "In Anki: File › Import. The decks appear below “MLOps Roadmap”, new cards in the order of the roadmap."
        ]
    else:
        same = report.notes - report.new - report.changed
        lines = [
            f"Since your last export: {report.new} new, {report.changed} changed, {same} as they were.",
            "In Anki: File › Import. It adds the new notes and updates the changed ones, over older edits of yours;",
            "all else stays as you have it: schedules, decks, suspensions, edits of other notes.",
        ]
    if report.other_kind:
        lines.append(
            f"Anki will refuse {_named(report.other_kind)}: another kind of card now. Delete them there first."
        )
    if report.gone:
        lines.append(
            f"{plural(len(report.gone), 'note')} left the decks, and Anki keeps them. To find them, search there:"
        )
        lines.append("  " + " or ".join(f"Id:{note}" for note in report.gone))
    if report.unremembered:
        lines.append(
            f"What was exported could not be written down ({report.unremembered}): the next summary cannot compare."
        )
    return lines


def _named(ids: list[str]) -> str:
    return ", ".join(ids)


def _row(report: Report) -> dict[str, object]:
    return {
        "path": str(report.path),
        "format": report.suffix.removeprefix("."),
        "notes": report.notes,
        "cards": report.cards,
        "bytes": report.size,
        "new": report.new,
        "changed": report.changed,
        "gone": report.gone,
        "other_kind": report.other_kind,
        "errors": report.faults,
        "left_out": [
            {"id": one.note.id, "file": one.note.file, "line": one.note.line, "reason": one.reason}
            for one in report.left_out
        ],
    }
