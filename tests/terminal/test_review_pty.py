"""A review on a real pseudo-terminal: what the learner sees, what each key does, and how it ends."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from roadmap_flash.decks.library import open_library
from roadmap_flash.decks.lock import FILE as LOCK
from roadmap_flash.decks.lock import Proof, write_lock
from roadmap_flash.render.labels import until
from roadmap_flash.store.database import FILE as DATABASE
from roadmap_flash.store.database import connect
from tests.support.hostile import C1_COLOUR, CLIPBOARD, REVERSED, TITLE
from tests.support.pty import ENTER, LEAVE, Terminal, acts, cards, flash
from tests.support.running import PROGRAM
from tests.support.samples import write_sample
from tests.support.stores import check_rows

NOW = "2026-11-27T08:00"
FACES = {
    "al-aaaa": ("What is dict[str, int] in Python?", "a type"),
    "al-bbbb:term": ("What is meant by eigenvalue λ?", "a factor by which a vector is scaled"),
    "al-cccc:c1": ("The […] gap, and the second one.", "first"),
    "al-dddd": ("Which of these is even?", "two"),
    "al-eeee": ("print([1, 2][::-1])", "[2, 1]"),
    "al-ffff": (" times ", "As of"),
}
"""What each card of the sample deck asks and answers, in the order in which they come."""
FIRST = FACES["al-aaaa"][0]
SECOND = FACES["al-bbbb:term"][0]
EXPLAINED = ("space, Enter", "1 2 3 4", "a b c d", "h", "o", "i", "u", "@", "-", "!", "q")
COLOURS = {*range(30, 38), *range(90, 98)}
ATTRIBUTES = {0, 1, 2, 3, 4, 22, 23, 24, 39, 49}
LONG = "topic: long\ncards:\n- id: lo-aaaa\n  q: |\n    {}\n  a: the answer\n  why: the end\n"
LONG_CHOICE = """
topic: long
cards:
- id: lo-aaaa
  q: Which {question}?
  right: yes {option}
  wrong:
  - one {option}: No, {option}.
  - two {option}: No, {option}.
  - three {option}: No, {option}.
