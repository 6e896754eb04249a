"""From one item of `cards` to a note: ids, digests, pictures, what is kept and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.core.identity import ID, provisional_id
from roadmap_flash.decks.notes import card_ids, note_of_json, note_to_json
from tests.support.decks import brief, deck, question, read, read_note, write
from tests.support.samples import DECK

DIGESTS = {note.id: note.digest for note in read(DECK.lstrip()).notes}


@pytest.mark.parametrize(
    "note_id", ["al-aaaa", "git-c8r5", "a-0000", "k8s-a5t2", "a-b-c-1234", "ci-cd-zzzz", "a1-aaaa"]
)
def test_an_id_is_a_prefix_and_four_characters(note_id: str) -> None:
    assert ID.fullmatch(note_id)
    assert read_note(deck("alpha", note_id)).id == note_id


def test_an_id_that_yaml_would_take_for_something_else_stays_text() -> None:
    assert read_note(deck("alpha", "e-1e10")).id == "e-1e10"


def test_a_card_without_an_id_is_served_and_known_by_its_kind_and_question() -> None:
    note = read_note("cards:\n- q: What  is\n    this?\n  a: that\n")
    assert note.id == provisional_id("question", "What is this?")
    assert not ID.fullmatch(note.id)
    assert read_note("cards:\n- level: 3\n  a: other\n  q: What is this?\n").id == note.id
    assert read_note("cards:\n- q: What is that?\n  a: that\n").id != note.id
    assert read_note("cards:\n- q: What is this?\n  code: x\n  lang: y\n  output: z\n").id != note.id


def test_the_level_is_1_where_none_is_given() -> None:
    assert read_note(deck("alpha", "al-aaaa")).level == 1
    assert read_note(deck("alpha", question("al-aaaa", level="4"))).level == 4


def test_each_kind_makes_its_cards() -> None:
    found = {note.id: card_ids(note) for note in read(DECK.lstrip()).notes}
    assert found == {
        "al-aaaa": ["al-aaaa"],
        "al-bbbb": ["al-bbbb:term", "al-bbbb:def"],
        "al-cccc": ["al-cccc:c1", "al-cccc:c2"],
        "al-dddd": ["al-dddd"],
        "al-eeee": ["al-eeee"],
        "al-ffff": ["al-ffff"],
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("- id: al-bbbb", "\n\n# a comment\n- id: al-bbbb"),
        lambda text: text.replace("as_of: {tool: 1.2}", "as_of: {tool: 1.3}"),
        lambda text: text.replace("The page", "Another page"),
        lambda text: "retired: [al-zzzz]\n" + text,
        lambda text: text.replace("topic: alpha", "topic: beta"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("  hint: Think of annotations.\n", "").replace(
            "  q: What is `dict", "  hint: Think of annotations.\n  q: What is `dict"
        ),
        lambda text: text.replace("a: a type", "a: 'a type'"),
        lambda text: text.replace("right: two", "right: |-\n    two"),
    ],
    ids=["line", "as_of", "source", "retired", "topic", "line ends", "order of keys", "quotes", "style"],
)
def test_what_is_not_content_leaves_every_digest_as_it_is(change: object) -> None:
    assert callable(change)
    found = read(change(DECK.lstrip()))
    assert found.problems == []
    assert {note.id: note.digest for note in found.notes} == DIGESTS


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("a: a type", "a: another type", "al-aaaa"),
        ("hint: Think of", "hint: Think  of", "al-aaaa"),
        ("  why: It says what keys and values are.\n", "", "al-aaaa"),
        ("def: a factor", "def: the factor", "al-bbbb"),
        ("{{c1::first}}", "{{c3::first}}", "al-cccc"),
        ("::which?", "", "al-cccc"),
        ("- three: It is odd.\n  - five: It is odd, too.", "- five: It is odd, too.\n  - three: It is odd.", "al-dddd"),
        ("It is odd, too.", "It is odd.", "al-dddd"),
        ("[::-1]", "[::1]", "al-eeee"),
        ('output: "[2, 1]"', 'output: "[2, 1] "', "al-eeee"),
        ("a: [2, 3, 5]", "a: [2, 3, 7]", "al-ffff"),
        ("a: [2, 3, 5]", "a: [2.0, 3, 5]", "al-ffff"),
        ("compute: a * b", "compute: b * a", "al-ffff"),
        ("  level: 2\n  src: page\n\n- id: al-dddd", "  level: 3\n  src: page\n\n- id: al-dddd", "al-cccc"),
    ],
)
def test_an_edit_changes_the_digest_of_its_card_alone(old: str, new: str, changed: str) -> None:
    assert old in DECK
    found = {note.id: note.digest for note in read(DECK.lstrip().replace(old, new)).notes}
    assert {note_id for note_id in DIGESTS if found[note_id] != DIGESTS[note_id]} == {changed}


@pytest.mark.parametrize("line", ["setup: import x", "runs: python", "runs: bash"])
def test_what_a_proof_runs_with_is_content_of_every_card(line: str) -> None:
    found = {note.id: note.digest for note in read(f"{line}\n{DECK.lstrip()}").notes}
    assert found.keys() == DIGESTS.keys()
    assert not set(found.values()) & set(DIGESTS.values())


def test_digests_are_the_same_on_every_machine() -> None:
    assert read_note("cards:\n- id: al-aaaa\n  q: Größe?\n  a: 😀\n").digest == "627277ad0fd0bd7d1c71"


def test_a_picture_below_the_folder_of_its_deck_is_fine(tmp_path: Path) -> None:
    write(tmp_path / "decks" / "pictures" / "a b.png", b"x")
    (tmp_path / "decks" / "link.png").symlink_to("pictures/a b.png")
    (tmp_path / "link").symlink_to("decks")
    for name in ("pictures/a b.png", "./pictures/a b.png", "link.png"):
        card = question("al-aaaa", image=f"'{name}'", alt="A picture.")
        for folder in ("decks", "link"):
            found = read(deck("alpha", card), tmp_path / folder / "alpha.yaml")
            assert found.problems == []
            assert found.notes[0].fields["image"] == name


@pytest.mark.parametrize(
    "name", ["../outside.png", "pictures/../../outside.png", "link.png", "folder/x.png", "x" * 5000]
)
def test_a_picture_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path / "outside.png", b"x")
    write(tmp_path / "elsewhere" / "x.png", b"x")
    write(tmp_path / "decks" / "pictures" / "x.png", b"x")
    (tmp_path / "decks" / "link.png").symlink_to(tmp_path / "outside.png")
    (tmp_path / "decks" / "folder").symlink_to(tmp_path / "elsewhere")
    found = read(deck("alpha", question("al-aaaa", image=name, alt="x")), tmp_path / "decks" / "alpha.yaml")
    assert brief(found.problems) == [(6, "al-aaaa", "image")]
    assert found.notes == []


@pytest.mark.parametrize(
    "card",
    [
        "- id: al-aaaa\n  q: Costs $5 to $10?\n  a: yes\n",
        "- id: al-aaaa\n  q: Is \\$x a dollar?\n  a: yes\n",
        "- id: al-aaaa\n  q: Is `$HOME` set?\n  a: yes\n",
        "- id: al-aaaa\n  q: Is C# sharp?\n  a: yes#1\n",
        "- id: al-aaaa # the id\n  q: x\n  a: y\n  level: 2 # for later\n  src: [] # none\n",
        "- id: al-aaaa\n  q: 'x # y'\n  a: |\n    z # z\n",
        "- id: al-aaaa\n  q: x\n  a: y\n  code: echo $x\n  lang: bash\n",
        "- id: al-aaaa\n  q: x\n  a: y\n  tags: [$a]\n  allow: [anything, at all]\n",
        "- {id: al-aaaa, q: x, a: y}\n",
        "-\n  id: al-aaaa\n  q: x\n  a: y\n",
    ],
)
def test_what_is_fine_is_served(card: str) -> None:
    assert read_note(f"cards:\n{card}").id == "al-aaaa"


def test_a_text_on_several_keys_is_kept_for_the_learner() -> None:
    card = question("al-aaaa", accept="[b, c]", confuse="al-bbbb", tags="x", fixed="{on: 2026-11-22, was: no}")
    note = read_note(deck("alpha", card))
    assert note.fields["accept"] == ["b", "c"]
    assert note.fields["confuse"] == ["al-bbbb"]
    assert note.fields["tags"] == ["x"]
    assert note.fields["fixed"] == {"on": "2026-11-22", "was": "no"}


@pytest.mark.parametrize("note_id", sorted(DIGESTS))
def test_a_note_survives_the_cache(note_id: str) -> None:
    (note,) = [note for note in read(DECK.lstrip()).notes if note.id == note_id]
    assert note_of_json(note_to_json(note, None)) == note
    assert note_of_json(note_to_json(note, "abc")).replaces == "abc"


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Cn"]), min_size=1).filter(
    lambda text: text.strip() and "$" not in text and "\ufffd" not in text
)


@given(_TEXTS, _TEXTS)
def test_any_text_in_quotes_is_read_as_it_is(q: str, a: str) -> None:
    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    note = read_note(f"cards:\n- id: al-aaaa\n  q: {quoted(q)}\n  a: {quoted(a)}\n")
    assert (note.fields["q"], note.fields["a"]) == (q, a)
    assert note_of_json(note_to_json(note, None)) == note
