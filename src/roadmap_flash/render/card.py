"""A card as rich renderables: its question, and what is shown with its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from roadmap_flash.core.model import Face, Note
from roadmap_flash.core.session import Phase, Session, Showing
from roadmap_flash.core.text import clean, clean_line
from roadmap_flash.render.markdown import code, inline, markdown
from roadmap_flash.render.theme import BAD, DIM, GOOD

if TYPE_CHECKING:
    from rich.console import RenderableType

LETTERS = "abcd"
MARKDOWN = ("Why", "Also")
"""The rows of the background whose text is Markdown."""


def question(showing: Showing) -> list[RenderableType]:
    """The prompt, the code and the picture of a card, without its choices."""
    blocks = markdown(showing.face.prompt)
    if showing.face.code:
        blocks += [Text(), Padding(code(showing.face.code, showing.face.lang), (0, 0, 0, 2))]
    if image := showing.note.fields.get("image"):
        alt = clean_line(showing.note.fields.get("alt", ""))
        blocks += [Text(), Text(f"[picture: {alt}] {clean_line(image)}", DIM)]
    return blocks


def choices(session: Session) -> list[RenderableType]:
    """The options of the multiple choice on the desk, if it is one."""
    if session.showing is None:
        return []
    return options(session.showing.face, session.chosen, revealed=session.phase is Phase.ANSWER)


def options(face: Face, chosen: int | None, *, revealed: bool) -> list[RenderableType]:
    """The options of a multiple choice; once revealed with marks, the chosen wrong one with its reason."""
    if not face.choices:
        return []
    from rich.table import Table

    table = Table.grid(padding=(0, 1))
    for place, option in enumerate(face.choices):
        mark = "✔" if revealed and place == face.right else "✘" if revealed and place == chosen else " "
        style = GOOD if mark == "✔" else BAD if mark == "✘" else ""
        table.add_row(Text(f"{mark} {LETTERS[place]}", style), inline(option))
        if revealed and place != face.right and chosen in (None, place):
            reason = inline(face.reasons[place])
            reason.stylize(DIM)
            table.add_row(Text(), Padding(reason, (0, 0, 0, 2)))
    return [Text(), table]


def answer(showing: Showing) -> list[RenderableType]:
    """The answer itself. A multiple choice has its marks instead."""
    face = showing.face
    if face.choices:
        return []
    blocks: list[RenderableType] = []
    blocks += [Padding(code(face.output, "text"), (0, 0, 0, 2))] if face.output else markdown(face.answer)
    if showing.corrected:
        blocks += [Text("Corrected: the answer was wrong before. It was: ", BAD).append_text(inline(showing.corrected))]
    return blocks


def background(showing: Showing, proven: str | None) -> list[RenderableType]:
    """Why, where to look it up, and whether it was checked by running."""
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    for label, text in background_rows(showing, proven):
        value = Table.grid()
        for block in markdown(text) if label in MARKDOWN else [Text(clean(text))]:
            value.add_row(block)
        table.add_row(Text(label, DIM), value)
    return [Text(), table] if table.row_count else []


def background_rows(showing: Showing, proven: str | None) -> list[tuple[str, str]]:
    """The same as label and text."""
    rows = [("Why", showing.face.why)] if showing.face.why else []
    also = showing.note.fields.get("accept", [])
    if also:
        rows.append(("Also", " · ".join(also)))
    labels = " · ".join(clean_line(source.label) for source in showing.note.sources)
    if labels:
        rows.append(("Source", labels))
    versions = as_of(showing.note)
    if versions and versions != proven:
        rows.append(("As of", versions))
    if proven is not None:
        rows.append(("✔", f"checked by running{', ' if proven else ''}{proven}"))
    return rows


def as_of(note: Note) -> str:
    """The versions that a note's facts hold for."""
    return ", ".join(f"{clean_line(name)} {clean_line(version)}" for name, version in note.as_of)


def first_url(note: Note) -> str | None:
    """The page that `o` opens."""
    return next((source.url for source in note.sources if source.url), None)
