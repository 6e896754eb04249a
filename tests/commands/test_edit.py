"""`flash edit`: the right line, the right deck, and no typed text is ever lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from roadmap_flash.decks.editing import files
from roadmap_flash.store.store import open_store
from tests.support.editors import use_editor
from tests.support.installed import ALPHA, install
from tests.support.running import assert_refused, run_here
from tests.support.stores import card_rows

Capture = pytest.CaptureFixture[str]
CHANGE = "sed -i 's/a type/an annotation/' \"$file\""


def progress(home: Path) -> dict[str, int]:
    with open_store(home) as store:
        return {card_id: card.reps for card_id, card in card_rows(store.database).items()}


def drafts(home: Path) -> list[Path]:
    return sorted((home / "drafts").iterdir()) if (home / "drafts").exists() else []


@pytest.mark.parametrize("what", [("al-aaaa",), ("al-bbbb:term",), ("eigenvalue", "FACTOR")])
def test_a_card_by_id_or_words(
    capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path, what: tuple[str, ...]
) -> None:
    calls = use_editor(monkeypatch, home, "grep -n . \"$file\" | sed -n '1,99p' >&2; true", name="vim")
    ran = run_here(capsys, "edit", *what)
    assert (ran.code, ran.out) == (0, "")
    ((place, _, draft),) = calls()
    line = int(place.removeprefix("+"))
    expected = "- id: al-aaaa" if what == ("al-aaaa",) else "- id: al-bbbb"
    assert (sample / "alpha.yaml").read_text().splitlines()[line - 1] == expected
    assert draft.endswith("alpha.yaml")
    assert drafts(home) == []


def test_the_card_is_checked_and_shown(
    capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    run_here(capsys, "review", "--plain", "--limit", "1", typed="\n3\n")
    before = progress(home)
    text = (sample / "alpha.yaml").read_text()
    use_editor(monkeypatch, home, CHANGE)
    ran = run_here(capsys, "edit", "last")
    assert ran.code == 0, ran
    assert (sample / "alpha.yaml").read_text() == text.replace("a type", "an annotation")
    assert "an annotation" in ran.err
    assert ran.out.startswith("al-aaaa  ")
    assert progress(home) == before == {"al-aaaa": 1}
    assert run_here(capsys, "edit", "al-aaaa").err == "Nothing was changed.\n"


def test_a_whole_deck(capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    calls = use_editor(monkeypatch, home, "printf '\\n- q: new?\\n  a: yes it is\\n' >> \"$file\"", name="nano")
    ran = run_here(capsys, "edit", "alpha")
    assert ran.code == 0
    assert calls()[0][0] == "+1"
    assert "question." in ran.out
    assert "new?" in (sample / "alpha.yaml").read_text()


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (("zzz",), ("no card or topic is called 'zzz'",)),
        (("a",), ("6 cards have 'a'", "al-aaaa", "by its id")),
        (("last",), ("no card was answered yet",)),
        (("\x1b[31m",), ("no card or topic",)),
        (("",), ("no card or topic",)),
    ],
)
def test_what_is_not_meant(
    capsys: Capture,
    sample: Path,
    monkeypatch: pytest.MonkeyPatch,
    home: Path,
    what: tuple[str, ...],
    words: tuple[str, ...],
) -> None:
    use_editor(monkeypatch, home, "exit 9")
    assert_refused(run_here(capsys, "edit", *what), 2, *words)


def test_an_editor_that_fails_at_once_leaves_no_draft(
    capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    use_editor(monkeypatch, home, "exit 1")
    ran = run_here(capsys, "edit", "al-aaaa")
    assert_refused(ran, 2, "ended with code 1")
    assert "is kept" not in ran.err
    assert drafts(home) == []


@pytest.mark.parametrize(
    ("script", "code", "words"),
    [
        (f"{CHANGE}; exit 1", 2, "ended with code 1"),
        (f'{CHANGE}; echo \'- q: "open\' >> "$file"', 3, "YAML cannot be read"),
        (f"{CHANGE}; sed -i 's/level: 1/level: 9/' \"$file\"", 3, "level"),
        (f"{CHANGE}; sed -i 's/al-bbbb/al-aaaa/' \"$file\"", 3, "duplicate-id"),
        (f"{CHANGE}; printf '\\xff' >> \"$file\"", 3, "is not UTF-8"),
    ],
)
def test_what_was_typed_is_kept(
    capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path, script: str, code: int, words: str
) -> None:
    before = (sample / "alpha.yaml").read_bytes()
    use_editor(monkeypatch, home, script)
    ran = run_here(capsys, "edit", "al-aaaa")
    (kept,) = drafts(home)
    assert_refused(ran, code, words, f"what was typed is kept in {kept}")
    assert b"an annotation" in kept.read_bytes()
    assert (sample / "alpha.yaml").read_bytes() == before


def test_a_deck_that_changed_meanwhile_is_left_alone(
    capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    deck = sample / "alpha.yaml"
    use_editor(monkeypatch, home, f"{CHANGE}; echo '# theirs' >> '{deck}'")
    before = deck.read_text()
    ran = run_here(capsys, "edit", "al-aaaa")
    (kept,) = drafts(home)
    assert_refused(ran, 3, "changed meanwhile", str(kept))
    assert deck.read_text() == before + "# theirs\n"
    assert "an annotation" in kept.read_text()


def test_a_read_only_folder_is_named(
    capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    use_editor(monkeypatch, home, CHANGE)
    monkeypatch.setattr(files, "replace_file", refuse)  # root may write into any folder
    ran = run_here(capsys, "edit", "al-aaaa")
    (kept,) = drafts(home)
    assert_refused(ran, 3, "alpha.yaml: cannot be written: Permission denied", str(kept))


@pytest.mark.parametrize("name", ["--wq.yml", "; rm -rf x.yaml", "$(x) `y`.yaml", " .yaml", "line\nfeed.yaml"])
def test_a_deck_may_be_called_anything_that_can_be_shown(
    capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path, name: str
) -> None:
    deck = sample / name
    (sample / "alpha.yaml").rename(deck)
    calls = use_editor(monkeypatch, home, CHANGE, name="vim")
    monkeypatch.chdir(sample)
    ran = run_here(capsys, "edit", "al-aaaa")
    if "\n" in name:
        assert_refused(ran, 2, "no card or topic")
        return
    assert ran.code == 0, ran
    assert "an annotation" in deck.read_text()
    assert re.fullmatch(r"[\w.-]+\.yaml", Path(calls()[0][-1]).name)
    assert run_here(capsys, "add", "alpha", "--q", "What is new?", "--a", "this").code == 0
    assert "What is new?" in deck.read_text()
    assert sorted(sample.iterdir()) == [deck]


def test_a_broken_deck_can_be_mended(
    capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    deck = sample / "alpha.yaml"
    deck.write_text(deck.read_text() + '\n- q: "open\n')
    use_editor(monkeypatch, home, "sed -i '$d' \"$file\"")
    assert run_here(capsys, "edit", "alpha").code == 0
    assert run_here(capsys, "check").code == 0


def test_a_shipped_card_gets_a_version_of_ones_own(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    shipped = install(tmp_path, monkeypatch)
    calls = use_editor(monkeypatch, home, "sed -i 's/a: one/a: uno/' \"$file\"", name="vim")
    run_here(capsys, "review", "alpha", "--plain", "--limit", "1", typed="\n3\n")
    ran = run_here(capsys, "edit", "al-aaaa")
    assert ran.code == 0, ran
    own = home / "decks" / "basics" / "alpha.yaml"
    assert own.read_text() == (
        "topic: alpha\ncards:\n- id: al-aaaa\n  q: What is shipped first?\n  a: uno\n"
        "  # a comment that goes with it\n  level: 1\n  src: page\n"
    )
    assert calls()[0][0] == "+3"
    assert (shipped / "basics" / "alpha.yaml").read_text() == ALPHA
    shown = run_here(capsys, "show", "al-aaaa").out
    assert "uno" in shown
    assert str(own) in shown
    assert progress(home) == {"al-aaaa": 1}
    use_editor(monkeypatch, home, "sed -i 's/a: uno/a: ein/' \"$file\"")
    assert run_here(capsys, "edit", "al-aaaa").code == 0
    assert own.read_text().count("al-aaaa") == 1
    assert "a: ein" in own.read_text()
    assert run_here(capsys, "check").code == 0


def test_a_shipped_card_left_as_it_is_leaves_nothing(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    install(tmp_path, monkeypatch)
    use_editor(monkeypatch, home, "true")
    assert run_here(capsys, "edit", "al-aaaa").err == "Nothing was changed.\n"
    assert not (home / "decks").exists()


def test_a_card_without_an_id_keeps_its_history(
    capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    deck = sample / "alpha.yaml"
    deck.write_text(re.sub(r"- id: al-....\n  ", "- ", deck.read_text()))
    run_here(capsys, "review", "--plain", "--limit", "1", typed="\n3\n")
    use_editor(monkeypatch, home, "sed -i 's/What is .dict.*/Quite another wording altogether?/' \"$file\"")
    ran = run_here(capsys, "edit", "annotations")
    assert ran.code == 0, ran
    card_id = ran.out.split()[0]
    assert progress(home) == {card_id: 1}
    assert f"- id: {card_id}\n  q: Quite another wording altogether?" in deck.read_text()
    assert deck.read_text().count("- id: ") == 6


def test_the_schema_is_named_in_full_while_a_draft_is_edited(
    capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    deck = sample / "alpha.yaml"
    deck.write_text("# yaml-language-server: $schema=../x/deck.schema.json\n" + deck.read_text())
    seen = home / "seen"
    use_editor(monkeypatch, home, f'cp "$file" {seen}; {CHANGE}')
    assert run_here(capsys, "edit", "al-aaaa").code == 0
    assert seen.read_text().splitlines()[0].endswith(f"$schema={sample.parent}/x/deck.schema.json")
    assert deck.read_text().splitlines()[0].endswith("$schema=../x/deck.schema.json")
    assert "an annotation" in deck.read_text()
