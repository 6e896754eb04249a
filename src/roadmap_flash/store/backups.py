"""A backup on the first use of each study day; old ones thinned to daily, weekly and monthly."""

from __future__ import annotations

import sqlite3
import time
from datetime import date
from pathlib import Path

from roadmap_flash.store.database import PART, copy_database

DAILY, WEEKLY, MONTHLY = 7, 5, 12
ABANDONED = 86_400
"""Seconds after which a copy that is not complete will never be."""


def back_up(database: sqlite3.Connection, folder: Path, day: int) -> Path | None:
    """Write the backup of study day `day` unless it is there already, thin the others; its path if written."""
    target = folder / f"{date.fromordinal(day).isoformat()}.sqlite"
    if target.exists():
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy_database(database, target)
    thin(folder)
    return target


def thin(folder: Path) -> None:
    """Remove the backups that `kept` does not name, and what a killed process left of one."""
    dates = {path: found for path in folder.glob("*.sqlite") if (found := _date(path.stem))}
    keep = kept(list(dates.values()))
    for path, found in dates.items():
        if found not in keep:
            path.unlink(missing_ok=True)
    for path in folder.glob(f"*{PART}*"):
        if time.time() - path.stat().st_mtime > ABANDONED:
            path.unlink(missing_ok=True)


def kept(dates: list[date]) -> set[date]:
    """The newest backup of each of the last 7 days, 5 weeks and 12 months that have one."""
    newest = sorted(dates, reverse=True)
    keep: set[date] = set()
    for period, count in (("%Y-%m-%d", DAILY), ("%G-%V", WEEKLY), ("%Y-%m", MONTHLY)):
        first: dict[str, date] = {}
        for found in newest:
            first.setdefault(found.strftime(period), found)
        keep.update(list(first.values())[:count])
    return keep


def _date(stem: str) -> date | None:
    try:
        return date.fromisoformat(stem)
    except ValueError:
        return None
