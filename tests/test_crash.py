"""No answer is ever lost: killed processes, two at once, a lock, a full disk. Real processes on real files."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest

from roadmap_flash import cli
from roadmap_flash.store import database as opening
from roadmap_flash.store.database import FILE
from roadmap_flash.store.store import open_store
from tests.support.crash import Act, Killer, Review, logged, soundness
from tests.support.samples import write_questions
from tests.support.stores import card_rows, log_size

ANSWER = "\n3\n"


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    return write_questions(tmp_path / "decks", 4, 5)


@pytest.mark.parametrize("seed", range(4))
def test_a_review_killed_at_any_moment_loses_no_acknowledged_answer(home: Path, tmp_path: Path, seed: int) -> None:
    killer = Killer(home, write_questions(tmp_path / "many", 5, 40), seed)
    for _ in range(2):
        assert killer.kill().problems == []


def test_a_lost_answer_would_be_noticed(home: Path, decks: Path) -> None:
    """The check itself: a log that lacks an act, or a row that differs from its log, is found."""
    review = Review(home, decks)
    review.send(ANSWER * 3)
    review.wait_for_acts(3)
    review.kill()
    assert soundness(home) == []
    assert logged(home)[:3] == review.told
    assert [act.rating for act in review.told] == [3, 3, 3]
    with closing(sqlite3.connect(home / FILE)) as database:
        database.execute("UPDATE card SET due_at = due_at + 1 WHERE card_id = ?", (review.told[0].card_id,))
        database.commit()
    (problem,) = soundness(home)
    assert problem.startswith("progress.sqlite: ")
    with closing(sqlite3.connect(home / FILE)) as database:
        database.execute("DELETE FROM review_log WHERE card_id = ?", (review.told[0].card_id,))
        database.commit()
    assert logged(home)[:3] != review.told


def test_a_review_that_ends_is_not_killed_has_told_all_it_wrote(home: Path, decks: Path) -> None:
    review = Review(home, decks, "--new", "20")
    review.send(f"{ANSWER}!why\n{ANSWER}u\n-\n{ANSWER}@\nq\n")
    assert review.finish() == (0, "")
    assert logged(home) == review.told
    assert [act.act for act in review.told] == ["answer", "flag", "answer", "undo", "bury", "answer", "suspend"]


def test_two_reviews_at_once_tell_of_a_conflict_in_one_line_and_go_on(home: Path, decks: Path) -> None:
    one, other = Review(home, decks), Review(home, decks)
    for review in (one, other):
        review.wait_for_question()
    assert one.asked == other.asked == ["t000-0000"]
    one.send(ANSWER)
    one.wait_for_acts(1)
    other.send(ANSWER)
    other.wait_for_replies(1)
    other.wait_for_question(2)
    other.send(f"{ANSWER}q\n")
    one.send("q\n")
    assert one.finish() == other.finish() == (0, "")
    assert other.conflicts == ["t000-0000: the card changed meanwhile, in another session; this answer was not kept"]
    assert other.asked[1] != "t000-0000"
    assert logged(home) == [*one.told, *other.told]
    assert soundness(home) == []


def test_two_reviews_at_once_answer_everything_and_lose_nothing(home: Path, decks: Path) -> None:
    reviews = [Review(home, decks, "--new", "100") for _ in range(2)]
    for review in reviews:
        review.wait_for_question()
    for number in range(1, 8):
        for review in reviews:
            review.send(ANSWER)
        for review in reviews:
            review.wait_for_replies(number)
    for review in reviews:
        review.send(ANSWER * 200)
    assert [review.finish() for review in reviews] == [(0, ""), (0, "")]
    told = [act for review in reviews for act in review.told]
    assert sorted(told, key=str) == sorted(logged(home), key=str)
    assert all(len(review.told) + len(review.conflicts) >= 7 for review in reviews)
    assert soundness(home) == []
    with open_store(home) as store:
        rows = card_rows(store.database)
        assert len(rows) == 20
        assert all(row.interval for row in rows.values())


@pytest.mark.parametrize("round_", range(2))
def test_commands_that_start_at_once_on_a_new_folder_all_succeed(home: Path, decks: Path, round_: int) -> None:
    """All of them make the database, its backup and the cache of the decks."""
    cards = [f"t00{round_}-000{number}" for number in range(4)]
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "roadmap_flash", "suspend", card_id, "--decks", str(decks)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for card_id in cards
    ]
    ends = [(process.communicate()[1], process.returncode) for process in processes]
    assert ends == [("", 0)] * len(cards)
    assert sorted(logged(home)) == [Act("suspend", card_id) for card_id in cards]
    assert soundness(home) == []
    assert len(list((home / "backups").iterdir())) == 1


def test_a_lock_held_by_another_program_ends_a_review_in_one_line(
    home: Path, decks: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(opening, "WAIT_MS", 50)
    monkeypatch.setenv("FLASH_DECKS", str(decks))
    monkeypatch.setattr(sys, "stdin", StringIO(ANSWER))
    assert cli.run(["review", "--plain"]) == 0
    before = logged(home)
    capsys.readouterr()
    with closing(sqlite3.connect(home / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(sys, "stdin", StringIO(ANSWER * 2))
        assert cli.run(["review", "--plain"]) == 4
    (line,) = capsys.readouterr().err.splitlines()
    assert "another program holds the database; nothing was written" in line
    assert logged(home) == before
    assert soundness(home) == []


# --- a disk that is full ---

IN_A_SMALL_FILE_SYSTEM = """
mount -t tmpfs -o size=700k,mode=700 none "$FLASH_HOME" || exit 99
"$@"
code=$?
cp -r "$FLASH_HOME/." "$OUT"
exit $code
"""


def namespaces() -> bool:
    """Whether the system grants a file system of our own."""
    return bool(shutil.which("unshare")) and subprocess.run(["unshare", "-Urm", "true"], check=False).returncode == 0


WITH_SMALL_FILES = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
os.execv(sys.argv[1], sys.argv[1:])
"""


