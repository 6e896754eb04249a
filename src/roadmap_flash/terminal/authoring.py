"""Talking about cards while they are written: what is asked, how they look, what is to be said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.padding import Padding

from roadmap_flash import context
from roadmap_flash.authoring import drafts
from roadmap_flash.authoring.adding import Addition
from roadmap_flash.authoring.editing import Job, edit_note, finish, write_ids
from roadmap_flash.authoring.findings import findings
from roadmap_flash.authoring.workshop import Workshop
from roadmap_flash.collection import Collection
from roadmap_flash.core.kinds import card_id, kind_named
from roadmap_flash.core.model import Fields, Note
from roadmap_flash.core.session import Session
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.editing.rendering import render_card
from roadmap_flash.decks.lint import SAME
from roadmap_flash.decks.notes import card_ids
from roadmap_flash.decks.problems import Problem
from roadmap_flash.editor import edit
from roadmap_flash.errors import DeckError, FlashError, UnsoundError
from roadmap_flash.paths import shortened
from roadmap_flash.render.preview import preview
from roadmap_flash.terminal.aside import ask, is_interactive, say_aside

Result = TypeVar("Result")
_WIDEST = 100
_OPTIONAL = (
    ("why", "why       (shown after the answer; Enter skips)"),
    ("src", "source    (a key, or title and address)"),
)
_LEVEL = "level     (1 recall, 2 understand, 3 apply, 4 judge)"


def ask_cards(topic: str, sources: Iterable[str]) -> Iterator[Fields]:
    """Question and answer, then what may be left out; an empty question ends.

    A card that is broken off by Ctrl-C or the end of input is kept in a draft.
    """
    keys = ", ".join(map(clean_line, sources))
    say_aside("An empty question ends." + (f" Sources of this deck: {keys}." if keys else ""))
    while question := ask("question  "):
        fields: Fields = {"q": question}
        try:
            _ask_rest(fields)
        except (EOFError, KeyboardInterrupt):
            say_aside("", f"What was typed is kept in {drafts.keep(topic, _as_text(fields))}")
            raise
        yield fields


def _ask_rest(fields: Fields) -> None:
    """All but the question."""
    while not (answer := ask("answer    ")):
        say_aside("A card needs an answer.")
    fields["a"] = answer
    for key, label in _OPTIONAL:
        if typed := ask(label + " "):
            fields[key] = [typed] if key == "src" else typed
    while (level := ask(_LEVEL + " ")) not in ("", "1", "2", "3", "4"):
        say_aside("A number from 1 to 4, or Enter for 1.")
    fields["level"] = int(level or 1)


def _as_text(fields: Fields) -> str:
    return "\n".join(render_card(fields)) + "\n"


def show(notes: Iterable[Note]) -> None:
    """The cards as they will look in a review."""
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    columns = min(console.width, _WIDEST) - 4
    for note in notes:
        for block in preview(note, columns):
            console.print(Padding(block, (0, 0, 0, 2), expand=False), width=columns + 2)


def name_findings(found: Iterable[Problem]) -> None:
    """What the rules say, a line each."""
    say_aside(*(f"  {clean_line(f'{finding.card}: {finding.rule}: {finding.message}')}" for finding in found))


def name_look_alikes(addition: Addition) -> None:
    """The cards that look like a new one, with where they stand."""
    for note, score, other in addition.alike:
        what = "is the same as" if score >= SAME else "looks like"
        question = clean_line(kind_named(other.kind).gist(other.fields)[0])[:70]
        where = f"{shortened(other.file)}:{other.line}"
        say_aside(f"  {clean_line(f'{note.id} {what} {other.id} ({score:.2f}): {question} ({where})')}")


def agreed(addition: Addition) -> bool:
    """Whether to write it: asked only where something was found, and only if there is somebody to ask."""
    if not is_interactive() or not (addition.findings or addition.alike):
        return True
    return ask("Add it all the same? Enter: yes, n: no ") in ("", "y", "yes")


def until_sound(draft: Path, line: int, use: Callable[[], Result], *, typed: bool = False) -> Result:
    """Open a draft in the editor until `use` takes it; then it is deleted. What `use` gave.

    Whatever goes wrong, what was typed stays in the draft, and the FlashError that is raised names it. `typed` says
    that there was something in it before the editor was opened.
    """
    before = b"" if typed else draft.read_bytes()
    while True:
        try:
            edit(draft, line)
            result = use()
        except FlashError as error:
            line = error.line if isinstance(error, UnsoundError) else line
            if not is_interactive() or not _again(error):
                kept = _kept(draft, before)
                error.args = (f"{error}; {kept}" if kept else str(error),)
                raise
        except (EOFError, KeyboardInterrupt):
            say_aside("", _kept(draft, before))
            raise
        else:
            draft.unlink(missing_ok=True)
            return result


def _kept(draft: Path, before: bytes) -> str:
    """Where it is kept, for the learner; empty if nothing was typed, and then the draft is deleted."""
    try:
        if draft.read_bytes() != before:
            return f"what was typed is kept in {draft}"
    except OSError:
        return ""
    draft.unlink(missing_ok=True)
    return ""


def _again(error: FlashError) -> bool:
    say_aside(f"! {clean_line(str(error))}")
    with suppress(EOFError, KeyboardInterrupt):
        return ask("Enter: back to the editor, q: leave it ") == ""
    return False


def edit_job(workshop: Workshop, job: Job) -> list[Note] | None:
    """Have a deck edited until it is sound; what `finish` gave. Raises FlashError, which names the draft."""
    draft = drafts.keep(job.opened.path.name, job.draft)
    return until_sound(draft, job.line, lambda: finish(workshop, job, _typed(draft)))


def edit_shown(session: Session, collection: Collection, decks: Path | None) -> str:
    """Have the card on the desk edited and show it again; what there is to say."""
    showing = session.showing
    if showing is None:
        return ""
    began = collection.stopwatch_ms()
    try:
        note, written = with_id(collection, decks, showing.note)
        workshop = Workshop(decks)
        changed = edit_job(workshop, edit_note(workshop, note))
    except FlashError as error:
        return clean_line(str(error))
    if changed is None and not written:
        return "Nothing was changed."
    collection.follow(context.library(decks))
    changed = changed or []
    now = next((new for new in changed if new.id == note.id), note)
    known = card_ids(now)
    card = card_id(now.id, showing.side)
    shown = session.reshow(card if card in known else known[0], collection.stopwatch_ms() - began)
    if not shown:
        return "The card is gone from its deck; here is the next one."
    told = "; ".join(clean_line(f"{finding.rule}: {finding.message}") for finding in findings([now])[:2])
    return f"Saved; its progress stays. {told}".rstrip()


def with_id(collection: Collection, decks: Path | None, note: Note) -> tuple[Note, bool]:
    """The note after its deck was given ids, if it had none; and whether it was. Its history goes with it."""
    if not write_ids(Workshop(decks), note):
        return note, False
    before = [other.line for other in collection.library.notes(note.topic) if other.file == note.file]
    collection.follow(context.library(decks))
    after = [other for other in collection.library.notes(note.topic) if other.file == note.file]
    return after[before.index(note.line)], True


def _typed(draft: Path) -> str:
    try:
        return draft.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise UnsoundError(draft, 1, "is not UTF-8; save it as UTF-8") from error
    except OSError as error:
        raise DeckError(f"{draft}: cannot be opened: {error.strerror}") from error
