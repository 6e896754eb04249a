"""What the log says about the learner: pace, days, what a day will take."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

USUAL_MS = 15_000
"""What an answer is taken to cost until there are enough of the learner's own."""
ENOUGH = 20
LONGEST_MS = 120_000
"""Longer answers count as this long: the learner was away."""
NEW_COST = 2
"""Answers that a new card takes on its first day: its two learning steps."""


def pace_ms(times: Sequence[int]) -> int:
    """Milliseconds an answer, from the learner's own recent answers."""
    if len(times) < ENOUGH:
        return USUAL_MS
    return max(sum(min(time, LONGEST_MS) for time in times) // len(times), 1000)


def minutes(reviews: int, new: int, pace: int) -> int:
    """Whole minutes that so many reviews and new cards will take."""
    return -(-(reviews + NEW_COST * new) * pace // 60_000)


def new_that_fit(minutes_a_day: int, spent_ms: int, reviews: int, pace: int) -> int:
    """How many new cards fit into what is left of a day's minutes once the reviews are done."""
    left = minutes_a_day * 60_000 - spent_ms - reviews * pace
    return max(left // (NEW_COST * pace), 0)


def streak(days: Sequence[int], today: int) -> int:
    """How many study days in a row, newest first in `days`, end today or yesterday."""
    past = set(days)
    end = today if today in past else today - 1
    return next(length for length in count() if end - length not in past)
