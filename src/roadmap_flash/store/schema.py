"""The schema, column by column, and the steps from one version to the next.

The SQL is frozen once released: a change is a new step at the end of `MIGRATIONS`. A test holds the result equal to
the models of `tables.py`. Days are ordinals of study days, times are milliseconds since 1970 UTC.
"""

from __future__ import annotations

import sqlite3

INITIAL = (
    # One row a card that was ever touched; what replaying its log gives.
    """CREATE TABLE card (
        card_id VARCHAR NOT NULL PRIMARY KEY, -- note id, and ":side" where a note makes several cards
        state INTEGER NOT NULL,               -- 0 new, 1 learning, 2 review, 3 relearning
        step INTEGER NOT NULL,                -- index of the learning step
        stability FLOAT,                      -- days until recall falls to 90 %
        difficulty FLOAT,                     -- 1 to 10
        due_day INTEGER,                      -- study day, for review cards
        due_at INTEGER,                       -- instant, for learning cards
        interval INTEGER NOT NULL,            -- days; 0 while learning
        reps INTEGER NOT NULL,
        lapses INTEGER NOT NULL,
        first_day INTEGER,                    -- study day of the first answer
        last_day INTEGER,                     -- study day of the last answer
        last_at INTEGER,                      -- instant of the last answer
        suspended BOOLEAN NOT NULL,
        buried_day INTEGER,                   -- hidden for this study day
        flag VARCHAR                          -- the learner's reason; empty text: flagged without one
    )""",
    "CREATE INDEX ix_card_first_day ON card (first_day)",
    # What answers were scheduled with; rows are never changed.
    """CREATE TABLE parameter_set (
        id VARCHAR NOT NULL PRIMARY KEY,      -- hash of the content
        content JSON NOT NULL                 -- weights, retention, steps, maximum interval, fuzz
    )""",
    # One row an act, mostly answers. Only ever added to: an undo is a row that voids another.
    """CREATE TABLE review_log (
        seq INTEGER NOT NULL PRIMARY KEY,     -- order of writing in this file
        uid VARCHAR NOT NULL UNIQUE,          -- unique in the world, so that logs can be merged
        card_id VARCHAR NOT NULL,
        act VARCHAR NOT NULL,                 -- answer, suspend, unsuspend, bury, flag, unflag, adopt, undo
        at INTEGER NOT NULL,
        day INTEGER NOT NULL,
        rating INTEGER,                       -- 1 again, 2 hard, 3 good, 4 easy
        took_ms INTEGER NOT NULL,
        state_before INTEGER NOT NULL,        -- the state inside `before`, for counting
        before JSON,                          -- the card row before; null: there was none
        after JSON,                           -- the card row after; null: there is none
        shown JSON NOT NULL,                  -- order of choices, drill numbers, what was chosen
        parameters VARCHAR REFERENCES parameter_set (id),
        device VARCHAR NOT NULL,
        voids VARCHAR                         -- uid of the row that this undo takes back
    )""",
    "CREATE INDEX ix_review_log_card_id ON review_log (card_id)",
    "CREATE INDEX ix_review_log_day ON review_log (day)",
    "CREATE INDEX ix_review_log_voids ON review_log (voids)",
    # What the library looked like when it was last seen, to tell what an upgrade changed.
    """CREATE TABLE known_deck (
        topic VARCHAR NOT NULL PRIMARY KEY,
        digest VARCHAR NOT NULL,
        notes JSON NOT NULL                   -- note id -> digest, day of its correction, kind, question
    )""",
    # Topics that opened stay open.
    """CREATE TABLE opened_topic (
        slug VARCHAR NOT NULL PRIMARY KEY,
        day INTEGER NOT NULL
    )""",
    # Small facts about this file: the device's name, the stamp of the library last seen.
    """CREATE TABLE fact (
        name VARCHAR NOT NULL PRIMARY KEY,
        value VARCHAR NOT NULL
    )""",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (INITIAL,)
"""Step n leads from version n to n + 1."""

VERSION = len(MIGRATIONS)


def version_of(database: sqlite3.Connection) -> int:
    """The schema version of an open database; 0 for an empty file."""
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(database: sqlite3.Connection) -> None:
    """Take an open database (`isolation_level=None`) to `VERSION`, in one transaction or not at all."""
    database.execute("BEGIN IMMEDIATE")
    try:
        for number in range(version_of(database), VERSION):
            for statement in MIGRATIONS[number]:
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.execute("COMMIT")
    except BaseException:
        database.execute("ROLLBACK")
        raise
