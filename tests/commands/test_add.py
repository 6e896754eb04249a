"""`flash add`: cards come into the right deck, whole or not at all."""

from __future__ import annotations

import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

import pytest

from roadmap_flash import cli
from roadmap_flash.decks.editing.files import open_text
from roadmap_flash.decks.reader import read_deck
from tests.support.editors import use_editor
from tests.support.installed import install
from tests.support.running import assert_refused, run_here

Capture = pytest.CaptureFixture[str]
QUESTION = ("--q", "What is new?", "--a", "this: # one")
ALL_KINDS = """\
- q: What is asked?
  a: that
  accept: [this]
- term: alpha
  def: the first letter
- cloze: The {{c1::first}} and the {{c2::second}} gap.
- q: Which is odd?
  right: 3
  wrong:
  - 2: It is even.
  - 4: It is even, too.
- q: What does this print?
  code: print(1)
  lang: python
  output: 1
- q: What is <<x>> doubled?
  vars: {x: [1, 2]}
  compute: 2 * x
  check: x + x
"""


def notes(path: Path) -> dict[str, dict[str, object]]:
    deck = read_deck(path, None)
    assert deck.problems == []
    return {note.id: note.fields for note in deck.notes}


def test_one_card_by_options(capsys: Capture, sample: Path) -> None:
    before = (sample / "alpha.yaml").read_text()
    ran = run_here(capsys, "add", "alpha", *QUESTION, "--why", "It is.", "--level", "3", "--src", "page")
    assert ran.code == 0
    card_id, place = ran.out.split()
    after = (sample / "alpha.yaml").read_text()
    assert (
        after
        == f'{before}\n- id: {card_id}\n  q: What is new?\n  a: "this: # one"\n  why: It is.\n  level: 3\n  src: page\n'
    )
    assert place.endswith(f"alpha.yaml:{after.splitlines().index(f'- id: {card_id}') + 1}")
    assert card_id.startswith("al-")
    assert "What is new?" in ran.err
    assert "this: # one" in ran.err
    assert "The page" in ran.err
    assert run_here(capsys, "list", "new?").out.startswith(card_id)


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        (("--term", "x", "--def", "y z"), "both"),
        (("--cloze", "a {{c1::gap}} here"), "cloze"),
        (("--q", "Which?", "--right", "a: b", "--wrong", "c: d: why c", "--wrong", "e: why e"), "choice"),
        (("--q", "Prints?", "--code", "print(7)\n", "--lang", "python", "--output", "7\n"), "output"),
        (
            (
                "--q",
                "How?",
                "--a",
                "`x`",
                "--hint",
                "no",
                "--accept",
                "y",
                "--verify",
                "test 1\n",
                "--code",
                "c",
                "--lang",
                "c",
            ),
            "question",
        ),
    ],
)
def test_other_kinds_by_options(capsys: Capture, sample: Path, options: tuple[str, ...], kind: str) -> None:
    (row,) = json.loads(run_here(capsys, "add", "alpha", *options, "--json").out)
    assert list(row) == ["id", "file", "line", "findings"]
    found = json.loads(run_here(capsys, "show", row["id"], "--json").out)
    assert (found["kind"], found["file"], found["line"]) == (kind, row["file"], row["line"])
    if kind == "choice":
        assert found["fields"]["wrong"] == [{"c: d": "why c"}, {"e": "why e"}]


def test_a_list_of_all_kinds(capsys: Capture, sample: Path, tmp_path: Path) -> None:
    source = tmp_path / "new cards.yaml"
    source.write_text(ALL_KINDS)
    before = notes(sample / "alpha.yaml")
    ran = run_here(capsys, "add", "Alpha", "--from", str(source))
    assert ran.code == 0
    ids = [line.split()[0] for line in ran.out.splitlines()]
    after = notes(sample / "alpha.yaml")
    assert list(after) == [*before, *ids]
    assert len(set(ids)) == 6
    again = run_here(capsys, "add", "alpha", "--q", "What is asked?", "--a", "that")
    assert f"is the same as {ids[0]} (1.00): What is asked?" in again.err


