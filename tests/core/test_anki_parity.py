"""The same history gives the same memory and the same next intervals as in Anki.

The oracle is the official `anki` package. A time zone, and whether Anki fuzzes, hold for a whole process, so
the oracle runs in processes of its own: this file, started as a program, reads a job from standard input,
puts its cards and review logs into a new collection, and prints what Anki makes of them.

Histories are drawn from a seed in study days and end today or some days ago, because Anki reads the real
clock. No review lies within an hour of 04:00: there Anki, which counts 24-hour windows back from today's
rollover, and local study days can differ by a day in the other half of the daylight-saving year.
"""

from __future__ import annotations

import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import pytest

from roadmap_flash.core import scheduling
from roadmap_flash.core.model import CardState, Moment, Parameters, Rating, State
from roadmap_flash.core.scheduling import DEFAULT, WEIGHTS, answer, fuzz_range, ideal_interval, preview
from roadmap_flash.core.timing import DAY_MS, StudyDays, from_ms

T = TypeVar("T")
Row = tuple[int, ...]
HOUR_MS = 3_600_000
HISTORIES = 1000
LONGEST_DAYS = 1200
CREATED_DAYS_AGO = 4000
PLAIN = replace(DEFAULT, fuzz=False)
OTHER_WEIGHTS = (
    *(0.4, 1.9, 4.2, 15.0, 6.0, 0.7, 2.8, 0.02, 1.6, 0.2, 0.9),
    *(1.6, 0.08, 0.3, 1.5, 0.5, 2.2, 0.6, 0.1, 0.12, 0.2),
)
ZONES = {
    "UTC": PLAIN,
    "America/New_York": replace(
        PLAIN,
        weights=OTHER_WEIGHTS,
        retention=0.85,
        learning_steps=(30, 600, 3600),
        relearning_steps=(300, 1200),
    ),
    "Asia/Kolkata": replace(PLAIN, retention=0.95, maximum_interval=180, learning_steps=(900,)),
    "Australia/Lord_Howe": replace(PLAIN, retention=0.8, relearning_steps=()),
}
CHANGING_CLOCKS = ("America/New_York", "Australia/Lord_Howe")


class Outcome(NamedTuple):
    """What a rating leads to: a state, its delay (seconds of a step or days), steps left, lapses, memory."""

    state: int
    delay: int
    steps_left: int
    lapses: int
    stability: float
    difficulty: float

    @property
    def schedule(self) -> Row:
        return (self.state, self.delay, self.steps_left, self.lapses)


@dataclass(frozen=True)
class History:
    """A card and the rows of its review log as Anki stores them, but for the card's id."""

    card: CardState
    log: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Question:
    """A card for Anki, and the numbers of answers to be asked for: with the id they seed Anki's fuzz."""

    card: CardState
    log: tuple[Row, ...] = ()
    reps: tuple[int, ...] = (0,)
    data: str = "{}"


class Reply(NamedTuple):
    """Anki's memory state of a card, and the outcomes of the four ratings for each number of answers."""

    memory: tuple[float, float] | None
    outcomes: list[list[Outcome]]


# Histories


def wait_after(card: CardState, rng: random.Random) -> int:
    """Days until the next review: mostly the same day while learning; early, on time or late in review."""
    if card.state is not State.REVIEW:
        return 0 if rng.random() < 0.75 else rng.randint(1, 3)
    if rng.random() < 0.1:
        return 0
    return max(1, round(card.interval * rng.choice((0.2, 0.5, 0.9, 1, 1, 1, 1, 1.1, 1.5, 3))))


def drawn_reviews(rng: random.Random, parameters: Parameters) -> tuple[list[tuple[int, Rating]], int]:
    """Ratings with their days, counted from the first, and the day on which the next review is asked for."""
    card, day, reviews = CardState("card"), 0, []
    for _ in range(rng.randint(0, 14)):
        rating = rng.choices(list(Rating), (2, 2, 6, 1))[0]
        reviews.append((day, rating))
        card = answer(card, rating, Moment(day * DAY_MS, day), parameters)
        wait = wait_after(card, rng)
        if day + wait > LONGEST_DAYS:
            break
        day += wait
    return reviews, day


