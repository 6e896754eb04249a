"""The clock that can be frozen, and where things are."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash import cli, clock, paths
from roadmap_flash.errors import ConfigError

# --- the clock ---


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000)


def test_the_clock_is_the_machine_s_own_unless_it_is_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    before = time.time_ns() // 1_000_000
    now = clock.now_ms()
    assert before <= now <= time.time_ns() // 1_000_000
    monkeypatch.setenv("FLASH_NOW", "")
    assert clock.now_ms() >= now


@pytest.mark.parametrize(
    ("frozen", "expected"),
    [
        ("2026-11-27T08:00", "2026-11-27T08:00:00+00:00"),
        ("2026-11-27T08:00:30.250Z", "2026-11-27T08:00:30.250+00:00"),
        ("2026-11-27T08:00+05:30", "2026-11-27T02:30:00+00:00"),
        ("2026-11-27", "2026-11-27T00:00:00+00:00"),
        ("1969-12-31T23:59:59+00:00", "1969-12-31T23:59:59+00:00"),
    ],
)
def test_a_frozen_clock_stands_at_the_instant_that_is_named(
    frozen: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASH_NOW", frozen)
    assert clock.now_ms() == clock.now_ms() == ms(expected)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Kolkata", "2026-07-01T02:30:00+00:00"),
        ("America/New_York", "2026-07-01T12:00:00+00:00"),
        ("UTC", "2026-07-01T08:00:00+00:00"),
    ],
)
def test_an_instant_without_an_offset_is_local(zone: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    monkeypatch.setenv("FLASH_NOW", "2026-07-01T08:00")
    assert clock.now_ms() == ms(expected)


@given(st.integers(0, 4_000_000_000_000))
def test_every_instant_can_be_named(at: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FLASH_NOW", f"{datetime.fromtimestamp(at / 1000).astimezone().isoformat()}")
        assert abs(clock.now_ms() - at) <= 1


@pytest.mark.parametrize(
    "wrong", ["now", "27.11.2026", "2026-13-01", "0001-01-01", "9999-12-31T23:59-23:00", "\x1b[2J"]
)
def test_an_instant_that_cannot_be_read_is_refused_in_one_line(
    wrong: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FLASH_NOW", wrong)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    with pytest.raises(ConfigError, match=r"FLASH_NOW: .* is no ISO 8601 instant; write e\.g\. 2026-11-27T08:00"):
        clock.now_ms()
    assert cli.run(["due"]) == 5
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("flash: FLASH_NOW: ")
    assert "\x1b" not in line


def test_the_stopwatch_goes_on_while_the_clock_is_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASH_NOW", "2026-11-27T08:00")
    start = clock.stopwatch_ms()
    time.sleep(0.01)
    assert 9 <= clock.stopwatch_ms() - start < 5000


# --- paths ---


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory, and nothing in the environment that says where data is."""
    folder = tmp_path / "user"
    folder.mkdir()
    for name in ("FLASH_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    return folder


def test_the_data_folder_follows_the_platform(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert paths.data_folder() == user / ".local/share/roadmap-flash"
    monkeypatch.setenv("XDG_DATA_HOME", str(user / "data"))
    assert paths.data_folder() == user / "data/roadmap-flash"
    monkeypatch.setenv("XDG_DATA_HOME", "")
    assert paths.data_folder() == user / ".local/share/roadmap-flash"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert paths.data_folder() == user / "Library/Application Support/roadmap-flash"


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_flash_home_names_the_data_folder(user: Path, platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("XDG_DATA_HOME", str(user / "data"))
    for named, expected in ((str(user / "mine"), user / "mine"), ("~/mine", user / "mine"), ("", None)):
        monkeypatch.setenv("FLASH_HOME", named)
        assert (paths.data_folder() == expected) is (expected is not None)


def test_the_shipped_decks_come_with_the_program() -> None:
    assert (paths.shipped_decks() / "roadmap.yaml").is_file()


def test_decks_are_the_shipped_ones_and_the_learner_s_own(home: Path) -> None:
    assert paths.deck_roots(None, home) == [paths.shipped_decks()]
    (home / "decks").mkdir(parents=True)
    assert paths.deck_roots(None, home) == [paths.shipped_decks(), home / "decks"]


def test_named_decks_replace_both_and_the_option_wins(home: Path, user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "decks").mkdir(parents=True)
    monkeypatch.setenv("FLASH_DECKS", "~/others")
    assert paths.deck_roots(None, home) == [user / "others"]
    assert paths.deck_roots(Path("~/mine"), home) == [user / "mine"]
    monkeypatch.setenv("FLASH_DECKS", "")
    assert len(paths.deck_roots(None, home)) == 2


def test_decks_that_are_not_there_are_told_in_one_line(
    user: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FLASH_HOME", str(user / "data"))
    monkeypatch.setenv("FLASH_DECKS", str(user / "nowhere"))
    assert cli.run(["due"]) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert f"{user / 'nowhere'}: no such deck folder" in line


def test_commands_touch_nothing_but_the_data_folder(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    decks = user / "decks"
    decks.mkdir()
    (decks / "aa.yaml").write_text("topic: aa\ncards:\n- {id: aa-0000, q: Is it?, a: yes}\n")
    monkeypatch.setenv("FLASH_DECKS", str(decks))
    monkeypatch.chdir(user)
    for command in (["due"], ["config", "minutes", "5"], ["suspend", "aa-0000"], ["undo"], ["list"], ["where"]):
        assert cli.run(command) == 0
    assert sorted(path.name for path in user.iterdir()) == [".local", "decks"]
    assert [path.name for path in (user / ".local/share").iterdir()] == ["roadmap-flash"]
    assert [path.name for path in decks.iterdir()] == ["aa.yaml"]


def test_a_path_is_shown_relative_to_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = tmp_path / "here" / "deck.yaml"
    below.parent.mkdir()
    monkeypatch.chdir(below.parent)
    assert paths.shortened(below) == "deck.yaml"
    assert paths.shortened(str(below)) == "deck.yaml"
    (tmp_path / "circle.yaml").symlink_to("circle.yaml")
    assert paths.shortened(tmp_path / "circle.yaml") == str(tmp_path / "circle.yaml")
    assert paths.shortened(tmp_path / "elsewhere.yaml") == str(tmp_path / "elsewhere.yaml")


def test_a_path_is_shown_whole_when_the_current_folder_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert paths.shortened(tmp_path / "deck.yaml") == str(tmp_path / "deck.yaml")
