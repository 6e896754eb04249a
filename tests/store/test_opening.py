"""Opening the database: private files, and one plain line for whatever stands in the way."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from roadmap_flash import cli
from roadmap_flash.core.model import Moment
from roadmap_flash.errors import StoreError
from roadmap_flash.store.database import FILE
from roadmap_flash.store.store import Store, open_store
from tests.support.samples import write_questions
from tests.support.stores import given_answer

BACKUP_WORDS = "Restore a backup"


def modes(folder: Path) -> dict[str, int]:
    """The permissions of a folder and of all in it, by path."""
    return {str(path.relative_to(folder)): path.stat().st_mode & 0o777 for path in [folder, *folder.rglob("*")]}


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """The only line on standard error; nothing was printed on standard output."""
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert line.startswith("flash: ")
    return line


def with_answers(home: Path, count: int = 3) -> None:
    with open_store(home) as store:
        for number in range(count):
            store.writer.record(given_answer(store, f"card{number}"))


def test_files_of_the_store_are_private_while_it_is_open_and_after(home: Path) -> None:
    with open_store(home) as store:
        store.back_up_daily(739000)
        store.writer.record(given_answer(store, "a"))
        found = modes(home)
    assert {f"{FILE}-wal", f"{FILE}-shm", FILE} < set(found)
    assert {path: mode for path, mode in found.items() if mode != (0o700 if path in (".", "backups") else 0o600)} == {}


@pytest.mark.parametrize("command", [["due"], ["list"], ["config", "minutes", "30"]])
def test_all_that_commands_write_is_private(
    home: Path, tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASH_DECKS", str(write_questions(tmp_path / "decks", 1, 3)))
    assert cli.run(command) == 0
    expected = {path: 0o700 if (home / path).is_dir() else 0o600 for path in modes(home)}
    assert modes(home) == expected


def test_folders_above_the_data_folder_are_made(home: Path) -> None:
    with open_store(home / "further" / "down"):
        assert (home / "further" / "down").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_was_there_keeps_its_permissions(home: Path) -> None:
    home.mkdir(mode=0o755)
    home.chmod(0o755)
    with open_store(home):
        assert home.stat().st_mode & 0o777 == 0o755


def test_an_empty_file_is_a_new_database(home: Path) -> None:
    home.mkdir()
    (home / FILE).touch()
    with_answers(home)


@pytest.mark.parametrize(
    "garbage", [b"garbage" * 1000, b"\0" * 5000, b"SQLite format 3\0" + b"\xff" * 5000], ids=["text", "zeros", "header"]
)
@pytest.mark.parametrize("command", [["due"], ["review", "--plain"], ["undo"]])
def test_garbage_in_place_of_the_database_is_told_in_one_line_and_kept(
    home: Path, garbage: bytes, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    home.mkdir()
    (home / FILE).write_bytes(garbage)
    assert cli.run(command) == 4
    line = one_line(capsys)
    assert f"{home / FILE}: is not a flash database" in line
    assert (home / FILE).read_bytes() == garbage


def test_a_damaged_database_is_told_in_one_line_with_its_path(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASH_DECKS", str(write_questions(tmp_path / "decks", 1, 3)))
    with_answers(home)
    with closing(sqlite3.connect(home / FILE)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'card'").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    with (home / FILE).open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    assert cli.run(["due"]) == 4
    line = one_line(capsys)
    assert f"{home / FILE}: is damaged" in line
    assert BACKUP_WORDS in line


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (sqlite3.OperationalError("database is locked"), "another program holds the database"),
        (sqlite3.DatabaseError("database disk image is malformed"), "is damaged"),
        (sqlite3.OperationalError("disk I/O error"), "the disk failed"),
    ],
)
def test_an_error_while_reading_is_told_like_one_while_opening(home: Path, error: sqlite3.Error, told: str) -> None:
    with pytest.raises(StoreError) as raised, open_store(home):
        raise error
    assert str(raised.value).startswith(f"{home / FILE}: {told}")


def test_an_error_that_is_none_of_the_store_passes_and_the_file_is_closed(home: Path) -> None:
    with pytest.raises(BrokenPipeError), open_store(home) as store:
        raise BrokenPipeError
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        store.database.execute("SELECT 1")


@pytest.mark.parametrize("command", [["due"], ["review", "--plain"], ["undo"], ["config", "minutes", "30"]])
def test_a_data_folder_that_is_a_file_is_told_in_one_line(
    home: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    home.write_text("a file")
    assert cli.run(command) in (4, 5)
    assert str(home) in one_line(capsys)
    assert home.read_text() == "a file"


@pytest.mark.parametrize("below", ["", "data", "data/folder"])
def test_a_store_below_a_file_is_refused_in_one_line(home: Path, below: str) -> None:
    home.write_text("a file")
    with pytest.raises(StoreError, match=r"progress\.sqlite: ") as told:
        Store(home / below)
    assert "\n" not in str(told.value)


def test_a_folder_in_place_of_the_database_is_told_in_one_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / FILE).mkdir(parents=True)
    assert cli.run(["due"]) == 4
    assert f"{home / FILE}: cannot be opened" in one_line(capsys)


WITHOUT_PRIVILEGES = """
import ctypes, os, sys
if os.geteuid() == 0:  # root passes over permissions until it gives up its capabilities
    libc, set_secure_bits, no_root = ctypes.CDLL(None), 28, 0b11
    assert libc.prctl(set_secure_bits, no_root, 0, 0, 0) == 0
    assert libc.capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()) == 0
os.execv(sys.executable, [sys.executable, "-m", "roadmap_flash", *sys.argv[1:]])
"""


def read_only_file(home: Path) -> None:
    (home / FILE).chmod(0o400)


def read_only_folder(home: Path) -> None:
    read_only_file(home)
    home.chmod(0o500)


def closed_file(home: Path) -> None:
    (home / FILE).chmod(0o000)


def closed_folder(home: Path) -> None:
    home.chmod(0o000)


@pytest.mark.parametrize(
    ("shut", "told"),
    [
        (read_only_file, "read-only"),
        (read_only_folder, "read-only"),
        (closed_file, ""),
        (closed_folder, ""),
    ],
)
def test_a_store_without_permission_is_told_in_one_line_and_left_alone(
    home: Path, tmp_path: Path, shut: Callable[[Path], None], told: str
) -> None:
    with_answers(home)
    before = (home / FILE).read_bytes()
    decks = write_questions(tmp_path / "decks", 1, 3)
    shut(home)
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PRIVILEGES, "review", "--plain", "--decks", str(decks)],
        input="\n3\n\n3\n",
        capture_output=True,
        text=True,
        check=False,
    )
    home.chmod(0o700)
    (home / FILE).chmod(0o600)
    assert done.returncode in (4, 5), done.stderr
    (line,) = done.stderr.splitlines()
    assert str(home) in line
    assert told in line
    assert "again in" not in done.stdout
    assert (home / FILE).read_bytes() == before


def test_a_write_to_a_read_only_database_is_told_in_one_line(home: Path) -> None:
    with_answers(home)
    with open_store(home) as store:
        assert store.writer
        store.database.execute("PRAGMA query_only = 1")
        with pytest.raises(StoreError, match="read-only; nothing was written"):
            store.writer.undo(Moment(1, 1))
