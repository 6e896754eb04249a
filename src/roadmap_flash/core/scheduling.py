"""FSRS, wrapped: four outcomes previewed, study days, seeded fuzz. The only importer of fsrs.

fsrs computes stability and difficulty; intervals follow Anki's rules, so that the same history gives the same
schedule there. Source: A. Ye et al., "A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition
Scheduling" (KDD 2022), as published in FSRS-6; the interval rules are those of Anki's review states.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from roadmap_flash.core.model import (
    Act,
    CardState,
    MemoryState,
    Moment,
    Parameters,
    Rating,
    ReviewLog,
    State,
)
from roadmap_flash.core.timing import from_ms

if TYPE_CHECKING:
    import fsrs

WEIGHTS = (
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
)
"""The default weights of FSRS-6."""
DEFAULT = Parameters(WEIGHTS)
_COLUMN = {
    Act.SUSPEND: "suspended",
    Act.UNSUSPEND: "suspended",
    Act.BURY: "buried_day",
    Act.FLAG: "flag",
    Act.UNFLAG: "flag",
}
"""What each act but an answer changes."""
_FUZZ = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, math.inf, 0.05))


@cache
def _scheduler(parameters: Parameters) -> fsrs.Scheduler:
    from fsrs import Scheduler

    return Scheduler(
        parameters=parameters.weights,
        desired_retention=parameters.retention,
        learning_steps=[timedelta(seconds=step) for step in parameters.learning_steps],
        relearning_steps=[timedelta(seconds=step) for step in parameters.relearning_steps],
        maximum_interval=parameters.maximum_interval,
        enable_fuzzing=False,
    )


def preview(card: CardState, moment: Moment, parameters: Parameters) -> dict[Rating, CardState]:
    """What each of the four ratings would make of the card. The one that is chosen is the one that is given."""
    reviewed = {rating: _review(card, rating, moment, parameters) for rating in Rating}
    days = _intervals(card, reviewed, parameters)
    return {rating: _outcome(card, rating, moment, reviewed[rating], days[rating]) for rating in Rating}


def answer(card: CardState, rating: Rating, moment: Moment, parameters: Parameters) -> CardState:
    """The card after one answer."""
    return preview(card, moment, parameters)[rating]


def replay(card_id: str, log: Iterable[ReviewLog]) -> CardState | None:
    """The state that a card's log (in order, voided rows left out) leads to; None if nothing is left of it.

    Answers are scheduled anew with the parameters their rows were recorded with.
    """
    card: CardState | None = None
    for row in log:
        card = card or CardState(card_id)
        if row.act in (Act.ADOPT, Act.DELETE):
            card = row.after
        elif row.act is Act.ANSWER and row.rating is not None and row.parameters is not None:
            card = answer(card, row.rating, row.moment, row.parameters)
        elif row.after is not None:
            column = _COLUMN[row.act]
            card = replace(card, **{column: getattr(row.after, column)})
    return card


def retrievability(memory: MemoryState, elapsed_days: float, parameters: Parameters) -> float:
    """The chance of recall after so many days, by the power forgetting curve of FSRS-6."""
    decay = -parameters.weights[20]
    factor = math.pow(0.9, 1 / decay) - 1
    return math.pow(1 + factor * max(elapsed_days, 0) / memory.stability, decay)


def ideal_interval(stability: float, parameters: Parameters) -> float:
    """Days until recall falls to the desired retention, not rounded: the inverse of `retrievability`."""
    decay = -parameters.weights[20]
    factor = math.pow(0.9, 1 / decay) - 1
    return stability / factor * (math.pow(parameters.retention, 1 / decay) - 1)


def _review(card: CardState, rating: Rating, moment: Moment, parameters: Parameters) -> fsrs.Card:
    """fsrs's own card after the rating.

    fsrs counts 24-hour blocks since the last review; it is handed a last review that lies the right number of study
    days back, so that a review at 9 in the morning counts as a day after one at 11 in the evening.
    """
    import fsrs

    now = from_ms(moment.at)
    elapsed = max(moment.day - card.last_day, 0) if card.last_day is not None else 0
    given = fsrs.Card(
        card_id=0,
        state=fsrs.State(card.state or State.LEARNING),
        step=None if card.state is State.REVIEW else card.step,
        stability=card.memory.stability if card.memory else None,
        difficulty=card.memory.difficulty if card.memory else None,
        due=now,
        last_review=now - timedelta(days=elapsed) if card.memory else None,
    )
    return _scheduler(parameters).review_card(given, fsrs.Rating(rating), now)[0]


def _intervals(card: CardState, reviewed: dict[Rating, fsrs.Card], parameters: Parameters) -> dict[Rating, int]:
    """Days for each rating, were it to end in review: by Anki's rules, hard < good < easy for a review card."""
    ideal = {rating: ideal_interval(after.stability or 0.0, parameters) for rating, after in reviewed.items()}
    factor = fuzz_factor(card) if parameters.fuzz else None
    maximum = max(parameters.maximum_interval, 1)

    def days(rating: Rating, minimum: int, *, whole: bool = False) -> int:
        interval = max(_round(ideal[rating]), 1) if whole else ideal[rating]
        return fuzzed(interval, factor, min(max(minimum, 1), maximum), maximum)

    if card.state is not State.REVIEW:
        return {
            Rating.AGAIN: days(Rating.AGAIN, 1, whole=True),
            Rating.HARD: days(Rating.HARD, 1, whole=True),
            Rating.GOOD: days(Rating.GOOD, 1, whole=True),
            Rating.EASY: days(Rating.EASY, days(Rating.GOOD, 1) + 1, whole=True),
        }

    def least(rating: Rating) -> int:
        return _least_interval(ideal[rating], card.interval, maximum)

    hard = days(Rating.HARD, least(Rating.HARD))
    good = days(Rating.GOOD, max(least(Rating.GOOD), hard + 1))
    easy = days(Rating.EASY, max(least(Rating.EASY), good + 1))
    return {
        Rating.AGAIN: max(_round(ideal[Rating.AGAIN]), 1),
        Rating.HARD: hard,
        Rating.GOOD: good,
        Rating.EASY: easy,
    }


