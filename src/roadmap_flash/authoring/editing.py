"""A deck on its way through the learner's editor: a draft is edited, and takes the deck's place if it is sound.

A shipped card of an installed copy is copied into the learner's own deck of the same topic, where it stands in for
the shipped one.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from roadmap_flash.authoring.workshop import Workshop
from roadmap_flash.core.model import Note
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.editing.files import Opened, open_text, write_text
from roadmap_flash.decks.editing.ids import write_missing_ids
from roadmap_flash.decks.editing.surgery import SurgeryError, card_source, insert_source_lines
from roadmap_flash.decks.problems import Problem
from roadmap_flash.decks.yaml_tree import TreeError
from roadmap_flash.errors import DeckError, UnsoundError
from roadmap_flash.paths import shortened

_SCHEMA = re.compile(r"(?<=^# yaml-language-server: \$schema=)\S+", re.MULTILINE)


@dataclass(frozen=True)
class Job:
    """A deck to be edited: its text, the line where the editor opens it, and what it had before."""

    topic: str
    opened: Opened
    text: str
    line: int
    schema: str = ""
    """The path of the schema as the deck names it; a draft, which lies elsewhere, names it in full."""

    @property
    def draft(self) -> str:
        """What the editor gets."""
        place = self.opened.path.parent / self.schema
        return _SCHEMA.sub(lambda _: os.path.normpath(place), self.text, count=1) if self.schema else self.text


def write_ids(workshop: Workshop, note: Note) -> bool:
    """Give the cards of a deck their ids before one of them is edited, so that it keeps its history; whether it did."""
    if "." not in note.id or workshop.is_shipped(note.file):
        return False
    with suppress(DeckError):  # a deck that is no YAML can still be edited
        return bool(write_missing_ids(Path(note.file), workshop.is_taken))
    return False


def edit_note(workshop: Workshop, note: Note) -> Job:
    """The deck that holds a note, or that will hold the learner's own version of it. Raises DeckError."""
    if not workshop.is_shipped(note.file):
        opened = open_text(Path(note.file))
        return _job(note.topic, opened, opened.text, note.line)
    try:
        rows = card_source(open_text(Path(note.file)).text, note.line)
        opened, text = workshop.open_deck(note.topic)
        text = insert_source_lines(text, rows)
    except TreeError as error:
        raise DeckError(f"{shortened(note.file)}:{error.line}: {error.message}") from error
    except SurgeryError as error:
        raise DeckError(f"{shortened(workshop.deck_file(note.topic))}: {error}") from error
    line = next(own.line for own in workshop.read(note.topic, opened.path, text).notes if own.id == note.id)
    return _job(note.topic, opened, text, line)


def edit_topic(workshop: Workshop, topic: str) -> Job:
    """The whole deck of a topic; in an installed copy the learner's own one."""
    opened, text = workshop.open_deck(topic)
    if opened.data is None and topic in workshop.library.files():
        text += f"# Your own cards of {topic}. To change a shipped one: flash edit ID\n"
    return _job(topic, opened, text, 1)


def finish(workshop: Workshop, job: Job, draft: str) -> list[Note] | None:
    """Put an edited draft in the deck's place; the notes that are new or changed, None if the draft is as it was.

    Raises UnsoundError for what was not wrong before, DeckError if the deck changed meanwhile or cannot be written.
    """
    if draft == job.draft:
        return None
    text = _SCHEMA.sub(lambda _: job.schema, draft, count=1) if job.schema else draft
    before = workshop.read(job.topic, job.opened.path, job.text)
    after = workshop.read(job.topic, job.opened.path, text)
    known = {_what(problem) for problem in before.problems}
    for problem in after.problems:
        if _what(problem) not in known:
            raise UnsoundError(shortened(problem.path), problem.line, clean_line(f"{problem.rule}: {problem.message}"))
    write_text(job.opened, text)
    digests = {note.id: note.digest for note in before.notes}
    return [note for note in after.notes if digests.get(note.id) != note.digest]


def _job(topic: str, opened: Opened, text: str, line: int) -> Job:
    found = _SCHEMA.search(text)
    return Job(topic, opened, text, line, found[0] if found and not Path(found[0]).is_absolute() else "")


def _what(problem: Problem) -> tuple[str, str, str]:
    """What tells a problem from others, wherever it stands."""
    return problem.rule, problem.card, re.sub(r"\d+", "", problem.message)
