"""Each reading rule: what breaks it is named by rule, line and card, and all the rest is served."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.library import open_library
from roadmap_flash.decks.problems import READING_RULES, Problem
from tests.decks.broken_decks import BROKEN, HEAD, TAIL, Broken, drill
from tests.support.decks import brief, read, write


def _library_of(broken: Broken, folder: Path) -> Path:
    """The files in a folder, with a picture, a picture in a folder, and a link to one outside."""
    for name, text in broken.files.items():
        if isinstance(text, str) and text.startswith("-> "):
            (folder / name).symlink_to(text.removeprefix("-> "))
        else:
            write(folder / name, text)
    write(folder / "picture.png", b"\x89PNG")
    write(folder / "folder" / "picture.png", b"\x89PNG")
    write(folder.parent / "outside.png", b"\x89PNG")
    (folder / "outside.png").symlink_to("../outside.png")
    return folder


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_one_mistake_is_named_and_the_rest_is_served(broken: Broken, tmp_path: Path) -> None:
    folder = tmp_path / "decks"
    folder.mkdir()
    library = open_library([_library_of(broken, folder)], None)
    path = str(folder / broken.path)
    assert brief(library.problems) == [(broken.line, broken.card, broken.rule)]
    (problem,) = library.problems
    assert problem == Problem(path, broken.line, broken.card, broken.rule, "error", problem.message)
    assert str(problem) == clean_line(f"{path}:{broken.line}: {broken.rule}: {problem.message}")
    assert len(problem.message) < 300
    assert {note.id for note in library.notes()} == broken.served
    assert {ref.note_id for ref in library.refs()} == broken.served


def test_there_is_a_broken_deck_for_every_reading_rule() -> None:
    elsewhere = {"roadmap"}  # it needs two roots: test_own_roadmap.py
    assert {broken.rule for broken in BROKEN} | elsewhere == set(READING_RULES)


def test_every_broken_deck_has_a_name_of_its_own() -> None:
    names = [broken.name for broken in BROKEN]
    assert len(names) == len(set(names)) >= 40


def test_the_good_parts_of_the_broken_decks_are_sound() -> None:
    found = read(HEAD + TAIL)
    assert found.problems == []
    assert [note.id for note in found.notes] == ["al-good", "al-fine"]
    assert read(HEAD + drill() + TAIL).problems == []


def test_several_mistakes_of_one_card_are_all_named() -> None:
    found = read('cards:\n- id: al-aaaa\n  q: What is $x?\n  a: "a\\tb"\n  level: 9\n  wrong: []\n')
    assert brief(found.problems) == [
        (3, "al-aaaa", "unmatched-dollar"),
        (4, "al-aaaa", "tab"),
        (5, "al-aaaa", "value"),
        (2, "al-aaaa", "kind"),
    ]


def test_mistakes_of_several_cards_are_all_named() -> None:
    bad, good = "- id: al-aaaa\n  q: x: y\n", "- id: al-bbbb\n  q: x\n  a: y\n"
    found = read(f"cards:\n{bad}{good}- id: al-cccc\n  q: [x\n- id: al-dddd\n  q: x\n")
    assert brief(found.problems) == [(3, "", "syntax"), (8, "", "syntax"), (9, "al-dddd", "kind")]
    assert [note.id for note in found.notes] == ["al-bbbb"]


def test_what_is_wrong_with_text_is_told_without_repeating_its_control_characters() -> None:
    found = read(
        'cards:\n- id: "al\\e-aaaa"\n  "\\e[2J": x\n  "\\e[2J": y\n- {id: al-bbbb, "\\e]0;x\\a": x, q: x, a: y}\n'
    )
    assert {problem.rule for problem in found.problems} == {"control-character", "duplicate-key", "unknown-key"}
    for problem in found.problems:
        assert problem.message == clean_line(problem.message)
        assert problem.card == clean_line(problem.card)


def test_a_gap_of_five_thousand_digits_is_a_mistake_like_another() -> None:
    found = read(f"cards:\n- id: al-aaaa\n  cloze: 'a {{{{c{'1' * 5000}::gap}}}}'\n- id: al-bbbb\n  q: x\n  a: y\n")
    assert {problem[1:4] for problem in found.problems} == {(3, "al-aaaa", "cloze")}
    assert [note.id for note in found.notes] == ["al-bbbb"]


@pytest.mark.parametrize("formula", ["a + b; a", "c = a + b", "a += b"])
def test_a_formula_is_one_expression_whatever_warnings_do(formula: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert brief(read("cards:\n" + drill(f"'{formula}'")).problems) == [(5, "al-aaaa", "compute")]


_BOMBS = {
    "a power": "3999999 ** 3999999",
    "a negative power": "2 ** -3999999 * 3999999 ** 3999999",
    "a rounding": "round(a, -1000000000)",
    "a padded text": "'len(\"%1000000000d\" % a)'",
    "a padded f-string": "'f\"{a:1000000000d}\"'",
    "many arguments": f"max({', '.join(['a'] * 30_000)})",
    "many formulas": f"[{', '.join(['a'] * 100_000)}]",
}


def _read_elsewhere(text: str, seconds: int) -> str:
    """What is wrong with a deck, read in a process of its own that is stopped after so many seconds."""
    program = (
        "import resource, sys\n"
        "if sys.platform == 'linux': resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"
        "from pathlib import Path; from roadmap_flash.decks.reader import read_text\n"
        "found = read_text(sys.stdin.buffer.read(), Path('alpha.yaml'), None)\n"
        "print(*[(p.line, p.card, p.rule) for p in found.problems], [note.id for note in found.notes])"
    )
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, input=text.encode(), capture_output=True, timeout=seconds, check=True)
    return run.stdout.decode().strip()


@pytest.mark.parametrize("formula", _BOMBS.values(), ids=_BOMBS.keys())
def test_a_formula_that_would_take_hours_or_gigabytes_is_refused(formula: str) -> None:
    wide = f"{{a: {list(range(1, 1001))}, b: [1]}}"
    text = HEAD + drill(formula if formula[0] in "'[" else f"b + {formula}", wide) + TAIL
    assert _read_elsewhere(text, 5) == "(14, 'al-aaaa', 'compute') ['al-good', 'al-fine']"


_LONG = {
    "items that cannot be read": "cards:\n" + "- *x\n" * 40_000,
    "items that are texts": "cards:\n" + "- x\n" * 40_000,
    "formulas": "cards:\n- q: x\n  a: a" + " $a$" * 40_000 + "\n",
    "open formulas": "cards:\n- q: x\n  a: a" + " $a" * 40_000 + "\n",
    "open display formulas": "cards:\n- q: x\n  a: a" + " $$a\\" * 40_000 + "\n",
    "open gaps": "cards:\n- cloze: a" + " {{c1::a" * 40_000 + "\n",
    "gaps": "cards:\n- cloze: a" + " {{c1::a}}" * 40_000 + "\n",
    "backticks": "cards:\n- q: x\n  a: a" + " `` `" * 40_000 + "\n",
    "one run of backticks": "cards:\n- q: x\n  a: a" + "`" * 500_000 + "b" * 400_000 + "\n",
    "keys": "cards:\n-" + "".join(f" k{number}: x\n " for number in range(20_000)) + "\n",
    "comments": "cards:\n- q: x\n  a: y" + " # x\n" * 40_000,
}


@pytest.mark.parametrize("text", _LONG.values(), ids=_LONG.keys())
def test_a_long_deck_of_anything_is_read_in_seconds(text: str) -> None:
    assert 100_000 < len(text) <= 2**20
    _read_elsewhere(text, 10)


def test_a_pipe_in_place_of_a_deck_does_not_stop_anything(tmp_path: Path) -> None:
    write(tmp_path / "decks" / "beta.yaml", "cards:\n- id: be-good\n  q: x\n  a: y\n")
    os.mkfifo(tmp_path / "decks" / "alpha.yaml")
    program = (
        "import sys; from pathlib import Path; from roadmap_flash.decks.library import open_library\n"
        "found = open_library([Path(sys.argv[1])], None)\n"
        "print(*[(p.line, p.card, p.rule) for p in found.problems], [note.id for note in found.notes()])"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "decks")]
    run = subprocess.run(command, capture_output=True, timeout=10, check=True)
    assert run.stdout.decode().strip() == "(1, '', 'unreadable') ['be-good']"


def test_a_file_name_that_is_no_utf_8_is_named_and_the_rest_is_served(tmp_path: Path) -> None:
    write(tmp_path / "decks" / "beta.yaml", "cards:\n- id: be-good\n  q: x\n  a: y\n")
    try:
        Path(os.fsdecode(os.fsencode(tmp_path / "decks") + b"/al\xffpha.yaml")).write_text("cards: []\n")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    for _ in range(2):
        library = open_library([tmp_path / "decks"], tmp_path / "cache")
        assert [problem.rule for problem in library.problems] == ["unreadable"]
        assert [note.id for note in library.notes()] == ["be-good"]
