"""A study session as a state machine. The terminal drives it, and any other front end can: it holds no effects.

Question → (reveal) → answer → (rate) → next question …, until nothing is left or a limit is reached. Whatever the
learner does is first kept by the desk, in one durable transaction; only then does the session move on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Protocol

from roadmap_flash.core.kinds import kind_named
from roadmap_flash.core.model import (
    Act,
    CardState,
    Face,
    Fields,
    Moment,
    Note,
    Parameters,
    Rating,
    ReviewLog,
    State,
)
from roadmap_flash.core.queue import APART, Learning, Today, pick
from roadmap_flash.core.scheduling import preview
from roadmap_flash.core.timing import LEARN_AHEAD_MS


class Phase(Enum):
    """What the learner sees now."""

    QUESTION = "question"
    ANSWER = "answer"
    DONE = "done"


class Desk(Protocol):
    """What a session needs from outside: the clock, the decks, the store."""

    @property
    def parameters(self) -> Parameters:
        """What FSRS schedules with."""

    @property
    def confuse(self) -> Mapping[str, frozenset[str]]:
        """Notes that each card is easily confused with."""

    def moment(self) -> Moment:
        """Now."""

    def stopwatch_ms(self) -> int:
        """A clock that never jumps, for how long an answer took."""

    def today(self) -> Today:
        """What today holds, as things stand now."""

    def new_cards(self, count: int) -> list[str]:
        """So many further new cards, whatever the limits say."""

    def card(self, card_id: str) -> CardState:
        """The card as it stands; a card never touched is new."""

    def note_of(self, card_id: str) -> Note:
        """The note that makes this card."""

    def record(self, log: ReviewLog) -> None:
        """Keep an act for good. Raises StoreError, and then nothing was kept."""

    def undo(self) -> ReviewLog | None:
        """Take back the newest act that stands; None if there is none."""


@dataclass(frozen=True)
class Showing:
    """A card on the desk: how it looks this time, and what each rating would lead to."""

    card: CardState
    side: str
    note: Note
    face: Face
    drawn: Fields
    since_ms: int
    corrected: str = ""
    """The answer that was wrong before, if the card was corrected since it was last seen."""


@dataclass(frozen=True)
class Done:
    """One answer of this sitting."""

    card_id: str
    rating: Rating
    before: State
    took_ms: int


class Session:
    """One sitting. `limit` is the number of answers it may have, `minutes` its length; None: no limit."""

    def __init__(self, desk: Desk, limit: int | None = None, minutes: float | None = None) -> None:
        self._desk = desk
        self._limit = limit
        self._ends_ms = None if minutes is None else desk.stopwatch_ms() + int(minutes * 60_000)
        self._today = desk.today()
        self._recent: list[str] = []
        self.phase = Phase.DONE
        self.showing: Showing | None = None
        self.outcomes: dict[Rating, CardState] = {}
        self.done: list[Done] = []
        self.flagged: dict[str, str] = {}
        self.chosen: int | None = None
        self.shown = 0
        """How many times a card was put on the desk: it tells one showing from the next."""
        self._next()

    @property
    def position(self) -> int:
        """The number of the card on the desk, from 1."""
        return len(self.done) + 1

    @property
    def total(self) -> int:
        """Answers so far and cards still to come, with the one on the desk."""
        total = len(self.done) + len(self._today) + (self.showing is not None)
        return total if self._limit is None else min(total, max(self._limit, self.position))

    @property
    def back(self) -> int:
        """How many cards come back in this sitting because they are still being learned."""
        return len(self._today.learning)

    @property
    def proposal(self) -> Rating:
        """The rating that the card proposes: Good, unless a wrong option was chosen."""
        wrong = self.chosen is not None and self.showing is not None and self.chosen != self.showing.face.right
        return Rating.AGAIN if wrong else Rating.GOOD

    def next_learning(self) -> int | None:
        """When the next learning card comes back (milliseconds since 1970), if any is left for later."""
        return self._today.learning[0].due_at if self._today.learning else None

    def reveal(self) -> None:
        """Show the answer and fix the four outcomes: the interval shown is the interval given."""
        if self.phase is Phase.QUESTION and self.showing:
            self.outcomes = preview(self.showing.card, self._answer_moment(), self._desk.parameters)
            self.phase = Phase.ANSWER

    def choose(self, place: int) -> bool:
        """Take an option of a multiple choice; False if there is no such option. The first call reveals."""
        if self.showing is None or not 0 <= place < len(self.showing.face.choices):
            return False
        self.chosen = place
        self.reveal()
        return True

    def rate(self, rating: Rating) -> bool:
        """Answer the card; False (and nothing happens) while its answer is hidden."""
        if self.phase is not Phase.ANSWER or self.showing is None:
            return False
        before, took = self.showing.card, self._desk.stopwatch_ms() - self.showing.since_ms
        after = self.outcomes[rating]
        chosen = {} if self.chosen is None else {"chosen": self.chosen, "proposed": int(self.proposal)}
        known = None if before == CardState(before.card_id) else before
        moment = Moment(after.last_at or 0, after.last_day or 0)
        log = ReviewLog(
            before.card_id, Act.ANSWER, moment, known, after, rating, took, self._desk.parameters,
            shown={**self.showing.drawn, **chosen},
        )  # fmt: skip
        self._desk.record(log)
        self.done.append(Done(before.card_id, rating, before.state, took))
        if after.state in (State.LEARNING, State.RELEARNING):
            self._today.learning.append(Learning(after.due_at or 0, before.card_id))
            self._today.learning.sort()
        self._next()
        return True

    def suspend(self) -> None:
        """Never show this card again, until it is unsuspended."""
        self._put_away(Act.SUSPEND, {"suspended": True})

    def bury(self) -> None:
        """Show this card tomorrow."""
        self._put_away(Act.BURY, {"buried_day": self._desk.moment().day})

    def flag(self, reason: str) -> None:
        """Mark the card as doubtful, with a reason or an empty text; it stays on the desk."""
        if self.showing:
            after = self._act(Act.FLAG, {"flag": reason})
            self.flagged[after.card_id] = reason
            self.showing = replace(self.showing, card=after)
            if self.phase is Phase.ANSWER:
                self.outcomes = preview(after, self._answer_moment(), self._desk.parameters)

    def undo(self) -> ReviewLog | None:
        """Take back the newest act, of this sitting or an earlier one, and show its card again; None: nothing left."""
        undone = self._desk.undo()
        if undone is None:
            return None
        if undone.act is Act.ANSWER and self.done and self.done[-1].card_id == undone.card_id:
            self.done.pop()
        if undone.act is Act.FLAG:
            earlier = undone.before.flag if undone.before else None
            self.flagged.pop(undone.card_id, None)
            if earlier is not None:
                self.flagged[undone.card_id] = earlier
        self._today = self._desk.today()
        try:
            self._show(undone.card_id)
        except KeyError:  # the card left the library since
            self._next()
        return undone

    def more(self, count: int) -> int:
        """Go on with so many further new cards; how many there were."""
        fresh = self._desk.new_cards(count)
        self._today.new += fresh
        self._limit = self._ends_ms = None
        if self.phase is Phase.DONE:
            self._next()
        return len(fresh)

    def refresh(self) -> None:
        """Start over from what the store has now: another session changed a card of this one."""
        self._today = self._desk.today()
        self._next()

    def reshow(self, card_id: str, away_ms: int) -> bool:
        """Show the card on the desk again as its deck has it now, perhaps by a new id; `away_ms` do not count.

        False, and the next card, if the library has it no more.
        """
        before, phase, chosen = self.showing, self.phase, self.chosen
        self._today = self._desk.today()
        try:
            self._show(card_id)
        except KeyError:
            self._next()
            return False
        if before and self.showing:
            self.showing = replace(self.showing, since_ms=before.since_ms + away_ms)
            if phase is Phase.ANSWER:
                self.chosen = chosen if self.showing.face.choices == before.face.choices else None
                self.reveal()
        return True

    def _put_away(self, act: Act, change: Fields) -> None:
        if self.showing:
            self._act(act, change)
            self._next()

    def _act(self, act: Act, change: Fields) -> CardState:
        before = self._desk.card(self.showing.card.card_id) if self.showing else CardState("")
        after = replace(before, **change)
        known = None if before == CardState(before.card_id) else before
        self._desk.record(ReviewLog(after.card_id, act, self._desk.moment(), known, after))
        return after

    def _answer_moment(self) -> Moment:
        """Now; but never before the card's last answer, should the clock have been set back."""
        now, card = self._desk.moment(), self.showing.card if self.showing else CardState("")
        return Moment(max(now.at, (card.last_at or 0) + 1), max(now.day, card.last_day or 0))

    def _over(self) -> bool:
        if self._limit is not None and len(self.done) >= self._limit:
            return True
        return self._ends_ms is not None and self._desk.stopwatch_ms() >= self._ends_ms

    def _next(self) -> None:
        card_id = None if self._over() else self._take()
        if card_id is None:
            self.phase, self.showing = Phase.DONE, None
        else:
            self._show(card_id)

    def _take(self) -> str | None:
        """Learning cards that are due, then due, then new; then learning cards ahead of their time.

        In each of them, look-alikes of the last few cards wait, unless nothing else is left.
        """
        now = self._desk.moment().at
        ready = [card.card_id for card in self._today.learning if card.due_at <= now]
        ahead = [card.card_id for card in self._today.learning if now < card.due_at <= now + LEARN_AHEAD_MS]
        queues = (ready, self._today.due, self._today.new, ahead)
        for queue in queues:
            place = pick(queue, self._recent, self._desk.confuse)
            if place is not None:
                return queue[place]
        return next((queue[0] for queue in queues if queue), None)

    def _show(self, card_id: str) -> None:
        today, desk = self._today, self._desk
        today.learning = [card for card in today.learning if card.card_id != card_id]
        for queue in (today.due, today.new):
            if card_id in queue:
                queue.remove(card_id)
        note, card = desk.note_of(card_id), desk.card(card_id)
        kind, side = kind_named(note.kind), card_id.partition(":")[2]
        drawn = kind.draw(note.fields, f"{card_id}/{card.reps}")
        was = note.fields["fixed"]["was"] if card_id in today.corrected else ""
        self.showing = Showing(
            card, side, note, kind.face(note.fields, side, drawn), drawn, desk.stopwatch_ms(), corrected=was
        )
        self._recent = [*self._recent, note.id][-APART:]
        self.phase, self.chosen, self.outcomes = Phase.QUESTION, None, {}
        self.shown += 1
