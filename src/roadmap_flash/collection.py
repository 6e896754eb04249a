"""Decks and store joined: what today holds, what changed since the library was last seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from roadmap_flash import clock
from roadmap_flash.config import Settings
from roadmap_flash.core import stats
from roadmap_flash.core.identity import note_of
from roadmap_flash.core.model import CardRef, CardState, Moment, Note, ReviewLog
from roadmap_flash.core.queue import Aims, NewCards, Today, build
from roadmap_flash.core.timing import StudyDays
from roadmap_flash.decks.library import Library
from roadmap_flash.histories import Changes, follow_changes, known_of
from roadmap_flash.store import reading
from roadmap_flash.store.store import Store

PACE_ANSWERS = 200
"""How many recent answers the learner's pace is taken from."""

CLOCK_TOLERANCE_MS = 3_600_000


@dataclass(frozen=True)
class Outlook:
    """What today still holds, in numbers."""

    due: int
    learning: int
    new: int
    minutes: int


class Collection:
    """A library and a store, studied together. It is the desk of a session (`core.session.Desk`).

    `only` limits it to some topics, which are then open whatever they need. `new` asks for so many new cards now,
    whatever was done today.
    """

    def __init__(
        self,
        library: Library,
        store: Store,
        settings: Settings,
        only: frozenset[str] | None = None,
        new: int | None = None,
    ) -> None:
        self.library = library
        self.store = store
        self.settings = settings
        self.parameters = settings.parameters()
        self.days = StudyDays(settings.rollover)
        self._only = only
        self._asked_new = new
        self._granted: int | None = None
        self._new_before = 0
        self._source: NewCards | None = None

    @cached_property
    def refs(self) -> list[CardRef]:
        """Every card of the library."""
        return self.library.refs()

    @cached_property
    def confuse(self) -> Mapping[str, frozenset[str]]:
        """The notes that each card is easily confused with."""
        return {ref.card_id: frozenset(ref.confuse) for ref in self.refs if ref.confuse}

    @cached_property
    def pace(self) -> int:
        """Milliseconds an answer."""
        return stats.pace_ms(reading.recent_times(self.store.database, PACE_ANSWERS))

    def moment(self) -> Moment:
        """Now."""
        return self.days.moment(clock.now_ms())

    def stopwatch_ms(self) -> int:
        """A clock that never jumps."""
        return clock.stopwatch_ms()

    def today(self) -> Today:
        """What today holds, as things stand now."""
        now, database = self.moment(), self.store.database
        standings = reading.standings(database)
        by_state = reading.answered_by_state(database, now.day)
        left = self.settings.reviews - by_state.get(2, 0)
        today, self._source = build(self.refs, standings, now, self._aims(), left, self._only)
        today.learning = [card for card in today.learning if self.days.of(card.due_at) <= now.day]
        introduced = sum(card.first_day == now.day for card in standings)
        if self._granted is None:
            self._new_before = introduced
            self._granted = self._grant(introduced, len(today.due) + len(today.learning), now)
        today.new = self._source.draw(self._granted - (introduced - self._new_before))
        return today

    def new_cards(self, count: int) -> list[str]:
        """So many further new cards, whatever the limits say."""
        if self._source is None or self._granted is None:
            self.today()
        fresh = self._source.draw(count) if self._source else []
        self._granted = (self._granted or 0) + len(fresh)
        return fresh

    def card(self, card_id: str) -> CardState:
        """The card as it stands; a card never touched is new."""
        return reading.card(self.store.database, card_id) or CardState(card_id)

    def note_of(self, card_id: str) -> Note:
        """The note that makes this card. Raises KeyError if it left the library."""
        return self.library.note(note_of(card_id))

    def record(self, log: ReviewLog) -> None:
        """Keep an act for good."""
        self.store.writer.record(log)

    def undo(self) -> ReviewLog | None:
        """Take back the newest act that stands."""
        return self.store.writer.undo(self.moment())

    def outlook(self) -> Outlook:
        """What today still holds, in numbers and in minutes at the learner's pace."""
        today = self.today()
        reviews = len(today.due) + len(today.learning)
        return Outlook(
            len(today.due),
            len(today.learning),
            len(today.new),
            stats.minutes(reviews, len(today.new), self.pace),
        )

    def hint(self) -> str:
        """One sentence on what comes next with the goals: what keeps the foremost closed one closed."""
        source = self._source
        if source is None:
            return ""
        topics = self.library.roadmap.topics
        for goal in self._aims().goals:
            if goal in self.library.files() and (found := source.blocked_by(goal)):
                need, count = found
                cards = "card" if count == 1 else "cards"
                return f"{topics[goal].title} opens after {count} more level-1 {cards} of {topics[need].title}."
        return "" if source.waiting() else "Every card of your goals has been seen; name others with: flash focus"

    def _grant(self, introduced: int, reviews: int, now: Moment) -> int:
        """How many new cards this sitting may show: by count, and by what fits into the day's minutes."""
        if self._asked_new is not None:
            return self._asked_new
        by_count = max(self.settings.new - introduced, 0)
        if not self.settings.minutes or not by_count:
            return by_count
        done = reading.day_totals(self.store.database, now.day, now.day).get(now.day)
        spent = done.took_ms if done else 0
        return min(by_count, stats.new_that_fit(self.settings.minutes, spent, reviews, self.pace))

    def _aims(self) -> Aims:
        roadmap = self.library.roadmap
        opened = frozenset(reading.opened_topics(self.store.database))
        if self._only:
            goals = [slug for slug in roadmap.topics if slug in self._only]
            return Aims(roadmap.topics, goals, opened, self._only)
        named = [slug for goal in self.settings.focus for slug in roadmap.under(goal)]
        return Aims(roadmap.topics, list(dict.fromkeys(named or [*roadmap.spine, *roadmap.topics])), opened)

    def clock_warning(self) -> list[str]:
        """A line if the clock is behind the last answer: it was set back, or was ahead when that was given."""
        last = reading.last_answer_at(self.store.database)
        behind = (last or 0) - clock.now_ms()
        if behind < CLOCK_TOLERANCE_MS:
            return []
        hours = behind / 3_600_000
        return [f"! The clock is {hours:.0f} h behind your last answer; is date and time set right? Answers are kept."]

    def changes(self) -> Changes:
        """What changed since the library was last seen; cards whose text was edited are handed their history."""
        if reading.fact(self.store.database, "library") == self.library.stamp:
            return Changes()
        return follow_changes(self.library, self.store, {ref.note_id for ref in self.refs}, self.moment())

    def settle(self) -> None:
        """Write down what need not be written before the first question: the library as seen, and what opened."""
        database, now = self.store.database, self.moment()
        if fresh := self.today().opened - reading.opened_topics(database):
            self.store.writer.open_topics(sorted(fresh), now.day)
        if reading.fact(database, "library") == self.library.stamp:
            return
        known = reading.known_decks(database)
        decks = {topic: known[topic] for topic in known if self.library.digests.get(topic) == known[topic][0]}
        for topic in set(self.library.digests) - set(decks):
            notes = {note.id: known_of(note) for note in self.library.notes(topic)}
            decks[topic] = (self.library.digests[topic], notes)
        self.store.writer.remember_decks(decks, self.library.stamp)

    def follow(self, library: Library) -> Changes:
        """Go on with the library as it is after an edit: histories are handed on, and it is written down as seen."""
        self.library = library
        for name in ("refs", "confuse"):
            self.__dict__.pop(name, None)
        found = self.changes()
        self.settle()
        return found
