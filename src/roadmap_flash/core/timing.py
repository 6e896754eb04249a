"""Study days: a day of learning starts at the rollover hour, local time, not at midnight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from roadmap_flash.core.model import Moment

DAY_MS = 86_400_000
LEARN_AHEAD_MS = 20 * 60_000
"""A learning card may be shown this much early when nothing else is left (Anki's default)."""


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970 UTC of an aware datetime."""
    return int((at - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1))


def from_ms(ms: int) -> datetime:
    """The UTC datetime of `ms` milliseconds since 1970."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)


class StudyDays(NamedTuple):
    """Turns instants into study days. `zone` None is the machine's own zone, as `TZ` has it."""

    rollover: int = 4
    zone: tzinfo | None = None

    def of(self, at_ms: int) -> int:
        """The study day of an instant, as `date.toordinal` counts."""
        local = from_ms(at_ms).astimezone(self.zone).replace(tzinfo=None)
        return (local - timedelta(hours=self.rollover)).toordinal()

    def start(self, day: int) -> int:
        """The first millisecond of a study day."""
        local = datetime.fromordinal(day) + timedelta(hours=self.rollover)
        return to_ms((local.astimezone() if self.zone is None else local.replace(tzinfo=self.zone)).astimezone(UTC))

    def moment(self, at_ms: int) -> Moment:
        """An instant together with its study day."""
        return Moment(at_ms, self.of(at_ms))
