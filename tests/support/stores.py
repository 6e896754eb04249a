"""Real stores on small libraries: opening them, answering in them, and holding the card rows against the log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date
from pathlib import Path

from roadmap_flash.collection import Collection
from roadmap_flash.config import Settings
from roadmap_flash.core.model import Act, CardState, MemoryState, Parameters, Rating, ReviewLog
from roadmap_flash.core.scheduling import DEFAULT, answer, replay
from roadmap_flash.core.timing import DAY_MS, StudyDays
from roadmap_flash.decks.library import open_library
from roadmap_flash.store import reading
from roadmap_flash.store.store import Store, open_store

DAYS = StudyDays(4, UTC)
NOON = DAYS.start(date(2026, 5, 11).toordinal()) + 8 * 3_600_000
"""An instant that the answers of these tests are counted from."""
PLENTY = Settings(new=9999, minutes=0)
"""Settings that limit nothing."""


@contextmanager
def opened_collection(
    home: Path,
    *decks: Path,
    settings: Settings = PLENTY,
    only: frozenset[str] | None = None,
    new: int | None = None,
) -> Iterator[Collection]:
    """Library and store of a data folder, as a command opens them."""
    library = open_library(list(decks), home / "cache")
    with open_store(home) as store:
        yield Collection(library, store, settings, only, new)


def given_answer(
    store: Store,
    card_id: str,
    rating: Rating = Rating.GOOD,
    days_later: float = 0,
    parameters: Parameters = DEFAULT,
    shown: dict[str, str] | None = None,
) -> ReviewLog:
    """The log of an answer to a card as it stands, not written yet."""
    known = reading.card(store.database, card_id)
    moment = DAYS.moment(NOON + int(days_later * DAY_MS))
    after = answer(known or CardState(card_id), rating, moment, parameters)
    return ReviewLog(card_id, Act.ANSWER, moment, known, after, rating, 1500, parameters, shown or {})


def card_rows(database: sqlite3.Connection) -> dict[str, CardState]:
    """Every card row by id."""
    return {card.card_id: card for card in reading.cards(database)}


def log_size(database: sqlite3.Connection) -> int:
    """How many rows the log has."""
    (count,) = database.execute("SELECT count(*) FROM review_log").fetchone()
    return int(count)


def check_file(database: sqlite3.Connection) -> None:
    """Assert that the file is sound, and its rows."""
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    check_rows(database)


def check_rows(database: sqlite3.Connection, decimals: int | None = None) -> None:
    """Assert that every card row is what replaying the card's log gives.

    `decimals` is for files that another machine wrote, whose floats may differ in their last digits.
    """
    rows = card_rows(database)
    logged = {card_id for (card_id,) in database.execute("SELECT DISTINCT card_id FROM review_log")}
    assert set(rows) <= logged
    for card_id in logged:
        replayed = replay(card_id, reading.log_of(database, card_id))
        assert _rounded(replayed, decimals) == _rounded(rows.get(card_id), decimals), card_id


def _rounded(card: CardState | None, decimals: int | None) -> CardState | None:
    if card is None or card.memory is None or decimals is None:
        return card
    return replace(card, memory=MemoryState(*(round(value, decimals) for value in card.memory)))
