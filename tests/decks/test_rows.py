"""The locks' common form: what a merge left is read row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmap_flash.decks.changes import Change, read_changes, write_changes
from roadmap_flash.decks.lock import Proof, read_lock, write_lock
from roadmap_flash.decks.rows import is_damaged, read_rows, write_rows
from tests.support.decks import write

ROWS = {"al-aaaa": [1], "al-bbbb": {"x": "é"}, "al-cccc": None}
CONFLICT = """{
<<<<<<< HEAD
"al-aaaa": [1],
"al-bbbb": {"x": "ours"},
=======
"al-bbbb": {"x": "theirs"},
>>>>>>> other
"al-cccc": {"x": "cut off
"al-dddd": [4]
}
"""


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_rows(tmp_path / "x.lock", ROWS)
    assert read_rows(tmp_path / "x.lock") == ROWS
    assert not is_damaged(tmp_path / "x.lock")


def test_what_is_missing_is_empty_and_not_damaged(tmp_path: Path) -> None:
    assert read_rows(tmp_path / "x.lock") == {}
    assert not is_damaged(tmp_path / "x.lock")


@pytest.mark.parametrize("text", ["", "[]", "{", CONFLICT, b"\xff{}", "[" * 100_000])
def test_what_is_no_mapping_is_damaged(tmp_path: Path, text: str | bytes) -> None:
    assert is_damaged(write(tmp_path / "x.lock", text))


def test_of_a_merge_with_conflicts_every_whole_line_counts(tmp_path: Path) -> None:
    path = write(tmp_path / "x.lock", CONFLICT)
    assert read_rows(path) == {"al-aaaa": [1], "al-bbbb": {"x": "theirs"}, "al-dddd": [4]}


def test_one_bad_row_takes_no_other_with_it(tmp_path: Path) -> None:
    proof, change = Proof("1" * 20, {"git": "2.39.5"}, "2026-11-22"), Change("2" * 20, 1_790_000_000)
    write_lock(tmp_path / "verified.lock", {"al-aaaa": proof})
    write_changes(tmp_path / "changes.lock", {"al-aaaa": change})
    for path in tmp_path.iterdir():
        path.write_text(path.read_text().replace("{\n", '{\n"al-bbbb": 1,\n', 1))
    assert read_lock(tmp_path / "verified.lock") == {"al-aaaa": proof}
    assert read_changes(tmp_path / "changes.lock") == {"al-aaaa": change}
