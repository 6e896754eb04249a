"""`flash check` with lint: exit codes, JSON, what is named, and what a review does not hear of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.cards import asks, deck_of
from tests.support.running import run_here

Capture = pytest.CaptureFixture[str]

WARNED = asks("What is Redis?", "a store", src="page")
WRONG = asks("Is a set ordered?", "No.", src="page")


def test_warnings_end_with_0_and_errors_with_3(capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample)
    (sample / "alpha.yaml").write_text(deck_of(WARNED), "utf-8")
    ran = run_here(capsys, "check")
    assert (ran.code, ran.err) == (0, "")
    first, last = ran.out.splitlines()
    assert first.startswith("alpha.yaml:6: short-question: fewer than 4 words; ")
    assert last == "1 note checked, 1 warning, no error."
    (sample / "alpha.yaml").write_text(deck_of(WRONG), "utf-8")
    ran = run_here(capsys, "check")
    assert ran.code == 3
    assert [line.split(": ")[:2] for line in ran.out.splitlines()] == [
        ["alpha.yaml:6", "yes-no"],
        ["alpha.yaml:8", "yes-no-answer"],
    ]


def test_warnings_stand_in_json_too(capsys: Capture, sample: Path) -> None:
    (sample / "alpha.yaml").write_text(deck_of(WARNED), "utf-8")
    (row,) = json.loads(run_here(capsys, "check", "--json").out)
    assert (row["card"], row["rule"], row["severity"]) == ("al-0000", "short-question", "warning")


def test_only_what_is_named_is_told_and_nothing_twice(capsys: Capture, sample: Path) -> None:
    (sample / "beta.yaml").write_text(deck_of(WARNED, header="topic: beta\n").replace("src: page", ""), "utf-8")
    assert "6 notes checked, 0 warnings" in run_here(capsys, "check", "alpha").out
    assert "6 notes checked, 0 warnings" in run_here(capsys, "check", "alpha", str(sample / "alpha.yaml")).out
    assert run_here(capsys, "check", "beta").code == 3


def test_complete_decks_hold_what_the_roadmap_promises(capsys: Capture, sample: Path) -> None:
    (sample / "roadmap.yaml").write_text("roadmap:\n- {title: A, slug: alpha, cards: '9'}\n", "utf-8")
    ran = run_here(capsys, "check")
    assert (ran.code, "6 of the 9 notes" in ran.out) == (0, True)
    ran = run_here(capsys, "check", "--complete")
    assert (ran.code, "6 of the 9 notes" in ran.out) == (3, True)
    assert run_here(capsys, "check").code == 0


def test_a_review_hears_nothing_of_lint(capsys: Capture, sample: Path) -> None:
    (sample / "alpha.yaml").write_text(deck_of(WRONG), "utf-8")
    ran = run_here(capsys, "review", "--plain", typed="\n3\n")
    assert ran.code == 0
    assert "Is a set ordered?" in ran.out
    assert "yes-no" not in ran.out + ran.err


def test_findings_are_kept_beside_the_other_caches_for_the_learner_alone(
    capsys: Capture, sample: Path, home: Path
) -> None:
    run_here(capsys, "check")
    (kept,) = (home / "cache").glob("findings-*.json")
    assert kept.parent.stat().st_mode & 0o77 == 0
    before = kept.read_bytes()
    assert run_here(capsys, "check").code == 0
    assert kept.read_bytes() == before
    assert sample.exists()


def test_the_shipped_decks_pass_without_a_warning(capsys: Capture) -> None:
    ran = run_here(capsys, "check", "--complete")
    assert (ran.code, ran.out.splitlines()[-1].endswith("0 warnings, no error.")) == (0, True)