def test_a_list_from_standard_input(capsys: Capture, sample: Path) -> None:
    with patch.object(sys, "stdin", TextIOWrapper(BytesIO(ALL_KINDS.encode()))):
        assert cli.run(["add", "alpha", "--from", "-"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 6


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{ALL_KINDS}- q: no answer?\n", ("cards.yaml:20: item 7: kind:",)),
        (ALL_KINDS.replace("  a: that", "  a: that\n  src: none"), ("cards.yaml:1: item 1: unknown-src: `none`",)),
        (ALL_KINDS.replace("[1, 2]", "[one]"), ("item 6: value: `vars`",)),
        ("- q: [\n", ("cards.yaml:2: YAML cannot be read",)),
        ("q: x\na: y\n", ("cards.yaml:1: must be a list",)),
        ("- q: x\n  a: y\n  confuse: al-none\n", ("unknown-card: `confuse` names al-none",)),
        ("- id: al-aaaa\n  q: x\n  a: y\n", ("duplicate-id", "al-aaaa")),
        ("- id: Al\n  q: x\n  a: y\n", ("item 1: id:",)),
        ("- q: x\x1b[31m\n  a: y\n", ("item 1: control-character",)),
    ],
)
def test_one_wrong_item_stops_all(
    capsys: Capture, sample: Path, tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    source = tmp_path / "cards.yaml"
    source.write_text(text)
    before = (sample / "alpha.yaml").read_bytes()
    assert_refused(run_here(capsys, "add", "alpha", "--from", str(source)), 3, *words)
    assert (sample / "alpha.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("alpha",), 2, ("no terminal", "--q and --a")),
        (("alpha", "-e", *QUESTION), 2, ("one of them",)),
        (("alpha", "--from", "/no/such"), 2, ("/no/such", "No such file")),
        (("alfa", *QUESTION), 2, ("alfa", "alpha")),
        (("alpha", *QUESTION, "--after", "al-none"), 3, ("no card", "al-none")),
        (("alpha", "--q", "x"), 3, ("kind",)),
        (("alpha", *QUESTION, "--level", "5"), 2, ("level",)),
        (("alpha", "--q", "a $ sign", "--a", "y"), 3, ("unmatched-dollar", "nothing was written")),
    ],
)
def test_refusals(capsys: Capture, sample: Path, arguments: tuple[str, ...], code: int, words: tuple[str, ...]) -> None:
    before = (sample / "alpha.yaml").read_bytes()
    assert_refused(run_here(capsys, "add", *arguments), code, *words)
    assert (sample / "alpha.yaml").read_bytes() == before


def test_what_the_rules_say_is_named_and_written_all_the_same(capsys: Capture, sample: Path) -> None:
    ran = run_here(capsys, "add", "alpha", "--q", "Is it so, in Python?", "--a", "yes", "--json")
    (row,) = json.loads(ran.out)
    rules = {finding["rule"] for finding in row["findings"]}
    assert "unsourced" in rules
    assert len(rules) > 1
    assert all(f"  {row['id']}: {rule}: " in ran.err for rule in rules)
    assert row["id"] in notes(sample / "alpha.yaml")
    proven = json.loads(run_here(capsys, "add", "alpha", *QUESTION, "--verify", "assert ANSWER", "--json").out)
    assert "unsourced" not in {finding["rule"] for finding in proven[0]["findings"]}


def test_an_address_becomes_a_source(capsys: Capture, sample: Path) -> None:
    run_here(capsys, "add", "alpha", *QUESTION, "--src", "Some Manual https://example.org/manual/part.html")
    run_here(capsys, "add", "alpha", "--q", "Which other?", "--a", "x", "--src", "https://example.org/manual/part.html")
    run_here(capsys, "add", "alpha", "--q", "Which third?", "--a", "x", "--src", "https://www.example.org/a/b.html#c")
    assert (
        "  some-manual: {doc: Some Manual, url: https://example.org/manual/part.html}\n"
        in (sample / "alpha.yaml").read_text()
    )
    *_, first, second, third = notes(sample / "alpha.yaml").values()
    assert first["src"] == second["src"] == ["some-manual"]
    assert third["src"] == ["a-b"]


def test_a_card_after_another_one(capsys: Capture, sample: Path) -> None:
    card_id = run_here(capsys, "add", "alpha", *QUESTION, "--after", "al-aaaa").out.split()[0]
    assert list(notes(sample / "alpha.yaml"))[:3] == ["al-aaaa", card_id, "al-bbbb"]


def test_an_id_is_given_to_neighbours_that_have_none(capsys: Capture, sample: Path) -> None:
    path = sample / "alpha.yaml"
    path.write_text(path.read_text().replace("- id: al-cccc\n  cloze", "- cloze"))
    run_here(capsys, "add", "alpha", *QUESTION)
    assert all(name.startswith("al-") for name in notes(path))


