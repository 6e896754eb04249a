"""`.apkg`: a package for Anki, on every platform; a later one updates what changed and nothing else."""

from __future__ import annotations

from collections import Counter

from roadmap_flash.core.model import Topic
from roadmap_flash.exporters import Entry, Exported, LeftOut, Progress
from roadmap_flash.render.html import escape


class Apkg:
    """The notes as decks, one a topic, below one deck for the roadmap."""

    suffix = ".apkg"
    about = "a package for Anki"
    keeps = True

    def export(self, entries: list[Entry], progress: Progress[Entry]) -> Exported:
        """A package of all notes that Anki can show."""
        from roadmap_flash.exporters.anki.fields import CannotShowError, fields_of, picture_in
        from roadmap_flash.exporters.anki.package import ROOT, Package, deck_name

        package = Package()
        left_out: list[LeftOut] = []
        package.describe(ROOT, _ABOUT)
        for entry in progress(_in_order(entries)):
            try:
                picture, fields = picture_in(entry.note), fields_of(entry)
            except CannotShowError as error:
                left_out.append(LeftOut(entry.note, str(error)))
                continue
            package.add(entry, fields)
            if picture:
                package.add_picture(picture)
        for topic, description in _descriptions(entries):
            package.describe(deck_name(topic), description)
        return Exported(package.to_bytes(), package.notes, package.cards, left_out)

    def same_form(self, kind: str, other: str) -> bool:
        """Anki refuses a note that comes with another note type than its own."""
        from roadmap_flash.exporters.anki.note_types import note_type_of

        return note_type_of(kind) == note_type_of(other)


def _in_order(entries: list[Entry]) -> list[Entry]:
    """The order in which new cards come: topics as in the roadmap, and in each the lower levels first."""
    places: dict[str, int] = {}
    for entry in entries:
        places.setdefault(entry.topic.slug, len(places))
    return sorted(entries, key=lambda entry: (places[entry.topic.slug], entry.note.level))


_ABOUT = escape(
    "Decks of roadmap-flash, the whole MLOps roadmap. New cards come in the order of the roadmap. "
    "Import a later package over this one: changed cards are updated, your schedule stays."
)


def _descriptions(entries: list[Entry]) -> list[tuple[Topic, str]]:
    """For each topic: how many notes, how many of them checked by running, and the versions they hold for."""
    topics = {entry.topic.slug: entry.topic for entry in entries}
    notes = Counter(entry.topic.slug for entry in entries)
    proven = Counter(entry.topic.slug for entry in entries if entry.proven is not None)
    versions = {entry.topic.slug: entry.note.as_of for entry in entries}
    told = []
    for slug, topic in topics.items():
        parts = [f"{notes[slug]} notes on {topic.title}"]
        if proven[slug]:
            parts.append(f"{proven[slug]} answers checked by running")
        if versions[slug]:
            parts.append(f"as of {', '.join(f'{name} {version}' for name, version in versions[slug])}")
        told.append((topic, escape("; ".join(parts) + ".")))
    return told


EXPORTER = Apkg()
