"""Backups: one on the first use of each study day, whole or not there at all, thinned as they grow old."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash import cli
from roadmap_flash.store.backups import DAILY, MONTHLY, WEEKLY, back_up, kept, thin
from roadmap_flash.store.database import copy_database
from roadmap_flash.store.store import Store, open_store
from tests.support.samples import write_questions
from tests.support.stores import card_rows, check_file, given_answer, log_size

TODAY = date(2026, 11, 25)
DAY = TODAY.toordinal()
days = st.sets(st.dates(TODAY - timedelta(days=800), TODAY), max_size=200)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def backup_of(day: date) -> str:
    return f"{day.isoformat()}.sqlite"


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with open_store(home) as opened:
        for card_id in ("a", "b"):
            opened.writer.record(given_answer(opened, card_id))
        yield opened


@pytest.fixture
def decks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_questions(tmp_path / "decks", 1, 3)
    monkeypatch.setenv("FLASH_DECKS", str(folder))
    return folder


@given(days)
def test_the_newest_of_the_last_days_weeks_and_months_are_kept(found: set[date]) -> None:
    keep = kept(list(found))
    newest = sorted(found, reverse=True)
    weeks = list(dict.fromkeys(day - timedelta(days=day.weekday()) for day in newest))
    months = list(dict.fromkeys(day.replace(day=1) for day in newest))
    expected = set(newest[:7])
    expected |= {max(d for d in found if timedelta(0) <= d - week < timedelta(days=7)) for week in weeks[:5]}
    expected |= {max(d for d in found if d.replace(day=1) == month) for month in months[:12]}
    assert keep == expected
    assert len(keep) <= DAILY + WEEKLY + MONTHLY


@given(days)
def test_thinning_day_by_day_keeps_what_thinning_at_once_keeps(found: set[date]) -> None:
    grown: set[date] = set()
    for day in sorted(found):
        grown = kept([*grown, day])
    assert grown == kept(list(found)) == kept(list(grown))


def test_a_year_of_daily_use_leaves_seven_days_five_weeks_and_twelve_months() -> None:
    assert sorted(kept([TODAY - timedelta(days=ago) for ago in range(400)]), reverse=True) == [
        *(TODAY - timedelta(days=ago) for ago in range(7)),
        *(date(2026, 11, day) for day in (15, 8, 1)),
        *(date(2026, month, 1) - timedelta(days=1) for month in range(11, 0, -1)),
    ]


@pytest.mark.parametrize("command", [["review", "--plain"], ["suspend", "t000-0000"], ["undo"]])
def test_the_first_change_of_each_study_day_writes_one(
    home: Path, decks: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert decks.exists()
    for now, expected in (
        ("2026-11-25T03:59", ["2026-11-24"]),
        ("2026-11-25T04:00", ["2026-11-24", "2026-11-25"]),
        ("2026-11-26T03:00", ["2026-11-24", "2026-11-25"]),
        ("2026-11-26T23:00", ["2026-11-24", "2026-11-25", "2026-11-26"]),
    ):
        monkeypatch.setenv("FLASH_NOW", now)
        monkeypatch.setattr(sys, "stdin", StringIO("\n3\n"))
        assert cli.run(command) == 0
        assert names(home / "backups") == [f"{day}.sqlite" for day in expected]


def test_a_backup_is_the_whole_database_as_it_is_at_that_moment(store: Store) -> None:
    store.back_up_daily(DAY)
    path = store.backups / backup_of(TODAY)
    expected = card_rows(store.database)
    written = path.read_bytes()
    store.writer.record(given_answer(store, "c"))
    store.back_up_daily(DAY)
    assert path.read_bytes() == written
    assert path.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(path)) as backup:
        check_file(backup)
        assert card_rows(backup) == expected
        assert log_size(backup) == 2


def test_a_backup_in_place_of_the_database_goes_on_from_there(store: Store, home: Path, tmp_path: Path) -> None:
    store.back_up_daily(DAY)
    store.writer.record(given_answer(store, "c"))
    other = tmp_path / "other"
    other.mkdir()
    (other / store.path.name).write_bytes((home / "backups" / backup_of(TODAY)).read_bytes())
    with open_store(other) as restored:
        assert set(card_rows(restored.database)) == {"a", "b"}
        restored.writer.record(given_answer(restored, "d"))
        check_file(restored.database)


def test_old_backups_are_removed_and_other_files_are_not(store: Store) -> None:
    store.backups.mkdir()
    before = [TODAY - timedelta(days=ago) for ago in range(1, 400)]
    others = ["mine.sqlite", "notes.txt", "2026-13-01.sqlite"]
    for name in [*map(backup_of, before), *others]:
        (store.backups / name).touch()
    store.back_up_daily(DAY)
    assert names(store.backups) == sorted([*map(backup_of, kept([TODAY, *before])), *others])


def test_thinning_an_empty_folder_does_nothing(tmp_path: Path) -> None:
    thin(tmp_path)
    assert names(tmp_path) == []


def test_nothing_is_left_of_a_backup_that_failed(store: Store) -> None:
    store.backups.mkdir()
    store.database.close()
    with pytest.raises(sqlite3.ProgrammingError):
        back_up(store.database, store.backups, DAY)
    assert names(store.backups) == []


class Overtaken:
    """A database of which another process makes the same backup while this one does."""

    def __init__(self, database: sqlite3.Connection, target: Path) -> None:
        self.database = database
        self.target = target

    def backup(self, copy: sqlite3.Connection) -> None:
        copy.execute("CREATE TABLE begun (x)")
        copy_database(self.database, self.target)
        self.database.backup(copy)


def test_two_processes_may_write_the_same_backup_at_once(store: Store, tmp_path: Path) -> None:
    target = tmp_path / backup_of(TODAY)
    copy_database(cast("sqlite3.Connection", Overtaken(store.database, target)), target)
    with closing(sqlite3.connect(target)) as backup:
        check_file(backup)
        assert card_rows(backup) == card_rows(store.database)
    target.unlink()
    assert names(tmp_path) == ["home"]


def test_a_backup_that_cannot_be_written_does_not_stop_a_review(
    home: Path, decks: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert decks.exists()
    home.mkdir()
    (home / "backups").write_text("a file in the way")
    monkeypatch.setattr(sys, "stdin", StringIO("\n3\n\n3\n"))
    assert cli.run(["review", "--plain"]) == 0
    assert capsys.readouterr().out.count("Good: again in") == 2
    with open_store(home) as store:
        assert log_size(store.database) == 2


def test_where_no_backup_can_be_written_nothing_is_taken_back(
    home: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "backups").write_text("a file in the way")
    before = card_rows(store.database)
    assert cli.run(["undo"]) == 4
    (line,) = capsys.readouterr().err.splitlines()
    assert str(home / "backups") in line
    assert card_rows(store.database) == before


COPYING = """
import os, sqlite3, sys, time
from pathlib import Path
from roadmap_flash.store.backups import back_up
source = sqlite3.connect(os.environ["BIG"])