""".format(question="of these words " * 40, option="and further words " * 7)
TMUX = shutil.which("tmux")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASH_NOW", NOW)


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    return write_sample(tmp_path / "decks")


def started(decks: Path, *options: str, columns: int = 80, rows: int = 24, **env: str) -> Terminal:
    """A review of the decks, with its first page drawn."""
    terminal = flash("review", "--decks", decks, *options, columns=columns, rows=rows, env=env, cwd=decks)
    terminal.wait("q end")
    return terminal


def answered(home: Path) -> list[tuple[str, int]]:
    """The answers that were written, those taken back too."""
    return [(card, rating) for card, act, rating in acts(home) if act == "answer"]


def newest_showing(home: Path) -> str:
    """What the log says of how the last card was shown."""
    database = connect(home / DATABASE)
    (shown,) = database.execute("SELECT shown FROM review_log ORDER BY seq DESC LIMIT 1").fetchone()
    database.close()
    return str(shown)


def found(pattern: str, terminal: Terminal) -> re.Match[str]:
    """Where a pattern stands on the screen."""
    match = re.search(pattern, terminal.text, re.MULTILINE)
    assert match, f"no {pattern!r} in:\n{terminal.text}"
    return match


def deck_of(folder: Path, text: str, name: str = "long.yaml") -> Path:
    """A folder with one deck."""
    folder.mkdir()
    (folder / name).write_text(text, "utf-8")
    return folder


def test_every_kind_of_card_is_asked_answered_and_rated(decks: Path, home: Path) -> None:
    proven = open_library([decks], None).note("al-aaaa").digest
    write_lock(decks / LOCK, {"al-aaaa": Proof(proven, {"python": "3.11.7"}, "2026-11-20")})
    given = {}
    with started(decks) as terminal:
        for place, (card, (asked, answer)) in enumerate(FACES.items(), 1):
            assert re.fullmatch(rf"  Alpha +{place} / 6", terminal.lines[0])
            assert asked in terminal.text
            assert answer not in terminal.text or card == "al-dddd"
            assert "Again" not in terminal.text
            terminal.press(" ", "4 Easy")
            assert answer in terminal.text
            given[card] = int(found(r"^ +1 min +6 min +10 min +(\d+) d$", terminal)[1])
            if card == "al-aaaa":
                assert found(r"^  Why +It says what keys and values are\.$", terminal)
                assert found(r"^  Source +The page$", terminal)
                assert found(r"^  ✔ +checked by running, python 3\.11$", terminal)
            else:
                assert "checked by running" not in terminal.text
                assert found(r"^  As of +tool 1\.2$", terminal)
            if card == "al-ffff":
                one, other, product = map(int, found(r"What is (\d+) times (\d+)\?\n.*\n  (\d+)\n", terminal).groups())
                assert one * other == product
            terminal.press("4", "q ")
        terminal.wait("6 answered")
        assert terminal.styles & COLOURS
        assert terminal.styles <= COLOURS | ATTRIBUTES
    assert answered(home) == [(card, 4) for card in FACES]
    assert {card: state.interval for card, state in cards(home).items()} == given


def test_each_rating_gives_what_its_button_showed(decks: Path, home: Path) -> None:
    given = []
    with started(decks) as terminal:
        for rating in (1, 2, 3, 4):
            terminal.press(" ", "4 Easy")
            given.append(
                found(r"1 Again +2 Hard +3 Good +4 Easy\n +(1 min) +(6 min) +(10 min) +(\d+ d)\n", terminal)[rating]
            )
            terminal.press(str(rating), "space show" if rating < 3 else "q end")
    states = [cards(home)[card] for card in list(FACES)[:4]]
    assert [rating for _, rating in answered(home)] == [1, 2, 3, 4]
    assert [until(state) for state in states] == given


def test_nothing_is_rated_before_the_answer_is_shown(decks: Path, home: Path) -> None:
    with started(decks) as terminal:
        for key in "1234":
            terminal.press(key, "First show the answer (space), then rate it.")
            assert "Again" not in terminal.text
            terminal.press("z", "q end")
            assert "First show" not in terminal.text
        for keys in ("  ", "\r\r", " \r"):
            terminal.press(keys[0], "space = Good")
            assert acts(home) == [] or keys != "  "
            terminal.press(keys[1], "space show")
    assert [rating for _, rating in answered(home)] == [3, 3, 3]


def test_keys_that_only_show_something_and_keys_without_a_meaning(decks: Path, home: Path) -> None:
    with started(decks, DISPLAY="", WAYLAND_DISPLAY="", BROWSER="true") as terminal:
        assert "h hint" in terminal.text
        assert "annotations" not in terminal.text
        terminal.press("o", FIRST)
        assert "example.org" not in terminal.text
        terminal.press("h", "Think of annotations.")
        terminal.press("?", "any key: back")
        assert [key for key in EXPLAINED if not re.search(rf"^  {re.escape(key)} ", terminal.text, re.MULTILINE)] == []
        terminal.press("q", FIRST)
        terminal.press("i", "any key: back")
        assert found(r"^  Card +al-aaaa$", terminal)
        assert found(r"^  State +new$", terminal)
        assert "alpha.yaml:6" in terminal.text.replace("\n", "")
        terminal.press(" ", FIRST)
        terminal.press("é漢🙂\x1b[C\x1b[D\x1b[15~\x1b[200~zZ\t\x0c567890an\x1b[A\x1b[B\x1b[5~\x1b[6~x", FIRST)
        terminal.press("\x1bOA\x1bOBx", "space show")
        terminal.press(" ", "4 Easy")
        terminal.press("é漢🙂\x1b[C5nabcd", "space = Good")
        terminal.press("o", "https://example.org/page")
        assert terminal.stray == []
        assert not (home / DATABASE).exists() or acts(home) == []
        terminal.press("4", SECOND)
        assert "h hint" not in terminal.text
        terminal.press("h", SECOND)
        assert "Hint" not in terminal.text


def test_an_option_is_chosen_by_its_letter_and_proposes_its_grade(decks: Path, home: Path) -> None:
    with started(decks) as terminal:
        for _ in range(3):
            terminal.press(" ", "4 Easy")
            terminal.press("4", "q end")
        for wanted, proposed, mark in (("three", "Again", "✘"), ("two", "Good", "✔")):
            letter = found(rf"^ +([abc])\)? {wanted}$", terminal)[1]
            assert "a–d choose" in terminal.text
            terminal.press("d", "a–d choose")
            terminal.press(letter, f"space = {proposed}")
            assert found(rf"^ +{mark} {letter}\)? {wanted}", terminal)
            assert ("It is odd." in terminal.text) == (wanted == "three")
            terminal.press("abc", f"space = {proposed}")
            terminal.press(" ", FACES["al-eeee"][0])
            assert json.loads(newest_showing(home))["chosen"] == "abc".index(letter)
            terminal.press("u", FACES["al-dddd"][0])
    assert answered(home)[3:] == [("al-dddd", 1), ("al-dddd", 3)]


def test_help_that_is_longer_than_the_window_can_be_scrolled(decks: Path) -> None:
    with started(decks, columns=60, rows=16) as terminal:
        terminal.press("?", "any key: back")
        assert "q  " not in terminal.text
        terminal.press("\x1b[6~", "any key: back")
        terminal.press("\x1b[6~", "every answer is kept")
        terminal.press("x", FIRST)


def test_suspending_and_burying_can_be_taken_back(decks: Path, home: Path) -> None:
    with started(decks) as terminal:
        terminal.press("@", "al-aaaa: suspended")
        assert SECOND in terminal.text
        terminal.press("-", "al-bbbb:term: back tomorrow")
        assert FACES["al-cccc:c1"][0] in terminal.text
        terminal.press("u", "al-bbbb:term is not buried any more")
        assert SECOND in terminal.text
        terminal.press("u", "al-aaaa is not suspended any more")
        assert FIRST in terminal.text
        terminal.press("u", "nothing left to undo")
    assert [act for _, act, _ in acts(home)] == ["suspend", "bury", "undo", "undo"]
    assert cards(home) == {}


def test_undo_takes_back_any_number_of_answers_also_at_the_end_and_later(decks: Path, home: Path) -> None:
    with started(decks, "--limit", "4") as terminal:
        terminal.send(" 4" * 4)
        terminal.wait("4 answered")
        terminal.press("u", "the answer to al-dddd is taken back")
        assert FACES["al-dddd"][0] in terminal.text
        terminal.press("u", "the answer to al-cccc:c1 is taken back")
        assert FACES["al-cccc:c1"][0] in terminal.text
        assert terminal.lines[0].endswith("3 / 4")
        terminal.press(" ", "4 Easy")
        terminal.press("1", "q end")
        terminal.send("q")
        assert terminal.exit_status() == 0
    before = cards(home)
    with started(decks) as terminal:
        terminal.press("u", "the answer to al-cccc:c1 is taken back")
        terminal.press("u", "the answer to al-bbbb:term is taken back")
        terminal.press(" ", "4 Easy")
        terminal.press("2", "q end")
        terminal.press("u", "the answer to al-bbbb:term is taken back")
        terminal.press("u", "the answer to al-aaaa is taken back")
        assert FIRST in terminal.text
        terminal.press("u", "nothing left to undo")
    assert set(before) == {"al-aaaa", "al-bbbb:term", "al-cccc:c1"}
    assert cards(home) == {}
    assert len([act for _, act, _ in acts(home) if act == "undo"]) == 6


def test_a_browser_gets_the_address_and_does_not_write_onto_the_page(decks: Path, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho noise; echo noise >&2; printf "%s|" "$@" > {tmp_path}/asked\n', "utf-8")
    browser.chmod(0o755)
    with started(decks, DISPLAY=":0", BROWSER=str(browser)) as terminal:
        terminal.press(" ", "4 Easy")
        terminal.press("o", "Opened https://example.org/page")
        assert (tmp_path / "asked").read_text() == "https://example.org/page|"
        terminal.press("4", SECOND)
        assert "noise" not in terminal.written


def test_a_flag_is_typed_or_given_up_or_taken_back(decks: Path, home: Path) -> None:
    with started(decks) as terminal:
        terminal.press("!", "Why?")
        terminal.press("1 q@-uu\x7f é 漢?", "1 q@-u é 漢?")
        terminal.press("\r", "Flagged")
        assert FIRST in terminal.text
        terminal.press("i", "1 q@-u é 漢?")
        terminal.press("x", FIRST)
        terminal.press("u", "the flag of al-aaaa is taken back")
        terminal.press("!", "Why?")
        terminal.press("a\x01\t\x9b31m\x85\u202e\ufeffz", "z▏")
        terminal.press("\x1b", "space show")
        assert "Flagged" not in terminal.text
        assert terminal.stray == []
        terminal.press("!\r", "Flagged")
    assert [act for _, act, _ in acts(home)] == ["flag", "undo", "flag"]
    assert cards(home)["al-aaaa"].flag == ""


def test_a_flagged_card_is_named_with_file_and_line_also_after_an_early_end(decks: Path, home: Path) -> None:
    with started(decks) as terminal:
        terminal.press("!", "Why?")
        terminal.press("which \x07one\r", "Flagged")
        terminal.press(" ", "4 Easy")
        terminal.press("4", SECOND)
        terminal.send("q")
        assert terminal.exit_status() == 0
        assert terminal.is_clean
        told = terminal.written.rpartition(LEAVE)[2]
    assert [text for text in ("1 answered", "al-aaaa", "alpha.yaml:6", "which one") if text not in told] == []
    assert cards(home)["al-aaaa"].flag == "which one"


def test_keys_pressed_in_a_burst_are_all_heeded_also_before_the_first_question(decks: Path, home: Path) -> None:
    with flash("review", "--decks", decks, cwd=decks) as terminal:
        terminal.send(" 4")
        terminal.wait(SECOND)
        terminal.send(" 3 3 3 3")
        terminal.wait("6 / 10")
    assert answered(home) == [("al-aaaa", 4), *((card, 3) for card in list(FACES)[1:5])]


def test_the_answer_of_a_long_card_comes_into_sight_and_all_of_it_can_be_seen(tmp_path: Path) -> None:
    typed = [f"row {number}." for number in range(25)]
    long = deck_of(tmp_path / "long", LONG.format("\n\n    ".join(typed)))
    with started(long, columns=60, rows=20) as terminal:
        assert "row 0." in terminal.text
        assert "↓ more" in terminal.text
        terminal.press(" ", "4 Easy")
        assert "the answer" in terminal.text
        seen = set(terminal.lines)
        for key, times in (("\x1b[5~", 6), ("\x1b[B", 6), ("\x1b[6~", 6), ("\x1b[A", 2)):
            for _ in range(times):
                terminal.press(key, "q end")
                seen |= set(terminal.lines)
                assert len(terminal.page) == 20
        terminal.press("4", "1 answered")
    assert seen >= {f"  {row}" for row in typed}


def test_of_a_long_choice_the_right_option_comes_into_sight(tmp_path: Path) -> None:
    with started(deck_of(tmp_path / "long", LONG_CHOICE), columns=60, rows=20) as terminal:
        terminal.press("a", "4 Easy")
        right = next(line for line in terminal.lines if "✔" in line)
        assert "yes" in right
        terminal.press("4", "1 answered")


def test_a_narrow_window_has_everything_in_sight(decks: Path) -> None:
    with started(decks, columns=60, rows=20) as terminal:
        for asked, _ in FACES.values():
            assert asked in terminal.text
            assert terminal.lines[0].startswith("  Alpha")
            _check_narrow(terminal, "space show|a–d choose")
            terminal.press(" ", "4 Easy")
            _check_narrow(terminal, "space = Good")
            terminal.press("4", "q ")
        assert terminal.widest <= 60


def _check_narrow(terminal: Terminal, first: str) -> None:
    assert terminal.widest <= terminal.screen.columns
    assert len(terminal.page) == terminal.screen.lines
    assert re.match(rf"  ({first}) .*u undo +\? more +q end$", terminal.lines[-1])


def test_a_window_that_changes_its_size_is_drawn_anew(decks: Path) -> None:
    with started(decks) as terminal:
        terminal.press(" ", "4 Easy")
        for columns, rows in ((60, 20), (50, 16), (130, 40), (80, 24)):
            before = terminal.drawn
            terminal.resize(columns, rows)
            terminal.wait_for_page(before)
            assert "4 Easy" in terminal.text
            assert len(terminal.page) == rows
            assert terminal.widest <= columns
            assert "a type" in terminal.text
        terminal.press("!", "Why?")
        terminal.send("abc")
        terminal.resize(60, 20)
        terminal.press("d\r", "Flagged")
        terminal.press("?", "any key: back")
        terminal.resize(80, 24)
        terminal.press("x", "4 Easy")


def test_a_terminal_that_does_not_know_its_size_gets_a_page_of_the_usual_one(decks: Path) -> None:
    with started(decks, columns=0, rows=0) as terminal:
        assert len(terminal.page) == 24
        assert 60 <= terminal.widest <= 80


ENDINGS: dict[str, tuple[Callable[[Terminal], None], int]] = {
    "q": (lambda terminal: terminal.send("q"), 0),
    "Ctrl-D": (lambda terminal: terminal.send("\x04"), 0),
    "Ctrl-C while typing": (lambda terminal: terminal.send("?x!abc\x03"), 130),
    "SIGTERM": (lambda terminal: terminal.process.send_signal(signal.SIGTERM), 143),
    "SIGHUP": (lambda terminal: terminal.process.send_signal(signal.SIGHUP), 129),
}


@pytest.mark.parametrize("way", ENDINGS)
def test_however_it_ends_the_terminal_is_clean_and_every_answer_kept(decks: Path, home: Path, way: str) -> None:
    end, status = ENDINGS[way]
    with started(decks) as terminal:
        assert terminal.screen.on_second
        assert terminal.screen.cursor.hidden
        terminal.press(" ", "4 Easy")
        terminal.press("3", SECOND)
        assert not terminal.is_clean
        end(terminal)
        assert terminal.exit_status() == status
        assert terminal.is_clean
        assert "Traceback" not in terminal.written
    assert acts(home) == [("al-aaaa", "answer", 3)]
    check_rows(connect(home / DATABASE))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_to_end_is_heeded_while_the_program_still_loads(decks: Path, number: signal.Signals) -> None:
    with flash("review", "--decks", decks) as terminal:
        terminal.wait_until(lambda: ENTER.encode() in terminal.output, "the second page")
        terminal.process.send_signal(number)
        assert terminal.exit_status() == 128 + number
        assert terminal.is_clean
        assert "Traceback" not in terminal.written


def test_a_window_that_is_closed_ends_the_program_and_keeps_the_answers(decks: Path, home: Path) -> None:
    with started(decks) as terminal:
        terminal.press(" ", "4 Easy")
        terminal.press("3", SECOND)
        terminal.hang_up()
        assert terminal.exit_status() == 129
    assert acts(home) == [("al-aaaa", "answer", 3)]


def test_an_answer_outlives_a_killed_program(decks: Path, home: Path) -> None:
    with started(decks) as terminal:
        terminal.press(" 3", SECOND)
        terminal.process.kill()
        assert terminal.exit_status() == -signal.SIGKILL
    assert acts(home) == [("al-aaaa", "answer", 3)]


def test_a_stopped_program_gives_the_terminal_back_and_takes_it_again(decks: Path) -> None:
    with started(decks) as terminal:
        terminal.press(" ", "4 Easy")
        for _ in range(2):
            terminal.send("\x1a")
            terminal.wait_until_stopped()
            terminal.wait_until(lambda: terminal.is_clean, "a clean terminal")
            before = terminal.drawn
            terminal.process.send_signal(signal.SIGCONT)
            terminal.wait_for_page(before)
            assert "4 Easy" in terminal.text
            assert terminal.screen.on_second
            assert terminal.screen.cursor.hidden
        terminal.press("4", SECOND)
        terminal.send("q")
        assert terminal.exit_status() == 0
        assert terminal.is_clean


def test_no_colour_where_none_is_wanted(decks: Path) -> None:
    with started(decks, NO_COLOR="1") as terminal:
        terminal.press(" 4 4 4 4 4 4", "6 answered")
        assert terminal.styles <= ATTRIBUTES


def test_a_bare_terminal_gets_plain_lines(decks: Path, home: Path) -> None:
    with flash("review", "--decks", decks, env={"TERM": "dumb"}) as terminal:
        terminal.wait(FIRST)
        terminal.send("\n3\nq\n")
        assert terminal.exit_status() == 0
        assert "\x1b" not in terminal.written
        assert "1 Again 1 min | 2 Hard 6 min | 3 Good 10 min" in terminal.written
    assert acts(home) == [("al-aaaa", "answer", 3)]


def test_output_that_is_no_terminal_gets_plain_lines(decks: Path) -> None:
    command = f"{' '.join(PROGRAM)} review --decks {decks} | cat"
    with Terminal("/bin/sh", "-c", command) as terminal:
        terminal.wait(FIRST)
        terminal.send("\n3\nq\n")
        assert terminal.exit_status() == 0
        assert "\x1b" not in terminal.written
        assert "Answer: a type" in terminal.written


def test_an_output_that_knows_no_utf_8_is_no_reason_to_fail(decks: Path, home: Path) -> None:
    with flash("review", "--decks", decks, env={"PYTHONIOENCODING": "ascii"}) as terminal:
        terminal.wait_until(lambda: b"q end" in terminal.output, "the keys")
        terminal.send(" 3q")
        assert terminal.exit_status() == 0
        assert b"Traceback" not in terminal.output
    assert acts(home) == [("al-aaaa", "answer", 3)]


def test_two_sittings_at_once_never_write_over_each_other(decks: Path, home: Path) -> None:
    with started(decks) as one, started(decks) as other:
        one.press(" ", "4 Easy")
        other.press(" ", "4 Easy")
        one.press("4", SECOND)
        other.press("1", "al-aaaa")
        assert SECOND in other.text
        assert "changed" in other.text
        other.press(" 4", FACES["al-cccc:c1"][0])
    assert answered(home) == [("al-aaaa", 4), ("al-bbbb:term", 4)]


HARM = json.dumps(f"{CLIPBOARD}{TITLE}{C1_COLOUR}{REVERSED}\x1b[31m\x1b[2J")[1:-1]
"""The same as YAML's own escapes, which a control character can hide in."""
HOSTILE = f"""
as_of: {{"numpy {HARM}": "2 {HARM}"}}
sources:
  page: {{doc: "The page {HARM}", url: "https://example.org/page"}}
cards:
- {{id: "ho-aaaa{HARM}", q: x, a: y}}
- {{id: ho-bbbb, q: x, a: y, "key{HARM}": z}}
- {{id: ho-cccc, q: "x {HARM}", a: y}}
- {{id: ho-dddd, q: sound, a: y, src: page}}
- {{q: nameless, a: "y", tags: ["{HARM}"]}}
"""


