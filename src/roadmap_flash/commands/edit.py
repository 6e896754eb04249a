"""`flash edit`: a card or deck in the learner's editor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roadmap_flash.commands import Decks, say
from roadmap_flash.terminal.aside import say_aside

if TYPE_CHECKING:
    from roadmap_flash.authoring.editing import Job
    from roadmap_flash.authoring.workshop import Workshop
    from roadmap_flash.collection import Collection
    from roadmap_flash.core.model import Note

_NAMED = 8
"""How many cards are named where several are meant."""


def main(
    what: Annotated[
        list[str],
        typer.Argument(metavar="CARD|TOPIC|WORDS|last", help="An id, a topic, words of one card, or last."),
    ],
    decks: Decks = None,
) -> None:
    """Open $VISUAL or $EDITOR at a card or deck; what you save is checked first. Progress stays.

    A card that came with an installed program is changed in your own decks, where it stands in for the shipped one.
    """
    from roadmap_flash import context
    from roadmap_flash.authoring.adding import path_and_line
    from roadmap_flash.authoring.findings import findings
    from roadmap_flash.authoring.workshop import Workshop
    from roadmap_flash.terminal import authoring

    with context.collection(decks) as collection:
        job = _job(collection, decks, what)
    workshop = Workshop(decks)
    changed = authoring.edit_job(workshop, job)
    if changed is None:
        say_aside("Nothing was changed.")
        return
    authoring.show(changed)
    authoring.name_findings(findings(changed))
    _name_problems(workshop.renewed(), job)
    say(*(f"{note.id}  {path_and_line(note)}" for note in changed))


def _job(collection: Collection, decks: Path | None, what: list[str]) -> Job:
    """The card or deck that is meant."""
    from roadmap_flash.authoring.editing import edit_note, edit_topic
    from roadmap_flash.authoring.workshop import Workshop
    from roadmap_flash.terminal.authoring import with_id

    topic = _topic(collection, " ".join(what))
    if topic and not _by_id(collection, what):
        return edit_topic(Workshop(decks), topic)
    note, _ = with_id(collection, decks, _note(collection, what))
    return edit_note(Workshop(decks), note)


def _topic(collection: Collection, name: str) -> str | None:
    from roadmap_flash.context import find_topic
    from roadmap_flash.errors import UsageError

    try:
        return find_topic(collection.library.roadmap, name)
    except UsageError:
        return None


def _by_id(collection: Collection, what: list[str]) -> Note | None:
    """The note of an id, or of the card that was answered last."""
    from roadmap_flash.errors import UsageError
    from roadmap_flash.store import reading

    name = what[0] if len(what) == 1 else ""
    if name == "last":
        name = reading.last_answered(collection.store.database) or ""
        if not name:
            raise UsageError("no card was answered yet; name one by its id")
    try:
        return collection.note_of(name)
    except KeyError:
        if what == ["last"]:
            raise UsageError(f"{name}, which was answered last, is in no deck any more; see: flash orphans") from None
        return None


def _note(collection: Collection, what: list[str]) -> Note:
    """The one note that is meant. Raises UsageError with those that may be."""
    from roadmap_flash.core.kinds import kind_named
    from roadmap_flash.core.search import matches
    from roadmap_flash.core.text import clean_line
    from roadmap_flash.errors import UsageError

    if note := _by_id(collection, what):
        return note
    words = " ".join(what).lower().split()
    found = [note for note in collection.library.notes() if words and matches(note, words)]
    if len(found) == 1:
        return found[0]
    named = clean_line(" ".join(what))[:60]
    if not found:
        raise UsageError(f"no card or topic is called {named!r}, and no card has these words; see: flash list WORDS")
    some = "; ".join(f"{note.id} {kind_named(note.kind).gist(note.fields)[0][:50]}" for note in found[:_NAMED])
    more = " …" if len(found) > _NAMED else ""
    raise UsageError(clean_line(f"{len(found)} cards have {named!r}; name one by its id: {some}{more}"))


def _name_problems(workshop: Workshop, job: Job) -> None:
    """What only the library as a whole can tell of the deck, such as an id that another deck has."""
    from roadmap_flash.paths import resolved

    path = job.opened.path
    say_aside(*(f"  {problem}" for problem in workshop.library.problems if resolved(problem.path) == path))
