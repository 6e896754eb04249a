"""Decks that mean harm: whatever stands in a name, a title, a card or an error, no terminal will obey it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.support.hostile import CLEAR, CLIPBOARD, COLOUR, REVERSED, TITLE, harmful
from tests.support.running import Ran, run_apart, run_here

Capture = pytest.CaptureFixture[str]
EVIL = TITLE + CLIPBOARD + COLOUR + CLEAR + REVERSED + "\x9b31m\x7f\u2066\u200f\u2028"
QUOTED = '"' + EVIL.encode("unicode_escape").decode().replace("\\x", "\\u00") + '"'
"""The same as a scalar of YAML."""

COMMANDS: list[list[str]] = [
    *(["review", "--plain"], ["list"], ["topics"], ["check"], ["due"], [], ["show", "ok-aaaa"], ["show", "ok-zzzz"]),
    *(["focus"], ["list", "--json"], ["topics", "--json"], ["check", "--json"], ["show", "ok-aaaa", "--json"]),
    *(["list", "--topic", "nonsense"], ["review", "--plain", "nonsense"], ["check", "nonsense"], ["where"]),
    *(["review", "--plain", EVIL], ["list", "--topic", EVIL], ["check", EVIL], ["show", EVIL], ["suspend", EVIL]),
    *([EVIL], ["config", EVIL], ["config", "minutes", EVIL], ["focus", EVIL], ["--decks", EVIL, "due"], [f"--{EVIL}"]),
    *(["list", "--decks", EVIL], ["check", f"{EVIL}.yaml"], ["due", EVIL], ["review", "--limit", EVIL]),
]


def name_of(arguments: list[str]) -> str:
    return " ".join(arguments).replace(EVIL, "EVIL")


DECK = """
topic: alpha
as_of: {tool: EVIL}
sources:
  page: {doc: EVIL, url: "https://example.org/INNER"}
  other: {doc: Page, url: https://example.org}
  EVIL: {doc: A, url: b}
cards:
- id: ok-aaaa
  q: A sound card?
  a: Yes.
  src: page
- id: ev-aaaa
  q: EVIL
  a: EVIL
- id: EVIL
  q: Q?
  a: A
- id: ev-bbbb
  q: Q?
  a: A
  src: EVIL
  EVIL: x
- id: ev-cccc
  q: Q?
  a: A
  confuse: EVIL
  tags: [EVIL]
- id: ev-dddd
  q: Q?
  a: A
  level: EVIL
- id: ev-eeee
  q: Q?
  vars: {a: [1, EVIL]}
  compute: a
  check: a
- id: ev-ffff
  q: Q?
  a: A
  image: EVIL
  alt: EVIL
EVIL: 1
""".replace("INNER", QUOTED[1:-1]).replace("EVIL", QUOTED)


def plant(folder: Path) -> Path:
    """A folder of hostile decks: in names of files and folders, in topics, and in all that stands in the files."""
    inner = folder / f"folder{EVIL}\nline"
    inner.mkdir(parents=True)
    (folder / "alpha.yaml").write_text(DECK.lstrip(), "utf-8")
    (inner / f"deck{EVIL}.yaml").write_text("cards:\n- id: in-aaaa\n  q: Q?\n  a: A\n", "utf-8")
    (folder / f"syntax{EVIL}\nline.yaml").write_text(f"cards:\n- id: sy-aaaa\n  q: [{EVIL}\n", "utf-8", "surrogatepass")
    (folder / "topic.yaml").write_text(f"topic: {QUOTED}\ncards:\n- id: to-aaaa\n  q: Q?\n  a: A\n", "utf-8")
    (folder / f"name{EVIL}.yaml").write_text("cards:\n- id: na-aaaa\n  q: Q?\n  a: A\n", "utf-8")
    (folder / "raw.yaml").write_bytes(b"cards:\n- id: ra-aaaa\n  q: \x1b]0;x\x07 \xc2\x9b31m\n  a: \xe2\x80\xae\x00\n")
    (folder / "bytes.yaml").write_bytes(b"cards:\n- q: \xff\xfe\n")
    (folder / f"empty{EVIL}.yaml").write_text("", "utf-8")
    (folder / f"circle{EVIL}.yaml").symlink_to(f"circle{EVIL}.yaml")
    return folder


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = plant(tmp_path / "decks")
    monkeypatch.setenv("FLASH_DECKS", str(folder))
    return folder


def assert_harmless(ran: Ran) -> None:
    assert harmful(ran.out) == []
    assert harmful(ran.err) == []
    assert ran.err.count("\n") <= 1
    assert "Traceback" not in ran.err
    assert ran.code in (0, 2, 3, 5)
    assert bool(ran.err) == bool(ran.code)


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("arguments", COMMANDS, ids=name_of)
def test_no_command_prints_what_a_terminal_would_obey(capsys: Capture, arguments: list[str]) -> None:
    ran = run_here(capsys, *arguments, typed="\n3\n" * 6)
    assert_harmless(ran)
    if "--json" in arguments:
        assert ran.out.isascii()
        assert json.loads(ran.out)


@pytest.mark.usefixtures("planted")
def test_the_sound_cards_of_hostile_decks_are_served(capsys: Capture) -> None:
    ran = run_here(capsys, "review", "--plain", typed="\n3\n" * 12)
    assert "(ok-aaaa)" in ran.out
    assert "(to-aaaa)" in ran.out
    assert "(ev-" not in ran.out


@pytest.mark.usefixtures("planted")
def test_every_line_of_a_check_names_one_finding(capsys: Capture) -> None:
    found = json.loads(run_here(capsys, "check", "--json").out)
    lines = run_here(capsys, "check").out.splitlines()
    assert len(found) > 12
    assert len(lines) == len(found)


def test_the_roadmap_may_be_hostile_too(capsys: Capture, planted: Path) -> None:
    (planted / "roadmap.yaml").write_text(
        f"spine: [alpha]\nroadmap:\n- {{title: {QUOTED}, slug: alpha, prerequisites: []}}\n"
        f"- {{title: {QUOTED}, slug: {QUOTED}, prerequisites: [alpha]}}\n",
        "utf-8",
    )
    for arguments in (["topics"], ["review", "--plain"], ["check"], ["list"], [], ["topics", "--json"], ["focus"]):
        assert_harmless(run_here(capsys, *arguments, typed="\n3\n" * 6))


@pytest.mark.parametrize("arguments", [["list"], ["check"], ["review", "--plain"], ["topics"]], ids=" ".join)
def test_a_broken_roadmap_may_be_hostile_too(capsys: Capture, planted: Path, arguments: list[str]) -> None:
    (planted / "roadmap.yaml").write_text(f"roadmap:\n- {{title: A, slug: a, prerequisites: [{QUOTED}]}}\n", "utf-8")
    ran = run_here(capsys, *arguments)
    assert_harmless(ran)
    assert ran.code == 3


def test_settings_may_be_hostile_too(capsys: Capture, home: Path, planted: Path) -> None:
    home.mkdir()
    assert planted.is_dir()
    for content in (f"minutes = '{EVIL}'", f"'{EVIL}' = 1", 'focus = ["\\u001b]0;x\\u0007"]', f"minutes = {EVIL}"):
        (home / "config.toml").write_text(content, "utf-8")
        for arguments in (["config"], ["focus"], ["due"], ["config", "--json"]):
            assert_harmless(run_here(capsys, *arguments))


def test_a_data_folder_with_a_hostile_name(capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASH_HOME", str(tmp_path / f"home{EVIL}\nx"))
    for arguments in (["where"], ["due"], ["due"], ["config", "minutes", "9"], ["where", "--json"]):
        assert_harmless(run_here(capsys, *arguments))
    (tmp_path / f"home{EVIL}\nx" / "progress.sqlite").write_bytes(b"garbage" * 999)
    ran = run_here(capsys, "due")
    assert ran.code == 4
    assert harmful(ran.err) == []
    assert ran.err.count("\n") == 1


# Processes of their own: bytes that are no text


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems refuse such names")
@pytest.mark.parametrize("arguments", [["list"], ["check"], ["topics"], ["review"], ["due"]], ids=" ".join)
def test_a_file_name_that_is_no_text_stops_nothing(tmp_path: Path, arguments: list[str]) -> None:
    folder = tmp_path / "decks"
    folder.mkdir()
    path = os.fsencode(folder) + b"/bad\xff\xfe.yaml"
    with open(path, "w", encoding="utf-8") as file:
        file.write("cards:\n- id: ba-aaaa\n  q: Q?\n  a: A\n- q: lost\n")
    (folder / "good.yaml").write_text("cards:\n- id: go-aaaa\n  q: Q?\n  a: A\n", "utf-8")
    ran = run_apart(*arguments, typed="\n4\n\n4\n", FLASH_DECKS=str(folder))
    assert_harmless(ran)
    assert ran.code == (3 if arguments == ["check"] else 0)
    if arguments in (["list"], ["review"]):
        assert "go-aaaa" in ran.out
    if arguments in (["check"], ["review"]):
        assert "bad??.yaml:" in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        *([b"list", b"--topic", b"\xff"], [b"\xff\x1b]0;x\x07"], [b"check", b"\xff.yaml"]),
        *([b"show", b"\xff"], [b"suspend", b"\xff"], [b"focus", b"\xff"]),
    ],
)
def test_arguments_that_are_no_text_are_refused(tmp_path: Path, arguments: list[bytes]) -> None:
    ran = run_apart(*arguments, FLASH_DECKS=str(plant(tmp_path / "decks")))
    assert_harmless(ran)
    assert ran.code == 2
