"""Whatever a card says, its YAML reads back as the same card, in the style of the shipped decks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.core.kinds import all_kinds
from roadmap_flash.decks.editing.rendering import ORDER, render_card, scalar
from roadmap_flash.decks.language import COMMON_KEYS, anything, level, numbers
from roadmap_flash.decks.reader import normalised, read_deck
from roadmap_flash.decks.yaml_tree import Mapping, Node, Scalar, Sequence, parse
from tests.support.hostile import texts

ROOT = Path(__file__).parents[3]
_AWKWARD = st.sampled_from(
    [
        *("no", "3.10", "010", "1:30", "on", "~", "null", "- x", "? x", ": x", "a: b", "a:", "a #b", "#b", "@x", "`x`"),
        *("%x", "&x", "*x", "!x", "|", ">", "'", '"', "''", "it's", '"\\n"', "\\theta", "[x", "{x", "}", ",", "---"),
        *(
            "...",
            " x",
            "x ",
            "  x\ny",
            "\n\n x\ny",
            "x\n\ny",
            "x\n \ny",
            "\tx",
            "x\ty",
            " ",
            "\u00a0",
            "x\x85y",
            "k: |",
        ),
        *("{{c1::a}}", "a\n# b", "# a\nb", "a, b", "<<", "=", "x" * 200, "y" * 1200, "日本", "\U0001f600", "\ufeff"),
    ]
)
anything_typed = (texts | _AWKWARD | st.text(max_size=12)).map(lambda text: text.replace("\ud800", "").rstrip("\n"))


def readable(text: str) -> str:
    """What is left of a text where no character of it is impossible in a file."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def item(lines: list[str]) -> Mapping:
    tree = parse(normalised("cards:\n" + "\n".join(lines) + "\n"))
    assert isinstance(tree, Mapping)
    ((_, cards),) = tree.pairs
    assert isinstance(cards, Sequence)
    (found,) = cards.items
    assert isinstance(found, Mapping)
    return found


def fields_of(lines: list[str]) -> dict[str, Any]:
    forms: dict[str, Callable[[Node], Any]] = {"level": level, "vars": numbers}
    return {key.text: forms.get(key.text, anything)(node) for key, node in item(lines).pairs}


@given(st.dictionaries(st.sampled_from(ORDER[1:6]), anything_typed, min_size=1), st.sampled_from([0, 2, 4]))
def test_texts_read_back(fields: dict[str, str], indent: int) -> None:
    read = fields_of(render_card(fields, indent))
    assert read == {key: readable(text) for key, text in fields.items()}


@given(st.lists(anything_typed, min_size=2, max_size=4), st.lists(anything_typed, max_size=3))
def test_lists_read_back(accept: list[str], tags: list[str]) -> None:
    read = fields_of(render_card({"q": "x", "accept": accept, "tags": tags}))
    assert read["accept"] == [readable(text) for text in accept]
    assert read["tags"] == [readable(text) for text in tags]


@given(st.lists(st.tuples(anything_typed, anything_typed), min_size=2, max_size=3))
def test_wrong_options_read_back(pairs: list[tuple[str, str]]) -> None:
    read = fields_of(render_card({"q": "x", "wrong": [{text: why} for text, why in pairs]}))
    assert read["wrong"] == [{readable(text): readable(why)} for text, why in pairs]


@given(st.dictionaries(anything_typed.map(readable), anything_typed, min_size=1, max_size=3))
def test_mappings_read_back(values: dict[str, str]) -> None:
    read = fields_of(render_card({"q": "x", "verify": values}))
    assert read["verify"] == {key: readable(text) for key, text in values.items()}


@given(
    st.dictionaries(st.sampled_from("abc"), st.lists(st.integers() | st.floats(-1e30, 1e30), min_size=1, max_size=30))
)
def test_numbers_read_back(values: dict[str, list[float]]) -> None:
    short = {name: [n for n in row if len(repr(n)) <= 40] or [0] for name, row in values.items()}
    assert fields_of(render_card({"q": "x", "vars": short})).get("vars") == short


def test_no_plain_text_is_cut_or_quoted_without_need() -> None:
    for text in ("no", "3.10", "1:30", "it's `x`", "a, b", "[x] y".replace("[", "("), "C:\\x"):
        assert scalar(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("`git rm f`", '"`git rm f`"'),
        ("`a\\b`", "'`a\\b`'"),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("", '""'),
        ("one\ntwo", "|\n    one\n    two"),
        (" one\ntwo", "|2\n     one\n    two"),
        ("a\x07", '"a\\u0007"'),
    ],
)
def test_quotes_and_blocks(text: str, written: str) -> None:
    assert scalar(text) == written


def test_keys_stand_in_the_order_of_the_decks() -> None:
    lines = render_card({"level": 1, "src": ["x"], "a": "y", "verify": "w", "q": "z", "id": "al-aaaa", "other": "o"})
    assert [line[2:].partition(":")[0] for line in lines] == ["id", "q", "a", "level", "src", "verify", "other"]
    assert lines[4] == "  src: x"


def test_every_key_of_the_language_has_its_place() -> None:
    keys = COMMON_KEYS | {key for kind in all_kinds() for key in kind.marks | kind.required | kind.optional}
    assert set(ORDER) == keys


@pytest.mark.parametrize("path", sorted((ROOT / "decks").rglob("*/*.yaml")), ids=lambda path: path.stem)
def test_shipped_cards_keep_order_and_content(path: Path) -> None:
    for note in read_deck(path, None).notes:
        read = item(render_card(note.fields))
        assert [key.text for key, _ in read.pairs] == list(note.fields)
        assert all(isinstance(key, Scalar) for key, _ in read.pairs)
        for key, node in read.pairs:
            if key.text not in ("level", "vars", "src", "fixed"):
                assert anything(node) == note.fields[key.text]
