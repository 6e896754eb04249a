"""`flash list`: search the cards."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from roadmap_flash.commands import Decks, Json, say, say_json
from roadmap_flash.core.kinds import kind_named
from roadmap_flash.core.model import Note
from roadmap_flash.core.search import matches
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.notes import card_ids


def main(
    words: Annotated[list[str] | None, typer.Argument(help="Words that must all occur in a note.")] = None,
    topic: Annotated[str | None, typer.Option(help="Only this topic, section or role.")] = None,
    json: Json = False,  # noqa: FBT002 - typer's own way to declare a flag
    decks: Decks = None,
) -> None:
    """Notes with their questions and answers, all or those in which all words occur."""
    from roadmap_flash import context

    library = context.library(decks)
    only = set(context.resolve(library.roadmap, [topic])) if topic else None
    wanted = [word.lower() for word in words or []]
    found = [note for note in library.notes() if (only is None or note.topic in only) and matches(note, wanted)]
    if json:
        say_json([_row(note, library.proven(note)) for note in found])
        return
    for note in found:
        question, answer = map(clean_line, kind_named(note.kind).gist(note.fields))
        say(f"{note.id}  {question}  →  {answer}")


def _row(note: Note, proven: str | None) -> dict[str, Any]:
    question, answer = kind_named(note.kind).gist(note.fields)
    return {
        "id": note.id,
        "topic": note.topic,
        "kind": note.kind,
        "question": question,
        "answer": answer,
        "why": note.fields.get("why"),
        "level": note.level,
        "sources": [source._asdict() for source in note.sources],
        "proven": proven is not None,
        "file": note.file,
        "line": note.line,
        "cards": card_ids(note),
    }
