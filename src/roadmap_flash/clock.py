"""The clock. `FLASH_NOW` freezes it: for tests, for pictures, and for "what is due on Friday"."""

from __future__ import annotations

import os
import time

from roadmap_flash.errors import ConfigError


def now_ms() -> int:
    """Milliseconds since 1970 UTC: now, or the instant that `FLASH_NOW` names in ISO 8601."""
    frozen = os.environ.get("FLASH_NOW")
    return _parse(frozen) if frozen else time.time_ns() // 1_000_000


def stopwatch_ms() -> int:
    """Milliseconds of a clock that never jumps; not frozen, for it measures how long answers take."""
    return time.monotonic_ns() // 1_000_000


def _parse(text: str) -> int:
    from datetime import datetime

    try:
        at = datetime.fromisoformat(text)
        if not 1900 <= at.year <= 9000:
            raise OverflowError
        return int(at.astimezone().timestamp() * 1000)  # without an offset: in the machine's own zone
    except (ValueError, OverflowError, OSError) as error:
        raise ConfigError(
            f"FLASH_NOW: {text[:40]!r} is no ISO 8601 instant; write e.g. 2026-11-27T08:00 or unset it"
        ) from error
