"""An export from start to end: which notes, when each last changed, the file, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from roadmap_flash import clock
from roadmap_flash.context import library as open_decks
from roadmap_flash.context import with_cards
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.atomic import replace_file
from roadmap_flash.decks.changes import FILE, content_of, last_change, read_changes
from roadmap_flash.decks.library import Library
from roadmap_flash.errors import ExportError, UsageError
from roadmap_flash.exporters import Entry, Exporter, LeftOut, Progress, all_exporters
from roadmap_flash.exporters._record import Known, Record
from roadmap_flash.paths import data_folder, deck_roots, shortened


@dataclass
class Report:
    """What was written. The lists tell of notes that another program will not take from this file alone."""

    path: Path
    suffix: str
    notes: int
    cards: int
    size: int
    first: bool = True
    new: int = 0
    changed: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    """Notes that were exported before and are in the decks no more."""
    other_kind: list[str] = field(default_factory=list)
    """Notes whose kind changed such that the other program takes them for a conflict."""
    unremembered: str = ""
    """Why the record of this export could not be kept."""
    faults: int = 0
    """What is wrong in the decks: the notes that it touches are missing in the file."""


def exporter_of(target: Path) -> Exporter:
    """The format that the suffix of a file name means. Raises UsageError with the formats there are."""
    exporters = all_exporters()
    exporter = exporters.get(target.suffix.lower())
    if exporter is None:
        formats = ", ".join(f"{suffix} ({one.about})" for suffix, one in exporters.items())
        raise UsageError(f"{clean_line(str(target))[:80]}: the suffix says the format; there are {formats}")
    return exporter


def export(
    target: Path,
    topics: list[str] | None,
    decks: Path | None,
    may_replace: Callable[[Path], bool],
    progress: Progress[Entry],
) -> Report:
    """Write the notes of some topics, or of all, to `target`; `may_replace` is asked if it exists.

    Raises UsageError if it may not be replaced or there is nothing to export, ExportError if it cannot be written;
    then the old file is as it was.
    """
    exporter = exporter_of(target)
    place = _place(target, may_replace)
    library = open_decks(decks)
    only = with_cards(library, topics) if topics else None
    record = Record(deck_roots(decks, data_folder()), data_folder())
    entries = _entries(library, only, decks, record)
    made = exporter.export(entries, progress)
    try:
        replace_file(place, made.data)
    except BlockingIOError as error:
        raise ExportError(f"{target}: another export is writing it just now; wait for that") from error
    except OSError as error:
        raise ExportError(f"{target}: cannot be written: {error.strerror}; what was there is as it was") from error
    report = Report(target, exporter.suffix, made.notes, made.cards, len(made.data), left_out=made.left_out)
    report.faults = sum(problem.severity == "error" for problem in library.problems)
    if exporter.keeps:
        left_out = {one.note.id for one in made.left_out}
        written = [entry for entry in entries if entry.note.id not in left_out]
        present = {ref.note_id for ref in library.refs()}
        _compare(report, exporter, written, record)
        if not report.faults:  # else nobody knows which notes have left, and which cannot be read just now
            report.gone = record.gone(present, only)
        report.unremembered = record.remember(written)
    return report


def _place(target: Path, may_replace: Callable[[Path], bool]) -> Path:
    """Where the file goes: a link stays a link."""
    try:
        place = target.resolve()
        exists, folder = place.exists(), place.is_dir()
        parent = place.parent.is_dir()
    except (OSError, ValueError, RuntimeError) as error:
        raise ExportError(f"{clean_line(str(target))[:80]}: is no usable file name: {error}") from error
    if folder:
        raise UsageError(f"{target}: is a folder; name a file in it, such as {target / 'roadmap.apkg'}")
    if not parent:
        raise UsageError(f"{target}: the folder {shortened(place.parent)} does not exist; make it first")
    if exists and not place.is_file():
        raise UsageError(f"{target}: is no file that could be replaced; name another one")
    if exists and not may_replace(target):
        raise UsageError(f"{target}: exists; write over it with --force, or name another file")
    return place


def _entries(library: Library, only: frozenset[str] | None, decks: Path | None, record: Record) -> list[Entry]:
    shipped = read_changes(deck_roots(decks, data_folder())[0] / FILE)
    now = clock.now_ms() // 1000
    entries = []
    for note in library.notes():
        if only is None or note.topic in only:
            topic, proven = library.roadmap.topics[note.topic], library.proven(note)
            content = content_of(note, proven, topic.path)
            change = last_change(content, [shipped.get(note.id), record.change(note.id)], now)
            entries.append(Entry(note, topic, proven, change))
    if not entries:
        raise UsageError("there are no cards to export; see: flash topics")
    return entries


def _compare(report: Report, exporter: Exporter, written: list[Entry], record: Record) -> None:
    """What is new and what changed since the notes were last exported."""
    report.first = not record.known
    for entry in written:
        known: Known | None = record.known.get(entry.note.id)
        if known is None:
            report.new += 1
        elif known.change.content != entry.change.content:
            report.changed += 1
            if not exporter.same_form(known.kind, entry.note.kind):
                report.other_kind.append(entry.note.id)
