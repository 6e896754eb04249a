"""A review on the full screen: keys in, pages out; what is decided is the session's business."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from roadmap_flash.collection import Collection
from roadmap_flash.core.model import Act, Rating, ReviewLog
from roadmap_flash.core.session import Phase, Session
from roadmap_flash.core.text import clean_line
from roadmap_flash.errors import ConflictError
from roadmap_flash.render.card import LETTERS, first_url
from roadmap_flash.terminal import closing, pages
from roadmap_flash.terminal.keys import RESIZE, Keyboard
from roadmap_flash.terminal.screen import Screen

TEN_MORE = 10
BROWSER_WAIT = 3
"""Seconds."""
_UNDONE = {
    Act.ANSWER: "the answer to {} is taken back",
    Act.SUSPEND: "{} is not suspended any more",
    Act.UNSUSPEND: "{} is suspended again",
    Act.BURY: "{} is not buried any more",
    Act.FLAG: "the flag of {} is taken back",
    Act.UNFLAG: "{} is flagged again",
    Act.DELETE: "the progress of {} is back",
}
_SCROLL = {"up": -1, "down": 1, "page up": -10, "page down": 10}


def undone(log: ReviewLog | None) -> str:
    """What an undo took back, in words."""
    return _UNDONE[log.act].format(log.card_id) if log else "nothing left to undo"


def review(session: Session, collection: Collection, notices: list[str], decks: Path | None = None) -> None:
    """Run a sitting until the learner ends it. Each answer is durable before the next card is shown.

    `decks` is the root that was named, if any: `e` edits there.
    """
    with Keyboard() as keyboard, Screen(keyboard) as screen:
        collection.store.warm_up(collection.moment().day)
        _Driver(session, collection, keyboard, screen, notices, decks).run()
    if session.done or session.flagged:
        sys.stdout.write("\n".join([*closing.lines(session, collection, 76), ""]))


def _open_in_browser(url: str) -> None:
    """Open a page without letting the browser write onto ours; one that stays in the foreground is not waited for."""
    command = [sys.executable, "-m", "webbrowser", url]
    none = subprocess.DEVNULL
    started = subprocess.Popen(  # noqa: S603 - a list of arguments, no shell; the reader took nothing but http(s)
        command, start_new_session=True, stdin=none, stdout=none, stderr=none
    )
    with suppress(subprocess.TimeoutExpired):
        started.wait(BROWSER_WAIT)


class _Driver:
    def __init__(
        self,
        session: Session,
        collection: Collection,
        keyboard: Keyboard,
        screen: Screen,
        notices: list[str],
        decks: Path | None,
    ) -> None:
        self._session = session
        self._collection = collection
        self._keyboard = keyboard
        self._screen = screen
        self._decks = decks
        self._view = pages.View(notices=notices)
        self._shown = 0
        self._settled = False
        self._keys: dict[str, Callable[[], None]] = {
            " ": self._go_on,
            "\n": self._go_on,
            "h": self._hint,
            "o": self._open_source,
            "e": self._edit,
            "i": lambda: self._interlude(self._info()),
            "?": lambda: self._interlude(pages.help_page()),
            "u": self._undo,
            "@": lambda: self._act("suspended; u takes it back", session.suspend),
            "-": lambda: self._act("back tomorrow; u takes it back", session.bury),
            "!": self._flag,
            "n": self._more,
        }

    def run(self) -> None:
        """Read keys until the end."""
        try:
            self._draw()
            while (key := self._keyboard.read()) not in ("q", "end of input"):
                if self._session.phase is Phase.DONE and key in (" ", "\n"):
                    return
                self._handle(key)
        except EOFError:
            return

    def _handle(self, key: str) -> None:
        keep = key == RESIZE or key in _SCROLL
        if key in _SCROLL:
            self._screen.scroll(_SCROLL[key])
        elif not keep:
            self._view.status = ""
            try:
                self._press(key)
            except ConflictError as error:
                self._session.refresh()
                self._view.status = str(error)
        self._draw(keep_scroll=keep)

    def _press(self, key: str) -> None:
        if key in self._keys:
            self._keys[key]()
        elif key in ("1", "2", "3", "4"):
            self._rate(Rating(int(key)))
        elif len(key) == 1 and key in LETTERS and self._session.chosen is None:
            self._session.choose(LETTERS.index(key))

    def _go_on(self) -> None:
        if self._session.phase is Phase.QUESTION:
            self._session.reveal()
        else:
            self._rate(self._session.proposal)

    def _rate(self, rating: Rating) -> None:
        if self._session.phase is Phase.QUESTION:
            self._view.status = "First show the answer (space), then rate it."
        elif self._session.rate(rating) and not self._settled:
            self._settled = True
            self._collection.settle()

    def _act(self, status: str, act: Callable[[], None]) -> None:
        if self._session.showing:
            card_id = self._session.showing.card.card_id
            act()
            self._view.status = f"{card_id}: {status}"

    def _undo(self) -> None:
        self._view.status = undone(self._session.undo())

    def _more(self) -> None:
        if self._session.phase is Phase.DONE and not self._session.more(TEN_MORE):
            self._view.status = "There are no further new cards; see: flash focus"

    def _hint(self) -> None:
        self._view.hint = True

    def _flag(self) -> None:
        if self._session.showing is None:
            return
        reason = self._ask("Flag this card. Why? (Enter: no reason, Esc: not at all)  ")
        if reason is not None:
            self._session.flag(clean_line(reason))
            self._view.status = "Flagged; it is listed at the end of the sitting."

    def _open_source(self) -> None:
        showing = self._session.showing
        if showing is None or self._session.phase is Phase.QUESTION:
            return
        url = first_url(showing.note)
        if url is None:
            self._view.status = "This card's source is no web page."
        elif not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform == "darwin"):
            self._view.status = clean_line(url)
        else:
            _open_in_browser(url)
            self._view.status = f"Opened {clean_line(url)}"

    def _edit(self) -> None:
        """The card's place in its deck, in the learner's editor; then the card again, as it is now."""
        from roadmap_flash.terminal.authoring import edit_shown

        if self._session.showing:
            with self._screen.away():
                status = edit_shown(self._session, self._collection, self._decks)
            self._view.status = status

    def _info(self) -> list[RenderableType]:
        showing = self._session.showing
        if showing is None:
            return pages.help_page()
        return pages.info(showing, self._collection.card(showing.card.card_id))

    def _interlude(self, body: list[RenderableType]) -> None:
        """A page that stays until any key."""
        foot = [Text("any key: back", "dim")]
        self._screen.draw(body, foot)
        while (key := self._keyboard.read()) == RESIZE or key in _SCROLL:
            self._screen.scroll(_SCROLL.get(key, 0))
            self._screen.draw(body, foot, keep_scroll=True)

    def _ask(self, prompt: str) -> str | None:
        """A line of text from the foot of the screen; None if it was given up."""
        typed = ""
        while True:
            self._view.status = f"{prompt}{typed}▏"
            self._draw()
            key = self._keyboard.read()
            if key == "\n":
                return typed
            if key == "escape":
                self._view.status = ""
                return None
            if key == "backspace":
                typed = typed[:-1]
            elif len(key) == 1 and key.isprintable():
                typed += key

    def _draw(self, *, keep_scroll: bool = False) -> None:
        session, view, columns = self._session, self._view, self._screen.columns
        showing = session.showing
        if showing is None:
            body = closing.page(session, self._collection, view.status, columns)
            self._screen.draw(body, closing.foot(columns), keep_scroll=keep_scroll)
            return
        if session.shown != self._shown:
            topic = self._collection.library.roadmap.topics.get(showing.note.topic)
            notices = [] if self._shown else view.notices
            self._view = view = pages.View(topic, status=view.status, notices=notices)
            self._shown = session.shown
        if session.phase is Phase.ANSWER and view.proven is None:
            view.proven = self._collection.library.proven(showing.note)
        body = pages.page(session, showing, view, columns)
        foot = pages.foot(session, showing, view, columns)
        self._screen.draw(body, foot, keep_scroll=keep_scroll, sight=view.sight)
