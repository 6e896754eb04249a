"""One act is one transaction: whole or not at all, durable at once, refused if the card changed meanwhile."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from roadmap_flash.core.model import Act, CardState, MemoryState, Moment, Rating, ReviewLog, State
from roadmap_flash.core.scheduling import DEFAULT
from roadmap_flash.errors import ConflictError, StoreError
from roadmap_flash.store import database as opening
from roadmap_flash.store import reading
from roadmap_flash.store.database import FILE
from roadmap_flash.store.rows import card_json, card_of, card_row, parameters_content, parameters_of
from roadmap_flash.store.store import Store, open_store
from tests.support.stores import card_rows, check_rows, given_answer, log_size

AGAIN, HARD, GOOD, EASY = Rating
OTHER = replace(DEFAULT, retention=0.8, learning_steps=(), fuzz=False, maximum_interval=100)
TABLES = ("card", "review_log", "parameter_set", "known_deck", "opened_topic", "fact")
LONG = {"long": "x" * 50_000}


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with open_store(home) as opened:
        assert opened.writer
        yield opened


def content(database: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    return {table: database.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in TABLES}


@contextmanager
def traced(store: Store) -> Iterator[list[str]]:
    """The first words of the statements that run, such as INSERT INTO card."""
    statements: list[str] = []
    store.database.set_trace_callback(lambda sql: statements.append(" ".join(sql.split()[:3])))
    yield statements
    store.database.set_trace_callback(None)


def test_one_answer_is_one_transaction(store: Store) -> None:
    log = given_answer(store, "a")
    with traced(store) as statements:
        store.writer.record(log)
    acts = [statement for statement in statements if not statement.startswith(("SELECT", "PRAGMA"))]
    assert acts[0] == "BEGIN IMMEDIATE"
    assert acts[-1] == "COMMIT"
    assert sorted(acts[1:-1]) == ["INSERT INTO card", "INSERT INTO parameter_set", "INSERT INTO review_log"]


def test_an_answer_is_durable_when_the_call_returns(store: Store, home: Path) -> None:
    store.writer.record(given_answer(store, "a"))
    assert not store.database.in_transaction
    assert store.database.execute("PRAGMA synchronous").fetchone() == (2,)
    assert store.database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with closing(sqlite3.connect(home / FILE)) as other:
        assert log_size(other) == 1
        check_rows(other)


def test_the_log_tells_all_about_an_answer(store: Store) -> None:
    first = given_answer(store, "a", HARD, shown={"order": "2 1"})
    store.writer.record(first)
    second = given_answer(store, "a", EASY, days_later=1, parameters=OTHER)
    store.writer.record(second)
    rows = reading.log_of(store.database, "a")
    device = reading.fact(store.database, "device")
    assert [replace(row, uid="", device="") for row in rows] == [first, second]
    assert rows[0].before is None
    assert rows[1].before == rows[0].after
    assert rows[1].after == reading.card(store.database, "a")
    assert [row.parameters for row in rows] == [DEFAULT, OTHER]
    assert {row.device for row in rows} == {device}
    assert [row.shown for row in rows] == [{"order": "2 1"}, {}]
    columns = "rating, took_ms, state_before, day"
    assert store.database.execute(f"SELECT {columns} FROM review_log ORDER BY seq").fetchall() == [
        (2, 1500, State.NEW, first.moment.day),
        (4, 1500, State.LEARNING, second.moment.day),
    ]


def test_equal_parameters_are_kept_once_and_never_changed(store: Store) -> None:
    for parameters in (DEFAULT, OTHER, DEFAULT, replace(OTHER)):
        store.writer.record(given_answer(store, "a", parameters=parameters))
    sets = [json.loads(row) for (row,) in store.database.execute("SELECT content FROM parameter_set")]
    assert sorted(map(str, sets)) == sorted(map(str, map(parameters_content, (DEFAULT, OTHER))))
    assert {parameters_of(found) for found in sets} == {DEFAULT, OTHER}


@pytest.mark.parametrize(
    "card",
    [
        CardState("a"),
        CardState(
            "a", State.REVIEW, 0, MemoryState(1.5, 10.0), 739000, None, 7, 3, 1, 738000, 738990, 5, False, 4, "x"
        ),
        CardState("a", State.LEARNING, 1, MemoryState(0.1, 1.0), None, 1778500800000),
        CardState("a:c1", suspended=True, buried_day=7, flag=""),
        CardState("b", flag="\N{GREEK SMALL LETTER LAMDA} 'wrong' \"unit\"; --"),
    ],
)
def test_a_card_comes_back_from_its_row(card: CardState) -> None:
    assert card_of(card_row(card)) == card
    assert card_of(json.loads(json.dumps(card_json(card)))) == card


@pytest.mark.parametrize("table", ["card", "review_log", "parameter_set"])
def test_a_failure_anywhere_leaves_nothing_of_the_answer(store: Store, table: str) -> None:
    store.writer.record(given_answer(store, "a"))
    before = content(store.database)
    log = given_answer(store, "b", parameters=OTHER)
    store.database.execute(
        f"CREATE TEMP TRIGGER fail AFTER INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END"
    )
    with pytest.raises(StoreError, match=r"progress\.sqlite: broken on purpose"):
        store.writer.record(log)
    assert content(store.database) == before
    store.database.execute("DROP TRIGGER fail")
    store.writer.record(log)
    check_rows(store.database)


def suspended(store: Store) -> ReviewLog:
    before = reading.card(store.database, "a")
    after = replace(before or CardState("a"), suspended=True)
    return ReviewLog("a", Act.SUSPEND, Moment(1, 1), before, after)


@pytest.mark.parametrize("begun", [True, False], ids=["a card seen before", "a new card"])
@pytest.mark.parametrize("late", [given_answer, suspended], ids=["answer", "suspend"])
def test_an_act_on_a_card_that_changed_meanwhile_is_refused(
    store: Store, home: Path, begun: bool, late: Callable[..., ReviewLog]
) -> None:
    if begun:
        store.writer.record(given_answer(store, "a"))
    stale = late(store, *["a"][: late is given_answer])
    with open_store(home) as other:
        other.writer.record(given_answer(other, "a", EASY, days_later=1))
        before = content(other.database)
        with pytest.raises(ConflictError, match=r"^a: the card changed meanwhile") as told:
            store.writer.record(stale)
        assert "\n" not in str(told.value)
        assert told.value.exit_code == 4
        assert content(other.database) == before
    store.writer.record(given_answer(store, "a", days_later=2))
    check_rows(store.database)


def test_an_undo_of_an_act_that_was_overtaken_is_refused(
    store: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.writer.record(given_answer(store, "a"))
    stale = reading.last_act(store.database)
    with open_store(home) as other:
        other.writer.record(given_answer(other, "a", days_later=1))
    monkeypatch.setattr(reading, "last_act", lambda _database: stale)
    with pytest.raises(ConflictError):
        store.writer.undo(Moment(1, 1))
    assert log_size(store.database) == 2


def test_everything_a_writer_reads_it_reads_under_its_lock(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def watched(read: Callable[[sqlite3.Connection], object]) -> Callable[[sqlite3.Connection], object]:
        def reads(database: sqlite3.Connection) -> object:
            seen.append(database.in_transaction)
            return read(database)

        return reads

    for name in ("last_act", "known_decks"):
        monkeypatch.setattr(reading, name, watched(getattr(reading, name)))
    store.writer.record(given_answer(store, "a"))
    store.writer.undo(Moment(1, 1))
    store.writer.remember_decks({"topic": ("digest", {})}, "stamp")
    assert seen == [True, True]


@pytest.fixture
def locked(home: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    """Another connection that holds the lock, and a writer that waits for 50 ms only."""
    monkeypatch.setattr(opening, "WAIT_MS", 50)
    store.database.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(home / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


@pytest.mark.parametrize(
    "write",
    [
        lambda store: store.writer.record(given_answer(store, "b")),
        lambda store: store.writer.undo(Moment(1, 1)),
        lambda store: store.writer.open_topics(["topic"], 1),
        lambda store: store.writer.remember_decks({}, "stamp"),
        lambda store: store.writer.set_fact("name", "value"),
        lambda store: store.writer.adopt(CardState("a"), "b", Moment(1, 1)),
    ],
    ids=["record", "undo", "open_topics", "remember_decks", "set_fact", "adopt"],
)
def test_a_lock_held_elsewhere_is_told_in_one_line(
    store: Store, home: Path, write: Callable[[Store], object], request: pytest.FixtureRequest
) -> None:
    store.writer.record(given_answer(store, "a"))
    before = content(store.database)
    other: sqlite3.Connection = request.getfixturevalue("locked")
    with pytest.raises(StoreError, match="another program holds the database; nothing was written") as told:
        write(store)
    assert "\n" not in str(told.value)
    assert str(told.value).startswith(f"{home / FILE}: ")
    assert content(store.database) == before
    other.execute("COMMIT")
    store.writer.record(given_answer(store, "b"))
    check_rows(store.database)


def test_a_writer_waits_for_a_short_lock(home: Path, store: Store) -> None:
    log = given_answer(store, "a")
    with closing(sqlite3.connect(home / FILE, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        from threading import Timer

        release = Timer(0.1, lambda: other.execute("COMMIT"))
        release.start()
        store.writer.record(log)
        release.join()
    assert log_size(store.database) == 1


def test_a_reader_does_not_wait_for_a_writer(store: Store, locked: sqlite3.Connection, home: Path) -> None:
    assert locked.in_transaction
    with open_store(home) as reader:
        assert reading.cards(reader.database) == []


def test_a_full_disk_is_told_in_one_line_and_earlier_answers_stay(store: Store) -> None:
    """`max_page_count` makes SQLite fail as a full disk does (SQLITE_FULL)."""
    store.writer.record(given_answer(store, "a"))
    (pages,) = store.database.execute("PRAGMA page_count").fetchone()
    store.database.execute(f"PRAGMA max_page_count = {pages}")
    before = content(store.database)
    log = given_answer(store, "b", parameters=OTHER, shown=LONG)
    with pytest.raises(StoreError, match="the disk is full; nothing was written") as told:
        store.writer.record(log)
    assert "\n" not in str(told.value)
    assert content(store.database) == before
    check_rows(store.database)
    assert not store.database.in_transaction


def test_an_answer_can_be_given_again_once_there_is_space(store: Store) -> None:
    (pages,) = store.database.execute("PRAGMA page_count").fetchone()
    store.database.execute(f"PRAGMA max_page_count = {pages}")
    log = given_answer(store, "a", shown=LONG)
    with pytest.raises(StoreError, match="full"):
        store.writer.record(log)
    store.database.execute("PRAGMA max_page_count = 1000000")
    store.writer.record(log)
    check_rows(store.database)
    assert log_size(store.database) == 1


def test_undo_is_a_row_that_voids_another(store: Store) -> None:
    store.writer.record(given_answer(store, "a"))
    (before,) = store.database.execute("SELECT * FROM review_log").fetchall()
    undone = store.writer.undo(Moment(5, 6))
    assert undone
    assert (undone.card_id, undone.act) == ("a", Act.ANSWER)
    rows = store.database.execute("SELECT * FROM review_log ORDER BY seq").fetchall()
    assert rows[0] == before
    found = store.database.execute("SELECT act, at, day, voids, card_id FROM review_log ORDER BY seq DESC").fetchone()
    assert found == ("undo", 5, 6, undone.uid, "a")
    assert card_rows(store.database) == {}
    assert store.writer.undo(Moment(7, 8)) is None
    assert log_size(store.database) == 2


def test_undo_goes_back_act_by_act_also_in_a_new_process(store: Store, home: Path) -> None:
    states = [card_rows(store.database)]
    for card_id, rating in (("a", GOOD), ("b", EASY), ("a", AGAIN), ("b", HARD)):
        store.writer.record(given_answer(store, card_id, rating, days_later=len(states)))
        states.append(card_rows(store.database))
    for expected in reversed(states[:-1]):
        with open_store(home) as other:
            assert other.writer.undo(Moment(1, 1))
            assert card_rows(other.database) == expected
            check_rows(other.database)
    assert store.writer.undo(Moment(1, 1)) is None


def test_an_answer_after_an_undo_is_undone_first(store: Store) -> None:
    for card_id in ("a", "b"):
        store.writer.record(given_answer(store, card_id))
    store.writer.undo(Moment(1, 1))
    store.writer.record(given_answer(store, "c"))
    undone = [store.writer.undo(Moment(1, 1)) for _ in range(3)]
    assert [log.card_id if log else None for log in undone] == ["c", "a", None]


def test_two_devices_have_names_of_their_own_and_rows_that_can_be_merged(tmp_path: Path) -> None:
    uids, devices = [], []
    for name in ("laptop", "desktop"):
        for _ in range(2):
            with open_store(tmp_path / name) as store:
                for card_id in ("a", "b"):
                    store.writer.record(given_answer(store, card_id))
        with open_store(tmp_path / name) as store:
            rows = store.database.execute("SELECT uid, device FROM review_log").fetchall()
        uids += [uid for uid, _ in rows]
        devices.append({device for _, device in rows})
    assert len(set(uids)) == len(uids) == 8
    assert [len(found) for found in devices] == [1, 1]
    assert devices[0].isdisjoint(devices[1])
    assert all(re.fullmatch("[0-9a-f]{32}", uid) for uid in uids)


def test_two_processes_that_open_a_new_file_agree_on_the_device(home: Path) -> None:
    with open_store(home) as one, open_store(home) as other:
        one.writer.record(given_answer(one, "a"))
        other.writer.record(given_answer(other, "b"))
        assert one.database.execute("SELECT count(DISTINCT device) FROM review_log").fetchone() == (1,)


def test_a_card_that_stands_as_if_never_touched_can_be_answered(store: Store) -> None:
    """A new card that was suspended and unsuspended is as new as any other."""
    fresh = CardState("a")
    shut = replace(fresh, suspended=True)
    store.writer.record(ReviewLog("a", Act.SUSPEND, Moment(1, 1), None, shut))
    store.writer.record(ReviewLog("a", Act.UNSUSPEND, Moment(2, 1), shut, fresh))
    check_rows(store.database)
    log = replace(given_answer(store, "a"), before=None)
    store.writer.record(log)
    assert reading.card(store.database, "a") == log.after
    for _ in range(3):
        check_rows(store.database)
        assert store.writer.undo(Moment(3, 1))
    assert card_rows(store.database) == {}


def test_decks_and_topics_are_remembered(store: Store) -> None:
    store.writer.remember_decks({"a": ("1", {"n": ["x", 0]}), "b": ("2", {})}, "first")
    store.writer.remember_decks({"b": ("3", {}), "c": ("4", {})}, "second")
    assert reading.known_decks(store.database) == {"b": ("3", {}), "c": ("4", {})}
    assert reading.fact(store.database, "library") == "second"
    store.writer.open_topics(["x", "y"], 7)
    store.writer.open_topics(["y", "z"], 8)
    assert reading.opened_topics(store.database) == {"x", "y", "z"}
    assert store.database.execute("SELECT day FROM opened_topic ORDER BY slug").fetchall() == [(7,), (7,), (8,)]


def test_adopting_moves_a_card_in_one_transaction_and_keeps_both_logs(store: Store) -> None:
    store.writer.record(given_answer(store, "old", EASY))
    before = reading.card(store.database, "old")
    assert before
    with traced(store) as statements:
        store.writer.adopt(before, "new", given_answer(store, "x", days_later=1).moment)
    assert sum(statement.startswith("BEGIN") for statement in statements) == 1
    assert card_rows(store.database) == {"new": replace(before, card_id="new")}
    assert [row.act for row in reading.log_of(store.database, "old")] == [Act.ANSWER, Act.ADOPT]
    assert reading.log_of(store.database, "new")[0].shown == {"from": "old", "to": "new"}
    store.writer.record(given_answer(store, "new", GOOD, days_later=20))
    check_rows(store.database)


def test_undo_after_an_adoption_takes_back_what_came_later_and_then_says_that_nothing_is_left(store: Store) -> None:
    """What was answered under an id that was given up cannot be taken back; it must not block the undo either."""
    store.writer.record(given_answer(store, "first"))
    store.writer.record(given_answer(store, "old", EASY))
    before = reading.card(store.database, "old")
    assert before
    store.writer.adopt(before, "new", given_answer(store, "x", days_later=1).moment)
    store.writer.record(given_answer(store, "new", GOOD, days_later=20))
    undone = [store.writer.undo(Moment(1, 1)) for _ in range(3)]
    assert [log.card_id if log else None for log in undone] == ["new", "first", None]
    assert card_rows(store.database) == {"new": replace(before, card_id="new")}
    check_rows(store.database)
