"""What an answer makes of a card: steps, intervals, fuzz, study days, lapses, replay."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, timedelta

import fsrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

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
from roadmap_flash.core.scheduling import (
    DEFAULT,
    WEIGHTS,
    answer,
    fuzz_factor,
    fuzz_range,
    fuzzed,
    ideal_interval,
    preview,
    replay,
    retrievability,
)
from roadmap_flash.core.timing import DAY_MS, StudyDays, from_ms

AGAIN, HARD, GOOD, EASY = Rating
MINUTE, HOUR = 60_000, 3_600_000
DAYS = StudyDays(4, UTC)
TODAY = date(2026, 5, 11).toordinal()
PLAIN = replace(DEFAULT, fuzz=False)
NEW = CardState("card")
OTHER_WEIGHTS = (
    *(0.4, 1.9, 4.2, 15.0, 6.0, 0.7, 2.8, 0.02, 1.6, 0.2, 0.9),
    *(1.6, 0.08, 0.3, 1.5, 0.5, 2.2, 0.6, 0.1, 0.12, 0.2),
)

ratings = st.sampled_from(Rating)
elapsed_days = st.integers(0, 3) | st.integers(0, 1000)
parameter_sets = st.builds(
    Parameters,
    weights=st.sampled_from([WEIGHTS, OTHER_WEIGHTS]),
    retention=st.floats(0.7, 0.97),
    learning_steps=st.sampled_from([(60, 600), (900,), (30, 600, 3600), ()]),
    relearning_steps=st.sampled_from([(600,), (300, 1200), ()]),
    maximum_interval=st.sampled_from([1, 2, 30, 365, 36500]),
    fuzz=st.booleans(),
)
gaps = st.integers(0, HOUR) | st.integers(0, 30 * HOUR) | st.integers(0, 400 * DAY_MS)
histories = st.lists(st.tuples(gaps, ratings), max_size=12)


def at(hour: float, days_later: int = 0) -> Moment:
    """An hour of a study day, counted from midnight: 27 is three in the morning of the next date."""
    moment = Moment(DAYS.start(TODAY + days_later) + round((hour - 4) * HOUR), TODAY + days_later)
    assert moment == DAYS.moment(moment.at)
    return moment


def study(history: Iterable[tuple[int, Rating]], parameters: Parameters, card: CardState = NEW) -> CardState:
    """The card after answers that lie so many milliseconds apart."""
    now = at(12).at
    for gap, rating in history:
        now += gap
        card = answer(card, rating, DAYS.moment(now), parameters)
    return card


def rate(card: CardState, *given_ratings: Rating, parameters: Parameters = PLAIN) -> CardState:
    """The card after these ratings within a few minutes of noon."""
    return study([(MINUTE, rating) for rating in given_ratings], parameters, card)


def in_review(stability: float = 20.0, interval: int = 20, last: Moment | None = None) -> CardState:
    """A review card, last seen at noon unless told otherwise."""
    last = last or at(12)
    return CardState(
        "card",
        State.REVIEW,
        memory=MemoryState(stability, 5.0),
        interval=interval,
        reps=4,
        first_day=TODAY - 30,
        due_day=last.day + interval,
        last_day=last.day,
        last_at=last.at,
    )


@st.composite
def review_cards(draw: st.DrawFn) -> CardState:
    memory = MemoryState(draw(st.floats(0.01, 30_000)), draw(st.floats(1, 10)))
    interval = draw(st.integers(1, 40) | st.integers(1, 36500))
    return replace(in_review(interval=interval), card_id=draw(st.text(max_size=8)), memory=memory)


def memory_of(card: CardState) -> MemoryState:
    assert card.memory is not None
    return card.memory


def ideal(card: CardState, parameters: Parameters) -> float:
    return ideal_interval(memory_of(card).stability, parameters)


# Preview and answer


@given(history=histories, gap=gaps, parameters=parameter_sets)
def test_the_outcome_previewed_is_the_outcome_given(
    history: list[tuple[int, Rating]], gap: int, parameters: Parameters
) -> None:
    card = study(history, parameters)
    moment = DAYS.moment((card.last_at or at(12).at) + gap)
    shown = preview(card, moment, parameters)
    assert list(shown) == list(Rating)
    for rating in Rating:
        assert answer(card, rating, moment, parameters) == shown[rating]


@given(history=histories, gap=gaps, rating=ratings, parameters=parameter_sets)
def test_an_answer_counts_itself_and_keeps_what_is_not_its_own(
    history: list[tuple[int, Rating]], gap: int, rating: Rating, parameters: Parameters
) -> None:
    card = replace(study(history, parameters), suspended=True, flag="unclear", buried_day=TODAY)
    moment = DAYS.moment((card.last_at or at(12).at) + gap)
    after = answer(card, rating, moment, parameters)
    assert (after.card_id, after.suspended, after.flag) == (card.card_id, True, "unclear")
    assert (after.reps, after.last_day, after.last_at) == (card.reps + 1, moment.day, moment.at)
    assert after.first_day == (moment.day if card.first_day is None else card.first_day)
    assert after.buried_day is None


@given(history=histories, gap=gaps, rating=ratings, parameters=parameter_sets)
def test_a_card_is_due_at_an_instant_while_learning_and_for_a_day_in_review(
    history: list[tuple[int, Rating]], gap: int, rating: Rating, parameters: Parameters
) -> None:
    after = study([*history, (gap, rating)], parameters)
    assert after.last_at is not None
    assert after.last_day is not None
    if after.state is State.REVIEW:
        assert (after.due_at, after.due_day) == (None, after.last_day + after.interval)
        assert after.interval >= 1
    else:
        steps = parameters.learning_steps if after.state is State.LEARNING else parameters.relearning_steps
        assert (after.due_day, after.interval) == (None, 0)
        assert after.due_at is not None
        assert 0 < after.due_at - after.last_at <= max(steps) * 1500
        assert 0 <= after.step < len(steps)


# Intervals


@given(card=review_cards(), elapsed=elapsed_days, parameters=parameter_sets)
def test_for_a_review_card_hard_is_shorter_than_good_and_good_than_easy(
    card: CardState, elapsed: int, parameters: Parameters
) -> None:
    shown = preview(card, at(12, elapsed), parameters)
    hard, good, easy = (shown[rating].interval for rating in (HARD, GOOD, EASY))
    assert 1 <= hard <= good <= easy <= parameters.maximum_interval
    assert hard < good or good == parameters.maximum_interval
    assert good < easy or easy == parameters.maximum_interval


@given(
    card=review_cards(),
    elapsed=elapsed_days,
    hour=st.floats(4, 27.99),
    rating=st.sampled_from([HARD, GOOD, EASY]),
    parameters=parameter_sets,
)
def test_a_review_card_that_was_recalled_is_never_due_before_the_next_study_day(
    card: CardState, elapsed: int, hour: float, rating: Rating, parameters: Parameters
) -> None:
    moment = at(hour, elapsed)
    after = answer(card, rating, moment, parameters)
    assert after.state is State.REVIEW
    assert after.due_day is not None
    assert after.due_day > moment.day


@given(history=histories, gap=gaps, parameters=parameter_sets)
def test_easy_takes_a_learning_card_further_than_good_would(
    history: list[tuple[int, Rating]], gap: int, parameters: Parameters
) -> None:
    card = study(history, parameters)
    assume(card.state is not State.REVIEW)
    shown = preview(card, DAYS.moment((card.last_at or at(12).at) + gap), parameters)
    assert shown[EASY].state is State.REVIEW
    least = fuzzed(ideal(shown[GOOD], parameters), 0.0, 1, parameters.maximum_interval) + 1
    assert min(least, parameters.maximum_interval) <= shown[EASY].interval <= parameters.maximum_interval


@pytest.mark.parametrize("fuzz", [False, True])
def test_an_interval_that_grows_is_at_least_a_day_longer_than_the_last(*, fuzz: bool) -> None:
    parameters = replace(DEFAULT, fuzz=fuzz)
    for reps in range(40):
        card = replace(in_review(stability=30.0, interval=31), reps=reps)
        shown = preview(card, at(12, 1), parameters)
        assert 31.5 < ideal(shown[HARD], parameters) < 32
        assert all(shown[rating].interval >= 32 for rating in (HARD, GOOD, EASY))


def test_an_interval_that_stays_about_the_same_is_not_made_shorter() -> None:
    card = in_review(stability=30.0, interval=34)
    hard = answer(card, HARD, at(12, 1), PLAIN)
    assert 31.5 < ideal(hard, PLAIN) < 32
    assert hard.interval == 34


def test_an_interval_that_became_too_long_is_shortened() -> None:
    card = in_review(stability=30.0, interval=300)
    assert answer(card, HARD, at(12, 1), PLAIN).interval == 32


@pytest.mark.parametrize(("days", "rounded"), [(2.5, 3), (3.5, 4), (4.49, 4), (0.2, 1), (400.0, 99)])
def test_without_fuzz_days_are_rounded_half_up_and_kept_in_bounds(days: float, rounded: int) -> None:
    assert fuzzed(days, None, 1, 99) == rounded


def test_the_default_weights_are_those_of_fsrs() -> None:
    assert fsrs.Scheduler().parameters == WEIGHTS


def test_the_intervals_are_those_of_the_reference_vector_of_fsrs() -> None:
    given_ratings = [*[GOOD] * 6, AGAIN, AGAIN, *[GOOD] * 5]
    card, moment, intervals = NEW, at(12.5), []
    for rating in given_ratings:
        card = answer(card, rating, moment, PLAIN)
        intervals.append(card.interval)
        due = card.due_at if card.due_day is None else DAYS.start(card.due_day) + 9 * HOUR
        assert due is not None
        moment = DAYS.moment(due)
    assert intervals == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


@given(
    history=st.lists(st.tuples(elapsed_days, ratings), min_size=1, max_size=12),
    parameters=parameter_sets,
)
def test_reviews_at_noon_leave_the_memory_that_fsrs_itself_computes(
    history: list[tuple[int, Rating]], parameters: Parameters
) -> None:
    scheduler = fsrs.Scheduler(
        parameters.weights,
        parameters.retention,
        [timedelta(seconds=step) for step in parameters.learning_steps],
        [timedelta(seconds=step) for step in parameters.relearning_steps],
        enable_fuzzing=False,
    )
    card, theirs, days_later = NEW, fsrs.Card(card_id=1), 0
    for minute, (gap, rating) in enumerate(history):
        days_later += gap
        moment = at(12 + minute / 60, days_later)
        card = answer(card, rating, moment, parameters)
        theirs, _ = scheduler.review_card(theirs, fsrs.Rating(rating), from_ms(moment.at))
        assert memory_of(card) == pytest.approx((theirs.stability, theirs.difficulty), rel=1e-12)
        assert (int(card.state), card.step) == (int(theirs.state), theirs.step or 0)


# Fuzz


@pytest.mark.parametrize(
    ("interval", "first", "last"),
    [
        (1, 1, 1),
        (2.4, 2, 2),
        (2.5, 2, 4),
        (4.86, 4, 6),
        (7, 5, 9),
        (10, 8, 12),
        (12.76, 11, 15),
        (20, 17, 23),
        (100, 93, 107),
    ],
)
def test_the_fuzz_range_grows_by_15_then_10_then_5_percent(interval: float, first: int, last: int) -> None:
    assert fuzz_range(interval, 1, 36500) == (first, last)


def test_the_fuzz_range_respects_the_least_and_the_greatest_interval() -> None:
    assert fuzz_range(100, 98, 36500) == (98, 107)
    assert fuzz_range(100, 1, 101) == (93, 101)
    assert fuzz_range(100, 120, 36500) == (120, 128)
    assert fuzz_range(100, 120, 60) == (60, 60)


@given(
    interval=st.floats(0, 40_000),
    factor=st.floats(0, 1, exclude_max=True),
    minimum=st.integers(0, 36500),
    maximum=st.integers(1, 36500),
)
def test_fuzz_stays_inside_its_range_and_the_range_inside_its_bounds(
    interval: float, factor: float, minimum: int, maximum: int
) -> None:
    first, last = fuzz_range(interval, minimum, maximum)
    assert min(minimum, maximum) <= first <= last <= maximum
    assert first <= fuzzed(interval, factor, minimum, maximum) <= last


def test_fuzz_reaches_every_day_of_its_range_equally_often() -> None:
    drawn = Counter(fuzzed(100.0, index / 1500, 1, 36500) for index in range(1500))
    assert drawn == dict.fromkeys(range(93, 108), 100)


@given(card=review_cards(), elapsed=elapsed_days, parameters=parameter_sets)
def test_previewed_intervals_of_a_review_card_stay_inside_the_fuzz_range(
    card: CardState, elapsed: int, parameters: Parameters
) -> None:
    shown = preview(card, at(12, elapsed), parameters)
    shorter = 0
    for rating in (HARD, GOOD, EASY):
        days, maximum = ideal(shown[rating], parameters), parameters.maximum_interval
        first = fuzz_range(days, 1, maximum)[0]
        last = fuzz_range(max(days, card.interval, shorter + 1), 1, maximum)[1]
        shorter = shown[rating].interval
        assert first <= shorter <= last


@given(card=review_cards(), elapsed=elapsed_days, parameters=parameter_sets)
def test_fuzz_depends_on_the_card_s_id_and_number_of_answers_alone(
    card: CardState, elapsed: int, parameters: Parameters
) -> None:
    assert fuzz_factor(card) == fuzz_factor(CardState(card.card_id, reps=card.reps))
    again = replace(card, lapses=7, first_day=TODAY - 400, flag="unclear")
    intervals = [
        [after.interval for after in preview(same, moment, parameters).values()]
        for same in (card, again)
        for moment in (at(5, elapsed), at(23, elapsed))
    ]
    assert intervals.count(intervals[0]) == 4


def test_fuzz_is_the_same_in_every_process() -> None:
    assert fuzz_factor(CardState("card", reps=3)) == 0.9786534511949867
    assert fuzz_factor(CardState("card", reps=4)) == 0.8140693020541221
    assert fuzz_factor(CardState("cart", reps=3)) != fuzz_factor(CardState("card", reps=3))


@pytest.mark.parametrize("reps_alone", [False, True])
def test_fuzz_factors_are_spread_evenly(*, reps_alone: bool) -> None:
    cards = (
        CardState("card", reps=index) if reps_alone else CardState(f"topic/{index}", reps=1) for index in range(5000)
    )
    tenths = Counter(math.floor(fuzz_factor(card) * 10) for card in cards)
    assert sorted(tenths) == list(range(10))
    assert all(400 < count < 600 for count in tenths.values())


def test_fuzz_is_used_and_can_be_turned_off() -> None:
    card = in_review(stability=100.0, interval=100)
    fuzzy = {answer(replace(card, reps=reps), GOOD, at(12, 100), DEFAULT).interval for reps in range(50)}
    plain = {answer(replace(card, reps=reps), GOOD, at(12, 100), PLAIN).interval for reps in range(50)}
    assert len(plain) == 1
    assert min(fuzzy) < min(plain) < max(fuzzy)


@given(history=histories, parameters=parameter_sets)
def test_fuzz_never_touches_the_memory(history: list[tuple[int, Rating]], parameters: Parameters) -> None:
    fuzzy, plain = (study(history, replace(parameters, fuzz=fuzz)) for fuzz in (True, False))
    assert fuzzy.memory == plain.memory


# Learning steps and lapses


@pytest.mark.parametrize(
    ("before", "rating", "seconds", "step"),
    [
        ((), AGAIN, 60, 0),
        ((), HARD, 330, 0),
        ((), GOOD, 600, 1),
        ((GOOD,), AGAIN, 60, 0),
        ((GOOD,), HARD, 600, 1),
        ((GOOD, AGAIN), HARD, 330, 0),
        ((HARD,), GOOD, 600, 1),
    ],
)
def test_learning_steps_are_clock_time(before: tuple[Rating, ...], rating: Rating, seconds: int, step: int) -> None:
    card = rate(NEW, *before, rating)
    assert card.last_at is not None
    assert (card.state, card.step, card.due_day) == (State.LEARNING, step, None)
    assert card.due_at == card.last_at + seconds * 1000


@pytest.mark.parametrize("last_ratings", [(GOOD, GOOD), (EASY,), (GOOD, EASY), (AGAIN, GOOD, GOOD)])
def test_good_on_the_last_step_and_easy_on_any_end_learning(last_ratings: tuple[Rating, ...]) -> None:
    card = rate(NEW, *last_ratings)
    assert (card.state, card.step, card.due_at) == (State.REVIEW, 0, None)
    assert card.interval == max(math.floor(ideal(card, PLAIN) + 0.5), 1)


def test_hard_on_a_single_step_waits_half_as_long_again() -> None:
    card = rate(NEW, HARD, parameters=replace(PLAIN, learning_steps=(900,)))
    assert card.last_at is not None
    assert card.due_at == card.last_at + 1_350_000


def test_without_learning_steps_a_new_card_goes_to_review() -> None:
    card = rate(NEW, GOOD, parameters=replace(PLAIN, learning_steps=()))
    assert (card.state, card.interval) == (State.REVIEW, 2)


def test_a_lapse_sends_a_review_card_to_relearning() -> None:
    card = rate(replace(in_review(), lapses=2), AGAIN)
    assert card.last_at is not None
    assert (card.state, card.step, card.lapses) == (State.RELEARNING, 0, 3)
    assert (card.due_at, card.due_day, card.interval) == (card.last_at + 600_000, None, 0)
    back = rate(card, GOOD)
    assert (back.state, back.due_at, back.lapses) == (State.REVIEW, None, 3)
    assert back.interval < 20


def test_only_again_on_a_review_card_is_a_lapse() -> None:
    assert rate(NEW, AGAIN, AGAIN, HARD, AGAIN).lapses == 0
    assert rate(in_review(), HARD, GOOD, EASY).lapses == 0
    assert rate(in_review(), AGAIN, AGAIN, HARD, AGAIN).lapses == 1
    assert rate(in_review(), AGAIN, GOOD, AGAIN).lapses == 2


def test_a_lapse_without_relearning_steps_stays_in_review_and_counts() -> None:
    card = rate(in_review(stability=40.0), AGAIN, parameters=replace(PLAIN, relearning_steps=()))
    assert (card.state, card.lapses) == (State.REVIEW, 1)
    assert 5 < card.interval < 20
    assert card.interval == math.floor(ideal(card, PLAIN) + 0.5)


# Study days


@pytest.mark.parametrize("rating", Rating)
def test_a_review_on_the_same_study_day_counts_as_short_term(rating: Rating) -> None:
    minutes_later = answer(in_review(last=at(5)), rating, at(5.2), PLAIN)
    hours_later = answer(in_review(last=at(5)), rating, at(27.5), PLAIN)
    assert hours_later.last_day == TODAY
    assert hours_later.memory == minutes_later.memory


@pytest.mark.parametrize("rating", Rating)
@pytest.mark.parametrize(("last", "hour"), [(23, 9), (12, 11), (27.9, 4)])
def test_a_review_over_one_rollover_counts_as_a_day_however_few_the_hours(
    rating: Rating, last: float, hour: float
) -> None:
    over_rollover = answer(in_review(last=at(last)), rating, at(hour, 1), PLAIN)
    full_day = answer(in_review(last=at(12)), rating, at(12, 1), PLAIN)
    same_day = answer(in_review(last=at(12)), rating, at(12.1), PLAIN)
    assert over_rollover.memory == full_day.memory
    assert over_rollover.memory != same_day.memory


def test_a_learning_card_seen_the_next_study_day_is_not_short_term() -> None:
    card = study([(11 * HOUR, GOOD)], PLAIN)
    assert card.state is State.LEARNING
    tomorrow = answer(card, GOOD, at(9, 1), PLAIN)
    assert memory_of(tomorrow).stability > memory_of(answer(card, GOOD, at(23.5), PLAIN)).stability


@pytest.mark.parametrize("hour", [4, 12, 27.9])
def test_a_review_card_falls_due_on_the_same_study_day_whatever_the_hour(hour: float) -> None:
    assert answer(in_review(), GOOD, at(hour, 20), PLAIN) == replace(
        answer(in_review(), GOOD, at(12, 20), PLAIN), last_at=at(hour, 20).at
    )


@given(
    history=st.lists(
        st.tuples(st.integers(-400 * DAY_MS, 400 * DAY_MS), ratings),
        min_size=1,
        max_size=12,
    ),
    parameters=parameter_sets,
)
def test_a_clock_that_was_set_back_does_no_harm(history: list[tuple[int, Rating]], parameters: Parameters) -> None:
    card = study(history, parameters)
    assert card.reps == len(history)
    assert card.last_day is not None
    assert 0 < memory_of(card).stability < math.inf
    assert 1 <= memory_of(card).difficulty <= 10
    assert card.due_day is None or card.due_day > card.last_day


@pytest.mark.parametrize("rating", Rating)
def test_a_review_before_the_last_one_counts_as_the_same_study_day(rating: Rating) -> None:
    earlier = answer(in_review(), rating, at(12, -5), PLAIN)
    assert earlier.memory == answer(in_review(), rating, at(12), PLAIN).memory
    assert earlier.last_day == TODAY - 5


# Replay


def row_of(act: Act, before: CardState, after: CardState, moment: Moment) -> ReviewLog:
    return ReviewLog(before.card_id, act, moment, before, after)


def act_on(card: CardState, act: Act, day: int) -> CardState:
    changed = {
        Act.SUSPEND: replace(card, suspended=True),
        Act.UNSUSPEND: replace(card, suspended=False),
        Act.BURY: replace(card, buried_day=day),
        Act.FLAG: replace(card, flag="unclear"),
        Act.UNFLAG: replace(card, flag=None),
    }
    return changed[act]


acts = st.sampled_from([Act.SUSPEND, Act.UNSUSPEND, Act.BURY, Act.FLAG, Act.UNFLAG])
events = st.lists(st.tuples(gaps, ratings | acts, parameter_sets), max_size=12)


def record(happened: list[tuple[int, Rating | Act, Parameters]]) -> list[ReviewLog]:
    """The log of what happened to one card, with the state after each row as the fold of all before it."""
    card, now, log = NEW, at(12).at, []
    for gap, what, parameters in happened:
        now += gap
        moment = DAYS.moment(now)
        if isinstance(what, Rating):
            after = answer(card, what, moment, parameters)
            row = replace(
                row_of(Act.ANSWER, card, after, moment),
                rating=what,
                parameters=parameters,
            )
        else:
            after = act_on(card, what, moment.day)
            row = row_of(what, card, after, moment)
        log.append(row)
        card = after
    return log


@given(happened=events)
def test_replaying_a_log_up_to_any_row_gives_the_state_after_that_row(
    happened: list[tuple[int, Rating | Act, Parameters]],
) -> None:
    log = record(happened)
    for length, row in enumerate(log, start=1):
        assert replay("card", log[:length]) == row.after


@given(
    happened=st.lists(st.tuples(gaps, ratings, parameter_sets, st.booleans()), min_size=1, max_size=12),
)
def test_replay_schedules_anew_what_is_left_when_voided_rows_are_left_out(
    happened: list[tuple[int, Rating, Parameters, bool]],
) -> None:
    log = record([(gap, rating, parameters) for gap, rating, parameters, _ in happened])
    left = [row for row, (*_, stands) in zip(log, happened, strict=True) if stands]
    expected = NEW
    for row in left:
        assert row.rating is not None
        assert row.parameters is not None
        expected = answer(expected, row.rating, row.moment, row.parameters)
    assert replay("card", left) == (expected if left else None)


def test_replay_uses_the_parameters_recorded_with_each_row() -> None:
    strict = replace(PLAIN, retention=0.97)
    log = record([(0, EASY, strict), (20 * DAY_MS, GOOD, PLAIN)])
    assert replay("card", log[:1]) == answer(NEW, EASY, log[0].moment, strict)
    assert replay("card", log[:1]) != answer(NEW, EASY, log[0].moment, PLAIN)
    assert replay("card", log) == log[1].after


def test_replay_takes_over_an_adopted_state_and_goes_on_from_there() -> None:
    adopted = replace(in_review(), suspended=True, lapses=3)
    row = row_of(Act.ADOPT, NEW, adopted, at(13))
    later = record([(20 * DAY_MS, GOOD, PLAIN)])[0]
    assert replay("card", [*record([(0, EASY, PLAIN)]), row]) == adopted
    assert replay("card", [row, later]) == answer(adopted, GOOD, later.moment, PLAIN)
    assert replay("card", [*record([(0, EASY, PLAIN)]), replace(row, after=None)]) is None


def test_replay_of_nothing_is_no_card() -> None:
    assert replay("card", []) is None


# Retrievability


@given(stability=st.floats(0.01, 36500), parameters=parameter_sets)
def test_recall_has_fallen_to_the_desired_retention_after_the_ideal_interval(
    stability: float, parameters: Parameters
) -> None:
    days = ideal_interval(stability, parameters)
    recall = retrievability(MemoryState(stability, 5), days, parameters)
    assert recall == pytest.approx(parameters.retention, rel=1e-9)


@given(stability=st.floats(0.01, 36500), parameters=parameter_sets)
def test_stability_is_the_days_until_recall_is_90_percent(stability: float, parameters: Parameters) -> None:
    assert retrievability(MemoryState(stability, 5), stability, parameters) == pytest.approx(0.9)


@given(stability=st.floats(0.01, 36500), days=st.floats(0.01, 36500), parameters=parameter_sets)
def test_recall_is_certain_at_first_and_falls_from_then_on(
    stability: float, days: float, parameters: Parameters
) -> None:
    memory = MemoryState(stability, 5)
    assert retrievability(memory, 0, parameters) == 1
    assert retrievability(memory, -days, parameters) == 1
    assert 1 > retrievability(memory, days, parameters) > retrievability(memory, days * 2, parameters) > 0


def test_retrievability_is_that_of_fsrs() -> None:
    theirs = fsrs.Card(1, fsrs.State.Review, None, 20.0, 5.0, from_ms(at(12).at), from_ms(at(12).at))
    scheduler = fsrs.Scheduler(WEIGHTS)
    for days in (0, 1, 20, 300):
        expected = scheduler.get_card_retrievability(theirs, from_ms(at(12, days).at))
        assert retrievability(MemoryState(20.0, 5.0), days, PLAIN) == pytest.approx(expected)
