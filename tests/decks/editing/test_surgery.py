"""A change touches the lines it must, and no other."""

from __future__ import annotations

import difflib
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.core.model import Fields
from roadmap_flash.decks.editing.surgery import (
    SurgeryError,
    add_source,
    card_source,
    insert_cards,
    insert_source_lines,
    with_ids,
)
from roadmap_flash.decks.reader import read_text
from roadmap_flash.decks.yaml_tree import TreeError

NEW: Fields = {"id": "al-zzzz", "q": "What is new?", "a": "this: # and `that`", "level": 2}
COMMENTED = """\
# head
topic: alpha   # the topic
sources: {page: {doc: A page, url: https://example.org}}

cards:
# about the first
- id: al-aaaa
  q: one?
  a: 1
  level: 1   # recall
  # allow: because

# about the second
- q: two?
  a: |
    # no comment
    two

  # the end of the second

# the end of the cards
retired: [al-dead]
# the end
"""
SHAPES = {
    "commented": COMMENTED,
    "indented": "topic: a\ncards:\n  - q: one?\n    a: 1\n  - q: two?\n    a: 2\n",
    "no line feed at the end": "topic: a\ncards:\n- q: one?\n  a: 1",
    "a block at the end": "topic: a\ncards:\n- q: one?\n  a: |\n    1\n\n\n",
    "dash alone": "topic: a\ncards:\n-\n  q: one?\n  a: 1\n- \n  q: two?\n  a: 2\n",
    "in braces": "topic: a\ncards:\n- {q: one?, a: 1}\n- {q: two?, a: '}'}\n",
    "empty list": "topic: a\ncards: []   # none yet\n# examples\n# - q: x\n",
    "nothing yet": "topic: a\ncards:\n",
    "windows": COMMENTED.replace("\n", "\r\n"),
    "marked": "\ufeff" + COMMENTED,
    "other line breaks inside": "topic: a\n# one\u2028two\ncards:\n- q: one?\n  a: 1\n- q: two?\n  a: 2\n",
}


def read(text: str) -> list[Fields]:
    return [note.fields for note in read_text(text.encode(), Path("a.yaml"), None).notes]


def without_added(before: str, after: str) -> bool:
    """Whether every line of the text before stands in the one after, in order."""
    rows = difflib.ndiff(before.splitlines(), after.splitlines())
    return not any(row.startswith("- ") for row in rows)


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "empty list"])
def test_a_new_card_leaves_all_other_lines(name: str) -> None:
    text = SHAPES[name]
    changed = insert_cards(text, [NEW])
    assert without_added(text, changed)
    assert read(changed) == [*read(text), NEW]
    assert ("\r\n" in changed) == ("\r\n" in text)
    assert changed.count("\r\n") in (0, changed.count("\n"))


def test_an_empty_list_makes_room() -> None:
    changed = insert_cards(SHAPES["empty list"], [NEW, {**NEW, "id": "al-yyyy"}])
    head = changed.splitlines()[:3]
    assert head == ["topic: a", "cards:   # none yet", "- id: al-zzzz"]
    assert [fields["id"] for fields in read(changed)] == ["al-zzzz", "al-yyyy"]
    assert changed.endswith("\n\n# examples\n# - q: x\n")


def test_where_a_new_card_goes() -> None:
    at_end = insert_cards(COMMENTED, [NEW]).splitlines()
    place = at_end.index("- id: al-zzzz")
    assert at_end[place - 2 : place] == ["  # the end of the second", ""]
    assert at_end[place + 4 : place + 6] == ["", "# the end of the cards"]
    after = insert_cards(COMMENTED, [NEW], after="al-aaaa").splitlines()
    place = after.index("- id: al-zzzz")
    assert after[place - 2 : place] == ["  # allow: because", ""]
    assert after[place + 4 : place + 6] == ["", "# about the second"]
    with pytest.raises(SurgeryError, match="no card of this deck is called 'al-none'"):
        insert_cards(COMMENTED, [NEW], after="al-none")


