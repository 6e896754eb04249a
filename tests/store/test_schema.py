"""The schema: equal to the models, migrated whole or not at all, and never opened by a program that is older."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, create_engine

from roadmap_flash import cli
from roadmap_flash.core.model import Act
from roadmap_flash.errors import StoreError
from roadmap_flash.store import database as opening
from roadmap_flash.store import reading, schema, tables
from roadmap_flash.store.database import FILE
from roadmap_flash.store.schema import VERSION, migrate, version_of
from roadmap_flash.store.store import Store, open_store
from tests.support.stores import card_rows, check_rows, given_answer, log_size

OLD = Path(__file__).parent / "old"
TABLES = {"card", "parameter_set", "review_log", "known_deck", "opened_topic", "fact"}
Described = dict[str, Any]


def described(database: sqlite3.Connection) -> Described:
    """All that SQLite says of the tables: columns, types, nullability, keys, defaults, indexes, references."""
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: described_table(database, name) for name in names}


def described_table(database: sqlite3.Connection, name: str) -> Described:
    indexes = database.execute(f"PRAGMA index_list({name})").fetchall()
    return {
        "columns": [row[1:] for row in database.execute(f"PRAGMA table_info({name})")],
        "indexes": sorted(
            (index if origin == "c" else "", unique, origin, partial, columns_of(database, index))
            for _, index, unique, origin, partial in indexes
        ),
        "references": sorted(row[2:] for row in database.execute(f"PRAGMA foreign_key_list({name})")),
    }


def columns_of(database: sqlite3.Connection, index: str) -> list[str]:
    return [column for _, _, column in database.execute(f"PRAGMA index_info({index})")]


def migrated() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", isolation_level=None)
    migrate(database)
    return database


def made_by_models(path: Path) -> sqlite3.Connection:
    engine = create_engine(f"sqlite:///{path}")
    models = [model for model in vars(tables).values() if isinstance(model, type) and hasattr(model, "__table__")]
    SQLModel.metadata.create_all(engine, tables=[model.__table__ for model in models])
    engine.dispose()
    return sqlite3.connect(path)


def with_step(monkeypatch: pytest.MonkeyPatch, *statements: str) -> None:
    """A program one version newer, whose last step runs these statements."""
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, statements))
    for module in (schema, opening):
        monkeypatch.setattr(module, "VERSION", VERSION + 1)


def store_with_answers(home: Path) -> None:
    with open_store(home) as store:
        for card_id in ("a", "b", "a"):
            store.writer.record(given_answer(store, card_id))


def copy_of_old(home: Path, version: int) -> Path:
    return home / f"progress-before-schema-{version}.sqlite"


def test_the_schema_equals_the_models(tmp_path: Path) -> None:
    made, model = migrated(), made_by_models(tmp_path / "models.sqlite")
    assert set(described(made)) == TABLES
    assert described(made) == described(model)
    made.close()
    model.close()


@pytest.mark.parametrize(
    "change",
    [
        "DROP INDEX ix_review_log_day",
        "ALTER TABLE card ADD COLUMN more INTEGER",
        "ALTER TABLE card RENAME COLUMN step TO stage",
        "CREATE UNIQUE INDEX ix_more ON card (flag)",
        "CREATE TABLE more (x)",
    ],
)
def test_a_schema_that_differs_from_the_models_is_noticed(change: str) -> None:
    made = migrated()
    before = described(made)
    made.execute(change)
    assert described(made) != before
    made.close()


def test_a_new_file_has_the_present_version_and_a_second_opening_changes_nothing(home: Path) -> None:
    with open_store(home) as store:
        assert version_of(store.database) == VERSION
        dumped = list(store.database.iterdump())
    with open_store(home) as store:
        assert list(store.database.iterdump()) == dumped
    assert not list(home.glob("*before*"))


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_a_file_of_every_released_schema_opens_with_all_it_holds(home: Path, version: int) -> None:
    home.mkdir()
    old = sqlite3.connect(home / FILE)
    old.executescript((OLD / f"{version}.sql").read_text("utf-8"))
    old.close()
    with open_store(home) as store:
        assert version_of(store.database) == VERSION
        fresh = migrated()
        assert described(store.database) == described(fresh)
        fresh.close()
        check_rows(store.database, decimals=6)
        assert set(card_rows(store.database)) == {"al-aaaa", "al-bbbb:def", "al-bbbb:term"}
        assert log_size(store.database) == 9
        assert reading.opened_topics(store.database) == {"alpha"}
        assert set(reading.known_decks(store.database)) == {"alpha"}
        undone = store.writer.undo(given_answer(store, "al-aaaa").moment)
        assert undone
        assert undone.act is Act.SUSPEND
        check_rows(store.database, decimals=6)


def test_an_old_file_is_copied_before_it_is_migrated(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store_with_answers(home)
    with_step(monkeypatch, "ALTER TABLE card ADD COLUMN more INTEGER")
    with open_store(home) as store:
        assert version_of(store.database) == VERSION + 1
        rows = card_rows(store.database)
        assert "more" in columns(store.database, "card")
    copied = copy_of_old(home, VERSION + 1)
    assert copied.stat().st_mode & 0o777 == 0o600
    copy = sqlite3.connect(copied)
    assert version_of(copy) == VERSION
    assert "more" not in columns(copy, "card")
    assert card_rows(copy) == rows
    check_rows(copy)
    copy.close()


def columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in database.execute(f"PRAGMA table_info({table})")]


FAILING = {
    "wrong SQL": ("CREATE TABLE added (x)", "CREATE TABLE card (x)"),
    "data that breaks a rule": ("CREATE TABLE added (x)", "INSERT INTO review_log (seq) VALUES (1)"),
}


@pytest.mark.parametrize("statements", FAILING.values(), ids=FAILING)
def test_a_failed_migration_leaves_the_old_file_and_its_copy(
    home: Path, monkeypatch: pytest.MonkeyPatch, statements: Iterable[str]
) -> None:
    store_with_answers(home)
    before = dump(home / FILE)
    with monkeypatch.context() as newer:
        with_step(newer, *statements)
        with pytest.raises(StoreError, match=r"progress\.sqlite: "):
            Store(home)
    assert dump(home / FILE) == before == dump(copy_of_old(home, VERSION + 1))
    with open_store(home) as store:
        assert version_of(store.database) == VERSION
        check_rows(store.database)


def dump(path: Path) -> list[str]:
    database = sqlite3.connect(path)
    lines = [f"version {version_of(database)}", *database.iterdump()]
    database.close()
    return lines


def test_a_failed_first_migration_leaves_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as newer:
        with_step(newer, "CREATE TABLE card (x)")
        with pytest.raises(StoreError):
            Store(home)
    assert dump(home / FILE) == ["version 0", "BEGIN TRANSACTION;", "COMMIT;"]
    assert not list(home.glob("*before*"))
    store_with_answers(home)


KILLED = """
import os, signal
from pathlib import Path
from roadmap_flash.store import database, schema

def step():
    yield "CREATE TABLE added (x)"
    yield "UPDATE card SET reps = 99"
    os.kill(os.getpid(), signal.SIGKILL)

schema.MIGRATIONS += (step(),)
schema.VERSION = database.VERSION = len(schema.MIGRATIONS)
database.connect(Path(os.environ["FLASH_HOME"]) / database.FILE)
"""


def test_a_process_killed_while_migrating_leaves_the_old_file(home: Path) -> None:
    store_with_answers(home)
    before = dump(home / FILE)
    done = subprocess.run([sys.executable, "-c", KILLED], env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL
    assert dump(home / FILE) == before == dump(copy_of_old(home, VERSION + 1))


@pytest.mark.parametrize("command", [["due"], ["review", "--plain"], ["undo"]])
def test_a_newer_schema_is_refused_in_one_line_and_left_alone(
    home: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    store_with_answers(home)
    database = sqlite3.connect(home / FILE)
    database.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.close()
    before = (home / FILE).read_bytes()
    assert cli.run(command) == 4
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert "made by a newer version of flash" in told[0]
    assert "pip install --upgrade roadmap-flash" in told[0]
    assert (home / FILE).read_bytes() == before
    assert not list(home.glob("*before*"))
