"""A review line by line: what is printed for each kind of card, and what each line of input does."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.hostile import harmful
from tests.support.running import PROGRAM, Ran, environment, run_apart, run_here

Capture = pytest.CaptureFixture[str]
TIMES = re.compile(r"1 Again \S+ \w+ \| 2 Hard \S+ \w+ \| 3 Good \S+ \w+ \| 4 Easy \S+ \w+")
EASY = "\n4\n"
"""Show the answer, and rate it Easy."""

pytestmark = pytest.mark.usefixtures("sample")


def review(capsys: Capture, typed: str, *arguments: str) -> Ran:
    ran = run_here(capsys, "review", "--plain", *arguments, typed=typed)
    assert (ran.code, ran.err) == (0, "")
    assert harmful(ran.out) == []
    return ran


def blocks(ran: Ran) -> list[list[str]]:
    """What was printed for each question, and at the end the closing lines; intervals left out."""
    text = TIMES.sub("TIMES", ran.out)
    return [part.split("\n") for part in re.split(r"^\n", text, flags=re.MULTILINE)[1:]]


def cards(capsys: Capture, note: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run_here(capsys, "show", note, "--json").out)["cards"]
    return found


def shown_id(ran: Ran, place: int) -> str:
    """The card of the nth question."""
    found: list[str] = re.findall(r"^\[.*\((\S+)\)$", ran.out, re.MULTILINE)
    return found[place]


def acts(home: Path) -> list[tuple[str, str]]:
    database = sqlite3.connect(home / "progress.sqlite")
    rows = database.execute("SELECT card_id, act FROM review_log ORDER BY seq").fetchall()
    database.close()
    return rows


# Each kind


def test_a_question(capsys: Capture) -> None:
    assert blocks(review(capsys, EASY))[0] == [
        "[1/6] Alpha (al-aaaa)",
        "What is dict[str, int] in Python?",
        "Answer: a type",
        "Why: It says what keys and values are.",
        "Source: The page",
        "As of: tool 1.2",
        "TIMES",
        "Easy: again in 10 d",
        "",
    ]


def test_a_term_and_a_cloze(capsys: Capture) -> None:
    _, term, cloze, *_ = blocks(review(capsys, EASY * 3))
    assert term[:3] == [
        "[2/6] Alpha (al-bbbb:term)",
        "What is meant by eigenvalue λ?",
        "Answer: a factor by which a vector is scaled",
    ]
    assert cloze[:3] == ["[3/6] Alpha (al-cccc:c1)", "The […] gap, and the second one.", "Answer: first"]


def test_the_other_sides_come_on_the_next_day(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    first = review(capsys, EASY * 6)
    assert ":def" not in first.out
    assert ":c2" not in first.out
    monkeypatch.setenv("FLASH_NOW", "2026-11-26T08:00")
    second = review(capsys, EASY * 2)
    assert "What is the term for this?\n\na factor by which a vector is scaled\nAnswer: eigenvalue λ\n" in second.out
    assert "The first gap, and the [which?] one.\nAnswer: second\n" in second.out
    assert "2 answered" in second.out


def test_a_multiple_choice(capsys: Capture) -> None:
    ran = review(capsys, EASY * 3 + "\n4\n")
    (block,) = [block for block in blocks(ran) if "(al-dddd)" in block[0]]
    assert block[:2] == ["[4/6] Alpha (al-dddd)", "Which of these is even?"]
    assert sorted(line[5:] for line in block[2:5]) == ["five", "three", "two"]
    assert [line[:5] for line in block[2:5]] == ["  a) ", "  b) ", "  c) "]
    (right,) = [line[2:] for line in block[2:5] if line.endswith("two")]
    assert block[5] == f"Answer: {right}"


def test_a_program_and_what_it_prints(capsys: Capture) -> None:
    (block,) = [block for block in blocks(review(capsys, EASY * 5)) if "(al-eeee)" in block[0]]
    assert block[1:5] == ["What does this print?", "    print([1, 2][::-1])", "Answer:", "    [2, 1]"]


def test_a_drill(capsys: Capture) -> None:
    (block,) = [block for block in blocks(review(capsys, EASY * 6)) if "(al-ffff)" in block[0]]
    numbers = re.fullmatch(r"What is (2|3|5) times (7|11)\?", block[1])
    assert numbers
    assert block[2] == f"Answer: {int(numbers[1]) * int(numbers[2])}"


# The sitting


def test_the_closing_lines_tell_what_was_done(capsys: Capture) -> None:
    closing = blocks(review(capsys, EASY * 6))[-1]
    assert closing[0].startswith("6 answered in ")
    assert closing[1].startswith("Last days   ")
    assert closing[2].startswith("Tomorrow    ")


def test_the_interval_shown_is_the_one_recorded(capsys: Capture) -> None:
    ran = review(capsys, EASY)
    times = TIMES.search(ran.out)
    assert times
    easy = times[0].rpartition("4 Easy ")[2]
    assert f"Easy: again in {easy}\n" in ran.out
    assert easy == f"{cards(capsys, 'al-aaaa')[0]['interval_days']} d"


@pytest.mark.parametrize(("key", "name"), [("1", "Again"), ("2", "Hard"), ("3", "Good"), ("4", "Easy"), ("", "Good")])
def test_a_number_rates_and_an_empty_line_accepts_what_is_proposed(capsys: Capture, key: str, name: str) -> None:
    ran = review(capsys, f"\n{key}\nq\n")
    times = TIMES.search(ran.out)
    assert times
    (shown,) = re.findall(rf"{name} (\S+ \w+)", times[0])
    assert f"\n{name}: again in {shown}\n" in ran.out
    assert cards(capsys, "al-aaaa")[0]["reps"] == 1


@pytest.mark.parametrize("key", ["1", "2", "3", "4"])
def test_a_rating_before_the_answer_is_refused(capsys: Capture, home: Path, key: str) -> None:
    ran = review(capsys, f"{key}\nq\n")
    assert blocks(ran)[0] == [
        "[1/6] Alpha (al-aaaa)",
        "What is dict[str, int] in Python?",
        "First show the answer (an empty line), then rate it.",
        "",
    ]
    assert acts(home) == []


@pytest.mark.parametrize("typed", ["", "q\n", "\n", "\nq\n", "  q  \n", EASY, EASY + "q\n", "3"])
def test_q_and_the_end_of_input_end_it(capsys: Capture, typed: str) -> None:
    closing = blocks(review(capsys, typed))[-1]
    assert any(line.startswith("Last days") for line in closing)


def test_ending_at_once_does_not_say_that_nothing_is_left(capsys: Capture) -> None:
    assert "Nothing is left" not in review(capsys, "q\n").out
    monday_is_done = review(capsys, EASY * 6)
    assert "6 answered" in monday_is_done.out
    assert "Nothing is left for today." in review(capsys, "").out


def test_nothing_but_rated_answers_is_recorded(capsys: Capture, home: Path) -> None:
    review(capsys, EASY + "\n")
    assert acts(home) == [("al-aaaa", "answer")]


# The other lines


def test_u_takes_back_and_asks_again(capsys: Capture, home: Path) -> None:
    ran = review(capsys, EASY * 2 + "u\nu\nu\nq\n")
    assert "The answer to al-bbbb:term is taken back.\n\n[2/6] Alpha (al-bbbb:term)" in ran.out
    assert "The answer to al-aaaa is taken back.\n\n[1/6] Alpha (al-aaaa)" in ran.out
    assert "Nothing left to undo.\n" in ran.out
    assert [act for _, act in acts(home)] == ["answer", "answer", "undo", "undo"]
    assert cards(capsys, "al-aaaa")[0]["state"] == "new"


def test_u_reaches_into_an_earlier_sitting(capsys: Capture) -> None:
    review(capsys, EASY)
    ran = review(capsys, "u\nq\n")
    assert (shown_id(ran, 0), shown_id(ran, 1)) == ("al-bbbb:term", "al-aaaa")


def test_at_suspends(capsys: Capture) -> None:
    ran = review(capsys, "@\nq\n")
    assert "Suspended.\n\n[1/5] Alpha (al-bbbb:term)" in ran.out
    assert cards(capsys, "al-aaaa")[0]["state"] == "suspended"
    assert shown_id(review(capsys, "q\n"), 0) == "al-bbbb:term"


def test_minus_puts_off_until_tomorrow(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = review(capsys, "-\nq\n")
    assert "Back tomorrow.\n\n[1/5] Alpha (al-bbbb:term)" in ran.out
    assert shown_id(review(capsys, "q\n"), 0) == "al-bbbb:term"
    monkeypatch.setenv("FLASH_NOW", "2026-11-26T04:00")
    assert shown_id(review(capsys, "q\n"), 0) == "al-aaaa"


@pytest.mark.parametrize("revealed", [False, True])
def test_an_exclamation_mark_flags_with_a_reason(capsys: Capture, revealed: bool) -> None:
    ran = review(capsys, ("\n" if revealed else "") + "!why \x1b[31m so\n" + ("" if revealed else "\n") + "4\nq\n")
    assert "Flagged.\n" in ran.out
    assert "1 answered" in ran.out
    flagged = [line for line in ran.out.split("\n") if line.startswith("! al-aaaa")]
    assert len(flagged) == 1
    assert '"why \N{REPLACEMENT CHARACTER}[31m so"' in flagged[0]
    assert "alpha.yaml:6" in ran.out


def test_h_shows_the_hint(capsys: Capture) -> None:
    ran = review(capsys, "h\n" + EASY + "h\nq\n")
    assert "in Python?\nHint: Think of annotations.\nAnswer" in ran.out
    assert "λ?\nThis card has no hint.\n" in ran.out


def test_a_letter_chooses_reveals_and_proposes(capsys: Capture) -> None:
    before = review(capsys, EASY * 3 + "q\n")
    options = re.findall(r"^  ([abc])\) (\w+)$", before.out, re.MULTILINE)
    letters = {option: letter for letter, option in options}
    ran = review(capsys, f"{letters['three']}\n\nq\n")
    wrong = ran.out[ran.out.index("Answer:") :]
    assert wrong.startswith(f"Answer: {letters['two']}) two\n")
    assert f"\n{letters['three']}) is wrong: It is odd.\nProposed: 1 Again\nAgain: again in 1 min\n" in wrong


def test_a_letter_after_the_answer_changes_the_proposal(capsys: Capture) -> None:
    before = review(capsys, EASY * 3 + "q\n")
    letters = {option: letter for letter, option in re.findall(r"^  ([abc])\) (\w+)$", before.out, re.MULTILINE)}
    ran = review(capsys, f"\n{letters['five']}\n{letters['two']}\n4\nq\n")
    assert f"{letters['five']}) is wrong: It is odd, too.\nProposed: 1 Again\nProposed: 3 Good\nEasy: again" in ran.out
    assert ran.out.count("Answer:") == 1


@pytest.mark.parametrize("typed", ["a\n", "d\n", "\nb\n"])
def test_a_letter_on_a_card_without_options_does_nothing(capsys: Capture, home: Path, typed: str) -> None:
    assert "There is no such option.\n" in review(capsys, typed + "q\n").out
    assert acts(home) == []


def test_an_option_that_is_not_there_reveals_nothing(capsys: Capture) -> None:
    review(capsys, EASY * 3)
    ran = review(capsys, "d\nq\n")
    assert "There is no such option.\n" in ran.out
    assert "Answer:" not in ran.out


@pytest.mark.parametrize("typed", ["x", "5", "0", "44", "help", "?", "ä", "\x1b[A", "qq"])
def test_any_other_line_is_answered_with_the_keys(capsys: Capture, home: Path, typed: str) -> None:
    assert "1 Again 2 Hard 3 Good 4 Easy" in review(capsys, f"{typed}\nq\n").out
    assert acts(home) == []


# Options


def test_a_limit(capsys: Capture) -> None:
    ran = review(capsys, EASY * 6, "--limit", "2")
    assert "[2/2]" in ran.out
    assert "2 answered" in ran.out


def test_new_cards_now_whatever_was_done_today(capsys: Capture) -> None:
    run_here(capsys, "config", "new", "1")
    assert "[1/1]" in review(capsys, EASY).out
    assert "Nothing is left for today." in review(capsys, "").out
    assert "[1/2]" in review(capsys, "", "--new", "2").out
    assert "Nothing is left for today." in review(capsys, "", "--new", "0").out


def test_minutes_throttle_new_cards(capsys: Capture) -> None:
    run_here(capsys, "config", "minutes", "1")
    assert "[1/2]" in review(capsys, "").out
    run_here(capsys, "config", "minutes", "0")
    assert "[1/6]" in review(capsys, "").out


def test_a_topic_on_the_command_line_limits_the_sitting(capsys: Capture, sample: Path) -> None:
    (sample / "beta.yaml").write_text("cards:\n- id: be-aaaa\n  q: Q?\n  a: A\n", "utf-8")
    assert "[1/1] Beta (be-aaaa)" in review(capsys, "", "beta").out
    assert "[1/7]" in review(capsys, "", "alpha", "beta").out


def test_problems_of_the_decks_are_named_once_and_the_sound_cards_are_served(capsys: Capture, sample: Path) -> None:
    (sample / "beta.yaml").write_text("cards:\n- id: be-aaaa\n  q: Q?\n- id: be-bbbb\n  q: Q?\n  a: A\n", "utf-8")
    ran = review(capsys, "", "beta")
    assert ran.out.startswith("! ")
    assert "beta.yaml:2: " in ran.out.partition("\n")[0]
    assert "[1/1] Beta (be-bbbb)" in ran.out


def test_the_clock_behind_the_last_answer_is_told(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    review(capsys, EASY)
    monkeypatch.setenv("FLASH_NOW", "2026-11-24T08:00")
    assert "The clock is 24 h behind" in review(capsys, "").out


def test_a_card_comes_back_when_its_day_has_come(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    review(capsys, EASY * 6)
    days = cards(capsys, "al-aaaa")[0]["interval_days"]
    monkeypatch.setenv("FLASH_NOW", f"2026-12-{25 + days - 30:02}T03:59")
    assert "(al-aaaa)" not in review(capsys, EASY * 9).out
    monkeypatch.setenv("FLASH_NOW", f"2026-12-{25 + days - 30:02}T04:00")
    assert "(al-aaaa)" in review(capsys, EASY * 9).out


def test_as_a_process_of_its_own_with_pipes(sample: Path) -> None:
    ran = run_apart("review", typed="\n4\nq\n", FLASH_DECKS=str(sample))
    assert (ran.code, ran.err) == (0, "")
    assert "[1/6] Alpha (al-aaaa)\n" in ran.out
    assert "1 answered in " in ran.out


def test_a_card_that_another_terminal_answered_first_is_told_and_left_out(sample: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "review", "--plain"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(FLASH_DECKS=str(sample)),
    ) as process:
        assert process.stdin
        assert process.stdout
        while "Python?" not in process.stdout.readline():
            pass
        assert "1 answered" in run_apart("review", typed=EASY + "q\n", FLASH_DECKS=str(sample)).out
        out, _ = process.communicate("\n4\n\n4\nq\n", timeout=30)
    assert process.returncode == 0
    assert "al-aaaa: the card changed meanwhile" in out
    assert "[1/5] Alpha (al-bbbb:term)" in out
    assert "1 answered" in out
