"""Pace, minutes, what fits into a day, and days in a row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.core.stats import ENOUGH, LONGEST_MS, NEW_COST, USUAL_MS, minutes, new_that_fit, pace_ms, streak

MINUTE = 60_000


def test_until_there_are_enough_answers_the_usual_pace_is_taken() -> None:
    assert pace_ms([]) == USUAL_MS
    assert pace_ms([1_000] * (ENOUGH - 1)) == USUAL_MS
    assert pace_ms([3_000] * ENOUGH) == 3_000


def test_an_absence_counts_as_the_longest_answer() -> None:
    assert pace_ms([0] * (ENOUGH - 1) + [10**9]) == LONGEST_MS // ENOUGH
    assert pace_ms([LONGEST_MS + 1] * ENOUGH) == LONGEST_MS


def test_no_pace_is_quicker_than_a_second() -> None:
    assert pace_ms([0] * ENOUGH) == 1_000


@pytest.mark.parametrize(
    ("reviews", "new", "pace", "expected"),
    [(0, 0, 15_000, 0), (4, 0, 15_000, 1), (5, 0, 15_000, 2), (0, 2, 15_000, 1), (1, 2, 15_000, 2), (1, 0, 1_000, 1)],
)
def test_minutes_are_rounded_up_and_a_new_card_costs_two_answers(
    reviews: int, new: int, pace: int, expected: int
) -> None:
    assert minutes(reviews, new, pace) == expected


@pytest.mark.parametrize(
    ("minutes_a_day", "spent_ms", "reviews", "pace", "fit"),
    [
        (10, 0, 0, 15_000, 20),
        (10, 9 * MINUTE, 0, 15_000, 2),
        (10, 9 * MINUTE + 1, 0, 15_000, 1),
        (10, 0, 36, 15_000, 2),
        (10, 0, 40, 15_000, 0),
        (10, 0, 4_000, 15_000, 0),
        (10, 10**9, 0, 15_000, 0),
    ],
)
def test_new_cards_fit_into_what_the_reviews_leave(
    minutes_a_day: int, spent_ms: int, reviews: int, pace: int, fit: int
) -> None:
    assert new_that_fit(minutes_a_day, spent_ms, reviews, pace) == fit


@given(st.integers(1, 300), st.integers(0, 10**8), st.integers(0, 500), st.integers(1_000, LONGEST_MS))
def test_what_fits_never_takes_more_than_the_minutes_left(day: int, spent: int, reviews: int, pace: int) -> None:
    fit = new_that_fit(day, spent, reviews, pace)
    left = day * MINUTE - spent - reviews * pace
    assert fit >= 0
    assert fit == 0 or fit * NEW_COST * pace <= left
    assert (fit + 1) * NEW_COST * pace > left


@pytest.mark.parametrize(
    ("days", "today", "length"),
    [
        ([], 100, 0),
        ([100], 100, 1),
        ([100, 99, 98], 100, 3),
        ([99, 98], 100, 2),
        ([98, 97], 100, 0),
        ([100, 98, 97], 100, 1),
        ([100, 99, 97], 100, 2),
    ],
)
def test_days_in_a_row_end_today_or_yesterday(days: list[int], today: int, length: int) -> None:
    assert streak(days, today) == length


@pytest.mark.parametrize("rest", [[100, 99], [99, 98]])
def test_a_day_in_the_future_does_not_break_the_row(rest: list[int]) -> None:
    """The clock was ahead once."""
    assert streak([205, *rest], 100) == streak(rest, 100) == 2


@given(st.sets(st.integers(1, 40)), st.integers(1, 40))
def test_the_row_is_as_long_as_the_unbroken_run_of_days(days: set[int], today: int) -> None:
    past = {day for day in days if day <= today}
    end = today if today in past else today - 1
    run = next(n for n in range(50) if end - n not in past)
    assert streak(sorted(days, reverse=True), today) == run
