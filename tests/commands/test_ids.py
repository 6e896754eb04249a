"""`flash ids`: every id where it stands, and the cards that have none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.installed import install
from tests.support.running import assert_refused, run_here

Capture = pytest.CaptureFixture[str]
DECK = """\
topic: beta
retired: [be-dead,
  be-gone]
cards:
- id: be-aaaa
  q: What is used?
  a: this
- q: What has none?
  a: that
- id: be-bbbb
  q: What is wrong?
"""


def statuses(capsys: Capture, *arguments: str) -> list[tuple[str, str, int]]:
    ran = run_here(capsys, "ids", *arguments, "--json")
    assert ran.code == 0
    return [(row["id"], row["status"], row["line"]) for row in json.loads(ran.out)]


def test_every_status(capsys: Capture, sample: Path) -> None:
    (sample / "beta.yaml").write_text(DECK)
    assert statuses(capsys, "beta") == [
        ("be-aaaa", "used", 5),
        ("", "missing", 8),
        ("be-bbbb", "not served", 10),
        ("be-dead", "retired", 2),
        ("be-gone", "retired", 3),
    ]
    assert len(statuses(capsys)) == 11
    assert statuses(capsys, "--status", "missing") == [("", "missing", 8)]
    assert_refused(run_here(capsys, "ids", "--status", "lost"), 2, "'lost'", "missing")
    assert_refused(run_here(capsys, "ids", "gamma"), 2, "gamma")
    lines = run_here(capsys, "ids", "beta").out.splitlines()
    assert lines[1].split()[:3] == ["–", "missing", str(sample / "beta.yaml:8")]
    assert lines[0].endswith("What is used?")


def test_a_deck_that_is_no_yaml_still_tells_what_is_served(capsys: Capture, sample: Path) -> None:
    (sample / "beta.yaml").write_text(DECK + '- q: "open\n')
    assert statuses(capsys, "beta")[:2] == [("be-aaaa", "used", 5), ("", "missing", 8)]


def test_a_replaced_card_is_told_from_its_replacement(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    install(tmp_path, monkeypatch)
    own = home / "decks" / "alpha.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("topic: alpha\ncards:\n- id: al-aaaa\n  q: Mine?\n  a: yes it is\n")
    assert statuses(capsys, "alpha") == [("al-aaaa", "replaced", 6), ("al-bbbb", "used", 13), ("al-aaaa", "used", 3)]