def test_in_an_installed_copy_cards_go_to_the_learner_s_own_folder(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    shipped = install(tmp_path, monkeypatch)
    before = {path: path.read_bytes() for path in shipped.rglob("*.yaml")}
    ran = run_here(capsys, "add", "alpha", *QUESTION, "--src", "page")
    assert ran.code == 0, ran
    own = home / "decks" / "basics" / "alpha.yaml"
    assert own.read_text().startswith("topic: alpha\ncards:\n- id: alpha-")
    assert {path: path.read_bytes() for path in shipped.rglob("*.yaml")} == before
    assert run_here(capsys, "check").code == 0
    assert len(run_here(capsys, "list", "--topic", "alpha").out.splitlines()) == 3
    run_here(capsys, "add", "beta", *QUESTION)
    assert (home / "decks" / "beta.yaml").exists()


def test_a_named_deck_takes_the_card(capsys: Capture, sample: Path) -> None:
    ran = run_here(capsys, "add", "alpha", *QUESTION, "--decks", str(sample / "alpha.yaml"))
    assert ran.code == 0
    assert "What is new?" in (sample / "alpha.yaml").read_text()


def test_a_broken_deck_is_left_alone(capsys: Capture, sample: Path) -> None:
    path = sample / "alpha.yaml"
    path.write_text(path.read_text() + '- q: "open\n')
    before = path.read_bytes()
    assert_refused(run_here(capsys, "add", "alpha", *QUESTION), 3, "mend the deck first", "alpha.yaml:")
    assert path.read_bytes() == before


def test_a_deck_that_changed_meanwhile_keeps_both(
    capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    path = sample / "alpha.yaml"

    def changed(topic: Path) -> object:
        opened = open_text(topic)
        path.write_text(path.read_text() + "# meanwhile\n")
        return opened

    monkeypatch.setattr("roadmap_flash.authoring.workshop.open_text", changed)
    ran = run_here(capsys, "add", "alpha", *QUESTION)
    assert ran.code == 3
    assert "changed meanwhile" in ran.err
    (kept,) = (home / "drafts").iterdir()
    assert str(kept) in ran.err
    assert "What is new?" in kept.read_text()
    monkeypatch.undo()
    monkeypatch.setenv("FLASH_DECKS", str(sample))
    monkeypatch.setenv("FLASH_HOME", str(home))
    assert run_here(capsys, "add", "alpha", "--from", str(kept)).code == 0
    assert path.read_text().count("# meanwhile") == 1


def test_the_editor_gets_a_template(capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    seen = use_editor(monkeypatch, home, "sed -i -e 's/^- q:/- q: What is typed?/' -e 's/^  a:/  a: this/' \"$file\"")
    ran = run_here(capsys, "add", "alpha", "-e")
    assert ran.code == 0, ran
    assert "What is typed?" in run_here(capsys, "list", "typed").out
    (arguments,) = seen()
    assert arguments[-1].endswith(".yaml")
    assert list((home / "drafts").iterdir()) == []


def test_an_empty_template_adds_nothing(
    capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    use_editor(monkeypatch, home, "true")
    before = (sample / "alpha.yaml").read_bytes()
    ran = run_here(capsys, "add", "alpha", "-e")
    assert (ran.code, ran.out, ran.err) == (0, "", "Nothing was added.\n")
    assert (sample / "alpha.yaml").read_bytes() == before


def test_a_list_without_end_is_not_read_to_its_end(capsys: Capture, sample: Path) -> None:
    assert_refused(run_here(capsys, "add", "alpha", "--from", "/dev/zero"), 3, "more than 1 MiB")


@pytest.mark.parametrize(("script", "code"), [("exit 3", 2), ('rm "$file"; exit 3', 2), ('rm "$file"', 2)])
def test_where_nothing_was_typed_nothing_is_kept(
    capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path, script: str, code: int
) -> None:
    use_editor(monkeypatch, home, script)
    ran = run_here(capsys, "add", "alpha", "-e")
    assert_refused(ran, code, "editor" if "exit" in script else "cannot be opened")
    assert "is kept" not in ran.err
    assert list((home / "drafts").iterdir()) == []


@pytest.mark.parametrize(
    ("script", "code", "words"),
    [
        ("echo '- q: typed' > \"$file\"", 3, "item 1: kind"),
        ('echo \'- q: "typed\' > "$file"', 3, "YAML cannot be read"),
        ("echo '- q: typed' > \"$file\"; exit 3", 2, "ended with code 3"),
    ],
)
def test_what_was_typed_in_the_editor_is_kept(
    capsys: Capture, sample: Path, monkeypatch: pytest.MonkeyPatch, home: Path, script: str, code: int, words: str
) -> None:
    use_editor(monkeypatch, home, script)
    ran = run_here(capsys, "add", "alpha", "-e")
    (kept,) = (home / "drafts").iterdir()
    assert_refused(ran, code, words, f"what was typed is kept in {kept}")
    assert "typed" in kept.read_text()