class Slow:
    def backup(self, copy):
        source.backup(copy, pages=50, progress=told, sleep=0)

def told(status, left, total):
    print(left, total, flush=True)
    time.sleep(0.002)

back_up(Slow(), Path(os.environ["BACKUPS"]), int(os.environ["DAY"]))
"""


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of some 6 MB."""
    path = tmp_path_factory.mktemp("big") / "big.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE big (x)")
        database.executemany("INSERT INTO big VALUES (?)", ((f"{n}" * 500,) for n in range(3000)))
        database.commit()
    return path


@pytest.mark.parametrize("after", [1, 25])
@pytest.mark.parametrize("later", [0, 1], ids=["same day", "next day"])
def test_a_process_killed_while_it_copies_leaves_no_half_a_backup(
    big: Path, tmp_path: Path, after: int, later: int
) -> None:
    folder = tmp_path / "backups"
    environment = {**os.environ, "BIG": str(big), "BACKUPS": str(folder), "DAY": str(DAY)}
    with subprocess.Popen([sys.executable, "-c", COPYING], env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout
        for _ in range(after):
            left, total = map(int, process.stdout.readline().split())
        process.send_signal(signal.SIGKILL)
    assert 0 < left < total
    assert names(folder)
    assert not list(folder.glob("*.sqlite"))
    days_ago = time.time() - 2 * 86_400
    for path in folder.iterdir():
        os.utime(path, (days_ago, days_ago))
    with closing(sqlite3.connect(big)) as database:
        back_up(database, folder, DAY + later)
    assert names(folder) == [backup_of(TODAY + timedelta(days=later))]
    with closing(sqlite3.connect(folder / names(folder)[0])) as backup:
        assert backup.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert backup.execute("SELECT count(*) FROM big").fetchone() == (3000,)
