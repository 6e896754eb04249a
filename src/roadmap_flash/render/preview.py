"""A note as the learner will see it: each of its cards with question, answer and background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from roadmap_flash.core.kinds import card_id, kind_named
from roadmap_flash.core.model import CardState, Note
from roadmap_flash.core.session import Showing
from roadmap_flash.render import card
from roadmap_flash.render.markdown import inline
from roadmap_flash.render.theme import DIM, TITLE

if TYPE_CHECKING:
    from rich.console import RenderableType


def preview(note: Note, columns: int) -> list[RenderableType]:
    """Every card of a note, one below the other, its answer under a line."""
    kind = kind_named(note.kind)
    blocks: list[RenderableType] = []
    for side in kind.sides(note.fields):
        name = card_id(note.id, side)
        drawn = kind.draw(note.fields, f"{name}/0")
        face = kind.face(note.fields, side, drawn)
        blocks += _card(Showing(CardState(name), side, note, face, drawn, since_ms=0), columns)
    return blocks


def _card(showing: Showing, columns: int) -> list[RenderableType]:
    note, face = showing.note, showing.face
    blocks: list[RenderableType] = [Text(f"{showing.card.card_id} · {note.kind}, level {note.level}", TITLE), Text()]
    blocks += card.question(showing)
    blocks += card.options(face, None, revealed=True)
    if face.hint:
        blocks += [Text(), Text("Hint  ", DIM).append_text(inline(face.hint))]
    answer = card.answer(showing)
    blocks += [Text("─" * columns, DIM, no_wrap=True), *answer] if answer else []
    return [*blocks, *card.background(showing, None), Text()]