def test_cards_stand_as_close_as_their_neighbours() -> None:
    assert insert_cards(SHAPES["indented"], [NEW]).splitlines()[5:7] == ["    a: 2", "  - id: al-zzzz"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a deck is a mapping"),
        ("- q: x\n", "a deck is a mapping"),
        ("{cards: [{q: x, a: y}]}\n", "a deck is a mapping"),
        ("topic: a\n", "write `cards:` at its end"),
        ("cards: [{q: x, a: y}]\n", "one below the other"),
        ("cards: some\n", "one below the other"),
        ("cards: {a: b}\n", "one below the other"),
    ],
)
def test_what_is_no_deck_is_refused(text: str, message: str) -> None:
    with pytest.raises(SurgeryError, match=message):
        insert_cards(text, [NEW])


def test_what_is_no_yaml_is_refused() -> None:
    with pytest.raises(TreeError):
        insert_cards('cards:\n- q: "x\n', [NEW])


@pytest.mark.parametrize("name", SHAPES)
def test_missing_ids_are_written(name: str) -> None:
    text, numbers = SHAPES[name], count(1)
    changed, written = with_ids(text, lambda: f"al-{next(numbers):04d}")
    before, after = read(text), read(changed)
    assert [fields.get("id", f"al-{n:04d}") for n, fields in enumerate(after, 1)] == [f["id"] for f in after]
    assert [{**fields, "id": ""} for fields in after] == [{**fields, "id": ""} for fields in before]
    assert [card_id for _, card_id in written] == [f["id"] for f in after if f["id"] != "al-aaaa"]
    lines = changed.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    assert all(f"id: {card_id}" in lines[line - 1] for line, card_id in written)
    assert with_ids(changed, lambda: "never") == (changed, [])


def test_the_source_of_a_card_moves_between_decks() -> None:
    inner = "  - id: al-bbbb\n    q: |\n      two\n       lines?\n    # why not\n    a: 2\n"
    rows = card_source(f"cards:\n{inner}  - q: x\n    a: y\n", 2)
    assert rows == ["- id: al-bbbb", "  q: |", "    two", "     lines?", "  # why not", "  a: 2"]
    for name in ("commented", "indented", "empty list", "nothing yet", "windows"):
        changed = insert_source_lines(SHAPES[name], rows)
        assert read(changed)[-1] == {"id": "al-bbbb", "q": "two\n lines?", "a": "2"}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("topic: a\ncards: []\n", ["topic: a", "sources:", "  new: {doc: D, url: https://example.org}", "cards: []"]),
        ("sources: {}\ncards: []\n", ["sources:", "  new: {doc: D, url: https://example.org}", "cards: []"]),
        (
            "sources:\n    a: {doc: A, url: https://a.org}\n    # b\nsetup: x\ncards: []\n",
            [
                "sources:",
                "    a: {doc: A, url: https://a.org}",
                "    new: {doc: D, url: https://example.org}",
                "    # b",
            ],
        ),
    ],
)
def test_sources_are_added(text: str, rows: list[str]) -> None:
    assert add_source(text, "new", {"doc": "D", "url": "https://example.org"}).splitlines()[: len(rows)] == rows


def test_sources_in_braces_are_left_to_the_author() -> None:
    with pytest.raises(SurgeryError, match="one below the other"):
        add_source(COMMENTED, "new", {"doc": "D", "url": "https://example.org"})


_TEXTS = st.sampled_from(["x", "two\nlines", " - dash", "# hash", "a: b", "`c`", "ends\n\n", "{{c1::x}}"])


@given(st.lists(st.tuples(st.booleans(), _TEXTS, _TEXTS), max_size=6), st.sampled_from([0, 2]))
def test_any_deck_grows_one_by_one(cards: list[tuple[bool, str, str]], indent: int) -> None:
    text = f"topic: a\ncards:{'' if cards else ' []'}\n"
    expected: list[Fields] = []
    for number, (spaced, question, answer) in enumerate(cards):
        fields = {"id": f"al-{number:04d}", "q": question, "a": answer}
        text = insert_cards(text, [fields])
        expected.append({key: value.rstrip("\n") for key, value in fields.items()})
        if spaced:
            text += "\n  # a thought\n\n"
        assert read(text) == expected
    assert text.count("# a thought") == sum(spaced for spaced, _, _ in cards)
