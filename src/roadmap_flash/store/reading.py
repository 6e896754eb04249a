"""Reading with SQL alone: the way to the first question must not wait for the ORM's import."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from roadmap_flash.core.model import Act, CardState, Moment, Rating, ReviewLog
from roadmap_flash.store.rows import CARD_COLUMNS, Row, card_of, parameters_of

STANDING = "NOT EXISTS (SELECT 1 FROM review_log AS undo WHERE undo.voids = review_log.uid)"
"""True for rows of the log that no undo has voided."""
_CARD = ", ".join(CARD_COLUMNS)


class Standing(NamedTuple):
    """What the queue needs of a card that was ever touched."""

    card_id: str
    state: int
    due_day: int | None
    due_at: int | None
    first_day: int | None
    last_day: int | None
    suspended: int
    buried_day: int | None


class DayTotal(NamedTuple):
    """What was done on one study day."""

    answers: int
    took_ms: int


def standings(database: sqlite3.Connection) -> list[Standing]:
    """Every card that was ever touched, in brief."""
    rows = database.execute(f"SELECT {', '.join(Standing._fields)} FROM card")
    return list(map(Standing._make, rows))


def card(database: sqlite3.Connection, card_id: str) -> CardState | None:
    """The card as it stands; None if it was never touched."""
    row = database.execute(f"SELECT {_CARD} FROM card WHERE card_id = ?", (card_id,)).fetchone()
    return card_of(dict(zip(CARD_COLUMNS, row, strict=True))) if row else None


def cards(database: sqlite3.Connection) -> list[CardState]:
    """Every card that was ever touched, by id."""
    rows = database.execute(f"SELECT {_CARD} FROM card ORDER BY card_id")
    return [card_of(dict(zip(CARD_COLUMNS, row, strict=True))) for row in rows]


def cards_of(database: sqlite3.Connection, note_id: str) -> list[CardState]:
    """The cards of one note that were ever touched."""
    sql = f"SELECT {_CARD} FROM card WHERE card_id = ?1 OR substr(card_id, 1, length(?1) + 1) = ?1 || ':'"
    return [card_of(dict(zip(CARD_COLUMNS, row, strict=True))) for row in database.execute(sql, (note_id,))]


def answered_by_state(database: sqlite3.Connection, day: int) -> dict[int, int]:
    """How many answers of a study day stand, by the state the card was in before."""
    sql = f"SELECT state_before, count(*) FROM review_log WHERE day = ? AND act = 'answer' AND {STANDING} GROUP BY 1"
    return dict(database.execute(sql, (day,)).fetchall())


def day_totals(database: sqlite3.Connection, first: int, last: int) -> dict[int, DayTotal]:
    """Answers and time of each study day from `first` to `last` that has any."""
    sql = f"""SELECT day, count(*), sum(took_ms) FROM review_log
        WHERE day BETWEEN ? AND ? AND act = 'answer' AND {STANDING} GROUP BY day"""
    return {day: DayTotal(count, took) for day, count, took in database.execute(sql, (first, last))}


def recent_times(database: sqlite3.Connection, count: int) -> list[int]:
    """Milliseconds that each of the last `count` answers took, newest first."""
    sql = f"SELECT took_ms FROM review_log WHERE act = 'answer' AND {STANDING} ORDER BY seq DESC LIMIT ?"
    return [took for (took,) in database.execute(sql, (count,))]


def study_days(database: sqlite3.Connection) -> list[int]:
    """The study days with at least one answer, newest first."""
    return [
        day
        for (day,) in database.execute(
            f"SELECT DISTINCT day FROM review_log WHERE act = 'answer' AND {STANDING} ORDER BY 1 DESC"
        )
    ]


def due_on(database: sqlite3.Connection, day: int) -> int:
    """How many review cards are due on or before a study day."""
    sql = "SELECT count(*) FROM card WHERE state = 2 AND due_day <= ? AND NOT suspended"
    (count,) = database.execute(sql, (day,)).fetchone()
    return int(count)


def last_answer_at(database: sqlite3.Connection) -> int | None:
    """The instant of the answer written last."""
    row = database.execute("SELECT at FROM review_log WHERE act = 'answer' ORDER BY seq DESC LIMIT 1").fetchone()
    return row[0] if row else None


def last_answered(database: sqlite3.Connection) -> str | None:
    """The card whose answer was written last, of those that stand."""
    sql = f"SELECT card_id FROM review_log WHERE act = 'answer' AND {STANDING} ORDER BY seq DESC LIMIT 1"
    row = database.execute(sql).fetchone()
    return row[0] if row else None


def last_act(database: sqlite3.Connection) -> ReviewLog | None:
    """The newest row that stands and is no undo: what the next undo takes back."""
    moved = "EXISTS (SELECT 1 FROM review_log AS later WHERE later.act = 'adopt' AND later.card_id = review_log.card_id"
    kept = f"act NOT IN ('undo', 'adopt') AND {STANDING} AND NOT {moved} AND later.seq > review_log.seq)"
    return next(_log(database, f"WHERE {kept} ORDER BY seq DESC LIMIT 1"), None)


def log_of(database: sqlite3.Connection, card_id: str) -> list[ReviewLog]:
    """The rows of one card that stand, in the order in which they were written."""
    return list(_log(database, f"WHERE act <> 'undo' AND card_id = ? AND {STANDING} ORDER BY seq", card_id))


def notes_ever_touched(database: sqlite3.Connection) -> set[str]:
    """The notes that the log knows, in the library or not."""
    rows = database.execute("SELECT DISTINCT card_id FROM review_log")
    return {card_id.partition(":")[0] for (card_id,) in rows}


def opened_topics(database: sqlite3.Connection) -> set[str]:
    """The topics that have opened so far."""
    return {slug for (slug,) in database.execute("SELECT slug FROM opened_topic")}


def fact(database: sqlite3.Connection, name: str) -> str | None:
    """A small fact about the file; None if it was never set."""
    row = database.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def known_decks(database: sqlite3.Connection) -> dict[str, tuple[str, Row]]:
    """Digest and notes of each deck as it was last seen."""
    rows = database.execute("SELECT topic, digest, notes FROM known_deck")
    return {topic: (digest, json.loads(notes)) for topic, digest, notes in rows}


_LOG = (
    "uid",
    "card_id",
    "act",
    "at",
    "day",
    "rating",
    "took_ms",
    "before",
    "after",
    "shown",
    "parameters",
    "device",
    "voids",
)


def _log(database: sqlite3.Connection, where: str, *values: str) -> Iterator[ReviewLog]:
    sets: dict[str, str] = {}
    for row in database.execute(f"SELECT {', '.join(_LOG)} FROM review_log {where}", values).fetchall():
        found = dict(zip(_LOG, row, strict=True))
        key = found["parameters"]
        if key and key not in sets:
            (sets[key],) = database.execute("SELECT content FROM parameter_set WHERE id = ?", (key,)).fetchone()
        yield ReviewLog(
            card_id=found["card_id"],
            act=Act(found["act"]),
            moment=Moment(found["at"], found["day"]),
            before=_card_of_json(found["before"]),
            after=_card_of_json(found["after"]),
            rating=Rating(found["rating"]) if found["rating"] else None,
            took_ms=found["took_ms"],
            parameters=parameters_of(json.loads(sets[key])) if key else None,
            shown=json.loads(found["shown"]),
            uid=found["uid"],
            device=found["device"],
            voids=found["voids"],
        )


def _card_of_json(text: str | None) -> CardState | None:
    return card_of(json.loads(text)) if text else None
