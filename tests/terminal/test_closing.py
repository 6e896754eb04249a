"""The page at the end of a sitting: its figures, on a real store, and its keys, on a real pseudo-terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from roadmap_flash.collection import Collection
from roadmap_flash.core.model import Rating, State
from roadmap_flash.core.session import Phase, Session
from roadmap_flash.terminal import closing
from tests.support.pty import acts, flash
from tests.support.samples import write_questions, write_sample
from tests.support.stores import opened_collection

FRIDAY = "2026-11-27T08:00"


@pytest.fixture
def collection(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collection]:
    """A library of ten questions on a Friday."""
    monkeypatch.setenv("FLASH_NOW", FRIDAY)
    with opened_collection(home, write_questions(tmp_path / "decks", 1, 10)) as opened:
        yield opened


def sitting(collection: Collection, *ratings: Rating) -> Session:
    """A session in which so many answers were given."""
    session = Session(collection, limit=len(ratings))
    for rating in ratings:
        session.reveal()
        assert session.rate(rating)
    return session


def line(lines: list[str], start: str) -> str:
    """The one line that starts so."""
    (one,) = [line for line in lines if line.startswith(start)]
    return one


def test_what_was_done_is_counted(collection: Collection) -> None:
    session = sitting(collection, *[Rating.EASY] * 3)
    lines = closing.lines(session, collection, 80)
    assert session.phase is Phase.DONE
    assert lines[0] == "3 answered in 0 s · 0 s a card"
    assert not [line for line in lines if line.startswith("First try")]


def test_an_empty_sitting_says_that_nothing_is_left(collection: Collection) -> None:
    sitting(collection, *[Rating.EASY] * 10)
    lines = closing.lines(Session(collection), collection, 80)
    assert lines[0].startswith("Nothing is left for today.")


@pytest.mark.parametrize("columns", [56, 76, 100])
def test_the_first_try_counts_each_review_card_once_by_its_first_rating(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    sitting(collection, *[Rating.EASY] * 8)
    monkeypatch.setenv("FLASH_NOW", "2027-02-27T08:00")
    session = Session(collection, limit=10)
    for rating in (Rating.AGAIN, Rating.HARD, *[Rating.GOOD] * 6):
        session.reveal()
        assert session.rate(rating)
    session.reveal()  # a new card, which says nothing of what was remembered
    assert session.rate(Rating.AGAIN)
    monkeypatch.setenv("FLASH_NOW", "2027-02-27T08:11")
    session.refresh()  # one that was forgotten a moment ago is remembered now: that is no first try
    session.reveal()
    assert session.rate(Rating.GOOD)
    assert session.done[-1].before is not State.REVIEW
    shown = line(closing.lines(session, collection, columns), "First try")
    assert shown.replace(" %", "%").endswith("7 of 8   88%   (aim 90%)")
    filled, empty = shown.count("█"), shown.count("░")
    assert filled / (filled + empty) == pytest.approx(7 / 8, abs=0.5 / (filled + empty))
    assert len(shown) <= columns


def test_the_last_seven_days_are_bars_of_their_answers(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    assert closing.week(collection).count("–") == 7
    monkeypatch.setenv("FLASH_NOW", "2026-11-21T03:59")  # Friday's study day still: seven days ago, out of sight
    sitting(collection, Rating.EASY)
    monkeypatch.setenv("FLASH_NOW", "2026-11-21T04:00")
    sitting(collection, Rating.EASY)
    monkeypatch.setenv("FLASH_NOW", FRIDAY)
    sitting(collection, *[Rating.EASY] * 4)
    assert closing.week(collection) == "Last days   Sa ▂  Su –  Mo –  Tu –  We –  Th –  Fr █"


def test_tomorrow_and_what_comes_back_later_are_told(collection: Collection) -> None:
    session = sitting(collection, Rating.GOOD, Rating.AGAIN, Rating.EASY)
    lines = closing.lines(session, collection, 80)
    assert line(lines, "Learning") == "Learning    2 cards not done yet; the next comes back in 1 min"
    assert "new" in line(lines, "Tomorrow")


def test_tomorrow_counts_what_is_due_then(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting(collection, *[Rating.EASY] * 6)
    database = collection.store.database
    (due,) = database.execute("SELECT min(due_day) FROM card").fetchone()
    (count,) = database.execute("SELECT count(*) FROM card WHERE due_day = ?", (due,)).fetchone()
    days = due - collection.moment().day
    monkeypatch.setenv("FLASH_NOW", f"2026-{'11' if days < 5 else '12'}-{(26 + days) % 30 or 30:02}T08:00")
    assert collection.moment().day == due - 1
    session = Session(collection, limit=1)
    assert f"{count} due" in line(closing.lines(session, collection, 80), "Tomorrow")


def test_flagged_cards_and_faulty_decks_are_named_with_file_and_line(tmp_path: Path, home: Path) -> None:
    decks = write_sample(tmp_path / "decks")
    (decks / "bad.yaml").write_text("cards:\n" + "- {q: no answer}\n" * 7, "utf-8")
    with opened_collection(home, decks) as collection:
        session = Session(collection)
        session.flag("is it\x1b[31m so?")
        told = "\n".join(closing.lines(session, collection, 80))
    assert "al-aaaa" in told
    assert f"{decks}/alpha.yaml:6" in told
    assert "\x1b" not in told
    assert [number for number in range(2, 7) if f"{decks}/bad.yaml:{number}: " not in told] == []
    assert "2 more problems" in told


def test_the_keys_of_the_page(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASH_NOW", FRIDAY)
    decks = write_questions(tmp_path / "decks", 1, 14)
    with flash("review", "--decks", decks, columns=60, rows=20) as terminal:
        terminal.wait("1 / 10")
        terminal.send(" 4" * 10)
        terminal.wait("10 answered")
        assert terminal.lines[-1] == "  n ten more new cards   u undo   q done"
        assert terminal.widest <= 60
        terminal.press("4!@-hoiax", "10 answered")
        terminal.press("x", "10 answered")
        terminal.press("u", "is taken back")
        terminal.press(" 4", "10 answered")
        terminal.press("n", "11 / 14")
        terminal.send(" 4" * 4)
        terminal.wait("14 answered")
        terminal.press("n", "There are no further new cards")
        terminal.send(" ")
        assert terminal.exit_status() == 0
        assert terminal.is_clean
    assert len([act for act in acts(home) if act[1] == "answer"]) == 15
