"""Files replaced whole."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

import pytest

from roadmap_flash.decks.atomic import replace_file


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "x"
    replace_file(path, b"a longer text")
    path.chmod(0o640)
    replace_file(path, b"short")
    assert path.read_bytes() == b"short"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_run_left_is_taken_up(tmp_path: Path) -> None:
    (tmp_path / ".x.part").write_bytes(b"left over and long")
    replace_file(tmp_path / "x", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"new"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")

    def full(handle: int, data: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_two_at_once_do_not_mix(tmp_path: Path) -> None:
    with (tmp_path / ".x.part").open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(BlockingIOError):
            replace_file(tmp_path / "x", b"new")


def test_a_file_that_got_its_name_meanwhile_is_not_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, part = tmp_path / "x", tmp_path / ".x.part"
    real = fcntl.flock

    def after_the_other(handle: int, how: int) -> None:
        part.write_bytes(b"of the other")
        part.replace(path)
        real(handle, how)

    monkeypatch.setattr(fcntl, "flock", after_the_other)
    with pytest.raises(BlockingIOError):
        replace_file(path, b"new")
    assert path.read_bytes() == b"of the other"


@pytest.mark.parametrize("name", ["日" * 83 + ".apkg", "x" * 250 + ".apkg"])
def test_a_name_may_be_as_long_as_the_system_has_it(name: str, tmp_path: Path) -> None:
    replace_file(tmp_path / name, b"new")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_planted_link_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    (tmp_path / ".x.part").symlink_to(victim)
    with pytest.raises(OSError, match="symbolic"):
        replace_file(tmp_path / "x", b"new")
    assert victim.read_bytes() == b"mine"
