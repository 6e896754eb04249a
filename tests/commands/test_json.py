"""JSON for programs: exactly the keys of docs/json.md, in ASCII, whatever the decks hold."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from roadmap_flash.config import HELP
from tests.support.running import Ran, run_here
from tests.support.samples import KINDS

DUE = ("due", "learning", "new", "minutes")
TOPIC = ("slug", "title", "role", "path", "prerequisites", "notes", "cards", "file")
NOTE = ("id", "topic", "kind", "question", "answer", "why", "level", "sources", "proven", "file", "line", "cards")
SHOWN = ("id", "topic", "kind", "level", "fields", "file", "line", "proven", "cards")
CARD = ("id", "state", "due", "interval_days", "stability", "difficulty", "reps", "lapses")
FINDING = ("path", "line", "card", "rule", "severity", "message")
EXPORT = ("path", "format", "notes", "cards", "bytes", "new", "changed", "gone", "other_kind", "errors", "left_out")
VERIFIED = ("proven", "bound", "refused", "failed", "skipped", "ran", "cards")
VERIFIED_CARD = ("path", "line", "card", "verdict", "bound", "refused", "ran", "told")
ADDED = ("id", "file", "line", "findings")
LISTED = ("id", "status", "path", "line", "topic", "question")
ORPHAN = ("id", "reps", "interval_days", "last", "place", "question")
FOCUS = ("focus", "follows")
PLACES = ("decks", "shipped_decks", "own_decks", "data", "progress", "settings", "backups")
DOCUMENTED = {
    "due": DUE,
    "topics": TOPIC,
    "list": NOTE,
    "show ID": SHOWN,
    "check": FINDING,
    "export OUT": EXPORT,
    "verify": VERIFIED,
    "add TOPIC": ADDED,
    "ids": LISTED,
    "orphans": ORPHAN,
    "focus": FOCUS,
    "where": PLACES,
}
DOCS = Path(__file__).parents[2] / "docs" / "json.md"

pytestmark = pytest.mark.usefixtures("sample")


def json_of(ran: Ran, code: int = 0) -> Any:
    assert ran.code == code, ran
    assert ran.out.isascii()
    assert ran.out.endswith("\n")
    return json.loads(ran.out)


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    ran = run_here(capsys, *arguments, "--json")
    assert ran.err == ""
    return json_of(ran)


def test_the_documentation_names_the_same_keys() -> None:
    rows = re.findall(r"^\| `flash (.+?) --json` \| .+? \| (.+?) \|$", DOCS.read_text("utf-8"), re.MULTILINE)
    keys = {command: tuple(re.findall("`(.+?)`", names)) for command, names in rows}
    assert {command: names for command, names in keys.items() if names} == DOCUMENTED
    assert [command for command, names in keys.items() if not names] == ["config"]


def test_due(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "due")
    assert tuple(answer) == DUE
    assert answer == {"due": 0, "learning": 0, "new": 6, "minutes": 3}


def test_add(capsys: pytest.CaptureFixture[str]) -> None:
    ran = run_here(capsys, "add", "alpha", "--q", "What is \x85new?", "--a", "é", "--json")
    assert ran.code == 3
    ran = run_here(capsys, "add", "alpha", "--q", "What is new?", "--a", "é", "--json")
    (row,) = json_of(ran)
    assert tuple(row) == ADDED


def test_ids(capsys: pytest.CaptureFixture[str], sample: Path) -> None:
    rows = ask(capsys, "ids")
    assert {tuple(row) for row in rows} == {LISTED}
    assert [row["id"] for row in rows] == list(KINDS)
    assert {row["path"] for row in rows} == {str(sample / "alpha.yaml")}


def test_orphans(capsys: pytest.CaptureFixture[str], sample: Path) -> None:
    assert ask(capsys, "orphans") == []
    run_here(capsys, "review", "--plain", "--limit", "1", typed="\n3\n")
    deck = sample / "alpha.yaml"
    deck.write_text(deck.read_text().replace("al-aaaa", "al-zzzz"))
    (row,) = ask(capsys, "orphans")
    assert tuple(row) == ORPHAN
    assert row == {
        "id": "al-aaaa",
        "reps": 1,
        "interval_days": 0,
        "last": "2026-11-25",
        "place": None,
        "question": "What is `dict[str, int]` in **Python**?",
    }


def test_topics(capsys: pytest.CaptureFixture[str], sample: Path) -> None:
    (row,) = ask(capsys, "topics")
    assert tuple(row) == TOPIC
    assert row == {
        "slug": "alpha",
        "title": "Alpha",
        "role": "alpha",
        "path": ["Alpha"],
        "prerequisites": [],
        "notes": 6,
        "cards": 8,
        "file": str(sample / "alpha.yaml"),
    }


def test_topics_without_a_deck_have_no_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FLASH_DECKS")
    rows = {row["slug"]: row for row in ask(capsys, "topics")}
    assert len(rows) == 230
    assert {tuple(row) for row in rows.values()} == {TOPIC}
    bare = [row for row in rows.values() if not row["cards"]]
    assert {row["file"] for row in bare} <= {None}
    assert all(row["file"] for row in rows.values() if row["notes"])
    assert rows["docker"]["path"][0] == rows[rows["docker"]["role"]]["title"]
    assert set(rows["docker"]["prerequisites"]) <= set(rows)


def test_list(capsys: pytest.CaptureFixture[str], sample: Path) -> None:
    rows = {row["id"]: row for row in ask(capsys, "list")}
    assert {tuple(row) for row in rows.values()} == {NOTE}
    assert {name: row["kind"] for name, row in rows.items()} == KINDS
    assert rows["al-aaaa"] == {
        "id": "al-aaaa",
        "topic": "alpha",
        "kind": "question",
        "question": "What is `dict[str, int]` in **Python**?",
        "answer": "a type",
        "why": "It says what keys and values are.",
        "level": 1,
        "sources": [{"label": "The page", "url": "https://example.org/page"}],
        "proven": False,
        "file": str(sample / "alpha.yaml"),
        "line": 6,
        "cards": ["al-aaaa"],
    }
    assert rows["al-bbbb"]["cards"] == ["al-bbbb:term", "al-bbbb:def"]
    assert rows["al-bbbb"]["why"] is None


def test_a_card_without_a_source_has_an_empty_list(capsys: pytest.CaptureFixture[str], sample: Path) -> None:
    (sample / "beta.yaml").write_text("cards:\n- id: be-aaaa\n  q: Q?\n  a: A\n", "utf-8")
    rows = {row["id"]: row for row in ask(capsys, "list")}
    assert rows["be-aaaa"]["sources"] == []


def test_a_proven_answer_is_said_to_be_proven(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FLASH_DECKS")
    rows = ask(capsys, "list")
    assert {type(row["proven"]) for row in rows} == {bool}
    assert any(row["proven"] for row in rows)
    one = next(row for row in rows if row["proven"])
    assert ask(capsys, "show", one["id"])["proven"] is True


def test_show_of_a_new_card(capsys: pytest.CaptureFixture[str], sample: Path) -> None:
    shown = ask(capsys, "show", "al-cccc")
    assert tuple(shown) == SHOWN
    assert [tuple(card) for card in shown["cards"]] == [CARD, CARD]
    assert (shown["id"], shown["topic"], shown["kind"], shown["level"]) == ("al-cccc", "alpha", "cloze", 2)
    assert (shown["file"], shown["line"], shown["proven"]) == (str(sample / "alpha.yaml"), 20, False)
    assert shown["fields"]["cloze"] == "The {{c1::first}} gap, and the {{c2::second::which?}} one."
    assert shown["cards"][0] == {
        "id": "al-cccc:c1",
        "state": "new",
        "due": None,
        "interval_days": 0,
        "stability": None,
        "difficulty": None,
        "reps": 0,
        "lapses": 0,
    }


def test_show_of_an_answered_card_by_the_id_of_one_side(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_here(capsys, "review", "--plain", "--limit", "2", typed="\n4\n\n3\n")
    (card,) = ask(capsys, "show", "al-aaaa")["cards"]
    assert (card["state"], card["reps"], card["lapses"]) == ("review", 1, 0)
    assert card["interval_days"] >= 1
    due = datetime.fromisoformat(card["due"])
    assert due.utcoffset() == timedelta(0)
    assert due == datetime(2026, 11, 25, 4, tzinfo=UTC) + timedelta(days=card["interval_days"])
    assert card["stability"] > 0
    assert 1 <= card["difficulty"] <= 10
    term, definition = ask(capsys, "show", "al-bbbb:def")["cards"]
    assert (term["state"], term["interval_days"], definition["state"]) == ("learning", 0, "new")
    assert datetime.fromisoformat(term["due"]) == datetime.fromisoformat("2026-11-25T08:10+00:00")


def test_the_due_date_is_in_the_zone_of_the_learner(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    run_here(capsys, "review", "--plain", "--limit", "1", typed="\n4\n")
    (card,) = ask(capsys, "show", "al-aaaa")["cards"]
    assert card["due"].endswith("T04:00:00+09:00")


def test_a_suspended_card_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    run_here(capsys, "suspend", "al-aaaa")
    assert [card["state"] for card in ask(capsys, "show", "al-aaaa")["cards"]] == ["suspended"]


def test_check_of_sound_decks_is_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, "check") == []


def test_check(capsys: pytest.CaptureFixture[str], sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample)
    (sample / "beta.yaml").write_text("topic: beta\ncards:\n- id: be-aaaa\n  q: Q?\n  a: A\n  hue: red\n", "utf-8")
    ran = run_here(capsys, "check", "--json")
    (row,) = json_of(ran, 3)
    assert ran.err.count("\n") == 1
    assert tuple(row) == FINDING
    assert {key: row[key] for key in FINDING[:5]} == {
        "path": "beta.yaml",
        "line": 6,
        "card": "be-aaaa",
        "rule": "unknown-key",
        "severity": "error",
    }
    assert "`hue`" in row["message"]


def test_verify(capsys: pytest.CaptureFixture[str]) -> None:
    ran = run_here(capsys, "verify", "--yes", "--json")
    assert ran.err == ""
    report = json_of(ran)
    assert tuple(report) == VERIFIED
    assert {tuple(row) for row in report["cards"]} == {VERIFIED_CARD}
    assert [(row["line"], row["card"], row["verdict"]) for row in report["cards"]] == [
        (35, "al-eeee", "proven"),
        (44, "al-ffff", "proven"),
    ]


def test_focus(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, "focus") == {"focus": [], "follows": []}
    assert ask(capsys, "focus", "alpha") == {"focus": ["alpha"], "follows": ["alpha"]}


def test_config(capsys: pytest.CaptureFixture[str]) -> None:
    assert tuple(ask(capsys, "config")) == tuple(HELP)
    assert ask(capsys, "config", "minutes") == {"minutes": 20}
    assert ask(capsys, "config", "learning_steps", "1m", "15m") == {"learning_steps": ["1m", "15m"]}


def test_where(capsys: pytest.CaptureFixture[str], home: Path, sample: Path) -> None:
    places = ask(capsys, "where")
    assert tuple(places) == PLACES
    assert places["decks"] == str(sample)
    assert places["data"] == str(home)
    assert {places[name] for name in ("own_decks", "progress", "settings", "backups")} == {
        str(home / name) for name in ("decks", "progress.sqlite", "config.toml", "backups")
    }


def test_letters_beyond_ascii_survive(capsys: pytest.CaptureFixture[str], sample: Path) -> None:
    (sample / "naïve λ.yaml").write_text("cards:\n- id: na-aaaa\n  q: Qué ist 日本?\n  a: λ 🙂\n", "utf-8")
    (row,) = ask(capsys, "list", "日本")
    assert (row["question"], row["answer"]) == ("Qué ist 日本?", "λ 🙂")
    assert row["file"] == str(sample / "naïve λ.yaml")
    assert "Naïve λ" in [topic["title"] for topic in ask(capsys, "topics")]


def test_an_export_in_numbers(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    told = ask(capsys, "export", str(tmp_path / "o.apkg"))
    assert tuple(told) == EXPORT
    assert (told["format"], told["new"], told["changed"], told["gone"]) == ("apkg", told["notes"], 0, [])
    assert told["bytes"] == (tmp_path / "o.apkg").stat().st_size