def clock_times(reviews_a_day: Counter[int], days: StudyDays, now: Moment, rng: random.Random) -> Iterator[int]:
    """Instants in order, so many for each study day: from 05:00 to 03:00, and none later than now."""
    for day in sorted(reviews_a_day):
        start = days.start(day)
        first, last = start + HOUR_MS, days.start(day + 1) - HOUR_MS
        if day == now.day:
            first, last = start + min(HOUR_MS, (now.at - start) // 2), now.at
        yield from sorted(rng.randrange(first, last) for _ in range(reviews_a_day[day]))


def history(card_id: int, rng: random.Random, days: StudyDays, now: Moment, parameters: Parameters) -> History:
    """A random history of a card whose next review is asked for now."""
    reviews, asked = drawn_reviews(rng, parameters)
    moved = [(now.day - asked + day, rating) for day, rating in reviews]
    times = clock_times(Counter(day for day, _ in moved), days, now, rng)
    card, log = CardState(str(card_id)), []
    for at, (day, rating) in zip(times, moved, strict=True):
        moment = days.moment(at)
        assert moment.day == day
        kind = {State.REVIEW: 1, State.RELEARNING: 2}.get(card.state, 0)
        after = answer(card, rating, moment, parameters)
        log.append((at, rating, after.interval or -600, kind))
        card = after
    return History(card, tuple(log))


def histories(count: int, days: StudyDays, now: Moment, parameters: Parameters) -> list[History]:
    return [
        history(card_id, random.Random(f"{days.zone} {card_id}"), days, now, parameters)
        for card_id in range(1, count + 1)
    ]


# Our side


def steps_of(state: int, parameters: Parameters) -> tuple[int, ...]:
    return parameters.relearning_steps if state == State.RELEARNING else parameters.learning_steps


def our_outcomes(card: CardState, now: Moment, parameters: Parameters) -> list[Outcome]:
    return [our_outcome(after, now, parameters) for after in preview(card, now, parameters).values()]


def our_outcome(after: CardState, now: Moment, parameters: Parameters) -> Outcome:
    assert after.memory is not None
    if after.due_at is None:
        return Outcome(after.state, after.interval, 0, after.lapses, *after.memory)
    seconds, rest = divmod(after.due_at - now.at, 1000)
    assert rest == 0
    left = len(steps_of(after.state, parameters)) - after.step
    return Outcome(after.state, seconds, left, after.lapses, *after.memory)


# Anki's side, asked


def card_row(number: int, question: Question, today: int, parameters: Parameters) -> list[object]:
    """A row of Anki's table `cards`, from type to data. Days there count from the collection's creation."""
    card = question.card
    due, left, queue = 0, 0, int(card.state)
    if card.due_day is not None:
        due = CREATED_DAYS_AGO + card.due_day - today
    elif card.due_at is not None:
        due, left, queue = card.due_at // 1000, len(steps_of(card.state, parameters)) - card.step, 1
    return [number, int(card.state), queue, due, card.interval, 0, card.lapses, left, question.data]


def revlog_rows(questions: Sequence[Question]) -> list[Row]:
    """All reviews as rows of Anki's table `revlog`, whose ids, the instants, must differ."""
    used: set[int] = set()
    rows: list[Row] = []
    for number, question in enumerate(questions, start=1):
        for at, rating, interval, kind in question.log:
            while at in used:
                at += 1  # noqa: PLW2901
            used.add(at)
            rows.append((at, number, rating, interval, 0 if kind == 0 else 500, kind))
    return rows


def ask_anki(
    questions: Sequence[Question], zone: str, today: int, parameters: Parameters, *, fuzz: bool
) -> list[Reply]:
    """Anki's replies, with its fuzz or without."""
    job = {
        "learning_steps": parameters.learning_steps,
        "relearning_steps": parameters.relearning_steps,
        "maximum_interval": parameters.maximum_interval,
        "retention": parameters.retention,
        "weights": () if parameters.weights == WEIGHTS else parameters.weights,  # () for Anki's own default
        "cards": [card_row(n, question, today, parameters) for n, question in enumerate(questions, start=1)],
        "revlog": revlog_rows(questions),
        "reps": [question.reps for question in questions],
    }
    environment = {**os.environ, "TZ": zone}
    environment.pop("ANKI_TEST_MODE", None)
    if not fuzz:
        environment["ANKI_TEST_MODE"] = "1"
    done = subprocess.run(
        [sys.executable, "-P", __file__],
        input=json.dumps(job),
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    replies = json.loads(done.stdout)
    assert abs(replies["next_day_at"] - StudyDays(4, ZoneInfo(zone)).start(today + 1) / 1000) <= 3600
    assert len(replies["cards"]) == len(questions)
    return [
        Reply(memory, [[Outcome(*outcome) for outcome in four] for four in outcomes])
        for memory, outcomes in replies["cards"]
    ]


def on_one_study_day(zone: str, ask: Callable[[StudyDays, Moment], T]) -> T:
    """Anki reads the clock: should the study day end while it is asked, it is asked once more."""
    days = StudyDays(4, ZoneInfo(zone))
    while True:
        now = days.moment(time.time_ns() // 1_000_000)
        found = ask(days, now)
        if days.of(time.time_ns() // 1_000_000) == now.day:
            return found


# Anki's side, answering


def oracle() -> None:
    """Read a job from standard input, print the replies."""
    job = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        collection = filled_collection(str(Path(folder, "collection.anki2")), job)
        cards = [reply(collection, row[0], reps) for row, reps in zip(job["cards"], job["reps"], strict=True)]
        json.dump({"next_day_at": collection.sched.day_cutoff, "cards": cards}, sys.stdout)
        collection.close()


def filled_collection(path: str, job: dict[str, Any]) -> Any:
    from anki.collection import Collection

    created: Any = Collection(path)
    created.db.execute("update col set crt = crt - ?", CREATED_DAYS_AGO * 86400)
    created.close()
    collection: Any = Collection(path)
    collection.db.execute("pragma synchronous = off")
    collection.set_config("fsrs", True)
    preset = collection.decks.get_config(1)
    preset["new"]["delays"] = [step / 60 for step in job["learning_steps"]]
    preset["lapse"]["delays"] = [step / 60 for step in job["relearning_steps"]]
    preset["rev"]["maxIvl"] = job["maximum_interval"]
    preset["desiredRetention"] = job["retention"]
    preset["fsrsParams6"] = job["weights"]
    collection.decks.update_config(preset)
    insert(collection.db, collection.models.by_name("Basic")["id"], job)
    return collection


def insert(db: Any, note_type: int, job: dict[str, Any]) -> None:
    db.execute("begin")
    db.execute("insert into notes values (1, 'guid', ?, 0, -1, '', 'q\x1fa', 'q', 0, 0, '')", note_type)
    db.executemany("insert into cards values (?, 1, 1, 0, 0, -1, ?, ?, ?, ?, 2500, ?, ?, ?, 0, 0, 0, ?)", job["cards"])
    db.executemany("insert into revlog values (?, ?, -1, ?, ?, 0, ?, 0, ?)", job["revlog"])
    db.execute("commit")


def reply(collection: Any, card_id: int, reps: list[int]) -> list[object]:
    state = collection.compute_memory_state(card_id)
    memory = None if state.stability is None else (state.stability, state.difficulty)
    outcomes = []
    for number in reps:
        collection.db.execute("update cards set reps = ? where id = ?", number, card_id)
        states = collection._backend.get_scheduling_states(card_id)
        outcomes.append([anki_outcome(getattr(states, name)) for name in ("again", "hard", "good", "easy")])
    return [memory, outcomes]


def anki_outcome(state: Any) -> Outcome:
    normal = state.normal
    kind = normal.WhichOneof("kind")
    if kind == "review":
        days, lapses, memory = normal.review.scheduled_days, normal.review.lapses, normal.review.memory_state
        return Outcome(2, days, 0, lapses, memory.stability, memory.difficulty)
    step, number, lapses = normal.learning, 1, 0
    if kind == "relearning":
        step, number, lapses = normal.relearning.learning, 3, normal.relearning.review.lapses
    memory = step.memory_state
    return Outcome(number, step.scheduled_secs, step.remaining_steps, lapses, memory.stability, memory.difficulty)


# What must hold


def asked_plainly(zone: str) -> tuple[list[History], list[list[Outcome]], list[Reply]]:
    """Random histories with our outcomes and Anki's replies, both without fuzz."""
    parameters = ZONES[zone]

    def ask(days: StudyDays, now: Moment) -> tuple[list[History], list[list[Outcome]], list[Reply]]:
        drawn = histories(HISTORIES, days, now, parameters)
        ours = [our_outcomes(one.card, now, parameters) for one in drawn]
        questions = [Question(one.card, one.log) for one in drawn]
        return drawn, ours, ask_anki(questions, zone, now.day, parameters, fuzz=False)

    return on_one_study_day(zone, ask)


def near_a_half(days: float) -> bool:
    """Whether single precision, which Anki reckons in, may round these days the other way."""
    return abs(days - math.floor(days) - 0.5) < max(1e-3, days * 1e-5)


def is_tie(ours: list[Outcome], theirs: list[Outcome], parameters: Parameters) -> bool:
    """Whether schedules differ by a day at most, from a rating on whose ideal interval ends in a half."""
    tied = False
    for mine, other in zip(ours, theirs, strict=True):
        tied = tied or near_a_half(ideal_interval(mine.stability, parameters))
        if mine.schedule == other.schedule:
            continue
        if not tied or abs(mine.delay - other.delay) > 1:
            return False
        if mine._replace(delay=other.delay).schedule != other.schedule:
            return False
    return True


def is_kept_in_relearning(mine: Outcome, other: Outcome, parameters: Parameters) -> bool:
    """Whether Anki, with no relearning steps set, asks for a lapsed card once more within half a day.

    That is its own rule for intervals below half a day; here the card is due on the next study day.
    """
    return (
        not parameters.relearning_steps
        and ideal_interval(mine.stability, parameters) < 0.5
        and (mine.state, mine.delay, mine.lapses) == (State.REVIEW, 1, other.lapses)
        and other.state == State.RELEARNING
        and other.delay < DAY_MS // 2000
    )


def assert_same_memory(ours: Sequence[float], theirs: Sequence[float] | None) -> None:
    assert theirs is not None
    assert tuple(theirs) == pytest.approx(tuple(ours), rel=1e-4)


def assert_same_schedules(pairs: list[tuple[list[Outcome], list[Outcome]]], parameters: Parameters) -> None:
    """Each of the four schedules is Anki's to the second and the day, but for a few ties of rounding."""
    ties = 0
    for ours, theirs in pairs:
        comparable = [
            (mine, other)
            for mine, other in zip(ours, theirs, strict=True)
            if not is_kept_in_relearning(mine, other, parameters)
        ]
        if any(mine.schedule != other.schedule for mine, other in comparable):
            assert is_tie([mine for mine, _ in comparable], [other for _, other in comparable], parameters), (
                ours,
                theirs,
            )
            ties += 1
    assert ties <= len(pairs) * 0.01


def crosses_a_change_of_clocks(one: History, zone: ZoneInfo, now: Moment) -> bool:
    instants = [at for at, *_ in one.log] + [now.at]
    return len({from_ms(at).astimezone(zone).utcoffset() for at in instants}) > 1


@pytest.mark.parametrize("zone", ZONES)
def test_memory_and_next_intervals_are_those_of_anki(zone: str) -> None:
    parameters = ZONES[zone]
    drawn, ours, replies = asked_plainly(zone)
    for one, four, theirs in zip(drawn, ours, replies, strict=True):
        if one.card.memory is None:
            assert (one.card.state, theirs.memory) == (State.NEW, None)
        else:
            assert_same_memory(one.card.memory, theirs.memory)
        for mine, other in zip(four, theirs.outcomes[0], strict=True):
            assert_same_memory(mine[4:], other[4:])
    assert_same_schedules([(four, theirs.outcomes[0]) for four, theirs in zip(ours, replies, strict=True)], parameters)


@pytest.mark.parametrize("zone", ZONES)
def test_the_histories_that_are_compared_are_worth_comparing(zone: str) -> None:
    days = StudyDays(4, ZoneInfo(zone))
    now = days.moment(time.time_ns() // 1_000_000)
    drawn = histories(HISTORIES, days, now, ZONES[zone])
    states = Counter(one.card.state for one in drawn)
    expected = set(State) if ZONES[zone].relearning_steps else set(State) - {State.RELEARNING}
    assert set(states) == expected
    assert min(states.values()) >= 30
    assert all(at < now.at for one in drawn for at, *_ in one.log)
    crossing = sum(crosses_a_change_of_clocks(one, ZoneInfo(zone), now) for one in drawn)
    assert crossing >= 200 if zone in CHANGING_CLOCKS else crossing == 0


# Fuzz

FUZZY = replace(DEFAULT, maximum_interval=3650)
SEEDS = range(8000, 10000)
PROBE = 29995
"""Days of an interval whose fuzz range is so wide that the day chosen gives away the fuzz factor."""


class Factor(NamedTuple):
    """A seed of Anki's fuzz, and the bounds of the factor that Anki makes of it."""

    seed: int
    least: float
    most: float


def anki_factors(now: Moment) -> list[Factor]:
    """The factors of all seeds, from a card seen today: rated Hard, it keeps its very high stability."""
    card = CardState("probe", State.REVIEW, due_day=now.day)
    data = json.dumps({"s": PROBE, "d": 5, "lrt": now.at // 1000})
    question = Question(card, reps=tuple(seed - 1 for seed in SEEDS), data=data)
    [found] = ask_anki([question], "UTC", now.day, DEFAULT, fuzz=True)
    first, last = fuzz_range(PROBE, 1, DEFAULT.maximum_interval)
    width = last - first + 1
    offsets = [four[Rating.HARD - 1].delay - first for four in found.outcomes]
    assert 0 <= min(offsets) < max(offsets) < width
    return [
        Factor(seed, offset / width, (offset + 1) / width - 1e-9) for seed, offset in zip(SEEDS, offsets, strict=True)
    ]


class Fuzzed(NamedTuple):
    """A card, and what Anki offers for it: with the least, the greatest and two other factors."""

    card: CardState
    offered: list[tuple[Factor, list[Outcome]]]


def asked_with_fuzz(days: StudyDays, now: Moment) -> tuple[Moment, list[Fuzzed]]:
    by_size = sorted(anki_factors(now), key=lambda factor: factor.least)
    chosen = [by_size[0], by_size[-1], by_size[len(by_size) // 3], by_size[len(by_size) // 2]]
    drawn = histories(400, days, now, replace(FUZZY, fuzz=False))
    questions = [
        Question(one.card, one.log, reps=tuple(factor.seed - number for factor in chosen))
        for number, one in enumerate(drawn, start=1)
    ]
    replies = ask_anki(questions, "UTC", now.day, FUZZY, fuzz=True)
    return now, [
        Fuzzed(one.card, list(zip(chosen, theirs.outcomes, strict=True)))
        for one, theirs in zip(drawn, replies, strict=True)
    ]


@pytest.fixture(scope="module")
def fuzzed_by_anki() -> tuple[Moment, list[Fuzzed]]:
    return on_one_study_day("UTC", asked_with_fuzz)


def delays(outcomes: Sequence[Outcome]) -> list[int]:
    return [outcome.delay for outcome in outcomes]


def test_anki_s_own_fuzz_factor_gives_anki_s_intervals(
    fuzzed_by_anki: tuple[Moment, list[Fuzzed]], monkeypatch: pytest.MonkeyPatch
) -> None:
    now, cards = fuzzed_by_anki
    exact = compared = 0
    for card, offered in cards:
        for factor, theirs in offered:
            bounds = []
            for number in (factor.least, factor.most):
                monkeypatch.setattr(scheduling, "fuzz_factor", lambda _, number=number: number)
                bounds.append(delays(our_outcomes(card, now, FUZZY)))
            for low, delay, high in zip(bounds[0], delays(theirs), bounds[1], strict=True):
                assert low <= delay <= high
                exact += low == high
                compared += 1
    assert compared == 4 * 4 * 400
    assert exact >= compared * 0.97


def test_our_fuzz_stays_inside_anki_s_range(fuzzed_by_anki: tuple[Moment, list[Fuzzed]]) -> None:
    now, cards = fuzzed_by_anki
    fuzzy = 0
    for card, offered in cards:
        least, greatest = delays(offered[0][1]), delays(offered[1][1])
        for reps in range(card.reps, card.reps + 5):
            ours = delays(our_outcomes(replace(card, reps=reps), now, FUZZY))
            assert all(low <= mine <= high for low, mine, high in zip(least, ours, greatest, strict=True))
        fuzzy += least != greatest
    assert fuzzy >= 200


if __name__ == "__main__":
    oracle()
