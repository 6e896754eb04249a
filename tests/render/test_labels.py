"""Short words: intervals, paths that fit, plurals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.core.model import CardState, State, Topic
from roadmap_flash.core.text import width
from roadmap_flash.render.labels import days, interval, plural, topic_path, until
from tests.support.hostile import harmful, texts


@pytest.mark.parametrize(
    ("seconds", "label"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (60, "1 min"),
        (600, "10 min"),
        (3_540, "59 min"),
        (3_600, "1 h"),
        (5_400, "1.5 h"),
        (86_400, "1 d"),
        (2 * 86_400, "2 d"),
        (400 * 86_400, "1.1 y"),
    ],
)
def test_intervals(seconds: float, label: str) -> None:
    assert interval(seconds) == label


@pytest.mark.parametrize(
    ("count", "label"),
    [
        (1, "1 d"),
        (30, "30 d"),
        (31, "1 mo"),
        (64, "2.1 mo"),
        (364, "12 mo"),
        (365, "1 y"),
        (475, "1.3 y"),
        (730, "2 y"),
    ],
)
def test_days_months_and_years(count: float, label: str) -> None:
    assert days(count) == label


@given(st.floats(0, 10**10), st.floats(0, 10**10))
def test_a_longer_interval_never_has_a_shorter_label(one: float, other: float) -> None:
    sizes = {"s": 1, "min": 60, "h": 3_600, "d": 86_400, "mo": 30.4375 * 86_400, "y": 365.25 * 86_400}
    labels = [interval(seconds).split() for seconds in sorted((one, other))]
    short, long = (float(number) * sizes[unit] for number, unit in labels)
    assert short <= long * 1.03


def test_an_hour_is_never_called_sixty_minutes() -> None:
    assert {interval(seconds).split()[0] for seconds in range(3_500, 3_601)} == {"58", "59", "1"}


def test_how_long_until_a_card_comes_back() -> None:
    assert until(CardState("x", State.REVIEW, due_day=9, interval=11)) == "11 d"
    assert until(CardState("x", State.LEARNING, due_at=700_000, last_at=100_000)) == "10 min"


def topic(*path: str) -> Topic:
    return Topic("slug", path[-1], "role", path, (), (), 0, ages=False)


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        (80, "MLOps › Monitoring & Observability › Drift"),
        (42, "MLOps › Monitoring & Observability › Drift"),
        (41, "… › Monitoring & Observability › Drift"),
        (37, "… › Drift"),
        (9, "… › Drift"),
        (8, "Drift…"),
        (5, "Drif…"),
        (2, "D…"),
    ],
)
def test_a_path_loses_its_beginning_where_it_does_not_fit(columns: int, shown: str) -> None:
    assert topic_path(topic("MLOps", "Monitoring & Observability", "Drift"), columns) == shown


@pytest.mark.parametrize(
    ("columns", "shown"), [(9, "日本語入…"), (7, "日本語…"), (6, "日本…"), (5, "日本…"), (3, "日…")]
)
def test_wide_letters_count_twice(columns: int, shown: str) -> None:
    assert topic_path(topic("MLOps", "日本語入門"), columns) == shown


TITLES = st.lists(texts.filter(str.strip), min_size=1, max_size=3)


@given(TITLES, st.integers(3, 60))
def test_a_path_fits_and_does_no_harm_whatever_the_titles_are(titles: list[str], columns: int) -> None:
    shown = topic_path(topic(*titles), columns)
    assert harmful(shown) == []
    assert "\n" not in shown
    assert width(shown) <= columns


@pytest.mark.parametrize(("count", "text"), [(0, "0 cards"), (1, "1 card"), (2, "2 cards")])
def test_plurals(count: int, text: str) -> None:
    assert plural(count, "card") == text
