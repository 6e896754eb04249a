"""The pages of a review, made of what the session says: nothing here reads keys or writes anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.text import Text

from roadmap_flash.core.model import CardState, Rating, State, Topic
from roadmap_flash.core.session import Phase, Session, Showing
from roadmap_flash.core.text import clean_line, width
from roadmap_flash.render import card, labels
from roadmap_flash.render.markdown import inline
from roadmap_flash.render.theme import DIM, TITLE

if TYPE_CHECKING:
    from rich.console import RenderableType

_BEFORE = ("space show", "h hint", "! flag", "@ suspend", "- tomorrow", "u undo", "? more", "q end")
_CHOICE = ("a–d choose", *_BEFORE)
_AFTER = ("space = {}", "o source", "! flag", "@ suspend", "- tomorrow", "u undo", "? more", "q end")
HELP = (
    ("space, Enter", "show the answer; again: accept the proposed rating"),
    ("1 2 3 4", "rate: Again, Hard, Good, Easy"),
    ("a b c d", "choose an option of a multiple choice"),
    ("h", "show the hint"),
    ("o", "open the source in the browser, or show its address"),
    ("e", "edit the card in your editor ($VISUAL or $EDITOR); its progress stays"),
    ("i", "what is known of this card: state, interval, file and line"),
    ("u", "undo, as often as you like, also in an earlier sitting"),
    ("@", "suspend: never show this card again (flash unsuspend brings it back)"),
    ("-", "bury: show this card tomorrow"),
    ("!", "flag the card as doubtful, with a reason if you like"),
    ("↑ ↓ page up/down", "scroll a card that is longer than the screen"),
    ("q", "end; every answer is kept already"),
)


@dataclass
class View:
    """What is on the screen besides the card itself."""

    topic: Topic | None = None
    hint: bool = False
    proven: str | None = None
    status: str = ""
    sight: int = 0
    """The block of the page that must be seen: where the answer begins."""
    notices: list[str] = field(default_factory=list)


def page(session: Session, showing: Showing, view: View, columns: int) -> list[RenderableType]:
    """Header, question, and after the reveal the answer with its background."""
    body: list[RenderableType] = [header(session, view, columns), Text()]
    body += [Text(notice, DIM) for notice in view.notices]
    body += [Text()] if view.notices else []
    body += card.question(showing)
    body += card.choices(session)
    if view.hint and showing.face.hint:
        body += [Text(), Text("Hint  ", DIM).append_text(inline(showing.face.hint))]
    view.sight = 0
    if session.phase is Phase.ANSWER:
        view.sight = len(body)
        answer = card.answer(showing)
        body += [rule(columns), *answer] if answer else []
        body += card.background(showing, view.proven)
    return body


def foot(session: Session, showing: Showing, view: View, columns: int) -> list[RenderableType]:
    """The status, the four ratings once the answer is shown, and the keys."""
    rows: list[RenderableType] = [Text(view.status)] if view.status else []
    if session.phase is Phase.ANSWER:
        rows += [rule(columns), ratings(session)]
        keys: tuple[str, ...] = (_AFTER[0].format(session.proposal.name.title()), *_AFTER[1:])
    else:
        keys = _CHOICE if showing.face.choices else _BEFORE
        if not showing.face.hint:
            keys = tuple(key for key in keys if key != "h hint")
    return [*rows, rule(columns), Text(key_bar(keys, columns), DIM)]


def rule(columns: int) -> RenderableType:
    """A line across the page."""
    return Text("─" * columns, DIM, no_wrap=True)


def header(session: Session, view: View, columns: int) -> RenderableType:
    """The topic's path, and the place in the sitting with what is still to come."""
    back = f" · {session.back} back" if session.back else ""
    place = f"{session.position} / {session.total}{back}"
    path = labels.topic_path(view.topic, columns - len(place) - 2) if view.topic else ""
    gap = " " * max(columns - width(path) - width(place), 1)
    return Text(path, TITLE, no_wrap=True).append(gap).append(place, DIM)


def ratings(session: Session) -> RenderableType:
    """The four ratings, each with the interval it gives."""
    from rich.table import Table

    table = Table.grid(padding=(0, 5, 0, 0))
    table.add_row(*(Text(f"{rating.value} {rating.name.title()}", TITLE) for rating in Rating))
    table.add_row(*(Text(f"  {labels.until(session.outcomes[rating])}") for rating in Rating))
    return table


def key_bar(keys: Sequence[str], columns: int) -> str:
    """As many keys as fit; the last three, undo, help and end, always stay."""
    shown = list(keys)
    while len("   ".join(shown)) > columns and len(shown) > 4:
        del shown[-4]
    return "   ".join(shown)


def info(showing: Showing, state: CardState) -> list[RenderableType]:
    """What is known of a card."""
    note = showing.note
    rows = [
        ("Card", state.card_id),
        ("Kind", f"{note.kind}, level {note.level}"),
        ("File", f"{note.file}:{note.line}"),
        ("State", State(state.state).name.lower() + (", suspended" if state.suspended else "")),
        ("Interval", labels.days(state.interval) if state.interval else "–"),
        ("Answers", f"{state.reps}, of which {state.lapses} lapses"),
    ]
    if state.memory:
        stability = labels.days(max(state.memory.stability, 1))
        rows.append(("Memory", f"stability {stability}, difficulty {state.memory.difficulty:.1f} of 10"))
    if state.flag is not None:
        rows.append(("Flag", state.flag or "(no reason given)"))
    rows += [("Source", " · ".join(filter(None, source))) for source in note.sources]
    return [Text("This card", TITLE), Text(), two_columns(rows)]


def help_page() -> list[RenderableType]:
    """All keys."""
    return [Text("Keys", TITLE), Text(), two_columns(HELP)]


def two_columns(rows: Sequence[tuple[str, str]]) -> RenderableType:
    """Labels and texts, cleaned."""
    from rich.table import Table

    table = Table.grid(padding=(0, 3, 0, 0))
    for label, text in rows:
        table.add_row(Text(clean_line(label), DIM, no_wrap=True), Text(clean_line(text), overflow="fold"))
    return table