def test_nothing_hostile_reaches_the_terminal(tmp_path: Path) -> None:
    folder = deck_of(tmp_path / f"de{TITLE}{REVERSED}cks", HOSTILE)
    (folder / f"al{TITLE}{CLIPBOARD}{REVERSED}pha.yaml").write_text(HOSTILE.replace("ho-", "al-"), "utf-8")
    digest = open_library([folder], None).note("ho-dddd").digest
    write_lock(folder / LOCK, {"ho-dddd": Proof(digest, {f"numpy{TITLE}": f"2.4{CLIPBOARD}"}, "2026-11-20")})
    with started(folder, columns=100, rows=30) as terminal:
        assert "more problems" in terminal.text
        for keys in ("i", "x", "!", "doubtful\r", "h", " ", "o", "@", "u", "-", "u", "u", "u", "?", "x"):
            terminal.press(keys, "")
        terminal.send(" 4 4 4")
        terminal.wait("answered")
        terminal.send("q")
        assert terminal.exit_status() == 0
        assert "sound" in terminal.written
        assert "checked by running" in terminal.written
        assert terminal.stray == []


if TMUX:  # where it is, and it is where it matters: a terminal within a terminal has its own ideas of the second page

    def test_in_tmux_the_shell_is_as_it_was_after_the_review(decks: Path, home: Path, tmp_path: Path) -> None:
        socket = str(tmp_path / "tmux")
        program = f"{' '.join(PROGRAM)} review --decks {decks}"
        tmux(socket, "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "sh")
        try:
            tmux(socket, "send-keys", f"echo before; {program}; echo status $?", "Enter")
            in_tmux(socket, FIRST)
            tmux(socket, "send-keys", "Space", "3")
            in_tmux(socket, SECOND)
            tmux(socket, "resize-window", "-x", "60", "-y", "20")
            in_tmux(socket, "1 back\n")
            tmux(socket, "send-keys", "q")
            shown = in_tmux(socket, "status 0")
            assert shown.count("before") >= 1
            assert tmux(socket, "display-message", "-p", "#{cursor_flag}#{alternate_on}") == "10\n"
        finally:
            tmux(socket, "kill-server")
        assert acts(home) == [("al-aaaa", "answer", 3)]


def tmux(socket: str, *words: str) -> str:
    """What a tmux command prints."""
    assert TMUX
    done = subprocess.run([TMUX, "-S", socket, *words], capture_output=True, text=True, check=True, timeout=10)
    return done.stdout


def in_tmux(socket: str, text: str) -> str:
    """The window, once it shows a text."""
    end = time.monotonic() + 10
    while text not in (shown := tmux(socket, "capture-pane", "-p")):
        assert time.monotonic() < end, shown
        time.sleep(0.03)
    return shown
