"""`flash orphans`: progress whose card is gone can be handed on, given up, and taken back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from roadmap_flash.core.model import CardState
from roadmap_flash.store.store import open_store
from tests.support.running import assert_refused, run_here
from tests.support.stores import card_rows, check_file, log_size

Capture = pytest.CaptureFixture[str]


def rows(home: Path) -> dict[str, CardState]:
    with open_store(home) as store:
        check_file(store.database)
        return card_rows(store.database)


@pytest.fixture
def studied(capsys: Capture, sample: Path) -> Path:
    """A deck of which four cards were answered once: al-aaaa, al-bbbb:term, al-cccc:c1, al-dddd."""
    run_here(capsys, "review", "--plain", "--limit", "4", typed="\n3\n\n4\n\n3\nb\n3\n")
    return sample / "alpha.yaml"


def without(deck: Path, card_id: str) -> None:
    deck.write_text(re.sub(rf"- id: {card_id}\n(?:  .*\n|- [^i].*\n)*\n?", "", deck.read_text()))


def rename(deck: Path, old: str, new: str) -> None:
    deck.write_text(deck.read_text().replace(f"id: {old}", f"id: {new}"))


def test_all_is_well(capsys: Capture, studied: Path) -> None:
    assert run_here(capsys, "orphans").out == "No progress without a card.\n"


def test_they_are_listed(capsys: Capture, studied: Path) -> None:
    without(studied, "al-bbbb")
    rename(studied, "al-dddd", "Broken")
    listed = run_here(capsys, "orphans").out.splitlines()
    assert [line.split()[0] for line in listed] == ["card", "al-bbbb:term", "al-dddd"]
    assert "2026-11-25" in listed[1]


def test_one_is_handed_on(capsys: Capture, studied: Path, home: Path) -> None:
    before = rows(home)
    rename(studied, "al-aaaa", "al-new1")
    ran = run_here(capsys, "orphans", "adopt", "al-aaaa", "al-new1")
    assert (ran.code, ran.out) == (0, "from al-aaaa  to al-new1\n")
    after = rows(home)
    assert "al-aaaa" not in after
    assert after["al-new1"].memory == before["al-aaaa"].memory
    assert run_here(capsys, "orphans").out == "No progress without a card.\n"


def test_sides_are_paired_by_name_and_other_kinds_by_the_first(capsys: Capture, studied: Path, home: Path) -> None:
    rename(studied, "al-bbbb", "al-new2")
    assert run_here(capsys, "orphans", "adopt", "al-bbbb", "al-new2").out == "from al-bbbb:term  to al-new2:term\n"
    without(studied, "al-aaaa")
    rename(studied, "al-cccc", "al-new3")
    assert run_here(capsys, "orphans", "adopt", "al-aaaa", "al-new3").out == "from al-aaaa  to al-new3:c1\n"
    assert run_here(capsys, "orphans", "adopt", "al-cccc", "al-eeee", "--json").out.count("al-eeee") == 1
    assert set(rows(home)) == {"al-new2:term", "al-new3:c1", "al-eeee", "al-dddd"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("adopt", "al-aaaa", "al-dddd"), ("al-dddd has progress of its own",)),
        (("adopt", "al-dddd", "al-eeee"), ("'al-dddd' is no orphan",)),
        (("adopt", "al-aaaa", "al-none"), ("no card is called 'al-none'",)),
        (("adopt", "al-aaaa", "al-bbbb:none"), ("name one of al-bbbb:term, al-bbbb:def",)),
        (("adopt", "al-aaaa"), ("two ids",)),
        (("delete", "al-dddd"), ("is no orphan",)),
        (("delete", "al-aaaa", "al-none"), ("'al-none' is no orphan",)),
        (("delete",), ("flash orphans delete ID",)),
        (("list", "al-aaaa"), ("flash orphans adopt",)),
        (("burn", "al-aaaa"), ("flash orphans adopt",)),
    ],
)
def test_refusals(
    capsys: Capture, studied: Path, home: Path, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    without(studied, "al-aaaa")
    before = rows(home)
    assert_refused(run_here(capsys, "orphans", *arguments), 2, *words)
    assert rows(home) == before


def test_what_was_given_up_comes_back_by_undo(capsys: Capture, studied: Path, home: Path) -> None:
    before = rows(home)
    without(studied, "al-aaaa")
    without(studied, "al-bbbb")
    ran = run_here(capsys, "orphans", "delete", "al-aaaa", "al-bbbb")
    assert ran.out == "deleted al-aaaa\ndeleted al-bbbb:term\nflash undo, 2 times, takes it back.\n"
    assert set(rows(home)) == {"al-cccc:c1", "al-dddd"}
    assert run_here(capsys, "orphans").out == "No progress without a card.\n"
    assert run_here(capsys, "undo").out == "The progress of al-bbbb:term is back.\n"
    assert run_here(capsys, "undo").code == 0
    assert rows(home) == before
    with open_store(home) as store:
        assert log_size(store.database) == 8


def test_the_undo_key_of_a_review_survives_it(capsys: Capture, studied: Path, home: Path) -> None:
    without(studied, "al-aaaa")
    run_here(capsys, "orphans", "delete", "al-aaaa")
    ran = run_here(capsys, "review", "alpha", "--plain", "--new", "5", typed="u\nq\n")
    assert "The progress of al-aaaa is back." in ran.out
    assert "al-aaaa" in rows(home)


def test_a_card_that_has_an_error_is_no_card_to_give_up(capsys: Capture, studied: Path, home: Path) -> None:
    studied.write_text(studied.read_text().replace("- id: al-aaaa\n", "- id: al-aaaa\n  other: key\n"))
    before = rows(home)
    assert_refused(run_here(capsys, "orphans", "delete", "al-aaaa"), 2, "still stands in", "alpha.yaml:6")
    assert rows(home) == before
    listed = run_here(capsys, "orphans").out
    assert f"{studied}:6" in listed


def test_a_retired_card_may_be_given_up(capsys: Capture, studied: Path) -> None:
    without(studied, "al-aaaa")
    studied.write_text(studied.read_text() + "retired: [al-aaaa]\n")
    assert run_here(capsys, "orphans", "delete", "al-aaaa").code == 0
