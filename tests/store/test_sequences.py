"""Long runs of random acts: the log is only added to, rows follow from it, and undo gives back what was."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from roadmap_flash import clock
from roadmap_flash.collection import Collection
from roadmap_flash.config import Settings
from roadmap_flash.core.model import Act, CardState, Rating, ReviewLog
from roadmap_flash.core.session import Phase, Session
from roadmap_flash.core.timing import DAY_MS
from tests.support.samples import write_questions, write_sample
from tests.support.stores import NOON, PLENTY, card_rows, check_file, check_rows, opened_collection

SEEDS, SEQUENCES = 8, 125
SETTINGS = (
    PLENTY,
    Settings(new=9999, minutes=0, retention=0.8, fuzz=False),
    Settings(new=9999, minutes=0, learning_steps=(), relearning_steps=(), maximum_interval=50),
    Settings(new=9999, minutes=0, learning_steps=("30s", "1h", "1d"), relearning_steps=("5m", "20m")),
)
STEPS = (0, 0, 400, 30_000, 15 * 60_000, 3 * 3_600_000, DAY_MS, 20 * DAY_MS)
BACK = (-1, -3_600_000, -DAY_MS)


class Learner:
    """Does at random what a learner may do in a session, on a clock of its own, and counts what stands."""

    def __init__(self, collection: Collection, seed: int, *, backwards: bool) -> None:
        self.collection = collection
        self.now = NOON
        self.standing = 0
        self._random = random.Random(seed)
        self._steps = STEPS + (BACK if backwards else ())
        self.session = Session(collection)

    def sit_down(self) -> None:
        """Begin a new session, with other settings now and then."""
        chosen = self._random.choice(SETTINGS)
        self.collection = Collection(self.collection.library, self.collection.store, chosen)
        self.session = Session(self.collection)

    def act(self) -> None:
        """One act; what was done before this sequence is never undone."""
        self.now += self._random.choice(self._steps)
        what = self._random.choices(
            (self._answer, self._undo, self._suspend, self._unsuspend, self._bury, self._flag, self._delete),
            (58, 15, 4, 5, 6, 10, 2),
        )[0]
        what()

    def undo_all(self) -> None:
        """Take back every act of this sequence, partly in a new session."""
        while self.standing:
            if self._random.random() < 0.1:
                self.sit_down()
            self._undo()

    def chance(self, share: float) -> bool:
        """True in so many cases."""
        return self._random.random() < share

    def _answer(self) -> None:
        session = self.session
        if session.phase is Phase.DONE or session.showing is None:
            return
        options = len(session.showing.face.choices)
        if options and self._random.random() < 0.5:
            session.choose(self._random.randrange(options))
        session.reveal()
        self.now += self._random.randrange(20_000)
        assert session.rate(self._random.choice(list(Rating)))
        self.standing += 1

    def _undo(self) -> None:
        if self.standing:
            assert self.session.undo()
            self.standing -= 1

    def _suspend(self) -> None:
        self.standing += self.session.showing is not None
        self.session.suspend()

    def _bury(self) -> None:
        self.standing += self.session.showing is not None
        self.session.bury()

    def _flag(self) -> None:
        self.standing += self.session.showing is not None
        self.session.flag(self._random.choice(("", "wrong", "unclear")))

    def _unsuspend(self) -> None:
        """What `flash unsuspend` records; the card is not on the desk."""
        shut = [card for card in card_rows(self.collection.store.database).values() if card.suspended]
        if shut and self.session.showing and self.session.showing.card.card_id != shut[0].card_id:
            before: CardState = self._random.choice(shut)
            log = ReviewLog(
                before.card_id, Act.UNSUSPEND, self.collection.moment(), before, replace(before, suspended=False)
            )
            self.collection.record(log)
            self.standing += 1

    def _delete(self) -> None:
        """What `flash orphans delete` records; the card is not on the desk."""
        on_desk = self.session.showing.card.card_id if self.session.showing else ""
        rest = [card for card in card_rows(self.collection.store.database).values() if card.card_id != on_desk]
        if rest:
            before: CardState = self._random.choice(rest)
            self.collection.record(ReviewLog(before.card_id, Act.DELETE, self.collection.moment(), before, None))
            self.standing += 1


@pytest.fixture
def collection(home: Path, tmp_path: Path) -> Iterator[Collection]:
    decks = write_questions(write_sample(tmp_path / "decks"), 2, 5)
    with opened_collection(home, decks) as opened:
        opened.store.database.execute("PRAGMA synchronous = OFF")
        yield opened


@pytest.mark.parametrize("seed", range(SEEDS))
def test_undoing_all_gives_back_the_rows_and_rows_are_what_the_log_gives(
    collection: Collection, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand sequences in all; some are left standing, so that the next ones begin in ever other states."""
    database = collection.store.database
    changing: set[str] = set()
    database.set_trace_callback(lambda sql: changing.add(sql.split(maxsplit=1)[0]) if "review_log" in sql else None)
    learner = Learner(collection, seed, backwards=seed % 4 == 3)
    monkeypatch.setattr(clock, "now_ms", lambda: learner.now)
    for _ in range(SEQUENCES):
        learner.sit_down()
        before, learner.standing = card_rows(database), 0
        for _ in range(9):
            learner.act()
            if learner.chance(0.01):
                check_rows(database)
        if learner.chance(0.9):
            learner.undo_all()
            assert card_rows(database) == before
    check_file(database)
    assert changing == {"SELECT", "INSERT"}
