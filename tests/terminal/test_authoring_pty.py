"""Writing cards on a real pseudo-terminal: the prompts of `flash add`, and `e` in a review."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import roadmap_flash
from roadmap_flash.decks.reader import read_deck
from tests.support.editors import write_editor
from tests.support.installed import write_shipped
from tests.support.pty import ENTER, LEAVE, Terminal, acts, cards, flash
from tests.support.running import PROGRAM
from tests.support.samples import write_sample

FIRST = "What is dict[str, int] in Python?"
SOURCE = Path(roadmap_flash.__file__).parent
CHANGE = "sed -i 's/a type/of a mapping/' \"$file\""


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASH_NOW", "2026-11-27T08:00")


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    return write_sample(tmp_path / "decks")


def editor(tmp_path: Path, script: str) -> dict[str, str]:
    """The environment with an editor that runs a script."""
    path, _ = write_editor(tmp_path / "editors", script)
    return {"EDITOR": str(path), "VISUAL": ""}


def said(terminal: Terminal, text: str) -> None:
    """Until the program wrote a text."""
    terminal.wait_until(lambda: text in terminal.written, repr(text))


def answer(terminal: Terminal, prompt: str, typed: str, number: int = 1) -> None:
    """Type a line at the `number`th prompt of this kind."""
    terminal.wait_until(lambda: terminal.written.count(prompt) >= number, f"{prompt!r} {number} times")
    terminal.send(f"{typed}\n")


def questions(decks: Path) -> list[str]:
    return [str(note.fields.get("q")) for note in read_deck(decks / "alpha.yaml", None).notes]


def test_cards_are_asked_for_one_by_one(decks: Path) -> None:
    with flash("add", "alpha", "--decks", decks) as terminal:
        said(terminal, "Sources of this deck: page.")
        answer(terminal, "question", "What is new: one?")
        answer(terminal, "answer  ", "")
        answer(terminal, "answer  ", "# this", 2)
        answer(terminal, "why  ", "")
        answer(terminal, "source ", "page")
        answer(terminal, "level  ", "7")
        answer(terminal, "level  ", "2", 2)
        said(terminal, "The page")
        answer(terminal, "question  ", "What is new: two?", 2)
        answer(terminal, "answer  ", "that", 3)
        for prompt, number in (("why  ", 2), ("source ", 2), ("level  ", 3)):
            answer(terminal, prompt, "", number)
        answer(terminal, "Add it all the same?", "n")
        answer(terminal, "mend it in the editor", "n")
        answer(terminal, "question  ", "", 3)
        assert terminal.exit_status() == 0
        assert terminal.is_clean
        assert terminal.stray == []
    note = read_deck(decks / "alpha.yaml", None).notes[-1]
    assert note.fields == {"id": note.id, "q": "What is new: one?", "a": "# this", "level": 2, "src": ["page"]}
    assert "What is new: two?" not in questions(decks)


def test_a_wrong_card_is_mended_in_the_editor(decks: Path, tmp_path: Path) -> None:
    env = editor(tmp_path, "sed -i 's/a \\$ sign/a dollar/' \"$file\"")
    with flash("add", "alpha", "--decks", decks, env=env) as terminal:
        answer(terminal, "question", "What is a $ sign?")
        for prompt in ("answer  ", "why  ", "source ", "level  "):
            answer(terminal, prompt, "money" if prompt == "answer  " else "")
        said(terminal, "unmatched-dollar")
        answer(terminal, "mend it in the editor", "")
        answer(terminal, "Add it all the same?", "")
        answer(terminal, "question  ", "", 2)
        assert terminal.exit_status() == 0
    assert questions(decks)[-1] == "What is a dollar?"


def test_prompts_are_no_data(decks: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = f"exec {' '.join(PROGRAM)} add alpha --decks {decks} > {out}"
    with Terminal("/bin/bash", "-c", command) as terminal:
        answer(terminal, "question", "What is new, and where?")
        for prompt in ("answer  ", "why  ", "source ", "level  "):
            answer(terminal, prompt, "here" if prompt == "answer  " else "")
        answer(terminal, "Add it all the same?", "")
        answer(terminal, "question  ", "", 2)
        assert terminal.exit_status() == 0
    assert out.read_text().split()[0] == read_deck(decks / "alpha.yaml", None).notes[-1].id
    assert out.read_text().count("\n") == 1


def test_prompts_can_be_left(decks: Path) -> None:
    before = (decks / "alpha.yaml").read_bytes()
    for keys, status in (("\x04", 130), ("\x03", 130)):
        with flash("add", "alpha", "--decks", decks) as terminal:
            said(terminal, "question")
            assert terminal.leave(keys) == status
            assert terminal.is_clean
    assert (decks / "alpha.yaml").read_bytes() == before


def test_a_card_that_is_broken_off_is_kept(decks: Path, home: Path) -> None:
    with flash("add", "alpha", "--decks", decks) as terminal:
        answer(terminal, "question", "What is half done?")
        said(terminal, "answer  ")
        assert terminal.leave("\x03") == 130
        assert "What was typed is kept in" in terminal.written
    (kept,) = (home / "drafts").iterdir()
    assert kept.read_text() == "- q: What is half done?\n"


@pytest.mark.parametrize(
    ("question", "prompt"), [("Is it typed?", "Add it all the same?"), ("What is a $ sign?", "mend it in the editor")]
)
def test_a_card_that_is_broken_off_after_its_last_answer_is_kept(
    decks: Path, home: Path, question: str, prompt: str
) -> None:
    with flash("add", "alpha", "--decks", decks) as terminal:
        answer(terminal, "question", question)
        for asked in ("answer  ", "why  ", "source ", "level  "):
            answer(terminal, asked, "this" if asked == "answer  " else "")
        said(terminal, prompt)
        assert terminal.leave("\x03") == 130
        assert "What was typed is kept in" in terminal.written
    (kept,) = (home / "drafts").iterdir()
    assert question in kept.read_text()


def test_a_card_from_the_editor_that_is_not_wanted_so_is_edited_again(decks: Path, tmp_path: Path, home: Path) -> None:
    env = editor(tmp_path, "sed -i -e 's/^- q:/- q: Is it typed?/' -e 's/^  a:/  a: this/' \"$file\"")
    with flash("add", "alpha", "-e", "--decks", decks, env=env) as terminal:
        answer(terminal, "Add it all the same?", "n")
        answer(terminal, "back to the editor", "q")
        assert terminal.exit_status() == 3
    (kept,) = (home / "drafts").iterdir()
    assert "q: Is it typed?" in kept.read_text()


def test_e_makes_a_version_of_ones_own_in_an_installed_copy(tmp_path: Path, home: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(SOURCE, site / "roadmap_flash", ignore=shutil.ignore_patterns("__pycache__"))
    write_shipped(site / "roadmap_flash" / "shipped")
    env = {**editor(tmp_path, "sed -i 's/a: one/a: uno/' \"$file\""), "PYTHONPATH": str(site)}
    home.mkdir()
    (home / "config.toml").write_text("minutes = 20\n")
    with flash("review", "alpha", env=env, cwd=tmp_path) as terminal:
        terminal.wait("What is shipped first?")
        terminal.press(" ", "1 Again")
        terminal.press("e", "Saved; its progress stays.")
        terminal.wait("uno")
        terminal.press("3", "What is shipped second?")
        terminal.send("q")
        assert terminal.exit_status() == 0
    assert "a: uno" in (home / "decks" / "basics" / "alpha.yaml").read_text()
    assert "a: one" in (site / "roadmap_flash" / "shipped" / "basics" / "alpha.yaml").read_text()
    assert acts(home) == [("al-aaaa", "answer", 3)]


def test_e_edits_the_card_on_the_full_screen(decks: Path, tmp_path: Path, home: Path) -> None:
    env = editor(tmp_path, f"echo in the editor > /dev/tty; stty -a < /dev/tty > {tmp_path}/stty; {CHANGE}; sleep 0.2")
    with flash("review", "--decks", decks, env=env) as terminal:
        terminal.wait(FIRST)
        terminal.press(" ", "a type")
        terminal.press("e", "Saved; its progress stays.")
        terminal.wait("of a mapping")
        terminal.press("3", "2 / ")
        assert cards(home)["al-aaaa"].reps == 1
        terminal.press("e", "Nothing was changed.")
        terminal.send("q")
        assert terminal.exit_status() == 0
        assert terminal.is_clean
        assert terminal.written.count(LEAVE) == terminal.written.count(ENTER) == 3
    assert (tmp_path / "stty").read_text().count(" icanon") == 1
    assert "of a mapping" in (decks / "alpha.yaml").read_text()
    assert acts(home) == [("al-aaaa", "answer", 3)]


def test_the_time_in_the_editor_is_no_time_of_the_answer(decks: Path, tmp_path: Path, home: Path) -> None:
    with flash("review", "--decks", decks, env=editor(tmp_path, f"{CHANGE}; sleep 3")) as terminal:
        terminal.wait(FIRST)
        terminal.press("e", "Saved")
        terminal.press(" ", "of a mapping")
        terminal.press("3", "2 / ")
        terminal.send("q")
        terminal.exit_status()
    from roadmap_flash.store import reading
    from roadmap_flash.store.store import open_store

    with open_store(home) as store:
        (took,) = reading.recent_times(store.database, 1)
    assert took < 3000


def test_a_card_that_is_not_sound_can_be_edited_again_or_left(decks: Path, tmp_path: Path) -> None:
    before = (decks / "alpha.yaml").read_bytes()
    with flash("review", "--decks", decks, env=editor(tmp_path, 'echo "- {" >> "$file"')) as terminal:
        terminal.wait(FIRST)
        terminal.send("e")
        said(terminal, "back to the editor")
        terminal.send("\n")
        terminal.wait_until(lambda: terminal.written.count("back to the editor") == 2, "the second question")
        terminal.send("q\n")
        terminal.wait("what was typed is kept in")
        terminal.wait(FIRST)
        terminal.send("q")
        assert terminal.exit_status() == 0
        assert terminal.is_clean
    assert (decks / "alpha.yaml").read_bytes() == before


def test_ctrl_c_and_ctrl_z_in_the_editor_are_the_editor_s(decks: Path, tmp_path: Path) -> None:
    trap = f"trap 'echo caught > {tmp_path}/caught' INT; echo ready > /dev/tty"
    script = f"{trap}; sleep 0.1; read -r line < /dev/tty; {CHANGE}"
    with flash("review", "--decks", decks, env=editor(tmp_path, script)) as terminal:
        terminal.wait(FIRST)
        terminal.send("e")
        said(terminal, "ready")
        terminal.send("\x03")
        terminal.wait_until((tmp_path / "caught").exists, "the editor's own Ctrl-C")
        terminal.send("\x1a\n")  # stops nobody here, as no shell waits; the review must not draw or stop by itself
        terminal.wait("Saved")
        terminal.send("q")
        assert terminal.exit_status() == 0
        assert terminal.is_clean


def test_cards_without_ids_go_on_after_the_edit(decks: Path, tmp_path: Path, home: Path) -> None:
    deck = decks / "alpha.yaml"
    deck.write_text("topic: alpha\ncards:\n" + "".join(f"- q: What is number {n}?\n  a: {n}\n" for n in range(4)))
    with flash(
        "review", "--decks", decks, env=editor(tmp_path, "sed -i 's/number 1/the first/' \"$file\"")
    ) as terminal:
        terminal.wait("What is number 0?")
        terminal.press(" ", "1 Again")
        terminal.press("3", "What is number 1?")
        terminal.press("e", "What is the first?")
        for question in ("What is number 2?", "What is number 3?"):
            terminal.press(" ", "1 Again")
            terminal.press("3", question)
        terminal.send("q")
        assert terminal.exit_status() == 0
    assert sorted(card.reps for card in cards(home).values()) == [1, 1, 1]
    ids = [note.id for note in read_deck(deck, None).notes]
    assert set(cards(home)) == set(ids[:3])
    assert deck.read_text().count("- id: ") == 4


def test_a_card_deleted_in_the_editor_makes_room_for_the_next(decks: Path, tmp_path: Path) -> None:
    with flash("review", "--decks", decks, env=editor(tmp_path, "sed -i '/al-aaaa/,/^$/d' \"$file\"")) as terminal:
        terminal.wait(FIRST)
        terminal.press("e", "The card is gone from its deck")
        terminal.wait("eigenvalue")
        terminal.send("q")
        assert terminal.exit_status() == 0


def test_e_edits_the_card_line_by_line(decks: Path, tmp_path: Path, home: Path) -> None:
    with flash("review", "--plain", "--decks", decks, env=editor(tmp_path, CHANGE)) as terminal:
        said(terminal, "(al-aaaa)")
        terminal.send("\n")
        said(terminal, "Answer: a type")
        terminal.send("e\n")
        said(terminal, "Answer: of a mapping")
        said(terminal, "Saved; its progress stays.")
        terminal.send("3\n")
        said(terminal, "Good: again in")
        terminal.send("q\n")
        assert terminal.exit_status() == 0
    assert acts(home) == [("al-aaaa", "answer", 3)]
