"""What is done can be undone and looked up: suspend, unsuspend, undo, focus, config, where, list, check."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.support.running import Ran, run_here
from tests.support.samples import write_sample

Capture = pytest.CaptureFixture[str]
EASY = "\n4\n"


def ok(ran: Ran) -> str:
    assert (ran.code, ran.err) == (0, ""), ran
    return ran.out


def states(capsys: Capture, note: str) -> list[str]:
    shown: dict[str, Any] = json.loads(run_here(capsys, "show", note, "--json").out)
    return [card["state"] for card in shown["cards"]]


def due(capsys: Capture) -> dict[str, int]:
    answer: dict[str, int] = json.loads(run_here(capsys, "due", "--json").out)
    return answer


def acts(home: Path) -> list[tuple[str, str]]:
    database = sqlite3.connect(home / "progress.sqlite")
    rows = database.execute("SELECT card_id, act FROM review_log ORDER BY seq").fetchall()
    database.close()
    return rows


# Suspend, unsuspend, undo


@pytest.mark.usefixtures("sample")
def test_a_suspended_note_is_left_out_of_today_until_it_is_unsuspended(capsys: Capture) -> None:
    assert due(capsys)["new"] == 6
    assert ok(run_here(capsys, "suspend", "al-aaaa")).startswith("Suspended: al-aaaa.")
    assert (states(capsys, "al-aaaa"), due(capsys)["new"]) == (["suspended"], 5)
    assert ok(run_here(capsys, "unsuspend", "al-aaaa")).startswith("Unsuspended: al-aaaa.")
    assert (states(capsys, "al-aaaa"), due(capsys)["new"]) == (["new"], 6)


@pytest.mark.usefixtures("sample")
def test_a_note_means_all_its_cards_and_a_card_only_itself(capsys: Capture) -> None:
    ok(run_here(capsys, "suspend", "al-bbbb"))
    assert states(capsys, "al-bbbb") == ["suspended", "suspended"]
    ok(run_here(capsys, "unsuspend", "al-bbbb:def"))
    assert states(capsys, "al-bbbb") == ["suspended", "new"]


@pytest.mark.usefixtures("sample")
def test_all_names_are_looked_up_before_the_first_card_is_touched(capsys: Capture) -> None:
    assert run_here(capsys, "suspend", "al-aaaa", "al-zzzz").code == 2
    assert states(capsys, "al-aaaa") == ["new"]


@pytest.mark.usefixtures("sample")
def test_suspending_twice_is_one_act(capsys: Capture, home: Path) -> None:
    ok(run_here(capsys, "suspend", "al-aaaa"))
    twice = ok(run_here(capsys, "suspend", "al-aaaa"))
    assert acts(home) == [("al-aaaa", "suspend")]
    assert "undo" not in twice, "there is nothing that an undo would take back"


@pytest.mark.usefixtures("sample")
def test_undo_takes_back_a_suspension(capsys: Capture) -> None:
    ok(run_here(capsys, "suspend", "al-aaaa"))
    assert ok(run_here(capsys, "undo")) == "Al-aaaa is not suspended any more.\n" or states(capsys, "al-aaaa") == [
        "new"
    ]
    assert states(capsys, "al-aaaa") == ["new"]


@pytest.mark.usefixtures("sample")
def test_what_suspend_says_about_undo_is_true_for_a_note_of_several_cards(capsys: Capture) -> None:
    said = ok(run_here(capsys, "suspend", "al-bbbb"))
    undos = 2 if "2" in said or "twice" in said else 1
    for _ in range(undos):
        ok(run_here(capsys, "undo"))
    assert states(capsys, "al-bbbb") == ["new", "new"]


@pytest.mark.usefixtures("sample")
def test_undo_takes_back_the_answers_one_by_one_and_then_says_that_nothing_is_left(capsys: Capture) -> None:
    ok(run_here(capsys, "review", "--plain", typed=EASY * 2))
    assert due(capsys)["new"] == 4
    assert ok(run_here(capsys, "undo")) == "The answer to al-bbbb:term is taken back.\n"
    assert due(capsys)["new"] == 5
    assert ok(run_here(capsys, "undo")) == "The answer to al-aaaa is taken back.\n"
    assert due(capsys)["new"] == 6
    assert ok(run_here(capsys, "undo")) == "Nothing left to undo.\n"
    assert (states(capsys, "al-aaaa"), states(capsys, "al-bbbb")) == (["new"], ["new", "new"])


@pytest.mark.usefixtures("sample")
def test_undo_takes_back_an_unsuspension(capsys: Capture) -> None:
    ok(run_here(capsys, "suspend", "al-aaaa"))
    ok(run_here(capsys, "unsuspend", "al-aaaa"))
    ok(run_here(capsys, "undo"))
    assert states(capsys, "al-aaaa") == ["suspended"]


# Focus


def test_goals_are_kept_in_order_and_cleared(capsys: Capture) -> None:
    spine = ok(run_here(capsys, "focus"))
    assert spine.startswith("New cards follow the spine: mlops, docker, ")
    assert (
        ok(run_here(capsys, "focus", "Kubernetes", "docker", "kubernetes")) == "New cards follow: kubernetes, docker\n"
    )
    assert ok(run_here(capsys, "focus")) == "New cards follow: kubernetes, docker\n"
    assert ok(run_here(capsys, "focus", "--clear")) == spine


def test_goals_decide_which_cards_are_new(capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "decks"
    folder.mkdir()
    for slug in ("alpha", "beta"):
        (folder / f"{slug}.yaml").write_text(f"cards:\n- id: {slug}-0000\n  q: Q?\n  a: A\n", "utf-8")
    monkeypatch.setenv("FLASH_DECKS", str(folder))
    assert "(alpha-0000)" in ok(run_here(capsys, "review", "--plain"))
    ok(run_here(capsys, "focus", "beta"))
    shown = ok(run_here(capsys, "review", "--plain"))
    assert "[1/1] Beta (beta-0000)" in shown


# Config and where


@pytest.mark.usefixtures("sample")
def test_a_setting_is_kept_shown_and_obeyed(capsys: Capture) -> None:
    assert ok(run_here(capsys, "config", "new")).split()[:2] == ["new", "10"]
    assert ok(run_here(capsys, "config", "new", "2")).split()[:2] == ["new", "2"]
    assert due(capsys)["new"] == 2
    rows = [line.split() for line in ok(run_here(capsys, "config")).splitlines()]
    assert ["new", "2"] in [row[:2] for row in rows]


def test_where_names_what_is_there(capsys: Capture, home: Path, sample: Path) -> None:
    ok(run_here(capsys, "config", "new", "2"))
    ok(run_here(capsys, "suspend", "al-aaaa"))
    told = ok(run_here(capsys, "where"))
    places: dict[str, str] = json.loads(ok(run_here(capsys, "where", "--json")))
    assert all(path in told for path in places.values())
    assert {name for name in ("decks", "shipped_decks", "progress", "settings") if Path(places[name]).exists()} == {
        *("decks", "shipped_decks", "progress", "settings")
    }
    assert Path(places["progress"]).parent == home
    assert Path(places["decks"]) == sample


def test_where_runs_before_anything_is_there_and_makes_nothing(capsys: Capture, home: Path) -> None:
    ok(run_here(capsys, "where"))
    assert not home.exists()


# Which decks


def test_the_option_goes_before_the_environment_and_that_before_the_shipped_decks(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = ok(run_here(capsys, "list"))
    assert "al-aaaa" not in shipped
    monkeypatch.setenv("FLASH_DECKS", str(write_sample(tmp_path / "one")))
    assert "al-aaaa" in ok(run_here(capsys, "list"))
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "x.yaml").write_text("cards:\n- id: xx-0000\n  q: Q?\n  a: A\n", "utf-8")
    assert ok(run_here(capsys, "list", "--decks", str(tmp_path / "two"))) == "xx-0000  Q?  →  A\n"
    assert ok(run_here(capsys, "list", "--decks", str(tmp_path / "two" / "x.yaml"))) == "xx-0000  Q?  →  A\n"


def test_own_decks_are_read_over_the_shipped_ones(capsys: Capture, home: Path) -> None:
    (home / "decks").mkdir(parents=True)
    (home / "decks" / "git.yaml").write_text("topic: git\ncards:\n- id: my-0000\n  q: Mine?\n  a: Yes.\n", "utf-8")
    found = ok(run_here(capsys, "list", "--topic", "git"))
    assert "my-0000  Mine?  →  Yes.\n" in found
    assert "git-" in found


# List


@pytest.mark.usefixtures("sample")
def test_list_has_one_line_a_note_with_code_as_it_is_typed(capsys: Capture) -> None:
    lines = ok(run_here(capsys, "list")).splitlines()
    assert len(lines) == 6
    assert lines[0] == "al-aaaa  What is `dict[str, int]` in **Python**?  →  a type"


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["dict[str,"], ["al-aaaa"]),
        (["PYTHON", "annotations"], ["al-aaaa"]),
        (["eigenvalue"], ["al-bbbb"]),
        (["al-dddd"], ["al-dddd"]),
        (["eigenvalue", "Python"], []),
        (["alpha", "even?"], ["al-dddd"]),
    ],
)
def test_all_words_must_occur(capsys: Capture, words: list[str], found: list[str]) -> None:
    lines = ok(run_here(capsys, "list", *words)).splitlines()
    assert [line.split()[0] for line in lines] == found


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("word", ["hint", "right", "cloze", "'q':", "{'", "digest"])
def test_words_are_looked_for_in_what_the_author_wrote(capsys: Capture, word: str) -> None:
    assert ok(run_here(capsys, "list", word)) == ""


# Show


@pytest.mark.usefixtures("sample")
def test_show_tells_the_note_and_its_cards(capsys: Capture) -> None:
    told = ok(run_here(capsys, "show", "al-bbbb"))
    assert told.startswith("al-bbbb · alpha · both, level 1 · ")
    assert "alpha.yaml:14" in told.splitlines()[0]
    assert "term     eigenvalue $\\lambda$\n" in told
    assert [line.split()[:2] for line in told.splitlines()[-2:]] == [["al-bbbb:term", "new"], ["al-bbbb:def", "new"]]


# Check


def check(capsys: Capture, *targets: str) -> tuple[int, list[str], str]:
    ran = run_here(capsys, "check", *targets)
    return ran.code, ran.out.splitlines(), ran.err


HEAD = "sources:\n  page: {doc: The page, url: 'https://example.org'}\ncards:\n"
CARD = "- id: {}\n  q: Which answer does this card have?\n  a: A\n  src: page\n"
GOOD = HEAD + CARD.format("go-aaaa")
BAD = f"{HEAD}- id: be-aaaa\n  q: Which?\n{CARD.format('be-bbbb')}"


def test_sound_decks_are_counted(capsys: Capture, sample: Path) -> None:
    assert check(capsys) == (0, ["6 notes checked, 0 warnings, no error."], "")
    assert check(capsys, "alpha") == (0, ["6 notes checked, 0 warnings, no error."], "")
    assert check(capsys, str(sample / "alpha.yaml"))[0] == 0


def test_what_is_named_is_what_is_checked(capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (sample / "more").mkdir()
    (sample / "more" / "beta.yaml").write_text(BAD, "utf-8")
    monkeypatch.chdir(sample)
    line = "more/beta.yaml:4: kind: "
    for targets in ([], ["beta"], ["more"], ["more/beta.yaml"], [str(sample)], ["beta", "more"], ["alpha", "beta"]):
        code, lines, error = check(capsys, *targets)
        assert (code, len(lines)) == (3, 1), targets
        assert lines[0].startswith(line)
        assert error.startswith("flash: 1 error in the decks")
    assert check(capsys, "alpha")[0] == 0
    assert check(capsys, "alpha.yaml")[0] == 0


def test_a_deck_outside_the_library_is_checked_on_its_own(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "beta.yaml").write_text(BAD, "utf-8")
    (tmp_path / "good.yaml").write_text(GOOD, "utf-8")
    code, lines, _ = check(capsys, str(tmp_path / "beta.yaml"))
    assert (code, len(lines)) == (3, 1)
    assert check(capsys, str(tmp_path / "good.yaml")) == (0, ["1 note checked, 0 warnings, no error."], "")
    assert check(capsys, str(tmp_path))[0] == 3


def test_own_decks_of_a_topic_are_checked_with_it(capsys: Capture, home: Path) -> None:
    (home / "decks").mkdir(parents=True)
    (home / "decks" / "git.yaml").write_text(f"topic: git\n{BAD}", "utf-8")
    assert check(capsys)[0] == 3
    assert check(capsys, str(home / "decks" / "git.yaml"))[0] == 3
    assert check(capsys, "git")[0] == 3
    assert check(capsys, "eigenvalues-and-eigenvectors")[0] == 0


def test_a_file_is_read_anew_whatever_its_time_says(capsys: Capture, sample: Path) -> None:
    path = sample / "alpha.yaml"
    text = path.read_text("utf-8")
    assert check(capsys)[0] == 0
    before = path.stat()
    path.write_text(text.replace("hint:", "tinh:"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert check(capsys)[0] == 3


def test_each_finding_is_one_line_whatever_the_file_is_called(capsys: Capture, sample: Path) -> None:
    (sample / "two\nlines.yaml").write_text(BAD, "utf-8")
    code, lines, _ = check(capsys)
    assert (code, len(lines)) == (3, 1)


# Flash alone


@pytest.mark.usefixtures("sample")
def test_flash_alone_tells_what_today_holds_and_what_to_do(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ok(run_here(capsys)) == "0 due · 6 new · about 3 min\nStart with: flash review.\n"
    ok(run_here(capsys, "review", "--plain", typed=EASY * 5 + "\n3\n"))
    now = ok(run_here(capsys)).splitlines()
    assert now[0] == "0 due · 1 learning · 0 new · about 1 min"
    assert now[1].startswith("Last days   ")
    ok(run_here(capsys, "review", "--plain", typed=EASY))
    assert "Done for today." in ok(run_here(capsys)).splitlines()[-1]
    monkeypatch.setenv("FLASH_NOW", "2026-11-26T08:00")
    ok(run_here(capsys, "review", "--plain", typed=EASY))
    assert "day 2 · 2 in a row" in ok(run_here(capsys)).splitlines()[0]


def test_flash_alone_counts_the_problems_of_the_decks(capsys: Capture, sample: Path) -> None:
    (sample / "beta.yaml").write_text(BAD, "utf-8")
    assert "1 problem in the decks; see: flash check" in ok(run_here(capsys))


# Through several sittings


def write_chain(folder: Path, *level_1: str) -> None:
    """Two topics, of which `beta` needs `alpha`, whose level-1 cards are named."""
    folder.mkdir(exist_ok=True)
    (folder / "roadmap.yaml").write_text(
        "spine: [beta]\nroadmap:\n- {title: Alpha, slug: alpha}\n- {title: Beta, slug: beta, prerequisites: [alpha]}\n",
        "utf-8",
    )
    for slug, names in (("alpha", level_1), ("beta", ("be-aaaa", "be-bbbb"))):
        cards = "".join(f"- id: {name}\n  q: What is {name}?\n  a: A\n  level: 1\n" for name in names)
        (folder / f"{slug}.yaml").write_text(f"topic: {slug}\ncards:\n{cards}", "utf-8")


@pytest.fixture
def chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "decks"
    write_chain(folder, "al-aaaa", "al-bbbb")
    monkeypatch.setenv("FLASH_DECKS", str(folder))
    monkeypatch.setenv("FLASH_NOW", "2026-11-25T08:00")
    return folder


def first_question(capsys: Capture) -> str:
    out = ok(run_here(capsys, "review", "--plain"))
    return out[out.index("(") + 1 : out.index(")")] if "(" in out else ""


@pytest.mark.usefixtures("chain")
def test_flash_alone_tells_what_keeps_a_goal_closed_after_the_cards_of_today(capsys: Capture) -> None:
    ok(run_here(capsys, "config", "new", "1"))
    for _ in range(2):
        assert "Beta opens after 1 more level-1 card of Alpha." in ok(run_here(capsys))
        ok(run_here(capsys, "review", "--plain", "--limit", "1", typed=EASY))
    ok(run_here(capsys, "review", "--plain", "--new", "1", typed=EASY))
    assert "opens after" not in ok(run_here(capsys))


@pytest.mark.usefixtures("chain")
def test_flash_alone_says_that_all_was_seen_only_when_it_was(capsys: Capture) -> None:
    assert "Every card of your goals has been seen" not in ok(run_here(capsys))
    ok(run_here(capsys, "review", "--plain", typed=EASY * 4))
    assert "Every card of your goals has been seen" in ok(run_here(capsys))


@pytest.mark.usefixtures("chain")
def test_a_topic_named_on_the_command_line_opens_at_once(capsys: Capture) -> None:
    assert first_question(capsys) == "al-aaaa"
    assert "(be-aaaa)" in ok(run_here(capsys, "review", "--plain", "beta"))


def test_what_a_sitting_opened_stays_open_when_the_deck_grows(capsys: Capture, chain: Path) -> None:
    ok(run_here(capsys, "review", "--plain", "--limit", "2", typed=EASY * 2))
    write_chain(chain, "al-aaaa", "al-bbbb", "al-cccc")
    ok(run_here(capsys, "config", "new", "0"))
    assert "opens after" not in ok(run_here(capsys))


@pytest.mark.usefixtures("sample")
def test_a_card_whose_step_ends_on_another_day_is_not_promised_for_today(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ok(run_here(capsys, "config", "learning_steps", "1m", "2d"))
    ok(run_here(capsys, "config", "new", "1"))
    ok(run_here(capsys, "review", "--plain", typed="\n3\n"))
    assert states(capsys, "al-aaaa") == ["learning"]
    assert due(capsys) == {"due": 0, "learning": 0, "new": 0, "minutes": 0}
    monkeypatch.setenv("FLASH_NOW", "2026-11-27T08:00")
    assert due(capsys)["learning"] == 1


def correct(sample: Path, on: str) -> None:
    text = (sample / "alpha.yaml").read_text("utf-8")
    mended = text.replace("  a: a type\n", f"  a: a mapping\n  fixed: {{on: {on}, was: a type}}\n")
    (sample / "alpha.yaml").write_text(mended, "utf-8")


@pytest.mark.parametrize("on", ["2026-11-26", "2026-11-25"])
def test_a_card_that_was_seen_wrong_is_shown_as_corrected_however_late_the_correction_arrives(
    capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, on: str
) -> None:
    ok(run_here(capsys, "review", "--plain", "--limit", "1", typed=EASY))
    monkeypatch.setenv("FLASH_NOW", "2026-11-27T08:00")
    correct(sample, on)
    told = ok(run_here(capsys, "review", "--plain", "--limit", "1", typed=EASY))
    assert "1 corrected" in told
    assert "(al-aaaa)" in told
    assert "Corrected. It was: a type" in told
    assert "(al-aaaa)" not in ok(run_here(capsys, "review", "--plain"))
