"""A desk in memory for sessions: real queue and scheduler, and clocks that stand still until they are moved."""

from __future__ import annotations

from dataclasses import dataclass, field

from roadmap_flash.core import identity
from roadmap_flash.core.kinds import card_id, kind_named
from roadmap_flash.core.model import CardRef, CardState, MemoryState, Moment, Note, Parameters, ReviewLog, State
from roadmap_flash.core.queue import Aims, NewCards, Today, build
from roadmap_flash.core.scheduling import DEFAULT
from roadmap_flash.core.timing import DAY_MS
from roadmap_flash.errors import ConflictError, StoreError

NOON = 739_000 * DAY_MS


def note(name: str, kind: str = "question", **fields: object) -> Note:
    """A note as the library would hand it over; a question unless it is said to be something else."""
    texts = {"q": f"{name}?", "a": f"{name}!"} if kind == "question" else {"q": f"{name}?"}
    return Note(name, "topic", kind, {**texts, **fields}, 1, "deck.yaml", 1, f"digest {name}")


def choice(name: str) -> Note:
    return note(name, "choice", right="two", wrong=[{"three": "It is odd."}, {"five": "It is odd, too."}])


@dataclass
class MemoryDesk:
    """All that a session needs, in memory; its clocks stand still until they are moved."""

    notes: list[Note]
    new: int = 10
    parameters: Parameters = DEFAULT
    confuse: dict[str, frozenset[str]] = field(default_factory=dict)
    cards: dict[str, CardState] = field(default_factory=dict)
    log: list[ReviewLog] = field(default_factory=list)
    now: int = NOON
    watch: int = 1_000
    broken: StoreError | None = None
    source: NewCards | None = None

    def moment(self) -> Moment:
        return Moment(self.now, self.now // DAY_MS)

    def stopwatch_ms(self) -> int:
        return self.watch

    def wait(self, ms: int) -> None:
        self.now += ms
        self.watch += ms

    def today(self) -> Today:
        refs = [
            CardRef(card_id(one.id, side), one.id, "topic", 1, (), self._fixed_day(one))
            for one in self.notes
            for side in kind_named(one.kind).sides(one.fields)
        ]
        aims = Aims({}, ["topic"])
        today, self.source = build(refs, self.cards.values(), self.moment(), aims, 200)
        seen = sum(card.first_day == self.moment().day for card in self.cards.values())
        today.new = self.source.draw(self.new - seen)
        return today

    def _fixed_day(self, one: Note) -> int:
        return int(one.fields.get("fixed", {}).get("day", 0))

    def new_cards(self, count: int) -> list[str]:
        fresh = self.source.draw(count) if self.source else []
        self.new += len(fresh)
        return fresh

    def card(self, wanted: str) -> CardState:
        return self.cards.get(wanted, CardState(wanted))

    def note_of(self, wanted: str) -> Note:
        found = next((one for one in self.notes if one.id == identity.note_of(wanted)), None)
        if found is None:
            raise KeyError(wanted)
        return found

    def record(self, log: ReviewLog) -> None:
        if self.broken:
            raise self.broken
        if self.cards.get(log.card_id) != log.before or log.after is None:
            raise ConflictError(f"{log.card_id}: changed meanwhile")
        self.cards[log.card_id] = log.after
        self.log.append(log)

    def undo(self) -> ReviewLog | None:
        if not self.log:
            return None
        undone = self.log.pop()
        if undone.before is None:
            del self.cards[undone.card_id]
        else:
            self.cards[undone.card_id] = undone.before
        return undone

    def learned(self, name: str, days_ago: int = 10, interval: int = 5) -> None:
        """A card that was learned some days ago and is due after its interval."""
        day = NOON // DAY_MS
        self.cards[name] = CardState(
            name,
            State.REVIEW,
            memory=MemoryState(float(interval), 5.0),
            due_day=day - days_ago + interval,
            interval=interval,
            reps=3,
            first_day=day - 30,
            last_day=day - days_ago,
            last_at=NOON - days_ago * DAY_MS,
        )
