"""What today holds: learning, due and new cards, after limits, siblings, look-alikes, goals and prerequisites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol
from zlib import crc32

from roadmap_flash.core.model import CardRef, Moment, State, Topic

APART = 5
"""Look-alikes are shown at least this many cards apart."""
_LEARNING, _REVIEW = (int(State.LEARNING), int(State.RELEARNING)), int(State.REVIEW)
AT_A_TIME = 3
"""New cards are drawn from this many topics in turn."""


class Standing(Protocol):
    """What the queue needs to know of a card that was ever touched."""

    @property
    def card_id(self) -> str:
        """Its id."""

    @property
    def state(self) -> int:
        """A value of `State`."""

    @property
    def due_day(self) -> int | None:
        """The study day a review card is due."""

    @property
    def due_at(self) -> int | None:
        """The instant a learning card is due."""

    @property
    def first_day(self) -> int | None:
        """The study day of its first answer."""

    @property
    def last_day(self) -> int | None:
        """The study day of its last answer."""

    @property
    def suspended(self) -> int:
        """Whether it is never shown."""

    @property
    def buried_day(self) -> int | None:
        """The study day for which it is hidden."""


class Learning(NamedTuple):
    """A card on a learning step; it comes back at an instant (milliseconds since 1970)."""

    due_at: int
    card_id: str


@dataclass
class Today:
    """The cards of today, each list in the order of showing. `opened` names the topics that are open by now."""

    learning: list[Learning] = field(default_factory=list)
    due: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)
    corrected: set[str] = field(default_factory=set)
    """Cards whose answer was wrong when they were last seen: they are due now, whatever their interval."""

    def __len__(self) -> int:
        return len(self.learning) + len(self.due) + len(self.new)


@dataclass(frozen=True)
class Aims:
    """Where new cards come from: the goals in order, and what is open. `free` topics need no prerequisites."""

    topics: Mapping[str, Topic]
    goals: Sequence[str]
    opened: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()


def build(
    refs: Sequence[CardRef],
    standings: Iterable[Standing],
    moment: Moment,
    aims: Aims,
    reviews: int,
    only: frozenset[str] | None = None,
) -> tuple[Today, NewCards]:
    """Today's learning and due cards (at most `reviews`), and the source of new ones.

    `only` limits all of it to some topics. The caller draws from the source as many new cards as the day holds.
    """
    known = {standing.card_id: standing for standing in standings}
    by_id = {ref.card_id: ref for ref in refs}
    today = Today()
    busy: set[str] = set()
    due: list[tuple[int, int, CardRef]] = []
    for card_id, card in known.items():
        ref = by_id.get(card_id)
        if ref is None:
            continue
        learning = card.state in _LEARNING
        if learning or card.last_day == moment.day:
            busy.add(ref.note_id)
        if card.suspended or card.buried_day == moment.day or (only and ref.topic not in only):
            continue
        if learning:
            today.learning.append(Learning(card.due_at or 0, card_id))
        elif card.state == _REVIEW and ((card.due_day or 0) <= moment.day or _is_corrected(ref, card, moment.day)):
            due.append((card.due_day or 0, crc32(f"{card_id}/{moment.day}".encode()), ref))
            if _is_corrected(ref, card, moment.day):
                today.corrected.add(card_id)
    today.learning.sort()
    today.due = _one_a_note((ref for _, _, ref in sorted(due)), busy)[: max(reviews, 0)]
    source = NewCards(refs, known, moment.day, aims, only, busy)
    today.opened = source.opened()
    return today, source


def _is_corrected(ref: CardRef, card: Standing, today: int) -> bool:
    """Whether the card may have been seen last with the wrong answer: not after the day it was corrected."""
    last = card.last_day or 0
    return 0 < ref.fixed_day >= last < today


def _one_a_note(refs: Iterable[CardRef], busy: set[str]) -> list[str]:
    """The first card of each note; `busy` grows by these notes, so that siblings wait for tomorrow."""
    chosen = []
    for ref in refs:
        if ref.note_id not in busy:
            busy.add(ref.note_id)
            chosen.append(ref.card_id)
    return chosen


class NewCards:
    """Draws new cards: three topics in turn, two for the foremost goals, one for the depth of a goal begun earlier."""

    def __init__(
        self,
        refs: Sequence[CardRef],
        known: Mapping[str, Standing],
        day: int,
        aims: Aims,
        only: frozenset[str] | None,
        busy: set[str],
    ) -> None:
        self._aims = aims
        self._only = only
        self._busy = busy
        self._unmet: dict[str, set[str]] = {}
        """Level-1 cards of each topic that were neither seen nor suspended."""
        self._begun: set[str] = set()
        self._turn = 0
        """How many cards were begun before: it says whose turn is first, so that small days leave no topic out."""
        self._unseen: Counter[str] = Counter()
        """Cards of each topic that were neither seen nor suspended, drawn by now or not."""
        self._waiting: dict[str, list[CardRef]] = {}
        """Unseen cards of each topic that may be shown today, by level."""
        for ref in refs:
            card = known.get(ref.card_id)
            if ref.topic not in self._waiting:
                self._waiting[ref.topic] = []
            if card is not None and card.first_day is not None:
                self._begun.add(ref.topic)
                self._turn += 1
            elif card is None or not card.suspended:
                self._unseen[ref.topic] += 1
                if ref.level == 1:
                    self._unmet.setdefault(ref.topic, set()).add(ref.card_id)
                if card is None or card.buried_day != day:
                    self._waiting[ref.topic].append(ref)
        for waiting in self._waiting.values():
            waiting.sort(key=lambda ref: ref.level)

    def draw(self, count: int) -> list[str]:
        """At most `count` card ids, in the order of showing."""
        drawn: list[str] = []
        while len(drawn) < count and (turns := self._turns()):
            first = self._turn % len(turns)
            self._turn = 0
            for ref in [*turns[first:], *turns[:first]][: count - len(drawn)]:
                drawn.append(ref.card_id)
                self._busy.add(ref.note_id)
                self._begun.add(ref.topic)
                self._unmet.get(ref.topic, set()).discard(ref.card_id)
                self._waiting[ref.topic].remove(ref)
        return drawn

    def waiting(self) -> int:
        """How many cards were never seen in the topics that the goals reach, open or not."""
        return sum(self._unseen[topic] for topic in self._reach())

    def opened(self) -> set[str]:
        """Every topic with cards that is open now."""
        return {topic for topic in self._waiting if self._is_open(topic)}

    def blocked_by(self, slug: str) -> tuple[str, int] | None:
        """The first prerequisite that keeps a topic closed, and how many of its level-1 cards are unseen."""
        if self._is_open(slug):
            return None
        return next(((need, len(self._unmet[need])) for need in self._needs(slug) if self._unmet.get(need)), None)

    def _turns(self) -> list[CardRef]:
        """The next card of each of the topics that are drawn from now."""
        turns: dict[str, CardRef] = {}
        tried: set[str] = set()
        first = (self._introduction(goal, tried) for goal in self._aims.goals)
        deeper = (self._next(goal) for goal in self._aims.goals if goal in self._begun)
        _add(turns, first, AT_A_TIME - 1)
        _add(turns, deeper, AT_A_TIME)
        _add(turns, first, AT_A_TIME)
        if not turns:
            _add(turns, (self._next(topic) for topic in self._reach() if self._is_open(topic)), AT_A_TIME)
        return list(turns.values())

    def _introduction(self, goal: str, tried: set[str]) -> CardRef | None:
        """The next level-1 card on the way into a goal: its own if it is open, else one of what it needs.

        What was `tried` for an earlier goal has its turn already, or has nothing to give today.
        """
        if goal in tried:
            return None
        tried.add(goal)
        if not self._is_open(goal):
            unmet = (need for need in self._needs(goal) if self._unmet.get(need))
            return next((ref for need in unmet if (ref := self._introduction(need, tried))), None)
        ref = self._next(goal)
        return ref if ref and (ref.level == 1 or goal not in self._begun) else None

    def _next(self, topic: str) -> CardRef | None:
        """The next unseen card of an open topic whose siblings were not shown today."""
        if (self._only and topic not in self._only) or not self._is_open(topic):
            return None
        return next((ref for ref in self._waiting.get(topic, ()) if ref.note_id not in self._busy), None)

    def _is_open(self, topic: str) -> bool:
        aims = self._aims
        if topic in aims.free or topic in aims.opened or topic in self._begun:
            return True
        return not any(self._unmet.get(need) for need in self._needs(topic))

    def _needs(self, topic: str) -> tuple[str, ...]:
        found = self._aims.topics.get(topic)
        return found.prerequisites if found else ()

    def _reach(self) -> list[str]:
        """The goals, then all that they need, directly or not."""
        reach = dict.fromkeys(self._aims.goals)
        for topic in (pending := list(reach)):
            fresh = [need for need in self._needs(topic) if need not in reach]
            reach.update(dict.fromkeys(fresh))
            pending += fresh
        return list(reach)


def _add(turns: dict[str, CardRef], refs: Iterable[CardRef | None], most: int) -> None:
    """Add the first card of each further topic until there are `most`; nothing more is computed than needed."""
    if len(turns) >= most:
        return
    for ref in refs:
        if ref and ref.topic not in turns:
            turns[ref.topic] = ref
            if len(turns) == most:
                return


def pick(candidates: Sequence[str], recent: Sequence[str], confuse: Mapping[str, frozenset[str]]) -> int | None:
    """The place of the first card that is no look-alike of the last few shown; None if each is one."""
    near = set(recent[-(APART - 1) :])
    return next((n for n, card_id in enumerate(candidates) if not confuse.get(card_id, frozenset()) & near), None)
