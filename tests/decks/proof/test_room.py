"""What a room shows: programs and packages, and never the home folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from roadmap_flash.decks.proof.sandbox import room


def test_a_folder_that_holds_the_home_folder_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "users" / "me"
    packages = home / "lib" / "packages"
    packages.mkdir(parents=True)
    link = tmp_path / "link"
    link.symlink_to(home)
    monkeypatch.setenv("HOME", str(home))
    folders = ["/", "", "relative", tmp_path, tmp_path / "users", home, link, packages, tmp_path / "missing"]
    monkeypatch.setattr(sys, "path", [*map(str, folders), *sys.path])
    shown = room._shown()
    assert shown[packages] == packages.resolve()
    assert not [path for path in shown if home.resolve().is_relative_to(path.resolve())]


def test_nothing_is_shown_twice() -> None:
    shown = list(room._shown())
    assert not [(a, b) for a in shown for b in shown if a != b and a.is_relative_to(b)]
    assert Path("/usr") in shown
    assert any(Path(sys.prefix).is_relative_to(path) for path in shown)
