"""A review line by line, for pipes, screen readers and scripts: no control characters, no questions of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from roadmap_flash.collection import Collection
from roadmap_flash.core.model import Rating
from roadmap_flash.core.session import Phase, Session, Showing
from roadmap_flash.core.text import clean, clean_line
from roadmap_flash.errors import ConflictError
from roadmap_flash.render import card, labels
from roadmap_flash.render.markdown import markdown
from roadmap_flash.terminal import closing
from roadmap_flash.terminal.review import undone

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDE = 10_000
"""Lines are not wrapped: whoever reads them wraps them."""
_HELP = (
    "empty line: show the answer, then accept the proposed rating · 1 Again 2 Hard 3 Good 4 Easy · a-d choose · "
    "h hint · e edit · u undo · @ suspend · - tomorrow · ! flag, with a reason if you like · q end"
)


def review(session: Session, collection: Collection, notices: list[str], decks: Path | None = None) -> None:
    """Run a sitting on standard input and output until `q` or the end of input. `e` edits in `decks`, if named."""
    _say(notices)
    collection.store.warm_up(collection.moment().day)
    driver = _Driver(session, collection, decks)
    driver.question()
    while session.phase is not Phase.DONE:
        line = sys.stdin.readline()
        if not line or line.strip() == "q":
            break
        driver.obey(line.strip())
    _say(["", *closing.lines(session, collection, 80)])


def to_plain(blocks: Iterable[RenderableType]) -> list[str]:
    """Renderables as lines of plain text."""
    into = StringIO()
    console = Console(file=into, width=WIDE, color_system=None, markup=False, highlight=False, emoji=False)
    for block in blocks:
        console.print(block)
    return [line.rstrip() for line in into.getvalue().rstrip("\n").split("\n")]


class _Driver:
    def __init__(self, session: Session, collection: Collection, decks: Path | None) -> None:
        self._session = session
        self._collection = collection
        self._decks = decks

    def obey(self, line: str) -> None:
        """Do what a line says, and print what comes of it."""
        before = self._session.shown
        try:
            said = self._do(line)
        except ConflictError as error:
            self._session.refresh()
            said = [str(error)]
        _say(said)
        if self._session.shown != before and self._session.phase is Phase.QUESTION:
            self.question()

    def _do(self, line: str) -> list[str]:
        session = self._session
        if line == "":
            return self._reveal() if session.phase is Phase.QUESTION else self._rate(session.proposal)
        if line in ("1", "2", "3", "4"):
            return self._rate(Rating(int(line)))
        if len(line) == 1 and line in card.LETTERS:
            return self._choose(card.LETTERS.index(line))
        if line.startswith("!"):
            session.flag(clean_line(line[1:]))
            return ["Flagged."]
        match line:
            case "u":
                return [undone(session.undo()).capitalize() + "."]
            case "@":
                session.suspend()
                return ["Suspended."]
            case "-":
                session.bury()
                return ["Back tomorrow."]
            case "e":
                return self._edit()
            case "h":
                hint = session.showing.face.hint if session.showing else ""
                return [f"Hint: {hint}" if hint else "This card has no hint."]
        return [_HELP]

    def question(self) -> None:
        """Print the question on the desk."""
        session, showing = self._session, self._session.showing
        if showing is None:
            return
        topic = self._collection.library.roadmap.topics.get(showing.note.topic)
        path = labels.topic_path(topic, WIDE) if topic else ""
        back = f", {session.back} back" if session.back else ""
        lines = ["", f"[{session.position}/{session.total}{back}] {path} ({showing.card.card_id})"]
        lines += to_plain(markdown(showing.face.prompt))
        lines += [f"    {line}" for line in clean(showing.face.code).rstrip("\n").split("\n") if showing.face.code]
        if "image" in showing.note.fields:
            lines.append(f"[picture: {showing.note.fields.get('alt', '')}] {showing.note.fields['image']}")
        for letter, option in zip(card.LETTERS, showing.face.choices, strict=False):
            first, *rest = to_plain(markdown(option))
            lines += [f"  {letter}) {first}", *(f"     {line}" for line in rest)]
        _say(lines)

    def _choose(self, place: int) -> list[str]:
        session, asked = self._session, self._session.phase is Phase.QUESTION
        if not session.choose(place) or session.showing is None:
            return ["There is no such option."]
        face = session.showing.face
        lines = self._answer(session.showing) if asked else []
        if place != face.right:
            lines.append(f"{card.LETTERS[place]}) is wrong: {' '.join(to_plain(markdown(face.reasons[place])))}")
        return [*lines, f"Proposed: {session.proposal.value} {session.proposal.name.title()}"]

    def _reveal(self) -> list[str]:
        self._session.reveal()
        return self._answer(self._session.showing) if self._session.showing else []

    def _answer(self, showing: Showing) -> list[str]:
        session, face = self._session, showing.face
        letter = f"{card.LETTERS[face.right]}) " if face.choices else ""
        if face.output:
            lines = ["Answer:", *(f"    {line}" for line in clean(face.output).split("\n"))]
        else:
            first, *rest = to_plain(markdown(face.answer))
            lines = [f"Answer: {letter}{first}", *(f"        {line}" for line in rest)]
        if showing.corrected:
            lines.append(f"Corrected. It was: {clean_line(showing.corrected)}")
        for label, text in card.background_rows(showing, self._collection.library.proven(showing.note)):
            lines.append(
                f"{label}: {' '.join(to_plain(markdown(text) if label in card.MARKDOWN else [Text(clean(text))]))}"
            )
        times = (f"{r.value} {r.name.title()} {labels.until(session.outcomes[r])}" for r in Rating)
        return [*lines, " | ".join(times)]

    def _edit(self) -> list[str]:
        """Edit the card; its answer is told again if it was shown, the question by whoever called."""
        if not sys.stdin.isatty():
            return ["To edit a card takes a terminal; see: flash edit"]
        from roadmap_flash.terminal.authoring import edit_shown

        said = edit_shown(self._session, self._collection, self._decks)
        if self._session.phase is Phase.ANSWER and self._session.showing:
            self.question()
            return [*self._answer(self._session.showing), said]
        return [said]

    def _rate(self, rating: Rating) -> list[str]:
        outcome = self._session.outcomes.get(rating)
        if not self._session.rate(rating) or outcome is None:
            return ["First show the answer (an empty line), then rate it."]
        return [f"{rating.name.title()}: again in {labels.until(outcome)}"]


def _say(lines: list[str]) -> None:
    """Print and flush: the reader at the other end of a pipe sees it now."""
    for line in lines:
        sys.stdout.write(clean(line) + "\n")
    sys.stdout.flush()
