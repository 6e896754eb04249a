"""The findings of a library are the same whatever is remembered of them; only what changed is judged anew."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from roadmap_flash.core.model import Note
from roadmap_flash.decks import lint, memory
from roadmap_flash.decks.findings import Findings
from roadmap_flash.decks.library import open_library
from roadmap_flash.decks.memory import Memory
from roadmap_flash.decks.problems import Problem
from tests.support.cards import HEADER, asks, deck_of
from tests.support.decks import write

LOOKS = "Which command makes Git stop tracking the file `{}` but keeps it on disk?"
CARDS = [
    *(asks(LOOKS.format(name), "git rm\nsrc: page") for name in ("a", "b", "the-very-oldest.log of all")),
    asks("Is it so?", "Yes."),
    "cloze: 'A {{c1::first}} gap.'\nallow: [long-answer]",
]


def write_library(folder: Path, cards: list[str] = CARDS) -> Path:
    write(folder / "alpha.yaml", deck_of(*cards))
    write(folder / "beta.yaml", deck_of(f"id: be-aaaa\n{CARDS[0]}", header=HEADER.replace("alpha", "beta")))
    return folder


def problems(
    root: Path, path: Path | None, wanted: Callable[[str], bool] = lambda _: True, complete: bool = False
) -> list[Problem]:
    library = open_library([root], None)
    return list(Findings(library, root, Memory(path), wanted, lambda _: None, complete=complete).problems())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_library(tmp_path / "decks")


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the cards that are judged from now on."""
    found: list[str] = []
    judge = lint.judge_card

    def counted(note: Note, *, proven: bool) -> list[lint.Finding]:
        found.append(note.id)
        return judge(note, proven=proven)

    monkeypatch.setattr(lint, "judge_card", counted)
    return found


def test_all_kinds_of_findings_are_there_each_once(root: Path) -> None:
    found = problems(root, None)
    assert {problem.rule for problem in found} >= {"yes-no", "duplicate", "look-alike", "superfluous-allow"}
    assert len(found) == len(set(found))
    assert all(problem.path.startswith(str(root)) and problem.line > 0 for problem in found)


def test_what_is_remembered_is_not_judged_again_and_says_the_same(
    root: Path, tmp_path: Path, judged: list[str]
) -> None:
    path = tmp_path / "cache" / "findings.json"
    fresh = problems(root, None)
    assert problems(root, path) == fresh
    judged.clear()
    assert problems(root, path) == fresh
    assert judged == []
    write_library(root, [*CARDS[:3], asks("Is it not so?", "Yes."), CARDS[4]])
    assert problems(root, path) == problems(root, None)
    assert judged[0] == "al-0003"
    assert len(judged) == 1 + 6


def test_a_card_that_moved_is_told_at_its_new_line(root: Path, tmp_path: Path, judged: list[str]) -> None:
    path = tmp_path / "findings.json"
    before = {problem.card: problem.line for problem in problems(root, path) if problem.rule == "yes-no"}
    text = (root / "alpha.yaml").read_text("utf-8")
    write(root / "alpha.yaml", text.replace("cards:\n", "cards:\n\n# a comment\n"))
    judged.clear()
    after = {problem.card: problem.line for problem in problems(root, path) if problem.rule == "yes-no"}
    assert after == {card: line + 2 for card, line in before.items()}
    assert judged == []


def test_random_edits_leave_nothing_stale(root: Path, tmp_path: Path) -> None:
    path, chance = tmp_path / "findings.json", random.Random(7)
    pool = [*CARDS, *(asks(f"Which value does setting {n} take here?", f"value {n}") for n in range(8))]
    for _ in range(25):
        ids = chance.sample(range(30), 6)
        cards = [f"id: al-{number:04d}\n{chance.choice(pool)}" for number in ids]
        write_library(root, cards)
        wanted = chance.choice([lambda _: True, lambda file: "alpha" in file, lambda file: "beta" in file])
        assert problems(root, path, wanted) == problems(root, None, wanted)


DAMAGE = ["", "null", "[]", "{}", '{"version": 1}', "[1, 2, 3, 4]", "\x00\xff", "[" * 100_000, None]


@pytest.mark.parametrize("text", DAMAGE, ids=range(len(DAMAGE)))
def test_a_damaged_file_costs_time_only(root: Path, tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "findings.json"
    fresh = problems(root, path)
    if text is None:
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(text.encode("latin-1"))
    assert problems(root, path) == fresh
    assert problems(root, path) == fresh
    assert {file.name for file in tmp_path.iterdir()} == {"decks", "findings.json"}


@pytest.mark.parametrize("part", [1, 2, 3])
def test_each_part_of_the_file_may_be_damaged(root: Path, tmp_path: Path, part: int) -> None:
    path = tmp_path / "findings.json"
    fresh = problems(root, path)
    for value in (None, 1, [[1]], {"al-0003": [[1, 2]]}, {"al-0003": 5}):
        kept = json.loads(path.read_text("ascii"))
        kept[part] = value
        path.write_text(json.dumps(kept), "ascii")
        assert problems(root, path) == fresh


def test_findings_of_other_rules_are_not_believed(
    root: Path, tmp_path: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "findings.json"
    problems(root, path)
    judged.clear()
    monkeypatch.setattr(lint, "version", lambda: "other")
    problems(root, path)
    assert len(judged) == 6


def test_a_library_of_very_many_look_alikes_is_compared_anew(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST_PAIRS", 0)
    path = tmp_path / "findings.json"
    fresh = problems(root, path)
    assert problems(root, path) == fresh
    assert json.loads(path.read_text("ascii"))[2:] == [{}, []]


def test_look_alikes_of_what_is_wanted_are_searched_everywhere(root: Path) -> None:
    found = {problem.rule: problem for problem in problems(root, None, lambda file: "beta" in file)}
    assert {problem.card for problem in found.values()} == {"be-aaaa"}
    assert "alpha.yaml" in found["duplicate"].message


def test_decks_called_complete_are_held_to_the_roadmap(root: Path) -> None:
    write(
        root / "roadmap.yaml",
        "roadmap:\n- {title: A, slug: alpha, cards: '9', executable: '0.5'}\n- {title: B, slug: beta, cards: '1'}\n",
    )
    for complete, severity in ((False, "warning"), (True, "error")):
        (found,) = [problem for problem in problems(root, None, complete=complete) if problem.rule == "too-few-notes"]
        assert found[:5] == (str(root / "alpha.yaml"), 1, "", "too-few-notes", severity)


def test_own_cards_are_no_part_of_the_shipped_deck_but_stand_ins_are(tmp_path: Path) -> None:
    shipped, own = tmp_path / "decks", tmp_path / "own"
    write(shipped / "roadmap.yaml", "roadmap:\n- {title: A, slug: alpha, cards: '2', ages: 'true'}\n")
    header = HEADER.replace("sources", "as_of: {git: '2.39'}\nsources")
    write(shipped / "alpha.yaml", deck_of(asks("What does a node do?"), asks("Where does a pod run?"), header=header))
    write(own / "alpha.yaml", deck_of("id: al-0001\n" + asks("Where is a pod run?"), header="topic: alpha\n"))
    library = open_library([shipped, own], None)
    found = Findings(library, shipped, Memory(None), lambda _: True, lambda _: None, complete=True).problems()
    assert {problem.rule for problem in found} <= {"unsourced"}
