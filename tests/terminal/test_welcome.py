"""The very first start on a real pseudo-terminal: what Enter accepts, what can be typed instead, and how to get out."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from roadmap_flash.config import FILE, read_settings
from roadmap_flash.decks.roadmap import read_roadmap
from roadmap_flash.paths import shipped_decks
from roadmap_flash.store.database import FILE as DATABASE
from tests.support.hostile import CLIPBOARD
from tests.support.pty import Terminal, flash
from tests.support.samples import write_sample

ROADMAP = """
spine: [beta]
roadmap:
- title: First Role
  slug: first-role
  prerequisites: []
  children:
  - {title: Alpha, slug: alpha, prerequisites: []}
  - {title: Linear Gamma, slug: linear-gamma, prerequisites: []}
- title: Second Role
  slug: second-role
  prerequisites: []
  children:
  - {title: Beta, slug: beta, prerequisites: []}
"""
BETA = "topic: beta\ncards:\n- {id: be-aaaa, q: What is beta?, a: the spine}\n"
GAMMA = "topic: linear-gamma\ncards:\n- {id: ga-aaaa, q: What is gamma?, a: no goal}\n"


@pytest.fixture
def decks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small library with a roadmap of its own, named by FLASH_DECKS."""
    folder = write_sample(tmp_path / "decks")
    (folder / "roadmap.yaml").write_text(ROADMAP, "utf-8")
    (folder / "beta.yaml").write_text(BETA, "utf-8")
    (folder / "linear-gamma.yaml").write_text(GAMMA, "utf-8")
    monkeypatch.setenv("FLASH_DECKS", str(folder))
    return folder


def greeted(columns: int = 80) -> Terminal:
    """A first start, with its first question asked."""
    terminal = flash("review", columns=columns)
    terminal.wait_until(lambda: terminal.lines[terminal.screen.cursor.y] == "  >", "the prompt")
    return terminal


def kept(home: Path) -> dict[str, Any]:
    """The settings that were written."""
    return tomllib.loads((home / FILE).read_text("utf-8"))


@pytest.mark.usefixtures("decks")
def test_enter_twice_gives_the_spine_and_twenty_minutes_and_is_asked_once(home: Path) -> None:
    with greeted() as terminal:
        assert "roadmap-flash · 5 topics, 10 cards here" in terminal.text
        for line in ("1  MLOps, the short way in (1 topic", "2  First Role (3 topics)", "3  Second Role (2 topics)"):
            assert line in terminal.text
        terminal.send("\n")
        terminal.wait("Minutes a day?  [20]")
        terminal.send("\n")
        terminal.wait("What is beta?")
        assert kept(home) == {"minutes": 20}
        terminal.send("q")
        assert terminal.exit_status() == 0
    assert read_settings(home).focus == ()
    with flash("review") as terminal:
        terminal.wait("What is beta?")
        assert "Where to?" not in terminal.written


@pytest.mark.usefixtures("decks")
def test_numbers_and_names_pick_goals_and_a_wrong_name_gets_the_nearest(home: Path) -> None:
    with greeted() as terminal:
        terminal.send("alpa\n")
        terminal.wait("no topic is called 'alpa'; nearest: alpha")
        terminal.send("beta 9\n")
        terminal.wait("no topic is called '9'")
        terminal.send("2 Beta\n")
        terminal.wait("Minutes a day?")
        for wrong in ("soon", "0", "1441", "-5"):
            terminal.send(f"{wrong}\n")
            terminal.wait(f"[20]  {wrong}\n  A number of minutes, please, from 1 to 1440.")
        assert not (home / FILE).exists()
        terminal.send("15\n")
        terminal.wait("q end")
        assert kept(home) == {"focus": ["first-role", "beta"], "minutes": 15}
        assert terminal.stray == []


@pytest.mark.usefixtures("decks")
def test_a_title_of_several_words_is_one_goal(home: Path) -> None:
    with greeted() as terminal:
        terminal.send("linear gamma\n\n")
        terminal.wait("What is gamma?")
    assert kept(home)["focus"] == ["linear-gamma"]


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_who_leaves_the_welcome_leaves_nothing_behind_and_is_asked_again(home: Path, key: str) -> None:
    with greeted() as terminal:
        if key == "\x03":
            terminal.send("2\n")
            terminal.wait("Minutes a day?")
        assert terminal.leave(key) == 130
        assert terminal.is_clean
        assert "Traceback" not in terminal.written
    assert not (home / FILE).exists()
    assert not (home / DATABASE).exists()
    with greeted():
        pass


def test_named_decks_are_studied_without_a_welcome(decks: Path, home: Path) -> None:
    with flash("review", "--decks", decks / "beta.yaml") as terminal:
        terminal.wait("What is beta?")
        assert "Where to?" not in terminal.written
    assert not (home / FILE).exists()


def test_decks_without_a_way_through_are_studied_without_a_welcome(decks: Path) -> None:
    (decks / "roadmap.yaml").unlink()
    with flash("review") as terminal:
        terminal.wait("q end")
        assert "Where to?" not in terminal.written


def test_the_shipped_roadmap_fits_a_narrow_window() -> None:
    roadmap = read_roadmap(shipped_decks() / "roadmap.yaml")
    with greeted(columns=60) as terminal:
        for topic in roadmap.topics.values():
            assert topic.parents or f"  {topic.title} (" in terminal.text
        text = terminal.written.splitlines()
        assert [line for line in terminal.lines if line and not line.startswith("  ")] == []
        assert f"{len(roadmap.topics)} topics" in text[1]


def test_a_hostile_slug_does_nothing_to_the_terminal(decks: Path) -> None:
    slug = json.dumps(f"alpha{CLIPBOARD}")
    (decks / "roadmap.yaml").write_text(ROADMAP + f"- {{title: {slug}, slug: {slug}, prerequisites: []}}\n", "utf-8")
    with greeted() as terminal:
        terminal.send("alph\n")
        terminal.wait("no topic is called 'alph'")
        terminal.wait_until(lambda: terminal.written.count("  > ") == 2, "the next prompt")
        assert terminal.stray == []