def until_full(home: Path, decks: Path, prefix: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*prefix, sys.executable, "-m", "roadmap_flash", "review", "--plain", "--new", "500", "--decks", str(decks)],
        env={**os.environ, "OUT": str(home.with_name("kept"))},
        input="!" + "x" * 3000 + ANSWER + ("!" + "y" * 3000 + ANSWER) * 300,
        capture_output=True,
        text=True,
        check=False,
    )


def check_full(home: Path, done: subprocess.CompletedProcess[str], expected: str) -> None:
    """The end came in one line; what was acknowledged before is there, and the next review goes on."""
    assert done.returncode == 4, done.stderr
    (line,) = done.stderr.splitlines()
    assert expected in line
    assert "nothing was written" in line
    told = done.stdout.count("Good: again in") + done.stdout.count("Flagged.")
    assert told >= 3
    assert len(logged(home)) == told
    assert soundness(home) == []


@pytest.mark.skipif(not namespaces(), reason="the system grants no user and mount namespace")
def test_a_full_disk_ends_a_review_in_one_line_and_keeps_what_was_acknowledged(home: Path, tmp_path: Path) -> None:
    home.mkdir()
    kept = tmp_path / "kept"
    kept.mkdir()
    decks = write_questions(tmp_path / "decks", 1, 300)
    done = until_full(home, decks, ["unshare", "-Urm", "sh", "-c", IN_A_SMALL_FILE_SYSTEM, "sh"])
    check_full(kept, done, "the disk is full")
    goes_on(kept, decks)


def test_a_file_that_may_not_grow_ends_a_review_in_one_line_and_keeps_what_was_acknowledged(
    home: Path, tmp_path: Path
) -> None:
    decks = write_questions(tmp_path / "decks", 1, 300)
    done = until_full(home, decks, [sys.executable, "-c", WITH_SMALL_FILES])
    check_full(home, done, "the disk failed to read or write")
    goes_on(home, decks)


def goes_on(home: Path, decks: Path) -> None:
    with open_store(home) as store:
        before = log_size(store.database)
    review = Review(home, decks)
    review.send(f"{ANSWER}q\n")
    assert review.finish() == (0, "")
    assert len(logged(home)) == before + 1
    assert soundness(home) == []


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_review_ended_by_a_signal_keeps_all_and_says_nothing(home: Path, decks: Path, how: signal.Signals) -> None:
    review = Review(home, decks)
    review.send(ANSWER * 2)
    review.wait_for_acts(2)
    code, said = review.kill(how)
    assert code in (-how, 130)
    assert said == ""
    assert logged(home) == review.told
    assert soundness(home) == []
