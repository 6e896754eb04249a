"""What goes wrong is one line on standard error that names the mend, with the exit code of its family."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.running import assert_refused, run_here

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch

USAGE: list[tuple[list[str], list[str]]] = [
    (["revew"], ["'revew'", "did you mean review"]),
    (["zzz"], ["'zzz'", "add, check, config, due"]),
    (["today"], ["'today'"]),
    (["__init__"], ["no command"]),
    (["../list"], ["no command"]),
    (["--nope"], ["--nope", "flash --help"]),
    (["due", "--nope"], ["--nope", "flash due --help"]),
    (["due", "extra"], ["extra", "flash due --help"]),
    (["show"], ["ID", "flash show --help"]),
    (["suspend"], ["ID", "flash suspend --help"]),
    (["review", "--limit", "0"], ["--limit", "0"]),
    (["review", "--new", "-1"], ["--new", "-1"]),
    (["review", "--minutes", "soon"], ["--minutes", "soon"]),
    (["review", "--plain", "alfa"], ["'alfa'", "nearest: alpha"]),
    (["list", "--topic", "alp"], ["'alp'", "alpha"]),
    (["list", "--topic", "zzzzzz"], ["'zzzzzz'", "flash topics"]),
    (["check", "alfa"], ["'alfa'", "nearest: alpha"]),
    (["check", "no/such.yaml"], ["no/such.yaml", "no such file"]),
    (["check", "such.yaml"], ["such.yaml", "no such file"]),
    (["focus", "alfa"], ["'alfa'", "nearest: alpha"]),
    (["focus", "alpha", "--clear"], ["--clear"]),
    (["show", "al-zzzz"], ["'al-zzzz'", "flash list"]),
    (["suspend", "al-aaaa", "al-zzzz"], ["'al-zzzz'", "flash list"]),
    (["suspend", "al-bbbb:nope"], ["'al-bbbb:nope'"]),
    (["unsuspend", "al-zzzz"], ["'al-zzzz'"]),
    (["config", "focus", "alpha"], ["flash focus alpha"]),
    (["--decks", "x", "due"], ["flash due --decks x"]),
]
SETTINGS: list[tuple[list[str], list[str]]] = [
    (["config", "colour"], ["'colour'", "minutes, new, reviews"]),
    (["config", "minutes", "abc"], ["minutes", "'abc'", "minutes a day"]),
    (["config", "retention", "0.99"], ["retention", "0.7 to 0.97"]),
    (["config", "rollover", "13"], ["rollover", "0 to 12"]),
    (["config", "learning_steps", "10"], ["'10'", "10m"]),
    (["config", "fuzz", "maybe"], ["fuzz", "'maybe'"]),
]
READERS = [["due"], ["list"], ["topics"], ["review", "--plain"], ["check"], ["focus"], ["show", "al-aaaa"], []]
STORE = [["due"], ["review", "--plain"], ["show", "al-aaaa"], ["undo"], ["suspend", "al-aaaa"], []]


def ids(cases: list[tuple[list[str], list[str]]]) -> list[str]:
    return [" ".join(arguments) for arguments, _ in cases]


@pytest.mark.parametrize(("arguments", "words"), USAGE, ids=ids(USAGE))
@pytest.mark.usefixtures("sample")
def test_a_wrong_argument_or_name_ends_with_2(capsys: Capture, arguments: list[str], words: list[str]) -> None:
    assert_refused(run_here(capsys, *arguments), 2, *words)


@pytest.mark.parametrize(("arguments", "words"), SETTINGS, ids=ids(SETTINGS))
@pytest.mark.usefixtures("sample")
def test_a_setting_that_cannot_be_used_ends_with_5(capsys: Capture, arguments: list[str], words: list[str]) -> None:
    assert_refused(run_here(capsys, *arguments), 5, *words)


@pytest.mark.parametrize(
    ("name", "near"),
    [("kuberntes", "kubernetes"), ("Dockr", "docker"), ("ml ops", "mlops"), ("eigen", "eigenvalues-and-eigenvectors")],
)
def test_the_nearest_topics_of_the_real_roadmap_are_named(capsys: Capture, name: str, near: str) -> None:
    assert_refused(run_here(capsys, "list", "--topic", name), 2, "nearest:", near)


@pytest.mark.parametrize("name", ["Docker", "docker", "DOCKER", "Containerization & Orchestration", "ci cd"])
def test_a_topic_is_found_by_its_slug_or_title_in_any_case(capsys: Capture, name: str) -> None:
    assert run_here(capsys, "focus", name).code == 0


# Decks


@pytest.mark.parametrize("arguments", READERS, ids=" ".join)
def test_decks_that_are_not_there_end_with_3(capsys: Capture, arguments: list[str], tmp_path: Path) -> None:
    if arguments == ["focus"]:
        return
    missing = str(tmp_path / "nothing")
    assert_refused(run_here(capsys, *arguments, "--decks", missing), 3, missing, "--decks")


@pytest.mark.parametrize("arguments", READERS, ids=" ".join)
def test_decks_that_the_environment_names_and_are_not_there_end_with_3(
    capsys: Capture, arguments: list[str], tmp_path: Path, monkeypatch: Patch
) -> None:
    monkeypatch.setenv("FLASH_DECKS", str(tmp_path / "nothing"))
    assert_refused(run_here(capsys, *arguments), 3, "nothing", "FLASH_DECKS")


@pytest.mark.parametrize(
    "broken",
    [
        "roadmap: [",
        "- a\n- b\n",
        "",
        "roadmap:\n- {title: A}\n",
        "roadmap:\n- {title: A, slug: a, prerequisites: [b]}\n",
    ],
)
@pytest.mark.parametrize("arguments", [["list"], ["review", "--plain"], ["check"], []], ids=" ".join)
def test_a_broken_roadmap_ends_with_3(capsys: Capture, arguments: list[str], sample: Path, broken: str) -> None:
    (sample / "roadmap.yaml").write_text(broken, "utf-8")
    assert_refused(run_here(capsys, *arguments), 3, "roadmap.yaml")


@pytest.mark.parametrize("name", ["x" * 300, "~no-such-user/x", "a/" * 3000])
@pytest.mark.parametrize(
    "arguments", [["list", "--decks"], ["check"], ["check", "--decks"], ["review", "--plain", "--decks"]]
)
@pytest.mark.usefixtures("sample")
def test_a_path_that_no_file_can_have_is_refused_like_one_that_is_missing(
    capsys: Capture, arguments: list[str], name: str
) -> None:
    ran = run_here(capsys, *arguments, name)
    assert ran.code in (2, 3)
    assert_refused(ran, ran.code)


def test_a_check_with_findings_ends_with_3_and_says_so_on_standard_error(capsys: Capture, sample: Path) -> None:
    (sample / "alpha.yaml").write_text("cards:\n- id: al-aaaa\n  q: Q?\n", "utf-8")
    ran = run_here(capsys, "check")
    assert ran.code == 3
    assert len(ran.out.splitlines()) == 1
    assert ran.err == "flash: 1 error in the decks; each line above says what to mend\n"


# Progress


def garbage(path: Path) -> None:
    path.write_bytes(b"This is no database at all. " * 100)


def newer(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 999")
    database.close()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(garbage, ["not a flash database"]), (newer, ["newer version", "999"]), (Path.mkdir, ["cannot be opened"])],
)
@pytest.mark.parametrize("arguments", STORE, ids=" ".join)
@pytest.mark.usefixtures("sample")
def test_progress_that_cannot_be_used_ends_with_4(
    capsys: Capture, home: Path, arguments: list[str], spoil: Callable[[Path], None], words: list[str]
) -> None:
    home.mkdir()
    spoil(home / "progress.sqlite")
    assert_refused(run_here(capsys, *arguments), 4, "progress.sqlite", *words)


@pytest.mark.parametrize("arguments", [["list"], ["topics"], ["check"], ["focus"], ["config"], ["where"]], ids=" ".join)
@pytest.mark.usefixtures("sample")
def test_what_needs_no_progress_runs_without_it(capsys: Capture, home: Path, arguments: list[str]) -> None:
    home.mkdir()
    garbage(home / "progress.sqlite")
    assert run_here(capsys, *arguments).code == 0


# Settings


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("minutes = ", ["cannot be read"]),
        ("minutes = 'many'\n", ["minutes", "'many'"]),
        ("minutes = 99999\n", ["minutes", "0 to 1440"]),
        ("hue = 1\n", ["'hue'", "no setting"]),
        ("learning_steps = ['1 minute']\n", ["'1 minute'"]),
        ("fuzz = 1\n", ["fuzz"]),
        ("[table]\nx = 1\n", ["'table'"]),
    ],
)
@pytest.mark.parametrize("arguments", [["due"], ["config"], ["focus"]], ids=" ".join)
@pytest.mark.usefixtures("sample")
def test_settings_that_cannot_be_used_end_with_5(
    capsys: Capture, home: Path, arguments: list[str], content: str, words: list[str]
) -> None:
    home.mkdir()
    (home / "config.toml").write_text(content, "utf-8")
    assert_refused(run_here(capsys, *arguments), 5, "config.toml", *words)


@pytest.mark.parametrize(
    "arguments", [["config", "minutes", "30"], ["focus", "alpha"], ["focus", "--clear"]], ids=" ".join
)
@pytest.mark.usefixtures("sample")
def test_settings_that_cannot_be_read_are_not_written_over(capsys: Capture, home: Path, arguments: list[str]) -> None:
    home.mkdir()
    (home / "config.toml").write_text("minutes = oops\n", "utf-8")
    assert_refused(run_here(capsys, *arguments), 5, "config.toml")
    assert (home / "config.toml").read_text("utf-8") == "minutes = oops\n"


@pytest.mark.parametrize("now", ["tomorrow", "2026-13-01", "0001-01-01T00:00", "9999-12-31T23:59", "99999-01-01", " "])
@pytest.mark.parametrize("arguments", [["due"], ["undo"]], ids=" ".join)
@pytest.mark.usefixtures("sample")
def test_an_instant_that_is_none_ends_with_5(
    capsys: Capture, arguments: list[str], now: str, monkeypatch: Patch
) -> None:
    monkeypatch.setenv("FLASH_NOW", now)
    assert_refused(run_here(capsys, *arguments), 5, "FLASH_NOW")


def test_an_interrupt_ends_quietly_with_130(capsys: Capture, sample: Path, monkeypatch: Patch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("roadmap_flash.context.library", interrupt)
    assert sample.is_dir()
    assert run_here(capsys, "list") == (130, "", "")