def _least_interval(ideal: float, previous: int, maximum: int) -> int:
    """Fuzz must not shorten an interval that grew, nor one that stayed about the same."""
    if _round(ideal) > previous:
        return previous + 1
    return previous if previous <= fuzz_range(ideal, 1, maximum)[1] else 0


def fuzz_factor(card: CardState) -> float:
    """A number from 0 up to 1 that depends on the card and its number of answers alone."""
    import hashlib

    seed = f"{card.card_id}/{card.reps}".encode()
    return int.from_bytes(hashlib.blake2b(seed, digest_size=4).digest()) / 2**32


def fuzzed(interval: float, factor: float | None, minimum: int, maximum: int) -> int:
    """A whole number of days near `interval`: rounded without a factor, else drawn evenly from `fuzz_range`."""
    if factor is None:
        return min(max(_round(interval), minimum), maximum)
    lower, upper = fuzz_range(interval, minimum, maximum)
    return lower + math.floor(factor * (upper - lower + 1))


def fuzz_range(interval: float, minimum: int, maximum: int) -> tuple[int, int]:
    """The first and last day that fuzz may choose: nothing below 2.5 days, then a growing span as Anki has it."""
    minimum = min(minimum, maximum)
    interval = min(max(interval, minimum), maximum)
    delta = 0.0
    if interval >= 2.5:
        delta = 1 + sum(factor * max(min(interval, end) - start, 0) for start, end, factor in _FUZZ)
    lower = min(max(_round(interval - delta), minimum), maximum)
    upper = min(max(_round(interval + delta), minimum), maximum)
    return lower, upper + 1 if upper == lower and 2 < upper < maximum else upper


def _round(days: float) -> int:
    """Half up, as Anki rounds; Python rounds half to even."""
    return math.floor(days + 0.5)


def _outcome(card: CardState, rating: Rating, moment: Moment, reviewed: fsrs.Card, days: int) -> CardState:
    state = State(reviewed.state)
    stability, difficulty = reviewed.stability, reviewed.difficulty
    learning = state is not State.REVIEW
    return replace(
        card,
        state=state,
        step=reviewed.step or 0,
        memory=None if stability is None or difficulty is None else MemoryState(stability, difficulty),
        due_at=moment.at + (reviewed.due - from_ms(moment.at)) // timedelta(milliseconds=1) if learning else None,
        due_day=None if learning else moment.day + days,
        interval=0 if learning else days,
        reps=card.reps + 1,
        lapses=card.lapses + (card.state is State.REVIEW and rating is Rating.AGAIN),
        first_day=moment.day if card.first_day is None else card.first_day,
        last_day=moment.day,
        last_at=moment.at,
        buried_day=None,
    )
