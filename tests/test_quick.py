"""`flash due` from its memo: always the answer that is worked out without one, and none where anything changed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from roadmap_flash import quick
from roadmap_flash.collection import Collection, Outlook
from roadmap_flash.paths import data_folder
from tests.support.running import run_apart, run_here
from tests.support.samples import write_sample

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch
NOW = "2026-11-25T08:00"
EASY = "\n4\n"


@pytest.fixture
def decks(tmp_path: Path, monkeypatch: Patch) -> Path:
    """A library of its own, and a clock that stands still."""
    folder = write_sample(tmp_path / "decks")
    monkeypatch.setenv("FLASH_DECKS", str(folder))
    monkeypatch.setenv("FLASH_NOW", NOW)
    return folder


def from_memo(capsys: Capture, *options: str) -> str | None:
    """What is answered from the memo; None if it does not hold."""
    capsys.readouterr()
    arguments, sys.argv = sys.argv, ["flash", "due", *options]
    try:
        answered = quick.main()
    finally:
        sys.argv = arguments
    return capsys.readouterr().out if answered else None


def due(capsys: Capture, *options: str) -> str:
    """What `flash due` prints, as the console script does it: from the memo if it holds."""
    return from_memo(capsys, *options) or run_here(capsys, "due", *options).out


def worked_out(capsys: Capture, *options: str) -> str:
    """What `flash due` prints without a memo."""
    for path in (data_folder() / "cache").glob("due.*"):
        path.unlink()
    return run_here(capsys, "due", *options).out


def warm(capsys: Capture) -> str:
    """The answer, once there is a memo of it."""
    for _ in range(3):
        said = due(capsys)
    assert from_memo(capsys) == said
    return said


@pytest.mark.usefixtures("decks")
def test_the_memo_is_used_as_long_as_nothing_changes(capsys: Capture) -> None:
    assert from_memo(capsys) is None
    assert warm(capsys) == "0 due · 6 new · 3 min\n"
    assert from_memo(capsys, "--json") == '{"due": 0, "learning": 0, "new": 6, "minutes": 3}\n'
    assert [from_memo(capsys), from_memo(capsys, "--json")] == [worked_out(capsys), worked_out(capsys, "--json")]


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize(
    "arguments", [["due", "--decks", "x"], ["due", "--help"], ["due", "--json", "--json"], ["due", "x"], ["list"], []]
)
def test_only_the_bare_question_is_answered_from_the_memo(
    capsys: Capture, arguments: list[str], monkeypatch: Patch
) -> None:
    warm(capsys)
    monkeypatch.setattr(sys, "argv", ["flash", *arguments])
    assert not quick.main()
    assert capsys.readouterr().out == ""


# After every kind of change


def answer(capsys: Capture, _: Path) -> None:
    assert run_here(capsys, "review", "--plain", "--limit", "1", typed=EASY).code == 0


def forget(capsys: Capture, _: Path) -> None:
    assert run_here(capsys, "review", "--plain", "--limit", "1", typed="\n1\n").code == 0


def suspend(capsys: Capture, _: Path) -> None:
    assert run_here(capsys, "suspend", "al-dddd").code == 0


def change_a_setting(capsys: Capture, _: Path) -> None:
    assert run_here(capsys, "config", "new", "3").code == 0


def change_a_goal(capsys: Capture, decks: Path) -> None:
    (decks / "beta.yaml").write_text("cards: []\n", "utf-8")
    due(capsys)
    assert run_here(capsys, "focus", "beta").code == 0


def add_a_card(capsys: Capture, decks: Path) -> None:
    with open(decks / "alpha.yaml", "a", encoding="utf-8") as deck:
        deck.write("- id: al-gggg\n  q: Q?\n  a: A\n")


def add_a_deck(capsys: Capture, decks: Path) -> None:
    (decks / "deeper").mkdir()
    (decks / "deeper" / "beta.yml").write_text("cards:\n- id: be-aaaa\n  q: Q?\n  a: A\n", "utf-8")


def remove_a_deck(capsys: Capture, decks: Path) -> None:
    (decks / "alpha.yaml").unlink()
    (decks / "beta.yaml").write_text("cards:\n- id: be-aaaa\n  q: Q?\n  a: A\n", "utf-8")


def edit_without_a_change_of_size(capsys: Capture, decks: Path) -> None:
    text = (decks / "alpha.yaml").read_text("utf-8")
    (decks / "alpha.yaml").write_text(text.replace("id: al-aaaa\n  q:", "id: al-aaaa\n  Q:"), "utf-8")


CHANGES = (
    *(answer, forget, suspend, change_a_setting, change_a_goal),
    *(add_a_card, add_a_deck, remove_a_deck, edit_without_a_change_of_size),
)


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_the_answer_is_worked_out_anew(
    capsys: Capture, decks: Path, change: Callable[[Capture, Path], None]
) -> None:
    before = warm(capsys)
    change(capsys, decks)
    after = due(capsys)
    assert after != before
    assert after == worked_out(capsys)
    assert warm(capsys) == after


@pytest.mark.usefixtures("decks")
def test_after_an_undo_the_answer_is_the_one_before(capsys: Capture) -> None:
    before = warm(capsys)
    answer(capsys, Path())
    assert warm(capsys) != before
    assert run_here(capsys, "undo").code == 0
    assert due(capsys) == before


@pytest.mark.usefixtures("decks")
def test_what_is_due_on_friday(capsys: Capture, monkeypatch: Patch) -> None:
    assert run_here(capsys, "review", "--plain", typed=EASY * 6).code == 0
    today = warm(capsys)
    answers = {}
    for day in range(25, 31):
        monkeypatch.setenv("FLASH_NOW", f"2026-11-{day}T08:00")
        answers[day] = due(capsys)
        assert answers[day] == worked_out(capsys) == warm(capsys)
    monkeypatch.setenv("FLASH_NOW", "2026-12-11T08:00")
    assert due(capsys).startswith("6 due · ")
    assert answers[25] == today
    assert len(set(answers.values())) > 1


@pytest.mark.parametrize("now", ["2026-11-25T22:00+00:00", "2026-11-25T12:00-05:00", "2026-11-25T19:30"])
def test_an_instant_is_another_study_day_in_another_zone(
    capsys: Capture, decks: Path, monkeypatch: Patch, now: str
) -> None:
    assert decks.is_dir()
    monkeypatch.setenv("FLASH_NOW", "2026-11-25T08:00+00:00")
    assert run_here(capsys, "review", "--plain", typed=EASY * 6).code == 0
    monkeypatch.setenv("FLASH_NOW", now)
    for zone in ("UTC", "Asia/Tokyo", "America/Los_Angeles", "UTC"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert due(capsys) == worked_out(capsys) == warm(capsys), zone


# The real clock


def set_clock(monkeypatch: Patch, local: str, zone: str, fold: int = 0) -> None:
    """Let it be some time in a zone, for all that asks the clock."""
    at = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp()
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    broken_down = time.localtime
    monkeypatch.setattr(time, "time", lambda: at)
    monkeypatch.setattr(time, "time_ns", lambda: int(at * 10**9))
    monkeypatch.setattr(time, "localtime", lambda seconds=None: broken_down(at if seconds is None else seconds))


@pytest.mark.parametrize(
    ("first", "later", "same"),
    [
        ("2026-11-24T08:00", "2026-11-24T23:59", True),
        ("2026-11-24T23:59", "2026-11-25T03:59", True),
        ("2026-11-25T03:59", "2026-11-25T04:00", False),
        ("2026-11-24T08:00", "2026-11-25T08:00", False),
        ("2026-11-24T08:00", "2026-12-24T08:00", False),
        ("2026-11-24T08:00", "2027-11-24T08:00", False),
    ],
)
def test_the_memo_holds_for_one_study_day(
    capsys: Capture, decks: Path, monkeypatch: Patch, first: str, later: str, same: bool
) -> None:
    assert decks.is_dir()
    monkeypatch.delenv("FLASH_NOW")
    set_clock(monkeypatch, first, "Europe/Berlin")
    assert run_here(capsys, "review", "--plain", typed=EASY * 2 + "\n3\n").code == 0
    before = warm(capsys)
    set_clock(monkeypatch, later, "Europe/Berlin")
    after = due(capsys)
    assert after == worked_out(capsys)
    assert (after == before) is same


def test_the_memo_serves_all_day(capsys: Capture, decks: Path, monkeypatch: Patch) -> None:
    assert decks.is_dir()
    monkeypatch.delenv("FLASH_NOW")
    set_clock(monkeypatch, "2026-11-24T08:00", "Europe/Berlin")
    said = warm(capsys)
    for hour in (9, 15, 23):
        set_clock(monkeypatch, f"2026-11-24T{hour:02}:59", "Europe/Berlin")
        assert from_memo(capsys) == said


@pytest.mark.parametrize(
    ("first", "fold", "later"),
    [
        ("2026-11-01T03:30", 0, "2026-11-01T04:30"),
        ("2026-11-01T01:30", 1, "2026-11-01T04:30"),
        ("2026-03-08T03:30", 0, "2026-03-08T04:30"),
        ("2026-03-07T23:30", 0, "2026-03-08T04:30"),
        ("2026-03-08T04:30", 0, "2026-03-09T03:30"),
    ],
)
def test_where_the_clocks_change_the_memo_ends_with_the_study_day_too(
    capsys: Capture, decks: Path, monkeypatch: Patch, first: str, fold: int, later: str
) -> None:
    assert decks.is_dir()
    monkeypatch.delenv("FLASH_NOW")
    set_clock(monkeypatch, first, "America/New_York", fold)
    assert run_here(capsys, "review", "--plain", typed=EASY * 2).code == 0
    warm(capsys)
    set_clock(monkeypatch, later, "America/New_York")
    assert due(capsys) == worked_out(capsys)


@pytest.mark.parametrize("rollover", [0, 4, 12])
def test_the_rollover_hour_is_the_learners_own(capsys: Capture, decks: Path, monkeypatch: Patch, rollover: int) -> None:
    assert decks.is_dir()
    monkeypatch.delenv("FLASH_NOW")
    assert run_here(capsys, "config", "rollover", str(rollover)).code == 0
    for hour in (0, 3, 4, 11, 12, 23):
        set_clock(monkeypatch, f"2026-11-24T{hour:02}:00", "UTC")
        assert run_here(capsys, "review", "--plain", "--limit", "1", typed=EASY).code == 0
        assert warm(capsys) == worked_out(capsys)
        set_clock(monkeypatch, f"2026-11-24T{hour:02}:59", "UTC")
        assert due(capsys) == worked_out(capsys)


# What else could go wrong


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\xff\xfe\x00", b"a\nb\nc\nd", b"a\n4\nc\nd", b"a\n\n\n\n\n\n", b"x" * 10**6, b"\n" * 4]
)
@pytest.mark.usefixtures("decks")
def test_a_memo_that_cannot_be_read_is_no_memo(capsys: Capture, content: bytes) -> None:
    said = warm(capsys)
    (memo,) = (data_folder() / "cache").glob("due.*")
    memo.write_bytes(content)
    assert from_memo(capsys) is None
    assert due(capsys) == said


@pytest.mark.usefixtures("decks")
def test_a_memo_that_cannot_be_written_is_no_loss(capsys: Capture) -> None:
    said = warm(capsys)
    (memo,) = (data_folder() / "cache").glob("due.*")
    memo.unlink()
    memo.mkdir()
    assert [due(capsys), due(capsys)] == [said, said]
    assert list(memo.parent.glob("due.*")) == [memo]


@pytest.mark.usefixtures("decks")
def test_an_answer_given_while_the_memo_was_made_is_not_lost_on_it(capsys: Capture, monkeypatch: Patch) -> None:
    warm(capsys)
    outlook = Collection.outlook

    def answered_meanwhile(collection: Collection) -> Outlook:
        made = outlook(collection)
        ran = run_apart("review", "--plain", "--limit", "1", typed=EASY)
        assert ran.code == 0
        return made

    with monkeypatch.context() as patched:
        patched.setattr(Collection, "outlook", answered_meanwhile)
        worked_out(capsys)
    assert due(capsys) == "0 due · 5 new · 3 min\n"


@pytest.mark.usefixtures("decks")
def test_other_decks_than_those_of_the_memo_are_not_confused_with_them(
    capsys: Capture, tmp_path: Path, monkeypatch: Patch
) -> None:
    said = warm(capsys)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x.yaml").write_text("cards:\n- id: xx-0000\n  q: Q?\n  a: A\n", "utf-8")
    assert run_here(capsys, "due", "--decks", str(tmp_path / "other")).out == "0 due · 1 new · 1 min\n"
    assert due(capsys) == said
    monkeypatch.setenv("FLASH_DECKS", str(tmp_path / "other"))
    assert due(capsys) == "0 due · 1 new · 1 min\n"
    monkeypatch.setenv("FLASH_HOME", str(tmp_path / "another"))
    assert from_memo(capsys) is None


@pytest.mark.usefixtures("decks")
def test_a_relative_folder_of_decks_is_that_of_the_present_directory(
    capsys: Capture, tmp_path: Path, monkeypatch: Patch
) -> None:
    for name, count in (("one", 1), ("two", 2)):
        (tmp_path / name / "decks").mkdir(parents=True)
        cards = "".join(f"- id: xx-000{n}\n  q: Q{n}?\n  a: A\n" for n in range(count))
        (tmp_path / name / "decks" / "x.yaml").write_text(f"cards:\n{cards}", "utf-8")
    monkeypatch.setenv("FLASH_DECKS", "decks")
    for name, count in (("one", 1), ("two", 2), ("one", 1)):
        monkeypatch.chdir(tmp_path / name)
        assert due(capsys) == worked_out(capsys) == f"0 due · {count} new · 1 min\n"


def test_as_a_process_the_second_answer_is_the_first(decks: Path) -> None:
    answers = [run_apart("due", FLASH_DECKS=str(decks)) for _ in range(3)]
    assert {(ran.code, ran.out, ran.err) for ran in answers} == {(0, "0 due · 6 new · 3 min\n", "")}


@pytest.mark.usefixtures("decks")
def test_the_memo_is_in_the_folder_of_the_learner(capsys: Capture) -> None:
    warm(capsys)
    assert len(list((data_folder() / "cache").glob("due.*"))) == 1
