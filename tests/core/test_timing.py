"""Study days: the rollover hour, local time, and the two days of the year that are not 24 hours long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.core.model import Moment
from roadmap_flash.core.timing import DAY_MS, StudyDays, from_ms, to_ms

HOUR_MS = 3_600_000
ZONES = (
    "UTC",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Havana",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Pacific/Kiritimati",
)
FROM, UNTIL = to_ms(datetime(2020, 1, 1, tzinfo=UTC)), to_ms(datetime(2045, 1, 1, tzinfo=UTC))
instants = st.integers(FROM, UNTIL)


@cache
def changes_of_clocks(zone: str) -> list[int]:
    """Noon UTC of each day on which the zone has another offset than a day before."""
    noons = range(FROM + DAY_MS // 2, UNTIL, DAY_MS)
    offsets = [from_ms(noon).astimezone(ZoneInfo(zone)).utcoffset() for noon in noons]
    return [noon for noon, before, after in zip(noons[1:], offsets, offsets[1:], strict=False) if before != after]


def instants_in(zone: str) -> st.SearchStrategy[int]:
    """Any instants, and as many within a day and a half of a change of clocks, where the zone has any."""
    changes = changes_of_clocks(zone)
    if not changes:
        return instants
    near = st.builds(int.__add__, st.sampled_from(changes), st.integers(-36 * HOUR_MS, 36 * HOUR_MS))
    return instants | near


def ms(local: str, zone: tzinfo, fold: int = 0) -> int:
    return to_ms(datetime.fromisoformat(local).replace(tzinfo=zone, fold=fold))


def day(local: str) -> int:
    return date.fromisoformat(local).toordinal()


@given(instants)
def test_milliseconds_survive_the_way_to_a_datetime_and_back(at: int) -> None:
    assert to_ms(from_ms(at)) == at
    assert from_ms(at).utcoffset() == timedelta(0)


def test_milliseconds_count_from_1970_in_utc_whatever_zone_the_datetime_is_in() -> None:
    assert to_ms(datetime(1970, 1, 2, tzinfo=UTC)) == DAY_MS
    assert to_ms(datetime(1970, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))) == 0


@pytest.mark.parametrize("zone", ZONES)
@given(data=st.data())
def test_every_instant_lies_in_its_own_study_day(zone: str, data: st.DataObject) -> None:
    days, at = StudyDays(4, ZoneInfo(zone)), data.draw(instants_in(zone))
    today = days.of(at)
    assert days.start(today) <= at < days.start(today + 1)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
@given(data=st.data(), rollover=st.integers(0, 23))
def test_the_rollover_hour_may_be_any(zone: str, data: st.DataObject, rollover: int) -> None:
    days, at = StudyDays(rollover, ZoneInfo(zone)), data.draw(instants_in(zone))
    today = days.of(at)
    assert days.start(today) <= at < days.start(today + 1)


@pytest.mark.parametrize("zone", ZONES)
@given(data=st.data())
def test_a_study_day_starts_at_four_on_the_clock_of_its_date(zone: str, data: st.DataObject) -> None:
    days = StudyDays(4, ZoneInfo(zone))
    today = days.of(data.draw(instants_in(zone)))
    local = from_ms(days.start(today)).astimezone(ZoneInfo(zone))
    assert (local.toordinal(), local.hour, local.minute) == (today, 4, 0)


def test_the_study_day_changes_at_four_and_not_at_midnight() -> None:
    days = StudyDays(4, ZoneInfo("Asia/Kolkata"))
    kolkata = ZoneInfo("Asia/Kolkata")
    assert days.of(ms("2026-05-10T23:59", kolkata)) == day("2026-05-10")
    assert days.of(ms("2026-05-11T00:00", kolkata)) == day("2026-05-10")
    assert days.of(ms("2026-05-11T04:00", kolkata) - 1) == day("2026-05-10")
    assert days.of(ms("2026-05-11T04:00", kolkata)) == day("2026-05-11")


def test_another_rollover_hour_moves_the_change_of_day() -> None:
    midnight, six = StudyDays(0, UTC), StudyDays(6, UTC)
    at = ms("2026-05-11T05:00", UTC)
    assert midnight.of(at) == day("2026-05-11")
    assert six.of(at) == day("2026-05-10")


def test_the_same_instant_is_another_study_day_elsewhere() -> None:
    at = ms("2026-05-11T02:00", UTC)
    assert StudyDays(4, ZoneInfo("Asia/Kolkata")).of(at) == day("2026-05-11")
    assert StudyDays(4, ZoneInfo("America/New_York")).of(at) == day("2026-05-10")


@pytest.mark.parametrize(
    ("zone", "date_of_change", "hours"),
    [
        ("America/New_York", "2026-03-07", 23),
        ("America/New_York", "2026-10-31", 25),
        ("Australia/Lord_Howe", "2026-10-03", 23.5),
        ("Australia/Lord_Howe", "2026-04-04", 24.5),
        ("Asia/Kolkata", "2026-03-07", 24),
    ],
)
def test_the_study_day_before_a_change_of_clocks_is_shorter_or_longer(
    zone: str, date_of_change: str, hours: float
) -> None:
    days = StudyDays(4, ZoneInfo(zone))
    today = day(date_of_change)
    assert days.start(today + 1) - days.start(today) == hours * HOUR_MS
    assert days.start(today) - days.start(today - 1) == DAY_MS
    assert days.start(today + 2) - days.start(today + 1) == DAY_MS


def test_both_passes_of_the_repeated_hour_belong_to_the_day_before() -> None:
    new_york = ZoneInfo("America/New_York")
    days = StudyDays(4, new_york)
    first, second = (ms("2026-11-01T01:30", new_york, fold) for fold in (0, 1))
    assert second - first == HOUR_MS
    assert days.of(first) == days.of(second) == day("2026-10-31")


def test_a_moment_is_the_instant_with_its_study_day() -> None:
    at = ms("2026-05-11T03:00", UTC)
    assert StudyDays(4, UTC).moment(at) == Moment(at, day("2026-05-10"))


@pytest.fixture(params=["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
def machine_zone(request: pytest.FixtureRequest) -> Iterator[ZoneInfo]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield ZoneInfo(request.param)
    time.tzset()


def test_without_a_zone_the_machine_s_own_counts(machine_zone: ZoneInfo) -> None:
    own, named = StudyDays(4), StudyDays(4, machine_zone)
    begin = ms("2025-12-30T00:30", UTC)
    for at in range(begin, begin + 400 * DAY_MS, 5 * HOUR_MS):
        assert own.of(at) == named.of(at)
        assert own.start(own.of(at)) == named.start(named.of(at))
