"""`verified.lock`: what was proven by running."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roadmap_flash.decks.library import open_library
from roadmap_flash.decks.lock import FILE, Proof, read_lock, write_lock
from tests.support.decks import deck, question, write

PROOFS = {
    "al-bbbb": Proof("2" * 20, {"git": "2.39.5", "bash": "5.2"}, "2026-11-22"),
    "al-aaaa": Proof("1" * 20, {}, "2026-11-21", bound=True, refused=3),
    "question.0a": Proof("3" * 20, {"größe": "1"}, "2026-11-21"),
}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_lock(tmp_path / FILE, PROOFS)
    assert read_lock(tmp_path / FILE) == PROOFS


def test_the_file_is_json_with_one_sorted_line_a_card(tmp_path: Path) -> None:
    write_lock(tmp_path / FILE, PROOFS)
    lines = (tmp_path / FILE).read_text("utf-8").splitlines()
    assert [line[1:9] for line in lines[1:-1]] == ['al-aaaa"', 'al-bbbb"', "question"]
    assert list(json.loads((tmp_path / FILE).read_text("utf-8"))) == sorted(PROOFS)
    write_lock(tmp_path / "again.lock", dict(reversed(PROOFS.items())))
    assert (tmp_path / "again.lock").read_bytes() == (tmp_path / FILE).read_bytes()


def test_a_lock_of_an_older_version_is_read(tmp_path: Path) -> None:
    write(tmp_path / FILE, '{"al-aaaa": {"digest": "1", "tools": {}, "on": "2026-11-22"}}')
    assert read_lock(tmp_path / FILE) == {"al-aaaa": Proof("1", {}, "2026-11-22", bound=False, refused=0)}


def test_a_lock_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_lock(tmp_path / FILE, PROOFS)

    def fail(path: Path, target: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_lock(tmp_path / FILE, {})
    assert read_lock(tmp_path / FILE) == PROOFS
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_no_proof_is_a_lock_too(tmp_path: Path) -> None:
    write_lock(tmp_path / FILE, {})
    assert read_lock(tmp_path / FILE) == {}


@pytest.mark.parametrize(
    ("tools", "told"),
    [({}, ""), ({"git": "2.39.5"}, "git 2.39"), ({"numpy": "2.4", "sympy": "1"}, "numpy 2.4, sympy 1")],
)
def test_the_learner_is_told_tools_and_short_versions(tools: dict[str, str], told: str) -> None:
    assert Proof("", tools, "").told() == told


_ROW = '"digest": "1", "tools": {}, "on": "2026-11-22"'
DAMAGED = {
    "empty": "",
    "cut off": f'{{"al-aaaa": {{{_ROW}}}',
    "a list": "[]",
    "a text": '"al-aaaa"',
    "null": "null",
    "no rows": '{"al-aaaa": []}',
    "a row of text": '{"al-aaaa": "x"}',
    "no digest": '{"al-aaaa": {"tools": {}, "on": "x"}}',
    "tools of text": '{"al-aaaa": {"digest": "1", "tools": "git", "on": "x"}}',
    "tools of a list": '{"al-aaaa": {"digest": "1", "tools": [1], "on": "x"}}',
    "versions of numbers": '{"al-aaaa": {"digest": "1", "tools": {"git": 2}, "on": "x"}}',
    "versions of nothing": '{"al-aaaa": {"digest": "1", "tools": {"git": null}, "on": "x"}}',
    "a count of text": f'{{"al-aaaa": {{{_ROW}, "refused": "many"}}}}',
    "a digest of a list": '{"al-aaaa": {"digest": ["1"], "tools": {}, "on": "x"}}',
    "deep": "[" * 100_000,
    "deep below": '{"al-aaaa": ' + '{"a":' * 100_000,
    "a number without end": '{"al-aaaa": ' + "9" * 5000 + "}",
    "no UTF-8": b"\xff\xfe{}",
    "nulls": b"\0" * 100,
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_lock_proves_nothing_and_stops_nothing(tmp_path: Path, text: str | bytes) -> None:
    write(tmp_path / "decks" / "alpha.yaml", deck("alpha", "al-aaaa"))
    path = write(tmp_path / "decks" / FILE, text)
    for proof in read_lock(path).values():
        assert isinstance(proof.told(), str)
    for cache in (None, tmp_path / "cache", tmp_path / "cache"):
        library = open_library([tmp_path / "decks"], cache)
        assert [library.proven(note) for note in library.notes()] == [None]


def test_a_missing_lock_proves_nothing(tmp_path: Path) -> None:
    assert read_lock(tmp_path / "nothing") == {}
    assert read_lock(tmp_path) == {}


def test_a_proof_holds_until_the_card_changes(tmp_path: Path) -> None:
    path = write(tmp_path / "decks" / "alpha.yaml", deck("alpha", "al-aaaa", "al-bbbb", "al-cccc"))
    first, second, _ = open_library([tmp_path / "decks"], None).notes()
    proofs = {
        first.id: Proof(first.digest, {"git": "2.39.5"}, "2026-11-22"),
        second.id: Proof(second.digest, {}, "2026-11-22"),
    }
    write_lock(tmp_path / "decks" / FILE, proofs)
    library = open_library([tmp_path / "decks"], tmp_path / "cache")
    assert [library.proven(note) for note in library.notes()] == ["git 2.39", "", None]
    write(path, deck("alpha", question("al-aaaa", "something else"), "al-bbbb", "al-cccc"))
    library = open_library([tmp_path / "decks"], tmp_path / "cache")
    assert [library.proven(note) for note in library.notes()] == [None, "", None]


def test_a_new_lock_counts_though_no_deck_changed(tmp_path: Path) -> None:
    write(tmp_path / "decks" / "alpha.yaml", deck("alpha", "al-aaaa"))
    (note,) = open_library([tmp_path / "decks"], tmp_path / "cache").notes()
    write_lock(tmp_path / "decks" / FILE, {note.id: Proof(note.digest, {}, "2026-11-22")})
    assert open_library([tmp_path / "decks"], tmp_path / "cache").proven(note) == ""
    (tmp_path / "decks" / FILE).unlink()
    assert open_library([tmp_path / "decks"], tmp_path / "cache").proven(note) is None


def test_the_lock_of_the_learner_counts_over_the_shipped_one(tmp_path: Path) -> None:
    write(tmp_path / "shipped" / "alpha.yaml", deck("alpha", "al-aaaa", "al-bbbb"))
    write(tmp_path / "own" / "alpha.yaml", deck("alpha", question("al-aaaa", "mine")))
    roots = [tmp_path / "shipped", tmp_path / "own"]
    mine, theirs = open_library(roots, None).notes()
    shipped = {mine.id: Proof("other", {}, "x"), theirs.id: Proof(theirs.digest, {"bash": "5.2.1"}, "x")}
    write_lock(tmp_path / "shipped" / FILE, shipped)
    write_lock(tmp_path / "own" / FILE, {mine.id: Proof(mine.digest, {"git": "2.39.5"}, "x")})
    library = open_library(roots, None)
    assert [library.proven(note) for note in library.notes()] == ["git 2.39", "bash 5.2"]


def test_an_outdated_proof_of_the_learner_s_hides_no_shipped_one(tmp_path: Path) -> None:
    write(tmp_path / "shipped" / "alpha.yaml", deck("alpha", "al-aaaa"))
    write(tmp_path / "own" / "beta.yaml", deck("alpha", "al-bbbb"))
    roots = [tmp_path / "shipped", tmp_path / "own"]
    first, _ = open_library(roots, None).notes()
    write_lock(tmp_path / "shipped" / FILE, {first.id: Proof(first.digest, {"git": "2.39.5"}, "x")})
    write_lock(tmp_path / "own" / FILE, {first.id: Proof("before the upgrade", {"git": "2.30"}, "x")})
    assert open_library(roots, None).proven(first) == "git 2.39"
